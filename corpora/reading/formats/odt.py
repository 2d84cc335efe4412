"""OpenDocument texts (ODF 1.2 to 1.4).

Deleted text of tracked changes, comments, hidden text and the readings above ruby text do not
count. Headings, list items, captions, tables, contents and notes are what the markup says; an
ordinary paragraph has no kind, so that its text decides as it does in a plain text file. Headers
and footers are furniture, once each, and so are listings in a style for code; such words in a
sentence are verbatim.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.archive import Archive, attribute, declared_type, local
from duizhao.corpora.reading.formats.code_styles import code_setting, join_listings
from duizhao.corpora.reading.formats.story import (
    BREAK,
    Entry,
    Setting,
    cell_name,
    code_spans,
    names,
    pour,
    raised,
    tidy,
)
from duizhao.corpora.reading.origins import Origin
from duizhao.errors import FormatError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

__all__ = ["FORMATS"]

_WHAT = "an ODT document"
_TYPE = b"application/vnd.oasis.opendocument.text"

_SKIPPED = names(
    "tracked-changes annotation annotation-end ruby-text note-citation forms sequence-decls"
    " variable-decls user-field-decls dde-connection-decls hidden-text hidden-paragraph"
    " event-listeners index-title-template binary-data"
)
_CONTENTS = names(
    "table-of-content illustration-index table-index object-index user-index alphabetical-index"
    " bibliography"
)
# Repeated spaces and cells are written as a number; no text needs more.
_MOST_SPACES = 1000
_MOST_REPEATED = 1000
# An automatic style refines a named one, which may refine another.
_LONGEST_CHAIN = 6
# Spaces and tabs that are meant, until those of the source have been tidied.
_SPACE, _TAB = "\x1f", "\x1e"


@dataclass(frozen=True)
class _Where:
    """What holds for the paragraphs of an element."""

    kind: Kind | None = None
    cell: str | None = None
    note: str | None = None


@dataclass
class _Paragraph:
    texts: list[str] = field(default_factory=list)
    # Where code begins and ends among the texts.
    coded: list[tuple[int, int]] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    # Notes and boxes in the paragraph, read after it.
    later: list[tuple[etree._Element, str | None]] = field(default_factory=list)


class _Body:
    """Gathers the entries of a text; the depth is bounded by that of the XML."""

    def __init__(self, styles: dict[str, etree._Element]) -> None:
        self.entries: list[Entry] = []
        self.labels: dict[str, str] = {}
        self._styles = styles
        self._tables = 0
        self._notes = {"footnote": 0, "endnote": 0}

    def blocks(self, holder: etree._Element, where: _Where) -> None:
        """Read what an element holds, in order."""
        for element in holder:
            name = local(element)
            if _is_skipped(element) or attribute(element, "display") == "none":
                continue
            if name in ("p", "h"):
                self._paragraph(element, name, where)
            elif name == "table":
                self._table(element, where)
            elif name in _CONTENTS:
                self.blocks(element, replace(where, kind=Kind.CONTENTS))
            elif name in ("list-item", "list-header"):
                self.blocks(element, replace(where, kind=where.kind or Kind.LIST_ITEM))
            else:
                self.blocks(element, where)

    def _table(self, table: etree._Element, where: _Where) -> None:
        self._tables += 1
        number, at = self._tables, 0
        for row in table.iter("{*}table-row"):
            if _nearest_table(row) is not table:
                continue
            at += 1
            column = 1
            for cell in row:
                if local(cell) == "table-cell":
                    name = cell_name(number, at, column)
                    self.blocks(cell, replace(where, kind=Kind.CELL, cell=name))
                column += _count(cell, "number-columns-repeated")
            at += _count(row, "number-rows-repeated") - 1

    def _paragraph(self, element: etree._Element, name: str, where: _Where) -> None:
        gathered = _Paragraph()
        self._inline(element, gathered)
        raw = "".join(gathered.texts)
        text = _spaced(tidy(raw)).strip()
        kind = where.kind or self._kind(element, name)
        if name == "h" and where.kind is Kind.LIST_ITEM:  # a numbered heading
            kind = Kind.HEADING
        if where.note is not None:
            kind = Kind.TEXT
        setting = self._setting(element) if name == "p" else None
        # Numbers before lines of code make no list of them.
        listed = kind in (None, Kind.LIST_ITEM) and where.cell is None and where.note is None
        if listed and setting is not None:
            text = _spaced(raw[: len(raw) - len(raw.lstrip(_SPACE + _TAB))]) + text
        parts = [(0, len(gathered.texts))] if setting is Setting.CODE else gathered.coded
        entry = Entry(
            text,
            kind,
            where.cell,
            where.note,
            tuple(gathered.refs),
            verbatim=code_spans(raw, text, _ranges(gathered.texts, parts)),
            origins=tuple(gathered.origins),
            setting=setting if listed else None,
        )
        self.entries.append(entry)
        for holder, key in gathered.later:
            inner = _Where(cell=where.cell) if key is None else _Where(note=key)
            self.blocks(holder, inner)

    def _kind(self, element: etree._Element, name: str) -> Kind | None:
        if name == "h":
            return Kind.HEADING
        for style in self._chain(element):
            title = style.replace("_20_", " ").lower()
            if title in ("title", "subtitle") or title.startswith("heading"):
                return Kind.HEADING
            if title in ("caption", "illustration", "table", "drawing", "figure", "text"):
                return Kind.CAPTION
            if title.startswith("contents "):
                return Kind.CONTENTS
        return None

    def _setting(self, element: etree._Element) -> Setting | None:
        """Return how the style of a paragraph or a span sets it, if it says so."""
        for style in self._chain(element):
            found = self._styles.get(style)
            title = "" if found is None else attribute(found, "display-name") or ""
            setting = code_setting(style) or code_setting(title)
            if setting is not None:
                return setting
        return None

    def _chain(self, element: etree._Element) -> Iterator[str]:
        """Yield the style of an element, that which it refines, and so on."""
        style = attribute(element, "style-name")
        for _ in range(_LONGEST_CHAIN):
            if style is None:
                return
            yield style
            found = self._styles.get(style)
            style = None if found is None else attribute(found, "parent-style-name")

    def _inline(self, paragraph: etree._Element, gathered: _Paragraph) -> None:
        """Gather the text of a paragraph; a stack stands for recursion."""
        # A number stands where a stretch of code ends: that of the text it began at.
        stack: list[etree._Element | Origin | int] = [*reversed(_content(paragraph))]
        while stack:
            item = stack.pop()
            if isinstance(item, int):
                gathered.coded.append((item, len(gathered.texts)))
            elif isinstance(item, Origin):
                gathered.texts.append(item.text)
                gathered.origins.append(item)
            elif local(item) == "span":
                if self._setting(item) is Setting.CODE:
                    stack.append(len(gathered.texts))
                stack += reversed(self._span(item, gathered.texts))
            elif not self._said(item, gathered) and not _is_skipped(item):
                stack += reversed(_content(item))

    def _said(self, element: etree._Element, gathered: _Paragraph) -> bool:
        """Take what an element says; say whether it was one that says something itself."""
        name = local(element)
        if name == "note":
            self._note(element, gathered)
        elif name == "text-box":
            gathered.later.append((element, None))
        elif name == "s":
            gathered.texts.append(_SPACE * min(_MOST_SPACES, _count(element, "c")))
        elif name == "tab":
            gathered.texts.append(_TAB)
        elif name == "line-break":
            gathered.texts.append(BREAK)
        else:
            return False
        return True

    def _note(self, element: etree._Element, gathered: _Paragraph) -> None:
        kind = attribute(element, "note-class") or "footnote"
        self._notes[kind] = self._notes.get(kind, 0) + 1
        key = f"{kind} {self._notes[kind]}"
        citation = element.find("{*}note-citation")
        label = str(self._notes[kind]) if citation is None else (citation.text or "").strip()
        self.labels[key] = label if kind == "footnote" else f"endnote {label}"
        gathered.refs.append(key)
        body = element.find("{*}note-body")
        if body is not None:
            gathered.later.append((body, key))

    def _span(self, span: etree._Element, before: list[str]) -> list[etree._Element | Origin]:
        """Return what stands in a stretch of one style."""
        style = self._styles.get(attribute(span, "style-name") or "")
        properties = None if style is None else style.find("{*}text-properties")
        if properties is not None:
            if attribute(properties, "display") == "none":
                return []
            position = attribute(properties, "text-position") or ""
            above = position.startswith("super") or (position[:1].isdigit() and position[0] != "0")
            if above and not len(span):
                return [Origin(raised(span.text or "", "".join(before[-4:])), span)]
        return _content(span)


def _ranges(texts: list[str], coded: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where code stands in joined texts; what touches is one."""
    ends = [0, *accumulate(map(len, texts))]
    found: list[tuple[int, int]] = []
    for low, high in sorted(coded):
        start, end = ends[low], ends[high]
        if found and start <= found[-1][1]:
            start, end = found[-1][0], max(end, found[-1][1])
            found.pop()
        found.append((start, end))
    return found


def _spaced(text: str) -> str:
    return text.replace(_SPACE, " ").replace(_TAB, "\t")


def _is_skipped(element: etree._Element) -> bool:
    name = local(element)
    # The title and description of a picture; the field of that name is text.
    return name in _SKIPPED or (name in ("title", "desc") and "svg-compatible" in str(element.tag))


def _content(element: etree._Element) -> list[etree._Element | Origin]:
    """Return text and elements, in order."""
    content: list[etree._Element | Origin] = [Origin(element.text or "", element)]
    for item in element:
        content += [item, Origin(item.tail or "", item, tail=True)]
    return content


def _nearest_table(row: etree._Element) -> etree._Element | None:
    return next((up for up in row.iterancestors() if local(up) == "table"), None)


def _count(element: etree._Element, name: str) -> int:
    value = attribute(element, name) or "1"
    known = value.isascii() and value.isdecimal() and len(value) < 9
    return min(_MOST_REPEATED, int(value)) if known else 1


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    archive = Archive(data, path, limits, _WHAT)
    _refuse_encrypted(archive)
    content = archive.xml("content.xml")
    text = content.find("{*}body/{*}text")
    if text is None:
        raise FormatError(path, f"holds no text; this is not {_WHAT}")
    sheet = archive.xml("styles.xml") if "styles.xml" in archive else None
    styles = {}
    for root in (sheet, content):
        for style in () if root is None else root.iter("{*}style"):
            styles[attribute(style, "name") or ""] = style
    body = _Body(styles)
    body.blocks(text, _Where())
    running: dict[str, None] = {}
    for name in ("header", "header-left", "header-first", "footer", "footer-left", "footer-first"):
        for element in () if sheet is None else sheet.iterfind(f".//{{*}}master-page/{{*}}{name}"):
            story = _Body(styles)
            story.blocks(element, _Where())
            running.update(dict.fromkeys(entry.text for entry in story.entries))
    entries = [*join_listings(body.entries), *(Entry(said, Kind.FURNITURE) for said in running)]
    maker = TextMaker()
    pour(entries, body.labels, maker, path, limits)
    return maker.reading()


def _refuse_encrypted(archive: Archive) -> None:
    name = "META-INF/manifest.xml"
    if name in archive and next(archive.xml(name).iter("{*}encryption-data"), None) is not None:
        message = f"{archive.path} is encrypted; save it without a password"
        raise InputError(message)


def _sniff(head: bytes) -> bool:
    return declared_type(head).startswith(_TYPE)


FORMATS = {"odt": Format("odt", (".odt", ".ott"), _sniff, _read)}
