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
from duizhao.align.aligner.chains import heaviest_chain
from duizhao.models.arrays import FloatArray, IntArray

__all__ = ["search_windows"]

# Up to this many pairs are compared one and all: 2,000 by 2,000 sentences take 0.1 s.
_EXACT_PAIRS = 4_000_000
# Sentences looked up in the whole other side; each later round looks up so many times more.
_SAMPLES, _FINER = 512, 8
# Rounds end when at most so many sentences stand between two that were looked up.
_NEAR = 32
# A sentence may be like several: repeated sentences, or copies of a whole chapter.
_CANDIDATES = 8
# What a candidate must stand out from: the similarity of so many rivals further down.
_FAR_RIVAL = 32
# The window: so many anchors back and ahead, and so many sentences beyond them. None of the 4,747
# links of the Bible's text is outside, nor any in 8 copies of it, nor in digests of a half and a
# fifth of it, made of single sentences and of stretches of a hundred.
_REACH, _PAD = 6, 256
# The widest window: where a long stretch has no anchor, the way is taken to be straight.
_WIDEST = 8192
# Sentences looked up at once.
_BLOCK = 256


def search_windows(source: FloatArray, target: FloatArray) -> Band | None:
    """Return where the sentences of two long texts are worth comparing, None if everywhere.

    :param source: Vectors of the single source sentences, shape (N, D).
    :param target: Vectors of the single target sentences, shape (M, D).
    :return: A band; its :meth:`~duizhao.align.aligner.band.Band.window` is where a source sentence
        is to be compared.
    """
    n, m = len(source), len(target)
    if n * m <= _EXACT_PAIRS:
        return None
    swap = n > m
    short, long = (target, source) if swap else (source, target)
    band = Band(np.zeros(len(short) + 1, np.intp), np.full(len(short) + 1, len(long) + 1))
    samples = _SAMPLES
    while True:
        step = -(-len(short) // samples)
        pairs, weights = _looked_up(short, long, np.arange(step // 2, len(short), step), band)
        chosen = pairs[heaviest_chain(pairs, weights)]
        band = _around(len(short), len(long), chosen)
        if step <= _NEAR:
            break
        samples *= _FINER
    return _around(n, m, chosen[:, ::-1]) if swap else band


def _around(n: int, m: int, anchors: IntArray) -> Band:
    """Return windows along anchors, none of them too wide."""
    band = band_around(n, m, anchors, reach=_REACH, pad=_PAD)
    return narrowed(band, anchors, _WIDEST)


def _looked_up(
    short: FloatArray, long: FloatArray, rows: IntArray, band: Band
) -> tuple[IntArray, FloatArray]:
    """Return what some sentences are most like, and by how much it stands out.

    :return: Pairs (row, column), rows rising and columns falling for each row, so that a rising
        chain holds a row once, shape (P, 2); and their weights, shape (P,).
    """
    pairs, weights = [], []
    for start in range(0, len(rows), _BLOCK):
        some = rows[start : start + _BLOCK]
        low, high = band.window(int(some[0]), int(some[-1]) + 1)
        similar = short[some] @ long[low:high].T
        k, far = min(_CANDIDATES, high - low), min(_FAR_RIVAL, high - low)
        tops = np.argpartition(similar, high - low - far, axis=1)[:, high - low - far :]
        values = np.take_along_axis(similar, tops, axis=1)
        order = np.argsort(values, axis=1)[:, far - k :]
        columns = np.take_along_axis(tops, order, axis=1)
        stands_out = np.take_along_axis(values, order, axis=1) - values.min(axis=1, keepdims=True)
        falling = np.argsort(-columns, axis=1)
        columns = np.take_along_axis(columns, falling, axis=1) + low
        pairs.append(np.stack([np.repeat(some, k), columns.ravel()], axis=1))
        weights.append(np.take_along_axis(stands_out, falling, axis=1).ravel())
    return np.concatenate(pairs), np.concatenate(weights)
