"""Passages taken out of one side of gold pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.alignment import Bead
from duizhao.corpora.reading.read import document_from_text
from duizhao.eval.beads.cut_out import cut_out, part_of
from duizhao.eval.beads.trials import Trial
from duizhao.eval.gold.pairs import GoldPair

BEADS = [
    Bead((0,), (0,)),
    Bead((1, 2), (1,)),
    Bead((3,), ()),
    Bead((4,), (2, 3)),
    Bead((), (4,)),
    Bead((5,), (5,)),
]


def trial() -> Trial:
    """Return a pair whose sentences are named by their beads."""
    source = "\n".join(f"s{n}." for n in range(6))
    target = "\n".join(f"t{n}." for n in range(6))
    a, b = (document_from_text(text, lang="en", presplit=True) for text in (source, target))
    verses = tuple("abbcde"), tuple("abddfe")
    return Trial(GoldPair("p", a, b, tuple(BEADS)), verses=verses)


def texts(made: Trial) -> list[tuple[str, str]]:
    """Return the beads as what they say."""
    pair = made.pair
    return [
        (
            "".join(pair.source.sentences[i].text for i in bead.source),
            "".join(pair.target.sentences[j].text for j in bead.target),
        )
        for bead in pair.beads
    ]


def test_a_part_is_numbered_anew() -> None:
    part = part_of(trial(), 1, 4)
    assert texts(part) == [("s1.s2.", "t1."), ("s3.", ""), ("s4.", "t2.t3.")]
    assert part.verses == (tuple("bbcd"), tuple("bdd"))


@pytest.mark.parametrize("side", [0, 1])
def test_with_everything_cut_out_the_other_side_stands_alone(side: int) -> None:
    made = cut_out(trial(), side, 1.0, 1)
    assert all(bead.is_null for bead in made.pair.beads)
    left = (made.pair.target, made.pair.source)[side]
    assert len(left.sentences) == 6


@given(st.sampled_from([0, 1]), st.floats(0, 1), st.integers(0, 20))
def test_what_is_left_says_what_it_said(side: int, share: float, seed: int) -> None:
    made = cut_out(trial(), side, share, seed)
    assert made == cut_out(trial(), side, share, seed)
    before, after = set(texts(trial())), set(texts(made))
    alone = {pair for pair in after if not all(pair)}
    assert after - alone <= before
    lost = sum(not bead.is_null for bead in BEADS) - len(after - alone)
    assert round(share * 4) <= lost <= round(share * 4) + 2
    assert made.loss == share
