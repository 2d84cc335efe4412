from __future__ import annotations

import numpy as np
import pytest
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.features import FEATURES, bead_types, type_class
from duizhao.align.aligner.weights import Weights, default_weights, weights_file, weights_for

STEPS = bead_types()


def test_the_package_weighs_every_feature_and_every_class() -> None:
    weights = default_weights()
    assert set(weights.features) == set(FEATURES)
    assert set(weights.types) == {type_class(step) for step in STEPS}
    assert weights.signature
    assert "|" not in weights.signature, "signatures are joined with bars"


def test_more_likeness_never_speaks_against_a_link() -> None:
    weights = default_weights()
    for name in FEATURES[: FEATURES.index("leak")]:
        assert weights.features[name] >= 0, name
    assert weights.features["leak"] <= 0


@given(st.lists(st.floats(-5, 5), min_size=len(FEATURES), max_size=len(FEATURES)))
def test_parts_sum_to_the_score(values: list[float]) -> None:
    weights = default_weights()
    row = np.array(values, np.float32)
    features = np.repeat(row[:, None, None], len(STEPS), axis=1)
    scores = weights.scores(features, STEPS)
    assert scores.shape == (len(STEPS), 1)
    for t, step in enumerate(STEPS):
        parts = weights.parts(row, step)
        assert sum(parts.values()) == pytest.approx(scores[t, 0], abs=1e-3)
        assert 0 not in parts.values()
        assert set(parts) <= {*FEATURES, type_class(step)}


def test_a_score_by_hand() -> None:
    weights = Weights(
        dict.fromkeys(FEATURES, 0.0) | {"similarity": 2.0, "length": 0.5},
        {type_class(step): -1.0 for step in STEPS} | {"type 1-1": 0.25},
        "w:test",
    )
    row = np.zeros(len(FEATURES), np.float32)
    row[FEATURES.index("similarity")], row[FEATURES.index("length")] = 0.75, -2.0
    # 2 * 0.75 - 0.5 * 2 + 0.25
    assert weights.parts(row, (1, 1)) == {"similarity": 1.5, "length": -1.0, "type 1-1": 0.25}
    scores = weights.scores(np.repeat(row[:, None, None], len(STEPS), axis=1), STEPS)
    assert scores[STEPS.index((1, 1)), 0] == 0.75
    assert scores[STEPS.index((2, 1)), 0] == -0.5


def test_an_encoder_without_weights_of_its_own_has_those_of_all() -> None:
    assert weights_for(HashEncoder()) is default_weights()


def test_names_of_encoders_make_names_of_files() -> None:
    assert weights_file("/models/LaBSE") == "weights-models-labse.json"
    assert weights_file("multilingual-e5-small") == "weights-multilingual-e5-small.json"
