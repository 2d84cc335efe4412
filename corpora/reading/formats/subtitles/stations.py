"""Subtitles of Advanced SubStation Alpha and its forerunner (``.ass``, ``.ssa``).

The lines of speech stand in the section of events, with fields that a line of the section names.
Comments, drawings and what stands in braces are not shown. Libraries read these files as well,
but they are made for writing them again, and refuse those with a broken header or field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

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

_SNIFF = lazy.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,8}(?:;[^\n]{0,200}\n\s{0,8}){0,9}\[Script Info\]", re.I
)
_SECTION = lazy.compile(r"\s*\[([^\[\]\n]{1,40})\]\s*")
_TIME = lazy.compile(r"\s*(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.:,](\d{1,3}))?\s*")
_BRACES = lazy.compile(r"\{[^{}\n]*\}")
# Text after a mark with a number above zero is the path of a pen, until one with zero.
_PEN = lazy.compile(r"\\p(\d)")
_BREAK = lazy.compile(r"\\[Nn]")
# The fields of SSA v4 and ASS, where no line of the file names them.
_FIELDS = [
    "layer",
    "start",
    "end",
    "style",
    "name",
    "marginl",
    "marginr",
    "marginv",
    "effect",
    "text",
]


class _Event(NamedTuple):
    """A line of speech: when, who, and what with its marks."""

    begin: float
    end: float
    voice: str | None
    text: str


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    text, encoding = decode(data, None, path)
    events = sorted(_events(text, path, limits), key=lambda event: event.begin)
    speeches = [speech for event in _shown_once(events) for speech in _speeches(event)]
    if not speeches:
        message = "no line such as Dialogue: 0,0:00:01.00,… with text; give subtitles"
        raise FormatError(path, message)
    return speeches_to_reading(speeches, encoding=encoding)


def _events(text: str, path: str, limits: Limits) -> Iterator[_Event]:
    fields, inside, count = _FIELDS, True, 0
    for line in text.replace("\x00", "").splitlines():
        section = _SECTION.fullmatch(line)
        if section:
            inside = section[1].strip().casefold() == "events"
            continue
        name, _, rest = line.partition(":")
        name = name.strip().casefold()
        if inside and name == "format":
            named = [field.strip().casefold() for field in rest.split(",")]
            # The text may hold commas, so that it stands last in every file.
            fields = named if {"start", "text"} <= {*named} and named[-1] == "text" else _FIELDS
        elif inside and name == "dialogue":
            count += 1
            limits.check("parts", count, path)
            values = rest.split(",", len(fields) - 1)
            if len(values) == len(fields):
                yield _event(dict(zip(fields, values, strict=True)))


def _event(values: Mapping[str, str]) -> _Event:
    begin, end = (_seconds(values.get(name, "")) for name in ("start", "end"))
    voice = (values.get("name") or values.get("actor") or "").strip()
    return _Event(begin, max(begin, end), voice or None, values["text"])


def _seconds(time: str) -> float:
    found = _TIME.fullmatch(time)
    if found is None:
        return 0.0
    hours, minutes, seconds = (int(part) for part in found.group(1, 2, 3))
    return hours * 3600 + minutes * 60 + seconds + float(f"0.{found[4] or 0}")


def _visible(text: str) -> str:
    """Return a text without what stands in braces and what is drawn."""
    shown: list[str] = []
    end, drawn = 0, False
    for braces in _BRACES.finditer(text):
        shown.append("" if drawn else text[end : braces.start()])
        end = braces.end()
        for number in _PEN.findall(braces[0]):
            drawn = number != "0"
    shown.append("" if drawn else text[end:])
    return "".join(shown).replace("\\h", " ")


def _shown_once(events: list[_Event]) -> Iterator[_Event]:
    """Leave out what only draws a text again, as its shadow or a frame of its movement."""
    until: dict[str, float] = {}
    for event in events:
        shown = _visible(event.text)
        if event.begin > until.get(shown, -1.0):
            yield event
        until[shown] = max(event.end, until.get(shown, 0.0))


def _speeches(event: _Event) -> Iterator[Speech]:
    lines = _BREAK.split(_visible(event.text))
    voices = [event.voice] + [None] * (len(lines) - 1)
    yield from speeches_of_lines(list(zip(lines, voices, strict=True)), event.begin, event.end)


FORMATS = {"ass": Format("ass", (".ass", ".ssa"), lambda data: bool(_SNIFF.match(data)), _read)}
