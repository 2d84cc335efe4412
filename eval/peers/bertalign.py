"""Bertalign's published method, written anew as a baseline.

Lei Liu & Min Zhu 2023, "Bertalign: Improved word embedding-based sentence alignment for
Chinese–English parallel corpora of literary texts", Digital Scholarship in the Humanities 38(2).
Their program needs packages of its own and stands under the GPL; this is the method, not the code,
and it takes any vectors.

1. *Anchors.* Each source sentence proposes its three most similar target sentences, near the
   diagonal. The monotone chain of 1-1 links with the largest sum of similarities is kept.
2. *Beads.* Near the anchors, beads of up to eight sentences are tried. A bead is worth the cosine
   of its two sides, less the mean cosine of each side with the sentences just before and after the
   other (the margin), times a penalty for unequal lengths; a null bead costs a constant. The best
   sequence of beads is found by dynamic programming.

Numbers are those that the authors publish with the program. On MAC-Dev, by the embedded encoder's
vectors of runs read as one text, strict F1 is .860, the same as was measured of their program; by
composed ones, which the benchmark hands over, it is .861.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from duizhao.corpora.alignment import Bead
from duizhao.eval.peers.base import LONGEST_SPAN, Aligner, Work, bead
from duizhao.models.arrays import DoubleArray, FloatArray, IntArray

__all__ = ["BERTALIGN", "Path", "align_spans", "find_anchors"]

# A bead as (first source sentence, one past the last), and the same of the target.
Path = list[tuple[tuple[int, int], tuple[int, int]]]

NEAREST = 3  # target sentences that a source sentence may propose
# Proposals may lie this far off the diagonal: so many sentences, or this share of the longer text.
LEAST_WINDOW, WINDOW_SHARE = 250, 0.06
MARGIN_AROUND = 5  # columns before and after two neighbouring anchors that are searched
SKIP = -0.1  # what a null bead is worth
LARGEST_BEAD = LONGEST_SPAN  # both sides together; 5 by default, 8 in its MAC-Dev figure

_NO_SCORE = -np.inf
_STEPS = tuple(
    (p, q) for p in range(1, LARGEST_BEAD) for q in range(1, LARGEST_BEAD) if p + q <= LARGEST_BEAD
)
_P, _Q = np.array(_STEPS).T[:, :, None]  # shape (T, 1): one row a type
_MOVES = ((0, 1), (1, 0), *_STEPS)
_ADDITION, _OMISSION = 0, 1  # their numbers among the moves
_ROWS_AT_ONCE = 512


def _align(work: Work) -> list[Bead]:
    """Align by vectors and lengths."""
    source, target = (
        np.array([len(t.encode("utf-8", "replace")) for t in side], np.float64)
        for side in work.texts
    )
    path = align_spans(work.source_spans, work.target_spans, source, target)
    return [bead(*ranges) for ranges in path]


def align_spans(
    source: FloatArray,
    target: FloatArray,
    source_lengths: DoubleArray,
    target_lengths: DoubleArray,
) -> Path:
    """Find the best sequence of beads.

    :param source: Vectors of runs, shape (LARGEST_BEAD - 1 or more, N, D), see
        :class:`duizhao.eval.peers.base.Work`.
    :param target: The same of the target, M sentences.
    :param source_lengths: The sentences' lengths in bytes of UTF-8, shape (N,).
    :param target_lengths: The same, shape (M,).
    :return: Beads in order, covering both sides.
    """
    n, m = source.shape[1], target.shape[1]
    low, high = _search_band(find_anchors(source[0], target[0]), n, m)
    worth = _Worth(source, target, source_lengths, target_lengths)
    # The last rows in turn; row i stands at i modulo their number.
    best = np.full((LARGEST_BEAD, m + 1), _NO_SCORE)
    moves = []
    for i in range(n + 1):
        columns = np.arange(low[i], high[i])
        values, numbers = _row(best, worth, i, columns)
        best[i % LARGEST_BEAD] = _NO_SCORE
        best[i % LARGEST_BEAD, columns] = values
        moves.append(numbers)
    return _trace(moves, low, n, m)


def find_anchors(source: FloatArray, target: FloatArray) -> list[tuple[int, int]]:
    """Return the best monotone chain of 1-1 links.

    The published search over a table with free null beads comes to the same: the heaviest chain of
    proposals that rises on both sides. ``best[j]`` is the weight of the heaviest chain that ends
    before column ``j``; it never falls, so that a new chain overwrites one stretch of it.

    :param source: Vectors of single sentences, shape (N, D).
    :param target: The same, shape (M, D).
    :return: Links (source, target), both rising.
    """
    n, m = len(source), len(target)
    if not n or not m:
        return []
    best = np.zeros(m + 1)
    ends = np.full(m + 1, -1)
    links: list[tuple[int, int, int]] = []  # source, target, the link before in the chain
    window = max(LEAST_WINDOW, WINDOW_SHARE * max(n, m))
    for i, (columns, cosines) in enumerate(zip(*_proposals(source, target), strict=True)):
        found = [
            (best[j] + cosine, j, int(ends[j]))
            for j, cosine in zip(columns.tolist(), cosines.tolist(), strict=True)
            if cosine > 0 and abs(j - i * m / n) <= window
        ]
        for value, j, before in found:
            stop = j + 1 + int(np.searchsorted(best[j + 1 :], value))
            best[j + 1 : stop] = value
            ends[j + 1 : stop] = len(links)
            links.append((i, j, before))
    chain = []
    at = int(ends[m])
    while at >= 0:
        i, j, at = links[at]
        chain.append((i, j))
    return chain[::-1]


def _proposals(source: FloatArray, target: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return each source sentence's nearest target sentences and their cosines, shape (N, k)."""
    count = min(NEAREST, len(target))
    columns, nearest = [], []
    for start in range(0, len(source), _ROWS_AT_ONCE):
        cosines = source[start : start + _ROWS_AT_ONCE] @ target.T
        best = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        columns.append(best)
        nearest.append(np.take_along_axis(cosines, best, axis=1))
    return np.concatenate(columns), np.concatenate(nearest)


def _search_band(anchors: Sequence[tuple[int, int]], n: int, m: int) -> tuple[IntArray, IntArray]:
    """Return the first and one past the last column of each row 0 … N, columns being 0 … M.

    Between two anchors all columns are searched from a little before the one to a little after
    the other.
    """
    low, high = np.zeros(n + 1, np.intp), np.full(n + 1, m + 1, np.intp)
    first, left = 0, 0
    for row, column in [*((i + 1, j + 1) for i, j in anchors), (n, m)]:
        low[first : row + 1] = max(0, left - MARGIN_AROUND)
        high[first : row + 1] = min(m, column + MARGIN_AROUND) + 1
        first, left = row + 1, column
    high[n] = m + 1  # the last anchor may stand in the last row, far from the last column
    return low, high


class _Worth:
    """What the beads of a row are worth.

    :param source: Vectors of runs, shape (K, N, D).
    :param target: The same, shape (K, M, D).
    :param source_lengths: Shape (N,).
    :param target_lengths: Shape (M,).
    """

    def __init__(
        self,
        source: FloatArray,
        target: FloatArray,
        source_lengths: DoubleArray,
        target_lengths: DoubleArray,
    ) -> None:
        self._source, self._target = source, target
        self._ends = [np.cumsum([0.0, *lengths]) for lengths in (source_lengths, target_lengths)]
        self._ends[1] *= self._ends[0][-1] / max(self._ends[1][-1], 1.0)
        # Sentence s stands in row s + 1; rows of zeros before the first and after the last.
        self._singles = [np.pad(side[0], ((1, 1), (0, 0))) for side in (source, target)]

    def row(self, i: int, columns: IntArray) -> DoubleArray:
        """Return the worth of all linked beads that end in some cells, shape (T, C).

        :param i: How many source sentences are dealt with, at least 1.
        :param columns: How many target sentences are, shape (C,), each at least 1, one after
            another.
        :return: Minus infinity where a bead would begin before the document.
        """
        longest = LARGEST_BEAD - 1
        runs = self._source[:longest, i - 1]
        before = np.maximum(i - 1 - np.arange(longest), 0)  # rows of singles, for p = 1, 2, …
        around = self._singles[0][[*before, i + 1]]
        rows = np.concatenate([runs, around])
        first, last = int(columns[0]), int(columns[-1])
        products = np.stack([rows @ self._target[q, first - 1 : last].T for q in range(longest)])
        similar = products[_Q[:, 0] - 1, _P[:, 0] - 1]
        beside = products[_Q[:, 0] - 1, longest + _P[:, 0] - 1] + products[_Q[:, 0] - 1, -1]
        background = beside / _neighbours(i, _P, self._source.shape[1])
        start = max(0, first - longest)
        others = runs @ self._singles[1][start : last + 2].T
        left = np.maximum(columns - _Q, 0) - start
        beside = others[_P - 1, left] + others[_P - 1, columns + 1 - start]
        background = background + beside / _neighbours(columns, _Q, self._target.shape[1])
        worth: DoubleArray = (similar - 0.5 * background) * self._penalty(i, columns)
        worth[(i < _P) | (columns < _Q)] = _NO_SCORE
        return worth

    def _penalty(self, i: int, columns: IntArray) -> DoubleArray:
        """Return what unequal lengths leave of a bead's worth, 0 to 1."""
        source = self._ends[0][i] - self._ends[0][np.maximum(i - _P, 0)]
        target = self._ends[1][columns] - self._ends[1][np.maximum(columns - _Q, 0)]
        shorter, longer = np.minimum(source, target), np.maximum(source, target)
        penalty: DoubleArray = np.log2(1.0 + shorter / np.maximum(longer, 1e-9))
        return penalty


def _neighbours(end: int | IntArray, size: IntArray, number: int) -> IntArray:
    """Return how many sentences stand beside a run that ends before ``end``, at least 1."""
    count: IntArray = np.maximum((end - size >= 1).astype(np.intp) + (end < number), 1)
    return count


def _row(
    best: DoubleArray, worth: _Worth, i: int, columns: IntArray
) -> tuple[DoubleArray, npt.NDArray[np.int8]]:
    """Return the best value of each cell of a row, and the move that leads there."""
    values = np.full(len(columns), _NO_SCORE)
    numbers = np.full(len(columns), _OMISSION, np.int8)
    if i == 0:
        values[columns == 0] = 0.0
    else:
        values[:] = best[(i - 1) % LARGEST_BEAD, columns] + SKIP
        within = columns[columns >= 1]
        if len(within):
            linked = worth.row(i, within)
            linked += best[(i - _P) % LARGEST_BEAD, np.maximum(within - _Q, 0)]
            choice = linked.argmax(axis=0)
            value = linked[choice, np.arange(len(within))]
            inside = slice(len(columns) - len(within), None)
            better = value >= values[inside]
            values[inside][better] = value[better]
            numbers[inside][better] = choice[better] + 2
    # Additions step along the row: the best start is the running maximum of what each would give.
    steps = SKIP * np.arange(len(columns))
    chained = np.maximum.accumulate(values - steps) + steps
    added = chained > values + 1e-9
    values[added] = chained[added]
    numbers[added] = _ADDITION
    return values, numbers


def _trace(moves: Sequence[npt.NDArray[np.int8]], low: IntArray, n: int, m: int) -> Path:
    """Follow the moves back from the end."""
    i, j = n, m
    path: Path = []
    while i or j:
        p, q = _MOVES[moves[i][j - low[i]]]
        path.append(((i - p, i), (j - q, j)))
        i, j = i - p, j - q
    return path[::-1]


BERTALIGN = Aligner("Bertalign (method)", f"bertalign-{LARGEST_BEAD}-margin", _align)
