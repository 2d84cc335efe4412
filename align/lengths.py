"""How long a translation is expected to be: length ratios of two languages."""

from __future__ import annotations

import numpy as np

from duizhao.corpora.text.languages import is_dense
from duizhao.models.arrays import FloatArray

__all__ = ["expected_log_ratio", "length_z"]

# Characters of English for one of Chinese, median of 5,267 segments of news, health and software
# texts: e ** 1.13 = 3.1. Between scripts of one kind it is 1.
_ENGLISH_PER_CHINESE = 1.13


def expected_log_ratio(source_lang: str, target_lang: str) -> float:
    """Return the logarithm of source over target characters that two languages make expect.

    >>> expected_log_ratio("en", "zh"), expected_log_ratio("zh", "ja")
    (1.13, 0.0)
    """
    return _ENGLISH_PER_CHINESE * (is_dense(target_lang) - is_dense(source_lang))


# Variance of the log ratio of characters of true pairs: of long ones, and what is added for one
# of a single character. Measured: see docs/benchmarks.md, "Length model".
_RATIO_VARIANCE = 0.05
_RATIO_VARIANCE_SHORT = 1.0


def length_z(source: FloatArray, target: FloatArray, log_ratio: float) -> FloatArray:
    """Return how far two lengths are from translating each other, in standard deviations.

    The logarithm of the ratio of characters is taken as normal, with a variance that falls with
    length (the idea of Gale & Church 1993, with a logarithm so that both directions are alike).

    :param source: Characters of the source runs, shape (...).
    :param target: Characters of the target runs, shape (...).
    :param log_ratio: The usual logarithm of source over target characters.
    """
    ratio = np.log((source + 1.0) / (target + 1.0)) - log_ratio
    variance = _RATIO_VARIANCE + _RATIO_VARIANCE_SHORT / (np.sqrt(source * target) + 1.0)
    z: FloatArray = (ratio / np.sqrt(variance)).astype(np.float32)
    return z
