"""How sure a bead is, after all: its probability, corrected by what stands around it.

The lattice's probabilities are those of its model. It takes a bead's signs for independent of its
neighbours', and knows of no path after the path. So the probability that a bead is right is fitted
once more (logistic calibration: Platt 1999, "Probabilistic outputs for support vector machines"),
with its type and its neighbours' probabilities beside its own (``benchmarks/fit_loose.py``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from duizhao.align.aligner.loose.questions import facing
from duizhao.align.aligner.runs import Run
from duizhao.align.logistic import Logistic, log_odds

__all__ = ["SURE_SIGNS", "made_sure", "sure_signs"]

SURE_SIGNS = (
    "constant",
    "odds",  # its probability, logarithm of the odds
    "null",  # whether it is a null bead
    "plain",  # ... of one sentence on either side
    "large",  # ... of more than two on a side, or of several on both
    "worse",  # the less sure neighbour's probability, logarithm of the odds
    "better",  # the surer one's
    "facing",  # whether it is a null bead that faces one of the other side
    "alone",  # the share of beads that are null beads, logarithm
)
_LEAST = 0.002
# What stands at an end of the text has a neighbour that is as sure as this.
_END = 3.0
_LEAST_ALONE = 0.02


def sure_signs(runs: Sequence[Run]) -> list[list[float]]:
    """Return the signs that beads are right, as :data:`SURE_SIGNS` has them, of each run.

    :param runs: The monotone path, its doubtful sentences settled.
    """
    odds = [log_odds(min(max(run.probability, _LEAST), 1.0 - _LEAST)) for run in runs]
    opposite = facing(runs)
    alone = math.log(_LEAST_ALONE + sum(run.is_null for run in runs) / max(len(runs), 1))
    return [
        [
            1.0,
            odds[n],
            float(run.is_null),
            float(run.step == (1, 1)),
            float(max(run.step) > 2 or min(run.step) > 1),
            min(odds[max(n - 1, 0) : n] + odds[n + 1 : n + 2], default=_END),
            max(odds[max(n - 1, 0) : n] + odds[n + 1 : n + 2], default=_END),
            float(n in opposite),
            alone,
        ]
        for n, run in enumerate(runs)
    ]


def made_sure(runs: Sequence[Run], model: Logistic) -> list[Run]:
    """Return runs with the probabilities that a model gives them.

    :param runs: As for :func:`sure_signs`.
    :param model: Weights by the names of :data:`SURE_SIGNS`.
    """
    signs = (dict(zip(SURE_SIGNS, values, strict=True)) for values in sure_signs(runs))
    return [
        replace(run, probability=model.probability(own))
        for run, own in zip(runs, signs, strict=True)
    ]
