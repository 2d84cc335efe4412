"""Subtitles in Timed Text Markup (``.ttml``, ``.dfxp``): W3C TTML 1 and 2, and what came before.

Each paragraph is a cue. Elements are known by their names without a prefix, so that the name
spaces of all versions and profiles are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading
from duizhao.corpora.reading.formats.archive import attribute, local, parse_xml
from duizhao.corpora.reading.formats.story import names
from duizhao.corpora.reading.formats.subtitles.speeches import (
    Speech,
    speeches_of_lines,
    speeches_to_reading,
)
from duizhao.errors import FormatError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["FORMATS"]

_ROOT = lazy.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?tt[\s>]")
# The root element stands among so many bytes.
_WITHIN = 4096
_NO_TEXT = names("metadata title desc copyright agent name actor set animate image audio data")
# https://www.w3.org/TR/ttml2/#timing-value-time-expression
_CLOCK = lazy.compile(r"(\d{1,4}):(\d\d):(\d\d)(?:\.(\d{1,9})|:(\d{1,4})(?:\.\d{1,4})?)?")
_OFFSET = lazy.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)")
_FRAMES, _SECOND = 30.0, 1.0


class _Times:
    """Reads the times of a file.

    :param root: Its root element, which says how long frames and ticks are.
    """

    def __init__(self, root: etree._Element) -> None:
        frames = _number(attribute(root, "frameRate")) or _FRAMES
        parts = (attribute(root, "frameRateMultiplier") or "").split()
        if len(parts) == 2 and _number(parts[0]) and _number(parts[1]):
            frames *= _number(parts[0]) / _number(parts[1])
        ticks = _number(attribute(root, "tickRate")) or _SECOND
        self._frame = 1 / frames
        self._units = {
            "h": 3600.0,
            "m": 60.0,
            "s": 1.0,
            "ms": 0.001,
            "f": self._frame,
            "t": 1 / ticks,
        }

    def seconds(self, element: etree._Element, name: str) -> float | None:
        """Return a time of an element in seconds; None if it has none that can be read."""
        value = (attribute(element, name) or "").strip()
        clock = _CLOCK.fullmatch(value)
        if clock:
            hours, minutes, seconds = (int(part) for part in clock.group(1, 2, 3))
            rest = float(f"0.{clock[4]}") if clock[4] else int(clock[5] or 0) * self._frame
            return hours * 3600 + minutes * 60 + seconds + rest
        offset = _OFFSET.fullmatch(value)
        return float(offset[1]) * self._units[offset[2]] if offset else None


def _number(value: str | None) -> float:
    return float(value) if value and re.fullmatch(r"\d{1,9}", value) else 0.0


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    root = parse_xml(data, path, limits)
    if local(root) != "tt":
        message = f"<{local(root)[:40]}> is its root element, not <tt>; give subtitles in TTML"
        raise FormatError(path, message)
    times = _Times(root)
    speeches: list[Speech] = []
    for count, (cue, begin) in enumerate(_cues(root, times), start=1):
        limits.check("parts", count, path)
        length, end = times.seconds(cue, "dur"), times.seconds(cue, "end")
        stop = begin + length if length is not None else begin if end is None else end
        lines = _lines(cue)
        voices = [attribute(cue, "agent")] + [None] * (len(lines) - 1)
        speeches += speeches_of_lines(
            list(zip(lines, voices, strict=True)), begin, max(begin, stop)
        )
    if not speeches:
        message = "no <p> with text; give subtitles in TTML"
        raise FormatError(path, message)
    lang = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return speeches_to_reading(speeches, lang=lang or None)


def _cues(root: etree._Element, times: _Times) -> Iterator[tuple[etree._Element, float]]:
    """Yield each cue and when it begins: times count from those of what holds it."""
    stack: list[tuple[etree._Element, float]] = [(root, 0.0)]
    while stack:
        element, since = stack.pop()
        begin = since + (times.seconds(element, "begin") or 0.0)
        if local(element) == "p":
            if times.seconds(element, "begin") is None:
                # The spans of some files have the times that their paragraphs lack.
                inner = (times.seconds(span, "begin") for span in element.iterdescendants())
                begin += next((time for time in inner if time is not None), 0.0)
            yield element, begin
        else:
            stack += [(child, begin) for child in reversed(list(element))]


def _lines(cue: etree._Element) -> list[str]:
    """Return the visible lines of a cue; a stack stands for recursion."""
    lines = [cue.text or ""]
    stack: list[etree._Element | str] = [*reversed(list(cue))]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            lines[-1] += item
            continue
        stack.append(item.tail or "")
        if local(item) == "br":
            lines.append("")
        elif local(item) not in _NO_TEXT and attribute(item, "ruby") not in ("text", "delimiter"):
            lines[-1] += item.text or ""
            stack += reversed(list(item))
    return lines


def _sniff(data: bytes) -> bool:
    return _ROOT.search(data[:_WITHIN].replace(b"\x00", b"")) is not None


FORMATS = {"ttml": Format("ttml", (".ttml", ".dfxp", ".itt"), _sniff, _read)}
