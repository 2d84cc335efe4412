"""How sure beads are in the end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.loose.sureness import SURE_SIGNS, made_sure, sure_signs
from duizhao.align.aligner.runs import Run
from duizhao.align.logistic import Logistic

AS_IT_IS = Logistic({name: float(name == "odds") for name in SURE_SIGNS})
TYPES = [(1, 1), (1, 0), (0, 1), (2, 1), (1, 3), (2, 2)]


def path(parts: list[tuple[tuple[int, int], float]]) -> list[Run]:
    """Return runs of some types and probabilities."""
    runs, i, j = [], 0, 0
    for (p, q), share in parts:
        runs.append(Run((i, i + p), (j, j + q), share))
        i, j = i + p, j + q
    return runs


PATHS = st.lists(st.tuples(st.sampled_from(TYPES), st.floats(0, 1)), max_size=9).map(path)


@given(PATHS)
def test_weights_of_the_odds_alone_leave_probabilities_as_they_are(runs: list[Run]) -> None:
    for run, found in zip(runs, made_sure(runs, AS_IT_IS), strict=True):
        assert (run.rows, run.columns) == (found.rows, found.columns)
        assert found.probability == pytest.approx(min(max(run.probability, 0.002), 0.998))


def test_a_bead_is_seen_with_its_neighbours() -> None:
    runs = path([((1, 1), 0.5), ((2, 1), 0.9), ((1, 0), 0.2), ((0, 1), 0.4), ((1, 3), 0.7)])
    signs = [dict(zip(SURE_SIGNS, row, strict=True)) for row in sure_signs(runs)]
    assert [s["null"] for s in signs] == [0, 0, 1, 1, 0]
    assert [s["plain"] for s in signs] == [1, 0, 0, 0, 0]
    assert [s["large"] for s in signs] == [0, 0, 0, 0, 1]
    assert [s["facing"] for s in signs] == [0, 0, 1, 1, 0]
    odds = [s["odds"] for s in signs]
    assert odds[0] == 0.0
    assert [s["worse"] for s in signs] == [odds[1], odds[2], odds[3], odds[2], odds[3]]
    assert [s["better"] for s in signs] == [odds[1], odds[0], odds[1], odds[4], odds[3]]


def test_one_bead_alone_has_neighbours_that_are_sure() -> None:
    (signs,) = sure_signs(path([((1, 1), 0.5)]))
    assert signs[SURE_SIGNS.index("worse")] == signs[SURE_SIGNS.index("better")] > 0
    assert sure_signs([]) == []
