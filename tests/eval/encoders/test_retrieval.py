"""Retrieval by margin, beside a slow and obvious version."""

from __future__ import annotations

import numpy as np
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.eval.encoders.retrieval import NEIGHBOURS, Retrieval, count_retrieved, margins
from duizhao.models.arrays import FloatArray


def unit_rows(seed: int, count: int) -> FloatArray:
    rows = np.random.default_rng(seed).normal(size=(count, 6)).astype(np.float32)
    unit: FloatArray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@examples(60)
@given(st.integers(0, 2**31), st.integers(1, 9), st.integers(1, 9))
def test_margins_are_cosines_less_both_neighbourhoods(seed: int, n: int, m: int) -> None:
    source, target = unit_rows(seed, n), unit_rows(seed + 1, m)
    found = margins(source @ target.T)
    for i in range(n):
        for j in range(m):
            near_i = sorted((float(source[i] @ y) for y in target), reverse=True)[:NEIGHBOURS]
            near_j = sorted((float(target[j] @ x) for x in source), reverse=True)[:NEIGHBOURS]
            background = (sum(near_i) / len(near_i) + sum(near_j) / len(near_j)) / 2
            assert abs(found[i, j] - (float(source[i] @ target[j]) - background)) < 1e-5


def test_a_copy_finds_every_sentence() -> None:
    rows = unit_rows(1, 30)
    counts = count_retrieved(margins(rows @ rows.T), [(i, i) for i in range(30)])
    assert counts == Retrieval(30, 30, 30)
    assert counts.accuracy == 1.0


def test_counts_of_documents_add_up() -> None:
    total = Retrieval(4, 4, 2) + Retrieval(6, 3, 1)
    assert total == Retrieval(10, 7, 3)
    assert total.accuracy == 0.5
    assert Retrieval().accuracy == 0.0
