"""Words as a second model sees them: put together from its tokens, wherever those stand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.words.word_matching import Space, Words, words_at
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import TokenVectors

WIDTH = 3
AS_THEY_ARE = Space({"en": np.zeros(WIDTH, np.float32)}, {"en": np.eye(WIDTH, dtype=np.float32)})


def seen(words: list[tuple[int, int]], tokens: list[tuple[int, int]]) -> FloatArray:
    """Return the vectors of words whose tokens are the powers of two, in each of the columns."""
    spans, pieces = (np.array(some, np.intp).reshape(-1, 2) for some in (words, tokens))
    rows = np.repeat(2.0 ** np.arange(len(pieces))[:, None], WIDTH, axis=1).astype(np.float32)
    own = Words([""] * len(spans), spans[:, 0], spans[:, 1], np.zeros((len(spans), 1), np.float32))
    found = words_at(own, "en", TokenVectors(pieces[:, 0], pieces[:, 1], rows), AS_THEY_ARE)
    assert (found.starts == own.starts).all()
    assert (found.ends == own.ends).all()
    return found.vectors


@pytest.mark.parametrize(
    ("words", "tokens", "expected"),
    [
        ([(0, 4)], [(0, 4)], [1.0]),
        ([(0, 4)], [(0, 2), (2, 4)], [3.0]),
        ([(0, 2), (2, 4)], [(0, 4)], [0.5, 0.5]),
        ([(0, 3), (3, 4)], [(0, 2), (2, 4)], [2.0, 1.0]),
        ([(0, 1), (5, 6)], [(1, 5)], [0.0, 0.0]),
    ],
)
def test_a_token_counts_by_its_share(
    words: list[tuple[int, int]], tokens: list[tuple[int, int]], expected: list[float]
) -> None:
    assert seen(words, tokens)[:, 0].tolist() == expected


borders = st.sets(st.integers(0, 12), min_size=2, max_size=8).map(sorted)


@given(borders, borders)
def test_shares_are_those_of_each_character(ours: list[int], theirs: list[int]) -> None:
    words, tokens = (list(pairwise(some)) for some in (ours, theirs))
    expected = [
        sum(
            2.0**number / (end - start)
            for at in range(first, last)
            for number, (start, end) in enumerate(tokens)
            if start <= at < end
        )
        for first, last in words
    ]
    assert seen(words, tokens)[:, 0].tolist() == pytest.approx(expected, rel=1e-5)
