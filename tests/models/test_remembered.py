"""Sentences of one job are encoded once: rows as the bare encoder gives them, and who was asked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.models.arrays import FloatArray
from duizhao.models.combined import CombinedEncoder, combined
from duizhao.models.encoder import Encoder, TokenEncoder
from duizhao.models.remembered import RememberingEncoder, remembering
from duizhao.models.use.encoder import EmbeddedEncoder

TEXTS = st.lists(st.text("ab .", max_size=6), max_size=8)


class CountingEncoder(HashEncoder):
    """Notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.asked += texts
        return super().encode(texts)


@given(TEXTS, TEXTS, st.integers(1, 3))
def test_rows_are_those_of_the_bare_encoder(
    sentences: list[str], asked: list[str], longest: int
) -> None:
    bare, encoder = HashEncoder(), remembering(HashEncoder())
    np.testing.assert_array_equal(
        encoder.encode_spans(sentences, longest), bare.encode_spans(sentences, longest)
    )
    np.testing.assert_array_equal(encoder.encode(asked), bare.encode(asked))


@given(TEXTS, TEXTS)
def test_what_stood_in_a_run_is_not_encoded_again(sentences: list[str], asked: list[str]) -> None:
    bare = CountingEncoder()
    encoder = remembering(bare)
    encoder.encode_spans(sentences, 2)
    bare.asked.clear()
    encoder.encode(asked)
    assert bare.asked == [text for text in dict.fromkeys(asked) if text not in sentences]


def test_what_it_gives_is_the_callers_own() -> None:
    encoder = remembering(HashEncoder())
    encoder.encode_spans(["a b", "c"], 2)[0] = 7.0
    encoder.encode(["a b"])[0] = 7.0
    np.testing.assert_array_equal(encoder.encode(["a b", "c"]), HashEncoder().encode(["a b", "c"]))


def test_those_that_came_first_go_when_there_are_too_many() -> None:
    bare = CountingEncoder()
    encoder = RememberingEncoder(bare, most_bytes=2 * 4 * bare.dimensions)
    encoder.encode_spans(["a", "b", "c"], 1)
    bare.asked.clear()
    encoder.encode(["a", "b", "c"])
    assert bare.asked == ["a"]


def test_it_can_do_what_its_encoder_can() -> None:
    bare, embedded = HashEncoder(), EmbeddedEncoder()
    encoder = remembering(bare)
    assert isinstance(encoder, Encoder)
    assert not isinstance(encoder, TokenEncoder)
    for name in ("name", "signature", "dimensions", "blocks", "composes"):
        assert getattr(encoder, name) == getattr(bare, name)
    assert isinstance(remembering(embedded), TokenEncoder)
    both = remembering(combined("both", [bare, embedded]))
    assert isinstance(both, CombinedEncoder)
    assert all(isinstance(part, RememberingEncoder) for part in both.parts)
    assert isinstance(both, TokenEncoder)
    assert remembering(encoder) is encoder
