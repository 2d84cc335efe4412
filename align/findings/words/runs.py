"""How much likelier words are if runs of them may be lost."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["MOST_EVIDENCE", "odds_of_a_run"]

MOST_EVIDENCE = 4.0
"""What one word can speak for, in logarithms of odds: it shall not outweigh a whole clause."""

# A hidden Markov model of two states, kept and lost: a word in 33 begins a lost run, which goes on
# for five words on average.
_BEGIN = 0.03
_END = 0.2


def odds_of_a_run(weights: Sequence[float]) -> float:
    """Return the logarithm of how much likelier the words are if runs of them may be lost.

    All ways to lose runs count together (the forward algorithm), so that a second run, or one
    whose borders are not clear, adds to the first.

    :param weights: What each word speaks for, in logarithms of odds.
    """
    kept, lost, scale = 1.0, 0.0, 0.0
    for weight in weights:
        kept, lost = (
            kept + lost * _END / (1 - _BEGIN),
            (kept * _BEGIN + lost * (1 - _END)) / (1 - _BEGIN) * math.exp(weight),
        )
        total = kept + lost
        scale += math.log(total)
        kept, lost = kept / total, lost / total
    return scale
