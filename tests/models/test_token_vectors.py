"""Vectors of the pieces of a text: where they stand, and what they mean in another language."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.models.encoder import TokenEncoder, TokenVectors
from duizhao.models.token_pieces import pieces_of
from duizhao.models.use.encoder import EmbeddedEncoder

ENCODER = EmbeddedEncoder()

ODD = [
    "ＡＢＣ\u3000全角１２３",
    "㌔ ½ ﬁne ㍿株式会社ﾊﾞﾅﾅ ①②",
    "👨\u200d👩\u200d👧😀 emoji",
    "e\u0301te\u0301 a\u0308\u0323",
    "  two   blanks \n\t and a line ",
    "\u200bx\u200b y\ufeff",
    "lone \ud800 surrogate\udfff",
    "a\0b\x1b",
    "…“”──《》",
    "他跑得气喘吁吁，停了下来。",
    "שלום עולם ᚠᚢᚦ नमस्ते",
]


def shown(text: str, tokens: TokenVectors) -> list[str]:
    return [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)]


def check(text: str, tokens: TokenVectors) -> None:
    number = len(tokens.starts)
    assert tokens.starts.shape == tokens.ends.shape == (number,)
    assert tokens.vectors.shape == (number, 512)
    assert tokens.vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-5)
    assert (tokens.starts < tokens.ends).all()
    assert (tokens.ends[:-1] <= tokens.starts[1:]).all()
    if number:
        assert tokens.starts[0] >= 0
        assert tokens.ends[-1] <= len(text)
    for surface in shown(text, tokens):
        assert surface == surface.strip()


def test_it_satisfies_the_protocol() -> None:
    assert isinstance(ENCODER, TokenEncoder)


@examples(60)
@given(st.lists(st.one_of(st.text(max_size=40), st.sampled_from(ODD)), max_size=5))
def test_pieces_stand_in_the_given_text_in_order(texts: list[str]) -> None:
    found = ENCODER.encode_tokens(texts)
    assert len(found) == len(texts)
    for text, tokens in zip(texts, found, strict=True):
        check(text, tokens)


@examples(100)
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=40))
def test_no_letter_or_number_is_lost(text: str) -> None:
    (tokens,) = ENCODER.encode_tokens([text])
    covered = np.zeros(len(text), bool)
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        covered[start:end] = True
    for character, there in zip(text, covered, strict=True):
        if unicodedata.category(character)[0] in "LN":
            assert there or not unicodedata.normalize("NFKC", character).strip()


@pytest.mark.parametrize("text", ["Hello world, 12 times.", "今天上午十点，杭州下雨了。", *ODD])
def test_a_piece_is_what_stands_there_up_to_normalisation(text: str) -> None:
    tokeniser = ENCODER._tokeniser
    readable = text.encode("utf-8", "replace").decode("utf-8")
    message = tokeniser.encode(readable, out_type="serialized_proto")
    pieces = [piece for piece in pieces_of(message, readable) if piece.start < piece.end]
    names = [tokeniser.id_to_piece(piece.number).replace("▁", "") for piece in pieces]
    for piece, name in zip(pieces, names, strict=True):
        if piece.number == tokeniser.unk_id():
            continue
        surface = unicodedata.normalize("NFKC", readable[piece.start : piece.end])
        visible = "".join(
            character
            for character in surface
            if unicodedata.category(character) not in ("Cc", "Cf", "Zs")
        )
        assert visible == unicodedata.normalize("NFKC", name)


def test_offsets_count_characters_of_the_text_as_it_was_given() -> None:
    text = "😀 ＡＢＣ\u3000杭州 \ud800 ok"
    (tokens,) = ENCODER.encode_tokens([text])
    assert shown(text, tokens) == ["😀", "ＡＢＣ", "杭州", "\ud800", "ok"]


def test_texts_without_a_piece_have_none() -> None:
    assert ENCODER.encode_tokens([]) == []
    for text, tokens in zip(
        ("", " ", "\n\t", "\u200b"), ENCODER.encode_tokens(["", " ", "\n\t", "\u200b"]), strict=True
    ):
        check(text, tokens)
        assert len(tokens.starts) == 0


def test_the_same_alone_in_a_batch_and_in_any_order() -> None:
    texts = [*ODD, *(f"{text} {number}" for number, text in enumerate(ODD * 60))]
    forward = ENCODER.encode_tokens(texts)
    backward = ENCODER.encode_tokens(texts[::-1])[::-1]
    for one, other in zip(forward, backward, strict=True):
        np.testing.assert_array_equal(one.starts, other.starts)
        np.testing.assert_allclose(one.vectors, other.vectors, atol=1e-5)
    for text, tokens in zip(ODD, forward, strict=False):
        alone = ENCODER.encode_tokens([text])[0]
        np.testing.assert_allclose(alone.vectors, tokens.vectors, atol=1e-5)


def test_a_long_text_is_cut_without_a_trace() -> None:
    text = "Heavy rain closed the road. 大雨封闭了道路。" * 30
    (whole,) = ENCODER.encode_tokens([text])
    check(text, whole)
    cutting = EmbeddedEncoder()
    cutting._network.window = 97
    cut = cutting.encode_tokens([text, "short"])[0]
    np.testing.assert_array_equal(cut.starts, whole.starts)
    np.testing.assert_allclose(cut.vectors, whole.vectors, atol=1e-5)


@pytest.mark.parametrize(
    ("chinese", "right", "wrong"),
    [
        ("杭州", "Hangzhou", "Guangzhou"),
        ("医院", "hospital", "university"),
        ("学校", "school", "hospital"),
        ("增加", "increase", "decline"),
        ("火车", "train", "plane"),
    ],
)
def test_a_word_is_nearest_to_its_translation(chinese: str, right: str, wrong: str) -> None:
    sums = [tokens.vectors.sum(axis=0) for tokens in ENCODER.encode_tokens([chinese, right, wrong])]
    source, good, bad = (vector / np.linalg.norm(vector) for vector in sums)
    assert source @ good > source @ bad + 0.1
