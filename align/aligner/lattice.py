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

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from duizhao.align.aligner.band import Band
from duizhao.models.arrays import DoubleArray, IntArray

__all__ = [
    "Lattice",
    "Posteriors",
    "Rows",
    "Step",
    "best_path",
    "build_lattice",
    "posteriors",
]

Step = tuple[int, int]

# The log-weight of what cannot be. Finite, so that differences of two such stay numbers.
_NEVER = -1e30
# Cells whose tables are made at once: with 14 bead types they take 4 MB.
_PIECE = 8192


@dataclass(frozen=True)
class Lattice:
    """One or more bands, and what the programmes need to walk along them.

    Where a bead begins or ends is looked up for a few thousand cells at a time: tables of shape
    (T, C) would take more memory than everything else.

    :param bands: The bands, one a document pair.
    :param steps: The T bead types as (source sentences, target sentences), none of them (0, 0).
    :param first: The number of each band's first cell, and C at the end, shape (bands + 1,).
    :param order: The cells in the order in which they are filled: by anti-diagonal, shape (C,).
    :param ends: How many cells are filled when an anti-diagonal is, shape (diagonals,).
    """

    bands: tuple[Band, ...]
    steps: tuple[Step, ...]
    first: IntArray
    order: npt.NDArray[np.int32]
    ends: IntArray

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

    @cached_property
    def rows(self) -> Rows:
        """The rows of all bands."""
        return Rows.of(self.bands, self.first)

    @cached_property
    def rank(self) -> npt.NDArray[np.int32]:
        """The place of each cell in :attr:`order`, and C for cell C, shape (C + 1,)."""
        rank = np.empty(self.cells + 1, np.int32)
        rank[self.order] = np.arange(self.cells)
        rank[-1] = self.cells
        return rank

    def before(self, cells: npt.NDArray[np.integer]) -> npt.NDArray[np.int32]:
        """Return where the beads that end in some cells begin, shape (T, c).

        It is C, a cell that is never reached, for a bead that begins outside the band.

        :param cells: Numbers of cells, shape (c,).
        """
        return self.rows.shifted(cells, [(-p, -q) for p, q in self.steps])

    def after(self, cells: npt.NDArray[np.integer]) -> npt.NDArray[np.int32]:
        """Return where the beads that begin in some cells end, shape (T, c); C if outside.

        :param cells: Numbers of cells, shape (c,).
        """
        return self.rows.shifted(cells, self.steps)

    def pieces(self) -> Iterator[tuple[slice, list[slice]]]:
        """Yield the cells in the order in which they are filled, some anti-diagonals at a time.

        :return: Pairs of a slice of :attr:`order`, and the slices of that slice that are one
            anti-diagonal each.
        """
        start = number = 0
        while number < len(self.ends):
            last = int(np.searchsorted(self.ends, start + _PIECE, side="right"))
            stop = max(last, number + 1)
            edges = [start, *self.ends[number:stop].tolist()]
            yield (
                slice(start, edges[-1]),
                [slice(a - start, b - start) for a, b in itertools.pairwise(edges)],
            )
            start, number = edges[-1], stop


@dataclass(frozen=True)
class Rows:
    """The rows of all bands, one after the other, R in all, to look cells up by.

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
        self, cells: npt.NDArray[np.integer], shifts: Sequence[Step]
    ) -> npt.NDArray[np.int32]:
        """Return the cells some rows and columns away; C where that is outside the band."""
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


def build_lattice(bands: Sequence[Band], steps: Sequence[Step]) -> Lattice:
    """Lay out the cells of the bands.

    :param bands: At least one band.
    :param steps: The bead types.
    """
    sizes = [int(band.starts[-1]) for band in bands]
    first = np.concatenate([[0], np.cumsum(sizes)])
    diagonal = np.concatenate([np.add(*band.cells()).astype(np.int32) for band in bands])
    order = np.argsort(diagonal, kind="stable").astype(np.int32)
    return Lattice(tuple(bands), tuple(steps), first, order, np.cumsum(np.bincount(diagonal)))


def best_path(lattice: Lattice, scores: npt.NDArray[np.floating]) -> list[list[tuple[int, int]]]:
    """Find the path with the highest score through each band (Viterbi).

    :param lattice: The lattice.
    :param scores: Shape (T, C).
    :return: For each band the beads of its path in order, as (type number, cell where it ends).
    """
    choice = np.zeros((2, lattice.cells), np.int8)
    _fill(_Forward(lattice, scores), choice)
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
    rank, rows = lattice.rank, lattice.rows
    while cell != start:
        bead = int(choice[plain, rank[cell]])
        path.append((bead, cell))
        p, q = lattice.steps[bead]
        cell = rows.one_shifted(cell, -p, -q)
        plain = int(bead == lattice.omitted)
    return path[::-1]


@dataclass(frozen=True)
class Posteriors:
    """What forward-backward knows of every bead.

    A way is *after an addition* if its last bead is 0-1. Columns stand in the order in which cells
    are filled; the last one is the cell that is never reached.

    :param log_forward: Log-weight of all ways from the start to a cell, and of those that are not
        after an addition, shape (2, C+1).
    :param log_backward: Log-weight of all ways from a cell to the end, and of those that may
        follow an addition, shape (2, C+1).
    :param log_totals: Log-weight of all paths through each band, shape (bands,).
    """

    log_forward: DoubleArray
    log_backward: DoubleArray
    log_totals: DoubleArray

    def pieces(
        self, lattice: Lattice, scores: npt.NDArray[np.floating]
    ) -> Iterator[tuple[npt.NDArray[np.int32], DoubleArray]]:
        """Yield the numbers of some cells, and the probability of every bead that ends there.

        :param lattice: The lattice.
        :param scores: Shape (T, C).
        :return: Pairs of shapes (c,) and (T, c).
        """
        forward = self.log_forward.ravel()
        side = _Forward(lattice, scores)
        states = np.zeros((len(scores), 1), np.intp)
        states[[] if lattice.added is None else lattice.added] = 1
        band = np.repeat(np.arange(len(lattice.bands)), np.diff(lattice.first))
        for piece, _ in lattice.pieces():
            cells = lattice.order[piece]
            before, own = side.tables(piece)
            rest = self.log_backward[states, np.arange(piece.start, piece.stop)]
            log = forward[before[0]] + own[0] + rest - self.log_totals[band[cells]]
            yield cells, np.exp(np.minimum(log, 0.0))

    def of_beads(self, lattice: Lattice, scores: npt.NDArray[np.floating]) -> DoubleArray:
        """Return the probability of every bead, shape (T, C), 0 to 1."""
        out = np.empty(scores.shape)
        for cells, chances in self.pieces(lattice, scores):
            out[:, cells] = chances
        return out


def posteriors(lattice: Lattice, scores: npt.NDArray[np.floating]) -> Posteriors:
    """Sum over all paths by forward-backward.

    :param lattice: The lattice.
    :param scores: Shape (T, C).
    """
    forward = _fill(_Forward(lattice, scores))
    backward = _fill(_Backward(lattice, scores))
    totals = forward[0, lattice.rank[lattice.first[1:] - 1]]
    return Posteriors(forward, backward, totals)


class _Forward:
    """Ways from the start: all of them, and those that are not after an addition."""

    def __init__(self, lattice: Lattice, scores: npt.NDArray[np.floating]) -> None:
        self.lattice, self.scores = lattice, scores
        self.origins = lattice.first[:-1]
        self.barred = lattice.added  # what ends no way of the second kind
        self.choosy = lattice.omitted  # what continues ways of the second kind alone

    def pieces(self) -> Iterator[tuple[slice, list[slice]]]:
        """Yield the cells as they are filled."""
        return self.lattice.pieces()

    def tables(self, piece: slice) -> tuple[IntArray, DoubleArray]:
        """Return where beads come from and their scores, shapes (2, T, c), for some cells."""
        cells = self.lattice.order[piece]
        return self._twofold(self.lattice.before(cells), self.scores[:, cells])

    def _twofold(
        self, other: npt.NDArray[np.int32], own: npt.NDArray[np.floating]
    ) -> tuple[IntArray, DoubleArray]:
        """Return the tables for both kinds of ways."""
        there = self.lattice.rank[other].astype(np.intp)
        if self.choosy is not None:
            there[self.choosy] += self.lattice.cells + 1
        twice = np.stack([own, own]).astype(np.float64)
        if self.barred is not None:
            twice[1, self.barred] = _NEVER
        return np.stack([there, there]), twice


class _Backward(_Forward):
    """Ways to the end: all of them, and those that may follow an addition."""

    def __init__(self, lattice: Lattice, scores: npt.NDArray[np.floating]) -> None:
        super().__init__(lattice, scores)
        self.origins = lattice.first[1:] - 1
        self.barred, self.choosy = self.choosy, self.barred

    def pieces(self) -> Iterator[tuple[slice, list[slice]]]:
        """Yield the cells as they are filled."""
        for piece, slices in reversed(list(self.lattice.pieces())):
            yield piece, slices[::-1]

    def tables(self, piece: slice) -> tuple[IntArray, DoubleArray]:
        """Return where beads lead to and their scores, shapes (2, T, c), for some cells."""
        after = self.lattice.after(self.lattice.order[piece])
        ends = np.minimum(after, self.lattice.cells - 1)
        return self._twofold(after, self.scores[np.arange(len(ends))[:, None], ends])


def _fill(side: _Forward, choice: npt.NDArray[np.int8] | None = None) -> DoubleArray:
    """Fill the cells with the weight of the ways to them, shape (2, C+1).

    :param side: Where ways begin and what they are made of.
    :param choice: Takes the last bead of the best way, shape (2, C); the weight is then that of
        the best way, and otherwise the sum over all.
    """
    value = np.full((2, side.lattice.cells + 1), _NEVER)
    value[:, side.lattice.rank[side.origins]] = 0.0
    flat = value.ravel()
    for piece, slices in side.pieces():
        there, own = side.tables(piece)
        filled, chosen = value[:, piece], None if choice is None else choice[:, piece]
        for here in slices:
            ways = flat.take(there[:, :, here])
            ways += own[:, :, here]
            top = ways.max(axis=1)
            if chosen is not None:
                chosen[:, here] = ways.argmax(axis=1)
            else:
                ways -= top[:, None]
                np.exp(ways, out=ways)
                top += np.log(ways.sum(axis=1))
            # The cells where ways begin have no better one.
            np.maximum(filled[:, here], top, out=filled[:, here])
    return value
