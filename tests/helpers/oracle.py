"""Exhaustive alignment of tiny inputs in plain Python: what the dynamic programmes must agree with.

Every path is walked, so nothing here is clever and nothing is shared with the code under test. A
bead is (step number, row, column), where row and column are the cell in which it ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

__all__ = ["OBead", "all_paths", "best_score", "heaviest_chain", "log_total", "posterior"]

OBead = tuple[int, int, int]
ScoreOf = Callable[[OBead], float]


def all_paths(
    n: int,
    m: int,
    steps: Sequence[tuple[int, int]],
    row: int = 0,
    column: int = 0,
    last: tuple[int, int] | None = None,
) -> Iterator[tuple[OBead, ...]]:
    """Yield every way from (row, column) to (n, m), each as its beads in order.

    A 1-0 bead never follows a 0-1 bead: the other order says the same.
    """
    if (row, column) == (n, m):
        yield ()
        return
    for number, (down, right) in enumerate(steps):
        i, j = row + down, column + right
        twice = (last, (down, right)) == ((0, 1), (1, 0))
        if i <= n and j <= m and not twice:
            for rest in all_paths(n, m, steps, i, j, (down, right)):
                yield ((number, i, j), *rest)


def best_score(paths: Sequence[tuple[OBead, ...]], score: ScoreOf) -> float:
    """Return the highest sum of bead scores over the paths."""
    return max(sum(score(bead) for bead in path) for path in paths)


def log_total(paths: Sequence[tuple[OBead, ...]], score: ScoreOf) -> float:
    """Return the logarithm of the sum over paths of the exponential of their score."""
    return math.log(math.fsum(math.exp(sum(score(bead) for bead in path)) for path in paths))


def posterior(paths: Sequence[tuple[OBead, ...]], score: ScoreOf) -> dict[OBead, float]:
    """Return for each bead the share of the paths' weight that goes through it."""
    total = math.exp(log_total(paths, score))
    shares: dict[OBead, float] = {}
    for path in paths:
        weight = math.exp(sum(score(bead) for bead in path)) / total
        for bead in path:
            shares[bead] = shares.get(bead, 0.0) + weight
    return shares


def heaviest_chain(pairs: Sequence[tuple[int, int]], weights: Sequence[float]) -> float:
    """Return the most that pairs rising on both sides can weigh together, trying all subsets."""

    def from_on(index: int, last: tuple[int, int]) -> float:
        best = 0.0
        for i in range(index, len(pairs)):
            if pairs[i][0] > last[0] and pairs[i][1] > last[1]:
                best = max(best, weights[i] + from_on(i + 1, pairs[i]))
        return best

    return from_on(0, (-1, -1))
