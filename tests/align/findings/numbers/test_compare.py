"""Which values are paired, held against obvious slow twins."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.numbers import compare, layer
from duizhao.align.findings.numbers.compare import likeness
from duizhao.align.findings.numbers.value import Quantity, Strength, Value

KINDS = (Quantity.COUNT, Quantity.YEAR, Quantity.DAY, Quantity.MONEY)
SORTS = st.tuples(
    st.sampled_from(KINDS), st.sampled_from([1.0, 2.0, 3.0, 20.0, 23.0]), st.sampled_from(Strength)
)
SIDES = st.lists(SORTS, max_size=24).map(
    lambda side: [
        Value(at, at + 1, kind, number, strength=strength)
        for at, (kind, number, strength) in enumerate(side)
    ]
)
Keys = Callable[[Value], Iterable[Hashable]]


def paired(left: list[Value], right: list[Value], keys: Keys) -> list[tuple[Value, Value]]:
    """Try for each value and each of its keys all values of the other side in turn."""
    pairs: list[tuple[Value, Value]] = []
    taken: set[int] = set()
    for at, value in enumerate(left):
        for key in keys(value):
            equal = [n for n, other in enumerate(right) if key in tuple(keys(other))]
            free = [n for n in equal if n not in taken]
            if free:
                few = equal[equal.index(free[0]) :][: compare._FEW]
                near = min(
                    (n for n in few if n not in taken),
                    key=lambda n: (abs(n / len(right) - at / len(left)), n),
                )
                taken.add(near)
                pairs.append((value, right[near]))
                break
    return pairs


@pytest.mark.parametrize("keys", [compare._same_kind, compare._canonical, compare._numbers])
@given(SIDES, SIDES)
def test_values_that_share_a_key_are_paired_as_by_trying_all(
    keys: Keys, left: list[Value], right: list[Value]
) -> None:
    pairs: list[tuple[Value, Value]] = []
    rest = compare._by_keys(left, right, keys, pairs)
    assert pairs == paired(left, right, keys)
    assert [v for v in left if v not in rest[0]] == [a for a, _ in pairs]
    assert sorted([*rest[1], *(b for _, b in pairs)], key=right.index) == right


@given(SIDES, SIDES)
def test_suspects_are_taken_as_by_choosing_the_best_again_and_again(
    left: list[Value], right: list[Value]
) -> None:
    slow = []
    rest = [
        (-likeness(a, b), abs(i / len(left) - j / len(right)), i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if likeness(a, b) > 0
    ]
    while rest:
        *_, i, j = min(rest)
        slow.append((left[i], right[j]))
        rest = [one for one in rest if one[2] != i and one[3] != j]
    assert list(layer._suspects(left, right)) == slow
