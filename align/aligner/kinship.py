"""Whether two texts belong together at all.

The weights were fitted on texts and their translations. Faced with two texts that have nothing to
do with each other they would still link most sentences, since to them low similarity everywhere
means a free translation. So the evidence that the texts are kin is weighed first, and what speaks
against it speaks for leaving sentences alone.
"""

from __future__ import annotations

import math

from duizhao.align.aligner.anchors import Coarse
from duizhao.align.logistic import load_logistic

__all__ = ["KINSHIP", "evidence", "kinship", "stranger_bonus"]

# Related are chapters of MAC-Dev and pairs with gaps, whole and inside 150 to 1,500 sentences of
# other documents; unrelated are pieces of 1 sentence and more held against the translations of
# other documents. On the half of the documents that was left out, .5 takes none of 92 whole related
# pairs for unrelated, but 36 of 552 inside other documents, all of them of at most 27 sentences;
# and 11 of 2,758 unrelated pairs for related.
KINSHIP = load_logistic("aligner", "kinship")
"""What makes it likely that two texts belong together; ``benchmarks/fit_kinship.py`` fits it."""

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

    :param coarse: What the coarse pass found.
    :param anchors: How many of its pairs stand in one order.
    """
    return KINSHIP.probability(evidence(coarse, anchors))


def evidence(coarse: Coarse, anchors: int) -> dict[str, float]:
    """Return what speaks for two texts' kinship, by the names of :data:`KINSHIP`.

    That best pairs are much alike, that many sentences have one, and that more of these stand in
    order than would by chance. By chance it is twice the root of their number; where sentences were
    only compared with a window, pairs stand in order for that reason alone, window after window,
    and it is twice the root of their number over the share of pairs that were compared.

    :param coarse: What the coarse pass found.
    :param anchors: How many of its pairs stand in one order.
    """
    pairs = max(len(coarse.pairs), 1)
    shorter = min(len(coarse.source_best), len(coarse.target_best))
    chance = 2.0 * math.sqrt(pairs / coarse.compared)
    order = max(math.log(max(anchors, 1) / chance), _LEAST_ORDER)
    mutual = max(math.log(pairs / shorter), _LEAST_MUTUAL)
    return {"level": coarse.level, "mutual": mutual, "order": order, "bias": 1.0}


def stranger_bonus(kin: float) -> float:
    """Return what to add to the score of null beads, given how far two texts belong together.

    It is next to nothing unless they rather do not.

    :param kin: From :func:`kinship`.

    >>> round(stranger_bonus(0.99), 3), stranger_bonus(0.5), round(stranger_bonus(0.01), 3)
    (0.001, 4.0, 7.999)
    """
    return _BONUS * (1.0 - kin) ** 2 / (kin**2 + (1.0 - kin) ** 2)
