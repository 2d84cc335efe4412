"""What the aligner asks of loose sentences, with the answers of the gold: to fit on, to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from duizhao.align.aligner.loose.questions import Question, questions
from duizhao.align.aligner.loose.signs import signs_of
from duizhao.align.aligner.runs import Run, find_runs
from duizhao.align.aligner.search_space import Task
from duizhao.align.aligner.weights import Weights
from duizhao.corpora.alignment import Bead
from duizhao.eval.beads.trials import Trial
from duizhao.models.arrays import BoolArray, DoubleArray

__all__ = ["Answered", "ask"]


@dataclass(frozen=True)
class Answered:
    """The questions that a pair gives rise to.

    :param name: The document that the pair was made from: what is fitted on one version of it is
        not looked at on another.
    :param trial: The pair.
    :param task: Its search space.
    :param runs: The monotone path.
    :param asked: Q questions.
    :param signs: Their signs, shape (Q, signs).
    :param unsaid: Of each whether the other side does not say the sentence there, shape (Q,).
    """

    name: str
    trial: Trial
    task: Task
    runs: tuple[Run, ...]
    asked: tuple[Question, ...]
    signs: DoubleArray
    unsaid: BoolArray


def ask(name: str, trial: Trial, task: Task, weights: Weights) -> Answered:
    """Align a pair, ask what its path leaves open, and answer by its gold.

    :param name: As for :class:`Answered`.
    :param trial: The pair. A verse counts as one bead.
    :param task: Its search space.
    :param weights: The weights to align it with.
    """
    runs = find_runs(task, weights)
    asked = tuple(questions(runs, task.corners))
    partners = _partners(trial.pair.beads, trial.moved or ())
    unsaid = [partners[q.side][q.sentence].isdisjoint(range(*q.there)) for q in asked]
    signs = signs_of(asked, runs, task, weights)
    return Answered(name, trial, task, tuple(runs), asked, signs, np.array(unsaid, np.bool_))


def _partners(
    beads: Iterable[Bead], moved: Iterable[tuple[int, int]]
) -> tuple[defaultdict[int, set[int]], defaultdict[int, set[int]]]:
    """Return the sentences of the other side that say each sentence, by side."""
    out: tuple[defaultdict[int, set[int]], ...] = defaultdict(set), defaultdict(set)
    links = [*((b.source, b.target) for b in beads), *(((i,), (j,)) for i, j in moved)]
    for source, target in links:
        for i in source:
            out[0][i].update(target)
        for j in target:
            out[1][j].update(source)
    return out[0], out[1]
