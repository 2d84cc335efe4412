"""Token vectors of sentence-transformers models, and the pieces of texts that are too long."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from helpers.examples import examples
from helpers.model_folders import minilm, static_model, variant
from hypothesis import given
from hypothesis import strategies as st

from duizhao.models.encoder import TokenVectors
from duizhao.models.sentence_transformers.encoder import TokenSentenceEncoder, load_sentence_model
from duizhao.models.sentence_transformers.tokens import Span, cut, token_vectors

needs_package = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="needs the package sentence-transformers",
)


def words(tokens: TokenVectors, text: str) -> list[str]:
    return [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]


def keeps_its_word(tokens: TokenVectors, text: str) -> None:
    """Check what :class:`TokenVectors` promises."""
    assert len(tokens.starts) == len(tokens.ends) == len(tokens.vectors)
    assert np.all(tokens.starts < tokens.ends)
    assert np.all(np.diff(tokens.starts) > 0)
    assert np.all(np.diff(tokens.ends) > 0)
    if len(tokens.starts):
        assert tokens.starts[0] >= 0
        assert tokens.ends[-1] <= len(text)
        np.testing.assert_allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-5)


# Tokens put in order, without a model


@pytest.mark.parametrize(
    ("text", "tokens", "spans", "expected"),
    [
        ("a bc", ["a", "bc"], [(0, 1), (2, 4)], ["a", "bc"]),
        ("a bc", ["▁a", "▁bc"], [(0, 1), (1, 4)], ["a", "bc"]),
        ("a bc", ["a", "Ġ", "bc"], [(0, 1), (1, 2), (2, 4)], ["a", "bc"]),
        ("中文", ["▁", "中", "文"], [(0, 1), (0, 1), (1, 2)], ["中", "文"]),
        ("😀!", ["ð", "Ł", "ĺ", "!"], [(0, 1), (0, 1), (0, 1), (1, 2)], ["😀", "!"]),
        ("ab", ["a", "mark", "b"], [(0, 1), (1, 1), (1, 2)], ["a", "b"]),
        ("中", ["query", "中"], [(-7, -2), (-1, 1)], ["中"]),
        ("a b", ["a", "zero"], [(0, 1), (2, 3)], ["a"]),
        ("", [], [], []),
        ("  ", ["▁▁"], [(0, 2)], []),
    ],
    ids=str,
)
def test_tokens_are_put_in_order(
    text: str, tokens: list[str], spans: list[Span], expected: list[str]
) -> None:
    vectors = np.array([[0.0 if t == "zero" else 2.0, 0.0] for t in tokens], np.float32)
    found = token_vectors(text, tokens, spans, vectors.reshape(-1, 2))
    keeps_its_word(found, text)
    assert words(found, text) == expected


def test_tokens_that_share_a_character_share_a_vector() -> None:
    vectors = np.array([[2, 0], [0, 2], [0, 3]], np.float32)
    found = token_vectors("😀.", ["x", "y", "."], [(0, 1), (0, 1), (1, 2)], vectors)
    np.testing.assert_allclose(found.vectors, [[0.5**0.5, 0.5**0.5], [0, 1]], atol=1e-6)


# Long texts, without a model


@given(st.text(st.sampled_from("ab 中。\n"), max_size=80), st.integers(1, 9))
def test_pieces_are_the_text_and_fit(text: str, limit: int) -> None:
    def count(texts: Sequence[str]) -> list[int]:
        return [sum(not character.isspace() for character in text) for text in texts]

    pieces = cut(text, limit, count)
    parts = [text[start:end] for start, end in pieces]
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(0 < size <= limit for size in count(parts))
    assert pieces == sorted(pieces)


def test_a_character_of_many_tokens_is_a_piece() -> None:
    assert cut("ﷺﷺ", 4, lambda texts: [18 * len(text) for text in texts]) == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Rain fell on the town. The road closed.",
            ["Rain fell on the ", "town. The road closed."],
        ),
        ("大雨下了一夜。道路已经封闭。", ["大雨下了一夜。", "道路已经封闭。"]),
    ],
)
def test_texts_are_cut_at_pauses(text: str, parts: list[str]) -> None:
    limit = len(text) * 2 // 3
    pieces = cut(text, limit, lambda texts: [len(text) for text in texts])
    assert [text[start:end] for start, end in pieces] == parts


# Models


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> TokenSentenceEncoder:
    return as_token_encoder(static_model(tmp_path_factory.mktemp("models") / "static"))


@pytest.fixture(scope="module")
def mean() -> TokenSentenceEncoder:
    return as_token_encoder(minilm())


def as_token_encoder(folder: Path) -> TokenSentenceEncoder:
    encoder = load_sentence_model(str(folder), device="cpu")
    assert isinstance(encoder, TokenSentenceEncoder)
    return encoder


TEXTS = {
    "He  said:\n“No.” ": ["He", "said", ":", "“", "No", ".", "”"],
    "大雨如注。": ["大", "雨", "如", "注", "。"],
    "The Yangtze rose 3.5 m": ["The", "Yang", "tze", "rose", "3", ".", "5", "m"],
    "": [],
    " \n": [],
}


@needs_package
def test_a_transformer_shows_its_tokens(mean: TokenSentenceEncoder) -> None:
    found = mean.encode_tokens(list(TEXTS))
    for text, tokens in zip(TEXTS, found, strict=True):
        keeps_its_word(tokens, text)
        assert words(tokens, text) == TEXTS[text]
        assert tokens.vectors.shape == (len(TEXTS[text]), 384)


@needs_package
def test_a_table_shows_its_tokens(table: TokenSentenceEncoder) -> None:
    for text, tokens in zip(TEXTS, table.encode_tokens(list(TEXTS)), strict=True):
        keeps_its_word(tokens, text)
        assert "".join(words(tokens, text)) == "".join(text.split())
        assert tokens.vectors.shape[1] == 64
    both = table.encode_tokens(["road", "the road"])
    np.testing.assert_allclose(both[0].vectors[-1], both[1].vectors[-1], atol=1e-6)


@needs_package
def test_tokens_of_a_text_in_context_mean_alike(mean: TokenSentenceEncoder) -> None:
    (one, other) = texts = ["The old man caught a fish.", "A huge fish swam to the man."]
    left, right = mean.encode_tokens(texts)
    likeness = left.vectors @ right.vectors.T
    fish = words(left, one).index("fish")
    assert words(right, other)[int(likeness[fish].argmax())] == "fish"


@needs_package
def test_a_prompt_is_not_among_the_tokens(tmp_path: Path, mean: TokenSentenceEncoder) -> None:
    folder = variant(minilm(), tmp_path / "prompt", prompt="query: ")
    texts = [text for text in TEXTS if text.strip()]
    prompted = as_token_encoder(folder).encode_tokens(texts)
    for text, tokens, plain in zip(texts, prompted, mean.encode_tokens(texts), strict=True):
        assert words(tokens, text) == words(plain, text)
        assert not np.allclose(tokens.vectors, plain.vectors, atol=1e-3)


@needs_package
def test_all_tokens_of_a_long_text_are_there(tmp_path: Path) -> None:
    encoder = as_token_encoder(variant(minilm(), tmp_path / "short", max_seq_length=16, layers=1))
    text = "The river rose. 大雨下了一夜。 " * 30
    (tokens,) = encoder.encode_tokens([text])
    keeps_its_word(tokens, text)
    assert "".join(words(tokens, text)) == "".join(text.split())


@needs_package
@examples(15)
@given(texts=st.lists(st.text(max_size=40), max_size=3))
def test_tokens_of_any_text_keep_their_word(
    table: TokenSentenceEncoder, mean: TokenSentenceEncoder, texts: list[str]
) -> None:
    for encoder in (table, mean):
        for text, tokens in zip(texts, encoder.encode_tokens(texts), strict=True):
            keeps_its_word(tokens, text)
