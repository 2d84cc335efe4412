"""Words shared out at once, and where counterparts are expected."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.words.transport import expected_places, found_nearby, transported
from duizhao.align.findings.words.word_matching import Matches
from duizhao.models.arrays import FloatArray

cosine = st.integers(-4, 20).map(lambda n: n / 20)
tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(cosine, min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def table(rows: list[list[float]]) -> FloatArray:
    return np.array(rows, np.float32)


def test_two_words_that_want_one_counterpart_share_it() -> None:
    source, target = transported(table([[0.9, 0.1], [0.9, 0.1]]))
    assert source.null.tolist() == pytest.approx([0.5, 0.5], abs=0.05)
    assert target.null[0] < 0.05 < 0.9 < target.null[1]


def test_a_word_without_counterpart_goes_nowhere() -> None:
    source, target = transported(table([[0.9, 0.0], [0.0, 0.9], [0.0, 0.0]]))
    assert [round(float(share)) for share in source.null] == [0, 0, 1]
    assert [round(float(share)) for share in target.null] == [0, 0]
    assert source.found[0] > 0.7 > 0.1 > source.found[2]


@given(tables)
def test_shares_are_those_of_the_slow_way(rows: list[list[float]]) -> None:
    sources, targets = range(len(rows)), range(len(rows[0]))
    kernel = [[math.exp(value / 0.08) for value in row] for row in rows]
    null = math.exp(0.32 / 0.08)
    own, other = [1.0] * len(rows), [1.0] * len(rows[0])
    for _ in range(12):
        own = [1 / (sum(kernel[s][t] * other[t] for t in targets) + null) for s in sources]
        other = [1 / (sum(kernel[s][t] * own[s] for s in sources) + null) for t in targets]
    own = [1 / (sum(kernel[s][t] * other[t] for t in targets) + null) for s in sources]
    source, target = transported(table(rows))
    assert source.null.tolist() == pytest.approx([null * each for each in own], rel=1e-3)
    assert target.null.tolist() == pytest.approx([null * each for each in other], rel=1e-3)
    for s in sources:
        found = sum(own[s] * kernel[s][t] * other[t] * rows[s][t] for t in targets)
        assert source.found[s] == pytest.approx(found, rel=1e-3, abs=1e-5)


@given(st.lists(st.tuples(cosine, st.booleans(), cosine), min_size=1, max_size=12))
def test_places_are_expected_as_the_neighbours_have_theirs(
    words: list[tuple[float, bool, float]],
) -> None:
    best, claimed, place = (list(column) for column in zip(*words, strict=True))
    rival = [0.1 if ahead else -0.1 for ahead in claimed]
    claims = [
        min(max(value, 0.05), 1.0) ** 2 * (not ahead) + 1e-3
        for value, ahead in zip(best, claimed, strict=True)
    ]
    expected = []
    for at in range(len(words)):
        near = [n for n in range(len(words)) if 0 < abs(n - at) <= 3] or [at]
        whole = sum(claims[n] for n in near)
        expected.append(sum(claims[n] * place[n] for n in near) / whole)
    found = Matches(*(np.array(column, np.float32) for column in (best, rival, place)))
    assert expected_places(found).tolist() == pytest.approx(expected, rel=1e-3, abs=1e-4)


def test_a_counterpart_far_away_counts_less() -> None:
    cosines = table([[0.8, 0.1, 0.7]])
    assert found_nearby(cosines, table([[0.0]])[0])[0] == pytest.approx(0.8 - 0.6 / 6)
    assert found_nearby(cosines, table([[1.0]])[0])[0] == pytest.approx(0.7 - 0.6 / 6)
