from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.stored.files import (
    StoredWeights,
    read_stored,
    weights_files,
    weights_folder,
    weights_path,
    write_stored,
)
from duizhao.align.aligner.weights import default_weights
from duizhao.errors import InputError, OutputError


def stored(**changes: object) -> StoredWeights:
    """Weights of the encoder of the tests."""
    default = default_weights()
    values = {
        "model": "hash",
        "encoder": "hash@1",
        "composes": False,
        "fitted_on": "6 document pairs with gold",
        "features": dict(default.features),
        "types": dict(default.types),
        **changes,
    }
    return StoredWeights(**values)  # type: ignore[arg-type]


numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 4))


@given(st.dictionaries(st.text(min_size=1), numbers), st.text(), st.booleans())
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, features: dict[str, float], name: str, composes: bool
) -> None:
    name = name.encode("utf-8", "replace").decode()
    features = {k.encode("utf-8", "replace").decode(): v for k, v in features.items()}
    path = tmp_path_factory.mktemp("weights") / "new" / "a.json"
    weights = stored(features=features, model=name, composes=composes)
    write_stored(path, weights)
    assert read_stored(path) == weights
    before = path.read_bytes()
    write_stored(path, weights)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": "duizhao-decisions", "version": 1}',
        '{"format": "duizhao-weights", "version": 2}',
        '{"format": "duizhao-weights", "version": 1, "features": {}, "types": {}}',
    ],
)
def test_another_file_is_named_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="holds no weights that duizhao fit wrote"):
        read_stored(path)


@pytest.mark.parametrize("value", ["NaN", "Infinity", '"high"', "null", "[]"])
def test_a_weight_that_is_no_number_is_refused(tmp_path: Path, value: str) -> None:
    path = tmp_path / "a.json"
    write_stored(path, stored(features={"similarity": 7.5}))
    path.write_text(path.read_text("utf-8").replace("7.5", value), encoding="utf-8")
    with pytest.raises(InputError, match="holds no weights"):
        read_stored(path)


def test_the_signature_is_that_of_the_numbers() -> None:
    one, other = stored(), stored(features={**default_weights().features, "length": 0.5})
    assert one.signature.startswith("w:own-")
    assert one.signature != other.signature
    assert one.signature == stored(fitted_on="else", model="else").signature


def test_the_folder_is_the_users_and_can_be_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DUIZHAO_DATA_DIR", str(tmp_path))
    assert weights_folder() == tmp_path / "weights"
    assert weights_files() == []
    write_stored(weights_path(HashEncoder()), stored())
    assert weights_files() == [weights_path(HashEncoder())]
    monkeypatch.delenv("DUIZHAO_DATA_DIR")
    assert weights_folder().name == "weights"
    assert "duizhao" in str(weights_folder())


def test_each_signature_and_way_of_composing_has_a_file() -> None:
    class Other(HashEncoder):
        signature = "hash@2"

    class Composing(HashEncoder):
        composes = True

    class Far(HashEncoder):
        signature = f"{'x' * 300}/模型@1"

    paths = {weights_path(each()) for each in (HashEncoder, Other, Composing, Far)}
    assert len(paths) == 4
    assert all(len(path.name) < 120 and path.name.isascii() for path in paths)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "weights").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write"):
        write_stored(tmp_path / "weights" / "a.json", stored())


def test_the_file_can_be_read_by_people(tmp_path: Path) -> None:
    write_stored(tmp_path / "a.json", stored(model="模型"))
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert '"model": "模型"' in text
    assert list(json.loads(text))[:4] == ["format", "version", "model", "encoder"]
