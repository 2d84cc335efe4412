"""Fitting the weights of the bead features by conditional likelihood.

The weights maximise the summed log-probability of gold paths (Lafferty et al. 2001, "Conditional
Random Fields"), less a quadratic penalty; the gradient is what gold paths hold of each feature
less what all paths hold of it on average. The optimiser is SciPy's L-BFGS, a tool of those who fit
and not of those who align, so SciPy is imported on use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.aligner.band import Band, band_along
from duizhao.align.aligner.features import FEATURES, bead_types, type_class
from duizhao.align.aligner.lattice import Lattice, Step, build_lattice, posteriors
from duizhao.align.aligner.search_space import Task
from duizhao.align.aligner.weights import Weights
from duizhao.align.decisions.links import Link
from duizhao.errors import MissingExtraError
from duizhao.models.arrays import DoubleArray, IntArray

__all__ = ["Batch", "band_near", "fit_weights", "gold_path", "make_batch"]

_STEPS = bead_types()
_CLASSES = tuple(sorted({type_class(step) for step in _STEPS}))
_CLASS_OF = np.array([_CLASSES.index(type_class(step)) for step in _STEPS])
# Columns on both sides of the gold path whose beads take part. With all of them, the scores on
# MAC-Dev differ by less than .001, at eight times the price.
_WIDTH = 20
_MOST_STEPS = 100  # of the optimiser; it needs 60 to 90


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
) -> Weights:
    """Find the weights that make the gold paths most probable.

    :param batch: The pairs to fit on.
    :param penalty: The L2 penalty on every weight.
    :param signature: The signature of the result.
    :param shares: How much each pair counts, 0 to leave it out; 1 each if None.
    :param start: Where to begin; at zero if None.
    :raises MissingExtraError: If SciPy is not installed.
    """
    try:
        from scipy.optimize import minimize
    except ImportError as error:
        package = "scipy"
        raise MissingExtraError(package, "fit") from error
    counted = np.ones(len(batch.gold)) if shares is None else np.asarray(shares, np.float64)

    def loss(vector: DoubleArray) -> tuple[float, DoubleArray]:
        value, gradient = batch.loss(vector, counted)
        return value + penalty * float(vector @ vector), gradient + 2 * penalty * vector

    vector = np.zeros(len(FEATURES) + len(_CLASSES))
    if start:
        vector[:] = [*(start.features[f] for f in FEATURES), *(start.types[c] for c in _CLASSES)]
    result = minimize(loss, vector, jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS})
    found = [round(float(value), 4) for value in result.x]
    return Weights(
        dict(zip(FEATURES, found, strict=False)),
        dict(zip(_CLASSES, found[len(FEATURES) :], strict=True)),
        signature,
    )
