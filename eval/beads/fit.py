"""Fitting the weights of the bead features by conditional likelihood.

The weights maximise the summed log-probability of gold paths (Lafferty et al. 2001, "Conditional
Random Fields"), less a quadratic penalty; the gradient is what gold paths hold of each feature
less what all paths hold of it on average. The optimiser is SciPy's L-BFGS, a tool of those who fit
and not of those who align, so SciPy is imported on use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from duizhao.align.aligner.band import Band, band_along
from duizhao.align.aligner.features import FEATURES, bead_types, type_class
from duizhao.align.aligner.lattice import Lattice, Step, build_lattice, posteriors
from duizhao.align.aligner.search_space import Task
from duizhao.align.aligner.weights import Weights
from duizhao.align.decisions.links import Link
from duizhao.errors import MissingExtraError
from duizhao.models.arrays import DoubleArray, IntArray

__all__ = [
    "OF_VECTORS",
    "Batch",
    "band_near",
    "fit_weights",
    "gold_path",
    "make_batch",
    "scale_weights",
]

OF_VECTORS = ("similarity", "weight", "weakest", "leak", "unmatched", "level")
"""The features that are made of cosines; the others are of lengths and marks."""

_STEPS = bead_types()
_CLASSES = tuple(sorted({type_class(step) for step in _STEPS}))
_CLASS_OF = np.array([_CLASSES.index(type_class(step)) for step in _STEPS])
# Columns on both sides of the gold path whose beads take part. With all of them, the scores on
# MAC-Dev differ by less than .001, at eight times the price.
_WIDTH = 20
_MOST_STEPS = 100  # of the optimiser; it needs 60 to 90
# What is pulled is settled when the loss falls by less than this share of it: below lies the noise
# of single precision, in which the search for two numbers took 60 steps in place of ten.
_SETTLED = 1e-6


@dataclass(frozen=True)
class Batch:
    """Document pairs with gold, ready for fitting.

    :param lattice: The lattices of all D pairs.
    :param features: The features of all beads, shape (F, T, C).
    :param gold: What the gold path of each pair holds of each feature and class, shape
        (D, F + classes).
    :param owner: The pair that each cell belongs to, shape (C,).
    """

    lattice: Lattice
    features: np.ndarray[tuple[int, int, int], np.dtype[np.float32]]
    gold: DoubleArray
    owner: IntArray

    def surprise(self, weights: Weights, shares: Sequence[float]) -> float:
        """Return the negative log-likelihood of the gold paths under weights.

        :param weights: The weights.
        :param shares: How much each pair counts, D of them.
        """
        return self.loss(_vector(weights), np.asarray(shares, np.float64))[0]

    def beads_of_class(self, shares: Sequence[float]) -> dict[str, float]:
        """Return how many beads of each class of types the gold paths hold.

        :param shares: How much each pair counts, D of them.
        """
        sums = np.asarray(shares, np.float64) @ self.gold[:, len(FEATURES) :]
        return dict(zip(_CLASSES, sums.tolist(), strict=True))

    def loss(self, vector: DoubleArray, shares: DoubleArray) -> tuple[float, DoubleArray]:
        """Return the negative log-likelihood of the gold paths and its gradient.

        :param vector: Weights, shape (F + classes,).
        :param shares: How much each pair counts, shape (D,).
        """
        count = len(FEATURES)
        scores = np.tensordot(vector[:count].astype(np.float32), self.features, 1)
        scores += vector[count + _CLASS_OF][:, None].astype(np.float32)
        sums = posteriors(self.lattice, scores)
        chances = sums.of_beads(self.lattice, scores) * shares[self.owner]
        expected = np.zeros(len(vector))
        expected[:count] = self.features.reshape(count, -1) @ chances.ravel().astype(np.float32)
        np.add.at(expected[count:], _CLASS_OF, chances.sum(axis=1))
        gold = shares @ self.gold
        return float(shares @ sums.log_totals - vector @ gold), expected - gold


def make_batch(tasks: Sequence[Task], golds: Sequence[Sequence[Link]]) -> Batch:
    """Put document pairs together for fitting.

    :param tasks: The prepared pairs.
    :param golds: The gold beads of each.
    """
    bands = [band_near(*task.band.shape, beads) for task, beads in zip(tasks, golds, strict=True)]
    lattice = build_lattice(bands, _STEPS)
    features = np.concatenate(
        [
            values
            for task, band in zip(tasks, bands, strict=True)
            for _, values in task.features(_STEPS, band)
        ],
        axis=2,
    )
    gold = np.zeros((len(tasks), len(FEATURES) + len(_CLASSES)))
    for row, band, beads, first in zip(gold, bands, golds, lattice.first, strict=False):
        for t, cell in gold_path(band, beads):
            row[: len(FEATURES)] += features[:, t, first + cell]
            row[len(FEATURES) + _CLASS_OF[t]] += 1
    return Batch(lattice, features, gold, np.repeat(np.arange(len(tasks)), np.diff(lattice.first)))


def band_near(n: int, m: int, beads: Sequence[Link]) -> Band:
    """Return the cells near the path of gold beads: where the wrong readings are that matter.

    :param n: N source sentences.
    :param m: M target sentences.
    :param beads: Gold beads as (source ids, target ids).
    """
    along = band_along(n, m, [(0, 0), *(end for _, end in _gold_steps(beads, n, m))])
    low, high = np.maximum(along.low - _WIDTH, 0), np.minimum(along.high + _WIDTH, m + 1)
    low[0], high[-1] = 0, m + 1
    return Band(low, high)


def gold_path(band: Band, beads: Sequence[Link]) -> list[tuple[int, int]]:
    """Return gold beads as a path through a band, as (type number, cell).

    Beads out of order, and sentences that stand in none, become null beads; a bead of a type that
    is not tried loses sentences of its longer side until it is of one.

    :param band: A band that holds the path.
    :param beads: Gold beads as (source ids, target ids).
    """
    n, m = band.shape
    base = band.starts[:-1] - band.low
    path: list[tuple[int, int]] = []
    i = j = 0
    for step, end in _gold_steps(beads, n, m):
        i, j = i + step[0], j + step[1]
        assert (i, j) == end
        path.append((_STEPS.index(step), int(base[i]) + j))
    return path


def _gold_steps(beads: Sequence[Link], n: int, m: int) -> Iterator[tuple[Step, Step]]:
    """Yield the steps of a gold path, each with the cell where it ends."""
    i = j = 0
    linked = sorted(bead for bead in beads if bead[0] and bead[1])
    for source, target in [*linked, ((n,), (m,))]:
        if source[0] < i or target[0] < j:
            continue
        while i < source[0]:
            i += 1
            yield (1, 0), (i, j)
        while j < target[0]:
            j += 1
            yield (0, 1), (i, j)
        if source[0] == n:
            return
        p, q = len(source), len(target)
        while (p, q) not in _STEPS:
            p, q = (p - 1, q) if p > q else (p, q - 1)
        i, j = i + p, j + q
        yield (p, q), (i, j)


def fit_weights(
    batch: Batch,
    *,
    penalty: float,
    signature: str,
    shares: Sequence[float] | None = None,
    start: Weights | None = None,
    towards: Weights | None = None,
) -> Weights:
    """Find the weights that make the gold paths most probable.

    :param batch: The pairs to fit on.
    :param penalty: The L2 penalty on the distance of every weight from where it is pulled to.
    :param signature: The signature of the result.
    :param shares: How much each pair counts, 0 to leave it out; 1 each if None.
    :param start: Where to begin; at ``towards`` if None.
    :param towards: The weights that the penalty pulls to; to zero if None.
    :raises MissingExtraError: If SciPy is not installed.
    """
    counted = np.ones(len(batch.gold)) if shares is None else np.asarray(shares, np.float64)

    centre = _vector(towards)

    def loss(vector: DoubleArray) -> tuple[float, DoubleArray]:
        value, gradient = batch.loss(vector, counted)
        away = vector - centre
        return value + penalty * float(away @ away), gradient + 2 * penalty * away

    settled = None if towards is None else _SETTLED
    return _weights(_minimise(loss, _vector(start or towards), settled), signature)


def scale_weights(
    batch: Batch, weights: Weights, *, penalty: float, shares: Sequence[float] | None = None
) -> Weights:
    """Find by which factor another model's cosines count, and how dear null beads are for it.

    Two numbers are fitted, all else is as given: they cannot learn what kind of texts the pairs
    are, as a fit of all weights does.

    :param batch: The pairs to fit on.
    :param weights: Weights for other vectors.
    :param penalty: The L2 penalty on what changes: where nothing is doubtful, the likelihood alone
        has no best factor.
    :param shares: How much each pair counts; 1 each if None.
    :return: The weights with those of :data:`OF_VECTORS` multiplied by one factor, and that of null
        beads moved.
    :raises MissingExtraError: If SciPy is not installed.
    """
    counted = np.ones(len(batch.gold)) if shares is None else np.asarray(shares, np.float64)
    given = _vector(weights)
    # What one step in each of the two numbers does to the weights, shape (2, F + classes).
    ways = np.zeros((2, len(given)))
    for name in OF_VECTORS:
        ways[0, FEATURES.index(name)] = given[FEATURES.index(name)]
    ways[1, len(FEATURES) + _CLASSES.index("null")] = 1

    def loss(numbers: DoubleArray) -> tuple[float, DoubleArray]:
        step = numbers @ ways
        value, gradient = batch.loss(given + step, counted)
        return value + penalty * float(step @ step), ways @ (gradient + 2 * penalty * step)

    numbers = _minimise(loss, np.zeros(2), _SETTLED)
    return _weights(given + numbers @ ways, weights.signature)


def _minimise(
    loss: Callable[[DoubleArray], tuple[float, DoubleArray]],
    begin: DoubleArray,
    settled: float | None = None,
) -> DoubleArray:
    """Return where a loss is least.

    :param settled: The share of it by which a step must lessen it; the optimiser's own if None.
    :raises MissingExtraError: If SciPy is not installed.
    """
    try:
        from scipy.optimize import minimize
    except ImportError as error:
        package = "scipy"
        raise MissingExtraError(package, "fit") from error
    options: Any = {"maxiter": _MOST_STEPS} | ({} if settled is None else {"ftol": settled})
    result = minimize(loss, begin, jac=True, method="L-BFGS-B", options=options)
    return np.asarray(result.x, np.float64)


def _weights(vector: DoubleArray, signature: str) -> Weights:
    """Return a vector as weights, rounded."""
    found = [round(float(value), 4) for value in vector]
    return Weights(
        dict(zip(FEATURES, found, strict=False)),
        dict(zip(_CLASSES, found[len(FEATURES) :], strict=True)),
        signature,
    )


def _vector(weights: Weights | None) -> DoubleArray:
    """Return weights in the order of features and classes; zeros for none."""
    if weights is None:
        return np.zeros(len(FEATURES) + len(_CLASSES))
    features = [weights.features[name] for name in FEATURES]
    return np.array([*features, *(weights.types[name] for name in _CLASSES)])
