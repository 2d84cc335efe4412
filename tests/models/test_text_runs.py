"""Runs of texts that are joined and read, and longer ones that are composed of shorter ones."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented
from hypothesis import given
from hypothesis import strategies as st

from duizhao.models.arrays import FloatArray
from duizhao.models.text_runs import join_texts, spans_by_joining

READ = 5


def slow(texts: Sequence[str], longest: int) -> FloatArray:
    """Return all runs, one after the other."""
    encode = HashEncoder().encode
    single = encode(texts)
    out = np.zeros((longest, *single.shape), np.float32)
    for size in range(1, longest + 1):
        for end in range(size, len(texts) + 1):
            if size <= READ:
                out[size - 1, end - 1] = encode([join_texts(texts[end - size : end])])[0]
            else:
                inner = out[size - 2, end - 2] + out[size - 2, end - 1]
                whole = (size - 1) * inner + single[end - size] + single[end - 1]
                out[size - 1, end - 1] = whole / max(float(np.linalg.norm(whole)), 1e-9)
    return out


@given(st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 8))
@examples(40)
def test_runs_of_up_to_five_are_read_and_longer_ones_composed(
    seed: int, number: int, longest: int
) -> None:
    texts = invented(random.Random(seed), number)
    found = spans_by_joining(HashEncoder().encode, texts, longest)
    assert found == pytest.approx(slow(texts, longest), abs=1e-5)


def test_a_composed_run_is_near_the_joined_text() -> None:
    texts = invented(random.Random(3), 30)
    composed = spans_by_joining(HashEncoder().encode, texts, READ + 1)[READ, READ:]
    joined = [join_texts(texts[n : n + READ + 1]) for n in range(len(texts) - READ)]
    assert (composed * HashEncoder().encode(joined)).sum(axis=1).min() > 0.95


def test_long_runs_cost_no_reading() -> None:
    read: list[str] = []

    def encode(texts: Sequence[str]) -> FloatArray:
        read.extend(texts)
        return HashEncoder().encode(texts)

    texts = invented(random.Random(4), 12)
    spans_by_joining(encode, texts, READ)
    once = len(read)
    spans_by_joining(encode, texts, READ + 2)
    assert len(read) == 2 * once


def test_what_says_nothing_stays_zero() -> None:
    assert not spans_by_joining(HashEncoder().encode, [""] * 7, 6).any()
