"""The neighbours that weigh the most together: the words or clauses that are lost."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["heaviest_run"]


def heaviest_run(weights: Sequence[float]) -> tuple[float, int, int]:
    """Return the neighbours with the largest sum: the sum, the first, the one after the last.

    In one pass (Kadane's algorithm); of equal runs the first.

    :param weights: At least one weight.

    >>> heaviest_run([-1.0, 2.0, -0.5, 1.5, -3.0])
    (3.0, 1, 4)
    """
    best, start, end = -math.inf, 0, 1
    total, first = 0.0, 0
    for at, weight in enumerate(weights):
        if total <= 0:
            total, first = 0.0, at
        total += weight
        if total > best:
            best, start, end = total, first, at + 1
    return best, start, end
