"""Logistic regressions: what they say, and those that come with the package."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.logistic import Logistic, load_logistic, log_odds, probability_of

ROOMS = Path(str(files("duizhao.align")))
MODELS = [
    (path.parent.parent.relative_to(ROOMS).as_posix(), name)
    for path in sorted(ROOMS.rglob("data/logistic.json"))
    for name in json.loads(path.read_text("utf-8"))
]


@given(st.floats(1e-12, 1 - 1e-12))
def test_a_probability_comes_back_from_its_odds(probability: float) -> None:
    assert probability_of(log_odds(probability)) == pytest.approx(probability, rel=1e-9)


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_more_odds_are_never_less_probable(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= probability_of(low) <= probability_of(high) <= 1.0


@given(st.dictionaries(st.text(), st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1))
def test_the_odds_are_the_sum_of_the_parts(both: dict[str, tuple[float, float]]) -> None:
    model = Logistic({name: weight for name, (weight, _) in both.items()})
    signs = {name: sign for name, (_, sign) in both.items()}
    slow = math.fsum(weight * sign for weight, sign in both.values())
    assert model.odds(signs) == pytest.approx(slow, abs=1e-9)
    assert model.probability(signs) == probability_of(model.odds(signs))


@pytest.mark.parametrize(("room", "name"), MODELS)
def test_every_model_of_the_package_says_where_it_comes_from(room: str, name: str) -> None:
    data = json.loads((ROOMS / room / "data" / "logistic.json").read_text("utf-8"))[name]
    assert data.keys() == {"fitted_on", "date", "weights"}
    assert load_logistic(room, name).weights == data["weights"]


def test_the_rooms_have_their_models() -> None:
    assert {room for room, _ in MODELS} >= {"aligner", "findings/clauses", "findings/words"}
