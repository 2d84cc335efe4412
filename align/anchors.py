"""The coarse pass: which single sentences plainly belong together, over the whole document.

It looks at every pair once, by blocks of rows, keeps only a few numbers a sentence, and so needs
memory in proportion to N + M.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from duizhao.models.encoder import FloatArray

__all__ = ["Coarse", "chain", "coarse_pass"]

# How many rivals make up the background of a sentence. Margin-based mining uses the mean of a few
# nearest neighbours (Artetxe & Schwenk 2019, https://arxiv.org/abs/1811.01136, k = 4).
_RIVALS = 4
# Rows multiplied at once: 512 rows by 10,000 columns of float32 are 20 MB.
_BLOCK = 512


@dataclass(frozen=True)
class Coarse:
    """What the coarse pass keeps.

    :param source_best: Highest similarity of each source sentence with any target, shape (N,).
    :param target_best: The same for each target sentence, shape (M,).
    :param source_background: Mean of each source sentence's highest similarities, shape (N,).
    :param target_background: The same for each target sentence, shape (M,).
    :param pairs: Mutually best pairs (source, target), in source order, shape (P, 2).
    :param margins: By how much each of them exceeds its background, shape (P,).
    """

    source_best: FloatArray
    target_best: FloatArray
    source_background: FloatArray
    target_background: FloatArray
    pairs: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    margins: FloatArray

    @property
    def level(self) -> float:
        """How alike plain pairs are in this document: the median of the mutually best ones."""
        if not len(self.pairs):
            return 0.0
        return float(np.median(self.target_best[self.pairs[:, 1]]))


def coarse_pass(source: FloatArray, target: FloatArray) -> Coarse:
    """Compare every source sentence with every target sentence once.

    :param source: Vectors of the single source sentences, shape (N, D), N at least 1.
    :param target: Vectors of the single target sentences, shape (M, D), M at least 1.
    """
    n, m = len(source), len(target)
    best = np.empty(n, np.int64)
    source_top = np.empty((min(_RIVALS, m), n), np.float32)
    target_top = np.full((min(_RIVALS, n), m), -1.0, np.float32)
    target_argbest = np.zeros(m, np.int64)
    target_best = np.full(m, -np.inf, np.float32)
    for start in range(0, n, _BLOCK):
        block = source[start : start + _BLOCK] @ target.T
        rows = slice(start, start + len(block))
        best[rows] = block.argmax(axis=1)
        k = len(source_top)
        source_top[:, rows] = np.partition(block, m - k, axis=1)[:, m - k :].T
        top = block.max(axis=0)
        better = top > target_best
        target_argbest[better] = start + block.argmax(axis=0)[better]
        target_best = np.maximum(target_best, top)
        joined = np.concatenate([target_top, block])
        k = len(target_top)
        target_top = np.partition(joined, len(joined) - k, axis=0)[len(joined) - k :]
    mutual = np.flatnonzero(target_argbest[best] == np.arange(n))
    pairs = np.stack([mutual, best[mutual]], axis=1)
    source_background, target_background = source_top.mean(axis=0), target_top.mean(axis=0)
    margins = target_best[pairs[:, 1]] - 0.5 * (
        source_background[pairs[:, 0]] + target_background[pairs[:, 1]]
    )
    return Coarse(
        source_top.max(axis=0), target_best, source_background, target_background, pairs, margins
    )


def chain(coarse: Coarse) -> list[int]:
    """Choose the pairs that stand in one order and weigh the most together.

    This is the heaviest increasing subsequence, found in O(P log P): ``ends`` holds the target
    numbers at which a chain can stop with ``weights`` that rise with them.

    :param coarse: What the coarse pass found.
    :return: Rising numbers of the chosen rows of :attr:`Coarse.pairs`.
    """
    ends: list[int] = []
    weights: list[float] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, column) in enumerate(coarse.pairs):
        at = bisect_left(ends, int(column))
        weight = float(max(coarse.margins[number], 0.0)) + (weights[at - 1] if at else 0.0)
        before.append(last[at - 1] if at else -1)
        stop = at
        while stop < len(ends) and weights[stop] <= weight:
            stop += 1
        ends[at:stop], weights[at:stop], last[at:stop] = [int(column)], [weight], [number]
    path = []
    number = last[-1] if last else -1
    while number >= 0:
        path.append(number)
        number = before[number]
    return path[::-1]
