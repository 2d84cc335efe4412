"""Which words of a text go nowhere when all words of two texts are shared out at once.

A word's nearest counterpart may be the counterpart of another word. Optimal transport shares out
all words together, and may leave a word over: it then goes to a null word that takes any number,
as in OTTAWA (Huang et al. 2024, "OTTAWA: Optimal TransporT Adaptive Word Aligner for hallucination
and omission translation errors detection"), here with an entropy that makes it a few products of a
matrix (Cuturi 2013). Besides, a word's counterpart stands where those of its neighbours do, as
distortion has it in the models of word alignment (Brown et al. 1993).

Letters for shapes: S and T words of the two sides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duizhao.align.findings.words.word_matching import Matches
from duizhao.models.arrays import FloatArray

__all__ = ["Transported", "expected_places", "found_nearby", "transported"]

# Cosines are divided by the one; the null word is as near as the other to every word, about where
# words without a counterpart lie (cosine .25 to strange words, .6 to counterparts).
_HEAT, _NULL = 0.08, 0.32
# After so many rounds the sums of rows and columns have settled.
_ROUNDS = 12
# Neighbours on either side whose counterparts say where a word's is expected.
_NEIGHBOURS = 3
# How little a neighbour counts at least: one whose counterpart belongs to another word.
_LEAST_CLAIM, _LEAST_COSINE = 1e-3, 0.05
# What a counterpart loses that stands at the other end of the text.
_FAR = 0.6


@dataclass(frozen=True, eq=False)
class Transported:
    """Where the words of a side go.

    :param null: The share of each word that goes to the null word, 0 to 1, shape (S,).
    :param found: The mean cosine with where the rest goes, times that rest, shape (S,).
    """

    null: FloatArray
    found: FloatArray


def transported(cosines: FloatArray) -> tuple[Transported, Transported]:
    """Share out the words of two texts, and say so for each side.

    :param cosines: Of the words of one side with those of the other, shape (S, T).
    """
    kernel, null = np.exp(cosines / _HEAT), float(np.exp(_NULL / _HEAT))
    rows = np.ones(cosines.shape[0], np.float32)
    columns = np.ones(cosines.shape[1], np.float32)
    for _ in range(_ROUNDS):
        rows = 1 / (kernel @ columns + null)
        columns = 1 / (rows @ kernel + null)
    rows = 1 / (kernel @ columns + null)
    shares = rows[:, None] * kernel * columns
    cosine = shares * cosines
    return (
        Transported(rows * null, cosine.sum(axis=1)),
        Transported(columns * null, cosine.sum(axis=0)),
    )


def expected_places(found: Matches) -> FloatArray:
    """Return where each word's counterpart is expected by those of its neighbours, shape (S,).

    :param found: What the words of a side find.
    """
    claims = np.clip(found.best, _LEAST_COSINE, 1.0) ** 2 * (found.rival <= 0) + _LEAST_CLAIM
    if len(claims) < 2:
        return found.place
    window = np.ones(2 * _NEIGHBOURS + 1, np.float32)
    window[_NEIGHBOURS] = 0
    inside = slice(_NEIGHBOURS, _NEIGHBOURS + len(claims))
    sums, whole = (np.convolve(each, window)[inside] for each in (claims * found.place, claims))
    return np.asarray(sums / whole, np.float32)


def found_nearby(cosines: FloatArray, expected: FloatArray) -> FloatArray:
    """Return the best cosine of each word, of which the distance from a place is taken off.

    :param cosines: As for :func:`transported`, from the words' own side.
    :param expected: Where each word's counterpart is expected, 0 to 1, shape (S,).
    """
    places = (np.arange(cosines.shape[1]) + 0.5) / cosines.shape[1]
    nearby = (cosines - _FAR * np.abs(places - expected[:, None])).max(axis=1)
    return np.asarray(nearby, np.float32)
