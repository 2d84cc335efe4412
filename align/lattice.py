"""Dynamic programmes over the alignment lattice: the best path, and the probability of each bead.

The lattice is a semi-Markov model over bead types (Sarawagi & Cohen 2004, "Semi-Markov
Conditional Random Fields"): a path from cell (0, 0) to cell (N, M) is a sequence of beads, its
score is the sum of theirs, and its probability is proportional to ``exp(score)``. Beads only step
forward, so all cells of one anti-diagonal ``i + j`` are filled at once. Several lattices can be
filled in one go (fitting does so): their cells stand one after the other.

Letters: T bead types, C cells of all bands together. A score of a bead stands at the cell where
the bead *ends*: ``scores[t, c]``, shape (T, C).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duizhao.align.band import Band, IntArray

__all__ = [
    "DoubleArray",
    "Lattice",
    "Posteriors",
    "Step",
    "best_path",
    "build_lattice",
    "posteriors",
]

DoubleArray = npt.NDArray[np.float64]
Step = tuple[int, int]

# The log-weight of what cannot be. Finite, so that differences of two such stay numbers.
_NEVER = -1e30


@dataclass(frozen=True)
class Lattice:
    """One or more bands, and the tables that the programmes walk along.

    :param bands: The bands, one a document pair.
    :param steps: The T bead types as (source sentences, target sentences), none of them (0, 0).
    :param first: The number of each band's first cell, and C at the end, shape (bands + 1,).
    :param before: The cell where a bead of type t that ends in cell c begins, shape (T, C); C,
        a cell that is never reached, if that lies outside the band.
    :param diagonals: The cells of each anti-diagonal, in the order in which they are filled.
    """

    bands: tuple[Band, ...]
    steps: tuple[Step, ...]
    first: IntArray
    before: npt.NDArray[np.int32]
    diagonals: tuple[IntArray, ...]

    @property
    def cells(self) -> int:
        """The number C of cells."""
        return int(self.first[-1])

    def after(self) -> npt.NDArray[np.int32]:
        """Return the cell where a bead of type t that begins in cell c ends, shape (T, C)."""
        after = np.full((len(self.steps), self.cells + 1), self.cells, np.int32)
        for row, before in zip(after, self.before, strict=True):
            row[before] = np.arange(self.cells)
        return after[:, :-1]


def build_lattice(bands: Sequence[Band], steps: Sequence[Step]) -> Lattice:
    """Lay out the cells of the bands and look up each cell's predecessors.

    :param bands: At least one band.
    :param steps: The bead types.
    """
    sizes = [int(band.starts[-1]) for band in bands]
    first = np.concatenate([[0], np.cumsum(sizes)])
    total = int(first[-1])
    before = np.full((len(steps), total), total, np.int32)
    diagonal = np.empty(total, np.int64)
    for band, start in zip(bands, first, strict=False):
        i, j = band.cells()
        here = slice(start, start + len(i))
        diagonal[here] = i + j
        base = start + band.starts[:-1] - band.low
        for t, (p, q) in enumerate(steps):
            row, column = np.maximum(i - p, 0), j - q
            inside = (i >= p) & (column >= band.low[row]) & (column < band.high[row])
            before[t, here] = np.where(inside, base[row] + column, total)
    order = np.argsort(diagonal, kind="stable")
    ends = np.cumsum(np.bincount(diagonal))
    return Lattice(tuple(bands), tuple(steps), first, before, tuple(np.split(order, ends[:-1])))


def best_path(lattice: Lattice, scores: npt.NDArray[np.floating]) -> list[list[tuple[int, int]]]:
    """Find the path with the highest score through each band (Viterbi).

    :param lattice: The lattice.
    :param scores: Shape (T, C).
    :return: For each band the beads of its path in order, as (type number, cell where it ends).
    """
    value = np.full(lattice.cells + 1, _NEVER)
    value[lattice.first[:-1]] = 0.0
    choice = np.zeros(lattice.cells, np.int64)
    for cells in lattice.diagonals[1:]:
        options = value[lattice.before[:, cells]] + scores[:, cells]
        best = np.argmax(options, axis=0)
        choice[cells] = best
        value[cells] = options[best, np.arange(len(cells))]
    return [
        _trace(lattice, choice, int(start), int(end) - 1)
        for start, end in zip(lattice.first, lattice.first[1:], strict=False)
    ]


def _trace(lattice: Lattice, choice: IntArray, start: int, cell: int) -> list[tuple[int, int]]:
    """Follow the choices back from the last cell of a band to its first."""
    path = []
    while cell != start:
        bead = int(choice[cell])
        path.append((bead, cell))
        cell = int(lattice.before[bead, cell])
    return path[::-1]


@dataclass(frozen=True)
class Posteriors:
    """What forward-backward knows of every bead.

    :param log_forward: Log-weight of all ways from the start to a cell, shape (C+1,).
    :param log_backward: Log-weight of all ways from a cell to the end, shape (C+1,).
    :param log_totals: Log-weight of all paths through each band, shape (bands,).
    """

    log_forward: DoubleArray
    log_backward: DoubleArray
    log_totals: DoubleArray

    def of_path(
        self,
        lattice: Lattice,
        scores: npt.NDArray[np.floating],
        path: Sequence[tuple[int, int]],
        band: int = 0,
    ) -> DoubleArray:
        """Return the probability of each bead of one band's path, 0 to 1.

        :param lattice: The lattice.
        :param scores: Shape (T, C).
        :param path: Beads as (type number, cell), from :func:`best_path`.
        :param band: The number of the band.
        """
        types, cells = np.array(path, np.int64).reshape(-1, 2).T
        log = self.log_forward[lattice.before[types, cells]] + scores[types, cells]
        log += self.log_backward[cells] - self.log_totals[band]
        return np.exp(np.minimum(log, 0.0))

    def of_beads(self, lattice: Lattice, scores: npt.NDArray[np.floating]) -> DoubleArray:
        """Return the probability of every bead, shape (T, C), 0 to 1."""
        totals = np.repeat(self.log_totals, np.diff(lattice.first))
        log = self.log_forward[lattice.before] + scores + (self.log_backward[:-1] - totals)
        return np.exp(np.minimum(log, 0.0), dtype=np.float64)


def posteriors(lattice: Lattice, scores: npt.NDArray[np.floating]) -> Posteriors:
    """Sum over all paths by forward-backward.

    :param lattice: The lattice.
    :param scores: Shape (T, C).
    """
    forward = np.full(lattice.cells + 1, _NEVER)
    forward[lattice.first[:-1]] = 0.0
    for cells in lattice.diagonals[1:]:
        forward[cells] = _log_sum(forward[lattice.before[:, cells]] + scores[:, cells])
    last = lattice.first[1:] - 1
    backward = np.full(lattice.cells + 1, _NEVER)
    backward[last] = 0.0
    after = lattice.after()
    padded = np.concatenate([scores, np.zeros((len(scores), 1), scores.dtype)], axis=1)
    types = np.arange(len(scores))[:, None]
    for cells in reversed(lattice.diagonals):
        ends = after[:, cells]
        sums = _log_sum(backward[ends] + padded[types, ends])
        backward[cells] = np.maximum(backward[cells], sums)
    return Posteriors(forward, backward, forward[last])


def _log_sum(values: DoubleArray) -> DoubleArray:
    """Add up log-weights over the first axis without overflow."""
    top = values.max(axis=0)
    result: DoubleArray = top + np.log(np.exp(values - top).sum(axis=0))
    return result
