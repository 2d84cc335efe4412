r"""Dynamic programmes over the lattice of beads: the best path, and the probability of each bead.

The lattice is a semi-Markov model over bead types (Sarawagi & Cohen 2004, "Semi-Markov
Conditional Random Fields"): a path from cell (0, 0) to cell (N, M) is a sequence of beads, its
score is the sum of theirs, and its probability is proportional to ``exp(score)``. Beads only step
forward, so all cells of one anti-diagonal ``i + j`` are filled at once. Several lattices can be
filled in one go (fitting does so): their cells stand one after the other.

Letters: T bead types, C cells of all bands together. A score of a bead stands at the cell where
the bead *ends*: ``scores[t, c]``, shape (T, C).

Cell (i, j) says that i source and j target sentences are dealt with. One source and two target
sentences, searched whole, have six::

                 j = 0    1    2        cell numbers     filled in the order
        i = 0        o----o----o           0  1  2             0  1  3
                     |  \ |  \ |
            1        o----o----o           3  4  5             2  4  5

A 0-1 bead steps to the right, a 1-0 bead down, a 1-1 bead from corner to corner, and a 1-2 bead
from (0, 0) to (1, 2). So ``order`` is [0, 1, 3, 2, 4, 5] and ``ends`` is [1, 3, 5, 6]: the
anti-diagonals hold 1, 2, 2 and 1 cells.

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

from duizhao.align.aligner.band import Band, Rows
from duizhao.models.arrays import DoubleArray, IntArray

__all__ = [
    "Lattice",
    "Posteriors",
    "Step",
    "best_path",
    "build_lattice",
    "posteriors",
]

Step = tuple[int, int]

# The log-weight of what cannot be. Finite, so that differences of two such stay numbers.
_NEVER = -1e30
# Cells whose tables are made at once: with 16 bead types they take 4 MB.
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
    _Sweep.from_start(lattice, scores).fill(choice)
    return [
        _trace(lattice, choice, int(start), int(end) - 1)
        for start, end in zip(lattice.first, lattice.first[1:], strict=False)
    ]


def _trace(
    lattice: Lattice, choice: npt.NDArray[np.int8], start: int, cell: int
) -> list[tuple[int, int]]:
    """Follow the choices back from the last cell of a band to its first.

    :param choice: The last bead of the best way to each cell, shape (2, C): by layer, see
        :class:`_Sweep`, and in the order in which cells are filled.
    """
    path = []
    layer = 0
    rank, rows = lattice.rank, lattice.rows
    while cell != start:
        bead = int(choice[layer, rank[cell]])
        path.append((bead, cell))
        p, q = lattice.steps[bead]
        cell = rows.one_shifted(cell, -p, -q)
        layer = int(bead == lattice.omitted)
    return path[::-1]


@dataclass(frozen=True)
class Posteriors:
    """What forward-backward knows of every bead.

    Rows are the layers of :class:`_Sweep`. Columns stand in the order in which cells are filled;
    the last one is the cell that is never reached.

    :param log_forward: Log-weight of the ways from the start to a cell, shape (2, C+1).
    :param log_backward: Log-weight of the ways from a cell to the end, shape (2, C+1).
    :param log_totals: Log-weight of all paths through each band, shape (bands,).
    """

    log_forward: DoubleArray
    log_backward: DoubleArray
    log_totals: DoubleArray

    def pieces(
        self, lattice: Lattice, scores: npt.NDArray[np.floating]
    ) -> Iterator[tuple[npt.NDArray[np.int32], DoubleArray]]:
        """Yield the numbers of some cells, and the probability of every bead that ends there.

        A bead's share is that of the paths through it: what leads to it, its score, what follows.

        :param lattice: The lattice.
        :param scores: Shape (T, C).
        :return: Pairs of shapes (c,) and (T, c).
        """
        sweep = _Sweep.from_start(lattice, scores)
        # An addition is followed by ways that may follow one, any other bead by all.
        layers = np.zeros((len(scores), 1), np.intp)
        layers[[] if lattice.added is None else lattice.added] = 1
        band = np.repeat(np.arange(len(lattice.bands)), np.diff(lattice.first))
        for piece, _ in lattice.pieces():
            cells = lattice.order[piece]
            before, own = sweep.beads(piece)
            rest = self.log_backward[layers, np.arange(piece.start, piece.stop)]
            log = self.log_forward.take(before) + own[0] + rest - self.log_totals[band[cells]]
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
    forward = _Sweep.from_start(lattice, scores).fill()
    backward = _Sweep.from_end(lattice, scores).fill()
    totals = forward[0, lattice.rank[lattice.first[1:] - 1]]
    return Posteriors(forward, backward, totals)


@dataclass(frozen=True)
class _Sweep:
    """One of the two directions in which the cells are filled.

    A *way* is a part of a path: forward it leads from the start to a cell, backward from a cell to
    the end. Its bead beside the cell decides what may be joined to it there, so a cell has two
    weights, one a layer:

    =====  ==============================  ===============================
    layer  forward                         backward
    =====  ==============================  ===============================
    0      all ways                        all ways
    1      those that do not end with 0-1  those that do not begin with 1-0
    =====  ==============================  ===============================

    Forward, a 1-0 bead continues ways of layer 1, and any other bead ways of layer 0; backward it
    is the 0-1 bead that continues ways of layer 1. In the picture above, with 1-0, 0-1 and 1-1
    beads, two ways lead forward to cell 4: 0 → 4 by 1-1, and 0 → 3 → 4 by 1-0 and 0-1. The third,
    0 → 1 → 4, is no way: layer 1 of cell 1 is empty. Only the first is on layer 1 of cell 4.

    :param lattice: The lattice.
    :param scores: Shape (T, C).
    :param backward: Whether cells are filled from the last to the first.
    :param origins: The cells where ways begin, one a band, shape (bands,).
    :param barred: The bead type that is not beside the cell on layer 1; none if it is not tried.
    :param choosy: The bead type that continues ways of layer 1; none if it is not tried.
    """

    lattice: Lattice
    scores: npt.NDArray[np.floating]
    backward: bool
    origins: IntArray
    barred: int | None
    choosy: int | None

    @staticmethod
    def from_start(lattice: Lattice, scores: npt.NDArray[np.floating]) -> _Sweep:
        """Return the direction from the start."""
        origins = lattice.first[:-1]
        return _Sweep(lattice, scores, False, origins, lattice.added, lattice.omitted)

    @staticmethod
    def from_end(lattice: Lattice, scores: npt.NDArray[np.floating]) -> _Sweep:
        """Return the direction from the end."""
        origins = lattice.first[1:] - 1
        return _Sweep(lattice, scores, True, origins, lattice.omitted, lattice.added)

    def pieces(self) -> Iterator[tuple[slice, list[slice]]]:
        """Yield the cells as they are filled, as :meth:`Lattice.pieces` does."""
        if not self.backward:
            yield from self.lattice.pieces()
            return
        for piece, diagonals in reversed(list(self.lattice.pieces())):
            yield piece, diagonals[::-1]

    def beads(self, piece: slice) -> tuple[IntArray, DoubleArray]:
        """Return what the beads beside some cells continue, and their scores.

        :param piece: c cells, a slice of :attr:`Lattice.order`.
        :return: Where the ways that each bead continues have their weight, both layers laid end to
            end, shape (T, c); and each bead's score by layer, shape (2, T, c).
        """
        cells = self.lattice.order[piece]
        if self.backward:
            other = self.lattice.after(cells)
            # A bead's score stands at its end; one that leads outside continues no way at all.
            ends = np.minimum(other, self.lattice.cells - 1)
            own = self.scores[np.arange(len(ends))[:, None], ends]
        else:
            other, own = self.lattice.before(cells), self.scores[:, cells]
        there = self.lattice.rank[other].astype(np.intp)
        if self.choosy is not None:
            there[self.choosy] += self.lattice.cells + 1
        layers = np.stack([own, own]).astype(np.float64)
        if self.barred is not None:
            layers[1, self.barred] = _NEVER
        return there, layers

    def fill(self, choice: npt.NDArray[np.int8] | None = None) -> DoubleArray:
        """Return the log-weight of the ways of each cell, shape (2, C+1): by layer.

        Cells stand in the order of :attr:`Lattice.order`; the last one is never reached.

        :param choice: Takes the bead beside the cell of the best way, shape (2, C); the weight is
            then that of the best way, and otherwise the sum over all.
        """
        value = np.full((2, self.lattice.cells + 1), _NEVER)
        value[:, self.lattice.rank[self.origins]] = 0.0
        flat = value.ravel()
        for piece, diagonals in self.pieces():
            there, own = self.beads(piece)
            filled, chosen = value[:, piece], None if choice is None else choice[:, piece]
            for here in diagonals:
                ways = flat.take(there[:, here]) + own[:, :, here]
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
