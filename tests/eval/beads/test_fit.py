from __future__ import annotations

import random

import numpy as np
import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.features import FEATURES, bead_types, type_class
from duizhao.align.aligner.lattice import best_path
from duizhao.align.aligner.search_space import Task, prepare
from duizhao.align.decisions.links import Link
from duizhao.eval.beads.fit import Batch, band_near, fit_weights, gold_path, make_batch

STEPS = bead_types()
SIZE = len(FEATURES) + len({type_class(step) for step in STEPS})


def pair(seed: int) -> tuple[Task, list[Link]]:
    """A made-up pair whose third source sentence has no counterpart, and whose fifth has two."""
    rng = random.Random(seed)
    source = invented(rng, 9)
    target = [text.upper() for text in source]
    words = target[4].split()
    target[4:5] = [" ".join(words[: len(words) // 2]) + ".", " ".join(words[len(words) // 2 :])]
    del target[2]
    beads: list[Link] = [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), (2,)), ((4,), (3, 4))]
    beads += [((i,), (i,)) for i in range(5, 9)]
    return prepare(source, target, HashEncoder(), 0.0), beads


def batch(*seeds: int) -> Batch:
    tasks, golds = zip(*map(pair, seeds), strict=True)
    return make_batch(tasks, golds)


@given(st.integers(0, 10**6))
@examples(10)
def test_the_gradient_is_that_of_the_loss(seed: int) -> None:
    made = batch(seed % 7, 11)
    rng = np.random.default_rng(seed)
    vector, towards = rng.normal(size=(2, SIZE))
    shares = np.array([1.0, 0.5])
    ahead, back = (made.loss(vector + step * towards, shares)[0] for step in (1e-2, -1e-2))
    _, gradient = made.loss(vector, shares)
    assert (ahead - back) / 2e-2 == pytest.approx(gradient @ towards, rel=1e-2, abs=0.05)


def test_fitting_finds_the_gold_and_leaves_out_what_does_not_count() -> None:
    made = batch(*range(6))
    weights = fit_weights(made, penalty=0.02, signature="w:test")
    assert weights.signature == "w:test"
    scores = weights.scores(made.features, STEPS)
    paths = best_path(made.lattice, scores)
    right = sum(
        set(path) == {(t, first + cell) for t, cell in gold_path(band, pair(seed)[1])}
        for seed, (path, band, first) in enumerate(
            zip(paths, made.lattice.bands, made.lattice.first, strict=False)
        )
    )
    assert right >= 5
    half = fit_weights(made, penalty=0.02, signature="", shares=[1, 1, 1, 0, 0, 0])
    alone = fit_weights(batch(0, 1, 2), penalty=0.02, signature="")
    assert half.features == pytest.approx(alone.features, abs=0.05)


def test_a_gold_path_holds_every_sentence_once() -> None:
    beads: list[Link] = [((0,), (1,)), ((2, 3, 4, 5), (2, 3, 4)), ((1,), (0,))]
    band = band_near(7, 6, beads)
    path = gold_path(band, beads)
    steps = [STEPS[t] for t, _ in path]
    assert tuple(map(sum, zip(*steps, strict=True))) == (7, 6)
    # Four sentences and three are no type that is tried: the longer side loses some.
    assert (3, 2) in steps
    assert path[-1][1] == band.starts[-1] - 1


@given(st.integers(1, 60), st.integers(1, 60))
def test_the_band_is_as_a_lattice_needs_it(n: int, m: int) -> None:
    beads: list[Link] = [((k,), (k,)) for k in range(0, min(n, m), 7)]
    band = band_near(n, m, beads)
    assert band.shape == (n, m)
    assert (np.diff(band.low) >= 0).all()
    assert (np.diff(band.high) >= 0).all()
    assert (band.low < band.high).all()
