"""Fit a logistic regression, and write it where the package reads it: for all ``fit_*.py``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from duizhao.models.arrays import BoolArray, DoubleArray

CONSTANTS = ("bias", "constant")  # names of a sign that is always 1


def fit_logistic(
    names: Sequence[str],
    x: DoubleArray,
    right: BoolArray,
    counts: DoubleArray | None = None,
    *,
    penalty: float,
    at_one_scale: bool = False,
) -> dict[str, float]:
    """Return the weights of signs, by name.

    :param names: The names of the signs; at most one of them is a constant, and not penalised.
    :param x: The signs of N cases, shape (N, signs).
    :param right: Whether it is so, shape (N,).
    :param counts: How much each case counts, shape (N,); once each if None.
    :param penalty: What the square of a weight costs.
    :param at_one_scale: Whether the weights are penalised as if all signs had mean 0 and spread 1.
    """
    free = np.array([name not in CONSTANTS for name in names])
    mean, spread = np.zeros(len(names)), np.ones(len(names))
    if at_one_scale:
        mean[free], spread[free] = x.mean(axis=0)[free], np.maximum(x.std(axis=0), 1e-9)[free]
    z, sign = (x - mean) / spread, np.where(right, 1.0, -1.0)
    counts = np.ones(len(x)) if counts is None else counts

    def loss(w: DoubleArray) -> tuple[float, DoubleArray]:
        margin = sign * (z @ w)
        wrong = 1 / (1 + np.exp(np.clip(margin, -30, 30)))
        slope = -z.T @ (counts * sign * wrong) + 2 * penalty * free * w
        return float(counts @ np.logaddexp(0, -margin) + penalty * (free * w) @ w), slope

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x / spread
    w[~free] -= w @ mean
    return dict(zip(names, w.tolist(), strict=True))


def write_logistic(room: str, name: str, fitted_on: str, weights: Mapping[str, float]) -> None:
    """Write a model beside those of its room.

    :param room: The folder of its code, from that of ``duizhao.align`` on.
    :param name: The name of the model there.
    :param fitted_on: What it was fitted on, and by what.
    :param weights: Its weights, in the order in which they are added up.
    """
    path = Path(str(files("duizhao.align"))) / room / "data" / "logistic.json"
    models = json.loads(path.read_text("utf-8"))
    date = dt.datetime.now(tz=dt.timezone.utc).date().isoformat()
    models[name] = {"fitted_on": fitted_on, "date": date, "weights": dict(weights)}
    text = json.dumps(models, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
