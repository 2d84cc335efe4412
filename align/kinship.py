"""Whether two texts belong together at all.

The weights were fitted on texts and their translations. Faced with two texts that have nothing to
do with each other they would still link most sentences, since to them low similarity everywhere
means a free translation. So the evidence that the texts are kin is weighed first, and what speaks
against it speaks for leaving sentences alone.
"""

from __future__ import annotations

import math

from duizhao.align.anchors import Coarse

__all__ = ["kinship", "stranger_bonus"]

# A logistic regression on 186 related pairs (MAC-Dev and the pairs with gaps of
# benchmarks/fit_weights.py), 170 of them once more inside 150 to 1,500 sentences of other
# documents, and 1,100 unrelated pairs of 1 to 1,500 sentences. At .5 it takes 12 of the related
# pairs for unrelated, of which 11 have a few related sentences among hundreds of others, and
# 7 of the unrelated ones for related, most of which treat one subject.
_LEVEL, _MUTUAL, _ORDER, _BIAS = 17.2, 1.4, 2.5, -6.7
# Fewer pairs in order than this, as a logarithm, do not count against the texts: they may have been
# rearranged.
_LEAST_ORDER = -0.7
# Fewer best pairs than a tenth of the sentences count as a tenth: among sentences that are all
# the same, one alone is the best.
_LEAST_MUTUAL = math.log(0.1)
# What a null bead gains between strangers.
_BONUS = 8.0


def kinship(coarse: Coarse, anchors: int) -> float:
    """Return how probable it is that two texts belong together, 0 to 1.

    What speaks for it: that best pairs are much alike, that many sentences have one, and that more
    of these stand in order than would by chance, which is twice the root of their number.

    :param coarse: What the coarse pass found.
    :param anchors: How many of its pairs stand in one order.
    """
    pairs = max(len(coarse.pairs), 1)
    shorter = min(len(coarse.source_best), len(coarse.target_best))
    order = max(math.log(max(anchors, 1) / (2.0 * math.sqrt(pairs))), _LEAST_ORDER)
    mutual = max(math.log(pairs / shorter), _LEAST_MUTUAL)
    odds = _LEVEL * coarse.level + _MUTUAL * mutual + _ORDER * order + _BIAS
    return 1.0 / (1.0 + math.exp(-odds))


def stranger_bonus(kin: float) -> float:
    """Return what to add to the score of null beads, given how far two texts belong together.

    It is next to nothing unless they rather do not.

    :param kin: From :func:`kinship`.

    >>> round(stranger_bonus(0.99), 3), stranger_bonus(0.5), round(stranger_bonus(0.01), 3)
    (0.001, 4.0, 7.999)
    """
    return _BONUS * (1.0 - kin) ** 2 / (kin**2 + (1.0 - kin) ** 2)
