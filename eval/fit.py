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

from duizhao.align.band import Band
from duizhao.align.features import FEATURES, bead_types, type_class
from duizhao.align.lattice import DoubleArray, Lattice, Step, build_lattice, posteriors
from duizhao.align.task import Task
from duizhao.align.weights import Weights
from duizhao.errors import MissingExtraError

__all__ = ["Batch", "GoldBead", "fit_weights", "gold_path", "make_batch"]

GoldBead = tuple[tuple[int, ...], tuple[int, ...]]

_STEPS = bead_types()
_CLASSES = tuple(sorted({type_class(step) for step in _STEPS}))
_CLASS_OF = np.array([_CLASSES.index(type_class(step)) for step in _STEPS])


@dataclass(frozen=True)
class Batch:
    """Document pairs with gold, ready for fitting.

    :param lattice: The lattices of all pairs.
    :param features: The features of all beads, shape (F, T, C).
    :param gold: What the gold paths hold of each feature and class, shape (F + classes,).
    :param share: How much this batch counts.
    """

    lattice: Lattice
    features: np.ndarray[tuple[int, int, int], np.dtype[np.float32]]
    gold: DoubleArray
    share: float

    def loss(self, vector: DoubleArray) -> tuple[float, DoubleArray]:
        """Return the negative log-likelihood of the gold paths and its gradient."""
        count = len(FEATURES)
        scores = np.tensordot(vector[:count].astype(np.float32), self.features, 1)
        scores += vector[count + _CLASS_OF][:, None].astype(np.float32)
        sums = posteriors(self.lattice, scores)
        chances = sums.of_beads(self.lattice, scores)
        expected = np.zeros_like(self.gold)
        expected[:count] = np.einsum("ftc,tc->f", self.features, chances.astype(np.float32))
        np.add.at(expected[count:], _CLASS_OF, chances.sum(axis=1))
        value = float(sums.log_totals.sum() - vector @ self.gold)
        return self.share * value, self.share * (expected - self.gold)


def make_batch(
    tasks: Sequence[Task], golds: Sequence[Sequence[GoldBead]], *, share: float = 1.0
) -> Batch:
    """Put document pairs together for fitting.

    :param tasks: The prepared pairs.
    :param golds: The gold beads of each.
    :param share: How much this batch counts against others.
    """
    lattice = build_lattice([task.band for task in tasks], _STEPS)
    features = np.concatenate(
        [values for task in tasks for _, values in task.features(_STEPS)], axis=2
    )
    gold = np.zeros(len(FEATURES) + len(_CLASSES))
    for task, beads, first in zip(tasks, golds, lattice.first, strict=False):
        for t, cell in gold_path(task.band, beads):
            gold[: len(FEATURES)] += features[:, t, first + cell]
            gold[len(FEATURES) + _CLASS_OF[t]] += 1
    return Batch(lattice, features, gold, share)


def gold_path(band: Band, beads: Sequence[GoldBead]) -> list[tuple[int, int]]:
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


def _gold_steps(beads: Sequence[GoldBead], n: int, m: int) -> Iterator[tuple[Step, Step]]:
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
    batches: Sequence[Batch], *, penalty: float, signature: str, start: Weights | None = None
) -> Weights:
    """Find the weights that make the gold paths most probable.

    :param batches: At least one batch.
    :param penalty: The L2 penalty on every weight.
    :param signature: The signature of the result.
    :param start: Where to begin; at zero if None.
    :raises MissingExtraError: If SciPy is not installed.
    """
    try:
        from scipy.optimize import minimize
    except ImportError as error:
        package = "scipy"
        raise MissingExtraError(package, "fit") from error

    def loss(vector: DoubleArray) -> tuple[float, DoubleArray]:
        parts = [batch.loss(vector) for batch in batches]
        value = sum(part[0] for part in parts) + penalty * float(vector @ vector)
        return value, sum((part[1] for part in parts), 2 * penalty * vector)

    vector = np.zeros(len(FEATURES) + len(_CLASSES))
    if start:
        vector[:] = [*(start.features[f] for f in FEATURES), *(start.types[c] for c in _CLASSES)]
    result = minimize(loss, vector, jac=True, method="L-BFGS-B", options={"maxiter": 80})
    found = [round(float(value), 4) for value in result.x]
    return Weights(
        dict(zip(FEATURES, found, strict=False)),
        dict(zip(_CLASSES, found[len(FEATURES) :], strict=True)),
        signature,
    )
