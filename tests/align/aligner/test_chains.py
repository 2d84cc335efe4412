from __future__ import annotations

import itertools

import numpy as np
from helpers.oracle import heaviest_chain as brute_force
from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao.align.aligner.chains import heaviest_chain

# Eighths add up exactly, so that equal sums are equal.
CANDIDATES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(-4, 16).map(lambda n: n / 8)),
    max_size=10,
    unique_by=lambda item: item[:2],
)


@given(CANDIDATES)
@settings(deadline=None, max_examples=300)
def test_several_candidates_of_a_row_give_one_at_most(
    found: list[tuple[int, int, float]],
) -> None:
    found = sorted(found, key=lambda item: (item[0], -item[1]))
    pairs = [(row, column) for row, column, _ in found]
    numbers = np.array(pairs, np.int64).reshape(-1, 2)
    weights = [max(weight, 0.0) for _, _, weight in found]
    chosen = heaviest_chain(numbers, np.array([w for _, _, w in found], np.float32))
    assert chosen == sorted(set(chosen))
    rising = [pairs[number] for number in chosen]
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(rising))
    assert sum(weights[number] for number in chosen) == brute_force(pairs, weights)


def test_hundreds_of_thousands_of_pairs_in_order_are_all_chosen() -> None:
    number = 200_000
    pairs = np.stack([np.arange(number)] * 2, axis=1)
    assert heaviest_chain(pairs, np.ones(number, np.float32)) == list(range(number))
    assert len(heaviest_chain(pairs * np.array([1, -1]), np.ones(number, np.float32))) == 1
