"""reStructuredText, by docutils: the text that a reader of the page sees.

Directives are read and not carried out: the text in a note or a figure is text, listings and
formulas are kept as they stand, and no other file is opened.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from duizhao import lazy
from duizhao.corpora.document import Kind
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.gathering import Gathering
from duizhao.corpora.reading.formats.story import BREAK, cell_name, pour, raised
from duizhao.errors import FormatError

__all__ = ["FORMATS"]

# The published types of docutils know neither names nor attributes of nodes.
_Node: TypeAlias = Any

# From this level of a message on, something was not read.
_ERROR = 2
# Docutils looks from each of these signs to the end of its paragraph: 6,600 in one took 30 s.
_MOST_TICKS = 2000
# Docutils calls itself for each level; text that people write has a dozen.
_DEEPEST = 40
_MARKERS = lazy.compile(r"(?:[-*+•] +|\(?\w{1,4}[.)] +|\.\. +)+")
_TITLES = ("title", "subtitle", "rubric")
_LISTINGS = ("literal_block", "doctest_block", "math_block", "raw")
_HIDDEN = ("comment", "substitution_definition", "target", "image",
           "pending", "label", "meta")  # fmt: skip
_PARAGRAPHS = (
    "paragraph",
    "caption",
    "term",
    "attribution",
    "field_name",
    "option_group",
    "line",
    "classifier",
)


class _Reader:
    """Walks a tree of docutils; its depth is bounded before it is made."""

    def __init__(self, document: _Node) -> None:
        self.flow = Gathering()
        self._document = document
        self._tables = 0
        self._automatic = {"reference": 0, "note": 0}
        self._substitutions = {
            name: node.astext() for name, node in document.substitution_defs.items()
        }
        self._line: int | None = None

    def read(self) -> None:
        """Gather the entries."""
        self._children(self._document, None, None)

    def _children(self, node: _Node, kind: Kind | None, cell: str | None) -> None:
        for child in node.children:
            self._block(child, kind, cell)

    def _block(self, node: _Node, kind: Kind | None, cell: str | None) -> None:
        name = node.tagname if hasattr(node, "tagname") else "#text"
        self._line = getattr(node, "line", None) or self._line
        if name in _HIDDEN or name == "#text":
            return
        if name in (*_LISTINGS, "system_message"):
            self._listing(node)
        elif name in _TITLES:
            self._text(node, Kind.CAPTION if node.parent.tagname == "table" else Kind.HEADING, cell)
        elif name in _PARAGRAPHS:
            self._text(node, Kind.CAPTION if name == "caption" else kind, cell)
        elif name == "line_block":
            self._lines(node)
            self.flow.end(kind, cell)
        elif name in ("list_item", "definition_list_item", "option_list_item", "field"):
            self._children(node, kind or Kind.LIST_ITEM, cell)
        elif name == "table":
            self._table(node)
        elif name in ("footnote", "citation"):
            self._note(node)
        else:
            self._children(node, kind, cell)

    def _listing(self, node: _Node) -> None:
        if node.tagname == "system_message":
            # What docutils cannot read is kept as it stands; it reads a title whose rule is short.
            if node.get("level", 0) < _ERROR or node[0].astext().startswith("Title "):
                return
            for lines in node.findall(lambda each: getattr(each, "tagname", "") == "literal_block"):
                self.flow.set_aside(lines.astext(), self._line)
            return
        fetched = node.get("fetched")
        if fetched is not None:
            self.flow.set_fetched(node.astext(), fetched, self._line)
        else:
            self.flow.set_aside(node.astext(), self._line)

    def _lines(self, node: _Node) -> None:
        for line in node.children:
            if line.tagname == "line_block":
                self._lines(line)
            else:
                self._inline(line)
                self.flow.say(BREAK)

    def _text(self, node: _Node, kind: Kind | None, cell: str | None) -> None:
        self._inline(node)
        self.flow.end(kind, cell)

    def _inline(self, node: _Node) -> None:
        for child in node.children:
            name = getattr(child, "tagname", "#text")
            if name == "#text":
                self.flow.say(str(child.astext()), self._line)
            elif name in ("literal", "math"):
                self.flow.say(child.astext(), self._line, code=True)
            elif name == "footnote_reference":
                self.flow.refer(self._key(child, "reference"))
            elif name == "superscript":
                self.flow.say(raised(child.astext(), self.flow.before()), self._line)
            elif name == "substitution_reference":
                shown = self._substitutions.get(child.get("refname", ""), child.astext())
                self.flow.say(shown, self._line)
            elif name == "problematic":
                self.flow.say(child.astext(), self._line)
            elif name not in (*_HIDDEN, "system_message") or name == "target":
                self._inline(child)

    def _key(self, node: _Node, side: str) -> str:
        named = node.get("refname") if side == "reference" else next(iter(node["names"]), None)
        if named:
            return str(named)
        self._automatic[side] += 1
        return f"#{self._automatic[side]}"

    def _note(self, node: _Node) -> None:
        key = self._key(node, "note")
        label = str(len(self.flow.labels) + 1)
        self.flow.open_note(key, label)
        for child in node.children:
            self._block(child, Kind.TEXT, None)
        self.flow.close_note()

    def _table(self, table: _Node) -> None:
        self._tables += 1
        number = self._tables
        for child in table.children:
            if child.tagname == "title":
                self._block(child, Kind.CAPTION, None)
        for at, row in enumerate(
            table.findall(lambda node: getattr(node, "tagname", "") == "row"), start=1
        ):
            column = 1
            for entry in row.children:
                self._children(entry, Kind.CELL, cell_name(number, at, column))
                column += 1 + int(entry.get("morecols", 0))


def _depth(text: str) -> int:
    """Return how deep lists and blocks can nest at most, by the indentation of lines."""
    stack: list[int] = [0]
    deepest = 0
    for line in text.splitlines():
        bare = line.lstrip()
        if not bare:
            continue
        indent = len(line) - len(bare)
        while stack[-1] > indent:
            stack.pop()
        if indent > stack[-1]:
            stack.append(indent)
        marks = _MARKERS.match(bare)
        deepest = max(deepest, len(stack) + (len(marks[0].split()) if marks else 0))
    return deepest


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    text, encoding = decode(data, None, path)
    if "\x00" in text:
        raise FormatError(path, "has NUL characters; save it again as text")
    if _depth(text.expandtabs(8)) > _DEEPEST:
        raise FormatError(path, "has blocks nested too deeply to be a text; save it again")
    if any(block.count("`") > _MOST_TICKS for block in re.split(r"\n[ \t]*\n", text)):
        raise FormatError(path, f"has a paragraph with more than {_MOST_TICKS} signs `; part it")
    reader = _Reader(_parsed(text, path))
    reader.read()
    reader.flow.tell_fetched(path)
    maker = TextMaker()
    pour(reader.flow.entries, reader.flow.labels, maker, path, limits)
    return maker.reading(encoding=encoding)


def _parsed(text: str, path: str) -> _Node:
    from docutils.frontend import get_default_settings
    from docutils.utils import new_document

    from duizhao.corpora.reading.formats.restructured.directives import Parser

    parser = Parser()
    settings = get_default_settings(parser)
    for name, value in _SETTINGS.items():
        setattr(settings, name, value)
    document = new_document(path, settings)
    parser.parse(text, document)
    return document


_SETTINGS = {
    "report_level": 5,
    "halt_level": 5,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "line_length_limit": 10_000_000,
    "warning_stream": "",
}

# Only its name makes a text reStructuredText.
FORMATS = {"rst": Format("rst", (".rst", ".rest"), lambda _: False, _read)}
