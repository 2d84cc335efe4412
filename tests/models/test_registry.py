"""Models by name."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from duizhao.errors import EncoderError, MissingExtraError, UnknownNameError
from duizhao.models.cache import CachedEncoder
from duizhao.models.encoder import Encoder
from duizhao.models.registry import BEST, DEFAULT, known_models, load_encoder
from duizhao.models.use.encoder import EmbeddedEncoder

pytestmark = pytest.mark.wheel

ABSENT = importlib.util.find_spec("sentence_transformers") is None


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIZHAO_CACHE_DIR", str(tmp_path / "cache"))


@pytest.mark.parametrize("name", ["default", "use-multilingual-v3"])
def test_the_embedded_model_has_two_names(name: str) -> None:
    encoder = load_encoder(name, cache=False)
    assert isinstance(encoder, EmbeddedEncoder)
    assert encoder.name == "use-multilingual-v3"


def test_the_embedded_model_is_the_default_and_cached(tmp_path: Path) -> None:
    vectors = []
    for hits in (0, 2):
        encoder = load_encoder()
        assert isinstance(encoder, CachedEncoder)
        assert isinstance(encoder, Encoder)
        vectors.append(encoder.encode(["One.", "二。"]))
        assert encoder.hits == hits
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)
    assert list((tmp_path / "cache").glob("*.sqlite3"))


def test_vectors_can_be_kept_in_a_folder_of_ones_own(tmp_path: Path) -> None:
    for name in (DEFAULT, BEST):
        load_encoder(name, cache=tmp_path / name).encode(["One."])
        assert list((tmp_path / name).glob("*.sqlite3"))
    assert not (tmp_path / "cache").exists()


def test_the_cache_can_be_left_out(tmp_path: Path) -> None:
    load_encoder(cache=False).encode(["One."])
    assert not (tmp_path / "cache").exists()


def test_known_models_begin_with_the_embedded_one() -> None:
    assert known_models()[0] == EmbeddedEncoder.name
    assert "LaBSE" in known_models()


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("", ""),
        ("labse2", ""),
        ("use", ""),
        ("use-multilingual-v3@0.2.1", " (did you mean 'use-multilingual-v3'?)"),
    ],
)
def test_an_unknown_name_lists_the_known_ones(name: str, nearest: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        load_encoder(name)
    assert caught.value.known == known_models()
    assert str(caught.value) == (
        f"unknown model {name!r}{nearest}; known: use-multilingual-v3, multilingual-e5-small, "
        "best, LaBSE; "
        "or, with the extra sentence-transformers, a folder or an organisation/model name"
    )


@pytest.mark.skipif(not ABSENT, reason="sentence-transformers is installed")
@pytest.mark.parametrize("name", ["LaBSE", "sentence-transformers/LaBSE", "./folder"])
def test_other_models_name_the_extra_they_need(name: str) -> None:
    with pytest.raises(MissingExtraError) as caught:
        load_encoder(name)
    assert "pip install 'duizhao[sentence-transformers]'" in str(caught.value)


@pytest.mark.skipif(ABSENT, reason="needs the package sentence-transformers")
@pytest.mark.parametrize("name", ["organisation/no-such-model", "./no/such/folder"])
def test_models_that_are_not_here_are_an_encoder_error(name: str) -> None:
    with pytest.raises(EncoderError, match="name"):
        load_encoder(name)
