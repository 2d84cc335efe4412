"""Strings of Apple's programs (``.strings``): ``"key" = "text";`` with comments between."""

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
from duizhao.errors import FormatError

__all__ = ["FORMATS"]

_BETWEEN = lazy.compile(r"\s+|//[^\n]*|/\*.*?\*/", re.DOTALL)
_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_PAIR = lazy.compile(
    rf"(?:{_QUOTED}|([\w.$/:-]+))\s*(?:=\s*(?:{_QUOTED}|([\w.$/:-]+))\s*)?;", re.DOTALL
)
_ESCAPE = lazy.compile(r"\\([Uu][0-9A-Fa-f]{4}|.)", re.DOTALL)
_CHARACTERS = {"n": "\n", "r": "\n", "t": "\t"}


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    text, encoding = decode(data, None, path)
    return strings_to_reading(_entries(text, path), path, limits, encoding=encoding)


def _entries(text: str, path: str) -> Iterator[StringEntry]:
    at, line = 0, 1
    while at < len(text):
        found = _BETWEEN.match(text, at)
        if found is None:
            found = _PAIR.match(text, at)
            if found is None:
                message = 'no "key" = "text"; begins here; save the file again'
                raise FormatError(path, message, line)
            key, bare_key, value, bare_value = found.groups()
            name = _plain(key if key is not None else bare_key)
            # A key alone is its own text.
            shown = value if value is not None else bare_value
            yield StringEntry(name, name if shown is None else _plain(shown), line)
        line += text.count("\n", at, found.end())
        at = found.end()


def _plain(text: str) -> str:
    return whole_characters(_ESCAPE.sub(lambda found: escaped(found[1], _CHARACTERS), text))


# Only its name makes a text a file of strings.
FORMATS = {"strings": Format("strings", (".strings",), lambda _: False, _read)}
