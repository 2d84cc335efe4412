"""Read XLIFF 1.2 and 2.x, the bitexts that translators' tools exchange.

Each segment is a unit. Inline codes are not text and are kept beside it; marks are looked through,
and what they mark as deleted is no text. What a program adds in elements of its own is passed
over, but for what it says of a segment. What is said not to be translated is left out and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.units.formats import UnitReading, UnitReadOptions
from duizhao.corpora.units.marks import expect_format
from duizhao.corpora.units.unit import Bitext, BitextUnit, MemoryHeader, TranslationUnit, Variant
from duizhao.corpora.units.xliff.states import STATE
from duizhao.corpora.units.xliff.units import XliffUnits
from duizhao.corpora.xml.events import stream_xml
from duizhao.errors import FormatError, InputError

__all__ = ["read_xliff", "read_xliff_units"]


def read_xliff(data: bytes, path: str, *, limits: Limits = NO_LIMITS_RAISED) -> Bitext:
    """Read an XLIFF file.

    :param data: The file.
    :param path: What to call it in messages.
    :param limits: What the file may cost.
    :return: Its units in order; one whose target is missing or empty has an empty target. Left
        aside are ``not_translated`` (the file says so) and ``between`` (text between segments).
    :raises FormatError: If it is broken, no XLIFF, or has no unit.
    """
    expect_format(data, path, "xliff")
    handler = XliffUnits(path, limits)
    stream_xml(data, path, handler, prefixed=True)
    handler.finish()
    if not handler.is_xliff:
        message = "no <xliff> element; give an XLIFF file"
        raise FormatError(path, message)
    if not handler.units:
        message = "no unit with text; give an XLIFF file with source and target texts"
        raise FormatError(path, message)
    source, target = handler.langs
    aside = {reason: count for reason, count in handler.aside.items() if count}
    return Bitext(tuple(handler.units), source, target, aside=aside)


def read_xliff_units(
    streams: Sequence[BinaryIO], names: Sequence[str], options: UnitReadOptions
) -> UnitReading:
    """Read an XLIFF file; :data:`duizhao.corpora.units.formats.Reader`.

    The name and the state of a unit become the properties ``x-unit`` and ``x-state``; what else the
    file says of it, ``x-approved``, ``x-sub-state``, ``x-locked``, ``x-origin`` and ``x-match``.
    """
    bitext = read_xliff(streams[0].read(), names[0])
    source = options.source_lang or bitext.source_lang
    target = options.target_lang or bitext.target_lang
    if not source or not target:
        message = f"{names[0]} does not name two languages; give --source-lang and --target-lang"
        raise InputError(message)
    units = (_unit(unit, n, source, target) for n, unit in enumerate(bitext.units, start=1))
    return UnitReading(units, MemoryHeader(source))


def _unit(unit: BitextUnit, number: int, source: str, target: str) -> TranslationUnit:
    props = [("x-unit", unit.id or ""), (STATE, unit.state or ""), *unit.props]
    variants = (Variant(source, unit.source), Variant(target, unit.target))
    return TranslationUnit(variants, tuple(p for p in props if p[1]), number=number)
