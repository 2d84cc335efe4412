"""Verbatim items of a side of a link, and what they are compared by."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.alignment import Place
from duizhao.corpora.document import Document, Sentence, Verbatim, VerbatimKind
from duizhao.corpora.text.scripts import CJK

__all__ = ["Item", "family", "is_formatting", "is_words", "items_of", "key_of", "occurrences"]

# Code longer than this with spaces in it is a statement, with comments and messages that are
# translated.
_LONGEST_CODE = 60
_CJK = lazy.compile(f"[{CJK}]")
_SUBSTANCE = lazy.compile(r"[^\W_]")
_SPACES = lazy.compile(r"\s+")
_POSITION = lazy.compile(r"(?<=%)\d{1,2}\$")
_SCHEME = lazy.compile(r"^(?:https?://)?(?:www\.)?")
_ANCHOR = lazy.compile(r"\[\[[^\[\]]+\]\]")
_WORDS = lazy.compile(
    r"[A-Za-z][a-z]*(?:[ /,.&'’-]+[A-Za-z][a-z]*)*[.!?]?|[A-Z][A-Za-z]*", re.ASCII
)

# Kinds that may stand for one another: a file's name is code in one text and plain in the other.
_FAMILIES = {
    VerbatimKind.PATH: VerbatimKind.CODE,
    VerbatimKind.IDENTIFIER: VerbatimKind.CODE,
    VerbatimKind.OPTION: VerbatimKind.CODE,
    VerbatimKind.ANCHOR: VerbatimKind.COMMAND,
}
_NOT_COMPARED = frozenset({VerbatimKind.COMMENT, VerbatimKind.KEY, VerbatimKind.NOTE_MARK})
# Tags that only change how words look; a translation may do without.
_FORMATTING = lazy.compile(
    r"</?(?:b|big|br|em|font|hr|i|mark|p|q|s|small|span|strike|strong|sub|sup|tt|u|c|g)(?![\w:.-])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Item:
    """A verbatim item.

    :param text: How it stands in the document.
    :param key: What it is compared by.
    :param kind: What it is.
    :param start: Where it begins in the document.
    :param end: Where it ends there.
    """

    text: str
    key: str
    kind: VerbatimKind
    start: int
    end: int

    def place(self, number: int) -> Place:
        """Return its place in the document of this number."""
        return Place(number, self.start, self.end, self.text)


def items_of(document: Document, sentences: Sequence[Sentence]) -> Iterator[Item]:
    """Yield the items that sentences have, and that can be compared, in order.

    :param document: Their document.
    :param sentences: Sentences, rising.
    """
    known = document.verbatim
    for sentence in sentences:
        at = bisect_left(known, sentence.start, key=lambda item: item.start)
        while at < len(known) and known[at].start < sentence.end:
            item = _item(document.text, known[at])
            if item is not None:
                yield item
            at += 1


def _item(text: str, found: Verbatim) -> Item | None:
    shown = text[found.start : found.end]
    if found.kind in _NOT_COMPARED or _CJK.search(shown) or not _SUBSTANCE.search(shown):
        return None
    if found.kind is VerbatimKind.CODE and (
        "\n" in shown or (len(shown) > _LONGEST_CODE and " " in shown)
    ):
        return None
    return Item(shown, key_of(shown, found.kind), found.kind, found.start, found.end)


def key_of(text: str, kind: VerbatimKind) -> str:
    """Return what an item is compared by: without what may be written in several ways.

    >>> key_of("`size()`", VerbatimKind.CODE), key_of("http://a.example/", VerbatimKind.URL)
    ('size', 'a.example')
    """
    if kind is VerbatimKind.URL:
        return _SCHEME.sub("", text).rstrip("/")
    if kind is VerbatimKind.PLACEHOLDER:
        return _POSITION.sub("", _SPACES.sub("", text))
    if kind is VerbatimKind.TAG:
        return _SPACES.sub(" ", text).lower().replace(" />", ">").replace("/>", ">")
    if kind is VerbatimKind.COMMAND:
        return text.rstrip("{")
    if kind is VerbatimKind.ANCHOR or _ANCHOR.fullmatch(text):
        return text.strip("[]<>{}#")
    if family(kind) is VerbatimKind.CODE:
        return _SPACES.sub(" ", text.strip("`")).removesuffix("()")
    return text


def family(kind: VerbatimKind) -> VerbatimKind:
    """Return the kind that stands for those that one another may be written as."""
    return _FAMILIES.get(kind, kind)


def is_formatting(tag: str) -> bool:
    """Say whether a tag only changes how words look."""
    return _FORMATTING.match(tag) is not None


def is_words(code: str) -> bool:
    """Say whether what is set as code reads as words, which may be translated.

    >>> is_words("Lock Name"), is_words("from"), is_words("get_name")
    (True, True, False)
    """
    return _WORDS.fullmatch(code) is not None


def occurrences(needle: str, text: str) -> int:
    """Count how often an item stands in a text, however it is marked there.

    :param needle: The key of an item.
    :param text: The text; the case of letters does not count.
    """
    needle, text = needle.casefold(), text.casefold()
    count, at = 0, text.find(needle)
    while needle and at >= 0:
        end = at + len(needle)
        before, after = text[at - 1 : at], text[end : end + 1]
        count += not (_joins(before, needle[0]) or _joins(needle[-1], after))
        at = text.find(needle, end)
    return count


def _joins(one: str, other: str) -> bool:
    """Say whether two neighbouring characters are of one word of a machine."""
    return one.isascii() and other.isascii() and one.isalnum() and other.isalnum()
