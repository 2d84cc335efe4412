"""The most probable reading of a task: its beads by positions, each with its probability."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from duizhao.models.arrays import FloatArray, IntArray

__all__ = ["Run", "bead_scores", "find_runs"]

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
    """Find the most probable sequence of beads, and how probable each of them is.

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
    paths = best_path(lattice, scores)
    return list(_runs(lattice, scores, paths, corners))


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


def _runs(
    lattice: Lattice,
    scores: FloatArray,
    paths: Sequence[Sequence[tuple[int, int]]],
    corners: Sequence[tuple[int, int]],
) -> Iterator[Run]:
    """Yield the beads of the paths with their probabilities.

    That of a null bead is the sentence's to stand alone, wherever the other side stops.
    """
    beads = np.array([bead for path in paths for bead in path], np.intp).reshape(-1, 2)
    # Beads end in different cells, so the cell tells which bead of the path it is.
    on_path = np.full(lattice.cells, -1, np.int32)
    on_path[beads[:, 1]] = np.arange(len(beads))
    chances = np.zeros(len(beads))
    alone = np.zeros(corners[-1][0] + 1), np.zeros(corners[-1][1] + 1)
    kinds = lattice.omitted, lattice.added
    places = _places(lattice, corners)
    for cells, here in posteriors(lattice, scores).pieces(lattice, scores):
        for side, t in enumerate(kinds):
            if t is not None:
                np.add.at(alone[side], places[side][cells], here[t])
        at = np.flatnonzero(on_path[cells] >= 0)
        number = on_path[cells[at]]
        chances[number] = here[beads[number, 0], at]
    for (t, cell), chance in zip(beads.tolist(), chances.tolist(), strict=True):
        (p, q), i, j = lattice.steps[t], int(places[0][cell]), int(places[1][cell])
        share = chance if p and q else alone[0][i] if p else alone[1][j]
        yield Run((i - p, i), (j - q, j), min(float(share), 1.0))


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
