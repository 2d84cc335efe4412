"""What was fitted for lost clauses: models, what words usually find, and the space of words.

``benchmarks/fit_partial.py`` writes all of it into ``data``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from duizhao.align.findings.words.word_matching import Space
from duizhao.align.findings.words.word_signs import Habits
from duizhao.align.logistic import Logistic, load_logistic
from duizhao.models.arrays import FloatArray

__all__ = ["LANGUAGES", "Fitted", "default_space", "fitted"]


LANGUAGES = ("en", "zh")
"""The languages that the space knows."""


_DATA = files("duizhao.align.findings.words").joinpath("data")


@dataclass(frozen=True)
class Fitted:
    """Models and habits.

    :param habits: What words usually find, by language.
    :param word: Weights of the signs of a word, in the order of their columns. They sum to the
        logarithm of the odds that it is lost, against those of any word: 0 says nothing.
    :param pair: Whether a pair has lost its run, by its signs.
    :param lengths: The same by its lengths alone.
    :param least: Pairs whose lengths sum to less have lost nothing that could be told.
    :param least_quick: The same for those who have no time to be sure.
    :param least_added: The same for additions.
    """

    habits: Mapping[str, Habits]
    word: FloatArray
    pair: Logistic
    lengths: Logistic
    least: float
    least_quick: float
    least_added: float


@cache
def fitted() -> Fitted:
    """Return what comes with the package."""
    data = json.loads(_DATA.joinpath("habits.json").read_text("utf-8"))
    word, pair, lengths = (
        load_logistic("findings/words", name) for name in ("word", "pair", "lengths")
    )
    habits = {
        lang: Habits(*(_shares(table[part]) for part in ("words", "kinds")))
        for lang, table in data["habits"].items()
    }
    return Fitted(
        habits,
        np.array([*word.weights.values()], np.float32),
        pair,
        lengths,
        data["least"],
        data["least-quick"],
        data["least-added"],
    )


@cache
def default_space() -> Space:
    """Return the space that comes with the package, for the tokens of the embedded model."""
    with (
        _DATA.joinpath("space.npz").open("rb") as file,
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
