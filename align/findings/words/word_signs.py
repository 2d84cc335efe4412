"""How much each word speaks for being lost: what it finds, beside what such words usually find.

Whether a word has a counterpart is not told by the cosine with the most like word alone: words of
grammar are like each other in all sentences, names are found exactly or not at all, and a word
whose only likely counterpart belongs to another word is lost all the same. A logistic regression
weighs these signs, those of a dictionary (CC-CEDICT) among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.findings.words.lexicon import Lookup
from duizhao.align.findings.words.transport import (
    Transported,
    expected_places,
    found_nearby,
    transported,
)
from duizhao.align.findings.words.word_matching import Matches, Words, compare
from duizhao.models.arrays import FloatArray

__all__ = [
    "BESIDE_SIGNS",
    "TOKEN_SIGNS",
    "Habits",
    "beside_signs",
    "kind_of_word",
    "signs_beside",
    "signs_of_both",
    "token_signs",
]

TOKEN_SIGNS = (
    "constant",
    "best",  # cosine with the most like span
    "kept",  # what such a word finds in its own translation
    "null",  # what it finds in a strange sentence
    "gap",  # the difference of the two: how telling the word is
    "best-gap",
    "rival",  # another word has the better claim to what was found
    "rival-ahead",
    "near",  # what the neighbours find
    "length",  # words of the other side, logarithm: more to find by chance
    "present",  # the other side has the very word
    "zh",
    "shift",  # how far along the other text it was found
    "single",  # a word of one character
    "hit",  # a dictionary's: see :class:`duizhao.align.findings.words.lexicon.Lookup`
    "known",
    "hit-gap",
)
"""The signs of a word, in the order of the columns of :func:`token_signs`."""

BESIDE_SIGNS = tuple(
    f"{name}-beside"
    for name in (
        *("best", "kept", "null", "gap", "best-gap", "rival", "rival-ahead", "near", "shift"),
        "null-mass",  # what of it goes nowhere when all words are shared out at once
        "transported",  # the cosine with where it goes then
        "distortion",  # how far its counterpart stands from where its neighbours' do
        "nearby",  # the best cosine near there
    )
)
"""What the same word finds with the tokens of a second model: columns of :func:`beside_signs`."""


@dataclass(frozen=True)
class Habits:
    """What words of a language usually find.

    :param words: By word, its usual cosine in its own translation and in strange sentences.
    :param kinds: The same by :func:`kind_of_word`, for words that are not among those; ``""`` for
        kinds that are not there either.
    """

    words: Mapping[str, tuple[float, float]]
    kinds: Mapping[str, tuple[float, float]]

    def __call__(self, words: Sequence[str]) -> FloatArray:
        """Return what words usually find, shape (S, 2)."""
        found = [
            self.words.get(word) or self.kinds.get(kind_of_word(word)) or self.kinds[""]
            for word in words
        ]
        return np.array(found, np.float32).reshape(-1, 2)


def kind_of_word(word: str) -> str:
    """Return what a word is like, for what words like it usually find.

    >>> kind_of_word("2017"), kind_of_word("river"), kind_of_word("河流")
    ('number', 'letters-5', '2')
    """
    if word[0].isdigit():
        return "number"
    return f"letters-{min(len(word), 12)}" if word.isascii() else str(min(len(word), 4))


def signs_of_both(
    langs: tuple[str, str],
    words: tuple[Words, Words],
    looked_up: tuple[Sequence[Lookup], Sequence[Lookup]],
    habits: Mapping[str, Habits],
) -> list[FloatArray]:
    """Return the signs of the words of two texts, one array a text, see :func:`token_signs`.

    :param langs: The texts' languages.
    :param words: Their words, at least one each.
    :param looked_up: What a dictionary says of each word.
    :param habits: What words usually find, by language.
    """
    found = compare(*words)
    return [
        token_signs(lang, words[n], found[n], words[1 - n], habits[lang], looked_up[n])
        for n, lang in enumerate(langs)
    ]


def signs_beside(
    langs: tuple[str, str], words: tuple[Words, Words], habits: Mapping[str, Habits]
) -> list[FloatArray]:
    """Return what the words of two texts find with the tokens of a second model.

    :param langs: The texts' languages.
    :param words: Their words, as that model sees them, at least one each.
    :param habits: What words usually find with its tokens, by language.
    """
    found = compare(*words)
    cosines = words[0].unit @ words[1].unit.T
    went = transported(cosines)
    return [
        beside_signs(words[n], found[n], habits[lang], went[n], cosines.T if n else cosines)
        for n, lang in enumerate(langs)
    ]


def token_signs(
    lang: str,
    words: Words,
    found: Matches,
    other: Words,
    habits: Habits,
    looked_up: Sequence[Lookup],
) -> FloatArray:
    """Return the signs of a text's words, shape (S, signs).

    :param lang: The text's language.
    :param words: Its words, at least one.
    :param found: What they find.
    :param other: The words of the other text.
    :param habits: What words of this language usually find.
    :param looked_up: what a dictionary says of each word.
    """
    count = len(found.best)
    usual = _beside_usual(words, found, habits)
    gap = usual[3]
    there = set(other.texts)
    hits = np.array(looked_up)
    columns = [
        np.ones(count),
        *usual,
        np.full(count, np.log(len(other.texts))),
        [float(word in there) for word in words.texts],
        np.full(count, float(lang == "zh")),
        np.abs((np.arange(count) + 0.5) / count - found.place),
        [float(len(word) == 1) for word in words.texts],
        hits[:, 0],
        hits[:, 1],
        hits[:, 0] * gap,
    ]
    return np.array(columns, np.float32).T


def _beside_usual(words: Words, found: Matches, habits: Habits) -> list[FloatArray]:
    """Return what words find beside what such words usually do, eight signs.

    The fourth is the gap between what they find in translations and in strange sentences.
    """
    best, usual = found.best, habits(words.texts)
    gap = usual[:, 0] - usual[:, 1]
    return [
        best,
        usual[:, 0],
        usual[:, 1],
        gap,
        best * gap,
        found.rival,
        np.maximum(found.rival, 0.0),
        _near(best),
    ]


def beside_signs(
    words: Words, found: Matches, habits: Habits, went: Transported, cosines: FloatArray
) -> FloatArray:
    """Return what a text's words find with the tokens of a second model, shape (S, signs).

    :param words: The text's words, as that model sees them, at least one.
    :param found: What they find.
    :param habits: What such words usually find with that model's tokens.
    :param went: Where they go when all words are shared out.
    :param cosines: Theirs with the words of the other text, shape (S, T).
    """
    count = len(found.best)
    expected = expected_places(found)
    columns = [
        *_beside_usual(words, found, habits),
        np.abs((np.arange(count) + 0.5) / count - found.place),
        went.null,
        went.found,
        np.abs(found.place - expected),
        found_nearby(cosines, expected),
    ]
    return np.array(columns, np.float32).T


def _near(best: FloatArray) -> FloatArray:
    """Return the mean of what the words on both sides find; at the ends, of the one."""
    if len(best) < 2:
        return best
    before = np.concatenate([best[1:2], best[:-1]])
    after = np.concatenate([best[1:], best[-2:-1]])
    near: FloatArray = (before + after) / 2
    return near
