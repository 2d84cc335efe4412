"""SubRip subtitles."""

from __future__ import annotations

import re

from duizhao.corpora.reading.base import Format
from duizhao.corpora.reading.formats.subtitles import read_subtitles

__all__ = ["FORMAT"]

_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,8}\d{1,6}[ \t]{0,4}\r?\n\s{0,4}\d{1,3}:\d\d:\d\d[,.]\d{1,3}\s*-->"
)


def _sniff(data: bytes) -> bool:
    return _START.match(data) is not None


FORMAT = Format("srt", (".srt",), _sniff, read_subtitles)
