"""Subtitles: SubRip (``.srt``) and WebVTT (``.vtt``).

Both are lines of text under lines of time. What is met in the wild breaks the rules of either
(numbers missing, points for commas, blank lines inside a cue), so the lines of time are looked
for and everything else is taken as it comes; the parsers that exist refuse such files.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from duizhao import lazy
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading
from duizhao.corpora.reading.formats.subtitles.speeches import (
    Speech,
    speeches_of_lines,
    speeches_to_reading,
)
from duizhao.errors import FormatError

__all__ = ["FORMATS"]

_SRT_START = lazy.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,8}\d{1,6}[ \t]{0,4}\r?\n\s{0,4}\d{1,3}:\d\d:\d\d[,.]\d{1,3}\s*-->"
)
# https://www.w3.org/TR/webvtt1/#file-structure: the signature, then a space or the line's end.
_VTT_SIGNATURE = lazy.compile(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)")
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,:](\d{1,3})"
_TIMING = lazy.compile(rf"\s*{_TIME}\s*--?>\s*{_TIME}")
_NUMBER = lazy.compile(r"\s*\d{1,7}\s*")
_VOICE = lazy.compile(r"<v(?:\.[^<>\s]{0,80})?\s([^<>]{1,200})>")
_RUBY = lazy.compile(r"<rt>[^<>]{0,200}</rt>")
_TAG = lazy.compile(
    r"</?[A-Za-z][^<>\n]{0,200}>|<\d[\d:.]{3,15}>|\{\\[^{}\n]{0,200}\}|\{[A-Za-z]:[^{}\n]{0,80}\}"
)


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    """Read subtitles; each sentence is a part, at the cue that it begins in.

    :param data: The file.
    :param path: What to call it in messages.
    :param limits: What it may cost.
    :raises FormatError: If there is no cue in it.
    :raises InputError: If it is no text.
    """
    text, encoding = decode(data, None, path)
    speeches = list(_speeches(text, path, limits))
    if not speeches:
        message = "no line such as 00:00:01,000 --> 00:00:02,500 with text under it; give subtitles"
        raise FormatError(path, message)
    return speeches_to_reading(speeches, encoding=encoding)


def _speeches(text: str, path: str, limits: Limits) -> Iterator[Speech]:
    lines = text.replace("\x00", "").splitlines()
    web = text.lstrip("\ufeff").startswith("WEBVTT")
    timings = [(i, found) for i, line in enumerate(lines) if (found := _TIMING.match(line))]
    limits.check("parts", len(timings), path)
    for n, (at, found) in enumerate(timings):
        last = timings[n + 1][0] if n + 1 < len(timings) else len(lines)
        payload = lines[at + 1 : last]
        if web:
            stop = next((i for i, line in enumerate(payload) if not line.strip()), len(payload))
            payload = payload[:stop]
        elif n + 1 < len(timings) and payload and _NUMBER.fullmatch(payload[-1]):
            payload.pop()
        lines_of_cue = [_line(line, web=web) for line in payload]
        yield from speeches_of_lines(lines_of_cue, _seconds(found, 1), _seconds(found, 5))


def _seconds(found: re.Match[str], first: int) -> float:
    hours, minutes, seconds, rest = found.group(first, first + 1, first + 2, first + 3)
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + float(f"0.{rest}")


def _line(line: str, *, web: bool) -> tuple[str, str | None]:
    """Return what a line shows, and who speaks."""
    voice = _VOICE.search(line)
    shown = _TAG.sub("", _RUBY.sub("", line))
    return html.unescape(shown) if web else shown, voice[1] if voice else None


FORMATS = {
    "srt": Format("srt", (".srt",), lambda data: bool(_SRT_START.match(data)), _read),
    "vtt": Format("vtt", (".vtt",), lambda data: bool(_VTT_SIGNATURE.match(data)), _read),
}
