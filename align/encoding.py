"""Texts to vectors, in the script that an encoder knows best."""

from __future__ import annotations

from collections.abc import Sequence

from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder

__all__ = ["encode_texts"]


def encode_texts(encoder: Encoder, texts: Sequence[str]) -> FloatArray:
    """Return the vectors of texts, shape (N, D), as the encoder knows their script best.

    :param encoder: The encoder.
    :param texts: N texts of a document.
    """
    return encoder.encode([as_encoded(text) for text in texts])
