"""The band: which cells of the alignment lattice are worth looking at.

A cell ``(i, j)`` says that the first ``i`` source and the first ``j`` target sentences have been
dealt with. The band keeps, for each row ``i`` from 0 to N, the columns ``low[i] <= j < high[i]``;
both bounds never fall. Cells are numbered row by row, so that a value a cell is one flat array,
and memory is the number of cells, not N times M.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duizhao.models.arrays import IntArray

__all__ = ["Band", "Rows", "band_along", "band_around", "full_band", "joined", "narrowed"]


# Sums of the same trusts may differ by so much.
_SLIP = 1e-9


@dataclass(frozen=True)
class Band:
    """The kept cells of a lattice of N source and M target sentences.

    :param low: First kept column of each row, shape (N+1,), never falling, ``low[0] == 0``.
    :param high: One past the last kept column, shape (N+1,), never falling,
        ``high[N] == M + 1``.
    """

    low: IntArray
    high: IntArray

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers (N, M) of sentences on the two sides."""
        return len(self.low) - 1, int(self.high[-1]) - 1

    @property
    def starts(self) -> IntArray:
        """The flat number of each row's first cell, shape (N+2,); the last is the cell count."""
        return np.concatenate([[0], np.cumsum(self.high - self.low)])

    def window(self, start: int, stop: int) -> tuple[int, int]:
        """Return the range of target sentences that beads of some source sentences may hold.

        :param start: The first source sentence.
        :param stop: One past the last, more than ``start``.
        """
        return int(self.low[start]), int(self.high[stop]) - 1

    def cells(self) -> tuple[IntArray, IntArray]:
        """Return row and column of every cell, in flat order."""
        widths = self.high - self.low
        rows = np.repeat(np.arange(len(widths)), widths)
        columns = np.arange(len(rows)) - np.repeat(self.starts[:-1] - self.low, widths)
        return rows, columns


@dataclass(frozen=True)
class Rows:
    """The rows of several bands, one after the other, R in all, to look C cells up by.

    :param start: The number of each row's first cell, and C at the end, shape (R + 1,).
    :param low: First kept column, shape (R,).
    :param above: How many rows of its band stand before a row, shape (R,).
    :param below: How many rows of its band stand behind it, shape (R,).
    """

    start: IntArray
    low: IntArray
    above: IntArray
    below: IntArray

    @staticmethod
    def of(bands: Sequence[Band], first: IntArray) -> Rows:
        """Put the rows of bands together, whose first cells have the given numbers."""
        counts = [len(band.low) for band in bands]
        above = np.concatenate([np.arange(count) for count in counts])
        starts = [band.starts[:-1] + at for band, at in zip(bands, first, strict=False)]
        return Rows(
            np.concatenate([*starts, first[-1:]]),
            np.concatenate([band.low for band in bands]),
            above,
            np.repeat(counts, counts) - 1 - above,
        )

    def shifted(
        self, cells: npt.NDArray[np.integer], shifts: Sequence[tuple[int, int]]
    ) -> npt.NDArray[np.int32]:
        """Return the cells some rows and columns away, shape (shifts, c).

        :param cells: Numbers of cells, shape (c,).
        :param shifts: Rows down and columns to the right; above and to the left below zero.
        :return: C where there is no such cell in the same band.
        """
        row = np.searchsorted(self.start, cells, side="right") - 1
        column = cells - self.start[row] + self.low[row]
        out = np.empty((len(shifts), len(cells)), np.int32)
        for t, (down, right) in enumerate(shifts):
            inside = self.above[row] >= -down if down < 0 else self.below[row] >= down
            there = np.where(inside, row + down, row)
            at = self.start[there] + (column + right - self.low[there])
            inside &= (at >= self.start[there]) & (at < self.start[there + 1])
            out[t] = np.where(inside, at, self.start[-1])
        return out

    def one_shifted(self, cell: int, down: int, right: int) -> int:
        """Return the cell some rows and columns away, which must be in the same band."""
        row = int(np.searchsorted(self.start, cell, side="right")) - 1
        column = cell - int(self.start[row]) + int(self.low[row])
        return int(self.start[row + down]) + column + right - int(self.low[row + down])


def full_band(n: int, m: int) -> Band:
    """Return the band that keeps every cell: the lattice is searched exactly.

    :param n: N source sentences.
    :param m: M target sentences.

    >>> full_band(1, 2).high
    array([3, 3])
    """
    return Band(np.zeros(n + 1, np.intp), np.full(n + 1, m + 1, np.intp))


def band_along(n: int, m: int, cells: Sequence[tuple[int, int]]) -> Band:
    """Return a narrow band that holds the given cells of a path.

    :param n: N source sentences.
    :param m: M target sentences.
    :param cells: Cells (row, column) from (0, 0) on, neither number ever falling.

    >>> band_along(2, 2, [(0, 0), (2, 1), (2, 2)]).low
    array([0, 1, 1])
    """
    low = np.full(n + 1, m, np.intp)
    high = np.zeros(n + 1, np.intp)
    for row, column in cells:
        low[row] = min(low[row], column)
        high[row] = max(high[row], column + 1)
    low = np.minimum.accumulate(low[::-1])[::-1]
    low[0], high[-1] = 0, m + 1
    return Band(low, np.maximum(np.maximum.accumulate(high), low + 1))


def band_around(
    n: int,
    m: int,
    anchors: Sequence[tuple[int, int]] | IntArray,
    *,
    reach: float,
    pad: int,
    trust: npt.ArrayLike = 1.0,
) -> Band:
    """Return a band along anchors, wide where they are far apart or unsure.

    Row ``i`` keeps the columns between an anchor before it and one after it, and ``pad`` more on
    both sides; from ``i`` to each of these two the anchors' trust adds up to ``reach``. One wrong
    anchor can therefore not cut the right path off, and a stretch without anchors is searched
    whole.

    :param n: N source sentences.
    :param m: M target sentences.
    :param anchors: Pairs of sentences taken to belong together, both numbers rising,
        shape (A, 2).
    :param reach: How many trusted anchors to look back and ahead, above 0.
    :param pad: Columns kept beyond them.
    :param trust: How far each anchor is trusted, above 0 to 1, shape (A,).

    >>> band_around(4, 4, np.array([(1, 1), (2, 2)]), reach=1, pad=0).low
    array([0, 0, 1, 2, 2])
    """
    pairs = np.asarray(anchors, np.intp).reshape(-1, 2)
    columns = np.concatenate([[0], pairs[:, 1], [m]])  # with the texts' ends as number 0 and A + 1
    each = np.broadcast_to(np.asarray(trust, np.float64), len(pairs))
    sums = np.concatenate([[0.0], np.cumsum(each)])
    passed = sums[np.searchsorted(pairs[:, 0], np.arange(n + 1), side="left")]
    before = np.searchsorted(sums, passed - reach + _SLIP, side="right")
    after = np.searchsorted(sums, passed + reach - _SLIP, side="left")
    low = np.maximum(columns[before] - pad, 0)
    high = np.minimum(columns[after] + 1 + pad, m) + 1
    low[0], high[-1] = 0, m + 1
    return Band(low, high)


def narrowed(band: Band, anchors: IntArray, half: int) -> Band:
    """Return the part of a band that is near the straight way from anchor to anchor.

    A cell is near if the way comes within ``half`` rows or columns of it. An omission or an
    addition of any length is kept, since the way goes straight through it; what is cut are places
    that are both long and wide.

    :param band: A band that holds the anchors.
    :param anchors: Pairs of sentences, both numbers rising, shape (A, 2).
    :param half: At least 1.

    >>> narrowed(full_band(4, 4), np.empty((0, 2), np.intp), 1).low
    array([0, 0, 1, 2, 3])
    """
    n, m = band.shape
    i = np.arange(n + 1)
    rows = np.concatenate([[0], anchors[:, 0], anchors[:, 0] + 1, [n]])
    columns = np.concatenate([[0], anchors[:, 1], anchors[:, 1] + 1, [m]])
    order = np.argsort(rows, kind="stable")
    way = np.interp(i, rows[order], columns[order])
    floor = np.minimum(way[np.maximum(i - half, 0)], way - half)
    ceiling = np.maximum(way[np.minimum(i + half, n)], way + half)
    low = np.maximum(band.low, np.floor(floor).astype(np.intp))
    high = np.minimum(band.high, np.ceil(ceiling).astype(np.intp) + 1)
    low[0], high[-1] = 0, m + 1
    return Band(low, high)


def joined(bands: Sequence[Band], corners: Sequence[tuple[int, int]]) -> Band:
    """Return one band of several that stand corner to corner.

    :param bands: At least one band.
    :param corners: Where each begins as (row, column), and where the last one ends.

    >>> joined([full_band(1, 1), full_band(1, 2)], [(0, 0), (1, 1), (2, 3)]).high
    array([2, 4, 4])
    """
    n, m = corners[-1]
    low, high = np.full(n + 1, m, np.intp), np.zeros(n + 1, np.intp)
    for band, (i, j) in zip(bands, corners, strict=False):
        rows = slice(i, i + len(band.low))
        low[rows] = np.minimum(low[rows], band.low + j)
        high[rows] = np.maximum(high[rows], band.high + j)
    return Band(low, high)
