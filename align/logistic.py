"""How sure signs make us: logistic regressions, and where their weights are kept.

The weights stand beside the code that they serve, in ``data/logistic.json`` of its room: by model
what it was ``fitted_on``, the ``date``, and the ``weights`` by sign, which
``benchmarks/logistic_fit.py`` fits.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any

__all__ = ["Logistic", "has_logistic", "load_logistic", "log_odds", "probability_of"]


@dataclass(frozen=True)
class Logistic:
    """A logistic regression: weighted signs add up to the logarithm of the odds.

    :param weights: By the name of the sign, in the order in which they are added up. A sign that
        is always 1 makes the constant.

    >>> model = Logistic({"bias": -1.0, "length": 2.0})
    >>> model.parts({"bias": 1.0, "length": 0.5})
    {'bias': -1.0, 'length': 1.0}
    >>> model.probability({"bias": 1.0, "length": 0.5})
    0.5
    """

    weights: Mapping[str, float]

    def parts(self, signs: Mapping[str, float]) -> dict[str, float]:
        """Return what each sign adds to the logarithm of the odds.

        :param signs: What was seen, by name; every name that has a weight.
        """
        return {name: weight * signs[name] for name, weight in self.weights.items()}

    def odds(self, signs: Mapping[str, float]) -> float:
        """Return the natural logarithm of the odds.

        :param signs: As for :meth:`parts`.
        """
        return sum(self.parts(signs).values())

    def probability(self, signs: Mapping[str, float]) -> float:
        """Return how probable it is, 0 to 1.

        :param signs: As for :meth:`parts`.
        """
        return probability_of(self.odds(signs))


def load_logistic(room: str, name: str) -> Logistic:
    """Return a model that comes with the package.

    :param room: The folder of its code, from that of ``duizhao.align`` on.
    :param name: The name of the model there.
    """
    return Logistic(MappingProxyType(_models(room)[name]["weights"]))


def has_logistic(room: str, name: str) -> bool:
    """Say whether the package has a model of a name.

    :param room: As for :func:`load_logistic`.
    :param name: The name.
    """
    return name in _models(room)


def _models(room: str) -> dict[str, Any]:
    file = files("duizhao.align").joinpath(*room.split("/"), "data", "logistic.json")
    models: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return models


def probability_of(odds: float) -> float:
    """Return the probability that a logarithm of odds stands for.

    :param odds: Any number, infinite ones among them.

    >>> probability_of(0.0), probability_of(-math.inf), probability_of(800.0)
    (0.5, 0.0, 1.0)
    """
    return 1.0 / (1.0 + math.exp(-odds)) if odds > -700.0 else 0.0


def log_odds(probability: float) -> float:
    """Return the natural logarithm of the odds of a probability.

    :param probability: Between 0 and 1, neither of them.

    >>> log_odds(0.5)
    0.0
    """
    return math.log(probability / (1.0 - probability))
