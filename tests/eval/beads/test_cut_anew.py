"""Documents whose sentences end elsewhere than those of their translation."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.eval.beads.cut_anew import WANTED, cut_anew

Pairs = list[tuple[str, str]]


def long_sentences(seed: int, count: int) -> Pairs:
    """Make up sentences of some clauses each, and translations that are longer or shorter."""
    rng = random.Random(seed)

    def clause(letters: str, least: int) -> str:
        return "".join(rng.choice(letters) for _ in range(rng.randint(least, 3 * least)))

    out = []
    for _ in range(count):
        clauses = rng.randint(2, 5)
        english = ", ".join(f"{clause('abcdefgh', 8)} {clause('ijkl', 8)}" for _ in range(clauses))
        chinese = "，".join(clause("天地玄黄宇宙洪荒", 6) for _ in range(clauses))
        out.append((english.capitalize() + ".", chinese + "。"))
    return out


def letters(texts: Sequence[str]) -> str:
    """Return the letters of texts."""
    return "".join(c for text in texts for c in text.casefold() if c.isalpha())


@given(st.integers(0, 10**6), st.integers(1, 40))
@examples(40)
def test_all_letters_stay_and_beads_are_as_they_say(seed: int, count: int) -> None:
    pairs = long_sentences(seed, count)
    made = cut_anew(pairs, random.Random(seed))
    assert made == cut_anew(pairs, random.Random(seed))
    assert letters(made.source) == letters([a for a, _ in pairs])
    assert letters(made.target) == letters([b for _, b in pairs])
    for side, texts in enumerate((made.source, made.target)):
        assert [n for bead in made.beads for n in bead[side]] == list(range(len(texts)))
    assert {(len(a), len(b)) for a, b in made.beads} <= {(1, 1), *WANTED}


@pytest.mark.parametrize("step", [(1, 6), (6, 1), (3, 3), (2, 4)])
def test_beads_of_each_type_are_made(step: tuple[int, int]) -> None:
    made = cut_anew(long_sentences(1, 200), random.Random(2), wanted=[step])
    counts = Counter((len(a), len(b)) for a, b in made.beads)
    assert set(counts) == {(1, 1), step}
    assert counts[step] > 5


def test_a_sentence_inside_another_ends_with_a_pause() -> None:
    pairs = [("He came in. He sat down by the fire.", "他进来了，在火炉旁边坐下来。")] * 40
    made = cut_anew(pairs, random.Random(1), wanted=[(1, 2)])
    cut = [bead for bead in made.beads if bead[0] != bead[1] and len(bead[1]) == 2]
    assert cut
    assert {made.source[a[0]].count(".") for a, _ in cut} == {1}
    assert {tuple(made.target[j][-1] for j in b) for _, b in cut} == {("。", "。")}
