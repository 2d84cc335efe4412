"""The visible text of HTML and XHTML trees, as paragraphs, headings, items, cells and notes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from duizhao.corpora.document import Kind
from duizhao.corpora.reading.formats.archive import attribute, local
from duizhao.corpora.reading.formats.html.main_text import is_hidden, side_regions, words_of
from duizhao.corpora.reading.formats.html.notes import Notes, without_mark
from duizhao.corpora.reading.formats.story import (
    BREAK,
    Entry,
    cell_name,
    code_spans,
    names,
    raised,
    tidy,
)
from duizhao.corpora.reading.origins import Origin, cut_origins, solid_count
from duizhao.corpora.text.code_lines import looks_like_code

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["LINE", "html_entries"]

#: The attribute in which a reader that makes HTML hands on the line of its source.
LINE = "duizhao-line"

_BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav"
    " ol p pre search section summary table tbody td tfoot th thead tr ul button listing xmp"
    " plaintext"
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KINDS = {"li": Kind.LIST_ITEM, "dt": Kind.LIST_ITEM, "dd": Kind.LIST_ITEM} | dict.fromkeys(
    _HEADINGS, Kind.HEADING
)
# Classes of what shows code: of highlighters, and of DocBook's web pages.
_CODE = names(
    "code highlight sourcecode codehilite screen programlisting synopsis console terminal"
    " prettyprint listingblock literal-block"
)
# What is said to a machine or by one: https://html.spec.whatwg.org/#the-code-element
_CODED = names("code kbd samp tt var")

# A line with at least so many links and this share of its characters in them leads elsewhere.
_LEAST_LINKS = 3
_MOSTLY_LINKS = 0.8


class _Scope(NamedTuple):
    """What holds inside an element until a nested one says otherwise."""

    element: etree._Element | None
    kind: Kind | None = None
    region: Kind | None = None
    beside: bool = False
    cell: str | None = None
    note: str | None = None
    pre: bool = False
    table: int | None = None
    line: int | None = None


def html_entries(
    root: etree._Element, *, page: bool, region: Kind | None = None
) -> tuple[list[Entry], dict[str, str]]:
    """Collect what is visible in a tree.

    :param root: The root of the tree.
    :param page: Whether it is a web page, with navigation around its text.
    :param region: What all of it is, if it is no text.
    :return: The entries in order, and what a person calls each note, by its key.
    """
    notes = Notes(root)
    regions = side_regions(root) if page else {}
    flow = _Flow(notes, regions, region, page=page)
    flow.walk(root)
    return flow.entries, notes.labels


class _Flow:
    """Walks a tree and gathers entries; without recursion, whatever the depth."""

    def __init__(
        self,
        notes: Notes,
        regions: dict[etree._Element, Kind | None],
        region: Kind | None,
        *,
        page: bool,
    ) -> None:
        self.entries: list[Entry] = []
        self._notes = notes
        self._regions = regions
        # With a main element in the page, what is outside of it is beside the text.
        self._has_main = any(kind is None for kind in regions.values())
        self._scopes = [_Scope(None, region=region, beside=self._has_main)]
        self._texts: list[str] = []
        self._length = 0
        self._origins: list[Origin] = []
        self._coded: list[tuple[int, int]] = []
        self._open_code: list[etree._Element] = []
        self._refs: list[str] = []
        self._page = page
        self._open_links: list[etree._Element] = []
        self._links = self._linked = 0
        self._tables: list[list[int]] = []
        self._tables_seen = 0

    def walk(self, root: etree._Element) -> None:
        """Gather the entries of a tree."""
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            name = local(element).lower()
            if event == "start":
                if self._skipped(element, name):
                    walker.skip_subtree()
                else:
                    self._open(element, name)
                    self._say(element.text, element)
                continue
            self._close(element, name)
            if element is not root:
                self._say(element.tail, element, tail=True)
        self._flush()

    def _skipped(self, element: etree._Element, name: str) -> bool:
        """Say whether nothing inside an element is text, and note what stands for it."""
        key = self._notes.mark(element)
        if key is not None:
            self._refs.append(key)
            return True
        if is_hidden(element) or self._notes.is_back_link(element, self._scopes[-1].note):
            return True
        if name == "sup" and not len(element):
            before = "".join(self._texts[-4:])
            self._gather(raised(element.text or "", before))
            self._origins.append(Origin(self._texts[-1], element))
            return True
        if name == "br":
            self._gather(BREAK)
        return False

    def _open(self, element: etree._Element, name: str) -> None:
        if name == "a" and element.get("href"):
            self._links += 1
            self._open_links.append(element)
        if name in _CODED:
            self._open_code.append(element)
        known = element in self._regions or element in self._notes.bodies
        if name not in _BLOCKS and not known:
            return
        self._flush()
        scope = self._scopes[-1]
        if name == "table":
            layout = _is_layout(element)
            self._tables_seen += not layout
            self._tables.append([0, 0])
            scope = scope._replace(table=None if layout else self._tables_seen)
        elif name == "tr" and self._tables:
            self._tables[-1] = [self._tables[-1][0] + 1, 0]
        line = _line_of(element) or scope.line
        self._scopes.append(
            self._narrowed(scope, element, name)._replace(element=element, line=line)
        )

    def _narrowed(self, scope: _Scope, element: etree._Element, name: str) -> _Scope:
        kind = _KINDS.get(name, scope.kind)
        region = scope.region
        if element in self._regions:
            found = self._regions[element]
            scope = scope._replace(beside=scope.beside and found is not None)
            region = region or found
        if name in ("td", "th") and self._tables:
            scope, kind = self._open_cell(scope, element)
        if name in ("caption", "figcaption"):
            kind = Kind.CAPTION
            scope = scope._replace(cell=None)
        if name in ("pre", "listing", "xmp", "plaintext"):
            code = element.find("{*}code") is not None or bool(words_of(element) & _CODE)
            kind = Kind.FURNITURE if code else kind
            scope = scope._replace(pre=True)
        key = self._notes.bodies.get(element)
        if key is not None:
            scope = scope._replace(note=key)
            kind = Kind.TEXT
        if "doc-toc" in (attribute(element, "role"), f"doc-{attribute(element, 'type')}"):
            region = Kind.CONTENTS
        return scope._replace(kind=kind, region=region)

    def _open_cell(self, scope: _Scope, element: etree._Element) -> tuple[_Scope, Kind | None]:
        position = self._tables[-1]
        position[1] += 1
        column = position[1]
        position[1] += _span(element) - 1
        if scope.table is None:
            return scope, scope.kind
        cell = cell_name(scope.table, max(1, position[0]), column)
        return scope._replace(cell=cell), Kind.CELL

    def _close(self, element: etree._Element, name: str) -> None:
        if self._open_links and self._open_links[-1] is element:
            self._open_links.pop()
        if self._open_code and self._open_code[-1] is element:
            self._open_code.pop()
        if self._scopes[-1].element is element:
            self._flush()
            self._scopes.pop()
            if name == "table" and self._tables:
                self._tables.pop()

    def _say(self, text: str | None, node: etree._Element, *, tail: bool = False) -> None:
        if text:
            self._origins.append(Origin(text, node, tail))
            self._gather(text.replace("\n", BREAK) if self._scopes[-1].pre else text)
            if self._open_links:
                self._linked += _letters(text)

    def _gather(self, text: str) -> None:
        start, self._length = self._length, self._length + len(text)
        self._texts.append(text)
        if self._open_code:
            if self._coded and self._coded[-1][1] == start:
                start = self._coded.pop()[0]
            self._coded.append((start, self._length))

    def _flush(self) -> None:
        scope = self._scopes[-1]
        raw = "".join(self._texts)
        text = tidy(raw) if raw else ""
        if scope.note is not None:
            text = without_mark(text)
        if text:
            kind = scope.region or self._kind_beside(scope, text) or scope.kind
            if kind is None and scope.pre and looks_like_code(text):
                kind = Kind.FURNITURE
            coded, at = code_spans(raw, text, self._coded), 0
            refs, line = tuple(dict.fromkeys(self._refs)), scope.line
            gone = solid_count(raw) - solid_count(text)
            for piece in re.split(r"\n{2,}", text):  # pages of old part paragraphs so
                at = text.index(piece, at)
                spans = tuple(
                    replace(item, start=max(0, item.start - at), end=item.end - at)
                    for item in coded
                    if at < item.end and item.start < at + len(piece)
                )
                first, count = gone + solid_count(text[:at]), solid_count(piece)
                origins = cut_origins(self._origins, first, count)
                entry = Entry(piece, kind, scope.cell, scope.note, refs, line, spans, origins)
                self.entries.append(entry)
                refs, at = (), at + len(piece)
        elif self._refs and self.entries:
            last = self.entries[-1]
            self.entries[-1] = replace(last, refs=(*last.refs, *self._refs))
        self._texts, self._refs, self._coded, self._length = [], [], [], 0
        self._origins = []
        self._links = len(self._open_links)
        self._linked = 0

    def _kind_beside(self, scope: _Scope, text: str) -> Kind | None:
        if scope.beside:
            return None if _is_title(scope.element) else Kind.FURNITURE
        if not self._page or self._has_main or scope.kind is not None:
            return None
        rows = self._links >= _LEAST_LINKS and self._linked >= _MOSTLY_LINKS * _letters(text)
        return Kind.NAVIGATION if rows else None


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _line_of(element: etree._Element) -> int | None:
    named = element if element.get(LINE) or local(element) != "pre" else element.find("code")
    value = "" if named is None else named.get(LINE) or ""
    return int(value) if re.fullmatch("[0-9]{1,9}", value) else None


def _is_title(element: etree._Element | None) -> bool:
    return element is not None and local(element).lower() == "h1"


def _span(element: etree._Element) -> int:
    span = (element.get("colspan") or "1").strip()
    # HTML caps the span of a cell at 1000.
    return min(1000, int(span)) if re.fullmatch(r"[0-9]{1,5}", span) and int(span) else 1


def _is_layout(table: etree._Element) -> bool:
    """Say whether a table only puts things side by side, or one below the other."""
    if (attribute(table, "role") or "").lower() in ("presentation", "none"):
        return True
    widths = 0
    for row in table.iterchildren("{*}tr", "{*}tbody", "{*}thead", "{*}tfoot"):
        rows = [row] if local(row) == "tr" else list(row.iterchildren("{*}tr"))
        for cells in rows:
            widths = max(widths, len(cells))
            if any(_holds_table(cell) for cell in cells):
                return True
    return widths < 2


def _holds_table(cell: etree._Element) -> bool:
    return cell.find("{*}table") is not None or cell.find("{*}div/{*}table") is not None
