"""Strings in XML: of Android, of .NET (``.resx``, ``.resw``), in Apple's property lists."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading
from duizhao.corpora.reading.formats.archive import attribute, local, parse_xml
from duizhao.corpora.reading.formats.story import names
from duizhao.corpora.reading.formats.strings.entries import (
    StringEntry,
    escaped,
    strings_to_reading,
    whole_characters,
)
from duizhao.errors import FormatError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["FORMATS"]

_log = logging.getLogger(__name__)

# A comment has one end only: what may be read in two ways takes exponential time.
_ROOT = lazy.compile(
    rb"(?:\xff\xfe|\xfe\xff|\xef\xbb\xbf)?"
    rb"(?:\s|<\?(?:(?!\?>).)*\?>|<!--(?:(?!-->).)*-->|<!DOCTYPE[^>\[]*>)*<(resources|root|plist)[\s>]",
    re.DOTALL,
)
_RESX = lazy.compile(rb"microsoft-resx|<resheader\s|xmlns:msdata=")
# The comments before a root element may hold a licence.
_WITHIN = 2**15
# https://developer.android.com/guide/topics/resources/string-resource#FormattingAndStyling
_TOKEN = lazy.compile(r'\\(u[0-9A-Fa-f]{4}|.)|(")|(\s+)|[^\\"\s]+|.', re.DOTALL)
_CHARACTERS = {"n": "\n", "t": "\t"}
_REFERENCE = lazy.compile(r"\s*[@?](?:\+?[\w.]+:)?\w+/[\w.]+\s*")
# Of strings that depend on a number: how it is found and written, not what is shown.
_NO_TEXT = names("NSStringFormatSpecTypeKey NSStringFormatValueTypeKey")


def _android(root: etree._Element, path: str) -> Iterator[StringEntry]:
    kept = 0
    for element in root.iterchildren("{*}string", "{*}plurals", "{*}string-array"):
        name = attribute(element, "name") or ""
        if attribute(element, "translatable") == "false":
            kept += 1
        elif local(element) == "string":
            yield from _android_text(name, element)
        else:
            for number, item in enumerate(element.iterchildren("{*}item")):
                yield from _android_text(f"{name}.{attribute(item, 'quantity') or number}", item)
    if kept:
        _log.warning("%s: strings that are not to be translated are left aside: %d", path, kept)


def _android_text(key: str, element: etree._Element) -> Iterator[StringEntry]:
    text = _text(element)
    if not _REFERENCE.fullmatch(text):  # the text of another string
        yield StringEntry(key, _unescaped(text), _line(element))


def _unescaped(text: str) -> str:
    r'''Return a text as Android shows it: quotation marks keep white space and are not shown.

    >>> _unescaped(r"""It\'s   "late  now".""")
    "It's late  now."
    '''
    shown: list[str] = []
    is_quoted = False
    for found in _TOKEN.finditer(text):
        escape, mark, space = found.groups()
        if escape:
            shown.append(escaped(escape, _CHARACTERS))
        elif mark:
            is_quoted = not is_quoted
        else:
            shown.append(" " if space and not is_quoted else found[0])
    return whole_characters("".join(shown))


def _resx(root: etree._Element, path: str) -> Iterator[StringEntry]:
    del path
    for data in root.iterchildren("{*}data"):
        key, value = attribute(data, "name") or "", data.find("{*}value")
        kind = attribute(data, "type") or "System.String"
        # Files, pictures and numbers, and what the designer of forms notes for itself.
        is_text = kind.startswith("System.String") and not attribute(data, "mimetype")
        if value is not None and is_text and not key.startswith(">>"):
            yield StringEntry(key, _text(value), _line(data))


def _plist(root: etree._Element, path: str) -> Iterator[StringEntry]:
    """Yield the texts with their paths, in order; a stack stands for recursion."""
    del path
    stack = [("", child) for child in reversed(list(root))]
    while stack:
        key, value = stack.pop()
        if local(value) == "string":
            yield StringEntry(key, _text(value), _line(value))
        elif local(value) in ("dict", "array"):
            stack += reversed(list(_members(key, value)))


def _members(key: str, holder: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    name = ""
    for number, child in enumerate(holder):
        if local(child) == "key":
            name = _text(child)
        elif name not in _NO_TEXT:
            below = name if local(holder) == "dict" else str(number)
            yield f"{key}.{below}" if key else below, child


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _line(element: etree._Element) -> int | None:
    line = element.sourceline
    return line if isinstance(line, int) else None


_KINDS: dict[str, Callable[[etree._Element, str], Iterator[StringEntry]]] = {
    "resources": _android,
    "root": _resx,
    "plist": _plist,
}


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    root = parse_xml(data, path, limits)
    entries = _KINDS.get(local(root))
    if entries is None:
        message = f"<{local(root)[:40]}> is its root element, of which no strings are known"
        raise FormatError(path, message)
    encoding = root.getroottree().docinfo.encoding or "utf-8"
    return strings_to_reading(entries(root, path), path, limits, encoding=encoding.lower())


def _sniff(data: bytes) -> bool:
    head = data[:_WITHIN].replace(b"\x00", b"")
    found = _ROOT.match(head)
    return found is not None and (found[1] != b"root" or _RESX.search(head) is not None)


_SUFFIXES = (".resx", ".resw", ".plist", ".stringsdict")
FORMATS = {"xml-strings": Format("xml-strings", _SUFFIXES, _sniff, _read)}
