"""Signs that the other side does not say a sentence, for :mod:`duizhao.align.aligner.loose.settle`.

All come from what the aligner has at hand: the vectors of runs, lengths, the scores of the beads
that might be instead. Nothing is read again, so the price is that of the path's own beads.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.aligner.band import band_along
from duizhao.align.aligner.features import EncodedSide
from duizhao.align.aligner.kinship import stranger_bonus
from duizhao.align.aligner.loose.questions import Place, Question, side_of
from duizhao.align.aligner.runs import Run
from duizhao.align.aligner.search_space import Task
from duizhao.align.aligner.weights import Weights
from duizhao.align.lengths import length_z
from duizhao.align.logistic import log_odds
from duizhao.models.arrays import DoubleArray, FloatArray

__all__ = ["SIGNS", "signs_of"]

SIGNS = (
    "constant",
    "lattice",  # by how much the path's score rises if the bead has the sentence
    "gain",  # ... its similarity to the other side
    "alike",  # how alike the two sides are without the sentence
    "rest",  # how alike the sentence is to what the other side says beyond the others
    "fit",  # by how many standard deviations lengths fit worse with the sentence
    "long",  # how much too long the side is for the other one with it
    "best",  # the sentence's best similarity with anything
    "length",  # its characters, logarithm
    "share",  # their share of the side, logarithm
    "depth",  # whether another sentence stands between it and the bead's border
    "beside",  # whether a sentence beside it stands alone, probability
    "alone",  # the share of sentences of its side that the path left alone, logarithm
    "slack",  # how much of its side can have no counterpart, logarithm
    "level",  # how alike plain pairs are in this document
    "sure",  # of a sentence alone: how sure the path is of it, logarithm of the odds
)
_LEAST_ALONE = 0.01
_LEAST_SURE = 0.001
# A full translation, too, may drop a sentence in twenty; as for the lattice.
_LEAST_SLACK = 0.05
# Lengths that fit worse than this, in standard deviations, and scores that differ more, are as bad
# as any.
_WORST_Z, _WORST_SCORE = 5.0, 12.0


def signs_of(
    asked: Sequence[Question], runs: Sequence[Run], task: Task, weights: Weights
) -> DoubleArray:
    """Return the signs of questions, shape (questions, signs); signs as in :data:`SIGNS`.

    :param asked: The questions.
    :param runs: The monotone path that they are about.
    :param task: What it was found in.
    :param weights: The weights that found it.
    """
    document = _Document.of(runs, task)
    lattice = _lattice(asked, task, weights)
    rows = [
        document.signs(question, float(score))
        for question, score in zip(asked, lattice, strict=True)
    ]
    return np.array(rows, np.float64).reshape(len(asked), len(SIGNS))


@dataclass(frozen=True)
class _Document:
    """What all questions of a pair share.

    :param task: The pair.
    :param alone: Of each sentence how sure it stands alone, shapes (N,) and (M,); 0 if it does not.
    :param shares: The logarithm of the share of each side that does.
    :param slack: The logarithm of the share of each side that can have no counterpart.
    """

    task: Task
    alone: tuple[DoubleArray, DoubleArray]
    shares: tuple[float, float]
    slack: tuple[float, float]

    @staticmethod
    def of(runs: Sequence[Run], task: Task) -> _Document:
        """Look at a whole path."""
        lengths = [side.lengths for side in (task.source, task.target)]
        alone = np.zeros(len(lengths[0])), np.zeros(len(lengths[1]))
        for run in runs:
            if run.is_null:
                for side in (0, 1):
                    alone[side][slice(*side_of(run, side))] = run.probability
        first, second = (math.log(_LEAST_ALONE + float((each > 0).mean())) for each in alone)
        prose = [side.lengths[side.prose] for side in (task.source, task.target)]
        ratio = math.exp(task.log_ratio) * float(prose[1].sum()) / max(float(prose[0].sum()), 1.0)
        slack = (
            math.log(max(1.0 - ratio, _LEAST_SLACK)),
            math.log(max(1.0 - 1.0 / max(ratio, 1e-9), _LEAST_SLACK)),
        )
        return _Document(task, alone, (first, second), slack)

    def signs(self, asked: Question, lattice: float) -> list[float]:
        """Return the signs of a question, as :data:`SIGNS` has them."""
        k, at = asked.side, asked.sentence
        own, lone = self._vector(k, asked.own), self._vector(k, (at, at + 1))
        there = self._vector(1 - k, asked.there)
        alike = float(own @ there)
        without, within = (self._misfit(asked, place) for place in (asked.own, asked.together))
        lengths = self._side(k).lengths
        beside = [float(self.alone[k][i]) for i in (at - 1, at + 1) if 0 <= i < len(lengths)]
        best = (self.task.coarse.source_best, self.task.coarse.target_best)[k]
        size = float(lengths[at]) + 1.0
        return [
            1.0,
            lattice,
            float(self._vector(k, asked.together) @ there) - alike,
            alike,
            _beyond(lone, there, own),
            abs(within) - abs(without),
            within,
            float(best[at]) if len(best) else 0.0,
            math.log(size),
            math.log(size / (float(lengths[slice(*asked.together)].sum()) + 1.0)),
            float(asked.depth > 1),
            max(beside, default=0.0),
            self.shares[k],
            self.slack[k],
            self.task.coarse.level,
            0.0 if asked.inside else _odds(float(self.alone[k][at])),
        ]

    def _side(self, k: int) -> EncodedSide:
        return (self.task.source, self.task.target)[k]

    def _vector(self, k: int, place: Place) -> FloatArray:
        """Return the vector of a run; of one longer than any, that of its sentences' sum."""
        spans = self._side(k).spans
        first, last = place
        if last - first <= len(spans):
            vector: FloatArray = spans[last - first - 1, last - 1]
            return vector
        total: FloatArray = spans[0, first:last].sum(axis=0)
        total /= max(float(np.linalg.norm(total)), 1e-9)
        return total

    def _misfit(self, asked: Question, place: Place) -> float:
        """Return how much too long a run is for what faces it, in standard deviations."""
        here = self._side(asked.side).lengths[slice(*place)].sum(keepdims=True)
        there = self._side(1 - asked.side).lengths[slice(*asked.there)].sum(keepdims=True)
        ratio = -self.task.log_ratio if asked.side else self.task.log_ratio
        z = float(length_z(here, there, ratio)[0])
        return min(max(z, -_WORST_Z), _WORST_Z)


def _odds(probability: float) -> float:
    return log_odds(min(max(probability, _LEAST_SURE), 1.0 - _LEAST_SURE))


def _beyond(lone: FloatArray, there: FloatArray, own: FloatArray) -> float:
    """Return how alike two vectors are beyond what they share with a third, -1 to 1."""
    a, b = (each - float(each @ own) * own for each in (lone, there))
    size = float(np.linalg.norm(a)) * float(np.linalg.norm(b))
    return float(a @ b) / size if size > 1e-9 else 0.0


def _lattice(asked: Sequence[Question], task: Task, weights: Weights) -> DoubleArray:
    """Return by how much the path's score rises if the beads have the sentences, shape (asked,)."""
    together = _scores([_bead(q, q.together) for q in asked], task, weights)
    apart = _scores([_bead(q, q.own) for q in asked], task, weights)
    alone = _scores([_alone(q) for q in asked], task, weights) + stranger_bonus(task.kinship)
    return np.clip(together - apart - alone, -_WORST_SCORE, _WORST_SCORE)


def _bead(asked: Question, place: Place) -> tuple[Place, Place]:
    return (asked.there, place) if asked.side else (place, asked.there)


def _alone(asked: Question) -> tuple[Place, Place]:
    """Return the null bead of the sentence, where it would stand beside the bead."""
    at = asked.there[1] if asked.before else asked.there[0]
    own, gap = (asked.sentence, asked.sentence + 1), (at, at)
    return (gap, own) if asked.side else (own, gap)


def _scores(beads: Sequence[tuple[Place, Place]], task: Task, weights: Weights) -> DoubleArray:
    """Return the scores of beads anywhere, shape (beads,); the worst of those not tried."""
    steps = weights.steps()
    ends = [(rows[1], columns[1]) for rows, columns in beads]
    kinds = [(rows[1] - rows[0], columns[1] - columns[0]) for rows, columns in beads]
    n, m = task.band.shape
    band = band_along(n, m, [(0, 0), *sorted(ends)])
    first = band.starts[:-1] - band.low
    found = np.full(len(beads), -_WORST_SCORE)
    at = np.array([first[i] + j for i, j in ends], np.intp)
    for cells, values in task.features(steps, band):
        here = np.flatnonzero((at >= cells.start) & (at < cells.stop))
        scores = weights.scores(values, steps)
        for k in here.tolist():
            if kinds[k] in steps:
                found[k] = scores[steps.index(kinds[k]), at[k] - cells.start]
    return found
