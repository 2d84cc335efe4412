"""What was fitted for lost clauses: models, what words usually find, and the spaces of words.

``benchmarks/fit_partial.py`` writes all of it into ``data``: for the tokens of one model, and for
those of two side by side.
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
from duizhao.packed import Arrays

__all__ = ["BESIDE", "LANGUAGES", "MODEL", "Fitted", "fitted", "space_of"]


LANGUAGES = ("en", "zh")
"""The languages that the spaces know."""

MODEL = "use-multilingual-v3"
"""The model whose tokens are the words; it is always there."""

BESIDE = "multilingual-e5-small"
"""The model whose tokens are looked at, too, where it is loaded."""


_DATA = files("duizhao.align.findings.words").joinpath("data")


@dataclass(frozen=True)
class Fitted:
    """Models and habits.

    :param habits: What words usually find with the tokens of :data:`MODEL`, by language.
    :param habits_beside: The same with those of :data:`BESIDE`; empty where that is not asked.
    :param word: Weights of the signs of a word, in the order of their columns. They sum to the
        logarithm of the odds that it is lost, against those of any word: 0 says nothing.
    :param pair: Whether a pair has lost its run, by its signs.
    :param again: The same where that is possible, by the signs of whole vectors, too.
    :param glance: The same by its lengths and the dictionary alone.
    :param least: Pairs that sum to less at that glance are not read for losses.
    :param least_added: The same for additions.
    """

    habits: Mapping[str, Habits]
    habits_beside: Mapping[str, Habits]
    word: FloatArray
    pair: Logistic
    again: Logistic
    glance: Logistic
    least: float
    least_added: float


@cache
def fitted(*, beside: bool = False) -> Fitted:
    """Return what comes with the package.

    :param beside: For a reader that asks the second model, too.
    """
    data = json.loads(_DATA.joinpath("habits.json").read_text("utf-8"))
    suffix = "-beside" if beside else ""
    word, pair, again, glance = (
        load_logistic("findings/words", name)
        for name in (f"word{suffix}", f"pair{suffix}", f"again{suffix}", "glance")
    )
    return Fitted(
        _habits(data["habits"]),
        _habits(data["habits-beside"]) if beside else {},
        np.array([*word.weights.values()], np.float32),
        pair,
        again,
        glance,
        data["least"],
        data["least-added"],
    )


@cache
def space_of(model: str) -> Space:
    """Return the space that comes with the package for the tokens of a model.

    :param model: :data:`MODEL` or :data:`BESIDE`.
    """
    with (
        _DATA.joinpath(f"space-{model}.npz").open("rb") as file,
        Arrays(file) as data,
    ):
        means = {lang: data[f"{lang}_mean"].astype(np.float32) for lang in LANGUAGES}
        maps = {
            lang: data[f"{lang}_map"].astype(np.float32) * data[f"{lang}_scale"]
            for lang in LANGUAGES
        }
    return Space(means, maps)


def _habits(tables: Mapping[str, Mapping[str, Mapping[str, tuple[int, int]]]]) -> dict[str, Habits]:
    """Read what words usually find, by language; it stands in hundredths."""
    return {
        lang: Habits(*(_shares(table[part]) for part in ("words", "kinds")))
        for lang, table in tables.items()
    }


def _shares(table: Mapping[str, tuple[int, int]]) -> dict[str, tuple[float, float]]:
    """Read what stands in hundredths."""
    return {key: (a / 100, b / 100) for key, (a, b) in table.items()}
