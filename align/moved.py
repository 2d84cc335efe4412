"""Moved sentences: links out of order, found among what the monotone path left over.

The lattice only steps forward, so a sentence that the translation put elsewhere ends as a null
bead on both sides, or hangs on a neighbour it does not fit. Such sentences are compared once more,
over the whole document; two that are each other's best and stand well out from their rivals are a
bead of their own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.task import Task

__all__ = ["Move", "Run", "find_moves", "without_moved"]

# Beads less sure than this may lose a sentence to a moved bead.
_DOUBTFUL = 0.5
# The probability of a moved bead from its margin (similarity less the mean of both sides' best
# rivals). In 180 documents with made gaps (those of benchmarks/fit_weights.py), of pairs that stood
# alone on both sides none of 31 was right below a margin of .05, 2 of 3 at .05 to .1, 6 of 7 at .1
# to .2, and 32 of 33 beyond.
_SLOPE, _EVEN = 25.0, 0.1
# What hangs on a doubtful bead must stand out more; of 3 such pairs beyond .1, 2 were right.
_EVEN_LINKED = 0.15


@dataclass(frozen=True)
class Run:
    """A bead of the monotone path, by positions.

    :param rows: First source sentence, and one past the last.
    :param columns: The same of the target.
    :param probability: How sure it is, 0 to 1.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]
    probability: float

    @property
    def is_null(self) -> bool:
        """Whether one side is empty."""
        return self.rows[0] == self.rows[1] or self.columns[0] == self.columns[1]


@dataclass(frozen=True)
class Move:
    """A link out of order.

    :param row: The source sentence.
    :param column: The target sentence.
    :param similarity: Their cosine.
    :param margin: The same less the mean of both sides' best rivals.
    """

    row: int
    column: int
    similarity: float
    margin: float

    @property
    def probability(self) -> float:
        """How sure the link is, 0 to 1."""
        return float(1.0 / (1.0 + np.exp(-_SLOPE * (self.margin - _EVEN))))


def find_moves(runs: Sequence[Run], task: Task) -> list[Move]:
    """Return the links out of order, in the order of the source.

    :param runs: The monotone path.
    :param task: What it was found in.
    """
    rows = np.array([i for run in _loose(runs) for i in range(*run.rows)], np.int64)
    columns = np.array([j for run in _loose(runs) for j in range(*run.columns)], np.int64)
    if not len(rows) or not len(columns):
        return []
    similar = task.source.spans[0][rows] @ task.target.spans[0][columns].T
    a, b = task.coarse.source_background[rows], task.coarse.target_background[columns]
    margins = similar - 0.5 * (a[:, None] + b[None])
    linked = {i for run in runs if not run.is_null for i in range(*run.rows)}
    held = {j for run in runs if not run.is_null for j in range(*run.columns)}
    moves = []
    for r, c in enumerate(margins.argmax(axis=1)):
        i, j = int(rows[r]), int(columns[c])
        least = _EVEN_LINKED if i in linked or j in held else _EVEN
        mutual = margins[:, c].argmax() == r
        if mutual and margins[r, c] >= least and _crosses(runs, i, j):
            moves.append(Move(i, j, float(similar[r, c]), float(margins[r, c])))
    return moves


def _loose(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs that a moved sentence may come from."""
    return (run for run in runs if run.is_null or run.probability < _DOUBTFUL)


def _crosses(runs: Sequence[Run], row: int, column: int) -> bool:
    """Tell whether a link would cross one of the sure runs: otherwise nothing has moved."""
    return any(
        (row < run.rows[0] and column >= run.columns[1])
        or (row >= run.rows[1] and column < run.columns[0])
        for run in runs
        if not run.is_null and run.probability >= _DOUBTFUL
    )


def without_moved(runs: Sequence[Run], moves: Sequence[Move]) -> list[Run]:
    """Return the path without the sentences that have moved.

    A run that loses a sentence keeps the longest unbroken rest of each side; what is left over
    stands alone. What stays linked is then as sure as the whole run was.

    :param runs: The monotone path.
    :param moves: What :func:`find_moves` found.
    """
    rows, columns = {move.row for move in moves}, {move.column for move in moves}
    out: list[Run] = []
    for run in runs:
        kept = [i for i in range(*run.rows) if i not in rows]
        held = [j for j in range(*run.columns) if j not in columns]
        a, b = _longest(kept), _longest(held)
        if a[1] - a[0] and b[1] - b[0]:
            before = [i for i in kept if i < a[0]], [j for j in held if j < b[0]]
            after = [i for i in kept if i >= a[1]], [j for j in held if j >= b[1]]
            out += [*_alone(*before, run), Run(a, b, run.probability), *_alone(*after, run)]
        else:
            out += _alone(kept, held, run)
    return out


def _longest(numbers: Sequence[int]) -> tuple[int, int]:
    """Return the first longest unbroken run of rising numbers, as a range."""
    groups = itertools.groupby(enumerate(numbers), key=lambda item: item[1] - item[0])
    runs = [[number for _, number in group] for _, group in groups]
    best = max(runs, key=len, default=[])
    return (best[0], best[-1] + 1) if best else (0, 0)


def _alone(rows: Sequence[int], columns: Sequence[int], run: Run) -> list[Run]:
    """Return runs of one sentence each; their empty side stands where the whole run did."""
    at = run.rows[0], run.columns[0]
    return [
        *(Run((i, i + 1), (at[1], at[1]), run.probability) for i in rows),
        *(Run((at[0], at[0]), (j, j + 1), run.probability) for j in columns),
    ]
