"""The paragraphs of one story of a Word document: its body, a note, a header."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duizhao.corpora.document import Kind
from duizhao.corpora.reading.formats.archive import attribute, local
from duizhao.corpora.reading.formats.docx.styles import Styles, child, is_on
from duizhao.corpora.reading.formats.story import (
    BREAK,
    Entry,
    Setting,
    cell_name,
    code_spans,
    names,
    raised,
)
from duizhao.corpora.reading.origins import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

__all__ = ["Body"]

# What holds no text of the document: deleted and moved away (17.13.5), comments, the code of
# fields (17.16), the readings above ruby text, and what other programs see instead.
_SKIPPED = names(
    "del moveFrom delText delInstrText instrText rt rPr pPr sectPr tblPr tblGrid trPr tcPr sdtPr"
    " sdtEndPr rubyPr fldData annotationRef footnoteRef endnoteRef oMathParaPr"
)
_CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": BREAK,
    "noBreakHyphen": "-",
    "softHyphen": "",
}


@dataclass
class _Paragraph:
    """A paragraph as it is gathered."""

    texts: list[str] = field(default_factory=list)
    # For each text, whether it is code.
    coded: list[bool] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    raised: bool = False
    hidden: bool = False
    code: bool = False


class Body:
    """Gathers the entries of stories.

    :param styles: The styles of the document.
    """

    def __init__(self, styles: Styles) -> None:
        self.entries: list[Entry] = []
        self.labels: dict[str, str] = {}
        self._styles = styles
        self._counts = {"footnote": 0, "endnote": 0}
        self._tables = 0
        # Text of a paragraph whose end was deleted, or that is a drop cap: the next continues it.
        self._held = _Paragraph()
        # For each open field, whether its code is still to come to an end.
        self._fields: list[bool] = []

    def read(self, story: etree._Element, note: str | None = None) -> None:
        """Gather the entries of a story.

        :param story: The element that holds its paragraphs.
        :param note: The key of the note that it is.
        """
        self._fields = []
        self._blocks(story, None, note)
        if self._held.texts:
            self._add(_Paragraph(), Kind.TEXT if note else None, None, note)

    def _blocks(self, holder: etree._Element, cell: str | None, note: str | None) -> None:
        """Read paragraphs and tables, in order; the depth is bounded by that of the XML."""
        for element in _unwrapped(holder):
            name = local(element)
            if name == "p":
                self._paragraph(element, cell, note)
            elif name == "tbl":
                self._table(element, note)

    def _table(self, table: etree._Element, note: str | None) -> None:
        self._tables += 1
        number, at = self._tables, 0
        for row in _unwrapped(table):
            properties = child(row, "trPr")
            if local(row) != "tr" or child(properties, "del") is not None:
                continue
            at += 1
            column = 1 + _count(child(properties, "gridBefore"), 0)
            for cell in _unwrapped(row):
                if local(cell) != "tc":
                    continue
                self._blocks(cell, cell_name(number, at, column), note)
                self._end_held(cell_name(number, at, column), note)
                column += _count(child(cell, "tcPr", "gridSpan"), 1)

    def _end_held(self, cell: str | None, note: str | None) -> None:
        if self._held.texts:
            self._add(_Paragraph(), Kind.CELL, cell, note)

    def _paragraph(self, element: etree._Element, cell: str | None, note: str | None) -> None:
        gathered = _Paragraph()
        # The code of a field ends with its paragraph at the latest, so that none swallows the rest.
        self._fields = [False] * len(self._fields)
        self._inline(element, gathered)
        properties = child(element, "pPr")
        frame = child(properties, "framePr")
        dropped = frame is not None and attribute(frame, "dropCap") in ("drop", "margin")
        if dropped or child(properties, "rPr", "del") is not None:
            self._held.texts += gathered.texts
            self._held.coded += gathered.coded
            self._held.origins += gathered.origins
            for box in gathered.boxes:
                self._blocks(box, cell, note)
            return
        kind = self._styles.kind(properties)
        if note is not None:
            kind = Kind.TEXT
        elif cell is not None:
            kind = Kind.CELL
        setting = self._styles.setting(properties)
        self._add(gathered, kind, cell, note, setting)
        for box in gathered.boxes:
            self._blocks(box, cell, note)

    def _add(
        self,
        gathered: _Paragraph,
        kind: Kind | None,
        cell: str | None,
        note: str | None,
        setting: Setting | None = None,
    ) -> None:
        texts, coded = self._held.texts + gathered.texts, self._held.coded + gathered.coded
        origins = (*self._held.origins, *gathered.origins)
        self._held = _Paragraph()
        raw = "".join(texts)
        text = raw.replace("\xad", "").replace(BREAK, "\n")
        # Numbers before lines of code make no list of them.
        listed = kind in (None, Kind.LIST_ITEM) and cell is None and note is None
        if not listed or setting is None:
            text = text.strip()
        if setting is Setting.CODE:
            coded = [True] * len(texts)
        entry = Entry(
            text,
            kind,
            cell,
            note,
            tuple(gathered.refs),
            verbatim=code_spans(raw, text, _ranges(texts, coded)),
            origins=origins,
            setting=setting if listed else None,
        )
        self.entries.append(entry)

    def _inline(self, paragraph: etree._Element, gathered: _Paragraph) -> None:
        """Gather the text of a paragraph; a stack stands for recursion."""
        stack = list(reversed(list(paragraph)))
        while stack:
            element = stack.pop()
            name = local(element)
            if name == "r":
                properties = child(element, "rPr")
                gathered.hidden = is_on(properties, "vanish")
                gathered.code = self._styles.setting(properties) is Setting.CODE
                height = child(properties, "vertAlign")
                gathered.raised = height is not None and attribute(height, "val") == "superscript"
            if name == "fldChar":
                self._field(attribute(element, "fldCharType"))
            elif name == "txbxContent":
                gathered.boxes.append(element)
            elif name == "AlternateContent":
                stack += _choice(element)
            elif name not in _SKIPPED and not self._said(element, name, gathered):
                stack += reversed(list(element))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _said(self, element: etree._Element, name: str, gathered: _Paragraph) -> bool:
        """Take what an element says; say whether it was one that says something itself."""
        if name in ("footnoteReference", "endnoteReference"):
            self._refer(name.removesuffix("Reference"), element, gathered)
            return True
        text = _text_of(element, name)
        if text is None:
            return False
        # Runs in a field's code may have text of their own, as its result will have.
        if text and not gathered.hidden and not any(self._fields):
            if gathered.raised:
                text = raised(text, "".join(gathered.texts[-4:]))
            gathered.texts.append(text)
            gathered.coded.append(gathered.code)
            gathered.origins.append(Origin(text, element))
        return True

    def _refer(self, kind: str, element: etree._Element, gathered: _Paragraph) -> None:
        key = f"{kind} {attribute(element, 'id')}"
        gathered.refs.append(key)
        if key not in self.labels:
            self._counts[kind] += 1
            number = str(self._counts[kind])
            self.labels[key] = number if kind == "footnote" else f"endnote {number}"


def _ranges(texts: list[str], coded: list[bool]) -> list[tuple[int, int]]:
    """Return where code stands in joined texts; what touches is one."""
    found: list[tuple[int, int]] = []
    at = 0
    for text, code in zip(texts, coded, strict=True):
        if code and found and found[-1][1] == at:
            found[-1] = found[-1][0], at + len(text)
        elif code:
            found.append((at, at + len(text)))
        at += len(text)
    return found


def _text_of(element: etree._Element, name: str) -> str | None:
    if name == "t":
        return (element.text or "").replace("\n", " ").replace("\r", " ")
    if name == "br":
        return BREAK
    if name == "sym":
        # Symbol fonts put their pictures where Unicode has nothing; they say nothing.
        code = attribute(element, "char") or ""
        value = int(code, 16) if len(code) == 4 and _is_hex(code) else 0xF000
        return chr(value) if chr(value).isprintable() else ""
    return _CHARACTERS.get(name)


def _is_hex(code: str) -> bool:
    return all(character in "0123456789abcdefABCDEF" for character in code)


def _count(element: etree._Element | None, default: int) -> int:
    value = "" if element is None else attribute(element, "val") or ""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 5 else default


def _choice(element: etree._Element) -> list[etree._Element]:
    """Return the newest of several ways to say the same (ECMA-376 part 3)."""
    ways = list(element)
    first = next((way for way in ways if local(way) == "Choice"), None)
    return [first] if first is not None else ways[:1]


def _unwrapped(holder: etree._Element) -> Iterable[etree._Element]:
    """Yield the children, with those of content controls and insertions in their place."""
    stack = list(reversed(list(holder)))
    while stack:
        element = stack.pop()
        name = local(element)
        if name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            stack += reversed(list(element))
        elif name == "AlternateContent":
            stack += _choice(element)
        elif name in ("Choice", "Fallback"):
            stack += reversed(list(element))
        elif name not in _SKIPPED:
            yield element
