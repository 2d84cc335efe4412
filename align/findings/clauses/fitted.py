"""What was fitted for lost clauses: ``data/partial.json`` and the space beside it.

``benchmarks/fit_partial.py`` writes both. There are weights for a reader with a dictionary and for
one without.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from duizhao.align.findings.clauses.length_signs import LENGTH_SIGNS
from duizhao.align.findings.clauses.pair_signs import PAIR_SIGNS
from duizhao.align.findings.clauses.word_matching import Space
from duizhao.align.findings.clauses.word_signs import LEXICON_SIGNS, TOKEN_SIGNS, Habits
from duizhao.models.arrays import DoubleArray, FloatArray

__all__ = ["LANGUAGES", "Fitted", "default_space", "fitted"]


LANGUAGES = ("en", "zh")
"""The languages that the space knows."""


_DATA = files("duizhao.align.findings.clauses").joinpath("data")


@dataclass(frozen=True)
class Fitted:
    """Weights and habits.

    :param habits: What words usually find, by language.
    :param token: Weights of the signs of a word. They sum to the logarithm of the odds that it is
        lost, against those of any word: 0 says nothing.
    :param pair: Weights of the signs of a pair; they sum to the logarithm of the odds.
    :param lengths: Likewise of the signs of lengths.
    :param least: Pairs whose lengths sum to less have lost nothing that could be told.
    :param least_quick: The same for those who have no time to be sure.
    :param least_added: The same for additions.
    """

    habits: Mapping[str, Habits]
    token: FloatArray
    pair: DoubleArray
    lengths: DoubleArray
    least: float
    least_quick: float
    least_added: float


@cache
def fitted(*, lexicon: bool) -> Fitted:
    """Return what comes with the package.

    :param lexicon: For a reader with a dictionary.
    """
    data = json.loads(_DATA.joinpath("partial.json").read_text("utf-8"))
    own = data["with-lexicon" if lexicon else "without-lexicon"]
    names = TOKEN_SIGNS + (LEXICON_SIGNS if lexicon else ())
    habits = {
        lang: Habits(*(_shares(table[part]) for part in ("words", "kinds")))
        for lang, table in data["habits"].items()
    }
    return Fitted(
        habits,
        np.array([own["token"][name] for name in names], np.float32),
        np.array([own["pair"][name] for name in PAIR_SIGNS]),
        np.array([data["lengths"][name] for name in LENGTH_SIGNS]),
        data["least"],
        data["least-quick"],
        data["least-added"],
    )


@cache
def default_space() -> Space:
    """Return the space that comes with the package, for the tokens of the embedded model."""
    with (
        _DATA.joinpath("partial.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as data,
    ):
        means = {lang: data[f"{lang}_mean"].astype(np.float32) for lang in LANGUAGES}
        maps = {
            lang: data[f"{lang}_map"].astype(np.float32) * data[f"{lang}_scale"]
            for lang in LANGUAGES
        }
    return Space(means, maps)


def _shares(table: Mapping[str, tuple[int, int]]) -> dict[str, tuple[float, float]]:
    """Read what stands in hundredths."""
    return {key: (a / 100, b / 100) for key, (a, b) in table.items()}
