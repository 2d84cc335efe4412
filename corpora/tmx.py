"""Write translation memories: TMX 1.4, level 1.

The profile is what the readers of TMX agree on: no DOCTYPE, no byte order mark, one ``<tu>`` a
line, the source first, the header's ``srclang`` equal to the source's ``xml:lang`` letter by
letter, nothing empty, and metadata in ``x-`` properties only.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from duizhao import __version__
from duizhao.corpora.bitext import Alignment, Bead
from duizhao.corpora.units import clean_line, illegal_characters, join_sentences, unfit_beads
from duizhao.errors import OutputError

__all__ = ["TmxSummary", "write_tmx"]

# The codes that translators' tools expect for a bare language.
_DEFAULT_CODES = {"en": "en-US", "zh": "zh-CN"}
_LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


@dataclass(frozen=True)
class TmxSummary:
    """What became of the beads.

    :param written: How many units were written.
    :param left_out: How many beads were not, by reason: ``null`` (one side empty), ``lost_text``
        (the target has a blank or stops short), ``chosen`` (by the caller), ``probability`` (too
        unsure), ``language`` (of a source in another language than the first), ``empty`` (no
        visible text), ``duplicate`` (the same pair again).
    :param stripped: How many characters were taken out because XML cannot hold them.
    """

    written: int
    left_out: Mapping[str, int]
    stripped: int


@dataclass(frozen=True)
class _Unit:
    source: str
    target: str
    bead: Bead
    document: str


def write_tmx(
    alignment: Alignment,
    stream: BinaryIO,
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    minimum_probability: float = 0.0,
    created: str | None = None,
    leave_out: frozenset[int] = frozenset(),
) -> TmxSummary:
    """Write the linked beads as a translation memory.

    Beads with lost text never enter (:func:`duizhao.corpora.units.unfit_beads`): a memory would
    spread the gap. Where one source has several translations, the surest stands last, because
    the last is the one that OmegaT inserts.

    :param alignment: What to write.
    :param stream: Where to write; stays open.
    :param source_lang: The source's BCP 47 code; without it, ``zh-CN`` and ``en-US`` stand for
        Chinese and English, and any other language for itself.
    :param target_lang: The target's code, likewise.
    :param minimum_probability: Beads below it are left out, 0 to 1.
    :param created: When the memory was made, as ``2026-01-31T12:00:00Z``; without it, none is
        written, and equal alignments give equal files.
    :param leave_out: Indices of further beads to leave out.
    :return: What was written and what was not.
    :raises OutputError: If a code or the time is not of its form, or the two codes are equal.
    """
    codes = _codes(alignment, source_lang, target_lang)
    header = _header(alignment.signature, codes[0], created)
    left_out: Counter[str] = Counter()
    units, stripped = _units(alignment, minimum_probability, leave_out, left_out)
    stream.write(header.encode())
    for unit in units:
        stream.write(_tu(unit, codes).encode())
    stream.write(b"</body>\n</tmx>\n")
    return TmxSummary(len(units), dict(left_out), stripped)


def _codes(alignment: Alignment, source: str | None, target: str | None) -> tuple[str, str]:
    chosen = []
    for given, lang in ((source, alignment.sources[0].lang), (target, alignment.target.lang)):
        code = given or _DEFAULT_CODES.get(lang, lang)
        if not _LANGUAGE_CODE.fullmatch(code):
            message = f"language code {code!r} is not of the form zh-CN; write it with a hyphen"
            raise OutputError(message)
        chosen.append(code)
    if chosen[0].lower() == chosen[1].lower():
        message = f"a translation memory needs two languages, not {code} twice; name one of them"
        raise OutputError(message)
    return chosen[0], chosen[1]


def _header(signature: str, source_lang: str, created: str | None) -> str:
    date = ""
    if created is not None:
        if not _CREATED.fullmatch(created):
            message = f"time {created!r} is not of the form 2026-01-31T12:00:00Z; write it in UTC"
            raise OutputError(message)
        date = f' creationdate="{re.sub("[-:]", "", created)}"'
    prop = _prop("x-signature", signature)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="duizhao" creationtoolversion="{__version__}" segtype="sentence"'
        f' o-tmf="duizhao" adminlang="en-US" srclang="{source_lang}" datatype="plaintext"{date}>'
        f"{prop}</header>\n<body>\n"
    )


def _units(
    alignment: Alignment, minimum: float, leave_out: frozenset[int], left_out: Counter[str]
) -> tuple[list[_Unit], int]:
    """Return the units in the order of the file, and the number of characters stripped."""
    unfit = unfit_beads(alignment)
    best: dict[tuple[str, str], _Unit] = {}
    stripped = 0
    for n, bead in enumerate(alignment.beads):
        reason = _why_not(alignment, n, bead, unfit, leave_out, minimum)
        if reason is None:
            unit, removed = _unit(alignment, bead)
            stripped += removed
            known = best.get((unit.source, unit.target))
            if not unit.source or not unit.target:
                reason = "empty"
            elif known is not None:
                reason = "duplicate"
            if reason != "empty" and (known is None or known.bead.probability < bead.probability):
                best[unit.source, unit.target] = unit
        if reason:
            left_out[reason] += 1
    return _surest_last(list(best.values())), stripped


def _why_not(
    alignment: Alignment,
    n: int,
    bead: Bead,
    unfit: frozenset[int],
    leave_out: frozenset[int],
    minimum: float,
) -> str | None:
    source = alignment.documents[bead.source_document]
    reasons = {
        "null": bead.is_null,
        "lost_text": n in unfit,
        "chosen": n in leave_out,
        "probability": bead.probability < minimum,
        "language": source.lang != alignment.sources[0].lang,
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


def _tu(unit: _Unit, codes: tuple[str, str]) -> str:
    block = "" if unit.bead.type == "1-1" else ' segtype="block"'
    tuvs = "".join(
        f'<tuv xml:lang="{code}"><seg>{text.translate(_ESCAPES)}</seg></tuv>'
        for code, text in zip(codes, (unit.source, unit.target), strict=True)
    )
    return f"<tu{block}>{''.join(_props(unit))}{tuvs}</tu>\n"


def _props(unit: _Unit) -> Iterator[str]:
    bead = unit.bead
    yield _prop("x-probability", f"{bead.probability:.4f}")
    yield _prop("x-align", bead.type)
    yield _prop("x-document", unit.document)
    yield _prop("x-source-ids", " ".join(map(str, bead.source)))
    yield _prop("x-target-ids", " ".join(map(str, bead.target)))


def _prop(name: str, value: str) -> str:
    clean = clean_line(value)
    return f'<prop type="{name}">{clean.translate(_ESCAPES)}</prop>' if clean else ""
