"""The coarse pass: which single sentences plainly belong together, over the whole document.

It looks at pairs once, by blocks of rows, keeps only a few numbers a sentence, and so needs memory
in proportion to N + M.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.aligner.limits import LIMITS, Limits
from duizhao.align.aligner.windows import search_windows
from duizhao.align.chains import heaviest_chain
from duizhao.models.arrays import FloatArray, IntArray, median

__all__ = ["Coarse", "chain", "coarse_pass"]

# How many rivals make up the background of a sentence. Margin-based mining uses the mean of a few
# nearest neighbours (Artetxe & Schwenk 2019, https://arxiv.org/abs/1811.01136, k = 4).
_RIVALS = 4
# Similarities that differ by less are those of the same sentence.
_SAME = 1e-4
# An anchor that hardly stands out counts as a tenth of one that does as usual.
_LEAST_TRUST = 0.1
# Of the documents that weights are fitted on, three in four are below .75 and none above .85. A
# price of null beads that follows the level beyond that makes copies of a text fall apart.
_HIGHEST_LEVEL = 0.8
# Rows multiplied at once: 512 rows by 10,000 columns of float32 are 20 MB.
_ROWS_AT_ONCE = 512
# The same with windows, where more rows make a block wider as well.
_WINDOWED_ROWS = 256


@dataclass(frozen=True)
class Coarse:
    """What the coarse pass keeps.

    :param source_best: Highest similarity of each source sentence with any target, shape (N,).
    :param target_best: The same for each target sentence, shape (M,).
    :param source_background: Mean of each source sentence's highest similarities, shape (N,);
        zero if they are all the same.
    :param target_background: The same for each target sentence, shape (M,).
    :param pairs: Mutually best pairs (source, target), in source order, shape (P, 2).
    :param margins: By how much each of them exceeds its background, shape (P,).
    :param compared: The share of all N times M pairs that were compared, above 0 to 1; 0 if
        there is none.
    """

    source_best: FloatArray
    target_best: FloatArray
    source_background: FloatArray
    target_background: FloatArray
    pairs: IntArray
    margins: FloatArray
    compared: float = 1.0

    @property
    def level(self) -> float:
        """How alike plain pairs are in this document: the median of the mutually best ones.

        More alike than translations ever are, as copies of a text, does not count.
        """
        if not len(self.pairs):
            return 0.0
        return min(median(self.target_best[self.pairs[:, 1]]), _HIGHEST_LEVEL)

    def spread(self, rows: IntArray, columns: IntArray, shape: tuple[int, int]) -> Coarse:
        """Return the same of all sentences, if this was found of some of them.

        The others stand on the other side as they are: nothing is more like them, and what is usual
        for those that were compared is taken to be so for them, too.

        :param rows: The numbers of the source sentences compared, rising.
        :param columns: The numbers of the target sentences compared, rising.
        :param shape: How many sentences there are on either side.
        """
        if (len(rows), len(columns)) == shape:
            return self
        source_best, source_background = _spread(
            self.source_best, self.source_background, rows, shape[0]
        )
        target_best, target_background = _spread(
            self.target_best, self.target_background, columns, shape[1]
        )
        pairs = np.stack([rows[self.pairs[:, 0]], columns[self.pairs[:, 1]]], axis=1)
        return Coarse(
            source_best,
            target_best,
            source_background,
            target_background,
            pairs,
            self.margins,
            self.compared,
        )

    def trust(self, chosen: Sequence[int]) -> FloatArray:
        """Return how far some of the pairs can be trusted, above 0 to 1.

        :param chosen: Numbers of pairs.
        """
        if not len(self.pairs):
            return np.ones(0, np.float32)
        usual = max(median(self.margins), 1e-6)
        trust: FloatArray = np.clip(self.margins[chosen] / usual, _LEAST_TRUST, 1.0)
        return trust


def _spread(
    best: FloatArray, background: FloatArray, at: IntArray, count: int
) -> tuple[FloatArray, FloatArray]:
    """Return what :meth:`Coarse.spread` makes of one side."""
    usual = background.mean() if len(background) else 0.0
    bests, backgrounds = np.ones(count, np.float32), np.full(count, usual, np.float32)
    bests[at], backgrounds[at] = best, background
    return bests, backgrounds


def coarse_pass(
    source: FloatArray,
    target: FloatArray,
    limits: Limits = LIMITS,
    *,
    rows_at_once: int = _ROWS_AT_ONCE,
) -> Coarse:
    """Compare source sentences with target sentences once.

    In long texts each is compared with its window only, see
    :func:`duizhao.align.aligner.windows.search_windows`: rivals are then those of the
    neighbourhood.

    :param source: Vectors of the single source sentences, shape (N, D).
    :param target: Vectors of the single target sentences, shape (M, D).
    :param limits: From which size on texts have windows.
    :param rows_at_once: Rows of a block without windows, at least 1.
    """
    n, m = len(source), len(target)
    if not n or not m:
        a, b, none = (np.zeros(count, np.float32) for count in (n, m, 0))
        return Coarse(a, b, a, b, np.empty((0, 2), np.intp), none, 0.0)
    windows = search_windows(source, target, limits)
    tops = _Tops(n, m)
    size = rows_at_once if windows is None else _WINDOWED_ROWS
    compared = 0
    for start in range(0, n, size):
        stop = min(start + size, n)
        low, high = (0, m) if windows is None else windows.window(start, stop)
        tops.add(source[start:stop] @ target[low:high].T, start, low)
        compared += (stop - start) * (high - low)
    best = tops.source_argbest
    mutual = np.flatnonzero(tops.target_argbest[best] == np.arange(n))
    pairs = np.stack([mutual, best[mutual]], axis=1)
    source_background, target_background = _background(tops.source), _background(tops.target)
    source_best, target_best = tops.source.max(axis=0), tops.target.max(axis=0)
    margins = target_best[pairs[:, 1]] - 0.5 * (
        source_background[pairs[:, 0]] + target_background[pairs[:, 1]]
    )
    return Coarse(
        source_best,
        target_best,
        source_background,
        target_background,
        pairs,
        margins,
        compared / (n * m),
    )


def _background(tops: FloatArray) -> FloatArray:
    """Return the mean of each sentence's highest similarities, shape (N,).

    A sentence that stands several times on the other side has itself as its rivals. It does not
    get worse by that, so its background is taken to be zero.
    """
    mean: FloatArray = tops.mean(axis=0)
    if len(tops) == _RIVALS:
        mean[tops.min(axis=0) > tops.max(axis=0) - _SAME] = 0.0
    return mean


class _Tops:
    """The highest similarities of each sentence, as far as pairs were compared.

    :attr:`source` and :attr:`target` hold a few a sentence, in no order, shapes (k, N) and (k, M).
    """

    def __init__(self, n: int, m: int) -> None:
        self.source = np.full((min(_RIVALS, m), n), -1.0, np.float32)
        self.target = np.full((min(_RIVALS, n), m), -1.0, np.float32)
        self.source_argbest = np.zeros(n, np.intp)
        self.target_argbest = np.zeros(m, np.intp)

    def add(self, similar: FloatArray, row: int, column: int) -> None:
        """Take in the similarities of a block that begins at a row and a column."""
        height, width = similar.shape
        rows, columns = slice(row, row + height), slice(column, column + width)
        k = min(len(self.source), width)
        self.source_argbest[rows] = column + similar.argmax(axis=1)
        self.source[:k, rows] = np.partition(similar, width - k, axis=1)[:, width - k :].T
        argtop = similar.argmax(axis=0)
        top = similar[argtop, np.arange(width)]
        better = top > self.target[:, columns].max(axis=0)
        self.target_argbest[columns][better] = row + argtop[better]
        joined = np.concatenate([self.target[:, columns], similar])
        k = len(self.target)
        self.target[:, columns] = np.partition(joined, len(joined) - k, axis=0)[len(joined) - k :]


def chain(coarse: Coarse) -> list[int]:
    """Choose the pairs that stand in one order and weigh the most together.

    :param coarse: What the coarse pass found.
    :return: Rising numbers of the chosen rows of :attr:`Coarse.pairs`.
    """
    return heaviest_chain(coarse.pairs[:, 1].tolist(), coarse.margins.tolist())
