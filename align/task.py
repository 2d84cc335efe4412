"""Two lists of sentences made ready for the lattice: vectors, anchors, band."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.anchors import Coarse, chain, coarse_pass
from duizhao.align.band import Band, band_around, full_band
from duizhao.align.features import LONGEST, Side, feature_blocks
from duizhao.align.lattice import Step
from duizhao.align.spans import side_of
from duizhao.errors import AlignmentError
from duizhao.models.encoder import Encoder, FloatArray

__all__ = ["Task", "expected_log_ratio", "prepare", "usual_log_ratio"]

# Lattices up to this many cells are searched whole: 500 by 500 sentences take 0.1 GB.
_EXACT_CELLS = 250_000
# A band of more cells than this would take over 3 GB: texts this long without anchors between them
# are not a translation and its original.
_MOST_CELLS = 10_000_000
# The band of larger ones: anchors to look back and ahead, and columns beyond them.
_REACH, _PAD = 5, 12
# Characters of English for one of Chinese, median of 5,267 segments of news, health and software
# texts: e ** 1.13 = 3.1. Between scripts of one kind it is 1.
_ENGLISH_PER_CHINESE = 1.13
# Languages written with about one character a syllable.
_DENSE_SCRIPTS = frozenset({"zh", "ja", "ko"})
# The expected ratio counts as this many anchors when the document's own is estimated.
_PRIOR_ANCHORS = 5


@dataclass(frozen=True)
class Task:
    """What the aligner works on.

    :param source: The source side.
    :param target: The target side.
    :param coarse: What the coarse pass found between the two.
    :param anchors: Sentences that plainly belong together, both numbers rising, shape (A, 2).
    :param band: The cells to search.
    :param log_ratio: The usual logarithm of source over target characters in these documents.
    """

    source: Side
    target: Side
    coarse: Coarse
    anchors: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    band: Band
    log_ratio: float

    def features(
        self, steps: Sequence[Step], band: Band | None = None
    ) -> Iterator[tuple[slice, FloatArray]]:
        """Yield the features of all beads, as :func:`duizhao.align.features.feature_blocks`.

        :param steps: The bead types wanted.
        :param band: The cells wanted; those of the task if None.
        """
        return feature_blocks(
            self.source, self.target, self.coarse, band or self.band, steps, self.log_ratio
        )


def prepare(
    source: Sequence[str],
    target: Sequence[str],
    encoder: Encoder,
    expected_ratio: float,
    report: Callable[[int], None] = lambda _done: None,
) -> Task:
    """Encode both sides and decide where to search.

    :param source: N source sentences, at least 1.
    :param target: M target sentences, at least 1.
    :param encoder: Turns sentences into vectors.
    :param expected_ratio: From :func:`expected_log_ratio`.
    :param report: Called with the number of sentences encoded, of both sides together.
    :raises AlignmentError: If two long texts have too little in common.
    """
    a = side_of(source, encoder, LONGEST, report)
    b = side_of(target, encoder, LONGEST, lambda done: report(len(source) + done))
    coarse = coarse_pass(a.spans[0], b.spans[0])
    anchors = coarse.pairs[chain(coarse)]
    return Task(
        a,
        b,
        coarse,
        anchors,
        _band(len(source), len(target), anchors),
        usual_log_ratio(a, b, anchors, expected_ratio),
    )


def expected_log_ratio(source_lang: str, target_lang: str) -> float:
    """Return the logarithm of source over target characters that two languages make expect.

    >>> expected_log_ratio("en", "zh"), expected_log_ratio("zh", "ja")
    (1.13, 0.0)
    """
    dense = [lang in _DENSE_SCRIPTS for lang in (source_lang, target_lang)]
    return _ENGLISH_PER_CHINESE * (dense[1] - dense[0])


def usual_log_ratio(
    source: Side,
    target: Side,
    anchors: np.ndarray[tuple[int, int], np.dtype[np.int64]],
    expected: float,
) -> float:
    """Return the median over the anchors, held to what is expected while they are few.

    The documents' whole lengths say nothing of it: a digest would pass for a terse translation.

    :param source: The source side.
    :param target: The target side.
    :param anchors: Pairs of sentences that belong together, shape (A, 2).
    :param expected: From :func:`expected_log_ratio`.
    """
    count = len(anchors)
    if not count:
        return expected
    ratios = np.log((source.lengths[anchors[:, 0]] + 1) / (target.lengths[anchors[:, 1]] + 1))
    return float((np.median(ratios) * count + expected * _PRIOR_ANCHORS) / (count + _PRIOR_ANCHORS))


def _band(n: int, m: int, anchors: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> Band:
    """Return the whole lattice for small documents, a band along the anchors for large ones."""
    if (n + 1) * (m + 1) <= _EXACT_CELLS:
        return full_band(n, m)
    band = band_around(n, m, [(int(a), int(b)) for a, b in anchors], reach=_REACH, pad=_PAD)
    if band.starts[-1] > _MOST_CELLS:
        message = (
            f"texts of {n} and {m} sentences have too little in common to be aligned as a whole;"
            " check that they belong together, or give them chapter by chapter"
        )
        raise AlignmentError(message)
    return band
