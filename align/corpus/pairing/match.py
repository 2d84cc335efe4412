"""Which documents belong together: signs of each candidate, and a choice of pairs.

Letters for shapes: N originals, M translations, D dimensions, K candidates of each.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from duizhao.align.corpus.pairing.neighbours import EXACT, nearest
from duizhao.align.corpus.pairing.profiles import Profile
from duizhao.align.lengths import expected_log_ratio
from duizhao.align.logistic import Logistic, load_logistic
from duizhao.models.arrays import FloatArray, IntArray

__all__ = ["Match", "candidates", "choose", "signs_of"]

_CANDIDATES = 5
# The mean is shrunk as if so many documents had none: of few documents it says little.
_SHRINK = 10
_MOST_LENGTHS = 2.0


@dataclass(frozen=True)
class Match:
    """Two documents that may belong together.

    :param source: The number of the original.
    :param target: The number of the translation.
    :param probability: How probable it is that they do, 0 to 1.
    """

    source: int
    target: int
    probability: float


def candidates(
    sources: Sequence[Profile], targets: Sequence[Profile], *, exact: int = EXACT
) -> list[tuple[int, int, dict[str, float]]]:
    """Return pairs that may belong together, with what speaks for each.

    :param sources: The originals, at least one.
    :param targets: The translations, at least one.
    :param exact: As for :func:`duizhao.align.corpus.pairing.neighbours.nearest`.
    """
    a, b = _centred(sources), _centred(targets)
    wanted = _CANDIDATES + 1
    there, there_cosines = nearest(a, b, wanted, exact=exact)
    back, back_cosines = nearest(b, a, wanted, exact=exact)
    pairs = {(i, int(j)) for i, row in enumerate(there) for j in row[:_CANDIDATES]}
    pairs |= {(int(i), j) for j, row in enumerate(back) for i in row[:_CANDIDATES]}
    ordered = sorted((i, j) for i, j in pairs if i >= 0 and j >= 0)
    usual = _usual_words(sources, targets)
    ratios = [
        math.log(max(sources[i].characters, 1) / max(targets[j].characters, 1))
        - expected_log_ratio(sources[i].lang, targets[j].lang)
        for i, j in ordered
    ]
    found = []
    for (i, j), ratio in zip(ordered, ratios, strict=True):
        cosine = float(a[i] @ b[j])
        rival = max(_rival(there[i], there_cosines[i], j), _rival(back[j], back_cosines[j], i))
        around = (_mean(there[i], there_cosines[i], j) + _mean(back[j], back_cosines[j], i)) / 2
        signs = signs_of(
            cosine,
            cosine - rival,
            cosine - around,
            _shared(sources[i].alike, targets[j].alike, usual),
            ratio,
        )
        found.append((i, j, signs))
    return found


def signs_of(
    cosine: float, lead: float, margin: float, shared: float, ratio: float
) -> dict[str, float]:
    """Return what speaks for a pair, by name.

    :param cosine: Of the two vectors, -1 to 1.
    :param lead: How much more alike the two are than either with its best other one.
    :param margin: How much more alike the two are than either with its neighbours on average
        (Artetxe & Schwenk 2019, as a difference).
    :param shared: How many of the words and numbers are shared that could be, 0 to 1.
    :param ratio: How much longer the original is than usual, natural logarithm.
    """
    return {
        "constant": 1.0,
        "cosine": cosine,
        "lead": lead,
        "margin": margin,
        "shared": shared,
        "lengths": min(abs(ratio), _MOST_LENGTHS),
    }


def choose(found: Sequence[tuple[int, int, dict[str, float]]], least: float = 0.5) -> list[Match]:
    """Return pairs of which each document stands in one at most, the most probable ones first.

    :param found: From :func:`candidates`.
    :param least: How probable a pair must be, 0 to 1.
    """
    model = _model()
    judged = [Match(i, j, model.probability(signs)) for i, j, signs in found]
    judged.sort(key=lambda match: (-match.probability, match.source, match.target))
    taken: tuple[set[int], set[int]] = set(), set()
    chosen = []
    for match in judged:
        if match.probability < least:
            break
        if match.source not in taken[0] and match.target not in taken[1]:
            taken[0].add(match.source)
            taken[1].add(match.target)
            chosen.append(match)
    return chosen


def _centred(profiles: Sequence[Profile]) -> FloatArray:
    """Return the vectors without what all of a side have in common, shape (N, D)."""
    rows = np.stack([profile.vector for profile in profiles])
    rows = rows - rows.sum(axis=0) / (len(rows) + _SHRINK)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    unit: FloatArray = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def _rival(numbers: IntArray, cosines: FloatArray, own: int) -> float:
    """Return the best cosine of another one than ``own``; -1 if there is none."""
    others = cosines[numbers != own]
    return float(others[0]) if len(others) else -1.0


def _mean(numbers: IntArray, cosines: FloatArray, own: int) -> float:
    others = cosines[numbers != own]
    return float(others.mean()) if len(others) else 0.0


def _usual_words(sources: Sequence[Profile], targets: Sequence[Profile]) -> dict[str, float]:
    """Return how much it says that two documents share a word, for words of both sides."""
    counts = [Counter(word for p in side for word in p.alike) for side in (sources, targets)]
    total = len(sources) + len(targets) + 1
    return {
        word: math.log(total / (count + counts[1][word]))
        for word, count in counts[0].items()
        if word in counts[1]
    }


def _shared(a: frozenset[str], b: frozenset[str], weights: dict[str, float]) -> float:
    sums = [sum(weights[word] for word in words if word in weights) for words in (a & b, a, b)]
    # Of a document with few such words it says little.
    return sums[0] / (min(sums[1], sums[2]) + 3.0)


@cache
def _model() -> Logistic:
    return load_logistic("corpus/pairing", "pairs")
