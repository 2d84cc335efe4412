"""The visible text of HTML and XHTML trees, as paragraphs, headings, items, cells and notes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from duizhao.corpora.document import Kind
from duizhao.corpora.reading.base import Aside, Why
from duizhao.corpora.reading.formats.archive import attribute, local
from duizhao.corpora.reading.formats.html.apparatus import apparatus_regions
from duizhao.corpora.reading.formats.html.main_text import in_sentence, side_regions, words_of
from duizhao.corpora.reading.formats.html.notes import Notes, without_mark
from duizhao.corpora.reading.formats.html.tables import columns_spanned, is_layout
from duizhao.corpora.reading.formats.html.unseen import (
    SET_APART,
    display_of,
    why_unseen,
    words_inside,
    words_set_apart,
)
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

__all__ = ["LINE", "HtmlStory", "html_entries"]

#: The attribute in which a reader that makes HTML hands on the line of its source.
LINE = "duizhao-line"

_BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav"
    " ol p pre search section summary table tbody td tfoot th thead tr ul button listing xmp"
    " plaintext"
)
# These are blocks by nothing but their display.
_PLAIN_BLOCKS = names("div section article p header footer")
_INLINE = names(
    "inline inline-block inline-flex inline-grid inline-table contents ruby initial unset"
)
# What stands in these is laid out as blocks: https://www.w3.org/TR/css-flexbox-1/#flex-items
_LAID_OUT = names("flex inline-flex grid inline-grid")
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


class HtmlStory(NamedTuple):
    """What a tree holds.

    :param entries: What is visible, in order.
    :param labels: What a person calls each note, by its key.
    :param aside: What is no part of the text, in order.
    """

    entries: list[Entry]
    labels: dict[str, str]
    aside: list[Aside]


def html_entries(root: etree._Element, *, page: bool, region: Kind | None = None) -> HtmlStory:
    """Collect what is visible in a tree.

    :param root: The root of the tree.
    :param page: Whether it is a web page, with navigation around its text.
    :param region: What all of it is, if it is no text.
    """
    notes = Notes(root)
    regions = side_regions(root) if page else {}
    if page:
        around = apparatus_regions(root, notes)
        regions.update((e, kind) for e, kind in around.items() if regions.get(e, kind) is not None)
    flow = _Flow(notes, regions, region, page=page)
    flow.walk(root)
    return HtmlStory(flow.entries, notes.labels, flow.aside)


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
        self.aside: list[Aside] = []
        self._apart: list[Entry] = []
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
                self._say_after(element)
        self._flush()

    def _skipped(self, element: etree._Element, name: str) -> bool:
        """Say whether nothing inside an element is running text, and note what stands for it."""
        key = self._notes.mark(element)
        if key is not None:
            if key:
                self._refs.append(key)
            self._leave(element, Why.NOTE_MARK)
            return True
        if self._is_unseen(element, name):
            return True
        if name == "a" and not len(element) and not (element.text or "").strip():
            return not element.get("href")  # the place of a mark, and no space
        if name in SET_APART:
            self._set_apart(element, name)
            return True
        if name == "sup" and not len(element):
            before = "".join(self._texts[-4:])
            said = element.text or ""
            self._gather(raised(said, before))
            if said.strip() and not self._texts[-1]:
                self.aside.append(Aside(Why.NOTE_MARK, said.strip()))
            self._origins.append(Origin(self._texts[-1], element))
            return True
        if name == "br":
            self._gather(BREAK)
        return False

    def _is_unseen(self, element: etree._Element, name: str) -> bool:
        unseen, why = why_unseen(element, name)
        if not unseen and self._notes.is_back_link(element, self._scopes[-1].note):
            unseen, why = True, Why.NOTE_MARK
        if why is not None:
            self._leave(element, why)
        return unseen

    def _leave(self, element: etree._Element, why: Why) -> None:
        words = words_inside(element)
        if words:
            self.aside.append(Aside(why, words))

    def _set_apart(self, element: etree._Element, name: str) -> None:
        scope = self._scopes[-1]
        beside = scope.region or (Kind.FURNITURE if scope.beside else None)
        for words, kind in words_set_apart(element, name):
            text = tidy(words.replace("\n", BREAK) if name == "textarea" else words)
            if text:
                self._apart.append(Entry(text, beside or kind, scope.cell, line=scope.line))

    def _open(self, element: etree._Element, name: str) -> None:
        if name == "a" and element.get("href"):
            self._links += 1
            self._open_links.append(element)
        if name in _CODED:
            self._open_code.append(element)
        known = element in self._regions or element in self._notes.bodies
        if not known and not _is_block(element, name):
            return
        self._flush()
        scope = self._scopes[-1]
        if name == "table":
            layout = is_layout(element)
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
            # A note that explains may stand in a list of references.
            region = None if region in (Kind.FURNITURE, Kind.REFERENCE) else region
        if "doc-toc" in (attribute(element, "role"), f"doc-{attribute(element, 'type')}"):
            region = Kind.CONTENTS
        return scope._replace(kind=kind, region=region)

    def _open_cell(self, scope: _Scope, element: etree._Element) -> tuple[_Scope, Kind | None]:
        position = self._tables[-1]
        position[1] += 1
        column = position[1]
        position[1] += columns_spanned(element) - 1
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

    def _say_after(self, element: etree._Element) -> None:
        text = element.tail
        if text and self._notes.mark(element) is not None:
            page = self._notes.page_behind(text, "".join(self._texts[-4:]))
            if page:
                self.aside.append(Aside(Why.NOTE_MARK, text[:page].strip()))
                self._say(text[page:], element, tail=True, start=page)
                return
        self._say(text, element, tail=True)

    def _say(
        self, text: str | None, node: etree._Element, *, tail: bool = False, start: int = 0
    ) -> None:
        if text:
            self._origins.append(Origin(text, node, tail, start))
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
        self.entries += self._apart
        self._apart.clear()
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


def _is_block(element: etree._Element, name: str) -> bool:
    """Say whether an element begins a line of its own."""
    display = display_of(element)
    if display in _INLINE and name in _PLAIN_BLOCKS:
        return False
    if name == "button":
        return not in_sentence(element)
    if name in _BLOCKS or (display and display not in _INLINE):
        return True
    parent = element.getparent()
    return parent is not None and display_of(parent) in _LAID_OUT


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _line_of(element: etree._Element) -> int | None:
    named = element if element.get(LINE) or local(element) != "pre" else element.find("code")
    value = "" if named is None else named.get(LINE) or ""
    return int(value) if re.fullmatch("[0-9]{1,9}", value) else None


def _is_title(element: etree._Element | None) -> bool:
    return element is not None and local(element).lower() == "h1"
