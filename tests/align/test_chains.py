from __future__ import annotations

import itertools

from helpers.examples import examples
from helpers.oracle import heaviest_chain as brute_force
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.chains import heaviest_chain

# Eighths add up exactly, so that equal sums are equal.
CANDIDATES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(-4, 16).map(lambda n: n / 8)),
    max_size=10,
    unique_by=lambda item: item[:2],
)


@given(CANDIDATES)
@examples(300)
def test_several_candidates_of_a_row_give_one_at_most(
    found: list[tuple[int, int, float]],
) -> None:
    found = sorted(found, key=lambda item: (item[0], -item[1]))
    pairs = [(row, column) for row, column, _ in found]
    weights = [max(weight, 0.0) for _, _, weight in found]
    chosen = heaviest_chain([column for _, column in pairs], [weight for _, _, weight in found])
    assert chosen == sorted(set(chosen))
    rising = [pairs[number] for number in chosen]
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(rising))
    assert sum(weights[number] for number in chosen) == brute_force(pairs, weights)


@given(st.lists(st.integers(0, 8), max_size=10))
def test_without_weights_the_longest_chain_is_chosen(numbers: list[int]) -> None:
    chosen = heaviest_chain(numbers)
    assert chosen == heaviest_chain(numbers, [1.0] * len(numbers))
    rising = [numbers[place] for place in chosen]
    assert all(a < b for a, b in itertools.pairwise(rising))
    pairs = list(enumerate(numbers))
    assert len(chosen) == brute_force(pairs, [1.0] * len(numbers))


def test_hundreds_of_thousands_of_pairs_in_order_are_all_chosen() -> None:
    number = 200_000
    assert heaviest_chain(range(number)) == list(range(number))
    assert len(heaviest_chain(range(number, 0, -1))) == 1
