"""Memories, XLIFF files and message catalogues: their source side is read as a text."""

from __future__ import annotations

from functools import partial

from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.units.marks import told_format
from duizhao.corpora.units.po import read_po
from duizhao.corpora.units.tmx.memory import read_tmx
from duizhao.corpora.units.unit import Bitext
from duizhao.corpora.units.xliff.reader import read_xliff

__all__ = ["FORMATS"]


def _source_side(bitext: Bitext) -> Reading:
    """Return the source side of a bitext, each unit kept as given."""
    maker = TextMaker()
    for unit in bitext.units:
        maker.add(unit.source, Kind.TEXT, Locator(unit=unit.id, line=unit.line), whole=True)
    return maker.reading(encoding=bitext.encoding, lang=bitext.source_lang)


def _read_tmx(data: bytes, path: str, limits: Limits) -> Reading:
    return _source_side(read_tmx(data, path, limits=limits))


def _read_xliff(data: bytes, path: str, limits: Limits) -> Reading:
    return _source_side(read_xliff(data, path, limits=limits))


def _read_po(data: bytes, path: str, limits: Limits) -> Reading:
    return _source_side(read_po(data, path, limits=limits))


def _is(name: str, data: bytes) -> bool:
    return told_format(data) == name


_XLIFF_SUFFIXES = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff")
FORMATS = {
    "tmx": Format("tmx", (".tmx",), partial(_is, "tmx"), _read_tmx),
    "po": Format("po", (".po", ".pot"), partial(_is, "po"), _read_po),
    "xliff": Format("xliff", _XLIFF_SUFFIXES, partial(_is, "xliff"), _read_xliff),
}
