"""XLIFF files, of which the source side is read as a text."""

from __future__ import annotations

import re

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading
from duizhao.corpora.reading.formats.bitexts import source_reading
from duizhao.corpora.units.xliff_reader import read_xliff

__all__ = ["FORMAT"]

_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?xliff[\s>]")
_WITHIN = 4096


def _sniff(data: bytes) -> bool:
    return _ROOT.search(data[:_WITHIN].replace(b"\x00", b"")) is not None


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    return source_reading(read_xliff(data, path, limits=limits))


FORMAT = Format("xliff", (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"), _sniff, _read)
