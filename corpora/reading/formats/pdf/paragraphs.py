"""The lines of PDF pages to paragraphs, by where they stand.

A PDF knows glyphs and places, not paragraphs. Lines are one paragraph while they have one size
and one pitch, begin at one margin, and the line before was full: the next word would not have
fitted into it. Lines are taken in the order of the file, which sets columns one after the other.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from duizhao import lazy
from duizhao.corpora.reading.formats.pdf.columns import in_columns
from duizhao.corpora.reading.formats.pdf.lines import (
    HYPHENS,
    SLACK,
    SLACK_CJK,
    PageLine,
    find_rows,
    healed,
    is_full,
)
from duizhao.corpora.reading.layout.kinds import ends_sentence, is_numbered
from duizhao.corpora.text.scripts import is_cjk

__all__ = ["Paragraph", "paragraphs_of"]

# In ems: how much deeper a first line is indented, at least and at most.
_INDENT = 0.8
_DEEPEST = 6.0
# A column begins this much higher than the one before it ends.
_COLUMN_RISE = 3.0
# The lines of a long paragraph that tell how wide it is.
_RECENT = 40
# Sizes this near are the same; a heading is set this much larger than the text.
_SAME_SIZE = 0.1
_HEADING = 1.15
# A gap of this many usual line pitches parts paragraphs.
_GAP = 1.35
# Where running heads and page numbers stand: shares of the height of the page.
_EDGE = 0.12
# On this many pages a running head comes again, at the same height (in points).
_FEWEST_HEADS = 2
_SAME_HEIGHT = 3.0
_WIDEST_HEAD = 100

_PAGE_NUMBER = lazy.compile(
    r"[-–—·.|\[( ]*(?:(?:page|p\.|seite|第)\s*)?(?:\d{1,5}|[ivxlc]{1,7})\s*"
    r"(?:(?:of|/|von|／)\s*\d{1,5})?\s*(?:[页頁]|共\s*\d{1,5}\s*[页頁])?[-–—·.|\]) ]*",
    re.IGNORECASE,
)
_BULLET = lazy.compile(r"[-*•▪◦‣▶■◆●○□➢·]\s?")


@dataclass
class Paragraph:
    """Lines that belong together.

    :param lines: At least one.
    :param heading: Whether it is set larger than the text.
    :param furniture: Whether it is a running head or a page number.
    :param cell: Its row and column, from 1, if it is a cell of a table.
    """

    lines: list[PageLine]
    heading: bool = False
    furniture: bool = False
    cell: tuple[int, int] | None = None


@dataclass
class _Page:
    """What a page has: furniture and the rest."""

    furniture: list[PageLine] = field(default_factory=list)
    body: list[PageLine] = field(default_factory=list)


def paragraphs_of(lines: Sequence[PageLine]) -> list[Paragraph]:
    """Group the lines of a document.

    A paragraph that goes on over a page end or into the next column is one paragraph.

    :param lines: All lines in the order of the file.
    :return: Paragraphs in reading order; running heads and page numbers at their page.
    """
    if not lines:
        return []
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    size = max(weights, key=lambda key: (weights[key], key))
    out: list[Paragraph] = []
    open_one: Paragraph | None = None
    for page in _pages(lines):
        out += (Paragraph([line], furniture=True) for line in page.furniture)
        found = _page_paragraphs(page.body, size)
        if open_one and found and _goes_on(open_one, found[0], page.body):
            open_one.lines += found.pop(0).lines
        out += found
        running = [p for p in found if _same_size(p.lines[0].size, size)]
        open_one = running[-1] if running else open_one if page.body and not found else None
    return out


def _pages(lines: Sequence[PageLine]) -> Iterator[_Page]:
    by_page: dict[int, list[PageLine]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    edges = {number: _edge_lines(found) for number, found in by_page.items()}
    heads: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, found in edges.items():
        for line in found:
            for height in _heights(line):
                heads[_masked(line.text), height].add(number)
    for number, found in by_page.items():
        page = _Page()
        for line in found:
            at_edge = line in edges[number] and not ends_sentence(line.text)
            again = max(len(heads[_masked(line.text), h]) for h in _heights(line)) if at_edge else 0
            is_number = line in edges[number] and _PAGE_NUMBER.fullmatch(line.text)
            furniture = is_number or again >= _FEWEST_HEADS
            (page.furniture if furniture else page.body).append(line)
        yield page


def _heights(line: PageLine) -> tuple[int, int]:
    """Return two rough heights, of which lines that are nearly as high share one."""
    height = int(line.base // _SAME_HEIGHT)
    return height, height + 1


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _edge_lines(lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines of a page that stand apart at its upper or lower edge."""
    sizes: dict[float, float] = {}
    for line in lines:
        height = round(line.base, 1)
        sizes[height] = max(line.size, sizes.get(height, 0.0))
    top = lines[0].height
    edge: set[float] = set()
    rising = sorted(sizes)
    for order in (rising, rising[::-1]):
        for here, following in zip(order, [*order[1:], None], strict=True):
            # A line with the text close behind it is part of the text.
            apart = following is None or abs(following - here) > _GAP * sizes[here]
            if min(here, top - here) > _EDGE * top or not apart:
                break
            edge.add(here)
    return [
        line for line in lines if round(line.base, 1) in edge and len(line.text) <= _WIDEST_HEAD
    ]


def _same_size(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME_SIZE * max(one, other)


def _page_paragraphs(lines: Sequence[PageLine], size: float) -> list[Paragraph]:
    """Group the lines of a page, tables apart."""
    out: list[Paragraph] = []
    for table, run in itertools.groupby(in_columns(find_rows(lines)), key=lambda row: row.table):
        rows = [row.lines for row in run]
        if table:
            out += (
                Paragraph([line], cell=(i, j))
                for i, row in enumerate(rows, start=1)
                for j, line in enumerate(row, start=1)
            )
        else:
            out += _text_paragraphs([line for row in rows for line in healed(row)], size)
    return out


def _text_paragraphs(lines: Sequence[PageLine], size: float) -> list[Paragraph]:
    out: list[Paragraph] = []
    for column in _columns(lines):
        right = _right_margins(column)
        left = min(line.left for line in column)
        pitch = _pitch(column)
        first = True
        for line in column:
            last = out[-1] if out else None
            if last and first:
                # Beside it or a little lower is another cell of a table, no column.
                higher = line.base > last.lines[-1].base + _COLUMN_RISE * line.size
                follows = higher and _goes_on(last, Paragraph([line]), column)
            else:
                follows = last is not None and _follows(last, line, pitch, left, right)
            if last and follows:
                last.lines.append(line)
            else:
                out.append(Paragraph([line], heading=line.size >= _HEADING * size))
            first = False
    return out


def _columns(lines: Sequence[PageLine]) -> Iterator[list[PageLine]]:
    """Part the lines of a page where the next one stands higher than the one before."""
    column: list[PageLine] = []
    for line in lines:
        if column and (
            line.base > column[-1].base + line.size or line.left > _widest(column) + line.size
        ):
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def _widest(column: Sequence[PageLine]) -> float:
    return max(line.right for line in column[-3:])


def _pitch(column: Sequence[PageLine]) -> float:
    """Return the usual distance of two baselines, in sizes of the letters."""
    steps = [
        (a.base - b.base) / b.size
        for a, b in itertools.pairwise(column)
        if _same_size(a.size, b.size) and a.base - b.base > b.size / 2
    ]
    # The lower quartile: with many short paragraphs the gaps between them are as frequent.
    return sorted(steps)[len(steps) // 4] if steps else 1.2


def _right_margins(column: Sequence[PageLine]) -> dict[float, float]:
    """Return how far the lines of each size reach, by the rounded size."""
    margins: dict[float, float] = {}
    everything = max(line.right for line in column)
    counts = Counter(round(line.size) for line in column)
    for line in column:
        key = round(line.size)
        # A lone line of a size, such as a title, has the margin of its column.
        reach = line.right if counts[key] > 1 else everything
        margins[key] = max(margins.get(key, 0.0), reach)
    return margins


def _is_item(line: PageLine) -> bool:
    return bool(is_numbered(line.text) or _BULLET.match(line.text))


def _follows(
    paragraph: Paragraph, line: PageLine, pitch: float, left: float, right: dict[float, float]
) -> bool:
    """Tell whether a line of the same column goes on with a paragraph."""
    before, size = paragraph.lines[-1], line.size
    step = before.base - line.base
    if not _same_size(before.size, size) or step > _GAP * pitch * size:
        return False
    if abs(step) < size / 2:
        return False  # beside it: the cells of a table
    if not is_full(before, line, right[round(before.size)]):
        return False
    deeper = line.left - before.left
    if _is_item(line) and before.text[-1:] not in HYPHENS and deeper < _INDENT * size:
        return not _is_item(paragraph.lines[0]) and line.left < left + size / 4 and _mid(before)
    if len(paragraph.lines) == 1:
        # The first line may be indented, or the second line of a list item hang.
        return -_DEEPEST * size < deeper < _INDENT * size or _is_item(before)
    return abs(deeper) < _INDENT * size


def _mid(line: PageLine) -> bool:
    """Tell whether a line stops in the middle of a sentence."""
    return not ends_sentence(line.text)


def _goes_on(paragraph: Paragraph, following: Paragraph, column: Iterable[PageLine]) -> bool:
    """Tell whether a paragraph goes on at the top of the next page or column."""
    before, line = paragraph.lines[-1], following.lines[0]
    if not _same_size(before.size, line.size) or ends_sentence(before.text):
        return False
    same = [other for other in column if _same_size(other.size, line.size)]
    left = min(other.left for other in same)
    recent = paragraph.lines[-_RECENT:]
    own = recent[-1].left, max(other.right for other in recent)
    # Columns are about equally wide; the paragraph itself may be too short to tell.
    width = max(median(o.right - o.left for o in same), own[1] - own[0])
    room = own[0] + width - before.right
    if len(paragraph.lines) > 1:
        room = own[1] - before.right
    need = SLACK_CJK * line.size if is_cjk(line.text[0]) else line.word + SLACK * line.size
    return room < need and line.left - left < _INDENT * line.size and not _is_item(line)
