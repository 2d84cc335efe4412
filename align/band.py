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

__all__ = ["Band", "IntArray", "band_along", "band_around", "full_band"]

IntArray = npt.NDArray[np.int64]


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

    def cells(self) -> tuple[IntArray, IntArray]:
        """Return row and column of every cell, in flat order."""
        widths = self.high - self.low
        rows = np.repeat(np.arange(len(widths)), widths)
        columns = np.arange(len(rows)) - np.repeat(self.starts[:-1] - self.low, widths)
        return rows, columns


def full_band(n: int, m: int) -> Band:
    """Return the band that keeps every cell: the lattice is searched exactly.

    :param n: N source sentences.
    :param m: M target sentences.

    >>> full_band(1, 2).high
    array([3, 3])
    """
    return Band(np.zeros(n + 1, np.int64), np.full(n + 1, m + 1, np.int64))


def band_along(n: int, m: int, cells: Sequence[tuple[int, int]]) -> Band:
    """Return a narrow band that holds the given cells of a path.

    :param n: N source sentences.
    :param m: M target sentences.
    :param cells: Cells (row, column) from (0, 0) on, neither number ever falling.

    >>> band_along(2, 2, [(0, 0), (2, 1), (2, 2)]).low
    array([0, 1, 1])
    """
    low = np.full(n + 1, m, np.int64)
    high = np.zeros(n + 1, np.int64)
    for row, column in cells:
        low[row] = min(low[row], column)
        high[row] = max(high[row], column + 1)
    low = np.minimum.accumulate(low[::-1])[::-1]
    low[0], high[-1] = 0, m + 1
    return Band(low, np.maximum(np.maximum.accumulate(high), low + 1))


def band_around(
    n: int, m: int, anchors: Sequence[tuple[int, int]], *, reach: int, pad: int
) -> Band:
    """Return a band along anchors, wide where they are far apart.

    Row ``i`` keeps the columns between the anchor ``reach`` places before it and the anchor
    ``reach`` places after it, and ``pad`` more on both sides. One wrong anchor can therefore not
    cut the right path off, and a stretch without anchors is searched whole.

    :param n: N source sentences.
    :param m: M target sentences.
    :param anchors: Pairs of sentences taken to belong together, both numbers rising.
    :param reach: How many anchors to look back and ahead, at least 1.
    :param pad: Columns kept beyond them.

    >>> band_around(4, 4, [(1, 1), (2, 2)], reach=1, pad=0).low
    array([0, 0, 1, 2, 2])
    """
    rows = np.array([-1] * reach + [a for a, _ in anchors] + [n] * reach, dtype=np.int64)
    columns = np.array([0] * reach + [b for _, b in anchors] + [m] * reach, dtype=np.int64)
    i = np.arange(n + 1)
    before = np.searchsorted(rows, i, side="left") - reach
    after = np.searchsorted(rows, i, side="left") + reach - 1
    low = np.maximum(columns[np.maximum(before, 0)] - pad, 0)
    high = np.minimum(columns[np.minimum(after, len(columns) - 1)] + 1 + pad, m) + 1
    low[0], high[-1] = 0, m + 1
    return Band(low, high)
