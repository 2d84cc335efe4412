"""How sure a score is: intervals by resampling what it was measured on.

Neighbouring beads share their mistakes (one border read wrongly spoils two beads), so what is drawn
are whole documents or, where there is one only, stretches of it: the block bootstrap of Künsch
(1989), with percentile intervals.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from duizhao.models.arrays import DoubleArray

__all__ = ["DRAWS", "LEVEL", "interval", "resampled"]


DRAWS = 2000
"""Samples drawn: the ends of a 95 % interval then vary by a twentieth of its width or so."""
LEVEL = 0.95
"""The share of samples between the ends."""
_SEED = 20


def resampled(units: npt.ArrayLike, draws: int = DRAWS) -> DoubleArray:
    """Draw units with replacement, as many as there are, again and again.

    :param units: The counts of each unit, shape (U, F), U at least 1: sums are what scores are
        made of.
    :param draws: How often.
    :return: The sums of each draw, shape (draws, F); the same units give the same draws.
    """
    rows = np.asarray(units, np.float64)
    number = len(rows)
    times = np.random.default_rng(_SEED).multinomial(number, np.full(number, 1 / number), draws)
    sums: DoubleArray = times @ rows
    return sums


def interval(
    draws: DoubleArray, statistic: Callable[[DoubleArray], DoubleArray], level: float = LEVEL
) -> tuple[float, float]:
    """Return the interval that holds the middle of a statistic's values.

    :param draws: From :func:`resampled`, shape (draws, F).
    :param statistic: Turns sums, shape (draws, F), into values, shape (draws,).
    :param level: The share of values between the ends, 0 to 1.

    >>> draws = resampled([[1, 1], [0, 1], [1, 1], [1, 1]])
    >>> interval(draws, lambda sums: sums[:, 0] / sums[:, 1])
    (0.25, 1.0)
    """
    tail = (1 - level) / 2
    low, high = np.quantile(statistic(draws), [tail, 1 - tail])
    return float(low), float(high)
