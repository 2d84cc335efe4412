"""Whether probabilities mean what they say: of beads at .9, nine in ten should be right.

The expected calibration error is that of Naeini et al. (2015), with bins of equal mass: beads are
sorted by probability and cut into bins of equally many; the error is the mean over all beads of how
far their bin's mean probability lies from its share of right beads. Beads of equal probability
stay in one bin, so that the order in which they come does not count.

A linked bead is right if the gold has just this bead (strict). A null bead says that its sentences
have no counterpart, and is right if all of them stand alone in the gold, together or apart; gold
without any null bead is no exception, since a null bead is as wrong there as anywhere. Null beads
of sentences that the gold does not mention are left out, as in the scores. A moved bead is right
if the gold has its link, moved or in order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.corpora.alignment import Bead
from duizhao.models.arrays import DoubleArray, IntArray

__all__ = ["BINS", "Bin", "Judged", "calibration_error", "judge", "reliability"]

BINS = 15
"""Bins of equal mass; 15 are usual since Guo et al. (2017)."""

# A probability, and whether the bead was right.
Judged = tuple[float, bool]


@dataclass(frozen=True)
class Bin:
    """Beads of about the same probability.

    :param count: How many.
    :param probability: Their mean probability, 0 to 1.
    :param right: The share of them that is right, 0 to 1.
    """

    count: int
    probability: float
    right: float


def judge(
    gold: Sequence[Bead], beads: Iterable[Bead], moved: Collection[tuple[int, int]] = ()
) -> list[Judged]:
    """Say of each bead how sure it was and whether it is right.

    :param gold: The beads that are right.
    :param beads: The beads to judge.
    :param moved: Links (source, target) out of order, which the gold beads leave out.
    """
    links = {(bead.source, bead.target) for bead in gold}
    links |= {((i,), (j,)) for i, j in moved}
    known = [{i for bead in gold for i in ids(bead)} for ids in (_source, _target)]
    linked = [
        {i for bead in gold if not bead.is_null for i in ids(bead)} for ids in (_source, _target)
    ]
    judged = []
    for bead in beads:
        if not bead.is_null:
            judged.append((bead.probability, (bead.source, bead.target) in links))
            continue
        side = 0 if bead.source else 1
        sentences = {*bead.source, *bead.target}
        if sentences <= known[side]:
            judged.append((bead.probability, sentences.isdisjoint(linked[side])))
    return judged


def _source(bead: Bead) -> tuple[int, ...]:
    return bead.source


def _target(bead: Bead) -> tuple[int, ...]:
    return bead.target


def reliability(judged: Sequence[Judged], bins: int = BINS) -> list[Bin]:
    """Return the bins, least sure first.

    :param judged: From :func:`judge`.
    :param bins: How many to make; fewer come back where probabilities are equal.

    >>> reliability([(0.2, False), (0.4, True), (1.0, True), (1.0, False)], 2)
    [Bin(count=2, probability=0.3, right=0.5), Bin(count=2, probability=1.0, right=0.5)]
    """
    if not judged:
        return []
    probabilities = np.array([probability for probability, _ in judged])
    right = np.array([is_right for _, is_right in judged], np.float64)
    numbers = _bins(probabilities, bins)
    count = np.bincount(numbers)
    sums = (np.bincount(numbers, values) for values in (probabilities, right))
    means = (each / np.maximum(count, 1) for each in sums)
    rows = zip(count.tolist(), *(mean.round(6).tolist() for mean in means), strict=True)
    return [Bin(*row) for row in rows if row[0]]


def _bins(probabilities: DoubleArray, bins: int) -> IntArray:
    """Return the bin of each probability: equally many in each, equal ones together."""
    ordered = np.sort(probabilities)
    firsts = np.unique(ordered[np.arange(bins) * len(ordered) // bins])
    return np.searchsorted(firsts, probabilities, side="right") - 1


def calibration_error(judged: Sequence[Judged], bins: int = BINS) -> float | None:
    """Return the expected calibration error, 0 to 1; None of nothing.

    :param judged: From :func:`judge`.
    :param bins: How many bins of equal mass to make.
    """
    if not judged:
        return None
    found = reliability(judged, bins)
    error = sum(each.count * abs(each.probability - each.right) for each in found)
    return error / sum(each.count for each in found)
