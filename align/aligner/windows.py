"""Where to look in long texts: for each sentence a window of the other side.

Comparing every sentence with every other takes time in proportion to N times M. Here some hundreds
of sentences of the shorter side are looked up in the whole other side, the best chain of what they
look like gives a rough path, and further sentences are looked up around it only. So the time
grows with N + M, and it does not matter how much of a side has no counterpart: a tenth of the
sentences is enough of a chain.
"""

from __future__ import annotations

import numpy as np

from duizhao.align.aligner.band import Band, band_around, narrowed
from duizhao.align.aligner.limits import LIMITS, Limits
from duizhao.align.chains import heaviest_chain
from duizhao.models.arrays import FloatArray, IntArray

__all__ = ["search_windows"]

# A sentence may be like several: repeated sentences, or copies of a whole chapter.
_CANDIDATES = 8
# What a candidate must stand out from: the similarity of so many rivals further down.
_FAR_RIVAL = 32
# A window reaches so many anchors back and ahead.
_REACH = 6
# The widest window: where a long stretch has no anchor, the way is taken to be straight.
_WIDEST = 8192
# Sentences looked up at once.
_ROWS_AT_ONCE = 256


def search_windows(source: FloatArray, target: FloatArray, limits: Limits = LIMITS) -> Band | None:
    """Return where the sentences of two long texts are worth comparing, None if everywhere.

    :param source: Vectors of the single source sentences, shape (N, D).
    :param target: Vectors of the single target sentences, shape (M, D).
    :param limits: From which size on there are windows, and how they are found.
    :return: A band; its :meth:`~duizhao.align.aligner.band.Band.window` is where a source sentence
        is to be compared.
    """
    n, m = len(source), len(target)
    if n * m <= limits.exact_pairs:
        return None
    swap = n > m
    short, long = (target, source) if swap else (source, target)
    band = Band(np.zeros(len(short) + 1, np.intp), np.full(len(short) + 1, len(long) + 1))
    samples = limits.samples
    while True:
        step = -(-len(short) // samples)
        rows = np.arange(step // 2, len(short), step)
        pairs, weights = _candidates(short, long, rows, band)
        chosen = pairs[heaviest_chain(pairs[:, 1].tolist(), weights.tolist())]
        band = _around(len(short), len(long), chosen, limits)
        if step <= limits.near:
            break
        samples *= limits.finer
    return _around(n, m, chosen[:, ::-1], limits) if swap else band


def _around(n: int, m: int, anchors: IntArray, limits: Limits) -> Band:
    """Return windows along anchors, none of them too wide."""
    return narrowed(band_around(n, m, anchors, reach=_REACH, pad=limits.pad), anchors, _WIDEST)


def _candidates(
    short: FloatArray, long: FloatArray, rows: IntArray, band: Band
) -> tuple[IntArray, FloatArray]:
    """Look some sentences up: return what each is most like, and by how much that stands out.

    Say a sentence may be compared with 100 others; its best similarities are .9 with number 40, .8
    with number 70 and so on, and the 32nd best is .3. Then (row, 70) with .5 stands before (row,
    40) with .6, and six more pairs stand among them.

    :param short: Vectors of the side that is looked up, shape (n, D).
    :param long: Vectors of the side that it is looked up in, shape (m, D).
    :param rows: Which of the former, rising, shape (R,).
    :param band: Where each of them may be compared.
    :return: Pairs (row, column), rows rising and columns falling for each row, so that a rising
        chain holds a row once, shape (P, 2); and their weights, shape (P,). A row has 8 pairs, or
        as many as it may be compared with.
    """
    pairs, weights = [], []
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        low, high = band.window(int(some[0]), int(some[-1]) + 1)
        columns, values = _highest(short[some] @ long[low:high].T, min(_FAR_RIVAL, high - low))
        best = slice(-min(_CANDIDATES, high - low), None)
        columns, stands_out = columns[:, best], values[:, best] - values[:, :1]
        falling = np.argsort(-columns, axis=1)
        columns = np.take_along_axis(columns, falling, axis=1) + low
        pairs.append(np.stack([np.repeat(some, columns.shape[1]), columns.ravel()], axis=1))
        weights.append(np.take_along_axis(stands_out, falling, axis=1).ravel())
    return np.concatenate(pairs), np.concatenate(weights)


def _highest(similar: FloatArray, count: int) -> tuple[IntArray, FloatArray]:
    """Return the columns of the highest values of each row and these values, rising, (r, count)."""
    width = similar.shape[1]
    columns = np.argpartition(similar, width - count, axis=1)[:, width - count :]
    values = np.take_along_axis(similar, columns, axis=1)
    order = np.argsort(values, axis=1)
    return np.take_along_axis(columns, order, axis=1), np.take_along_axis(values, order, axis=1)
