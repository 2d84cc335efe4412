"""The formats that can be read, by name, and which one a file is in."""

from __future__ import annotations

import logging
from importlib import import_module
from pathlib import PurePath
from typing import cast

from duizhao import lazy
from duizhao.corpora.reading.base import Format
from duizhao.corpora.reading.pairs import language_named
from duizhao.corpora.reading.refusals import refuse_by_content, refuse_by_name, refuse_xml
from duizhao.errors import UnknownNameError

__all__ = ["BITEXTS", "FORMATS", "choose_format", "load_format", "recognise"]

_log = logging.getLogger(__name__)

# Where each format is read: a module of the room ``formats``.
_MODULES = {
    "text": "text",
    "markdown": "markdown.reader",
    "mdx": "markdown.reader",
    "html": "html.reader",
    "docx": "docx.reader",
    "xlsx": "office.xlsx",
    "pptx": "office.pptx",
    "odt": "odt",
    "epub": "epub",
    "pdf": "pdf.reader",
    "asciidoc": "asciidoc.reader",
    "latex": "latex.reader",
    "rst": "restructured.reader",
    "rtf": "rtf.reader",
    "srt": "subtitles.cues",
    "vtt": "subtitles.cues",
    "ass": "subtitles.stations",
    "ttml": "subtitles.ttml",
    "json": "strings.json_strings",
    "properties": "strings.properties",
    "strings": "strings.apple",
    "xml-strings": "strings.xml_strings",
    "tsv": "table",
    "tmx": "bitexts",
    "xliff": "bitexts",
    "po": "bitexts",
}

#: The names of the formats, in the order in which they are asked whether a file is theirs.
FORMATS = tuple(_MODULES)

#: The formats that hold a text together with its translation.
BITEXTS = frozenset({"tmx", "xliff", "po"})

_FALLBACK = "text"
# Their readers tell themselves what a file is that has their name and not their content.
_TELLING = frozenset(
    {"docx", "xlsx", "pptx", "odt", "epub", "pdf", "tmx", "xliff", "ttml", "xml-strings"}
)
# What people would call an ending: not a number of a chapter, nor half a sentence.
_ENDING = lazy.compile(r"\.[a-z][a-z0-9_-]{0,8}")


def load_format(name: str) -> Format:
    """Return a format by its name; its module is imported now.

    :param name: One of :data:`FORMATS`.
    :raises UnknownNameError: If there is no such format.

    >>> load_format("text").suffixes
    ('.txt', '.text')
    """
    if name not in FORMATS:
        what = "input format"
        raise UnknownNameError(what, name, FORMATS)
    module = import_module(f"duizhao.corpora.reading.formats.{_MODULES[name]}")
    return cast("Format", module.FORMATS[name])


def choose_format(data: bytes, path: str, name: str | None = None) -> Format:
    """Say which format a file is in: by its content, else by its suffix, else plain text.

    A file with the wrong suffix is known by its content. Formats without a mark of their own,
    such as Markdown, are known by their suffix alone. What is known to be no text is refused.

    :param data: The bytes of the file.
    :param path: Its name.
    :param name: The format that the user names, which is not doubted.
    :raises UnknownNameError: If there is no format of that name.
    :raises InputError: If it is nothing that is read; the sentence says what to do with it.
    """
    if name is not None:
        return load_format(name)
    found = recognise(data, path)
    if found is not None:
        return found
    suffix = PurePath(path).suffix.lower()
    if refuse_by_name(path) and _ENDING.fullmatch(suffix) and not language_named(suffix[1:]):
        _log.warning("%s: the ending %s is not known; it is read as plain text", path, suffix)
    return load_format(_FALLBACK)


def recognise(data: bytes, path: str, *, by_name: bool = True) -> Format | None:
    """Say which format a file is in by its content, else by its suffix; None if neither tells.

    :param data: The bytes of the file.
    :param path: Its name.
    :param by_name: Whether the name counts.
    :raises InputError: If its content is nothing that is read; the sentence says what to do.
    """
    formats = list(map(load_format, FORMATS))
    suffix = PurePath(path).suffix.lower() if by_name else ""
    claimed = next((known for known in formats if known.sniff(data)), None)
    named = next((known for known in formats if suffix in known.suffixes), None)
    if claimed is not None:
        return claimed
    if named is None or named.name not in _TELLING:
        refuse_by_content(data, path)
    if named is None or named.name == _FALLBACK:
        refuse_xml(data, path)
    return named
