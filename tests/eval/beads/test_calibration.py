"""Calibration on made-up beads, and intervals by resampling."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.alignment import Bead
from duizhao.eval.beads.bootstrap import interval, resampled
from duizhao.eval.beads.calibration import calibration_error, judge, reliability

JUDGED = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.5, 0.9, 0.99, 1.0]) | st.floats(0, 1), st.booleans()),
    min_size=1,
    max_size=60,
)


def test_probabilities_that_come_true_have_no_error() -> None:
    judged = [(0.25, k == 0) for k in range(4)] + [(0.75, k > 0) for k in range(4)]
    assert calibration_error(judged, 2) == 0.0


def test_the_error_is_how_far_probabilities_are_off() -> None:
    sure = [(1.0, k < 6) for k in range(10)]
    assert calibration_error(sure) == pytest.approx(0.4)
    # Half of the beads in a bin that is off by .4, half in one that is off by .1.
    both = [*sure, *((0.5, k < 6) for k in range(10))]
    assert calibration_error(both, 2) == pytest.approx(0.25)


def test_nothing_has_no_error() -> None:
    assert calibration_error([]) is None
    assert reliability([]) == []


@given(JUDGED, st.integers(1, 20), st.randoms(use_true_random=False))
def test_order_does_not_count(
    judged: list[tuple[float, bool]], bins: int, chance: random.Random
) -> None:
    shuffled = list(judged)
    chance.shuffle(shuffled)
    assert calibration_error(shuffled, bins) == pytest.approx(calibration_error(judged, bins))


@given(JUDGED, st.integers(1, 20))
def test_bins_hold_every_bead_once_and_rise(judged: list[tuple[float, bool]], bins: int) -> None:
    found = reliability(judged, bins)
    assert sum(each.count for each in found) == len(judged)
    assert len(found) <= bins
    means = [each.probability for each in found]
    assert means == sorted(means)
    right = sum(is_right for _, is_right in judged)
    assert sum(each.count * each.right for each in found) == pytest.approx(right, abs=1e-3)


def test_bins_are_of_equal_mass() -> None:
    judged = [(k / 100, False) for k in range(100)]
    assert [each.count for each in reliability(judged, 10)] == [10] * 10


def test_beads_are_judged_strictly_and_null_beads_by_their_sentences() -> None:
    gold = [
        Bead((0,), (0,)),
        Bead((1, 2), ()),
        Bead((3,), (1, 2)),
        Bead((), (3,)),
        Bead((4,), ()),
        Bead((), (4,)),
    ]
    cases = [
        (Bead((0,), (0,), 0.9), True),
        (Bead((1,), (), 0.8), True),  # alone in the gold, though with another
        (Bead((3,), (1,), 0.7), False),  # overlaps only
        (Bead((3,), (), 0.6), False),
        (Bead((), (3,), 0.5), True),
        (Bead((4,), (4,), 0.4, moved=True), True),
        (Bead((4,), (3,), 0.3, moved=True), False),
    ]
    judged = judge(gold, [bead for bead, _ in cases], moved=[(4, 4)])
    assert judged == [(bead.probability, right) for bead, right in cases]


def test_null_beads_that_the_gold_does_not_know_are_left_out() -> None:
    gold = [Bead((0,), (0,))]
    assert judge(gold, [Bead((7,), (), 0.9), Bead((), (0,), 0.4)]) == [(0.4, False)]


def test_draws_are_the_same_each_time_and_as_many_units_each() -> None:
    units = [[1, 3], [2, 5], [0, 7]]
    draws = resampled([[*row, 1] for row in units], 50)
    assert draws.shape == (50, 3)
    assert (draws[:, 2] == 3).all()
    np.testing.assert_array_equal(draws, resampled([[*row, 1] for row in units], 50))


def test_units_that_agree_leave_nothing_open() -> None:
    draws = resampled([[3, 4]] * 9)
    assert interval(draws, lambda sums: sums[:, 0] / sums[:, 1]) == (0.75, 0.75)


def test_more_units_make_narrower_intervals() -> None:
    def width(number: int) -> float:
        draws = resampled([[1, 1], [0, 1]] * number)
        low, high = interval(draws, lambda sums: sums[:, 0] / sums[:, 1])
        assert low <= 0.5 <= high
        return high - low

    # By the normal approximation 1.96 standard errors to either side.
    assert width(200) == pytest.approx(2 * 1.96 * 0.5 / 20, rel=0.1)
    assert width(20) > 2 * width(200)
