"""Holes of one sentence and the pieces that stand between the same neighbours."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import numpy as np
import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.blanks.slots import beside_holes
from duizhao.align.findings.words.pair_signs import Half
from duizhao.align.findings.words.word_matching import Words

HOLE = "_"


def half(text: str, lang: str, lost: frozenset[str] = frozenset()) -> Half:
    """Return a side in which the same letter is the same word in both languages."""
    matches = list(re.finditer(r"[a-z]", text))
    vectors = np.eye(26, dtype=np.float32)[[ord(match[0]) - ord("a") for match in matches]]
    starts = np.array([match.start() for match in matches], np.intp)
    words = Words([match[0] for match in matches], starts, starts + 1, vectors)
    evidence = np.array([3.0 if match[0] in lost else -3.0 for match in matches], np.float32)
    return Half(text, lang, words, evidence)


def told(source: str, target: str) -> list[str | None]:
    """Return the pieces of a source that each hole of a target lost."""
    lost = frozenset(source) - frozenset(target)
    plain = target.replace(HOLE, "")
    holes = [
        len(re.findall("[a-z]", target[: match.start()])) for match in re.finditer(HOLE, target)
    ]
    found = beside_holes(half(source, "en", lost), half(plain, "zh"), holes)
    return [source[slice(*piece)] if piece else None for piece in found.pieces]


@pytest.mark.parametrize(
    ("source", "target", "pieces"),
    [
        ("a, b, c, d", "a、_、c、d", ["b"]),
        ("a, b, c, d, e", "a、_、c、_、e", ["b", "d"]),
        ("a, b, c, d", "a、_、_、d", ["b", "c"]),
        # Marks in a row, told as one hole, lost all between the neighbours.
        ("a, b, c, d", "a、_、d", ["b, c"]),
        ("a, b x, c; d", "a、_，c、d", ["b x"]),
        # The last one has one neighbour, an only one has none.
        ("a, b, c", "a、b、_", ["c"]),
        ("a", "_", [None]),
        # Which of two holes lost the third piece is not told.
        ("a, b, c, d, e", "a、_、_、e", [None, None]),
        # What is said elsewhere was not lost there.
        ("a, b, c", "a、_、b、c", [None]),
    ],
)
def test_a_hole_lost_what_stands_between_its_neighbours(
    source: str, target: str, pieces: list[str | None]
) -> None:
    assert told(source, target) == pieces


@given(st.integers(3, 9), st.data())
@examples(100)
def test_single_items_come_back_where_they_stood(number: int, data: st.DataObject) -> None:
    letters = "abcdefghi"[:number]
    apart = [
        some
        for size in range(1, number)
        for some in combinations(range(number), size)
        if all(b - a > 1 for a, b in pairwise(some))
    ]
    gone = data.draw(st.sampled_from(apart))
    if len(gone) == number:
        return
    target = "、".join(HOLE if n in gone else letter for n, letter in enumerate(letters))
    assert told(", ".join(letters), target) == [letters[n] for n in gone]
