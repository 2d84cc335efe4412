"""WebVTT subtitles."""

from __future__ import annotations

import re

from duizhao.corpora.reading.base import Format
from duizhao.corpora.reading.formats.subtitles import read_subtitles

__all__ = ["FORMAT"]

# https://www.w3.org/TR/webvtt1/#file-structure: the signature, then a space or the line's end.
_SIGNATURE = re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)")


def _sniff(data: bytes) -> bool:
    return _SIGNATURE.match(data) is not None


FORMAT = Format("vtt", (".vtt",), _sniff, read_subtitles)
