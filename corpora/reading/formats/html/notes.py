"""Footnotes of HTML and XHTML: the marks in the text, and the notes they lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.reading.formats.archive import attribute, local

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Notes", "without_mark"]

_NOTE_BLOCKS = frozenset({"li", "p", "div", "aside", "section", "dd", "blockquote"})
_NOTE_TYPES = frozenset({"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"})
_MARK_TYPES = frozenset({"noteref", "doc-noteref"})
_MARK_CLASSES = lazy.compile(r"\b(?:footnote-?ref|noteref|fnref)\b", re.IGNORECASE)
_MARK = lazy.compile(
    r"[\[(（〔［【]?\s?(?:(?:注释?|註釋?|脚注|[Nn]otes?|nb|[Nn]|[Aa]nm\.?)\s?)?"
    r"(?:\d{1,4}|[*†‡§¶]{1,3}|[ivxlc]{1,7}|[a-z]{1,2}|[①-⑳])(?::\d)?\s?[\])）〕］】]?"
)
# A mark that names a source by its number; others lead to a note that explains something.
_NUMBER = lazy.compile(r"\d{1,4}(?::\d)?")
# What is raised in brackets asks or points: [2], [citation needed], 〔3〕, ［来源请求］.
_RAISED_ASIDE = lazy.compile(
    r"(?:[\[［〔【][^\[\]［］〔〕【】]{1,40}[\]］〕】][,，\s–-]{0,3}){1,8}"
)
# The page of a source, raised behind its mark or plainly written there.
_PAGE = r":\s{0,2}(?:pp?\.\s?)?\d{1,4}(?:\s?[-–,，]\s?\d{1,4}){0,4}"
_RAISED_PAGE = lazy.compile(rf"\s?{_PAGE}\s?")
_PLAIN_PAGE = lazy.compile(rf"\s?{_PAGE}(?=\s*$|\s{{1,3}}[^a-z\s])")
_SENTENCE_END = ".!?。！？…”’\"')]）】」』›»"
# Classes of what editors say to each other inside a sentence.
_INLINE_ASIDES = lazy.compile(r"\b(?:Inline-Template|inline-template|noprint|reference)\b")
_BACK = lazy.compile(r"[\^↑↩⤴︎️\s]{1,8}|back|return|返回")
_FRAME = " \t\r\n[]()（）〔〕［］.、:"
# What is left of "1. " once the link back to the text has gone.
_STRANDED = lazy.compile(r"[\s.、:\])）〕］]{1,4}")
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
        # Marks that are none if they lead to no note.
        self._unsure: set[etree._Element] = set()
        for link in root.iter("{*}a"):
            self._add_mark(link)
        targets = set(self._marks.values())
        for element in root.iter("{*}*"):
            name = element.get("id") or (element.get("name") if local(element) == "a" else None)
            typed = bool(_types(element) & _NOTE_TYPES)
            if (name in targets and name) or typed:
                self._add_body(element, name or f"note {len(self.bodies) + 1}", typed=typed)
        found = set(self.bodies.values())
        # A raised mark is one even where its note is not, or stands elsewhere.
        self._marks = {
            mark: key if key in found else ""
            for mark, key in self._marks.items()
            if key in found or mark not in self._unsure
        }
        for raised in root.iter("{*}sup"):
            if raised not in self._marks and _is_aside(raised):
                self._marks.update(self._bracketed_links(raised))

    def _bracketed_links(self, raised: etree._Element) -> dict[etree._Element, str]:
        """Return what stands in a raised text that is a mark: itself, or the marks in it."""
        inner = [link for link in raised.iter("{*}a") if link in self._marks]
        # The marks in it lead to their notes; what is left are brackets, which are dropped too.
        keys = [self._marks[link] for link in inner if self._marks[link]]
        return {raised: keys[0] if keys else ""}

    def sources_in_lists(self) -> bool:
        """Say whether marks of the page lead to numbered notes in a list, as in encyclopaedias."""
        bodies = {key: body for body, key in self.bodies.items()}
        return any(
            _NUMBER.fullmatch(self.labels.get(key, ""))
            and key in bodies
            and local(bodies[key]).lower() == "li"
            and _names_source(bodies[key])
            for key in set(self._marks.values())
        )

    def drop_sources(self, region: etree._Element) -> None:
        """Leave notes that name a source where they stand: they are no notes any more.

        :param region: A list of references.
        """
        for element in region.iter("{*}*"):
            key = self.bodies.get(element)
            if key is not None and not _EXPLAINS.fullmatch(self.labels.get(key, "")):
                del self.bodies[element]
                self._marks = {
                    mark: "" if known == key else known for mark, known in self._marks.items()
                }

    def page_behind(self, text: str, before: str) -> int:
        """Return how much of the text behind a mark is the page of its source.

        :param text: The text that follows a mark.
        :param before: The text before the mark.
        """
        found = _PLAIN_PAGE.match(text)
        ends = before.rstrip()[-1:]
        return found.end() if found and ends and ends in _SENTENCE_END else 0

    def mark(self, element: etree._Element) -> str | None:
        """Return the key of the note whose mark an element is; empty if its note is not here."""
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
        touches = not looks and _BRACKETED.fullmatch(text) is not None and _touches(link)
        if _is_typed_mark(link) or looks or touches:
            key = f"elsewhere {target}" if file else target
            whole = sup and parent is not None and _beginning(parent) == text
            mark = parent if whole and parent is not None else link
            self._marks[mark] = key
            if touches:
                self._unsure.add(mark)
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


_BRACKETED = lazy.compile(r"[\[［〔【]\d{1,3}[\]］〕】]")
_EXPLAINS = lazy.compile(r"(?!\d)[^\d]{1,8}|(?:注释?|註釋?|[Nn]otes?|nb|[Nn]|[Aa]nm\.?)\s?\d{1,3}")
_YEAR = lazy.compile(r"\b(?:1[5-9]|20)\d\d\b")
_SOURCE_WORDS = lazy.compile(
    r"\bpp?\.|ISBN|ISSN|\bdoi\b|https?:|[Rr]etrieved|[Aa]rchived|\b[Vv]ol\.|\bPress\b|\bet al\b"
    r"|出版|页|頁|存档|存檔|访问|检索|引用日期|Abgerufen|consulté|consultado"
)


def _names_source(note: etree._Element) -> bool:
    """Say whether a note names a book, a page or an article, and says nothing else."""
    text = " ".join(str(part) for part in note.itertext())[:_LONGEST_NOTE]
    signs = (
        _YEAR.search(text) is not None,
        _SOURCE_WORDS.search(text) is not None,
        note.find(".//{*}cite") is not None,
        any((link.get("href") or "").startswith("http") for link in note.iter("{*}a")),
    )
    return sum(signs) > 1


def _touches(link: etree._Element) -> bool:
    """Say whether a link stands directly behind a word or a stop, as marks of notes do."""
    before = link.getprevious()
    parent = link.getparent()
    text = before.tail if before is not None else None if parent is None else parent.text
    return bool(text and not text[-1].isspace())


def _is_aside(raised: etree._Element) -> bool:
    """Say whether a raised text is a mark, a question of editors or the page of a source."""
    text = " ".join("".join(str(part) for part in raised.itertext()).split())
    if not text or len(text) > 4 * _LONGEST_MARK:
        return False
    if _RAISED_ASIDE.fullmatch(text):
        return True
    marked = _INLINE_ASIDES.search(raised.get("class") or "") is not None
    return marked and (
        bool(_RAISED_PAGE.fullmatch(text)) or "Inline" in (raised.get("class") or "")
    )


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
