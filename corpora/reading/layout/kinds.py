"""What a line of text is on the page, as far as its own words tell."""

from __future__ import annotations

import functools
import re
from importlib.resources import files

from duizhao import lazy
from duizhao.corpora.document import Kind
from duizhao.corpora.text.note_marks import without_last_note_marks
from duizhao.corpora.text.scripts import CLOSERS, display_width

__all__ = ["ends_sentence", "is_cell_row", "is_numbered", "is_short_title", "kind_of_line"]

# In columns: the widest headings that were seen, with room, and what is looked at of a line.
_LONG = 160
_LONGEST = 800
_LONG_TITLE_ZH = 76
_LONG_TITLE_EN = 120
_LONG_NUMBERED = 130

# What is looked at of the end of a line: a few marks of notes, and what closes.
_LONGEST_END = 60

# Numbers before a heading or a list item. A decimal number is none.
_NUMBERED = lazy.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,4}[章节回部篇卷编讲条]|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2}|[a-z])[）)]|\d{1,2}(?:\.\d{1,2}){1,3}[\s、](?![a-z亿万个年倍元%％])"
    r"|(?:案例|附件|附录|专题|步骤)\s?[\d一二三四五六七八九十]{1,2}[：:、.．\s]"
    r"|\d{1,2}(?:[.．](?!\d)|[)）、])|[①-⑳❶-❿]|[A-Z][.)]\s|[a-z]\)\s"
    r"|(?:Chapter|CHAPTER|Part|PART) [\dIVXLA-Z]"
)
_BULLET = lazy.compile(r"[-*•▪◦‣▶▣■◆●○◇□➢·✓]\s")
_FRAMED = lazy.compile(r"([·•▪■◆—–-]{1,6})[^·•▪■◆。！？]{1,40}\1")
_NO_TITLE_END = lazy.compile(r"(?:[。！？!?；;：:，,、….]|(?<!目)的)$")
# A tab after the number or bullet of a list item makes no table.
_ITEM_TAB = lazy.compile(r"\W{0,2}\w{0,4}[.)、）•·*-]\t")
_BAR_ROW = lazy.compile(r"\|[^|]{0,2000}[^|\s:-][^|]{0,2000}\|")


@functools.lru_cache(maxsize=1)
def _rules() -> tuple[tuple[Kind, int, re.Pattern[str]], ...]:
    text = (files("duizhao.corpora.reading.layout") / "data" / "line_kinds.txt").read_text(
        encoding="utf-8"
    )
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((Kind(kind), int(width), lazy.compile(pattern)) for kind, width, pattern in rows)


def kind_of_line(text: str) -> Kind | None:
    """Name the kind of a line that its own words give away.

    :param text: A line without white space at its ends.
    :return: The kind; ``None`` for what may be text as well as a heading.

    >>> kind_of_line("Read more: Can a plant cure a cold? »")
    <Kind.TEASER: 'teaser'>
    """
    width = display_width(text[:_LONGEST])
    for kind, limit, pattern in _rules():
        if width <= limit and pattern.fullmatch(text):
            return kind
    if is_numbered(text):
        short = width <= _LONG_NUMBERED and not _NO_TITLE_END.search(text) and "。" not in text
        return Kind.HEADING if short else Kind.LIST_ITEM
    if _FRAMED.fullmatch(text[:_LONG]):
        return Kind.HEADING
    if _BULLET.match(text):
        return Kind.LIST_ITEM
    return Kind.HEADING if re.match(r"#{1,6}\s", text) else None


def is_cell_row(text: str) -> bool:
    """Say whether a line is a row of a table: cells parted by tabs, or between bars."""
    if "\t" in text:
        return _ITEM_TAB.match(text) is None or text.count("\t") > 1
    return text[0] == "|" and _BAR_ROW.match(text) is not None


def is_numbered(text: str) -> bool:
    """Say whether a line begins with the number of a section or of a list item."""
    return _NUMBERED.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Say whether a text ends as a sentence or a clause that announces the next does."""
    # Only the end is looked at: stripping a megabyte of quotes again and again would be quadratic.
    bare = without_last_note_marks(text[-_LONGEST_END:]).rstrip(CLOSERS + "\"' ")
    return bare.endswith(tuple("。！？!?；;：:….｡．"))


_SENTENCE_INSIDE = lazy.compile(r"。(?!$)|[a-z]{3}\. [A-Z]")
_NEEDS_MORE = lazy.compile(
    r"[a-z],? (?:the|of|and|a|an|to|in|for|with|by|from|at|or|that|because)$"
    r"|(?:(?<![目标])的|[的还]有|包括|以及|由于|为了|例如|比如)$"
)


def is_short_title(text: str) -> bool:
    """Say whether a line could be a heading: short, and not ended as a sentence is.

    What holds several clauses or a whole sentence, or stops at a word that needs another after
    it, is a paragraph cut off, not a heading.
    """
    text = without_last_note_marks(text)
    if text.count("，") > 2 or _SENTENCE_INSIDE.search(text) or _NEEDS_MORE.search(text):
        return False
    if _NO_TITLE_END.search(text[-16:].rstrip(CLOSERS + "\"' ")) or not any(map(str.isalnum, text)):
        return False
    width = display_width(text[: 2 * _LONG])
    if width - len(text) > len(text) // 3:
        return width <= _LONG_TITLE_ZH and not text.startswith(("“", "「", "——"))
    return width <= _LONG_TITLE_EN and (
        text[0].isupper() or text[0].isdigit() or text[0] in "“\"'‘"
    )
