"""Joined runs of sentences, and models of the sentence-transformers package."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import socket
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao.errors import EncoderError
from duizhao.models.cache import CachedEncoder, VectorCache
from duizhao.models.encoder import Encoder
from duizhao.models.sentence import SentenceTransformerEncoder
from duizhao.models.spans import join_texts

needs_package = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="needs the package sentence-transformers",
)
TEXTS = ["Heavy rain fell.", "大雨如注。", "", "The road is closed.", "道路已经封闭。"]


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (["他来了。", "她走了。"], "他来了。她走了。"),
        (["“坐吧。”", "他说。"], "“坐吧。”他说。"),
        (["他说……", "“好。”"], "他说…… “好。”"),
        (["He came.", "She left."], "He came. She left."),
        (["“Go,” he said.", "“No.”"], "“Go,” he said. “No.”"),
        (["Python很好。", "Java也好。"], "Python很好。 Java也好。"),
        (["비가 왔다.", "길이 막혔다."], "비가 왔다. 길이 막혔다."),
        (["안녕", "세상"], "안녕 세상"),
        (["", "  ", "one"], "one"),
        ([], ""),
    ],
)
def test_sentences_are_joined_as_their_script_joins_them(texts: list[str], joined: str) -> None:
    assert join_texts(texts) == joined


@settings(deadline=None)
@given(st.lists(st.text(max_size=12), max_size=6))
def test_joining_adds_nothing_but_spaces(texts: list[str]) -> None:
    joined = join_texts(texts)
    assert "".join(joined.split()) == "".join("".join(texts).split())
    assert joined == joined.strip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a real model: static vectors from the embedded encoder's token table."""
    import sentence_transformers
    import sentencepiece

    from duizhao.models.embedded import EmbeddedEncoder, _resource

    tokenizers = importlib.import_module("tokenizers")
    try:
        modules = importlib.import_module("sentence_transformers.sentence_transformer.modules")
    except ModuleNotFoundError:  # before version 5
        modules = importlib.import_module("sentence_transformers.models")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(_resource("sp.model")))
    size = 20_000
    vocabulary = [(pieces.id_to_piece(i), pieces.get_score(i)) for i in range(size)]
    tokenizer = tokenizers.Tokenizer(tokenizers.models.Unigram(vocabulary, unk_id=0))
    tokenizer.normalizer = tokenizers.normalizers.NFKC()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace()
    table = EmbeddedEncoder()._network._tokens.embed(np.arange(size))
    static = modules.StaticEmbedding(tokenizer, embedding_weights=table.astype(np.float32))
    path = tmp_path_factory.mktemp("models") / "static"
    sentence_transformers.SentenceTransformer(modules=[static]).save(
        str(path), create_model_card=False
    )
    return path


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        pytest.fail("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@needs_package
def test_a_folder_is_loaded(folder: Path) -> None:
    encoder = SentenceTransformerEncoder(str(folder))
    assert isinstance(encoder, Encoder)
    assert encoder.name == str(folder)
    assert encoder.dimensions == 512
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 1, 0, 1, 1], atol=1e-5)
    np.testing.assert_allclose(vectors[3], encoder.encode(TEXTS[3:4])[0], atol=1e-5)
    assert encoder.encode([]).shape == (0, 512)


@needs_package
def test_runs_are_encoded_as_joined_text(folder: Path) -> None:
    encoder = SentenceTransformerEncoder(str(folder))
    spans = encoder.encode_spans(TEXTS, 3)
    assert spans.shape == (3, 5, 512)
    np.testing.assert_allclose(spans[0], encoder.encode(TEXTS), atol=1e-5)
    for size in (2, 3):
        assert not spans[size - 1, : size - 1].any()
        runs = [join_texts(TEXTS[last - size + 1 : last + 1]) for last in range(size - 1, 5)]
        np.testing.assert_allclose(spans[size - 1, size - 1 :], encoder.encode(runs), atol=1e-5)


@needs_package
def test_its_vectors_are_cached(folder: Path, tmp_path: Path) -> None:
    first = CachedEncoder(SentenceTransformerEncoder(str(folder)), VectorCache(tmp_path))
    second = CachedEncoder(SentenceTransformerEncoder(str(folder)), VectorCache(tmp_path))
    np.testing.assert_array_equal(first.encode_spans(TEXTS, 2), second.encode_spans(TEXTS, 2))
    assert second.misses == 0


@needs_package
def test_the_signature_follows_the_content_not_the_place(folder: Path, tmp_path: Path) -> None:
    signature = SentenceTransformerEncoder(str(folder)).signature
    copy = tmp_path / "elsewhere" / folder.name
    shutil.copytree(folder, copy)
    assert SentenceTransformerEncoder(str(copy)).signature == signature
    weights = next(copy.rglob("*.safetensors"))
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert SentenceTransformerEncoder(str(copy)).signature != signature


@needs_package
@pytest.mark.parametrize("name", ["organisation/no-such-model", "LaBSE"])
def test_a_model_that_was_not_fetched_names_the_way_to_get_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    constants = importlib.import_module("huggingface_hub.constants")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(EncoderError, match=r"fetch it once with: hf download [\w-]+/[\w-]+ "):
        SentenceTransformerEncoder(name)


@needs_package
def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"modules\.json or config\.json was expected"):
        SentenceTransformerEncoder(str(tmp_path))


@needs_package
def test_a_damaged_model_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "damaged"
    shutil.copytree(folder, copy)
    next(copy.rglob("*.safetensors")).write_bytes(b"no weights")
    with pytest.raises(EncoderError, match="cannot be loaded"):
        SentenceTransformerEncoder(str(copy)).encode(["text"])


@needs_package
def test_a_path_that_is_no_folder_is_refused() -> None:
    with pytest.raises(EncoderError, match="no folder"):
        SentenceTransformerEncoder("./no/such/folder")
