"""Translation memories from alignments: which beads become units, and in what order."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from duizhao.corpora.alignment import Alignment, Bead, Severity
from duizhao.corpora.exchange.bead_text import flagged_beads, join_sentences, unfit_beads
from duizhao.corpora.files.output import Writer, Written, numbered_path
from duizhao.corpora.text.clean import illegal_characters
from duizhao.corpora.text.tags import language_codes
from duizhao.corpora.units.tmx.writer import TmxWriter, compact_time, write_units
from duizhao.corpora.units.unit import PROBABILITY, MemoryHeader, TranslationUnit, Variant
from duizhao.errors import OutputError

__all__ = ["PLAIN_TMX", "TmxOptions", "tmx_writers", "write_tmx"]


@dataclass(frozen=True)
class TmxOptions:
    """How a memory is made from an alignment.

    Beads with lost text never enter, whatever the options: a memory would spread the gap.

    :param source_lang: The source's BCP 47 code; without it, ``zh-CN`` and ``en-US`` stand for
        Chinese and English, and any other language for itself.
    :param target_lang: The target's code, likewise.
    :param minimum_probability: Beads below it are left out, 0 to 1.
    :param one_to_one: Leave out beads of more than one sentence on a side.
    :param moved: Take in beads that stand out of the order of their neighbours.
    :param leave_out_from: Leave out beads that a finding this severe or worse touches.
    :param deduplicate: Write a pair that comes several times once.
    :param units_per_file: Begin another file after so many units; one file holds all if None.
    :param created: When the memory is made, as ``2026-01-31T12:00:00Z``; without it, no time is
        written, and equal alignments give equal files.
    :param doctype: Name the document type definition.
    """

    source_lang: str | None = None
    target_lang: str | None = None
    minimum_probability: float = 0.0
    one_to_one: bool = False
    moved: bool = True
    leave_out_from: Severity | None = None
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
"""All beads that are fit, in one file."""


@dataclass(frozen=True)
class _Unit:
    source: str
    target: str
    bead: Bead
    document: str


def write_tmx(alignment: Alignment, stream: BinaryIO, options: TmxOptions = PLAIN_TMX) -> Written:
    """Write the linked beads as one translation memory.

    Where one source has several translations, the surest stands last, because the last is the
    one that OmegaT inserts.

    :param alignment: What to write.
    :param stream: Where to write; stays open.
    :param options: What to write of it; the number of units in a file is not heeded.
    :return: What was written, and how many beads were not, by reason: ``null`` (one side empty),
        ``lost_text`` (a passage is missing or stops short in it), ``findings`` (touched by one that
        is too severe), ``probability`` (too unsure), ``moved``, ``joined`` (more than one sentence
        on a side), ``language`` (of a source in another language than the first), ``empty`` (no
        visible text), ``duplicate`` (the same pair again).
    :raises OutputError: If a code or the time is not of its form, or the two codes are equal.
    """
    memory = _Memory(alignment, options)
    memory.write(stream, memory.units)
    return memory.summary


def tmx_writers(
    alignment: Alignment, path: Path, options: TmxOptions = PLAIN_TMX
) -> tuple[dict[Path, Writer], Written]:
    """Say what to write where, for :func:`duizhao.corpora.files.output.write_all`.

    :param alignment: What to write.
    :param path: The file; with a number of units for each file, ``name-001.tmx`` and so on.
    :param options: What to write of it.
    :return: A writer for each file, and what becomes of the beads.
    :raises OutputError: If a code or the time is not of its form, or the two codes are equal.
    """
    memory = _Memory(alignment, options)
    size = options.units_per_file
    if size is None:
        return {path: memory.writer(memory.units)}, memory.summary
    starts = range(0, max(len(memory.units), 1), size)
    writers = {
        numbered_path(path, n): memory.writer(memory.units[start : start + size])
        for n, start in enumerate(starts, start=1)
    }
    return writers, memory.summary


class _Memory:
    """The units of an alignment, and how to write them."""

    def __init__(self, alignment: Alignment, options: TmxOptions) -> None:
        langs = alignment.sources[0].lang, alignment.target.lang
        self._codes = language_codes(langs, (options.source_lang, options.target_lang))
        self._signature = alignment.signature
        self._options = options
        left_out: Counter[str] = Counter()
        self.units, stripped = _units(alignment, options, left_out)
        self.summary = Written("unit", len(self.units), dict(left_out), stripped=stripped)
        # Refuses a time of another form before any file is begun.
        TmxWriter(io.BytesIO(), self._codes[0], created=options.created)

    def writer(self, units: Sequence[_Unit]) -> Writer:
        """Return what writes some of the units as a memory."""
        return lambda stream: self.write(stream, units)

    def write(self, stream: BinaryIO, units: Sequence[_Unit]) -> None:
        """Write some of the units as a memory."""
        options = self._options
        writer = TmxWriter(
            stream,
            self._codes[0],
            created=options.created,
            header=MemoryHeader(props=(("x-signature", self._signature),)),
            doctype=options.doctype,
        )
        write_units((self._unit(unit) for unit in units), writer)

    def _unit(self, unit: _Unit) -> TranslationUnit:
        attributes = {} if unit.bead.type == "1-1" else {"segtype": "block"}
        if self._options.created is not None:
            attributes["creationdate"] = compact_time(self._options.created)
        sides = zip(self._codes, (unit.source, unit.target), strict=True)
        variants = tuple(Variant(code, text) for code, text in sides)
        return TranslationUnit(variants, tuple(_props(unit)), attributes=attributes)


def _units(
    alignment: Alignment, options: TmxOptions, left_out: Counter[str]
) -> tuple[list[_Unit], int]:
    """Return the units in the order of the file, and the number of characters stripped."""
    reasons = _Reasons(alignment, options)
    best: dict[tuple[object, ...], _Unit] = {}
    stripped = 0
    for n, bead in enumerate(alignment.beads):
        reason = reasons.of(n, bead)
        if reason is None:
            unit, removed = _unit(alignment, bead)
            stripped += removed
            key = (unit.source, unit.target, None if options.deduplicate else n)
            known = best.get(key)
            if not unit.source or not unit.target:
                reason = "empty"
            elif known is not None:
                reason = "duplicate"
            if reason != "empty" and (known is None or known.bead.probability < bead.probability):
                best[key] = unit
        if reason:
            left_out[reason] += 1
    return _surest_last(list(best.values())), stripped


class _Reasons:
    """Why beads are left out."""

    def __init__(self, alignment: Alignment, options: TmxOptions) -> None:
        self._alignment, self._options = alignment, options
        self._unfit = unfit_beads(alignment)
        limit = options.leave_out_from
        self._flagged = frozenset[int]() if limit is None else flagged_beads(alignment, limit)

    def of(self, n: int, bead: Bead) -> str | None:
        """Return why a bead is left out, or None."""
        alignment, options = self._alignment, self._options
        lang = alignment.documents[bead.source_document].lang
        reasons = {
            "null": bead.is_null,
            "lost_text": n in self._unfit,
            "findings": n in self._flagged,
            "probability": bead.probability < options.minimum_probability,
            "moved": bead.moved and not options.moved,
            "joined": options.one_to_one and bead.type != "1-1",
            "language": lang != alignment.sources[0].lang,
        }
        return next((reason for reason, holds in reasons.items() if holds), None)


def _unit(alignment: Alignment, bead: Bead) -> tuple[_Unit, int]:
    document = alignment.documents[bead.source_document]
    sides = ((document, bead.source), (alignment.target, bead.target))
    source, target = (join_sentences(*side) for side in sides)
    stripped = sum(illegal_characters(d.sentences[i].text) for d, ids in sides for i in ids)
    return _Unit(source, target, bead, PurePath(document.path).name), stripped


def _surest_last(units: list[_Unit]) -> list[_Unit]:
    """Sort the units of each source by probability, within the places that they hold."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for n, unit in enumerate(units):
        # Readers compare under NFC.
        places[unicodedata.normalize("NFC", unit.source)].append(n)
    ordered = list(units)
    for numbers in places.values():
        rising = sorted((units[n] for n in numbers), key=lambda u: u.bead.probability)
        for n, unit in zip(numbers, rising, strict=True):
            ordered[n] = unit
    return ordered


def _props(unit: _Unit) -> Iterator[tuple[str, str]]:
    bead = unit.bead
    yield PROBABILITY, f"{bead.probability:.4f}"
    yield "x-align", bead.type
    if bead.moved:
        yield "x-moved", "true"
    yield "x-document", unit.document
    yield "x-source-ids", " ".join(map(str, bead.source))
    yield "x-target-ids", " ".join(map(str, bead.target))
