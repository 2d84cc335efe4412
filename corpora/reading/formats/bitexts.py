"""Memories, XLIFF files and message catalogues: their source side is read as a text."""

from __future__ import annotations

import re

from duizhao import lazy
from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.units.po import read_po
from duizhao.corpora.units.tmx.memory import read_tmx
from duizhao.corpora.units.unit import Bitext
from duizhao.corpora.units.xliff.reader import read_xliff

__all__ = ["FORMATS"]

_TMX_ROOT = lazy.compile(rb"<tmx[\s>]")
_XLIFF_ROOT = lazy.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?xliff[\s>]")
# A catalogue begins with comments and the message without text that is its header.
_PO_START = lazy.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s{0,20}#[^\n]{0,1000}\n){0,200}\s{0,20}"
    rb"(?:msgctxt[ \t]*\"[^\n]{0,1000}\n\s{0,20}(?:\"[^\n]{0,1000}\n\s{0,20}){0,9})?msgid[ \t]*\""
)
# The root element stands among so many bytes.
_WITHIN = 4096


def _has(root: re.Pattern[bytes], data: bytes) -> bool:
    return root.search(data[:_WITHIN].replace(b"\x00", b"")) is not None


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


_XLIFF_SUFFIXES = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff")
FORMATS = {
    "tmx": Format("tmx", (".tmx",), lambda data: _has(_TMX_ROOT, data), _read_tmx),
    "po": Format("po", (".po", ".pot"), lambda data: bool(_PO_START.match(data)), _read_po),
    "xliff": Format("xliff", _XLIFF_SUFFIXES, lambda data: _has(_XLIFF_ROOT, data), _read_xliff),
}
