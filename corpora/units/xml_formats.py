"""Units of translation memories and of XLIFF files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from duizhao.corpora.files.output import Written
from duizhao.corpora.units.bitext_units import Unit
from duizhao.corpora.units.formats import ReadOptions, UnitReading, WriteOptions
from duizhao.corpora.units.pairs import Pair
from duizhao.corpora.units.tmx.reader import TmxReader
from duizhao.corpora.units.tmx.writer import TmxWriter, write_units
from duizhao.corpora.units.unit import TmxHeader, TmxUnit, Variant
from duizhao.corpora.units.xliff_reader import read_xliff
from duizhao.errors import InputError

__all__ = ["read_memory", "read_xliff_units", "write_memory"]


def read_memory(
    streams: Sequence[BinaryIO], names: Sequence[str], options: ReadOptions
) -> UnitReading:
    """Read a translation memory; :data:`duizhao.corpora.units.formats.Reader`."""
    reader = TmxReader(streams[0], names[0], recover=options.recover, strict=options.strict)

    def recovered() -> str | None:
        if not reader.broken:
            return None
        first = reader.breaks[0]
        place = f"line {first.line}, column {first.column}, unit {first.unit}"
        count = "1 place" if reader.broken == 1 else f"{reader.broken} places"
        return (
            f"{names[0]} is broken in {count}, first at {place} ({first.reason});"
            f" {reader.whole} whole units were kept"
        )

    return UnitReading(reader, reader.header, recovered)


def write_memory(
    pairs: Iterable[Pair], streams: Sequence[BinaryIO], options: WriteOptions
) -> Written:
    """Write a translation memory; :data:`duizhao.corpora.units.formats.Writer`."""
    writer = TmxWriter(
        streams[0],
        options.source_lang,
        created=options.created,
        header=options.header,
        doctype=options.doctype,
    )
    return write_units((pair.unit for pair in pairs), writer)


def read_xliff_units(
    streams: Sequence[BinaryIO], names: Sequence[str], options: ReadOptions
) -> UnitReading:
    """Read an XLIFF file; :data:`duizhao.corpora.units.formats.Reader`.

    The name and the state of a unit become the properties ``x-unit`` and ``x-state``.
    """
    bitext = read_xliff(streams[0].read(), names[0])
    source = options.source_lang or bitext.source_lang
    target = options.target_lang or bitext.target_lang
    if not source or not target:
        message = f"{names[0]} does not name two languages; give --source-lang and --target-lang"
        raise InputError(message)
    units = (_unit(unit, n, source, target) for n, unit in enumerate(bitext.units, start=1))
    return UnitReading(units, TmxHeader(source))


def _unit(unit: Unit, number: int, source: str, target: str) -> TmxUnit:
    props = [("x-unit", unit.id or ""), ("x-state", unit.state or "")]
    variants = (Variant(source, unit.source), Variant(target, unit.target))
    return TmxUnit(variants, tuple(p for p in props if p[1]), number=number)
