"""Footnotes of HTML and XHTML: the marks in the text, and the notes they lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duizhao.corpora.reading.formats.archive import attribute, local

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Notes", "without_mark"]

_NOTE_BLOCKS = frozenset({"li", "p", "div", "aside", "section", "dd", "blockquote"})
_NOTE_TYPES = frozenset({"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"})
_MARK_TYPES = frozenset({"noteref", "doc-noteref"})
_MARK_CLASSES = re.compile(r"\b(?:footnote-?ref|noteref|fnref)\b", re.IGNORECASE)
_MARK = re.compile(
    r"[\[(（〔［]?\s?(?:注\s?)?(?:\d{1,4}|[*†‡§¶]{1,3}|[ivxlc]{1,7}|[a-z]|[①-⑳])(?::\d)?\s?[\])）〕］]?"
)
_BACK = re.compile(r"[\^↑↩⤴︎️\s]{1,8}|back|return|返回")
_FRAME = " \t\r\n[]()（）〔〕［］.、:"
# What is left of "1. " once the link back to the text has gone.
_STRANDED = re.compile(r"[\s.、:\])）〕］]{1,4}")
# A block this long is a part of the text to which a link leads, not a note.
_LONGEST_NOTE = 20_000
# How far above the anchor of a note its block may stand.
_FAR = 4
# No mark is longer; only so much of an element is looked at.
_LONGEST_MARK = 30


class Notes:
    """The notes of one tree.

    :param root: The root of the tree.
    """

    def __init__(self, root: etree._Element) -> None:
        self.labels: dict[str, str] = {}
        self.bodies: dict[etree._Element, str] = {}
        self._marks: dict[etree._Element, str] = {}
        for link in root.iter("{*}a"):
            self._add_mark(link)
        targets = set(self._marks.values())
        for element in root.iter("{*}*"):
            name = element.get("id") or (element.get("name") if local(element) == "a" else None)
            typed = bool(_types(element) & _NOTE_TYPES)
            if (name in targets and name) or typed:
                self._add_body(element, name or f"note {len(self.bodies) + 1}", typed=typed)
        found = set(self.bodies.values())
        # A mark that leads nowhere here is still the mark of a note elsewhere, if it says so.
        self._marks = {
            mark: key
            for mark, key in self._marks.items()
            if key in found or _is_typed_mark(mark) or key.startswith("elsewhere ")
        }

    def mark(self, element: etree._Element) -> str | None:
        """Return the key of the note whose mark an element is."""
        return self._marks.get(element)

    def is_back_link(self, element: etree._Element, note: str | None) -> bool:
        """Say whether an element in a note is the link back to the text."""
        if note is None or local(element).lower() != "a":
            return False
        if "doc-backlink" in _types(element):
            return True
        text = _beginning(element)
        leads = "#" in (element.get("href") or "")
        return leads and bool(_MARK.fullmatch(text) or _BACK.fullmatch(text))

    def _add_mark(self, link: etree._Element) -> None:
        file, hash_, target = (link.get("href") or "").partition("#")
        if not hash_ or not target:
            return
        text = _beginning(link)
        parent = link.getparent()
        sup = parent is not None and local(parent).lower() == "sup"
        inner = len(link) == 1 and local(link[0]).lower() == "sup" and not (link.text or "").strip()
        looks = (sup or inner) and _MARK.fullmatch(text) is not None
        if _is_typed_mark(link) or looks:
            key = f"elsewhere {target}" if file else target
            whole = sup and parent is not None and _beginning(parent) == text
            self._marks[parent if whole and parent is not None else link] = key
            self.labels.setdefault(key, text.strip(_FRAME) or target)

    def _add_body(self, element: etree._Element, key: str, *, typed: bool) -> None:
        block: etree._Element | None = element
        for _ in range(_FAR):
            if block is None or local(block).lower() in _NOTE_BLOCKS:
                break
            block = block.getparent()
        if block is None or local(block).lower() not in _NOTE_BLOCKS or block in self.bodies:
            return
        if not typed:
            size = 0
            for part in block.iter():
                size += 1 + len(part.text or "")
                if size > _LONGEST_NOTE or self._marks.get(part) == key:
                    return
        self.bodies[block] = key


def without_mark(text: str) -> str:
    """Return the text of a note without what its link back has left.

    >>> without_mark("] See below.")
    'See below.'
    """
    stranded = _STRANDED.match(text)
    return text[stranded.end() :] if stranded else text


def _beginning(element: etree._Element) -> str:
    text = ""
    for part in element.itertext():
        text += str(part)
        if len(text) > _LONGEST_MARK:
            break
    return text[: _LONGEST_MARK + 1].strip()


def _types(element: etree._Element) -> set[str]:
    role, kind = element.get("role") or "", attribute(element, "type") or ""
    return {*role.split(), *kind.split(), *(element.get("epub:type") or "").split()}


def _is_typed_mark(element: etree._Element) -> bool:
    link = element if local(element).lower() == "a" else element.find("{*}a")
    if link is None:
        return False
    return bool(_types(link) & _MARK_TYPES or _MARK_CLASSES.search(link.get("class") or ""))
