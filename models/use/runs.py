"""Vectors of runs of neighbouring texts, composed from what each text contributes.

:mod:`duizhao.models.use.encoder` says how, and how near they come.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from duizhao.models.arrays import BoolArray, FloatArray, IntArray
from duizhao.models.threads import share_out
from duizhao.models.use.head import BLOCK_ROWS, DIMENSIONS, Head

__all__ = ["composed_runs"]


def composed_runs(head: Head, full: FloatArray, inner: FloatArray, longest: int) -> FloatArray:
    """Return the vectors of all runs of up to ``longest`` texts.

    :param head: Turns sums into vectors.
    :param full: The texts' states with both marks, shape (N, D + 1).
    :param inner: Their states without, shape (N, D + 1).
    :param longest: K, the longest run, at least 1.
    :return: Shape (K, N, D); row ``[k - 1, i]`` is the run of ``k`` texts that ends with ``i``.
    """
    number = len(full)
    vectors = np.zeros((longest, number, DIMENSIONS), np.float32)
    alone = head.begin(full)
    inside = head.begin(inner)
    half_shares = alone - inside
    half_shares *= 0.5
    following, preceding = _neighbours(inner[:, -1] > 0)

    def compose(start: int) -> None:
        """Compose the runs that end in a block of texts."""
        stop = min(start + BLOCK_ROWS, number)
        places = [(0, slice(start, stop))]
        wholes = [alone[start:stop]]
        runs = inside[start:stop].copy()
        for size in range(2, min(longest, stop) + 1):
            # One text longer at the front; near the first text not all runs are there.
            last = slice(max(start, size - 1), stop)
            first = slice(last.start - size + 1, stop - size + 1)
            run = runs[last.start - start :]
            run += inside[first]
            whole = run + half_shares[following[first]]
            whole += half_shares[preceding[last]]
            whole[run[:, -1] == 0] = 0
            places.append((size - 1, last))
            wholes.append(whole)
        for (size, last), rows in zip(places, _finished(head, wholes), strict=True):
            vectors[size, last] = rows

    share_out(compose, range(0, number, BLOCK_ROWS))
    return vectors


def _finished(head: Head, wholes: Sequence[FloatArray]) -> Iterator[FloatArray]:
    """Yield the vectors of sums: of a few together, of many size by size."""
    if sum(map(len, wholes)) > BLOCK_ROWS:
        yield from map(head.finish, wholes)
    else:
        ends = np.cumsum([len(each) for each in wholes[:-1]])
        yield from np.split(head.finish(np.concatenate(wholes)), ends)


def _neighbours(filled: BoolArray) -> tuple[IntArray, IntArray]:
    """Return, for each text, the next and the last text that has tokens, itself included.

    Where there is none, any index will do: the run that asks has no token either, or another end.

    >>> following, preceding = _neighbours(np.array([True, False, True]))
    >>> following.tolist(), preceding.tolist()
    ([0, 2, 2], [0, 0, 2])
    """
    number = len(filled)
    index = np.arange(number)
    preceding = np.maximum.accumulate(np.where(filled, index, 0))
    following = np.minimum.accumulate(np.where(filled, index, number - 1)[::-1])[::-1]
    return following, preceding
