"""From an alignment to translation units: which beads become one, and in what order."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from duizhao.corpora.alignment import Alignment, Bead, Severity
from duizhao.corpora.exchange.bead_text import (
    UNSURE,
    bead_texts,
    flagged_beads,
    illegal_in,
    open_beads,
    unconfirmed_beads,
    unfit_beads,
    untranslated_beads,
)
from duizhao.corpora.files.output import Written, numbered_path, side_path
from duizhao.corpora.text.tags import language_codes
from duizhao.corpora.units.formats import UNIT_FORMATS, UnitWriteOptions, load_writer
from duizhao.corpora.units.tmx.writer import checked_time, compact_time
from duizhao.corpora.units.unit import PROBABILITY, MemoryHeader, Pair, TranslationUnit, Variant
from duizhao.errors import OutputError

__all__ = ["ALL_TMX", "PLAIN_TMX", "TmxOptions", "memory_writers"]


@dataclass(frozen=True)
class TmxOptions:
    """How a memory is made from an alignment.

    Beads with lost text, or without a translation, never enter, whatever the options: a memory
    would spread the gap. Those that are unsure, moved, marked by their file as not done, or
    touched by a major finding enter on request only, and so do those that are not sure enough for
    a paragraph in which only the paragraph is linked for sure.

    :param source_lang: The source's BCP 47 code; without it, ``zh-CN`` and ``en-US`` stand for
        Chinese and English, and any other language for itself.
    :param target_lang: The target's code, likewise.
    :param minimum_probability: Beads below it are left out, 0 to 1.
    :param open_paragraphs: Take in beads less probable than
        :data:`~duizhao.corpora.exchange.bead_text.UNSURE_IN_PARAGRAPH` where only the paragraph is
        linked for sure.
    :param one_to_one: Leave out beads of more than one sentence on a side.
    :param moved: Take in beads that stand out of the order of their neighbours.
    :param unconfirmed: Take in beads that their file marks as fuzzy or not done.
    :param leave_out_from: Leave out beads that a finding this severe or worse touches.
    :param deduplicate: Write a pair that comes several times once.
    :param units_per_file: Begin another file after so many units; one file holds all if None.
    :param created: When the memory is made, as ``2026-01-31T12:00:00Z``; without it, no time is
        written, and equal alignments give equal files.
    :param doctype: Name the document type definition.
    """

    source_lang: str | None = None
    target_lang: str | None = None
    minimum_probability: float = UNSURE
    open_paragraphs: bool = False
    one_to_one: bool = False
    moved: bool = False
    unconfirmed: bool = False
    leave_out_from: Severity | None = Severity.MAJOR
    deduplicate: bool = True
    units_per_file: int | None = None
    created: str | None = None
    doctype: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.minimum_probability <= 1:
            message = f"a probability is between 0 and 1, not {self.minimum_probability}"
            raise OutputError(message)
        if self.units_per_file is not None and self.units_per_file < 1:
            message = f"a file holds at least one unit, not {self.units_per_file}"
            raise OutputError(message)


PLAIN_TMX = TmxOptions()
"""What a translator would want, in one file."""

ALL_TMX = TmxOptions(
    minimum_probability=0.0,
    open_paragraphs=True,
    moved=True,
    unconfirmed=True,
    leave_out_from=None,
)
"""All beads that are translated and whole, in one file."""


def memory_writers(
    alignment: Alignment, path: Path, options: TmxOptions = PLAIN_TMX, name: str = "tmx"
) -> dict[Path, Callable[[BinaryIO], Written]]:
    """Say what to write where, for :func:`duizhao.corpora.files.output.write_all`.

    Where one source has several translations, the surest stands last, because the last is the
    one that OmegaT inserts.

    :param alignment: What to write.
    :param path: The file; with a number of units for each file, ``name-001.tmx`` and so on; of a
        pair of plain texts the beginning of their names, to which the languages are added.
    :param options: What to write of it; only a memory is split, or says when it was made.
    :param name: A format among :data:`duizhao.corpora.units.formats.UNIT_FORMATS`.
    :return: A writer for each file. Each returns how many units are written in all, and how
        many beads are not, by reason: ``null`` (one side empty), ``lost_text`` (a passage is
        missing or stops short in it), ``untranslated`` (in the language of the source),
        ``unconfirmed`` (not done, as its file says), ``findings`` (touched by one that is too
        severe), ``probability`` (too unsure), ``paragraph`` (too unsure for a paragraph that is
        linked as a whole only), ``moved``, ``joined`` (more than one sentence on a side),
        ``language`` (of a source in another language than the first), ``empty`` (no visible
        text), ``duplicate`` (the same pair again).
    :raises OutputError: If a code or the time is not of its form, or the two codes are equal.
    """
    langs = alignment.sources[0].lang, alignment.target.lang
    codes = language_codes(langs, (options.source_lang, options.target_lang))
    units, written = _units(alignment, options, codes)
    known, size = UNIT_FORMATS[name], options.units_per_file
    said = UnitWriteOptions(
        *codes,
        created=options.created,
        header=MemoryHeader(props=(("x-signature", alignment.signature),)),
        doctype=options.doctype,
        props=(PROBABILITY,),
    )

    def writer(some: Sequence[Pair], side: int = 0) -> Callable[[BinaryIO], Written]:
        def write(stream: BinaryIO) -> Written:
            streams = [stream if n == side else io.BytesIO() for n in range(known.files)]
            load_writer(known)(some, streams, said)
            return written

        return write

    if known.files > 1:
        return {side_path(path, code): writer(units, side) for side, code in enumerate(codes)}
    if size is None:
        return {path: writer(units)}
    starts = range(0, max(len(units), 1), size)
    return {
        numbered_path(path, n): writer(units[start : start + size])
        for n, start in enumerate(starts, start=1)
    }


def _units(
    alignment: Alignment, options: TmxOptions, codes: tuple[str, str]
) -> tuple[list[Pair], Written]:
    """Return the units in the order of the file, and what becomes of the beads."""
    attributes = {}
    if options.created is not None:
        attributes["creationdate"] = compact_time(checked_time(options.created))
    reasons = _Reasons(alignment, options)
    left_out: Counter[str] = Counter()
    best: dict[tuple[object, ...], tuple[float, Pair]] = {}
    stripped = 0
    for n, bead in enumerate(alignment.beads):
        reason = reasons.of(n, bead)
        if reason is None:
            stripped += illegal_in(alignment, bead)
            texts = bead_texts(alignment, bead)
            key = (*texts, None if options.deduplicate else n)
            known = best.get(key)
            if not all(texts):
                reason = "empty"
            elif known is not None:
                reason = "duplicate"
            if reason != "empty" and (known is None or known[0] < bead.probability):
                sides = tuple(map(Variant, codes, texts))
                block = {} if bead.type == "1-1" else {"segtype": "block"}
                props = tuple(_props(alignment, bead))
                unit = TranslationUnit(sides, props, attributes=block | attributes)
                best[key] = bead.probability, Pair(unit, *sides)
        if reason:
            left_out[reason] += 1
    units = _surest_last(list(best.values()))
    return units, Written("unit", len(units), dict(left_out), stripped=stripped)


class _Reasons:
    """Why beads are left out."""

    def __init__(self, alignment: Alignment, options: TmxOptions) -> None:
        self._alignment, self._options = alignment, options
        self._unfit = unfit_beads(alignment)
        self._untranslated = untranslated_beads(alignment)
        self._unconfirmed = unconfirmed_beads(alignment)
        self._open = frozenset[int]() if options.open_paragraphs else open_beads(alignment)
        limit = options.leave_out_from
        self._flagged = frozenset[int]() if limit is None else flagged_beads(alignment, limit)

    def of(self, n: int, bead: Bead) -> str | None:
        """Return why a bead is left out, or None."""
        alignment, options = self._alignment, self._options
        lang = alignment.documents[bead.source_document].lang
        reasons = {
            "null": bead.is_null,
            "lost_text": n in self._unfit,
            "untranslated": n in self._untranslated,
            "unconfirmed": n in self._unconfirmed and not options.unconfirmed,
            "findings": n in self._flagged,
            "probability": bead.probability < options.minimum_probability,
            "paragraph": n in self._open,
            "moved": bead.moved and not options.moved,
            "joined": options.one_to_one and bead.type != "1-1",
            "language": lang != alignment.sources[0].lang,
        }
        return next((reason for reason, holds in reasons.items() if holds), None)


def _surest_last(units: Sequence[tuple[float, Pair]]) -> list[Pair]:
    """Sort the units of each source by probability, within the places that they hold."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for n, (_, pair) in enumerate(units):
        # Readers compare under NFC.
        places[unicodedata.normalize("NFC", pair.texts[0])].append(n)
    ordered = [pair for _, pair in units]
    for numbers in places.values():
        rising = sorted((units[n] for n in numbers), key=lambda unit: unit[0])
        for n, (_, pair) in zip(numbers, rising, strict=True):
            ordered[n] = pair
    return ordered


def _props(alignment: Alignment, bead: Bead) -> Iterator[tuple[str, str]]:
    yield PROBABILITY, f"{bead.probability:.4f}"
    yield "x-align", bead.type
    if bead.moved:
        yield "x-moved", "true"
    yield "x-document", PurePath(alignment.documents[bead.source_document].path).name
    yield "x-source-ids", " ".join(map(str, bead.source))
    yield "x-target-ids", " ".join(map(str, bead.target))
