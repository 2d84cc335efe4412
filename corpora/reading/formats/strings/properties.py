r"""Properties of Java (``.properties``): a key and a text on each line, as Properties.load reads.

A text may go on over several lines, and characters may stand as ``\uXXXX``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duizhao import lazy
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading
from duizhao.corpora.reading.formats.strings.entries import (
    StringEntry,
    escaped,
    strings_to_reading,
    whole_characters,
)

__all__ = ["FORMATS"]

_LINE_END = lazy.compile(r"\r\n|\n|\r")
_LEADING = " \t\f"
_SLASHES = lazy.compile(r"\\+\Z")
_KEY = lazy.compile(r"((?:[^\\=: \t\f]|\\.)*)[ \t\f]*(?:[=:][ \t\f]*)?", re.DOTALL)
_ESCAPE = lazy.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_CHARACTERS = {"t": "\t", "n": "\n", "r": "\n", "f": " "}


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    text, encoding = decode(data, None, path)
    return strings_to_reading(_entries(text), path, limits, encoding=encoding)


def _entries(text: str) -> Iterator[StringEntry]:
    for number, line in _whole_lines(text):
        found = _KEY.match(line)
        end = found.end() if found else 0
        yield StringEntry(_plain(found[1] if found else ""), _plain(line[end:]), number)


def _whole_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line with those that continue it, and its number from 1."""
    parts: list[str] = []
    first = 0
    for number, line in enumerate(_LINE_END.split(text), start=1):
        line = line.lstrip(_LEADING)
        if not parts:
            if not line or line[0] in "#!":
                continue
            first = number
        slashes = _SLASHES.search(line)
        if slashes and len(slashes[0]) % 2:
            parts.append(line[:-1])
            continue
        yield first, "".join([*parts, line])
        parts = []
    if parts:
        yield first, "".join(parts)


def _plain(text: str) -> str:
    """Return a text with its escapes resolved; two halves of a pair are one character."""
    return whole_characters(_ESCAPE.sub(lambda found: escaped(found[1], _CHARACTERS), text))


# Only its name makes a text a file of properties.
FORMATS = {"properties": Format("properties", (".properties",), lambda _: False, _read)}
