from __future__ import annotations

import logging
import os
from pathlib import Path

import numpy as np
import pytest
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.features import FEATURES, bead_types, type_class
from duizhao.align.aligner.stored.files import StoredWeights, write_stored
from duizhao.align.aligner.weights import (
    Weights,
    default_weights,
    origin_of,
    packaged_weights,
    weights_file,
    weights_for,
)

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


# Weights that the user fitted


def keep(path: Path, **changes: object) -> StoredWeights:
    """Keep weights for the encoder of the tests."""
    default = default_weights()
    values = {
        "model": HashEncoder.name,
        "encoder": HashEncoder.signature,
        "composes": False,
        "fitted_on": "",
        "features": {**default.features, "length": 0.5},
        "types": dict(default.types),
        **changes,
    }
    found = StoredWeights(**values)  # type: ignore[arg-type]
    write_stored(path, found)
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DUIZHAO_DATA_DIR", str(tmp_path))
    return tmp_path / "weights"


def test_own_weights_come_first_and_a_change_of_them_counts(folder: Path) -> None:
    assert origin_of(weights_for(HashEncoder()), HashEncoder()) == "default"
    kept = keep(folder / "from another machine.json")
    found = weights_for(HashEncoder())
    assert (found.features, found.signature) == (kept.features, kept.signature)
    assert weights_for(HashEncoder()) is found
    assert origin_of(found, HashEncoder()) == "own"
    assert packaged_weights(HashEncoder()) is default_weights()
    os.utime(folder / "from another machine.json", (1, 1))
    again = keep(folder / "from another machine.json", types={"null": -9.0, "type 1-1": 1.0})
    assert weights_for(HashEncoder()).signature == again.signature != kept.signature
    assert set(weights_for(HashEncoder()).steps()) == {(0, 1), (1, 0), (1, 1)}
    (folder / "from another machine.json").unlink()
    assert weights_for(HashEncoder()) is default_weights()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"encoder": "hash@0"}, "other files of the model hash"),
        ({"composes": True}, "runs composed otherwise"),
        ({"features": {"similarity": 1.0}}, "another version of duizhao"),
        ({"types": {"null": 1.0}}, "another version of duizhao"),
        ({"types": {**default_weights().types, "type 9-9": 1.0}}, "another version of duizhao"),
    ],
)
def test_weights_that_do_not_fit_are_told_and_not_used(
    folder: Path, caplog: pytest.LogCaptureFixture, changes: dict[str, object], words: str
) -> None:
    keep(folder / f"{sorted(changes)[0]}.json", **changes)
    with caplog.at_level(logging.WARNING, "duizhao"):
        assert weights_for(HashEncoder()) is default_weights()
    assert words in caplog.text
    assert "fit again" in caplog.text
    assert len(caplog.records) == 1


def test_weights_of_another_model_say_nothing(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keep(folder / "a.json", model="LaBSE", encoder="sentence-transformers/LaBSE@1")
    assert weights_for(HashEncoder()) is default_weights()
    assert not caplog.records


def test_a_broken_file_is_told_and_the_others_count(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = keep(folder / "b.json")
    (folder / "a.json").write_text("{", encoding="utf-8")
    assert weights_for(HashEncoder()).signature == kept.signature
    assert "a.json holds no weights" in caplog.text
