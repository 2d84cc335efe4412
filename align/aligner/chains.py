"""The heaviest rising chain: which of many pairs stand in one order and weigh the most together."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from duizhao.models.arrays import FloatArray, IntArray

__all__ = ["heaviest_chain"]


def heaviest_chain(pairs: IntArray, weights: FloatArray) -> list[int]:
    """Choose pairs of which both numbers rise.

    This is the heaviest increasing subsequence, found in O(P log P): ``ends`` holds the second
    numbers at which a chain can stop, with sums that rise with them.

    :param pairs: Shape (P, 2), the first number never falling; pairs with the same first number
        stand with the second one falling.
    :param weights: Shape (P,); what is below zero counts as zero.
    :return: Rising numbers of the chosen pairs.

    >>> heaviest_chain(np.array([[0, 5], [1, 1], [2, 2]]), np.array([1.0, 0.4, 0.5]))
    [0]
    """
    ends: list[int] = []
    sums: list[float] = []
    last: list[int] = []
    before: list[int] = []
    gains = np.maximum(weights, 0.0).tolist()
    for number, (column, gain) in enumerate(zip(pairs[:, 1].tolist(), gains, strict=True)):
        at = bisect_left(ends, column)
        weight = gain + (sums[at - 1] if at else 0.0)
        before.append(last[at - 1] if at else -1)
        if at < len(ends) and ends[at] == column and sums[at] > weight:
            continue  # the same sentence ends a heavier chain
        stop = at
        while stop < len(ends) and sums[stop] <= weight:
            stop += 1
        ends[at:stop], sums[at:stop], last[at:stop] = [column], [weight], [number]
    path = []
    number = last[-1] if last else -1
    while number >= 0:
        path.append(number)
        number = before[number]
    return path[::-1]
