"""Sentences without counterpart, counted by hand and against a sentence-by-sentence version."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.alignment import Bead
from duizhao.eval.beads.nulls import NullCounts, count_nulls, null_sentences
from duizhao.eval.beads.scores import count_beads
from duizhao.eval.beads.trials import moved_apart

SIZE = 6


STEPS = st.tuples(st.sampled_from([(1, 0), (0, 1), (1, 1), (2, 1), (1, 2)]), st.booleans())


def reading(steps: Sequence[tuple[tuple[int, int], bool]]) -> list[Bead]:
    """Return beads over six sentences a side, some of them moved; the rest stands alone."""
    beads, i, j = [], 0, 0
    for (p, q), moves in steps:
        if i + p <= SIZE and j + q <= SIZE:
            ids = tuple(range(i, i + p)), tuple(range(j, j + q))
            beads.append(Bead(*ids, moved=moves and bool(p and q)))
            i, j = i + p, j + q
    return [
        *beads,
        *(Bead((k,), ()) for k in range(i, SIZE)),
        *(Bead((), (k,)) for k in range(j, SIZE)),
    ]


READINGS = st.lists(STEPS, max_size=6).map(reading)


def test_what_is_claimed_found_and_swallowed() -> None:
    beads = [Bead((0,), ()), Bead((1, 2), (0,)), Bead((), (1,)), Bead((3,), (2,), moved=True)]
    counts = count_nulls(({0, 2, 3}, {2}), beads, [(3, 2)])
    assert counts == NullCounts(claimed=4, wanted=4, right=3, omitted=2, swallowed=1)
    assert (counts.precision, counts.recall, counts.f1) == (0.75, 0.75, 0.75)
    assert counts.swallowed_share == 0.5


def test_nothing_is_neither_right_nor_swallowed() -> None:
    counts = count_nulls(((), ()), [])
    assert counts == NullCounts()
    assert (counts.precision, counts.recall, counts.f1, counts.swallowed_share) == (0, 0, 0, 0)


@given(READINGS, READINGS)
def test_where_the_gold_tells_every_bead_it_counts_what_the_scores_count(
    gold: list[Bead], found: list[Bead]
) -> None:
    apart = moved_apart(gold)
    counts = count_nulls(null_sentences(apart), found)
    scores = count_beads(apart, moved_apart(found))
    assert counts.claimed == scores.omitted + scores.added
    assert counts.wanted == scores.gold_omitted + scores.gold_added
    assert counts.right == scores.both_omitted + scores.both_added
    assert counts.swallowed == counts.wanted - counts.right
