"""The most probable reading of a task: its beads by positions, each with its probability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duizhao.align.aligner.kinship import stranger_bonus
from duizhao.align.aligner.lattice import (
    Lattice,
    Step,
    best_path,
    build_lattice,
    posteriors,
)
from duizhao.align.aligner.search_space import Task
from duizhao.align.aligner.weights import Weights
from duizhao.models.arrays import DoubleArray, FloatArray, IntArray

__all__ = ["Run", "bead_scores", "find_runs"]

# A bead counts as its probability less this. Where F1 is to be the highest that can be expected,
# that is half of this F1 (Lipton et al. 2014, "Optimal Thresholding of Classifiers to Maximize F1
# Measure"), which is about .93.
_LEAST = 0.5
# To say that a sentence has no counterpart is a claim that an editor reads. With a half as for all
# others strict F1 is .922 and .924, with this .924 and .926 (docs/decisions/0015-borders.md).
_LEAST_ALONE = 0.6
# Where nothing is likely (a sentence that stands hundreds of times), a few large beads would cost
# the least. So one that is less likely than this counts by its sentences, a quarter each.
_HARDLY, _A_SENTENCE = 0.05, 0.25
# The score of a bead that an editor rejected. As finite as what cannot be in the lattice.
_REJECTED = -1e9


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

    @property
    def step(self) -> Step:
        """Its bead type."""
        return self.rows[1] - self.rows[0], self.columns[1] - self.columns[0]


def find_runs(
    task: Task, weights: Weights, report: Callable[[int, int], None] = lambda *_: None
) -> list[Run]:
    """Find the beads that are likelier right than wrong, and how probable each of them is.

    Of all sequences of beads the one is taken whose beads add up to the most, each counted as its
    probability less :data:`_LEAST`: the right beads that are to be expected, less the wrong ones.

    :param task: The two sides.
    :param weights: The weights of the bead features.
    :param report: Called with the cells done and all of them.
    """
    steps = weights.steps()
    scores = bead_scores(task, weights, report)
    corners = task.corners
    lattice = build_lattice(task.sections, steps)
    if len(corners) > 2:
        scores = scores[:, _of_sections(task)]
    places = _places(lattice, corners)
    _put_gains(scores, lattice, places)
    return [
        Run((i - p, i), (j - q, j), _chance(float(scores[t, cell]), (p, q)))
        for path in best_path(lattice, scores)
        for t, cell in path
        for (p, q), i, j in [(lattice.steps[t], int(places[0][cell]), int(places[1][cell]))]
    ]


def bead_scores(
    task: Task, weights: Weights, report: Callable[[int, int], None] = lambda *_: None
) -> FloatArray:
    """Return the scores of all beads of a task, shape (T, C); T as in ``weights.steps()``.

    :param task: The two sides.
    :param weights: The weights of the bead features.
    :param report: As for :func:`find_runs`.
    """
    steps = weights.steps()
    scores = np.empty((len(steps), int(task.band.starts[-1])), np.float32)
    for cells, values in task.features(steps):
        scores[:, cells] = weights.scores(values, steps)
        report(cells.stop, scores.shape[1])
    scores[[0 in step for step in steps]] += stranger_bonus(task.kinship)
    _reject(scores, task, steps)
    return scores


def _reject(scores: FloatArray, task: Task, steps: Sequence[Step]) -> None:
    """Make the beads that hold a rejected link impossible, in place."""
    band = task.band
    base = band.starts[:-1] - band.low
    for rows, columns in task.rejected:
        for t, (p, q) in enumerate(steps):
            for i in range(rows[-1] + 1, min(rows[0] + p, band.shape[0]) + 1):
                first = max(columns[-1] + 1, int(band.low[i]))
                last = min(columns[0] + q, int(band.high[i]) - 1)
                if first <= last:
                    scores[t, base[i] + first : base[i] + last + 1] = _REJECTED


def _of_sections(task: Task) -> IntArray:
    """Return the cell of the whole band for each cell of the sections, one after the other."""
    base = task.band.starts[:-1] - task.band.low
    parts = []
    for band, (i, j) in zip(task.sections, task.corners, strict=False):
        rows, columns = band.cells()
        parts.append(base[rows + i] + columns + j)
    return np.concatenate(parts)


def _put_gains(
    scores: FloatArray,
    lattice: Lattice,
    places: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]],
) -> None:
    """Put each bead's probability less its price in place of its score.

    That of a null bead is the sentence's to stand alone, wherever the other side stops. Scores are
    not kept beside it: those of a long text take as much memory as all else.

    :param scores: Shape (T, C).
    :param lattice: The lattice.
    :param places: Row and column of each of its cells.
    """
    kinds = lattice.omitted, lattice.added
    alone = [np.zeros(int(rows.max()) + 1) for rows in places]
    # A piece's scores are not asked for once it was given.
    for cells, chances in posteriors(lattice, scores).pieces(lattice, scores):
        for side, t in enumerate(kinds):
            if t is not None:
                np.add.at(alone[side], places[side][cells], chances[t])
        possible = scores[:, cells] > _REJECTED / 2
        prices = np.where(chances < _HARDLY, _prices(lattice.steps)[:, None], _LEAST)
        scores[:, cells] = np.where(possible, chances - prices, _REJECTED)
    for side, t in enumerate(kinds):
        if t is not None:
            scores[t] = np.minimum(alone[side], 1.0)[places[side]] - _LEAST_ALONE


def _prices(steps: Sequence[Step]) -> DoubleArray:
    """Return what is taken off the probability of beads that are hardly likely, shape (T,)."""
    return np.array([max(_LEAST, _A_SENTENCE * sum(step)) for step in steps])


def _chance(gain: float, step: Step) -> float:
    """Return the probability of a bead of a type from what :func:`_put_gains` made of it."""
    if 0 in step:
        return min(gain + _LEAST_ALONE, 1.0)
    hardly = gain < _HARDLY - _LEAST
    return min(gain + (float(_prices([step])[0]) if hardly else _LEAST), 1.0)


def _places(
    lattice: Lattice, corners: Sequence[tuple[int, int]]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return row and column of each cell of all sections, in the whole documents."""
    rows = np.empty(lattice.cells, np.int32)
    columns = np.empty(lattice.cells, np.int32)
    for k, band in enumerate(lattice.bands):
        here = slice(int(lattice.first[k]), int(lattice.first[k + 1]))
        i, j = band.cells()
        rows[here], columns[here] = i + corners[k][0], j + corners[k][1]
    return rows, columns
