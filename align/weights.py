"""The fitted weights of the bead features, and the score that they make.

The weights are data: ``align/data/weights.json`` names each one and says what it was fitted on
(``benchmarks/fit_weights.py`` writes it). The score of a bead is the sum over its features of
weight times value, plus the weight of its type's class.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from duizhao.align.features import FEATURES, bead_types, type_class
from duizhao.align.lattice import Step
from duizhao.models.encoder import FloatArray

__all__ = ["Weights", "default_weights"]


@dataclass(frozen=True)
class Weights:
    """One weight a feature and one a class of bead types.

    :param features: By the names in :data:`duizhao.align.features.FEATURES`.
    :param types: By the names that :func:`duizhao.align.features.type_class` gives; bead types
        without a weight here are not tried.
    :param signature: What tells these weights from others in a result's signature.
    """

    features: Mapping[str, float]
    types: Mapping[str, float]
    signature: str

    def steps(self) -> tuple[Step, ...]:
        """Return the T bead types that have a weight."""
        return tuple(step for step in bead_types() if type_class(step) in self.types)

    def scores(self, features: FloatArray, steps: Sequence[Step]) -> FloatArray:
        """Return the scores of beads, shape (T, c), from their features, shape (F, T, c)."""
        vector = np.array([self.features[name] for name in FEATURES], np.float32)
        bias = np.array([self.types[type_class(step)] for step in steps], np.float32)
        scores: FloatArray = np.tensordot(vector, features, 1) + bias[:, None]
        return scores

    def parts(self, values: FloatArray, step: Step) -> dict[str, float]:
        """Return what each feature adds to one bead's score.

        :param values: The bead's features, shape (F,).
        :param step: Its type.
        :return: Contributions by name, without those of zero; they sum to the score.
        """
        parts = {name: self.features[name] * float(values[f]) for f, name in enumerate(FEATURES)}
        parts[type_class(step)] = self.types[type_class(step)]
        return {name: value for name, value in parts.items() if value}


@cache
def default_weights() -> Weights:
    """Return the weights that come with the package."""
    data = json.loads(files("duizhao.align").joinpath("data/weights.json").read_text("utf-8"))
    return Weights(data["features"], data["types"], data["signature"])
