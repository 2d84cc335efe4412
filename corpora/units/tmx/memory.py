"""Translation memories (TMX) as a format of units, and as a bitext of two languages."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.files.output import Written
from duizhao.corpora.text.tags import primary_tag
from duizhao.corpora.units.formats import UnitReading, UnitReadOptions, UnitWriteOptions
from duizhao.corpora.units.inline import Codes, read_markup
from duizhao.corpora.units.marks import expect_format
from duizhao.corpora.units.pairs import PairChooser
from duizhao.corpora.units.tmx.reader import TmxReader
from duizhao.corpora.units.tmx.writer import TmxWriter, write_units
from duizhao.corpora.units.unit import Bitext, BitextUnit, Pair, TranslationUnit

_log = logging.getLogger(__name__)

__all__ = ["read_memory", "read_tmx", "write_memory"]


def read_memory(
    streams: Sequence[BinaryIO], names: Sequence[str], options: UnitReadOptions
) -> UnitReading:
    """Read a translation memory; :data:`duizhao.corpora.units.formats.Reader`."""
    reader = TmxReader(
        streams[0],
        names[0],
        recover=options.recover,
        strict=options.strict,
        mend=options.recover,
    )
    return UnitReading(reader, reader.header, lambda: _recovered(reader, names[0]))


def _recovered(reader: TmxReader, path: str) -> str | None:
    """Say what was broken in a memory that was read to its end, and what was mended."""
    mended = "" if reader.mending is None else reader.mending.in_words()
    if not reader.broken:
        return f"{path} was mended: {mended}" if mended else None
    first, last = reader.breaks[0], reader.breaks[-1]
    place = f"line {first.line}, column {first.column}, unit {first.unit}"
    count = "1 place" if reader.broken == 1 else f"{reader.broken} places"
    said = f"is broken in {count}, first at {place} ({first.reason})"
    if last.is_end:
        cut = f"breaks off at line {last.line}, column {last.column}, {last.place}"
        said = cut if reader.broken == 1 else f"{said}, and {cut}"
    whole = reader.whole - (reader.mending.counts["units"] if reader.mending else 0)
    return f"{path} {said}; {whole} whole units were kept" + (
        f"; mended: {mended}" if mended else ""
    )


def write_memory(
    pairs: Iterable[Pair], streams: Sequence[BinaryIO], options: UnitWriteOptions
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


def read_tmx(
    data: bytes,
    path: str,
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    recover: bool = False,
    limits: Limits = NO_LIMITS_RAISED,
) -> Bitext:
    """Read a translation memory.

    :param data: The file.
    :param path: What to call it in messages.
    :param source_lang: The language of the source: ``"zh"`` takes any Chinese, ``"zh-TW"`` only
        that. Without it, the one that the header names, else the first, of whatever region.
    :param target_lang: That of the target; without it, the first other language, likewise.
    :param recover: Mend what is broken, keep what can be read, and warn of it.
    :param limits: What the file may cost.
    :return: Units with text in at least one of the two languages. Left aside are texts of units in
        ``other_languages``, or of another ``region`` that writes otherwise.
    :raises FormatError: If it is broken, or no TMX.
    :raises InputError: If it does not have the two languages.
    """
    expect_format(data, path, "tmx")
    reader = TmxReader(io.BytesIO(data), path, recover=recover, mend=recover)
    chooser = PairChooser(path, reader.header.source_lang, source_lang, target_lang)
    units = []
    aside: Counter[str] = Counter()
    for pair in chooser.pairs(_limited(reader, limits, path)):
        others = [v for v in pair.unit.variants if v.text and v not in pair[1:]]
        if others:
            known = {primary_tag(lang or "") for lang in chooser.langs}
            same = known.issuperset(primary_tag(v.lang) for v in others)
            aside["region" if same else "other_languages"] += 1
        # Without one of the two, a unit with others is of those languages.
        if any(pair.texts) and not (others and None in pair[1:]):
            name = pair.unit.attributes.get("tuid") or str(pair.unit.number)
            units.append(BitextUnit(name, *pair.texts, codes=_codes(pair)))
    message = _recovered(reader, path)
    if message:
        _log.warning("%s", message)
    return Bitext(tuple(units), *chooser.langs, aside=aside)


def _codes(pair: Pair) -> Codes:
    source, target = (
        read_markup(side.markup)[1] if side is not None and side.markup is not None else ()
        for side in pair[1:]
    )
    return source, target


def _limited(
    units: Iterable[TranslationUnit], limits: Limits, path: str
) -> Iterator[TranslationUnit]:
    for unit in units:
        limits.check("parts", unit.number, path)
        yield unit
