"""Fitting on parts of the trials and aligning the others, so that none is judged by itself."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import astuple

import numpy as np

from duizhao.align.aligner.weights import Weights
from duizhao.eval.beads.outcomes import Outcome, outcome
from duizhao.eval.beads.scores import BeadCounts
from duizhao.eval.beads.training import Training
from duizhao.eval.beads.trials import Trial
from duizhao.models.arrays import DoubleArray
from duizhao.models.encoder import Encoder

__all__ = ["Parts", "PulledFits", "Report", "Scorer"]

Report = Callable[[str, int, int], None]
"""What long work reports to: a stage, what is done of it and the whole of it."""

_SEED = 16
_RARE = 20  # gold beads below which the weight of a class is borrowed
_NEXT = "type 1-2"


class Parts:
    """Trials in parts; those that are made of one document stay together.

    :param trials: The trials.
    """

    def __init__(self, trials: Sequence[Trial]) -> None:
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, trial in enumerate(trials):
            self._numbers[trial.pair.name].append(number)

    def of(self, count: int) -> list[list[int]]:
        """Return the numbers of the trials in each of so many parts of about equal size."""
        names = list(self._numbers)
        random.Random(_SEED).shuffle(names)  # noqa: S311 - chance that can be repeated
        parts: list[list[int]] = [[] for _ in range(count)]
        for name in names:
            min(parts, key=len).extend(self._numbers[name])
        return parts

    def units(self, outcomes: Sequence[Outcome]) -> DoubleArray:
        """Return the counts of each document, for :func:`duizhao.eval.beads.rates.lead`.

        :param outcomes: Of all trials.
        """
        rows = []
        for numbers in self._numbers.values():
            counts = sum((outcomes[n].scores.counts for n in numbers), BeadCounts())
            rows.append(astuple(counts))
        return np.array(rows, np.float64)


class PulledFits:
    """Weights fitted on parts of the trials, pulled towards others that are scaled to the vectors.

    A class of bead types of which the trials have fewer than twenty beads keeps its distance from
    the 1-2 beads: clean translations hold none of three sentences, which says nothing of others.

    :param training: The trials.
    :param towards: What the weights are pulled towards.
    :param report: Told of each fit.
    :param total: How many there will be.
    """

    def __init__(self, training: Training, towards: Weights, report: Report, total: int) -> None:
        self._training, self._towards = training, towards
        self._report, self._done, self._total = report, 0, total
        report("fit", 0, total)

    def without(self, numbers: Collection[int], pull: float) -> Weights:
        """Fit weights without some trials.

        :param numbers: The trials that are left out.
        :param pull: The penalty on the distance from what the weights are pulled towards.
        """
        scaled = self._training.scale(self._towards, without=numbers)
        fitted = self._training.fit("", without=numbers, penalty=pull, towards=scaled)
        self._done += 1
        self._report("fit", self._done, self._total)
        seen = self._training.beads_of_class(without=numbers)
        types = dict(fitted.types)
        for name in types:
            if name not in ("null", _NEXT) and seen[name] < _RARE:
                distance = self._towards.types[name] - self._towards.types[_NEXT]
                types[name] = round(types[_NEXT] + distance, 4)
        return Weights(fitted.features, types, "")


class Scorer:
    """Aligns trials with weights that were fitted without them.

    :param trials: The trials.
    :param encoder: Turns sentences into vectors.
    :param report: Told of each trial that is aligned.
    :param rounds: How often all of them will be.
    """

    def __init__(
        self, trials: Sequence[Trial], encoder: Encoder, report: Report, rounds: int
    ) -> None:
        self._trials, self._encoder = trials, encoder
        self._report, self._done, self._total = report, 0, rounds * len(trials)

    def outcomes(self, parts: Sequence[tuple[Weights, Sequence[int]]]) -> list[Outcome]:
        """Return the outcome of each trial.

        :param parts: Weights, and the numbers of the trials that they align; all trials in all.
        """
        found: dict[int, Outcome] = {}
        for weights, numbers in parts:
            for number in numbers:
                found[number] = outcome([self._trials[number]], self._encoder, weights)
                self._done += 1
                self._report("measure", self._done, self._total)
        return [found[number] for number in range(len(self._trials))]
