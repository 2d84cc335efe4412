"""The heaviest rising chain: which of many numbers rise from one to the next and weigh the most."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

__all__ = ["heaviest_chain"]


def heaviest_chain(numbers: Sequence[int], weights: Sequence[float] | None = None) -> list[int]:
    """Choose the heaviest increasing subsequence, found in O(P log P).

    Of pairs of which both numbers are to rise, give the second numbers in the order of the first
    ones; where first numbers are equal, with the second ones falling.

    ``ends`` holds the numbers at which a chain can stop, with sums that rise with them.

    :param numbers: P numbers.
    :param weights: What each weighs, below zero as nothing; 1 each if None, so that the longest
        chain is chosen.
    :return: Rising places of the chosen numbers.

    >>> heaviest_chain([5, 1, 2], [1.0, 0.4, 0.5]), heaviest_chain([5, 1, 2])
    ([0], [1, 2])
    """
    ends: list[int] = []
    sums: list[float] = []
    last: list[int] = []
    before: list[int] = []
    gains = [1.0] * len(numbers) if weights is None else weights
    for place, (number, gain) in enumerate(zip(numbers, gains, strict=True)):
        at = bisect_left(ends, number)
        weight = max(gain, 0.0) + (sums[at - 1] if at else 0.0)
        before.append(last[at - 1] if at else -1)
        if at < len(ends) and ends[at] == number and sums[at] > weight:
            continue  # the same number ends a heavier chain
        stop = at
        while stop < len(ends) and sums[stop] <= weight:
            stop += 1
        ends[at:stop], sums[at:stop], last[at:stop] = [number], [weight], [place]
    chain = []
    place = last[-1] if last else -1
    while place >= 0:
        chain.append(place)
        place = before[place]
    return chain[::-1]
