"""Whether what stands beside a lone sentence says it: a neighbour's counterpart, or what faces it.

A translator who joins a short sentence to the next one ("The reason?", "Note:") leaves it without
a link of its own, and so does one who renders it freely: then what the translation says there is
without a link, too. Both are asked word by word (:mod:`duizhao.align.findings.words`) and by the
vectors of the sentences. Weights are fitted (``benchmarks/fit_alone.py``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.encoding import encode_texts
from duizhao.align.findings.words.pair_signs import Half
from duizhao.align.findings.words.uncovered import Reader
from duizhao.align.lengths import expected_log_ratio, length_z
from duizhao.align.logistic import load_logistic
from duizhao.corpora.text.languages import joiner, latin_length
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder

__all__ = [
    "Beside",
    "Opposite",
    "beside_signs",
    "length_misfit",
    "opposite_signs",
    "said_beside",
    "said_opposite",
]

_BESIDE = load_logistic("findings/omissions", "beside")
_OPPOSITE = load_logistic("findings/omissions", "opposite")
# Lengths that fit worse than this, in standard deviations, are as bad as any.
_WORST_Z = 5.0
# What a side says that has no word, or too many to be read.
_NO_WORDS = 4.0


@dataclass(frozen=True)
class Beside:
    """A lone sentence and its linked neighbour.

    :param lone: The sentence.
    :param own: What stands beside it, on its side; not empty.
    :param before: Whether that stands before it.
    :param other: The counterpart of what stands beside it.
    """

    lone: str
    own: str
    before: bool
    other: str


@dataclass(frozen=True)
class Opposite:
    """A lone sentence and what stands without a link on the other side.

    :param lone: The sentence.
    :param other: What faces it.
    """

    lone: str
    other: str


def said_beside(asked: Sequence[Beside], langs: tuple[str, str], encoder: Encoder) -> list[float]:
    """Return how probable it is that the neighbours' counterparts say lone sentences, 0 to 1.

    :param asked: Sentences and neighbours, of any number.
    :param langs: The language of the lone sentences, and the other one.
    :param encoder: The encoder that aligned them.
    """
    return [_BESIDE.probability(signs) for signs in beside_signs(asked, langs, encoder)]


def said_opposite(
    asked: Sequence[Opposite], langs: tuple[str, str], encoder: Encoder
) -> list[float]:
    """Return how probable it is that what faces lone sentences says the same, 0 to 1.

    :param asked: Sentences and what faces them, of any number.
    :param langs: The language of the lone sentences, and the other one.
    :param encoder: The encoder that aligned them.
    """
    return [_OPPOSITE.probability(signs) for signs in opposite_signs(asked, langs, encoder)]


def beside_signs(
    asked: Sequence[Beside], langs: tuple[str, str], encoder: Encoder
) -> list[dict[str, float]]:
    """Return the signs of :func:`said_beside`."""
    space = joiner(langs[0])
    merged = [
        each.own + space + each.lone if each.before else each.lone + space + each.own
        for each in asked
    ]
    rows = _rows(encoder, [*merged, *(a.own for a in asked), *(a.other for a in asked)])
    together, apart, there = np.split(rows, 3) if asked else (rows, rows, rows)
    gains = np.einsum("ij,ij->i", together - apart, there)
    reader = Reader(encoder)
    both = reader.halves([(t, a.other) for t, a in zip(merged, asked, strict=True)], langs)
    alone = reader.halves([(a.own, a.other) for a in asked], langs)
    found = []
    for each, text, gain, one, two in zip(asked, merged, gains, both, alone, strict=True):
        start = len(text) - len(each.lone) if each.before else 0
        fit = abs(length_misfit(text, each.other, langs))
        fit -= abs(length_misfit(each.own, each.other, langs))
        found.append(
            {
                "constant": 1.0,
                # What its words speak for being lost, a word, beside the neighbour's.
                "words": _mean(one and one[0], start, start + len(each.lone)),
                # How much more alike the sides are with it, and how much better lengths fit.
                "gain": float(gain),
                "fit": fit,
                # What the other side says that the neighbour does not, and is then explained.
                "unsaid": _unsaid(two and two[1]) - _unsaid(one and one[1]),
                "length": math.log(1.0 + latin_length(len(each.lone), langs[0])),
            }
        )
    return found


def opposite_signs(
    asked: Sequence[Opposite], langs: tuple[str, str], encoder: Encoder
) -> list[dict[str, float]]:
    """Return the signs of :func:`said_opposite`."""
    rows = _rows(encoder, [*(a.lone for a in asked), *(a.other for a in asked)])
    here, there = np.split(rows, 2) if asked else (rows, rows)
    alike = np.einsum("ij,ij->i", here, there)
    halves = Reader(encoder).halves([(a.lone, a.other) for a in asked], langs)
    found = []
    for each, cosine, pair in zip(asked, alike, halves, strict=True):
        words = pair and pair[0]
        found.append(
            {
                "constant": 1.0,
                # What its words speak for being lost, a word: all those of a stump are found in
                # the whole sentence, few of the sentence in what a cut left of its translation.
                "words": _mean(words, 0, len(each.lone)),
                "alike": float(cosine),
                # How much too short for it the other side is.
                "short": max(length_misfit(each.lone, each.other, langs), 0.0),
            }
        )
    return found


def _rows(encoder: Encoder, texts: Sequence[str]) -> FloatArray:
    return encode_texts(encoder, texts)


def length_misfit(one: str, other: str, langs: tuple[str, str]) -> float:
    """Return how much too long a text is for another one, in standard deviations, -5 to 5.

    :param one: A text.
    :param other: What may translate it.
    :param langs: Their languages.
    """
    a, b = (np.array(np.float32(len(text))) for text in (one, other))
    z = float(length_z(a, b, expected_log_ratio(*langs)))
    return min(max(z, -_WORST_Z), _WORST_Z)


def _mean(half: Half | None, start: int, end: int) -> float:
    """Return what the words of a stretch speak for being lost, a word."""
    if half is None:
        return _NO_WORDS
    inside = (half.words.starts >= start) & (half.words.ends <= end)
    return float(half.evidence[inside].mean()) if inside.any() else _NO_WORDS


def _unsaid(half: Half | None) -> float:
    """Return the logarithm of what the words of a side speak for being lost, together."""
    return 0.0 if half is None else math.log1p(float(np.maximum(half.evidence, 0.0).sum()))
