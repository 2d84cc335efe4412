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
from duizhao.align.aligner.weights import Weights, default_weights
from duizhao.align.decisions.links import Link
from duizhao.eval.beads.fit import (
    OF_VECTORS,
    Batch,
    band_near,
    fit_weights,
    gold_path,
    make_batch,
    scale_weights,
)

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


def test_weights_are_pulled_towards_others_and_no_further_than_to_them() -> None:
    made, start = batch(0, 1, 2), default_weights()
    near = fit_weights(made, penalty=1e6, signature="", towards=start)
    assert near.features == pytest.approx(start.features, abs=0.01)
    assert near.types == pytest.approx(start.types, abs=0.01)
    far = fit_weights(made, penalty=0.02, signature="", towards=start)
    assert far.features != pytest.approx(start.features, abs=0.5)
    assert made.surprise(far, [1, 1, 1]) < made.surprise(start, [1, 1, 1])
    assert made.surprise(far, [1, 0, 0]) < made.surprise(far, [1, 1, 1])


def test_two_numbers_fit_weights_to_other_cosines() -> None:
    """Weights for cosines that are thrice as large are taken down again, and nothing else is."""
    made, start = batch(0, 1, 2, 3), default_weights()
    assert set(OF_VECTORS) < set(FEATURES)
    wrong = Weights(
        {name: w * (3 if name in OF_VECTORS else 1) for name, w in start.features.items()},
        {**start.types, "null": start.types["null"] - 20},
        "w:wrong",
    )
    found = scale_weights(made, wrong, penalty=0.5)
    shares = [1.0] * 4
    assert made.surprise(found, shares) < made.surprise(wrong, shares)

    def objective(factor: float, null: float) -> float:
        features = {n: w * (factor if n in OF_VECTORS else 1) for n, w in wrong.features.items()}
        tried = Weights(features, {**wrong.types, "null": wrong.types["null"] + null}, "")
        away = [features[n] - wrong.features[n] for n in OF_VECTORS]
        return made.surprise(tried, shares) + 0.5 * (sum(a * a for a in away) + null * null)

    factor = found.features["similarity"] / wrong.features["similarity"]
    null = found.types["null"] - wrong.types["null"]
    for other in ((factor - 0.05, null), (factor + 0.05, null), (factor, null - 1), (1.0, 0.0)):
        assert objective(factor, null) < objective(*other) + 1e-3
    assert objective(factor, null) < objective(factor, null + 1) + 1e-3
    still = scale_weights(made, wrong, penalty=1e9)
    assert still.features == pytest.approx(wrong.features, abs=0.01)
    factors = {round(found.features[n] / wrong.features[n], 2) for n in OF_VECTORS}
    assert len(factors) == 1
    for name in set(FEATURES) - set(OF_VECTORS):
        assert found.features[name] == wrong.features[name]
    assert {k: w for k, w in found.types.items() if k != "null"} == {
        k: w for k, w in start.types.items() if k != "null"
    }


def test_beads_are_counted_by_class() -> None:
    counts = batch(0, 1).beads_of_class([1, 1])
    assert (counts["null"], counts["type 1-2"], counts["type 1-1"]) == (2, 2, 14)
    assert batch(0, 1).beads_of_class([0, 1])["type 1-1"] == 7
    assert counts["type 2-3"] == 0
