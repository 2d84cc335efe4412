"""Several encoders side by side: unit rows, blocks, each part's own way with runs and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from helpers.hash_encoder import WIDTH, HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.spans import centred
from duizhao.models.arrays import FloatArray
from duizhao.models.cache import CachedEncoder
from duizhao.models.combined import CombinedEncoder, combined
from duizhao.models.encoder import Encoder, TokenEncoder, TokenVectors
from duizhao.models.use.encoder import EmbeddedEncoder
from duizhao.models.vector_store import VectorCache

TEXTS = st.lists(st.text("ab .12", max_size=12), max_size=6)


class LetterEncoder(HashEncoder):
    """Words of letters alone: blind to numbers, and it composes."""

    signature = "letters@1"
    composes = True

    def encode(self, texts: Sequence[str]) -> FloatArray:
        shown = ["".join(c if c.isalpha() else " " for c in text) for text in texts]
        return super().encode(shown)


class ShowingEncoder(HashEncoder):
    """One token a text."""

    signature = "showing@1"

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return [
            TokenVectors(np.array([0]), np.array([len(text)]), self.encode([text]))
            for text in texts
        ]


def both() -> CombinedEncoder:
    return combined("both", [HashEncoder(), LetterEncoder()])


def test_it_satisfies_the_protocol() -> None:
    encoder = both()
    assert isinstance(encoder, Encoder)
    assert encoder.name == "both"
    assert encoder.signature == "hash@1+letters@1"
    assert encoder.blocks == (WIDTH, WIDTH)
    assert encoder.dimensions == 2 * WIDTH
    assert combined("all", [encoder, HashEncoder()]).blocks == (WIDTH,) * 3


def test_it_composes_if_a_part_does() -> None:
    assert both().composes
    assert not combined("exact", [HashEncoder(), HashEncoder()]).composes


@given(TEXTS, st.integers(1, 4))
def test_blocks_are_the_parts_rows_to_scale(texts: list[str], longest: int) -> None:
    spans = both().encode_spans(texts, longest)
    assert spans.dtype == np.float32
    np.testing.assert_array_equal(spans[0], both().encode(texts))
    left = HashEncoder().encode_spans(texts, longest)
    right = LetterEncoder().encode_spans(texts, longest)
    seen = left.any(axis=-1).astype(int) + right.any(axis=-1)
    np.testing.assert_allclose(np.linalg.norm(spans, axis=-1), seen > 0, atol=1e-5)
    scale = 1 / np.sqrt(np.maximum(seen, 1))[..., None]
    np.testing.assert_allclose(spans[..., :WIDTH], left * scale, atol=1e-6)
    np.testing.assert_allclose(spans[..., WIDTH:], right * scale, atol=1e-6)


def test_a_similarity_is_the_mean_of_the_parts() -> None:
    one, other = ["one two three"], ["one two 4"]
    parts = (HashEncoder(), LetterEncoder())
    means = np.mean([part.encode(one) @ part.encode(other).T for part in parts], axis=0)
    np.testing.assert_allclose(both().encode(one) @ both().encode(other).T, means, atol=1e-6)


@given(TEXTS)
def test_centred_blocks_stay_unit_rows(texts: list[str]) -> None:
    rows = centred(both().encode_spans(texts, 2), both().blocks)
    norms = np.linalg.norm(rows, axis=-1)
    assert rows.shape == (2, len(texts), 2 * WIDTH)
    assert ((norms < 1e-5) | (abs(norms - 1) < 1e-5)).all()


def test_tokens_are_shown_only_where_a_part_has_them() -> None:
    assert not isinstance(both(), TokenEncoder)
    encoder = combined("showing", [HashEncoder(), ShowingEncoder()])
    assert isinstance(encoder, TokenEncoder)
    (tokens,) = encoder.encode_tokens(["one two"])
    assert (tokens.starts.tolist(), tokens.ends.tolist()) == ([0], [7])
    assert tokens.vectors.shape == (1, WIDTH)


def test_what_a_part_has_encoded_serves_every_combination(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    texts = ["one two", "three", "one two"]
    alone = CachedEncoder(EmbeddedEncoder(), cache)
    expected = alone.encode_spans(texts, 2)
    known, fresh = CachedEncoder(EmbeddedEncoder(), cache), CachedEncoder(HashEncoder(), cache)
    spans = combined("both", [known, fresh]).encode_spans(texts, 2)
    assert (known.hits, known.misses) == (2, 0)
    assert fresh.misses > 0
    half = np.float32(np.sqrt(0.5))
    np.testing.assert_allclose(spans[..., : known.dimensions], expected * half, atol=1e-6)
