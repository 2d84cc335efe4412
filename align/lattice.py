"""Dynamic programmes over the alignment lattice: the best path, and the probability of each bead.

The lattice is a semi-Markov model over bead types (Sarawagi & Cohen 2004, "Semi-Markov
Conditional Random Fields"): a path from cell (0, 0) to cell (N, M) is a sequence of beads, its
score is the sum of theirs, and its probability is proportional to ``exp(score)``. Beads only step
forward, so all cells of one anti-diagonal ``i + j`` are filled at once. Several lattices can be
filled in one go (fitting does so): their cells stand one after the other.

Letters: T bead types, C cells of all bands together. A score of a bead stands at the cell where
the bead *ends*: ``scores[t, c]``, shape (T, C).

An omission beside an addition could be written in two orders, 1-0 before 0-1 or after it, which say
the same. Only the first is a path: a 1-0 bead never follows a 0-1 bead. Otherwise the more null
beads a reading has, the more paths would vote for it.
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

    @property
    def omitted(self) -> int | None:
        """The number of the type 1-0, if it is among the steps."""
        return self.steps.index((1, 0)) if (1, 0) in self.steps else None

    @property
    def added(self) -> int | None:
        """The number of the type 0-1, if it is among the steps."""
        return self.steps.index((0, 1)) if (0, 1) in self.steps else None

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
    plain = value.copy()  # the best way that is not after an addition
    choice = np.zeros((2, lattice.cells), np.int8)
    for cells in lattice.diagonals[1:]:
        before = lattice.before[:, cells]
        ways = value[before] + scores[:, cells]
        if lattice.omitted is not None:
            ways[lattice.omitted] = plain[before[lattice.omitted]] + scores[lattice.omitted, cells]
        value[cells] = ways.max(axis=0)
        choice[0, cells] = ways.argmax(axis=0)
        if lattice.added is not None:
            ways[lattice.added] = _NEVER
        plain[cells] = ways.max(axis=0)
        choice[1, cells] = ways.argmax(axis=0)
    return [
        _trace(lattice, choice, int(start), int(end) - 1)
        for start, end in zip(lattice.first, lattice.first[1:], strict=False)
    ]


def _trace(
    lattice: Lattice, choice: npt.NDArray[np.int8], start: int, cell: int
) -> list[tuple[int, int]]:
    """Follow the choices back from the last cell of a band to its first."""
    path = []
    plain = 0
    while cell != start:
        bead = int(choice[plain, cell])
        path.append((bead, cell))
        cell = int(lattice.before[bead, cell])
        plain = int(bead == lattice.omitted)
    return path[::-1]


@dataclass(frozen=True)
class Posteriors:
    """What forward-backward knows of every bead.

    A way is *after an addition* if its last bead is 0-1.

    :param log_forward: Log-weight of all ways from the start to a cell, shape (C+1,).
    :param log_forward_plain: The same of those that are not after an addition, shape (C+1,).
    :param log_backward: Log-weight of all ways from a cell to the end, shape (C+1,).
    :param log_backward_added: The same of those that may follow an addition, shape (C+1,).
    :param log_totals: Log-weight of all paths through each band, shape (bands,).
    """

    log_forward: DoubleArray
    log_forward_plain: DoubleArray
    log_backward: DoubleArray
    log_backward_added: DoubleArray
    log_totals: DoubleArray

    def of_beads(self, lattice: Lattice, scores: npt.NDArray[np.floating]) -> DoubleArray:
        """Return the probability of every bead, shape (T, C), 0 to 1."""
        totals = np.repeat(self.log_totals, np.diff(lattice.first))
        log = np.empty(scores.shape)
        for t, (before, own) in enumerate(zip(lattice.before, scores, strict=True)):
            start = self.log_forward_plain if t == lattice.omitted else self.log_forward
            rest = self.log_backward_added if t == lattice.added else self.log_backward
            log[t] = start[before] + own + rest[:-1] - totals
        return np.exp(np.minimum(log, 0.0))


def posteriors(lattice: Lattice, scores: npt.NDArray[np.floating]) -> Posteriors:
    """Sum over all paths by forward-backward.

    :param lattice: The lattice.
    :param scores: Shape (T, C).
    """
    forward, plain = _forward(lattice, scores)
    backward, added = _backward(lattice, scores)
    return Posteriors(forward, plain, backward, added, forward[lattice.first[1:] - 1])


def _forward(lattice: Lattice, scores: npt.NDArray[np.floating]) -> tuple[DoubleArray, DoubleArray]:
    """Return the log-weights of all ways to each cell, and of those not after an addition."""
    forward = np.full(lattice.cells + 1, _NEVER)
    forward[lattice.first[:-1]] = 0.0
    plain = forward.copy()
    for cells in lattice.diagonals[1:]:
        before = lattice.before[:, cells]
        ways = forward[before] + scores[:, cells]
        if lattice.omitted is not None:
            ways[lattice.omitted] += (
                plain[before[lattice.omitted]] - forward[before[lattice.omitted]]
            )
        forward[cells] = _log_sum(ways)
        if lattice.added is not None:
            ways[lattice.added] = _NEVER
        plain[cells] = _log_sum(ways)
    return forward, plain


def _backward(
    lattice: Lattice, scores: npt.NDArray[np.floating]
) -> tuple[DoubleArray, DoubleArray]:
    """Return the log-weights of all ways from each cell, and of those fit after an addition."""
    backward = np.full(lattice.cells + 1, _NEVER)
    backward[lattice.first[1:] - 1] = 0.0
    added = backward.copy()
    after = lattice.after()
    padded = np.concatenate([scores, np.zeros((len(scores), 1), scores.dtype)], axis=1)
    types = np.arange(len(scores))[:, None]
    for cells in reversed(lattice.diagonals):
        ends = after[:, cells]
        ways = backward[ends] + padded[types, ends]
        if lattice.added is not None:
            last = ends[lattice.added]
            ways[lattice.added] = added[last] + padded[lattice.added, last]
        backward[cells] = np.maximum(backward[cells], _log_sum(ways))
        if lattice.omitted is not None:
            ways[lattice.omitted] = _NEVER
        added[cells] = np.maximum(added[cells], _log_sum(ways))
    return backward, added


def _log_sum(values: DoubleArray) -> DoubleArray:
    """Add up log-weights over the first axis without overflow."""
    top = values.max(axis=0)
    result: DoubleArray = top + np.log(np.exp(values - top).sum(axis=0))
    return result
