"""Columns of running text that a file gives line by line across the page.

Their lines stand side by side like the cells of a table. What tells them apart is that a line goes
on in the line below it: it is full, stops inside a sentence, and holds more than a few words.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from duizhao import lazy
from duizhao.corpora.reading.formats.pdf.lines import HYPHENS, PageLine, Row, is_full
from duizhao.corpora.reading.layout.kinds import ends_sentence
from duizhao.corpora.text.scripts import SYLLABLES, is_cjk

__all__ = ["in_columns"]

# Rows of a region, and lines of each of its columns.
_FEWEST_ROWS = 3
# In ems: how far baselines of one column are apart, how uneven that may be, and how much deeper a
# first line is indented.
_PITCH, _UNEVEN, _DEEPEST = 2.0, 0.35, 4.0
# In points: how well the lines of a column begin at one margin.
_SAME_COLUMN = 2.0
# Shares of the lines that go on below, and of those that do so in a small letter or in Chinese; a
# line of a cell goes on nowhere. In words (a syllable is a third of one): how much a line holds.
_GO_ON, _PLAINLY, _WORDS = 0.6, 0.4, 3.0
_WORD = lazy.compile(rf"[{SYLLABLES}]{{1,3}}|[^\W\d_{SYLLABLES}]{{2,}}")
_STOP = lazy.compile(r"[.!?。！？؟।]")


def in_columns(rows: Sequence[Row]) -> list[Row]:
    """Return rows of a page in which columns of running text stand one after the other.

    :param rows: The rows of a page, those that seem to be tables numbered.
    """
    out: list[Row] = []
    at = 0
    while at < len(rows):
        end = _end_of_table(rows, at)
        region = _widened(rows, at, end) if end - at >= _FEWEST_ROWS else None
        if region is None:
            out += rows[at:end]
            at = end
            continue
        high, low, columns = region
        del out[len(out) - (at - high) :]
        out += (Row([line]) for column in columns for line in column)
        at = low
    return out


def _end_of_table(rows: Sequence[Row], at: int) -> int:
    end = at + 1
    while rows[at].table and end < len(rows) and rows[end].table == rows[at].table:
        end += 1
    return end


def _widened(
    rows: Sequence[Row], start: int, end: int
) -> tuple[int, int, list[list[PageLine]]] | None:
    """Return first and last row of a region and its columns; None if it is a table."""
    first = rows[start].lines
    lefts = [min(row.lines[i].left for row in rows[start:end]) for i in range(len(first))]
    high, low = start, end
    while high and _fits(rows[high - 1], rows[high], lefts) and not rows[high - 1].table:
        high -= 1
    while low < len(rows) and _fits(rows[low], rows[low - 1], lefts):
        low += 1
    columns: list[list[PageLine]] = [[] for _ in lefts]
    for row in rows[high:low]:
        for line in row.lines:
            columns[_column_of(line, lefts)].append(line)
    return (high, low, columns) if all(map(_runs_on, columns)) else None


def _fits(row: Row, beside: Row, lefts: Sequence[float]) -> bool:
    """Say whether a row near a region has its lines in the region's columns."""
    size = beside.lines[0].size
    step = abs(row.lines[0].base - beside.lines[0].base)
    if not 0 < step <= _PITCH * size:
        return False
    found = [_column_of(line, lefts) for line in row.lines]
    if -1 in found or len(set(found)) != len(found):
        return False
    return all(abs(line.size - size) < size / 10 for line in row.lines)


def _column_of(line: PageLine, lefts: Sequence[float]) -> int:
    """Return the column that a line stands in; -1 if it stands in none."""
    for number, left in enumerate(lefts):
        after = lefts[number + 1] if number + 1 < len(lefts) else float("inf")
        if left - _SAME_COLUMN <= line.left <= left + _DEEPEST * line.size and line.right < after:
            return number
    return -1


def _runs_on(column: Sequence[PageLine]) -> bool:
    """Say whether the lines of a column are one text."""
    if len(column) < _FEWEST_ROWS or not any(_STOP.search(line.text) for line in column):
        return False
    if sum(len(_WORD.findall(line.text)) for line in column) < _WORDS * len(column):
        return False
    steps = [(a.base - b.base) / a.size for a, b in itertools.pairwise(column)]
    if max(steps) - min(steps) > _UNEVEN or min(steps) <= 0 or max(steps) > _PITCH:
        return False
    right = max(line.right for line in column)
    pairs = list(itertools.pairwise(column))
    full = [(a, b) for a, b in pairs if is_full(a, b, right)]
    plain = sum(map(_goes_on, full))
    return len(full) >= _GO_ON * len(pairs) and plain >= _PLAINLY * len(pairs)


def _goes_on(pair: tuple[PageLine, PageLine]) -> bool:
    above, below = pair
    if above.text[-1] in HYPHENS:
        return True
    begins = below.text[0].islower() or is_cjk(below.text[0])
    return begins and not ends_sentence(above.text)
