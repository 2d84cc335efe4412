from __future__ import annotations

import itertools

import numpy as np
import pytest
from helpers.examples import examples
from helpers.oracle import heaviest_chain
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.anchors import Coarse, chain, coarse_pass
from duizhao.models.arrays import FloatArray


def coarse_of(pairs: list[tuple[int, int]], margins: list[float]) -> Coarse:
    none = np.zeros(0, np.float32)
    numbers = np.array(pairs, np.int64).reshape(-1, 2)
    return Coarse(none, none, none, none, numbers, np.array(margins, np.float32))


def unit(rng: np.random.Generator, count: int, width: int = 6) -> FloatArray:
    rows = rng.normal(size=(count, width))
    scaled: FloatArray = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


# Eighths add up exactly, so that equal sums are equal.
EIGHTHS = st.integers(-8, 16).map(lambda n: n / 8)


@given(st.permutations(range(9)), st.lists(EIGHTHS, min_size=9, max_size=9), st.integers(0, 9))
@examples(200)
def test_the_chain_is_the_heaviest_that_rises(
    columns: list[int], margins: list[float], count: int
) -> None:
    pairs = [(2 * row, columns[row]) for row in range(count)]
    chosen = chain(coarse_of(pairs, margins[:count]))
    assert chosen == sorted(set(chosen))
    rising = [pairs[number] for number in chosen]
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(rising))
    weights = [max(margin, 0.0) for margin in margins[:count]]
    assert sum(weights[number] for number in chosen) == heaviest_chain(pairs, weights)


def test_no_pairs_make_no_chain() -> None:
    assert chain(coarse_of([], [])) == []


def test_one_strong_crossing_outweighs_two_weak_pairs() -> None:
    assert chain(coarse_of([(0, 5), (1, 1), (2, 2)], [1.0, 0.4, 0.5])) == [0]
    assert chain(coarse_of([(0, 5), (1, 1), (2, 2)], [0.75, 0.5, 0.5])) == [1, 2]


@given(st.integers(1, 20), st.integers(1, 20), st.integers(0, 2**32 - 1), st.integers(1, 7))
def test_the_coarse_pass_equals_the_whole_matrix(n: int, m: int, seed: int, block: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = unit(rng, n), unit(rng, m)
    coarse = coarse_pass(a, b, rows_at_once=block)
    full = a.astype(np.float64) @ b.T.astype(np.float64)
    assert coarse.source_best == pytest.approx(full.max(axis=1), abs=1e-5)
    assert coarse.target_best == pytest.approx(full.max(axis=0), abs=1e-5)
    source = [np.sort(row)[-4:].mean() for row in full]
    target = [np.sort(column)[-4:].mean() for column in full.T]
    assert coarse.source_background == pytest.approx(source, abs=1e-5)
    assert coarse.target_background == pytest.approx(target, abs=1e-5)
    mutual = [
        (i, int(full[i].argmax())) for i in range(n) if full[:, full[i].argmax()].argmax() == i
    ]
    assert [tuple(pair) for pair in coarse.pairs.tolist()] == mutual
    margins = [full[i, j] - 0.5 * (source[i] + target[j]) for i, j in mutual]
    assert coarse.margins == pytest.approx(margins, abs=1e-5)
    level = min(float(np.median([full[i, j] for i, j in mutual])), 0.8)
    assert coarse.level == pytest.approx(level, abs=1e-5)


def test_a_shuffled_copy_is_found_pair_by_pair() -> None:
    rng = np.random.default_rng(1)
    a = unit(rng, 600, 64)
    order = rng.permutation(600)
    coarse = coarse_pass(a, a[order])
    assert (order[coarse.pairs[:, 1]] == coarse.pairs[:, 0]).all()
    assert len(coarse.pairs) == 600
    assert (coarse.margins > 0).all()


def test_texts_without_a_token_do_no_harm() -> None:
    zero = np.zeros((3, 4), np.float32)
    coarse = coarse_pass(zero, zero)
    assert np.isfinite(coarse.margins).all()
    assert coarse.level == 0.0
    assert chain(coarse) in ([], [0])
