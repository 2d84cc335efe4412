from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.lattice import Step
from duizhao.align.aligner.runs import bead_scores, find_runs
from duizhao.align.aligner.search_space import Task, prepare
from duizhao.align.aligner.weights import default_weights

WEIGHTS = default_weights()
STEPS = WEIGHTS.steps()


def task_of(seed: int, n: int, m: int) -> Task:
    rng = random.Random(seed)
    source = invented(rng, n)
    target = [rng.choice([text.upper(), *invented(rng, 1)]) for text in source][:m]
    target += invented(rng, m - len(target))
    return prepare(source, target, HashEncoder(), 0.0)


def ways(i: int, j: int) -> Iterator[list[tuple[int, int, int]]]:
    """All sequences of beads from the start to a cell: type and end; no 1-0 behind a 0-1."""
    if i == j == 0:
        yield []
    for t, (p, q) in enumerate(STEPS):
        if p <= i and q <= j:
            for way in ways(i - p, j - q):
                if not (STEPS[t] == (1, 0) and way and STEPS[way[-1][0]] == (0, 1)):
                    yield [*way, (t, i, j)]


def named(way: list[tuple[int, int, int]]) -> list[tuple[Step, Step]]:
    """The beads of a way, as first and last positions; null beads by their sentence alone."""
    beads = [((i - STEPS[t][0], i), (j - STEPS[t][1], j)) for t, i, j in way]
    return [(a if a[0] < a[1] else (-1, -1), b if b[0] < b[1] else (-1, -1)) for a, b in beads]


@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 4))
@examples(25)
def test_the_beads_are_those_that_are_right_most_often(seed: int, n: int, m: int) -> None:
    task = task_of(seed, n, m)
    scores = bead_scores(task, WEIGHTS)
    first = task.band.starts[:-1] - task.band.low
    inside = [
        way
        for way in ways(n, m)
        if all(bool(task.band.low[i] <= j < task.band.high[i]) for _, i, j in way)
    ]
    logs = np.array([sum(scores[t, first[i] + j] for t, i, j in way) for way in inside])
    shares = np.exp(logs - logs.max())
    shares /= shares.sum()
    chance: dict[tuple[Step, Step], float] = {}
    for way, share in zip(inside, shares.tolist(), strict=True):
        for bead in named(way):
            chance[bead] = chance.get(bead, 0.0) + share

    def worth(bead: tuple[Step, Step]) -> float:
        """A bead's probability less its price."""
        if (-1, -1) in bead:
            return chance[bead] - 0.6
        size = sum(last - first for first, last in bead)
        return chance[bead] - (max(0.5, size / 4) if chance[bead] < 0.05 else 0.5)

    best = max(sum(map(worth, named(way))) for way in inside)
    runs = find_runs(task, WEIGHTS)
    found: list[tuple[Step, Step]] = [
        (
            run.rows if run.rows[0] < run.rows[1] else (-1, -1),
            run.columns if run.columns[0] < run.columns[1] else (-1, -1),
        )
        for run in runs
    ]
    assert sum(map(worth, found)) == pytest.approx(best, abs=1e-3)
    assert [run.probability for run in runs] == pytest.approx(
        [chance[bead] for bead in found], abs=1e-3
    )
