"""The lines of PDF pages: side by side, and joined to paragraphs."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from duizhao import lazy
from duizhao.corpora.text.scripts import is_cjk

__all__ = [
    "HYPHENS",
    "SLACK",
    "SLACK_CJK",
    "PageLine",
    "Row",
    "find_rows",
    "healed",
    "hyphenated_words",
    "is_full",
    "join_lines",
]

# Of a justified line, in ems; wider gaps part what stands side by side. And how well the cells
# of a column are in line, in points.
_WIDEST_SPACE = 4.0
_SAME_COLUMN = 2.0
# The number or bullet of a heading or item, a little way before it.
_LABEL = lazy.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?|\(?\w{1,3}[.)]|[-•▪◦‣▶■◆●○□·]")
_LABEL_SPACE = 2.5

_HYPHENATED = lazy.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)+")
_LAST_WORD = lazy.compile(r"[^\W\d_]+[-‐]$")
_FIRST_WORD = lazy.compile(r"[^\W\d_]+")
_SOFT_HYPHEN = "\u00ad"
#: What may end a line in the middle of a word.
HYPHENS = "-‐" + _SOFT_HYPHEN
#: In ems, how uneven a right margin may be.
SLACK = 0.3
#: The same in Chinese, where a mark that may not begin a line takes the last character of the line
#: before along.
SLACK_CJK = 2.2


@dataclass(frozen=True)
class PageLine:
    """A line of a page; lengths in points, the origin at the bottom left.

    :param text: What stands in it.
    :param page: The page, from 1.
    :param left: Where it begins.
    :param right: Where it ends.
    :param base: The height of its baseline.
    :param size: The size of its letters.
    :param word: The width of its first word.
    :param height: The height of the page.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    word: float
    height: float


@dataclass
class Row:
    """Lines that stand side by side, one after the other in the file.

    :param lines: At least one.
    :param table: The number of the table that it is a row of; 0 if it is none.
    """

    lines: list[PageLine]
    table: int = 0


def find_rows(lines: Sequence[PageLine]) -> list[Row]:
    """Group lines that stand side by side; rows of several under each other are a table.

    :param lines: The lines of a page in the order of the file.
    """
    rows: list[Row] = []
    for line in lines:
        before = rows[-1].lines[-1] if rows else None
        if before and abs(before.base - line.base) < line.size / 2 and line.left > before.right:
            gap = line.left - before.right
            if _LABEL.fullmatch(before.text) and gap < _LABEL_SPACE * line.size:
                rows[-1].lines[-1:] = healed([before, line])
            else:
                rows[-1].lines.append(line)
        else:
            rows.append(Row([line]))
    for number, (above, row) in enumerate(itertools.pairwise(rows), start=1):
        if above.lines[0].base > row.lines[0].base and _aligned(above.lines, row.lines):
            above.table = row.table = above.table or number
    return rows


def _aligned(above: Sequence[PageLine], below: Sequence[PageLine]) -> bool:
    """Tell whether two rows have the same several columns, set to the left, right or middle."""
    if len(above) != len(below) or len(above) == 1:
        return False
    return all(
        min(abs(a.left - b.left), abs(a.right - b.right), abs(a.left + a.right - b.left - b.right))
        <= _SAME_COLUMN
        for a, b in zip(above, below, strict=True)
    )


def healed(lines: Sequence[PageLine]) -> Iterator[PageLine]:
    """Put the pieces of a line that wide spaces parted together again.

    :param lines: What stands side by side, at least one.
    :return: The whole lines; what stands very far apart stays so.
    """
    line = lines[0]
    for piece in lines[1:]:
        if piece.left - line.right > _WIDEST_SPACE * line.size:
            yield line
            line = piece
            continue
        tight = is_cjk(line.text[-1]) or is_cjk(piece.text[0])
        text = line.text + ("" if tight else " ") + piece.text
        line = replace(line, text=text, right=piece.right)
    yield line


def is_full(line: PageLine, following: PageLine, right: float) -> bool:
    """Tell whether the first word of the following line would not have fitted.

    :param line: A line.
    :param following: The line below it.
    :param right: How far lines may reach, in points.
    """
    room = right - line.right
    if is_cjk(following.text[0]):
        return room < SLACK_CJK * line.size
    return room < following.word + SLACK * line.size


def join_lines(texts: Sequence[str], hyphenated: frozenset[str]) -> str:
    """Join the lines of a paragraph as a reader does.

    :param texts: The lines.
    :param hyphenated: Words with a hyphen of their own, in small letters: where one of them
        was broken at it, the hyphen stays.

    >>> join_lines(["a well-", "known feder-", "ation"], frozenset({"well-known"}))
    'a well-known federation'
    >>> join_lines(["长期", "合作"], frozenset())
    '长期合作'
    """
    parts: list[str] = []
    for text in texts:
        if parts:
            before = parts[-1]
            broken = before[-1] in HYPHENS and before[-2:-1].isalpha()
            if broken and text[0].islower() and not _keeps_hyphen(before, text, hyphenated):
                parts[-1] = before[:-1]
            elif not (broken or is_cjk(before[-1]) or is_cjk(text[0])):
                parts.append(" ")
        parts.append(text)
    return "".join(parts).replace(_SOFT_HYPHEN, "")


def _keeps_hyphen(before: str, after: str, hyphenated: frozenset[str]) -> bool:
    first, second = _LAST_WORD.search(before[-40:]), _FIRST_WORD.match(after[:40])
    if not first or not second:
        return False
    return f"{first[0][:-1]}-{second[0]}".lower() in hyphenated


def hyphenated_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that have a hyphen inside a line, in small letters."""
    return frozenset(
        match[0].lower().replace("‐", "-") for text in texts for match in _HYPHENATED.finditer(text)
    )
