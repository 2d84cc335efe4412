"""Loose sentences: what is asked, and what becomes of a path by the answers."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.features import bead_types
from duizhao.align.aligner.loose.questions import FURTHEST, Question, questions
from duizhao.align.aligner.loose.settle import loose_for, loose_name, settled
from duizhao.align.aligner.loose.signs import SIGNS
from duizhao.align.aligner.runs import Run
from duizhao.align.decisions.links import Link

UNSAID, SAID = 4.0, -4.0
STEPS = bead_types()


def path(*steps: tuple[int, int]) -> list[Run]:
    """Return runs of some types, one after the other."""
    runs, i, j = [], 0, 0
    for p, q in steps:
        runs.append(Run((i, i + p), (j, j + q), 0.5))
        i, j = i + p, j + q
    return runs


PATHS = st.lists(st.sampled_from(STEPS), min_size=1, max_size=8).map(lambda s: path(*s))


def types(runs: Sequence[Run]) -> list[tuple[int, int]]:
    """Return the types of runs."""
    return [run.step for run in runs]


def answers(runs: Sequence[Run], unsaid: Sequence[tuple[int, int]]) -> list[tuple[Question, float]]:
    """Answer all questions: the other side says none of some sentences (side, position)."""
    return [(q, UNSAID if (q.side, q.sentence) in unsaid else SAID) for q in questions(runs)]


def test_a_sentence_alone_is_asked_once_for_each_neighbour() -> None:
    asked = list(questions(path((1, 1), (1, 0), (2, 1))))
    alone = [q for q in asked if not q.inside]
    assert [(q.bead, q.before, q.own, q.there) for q in alone] == [
        (0, True, (0, 1), (0, 1)),
        (2, False, (2, 4), (1, 2)),
    ]
    assert [q.together for q in alone] == [(0, 2), (1, 4)]
    inside = [(q.sentence, q.own, q.before) for q in asked if q.inside]
    assert inside == [(3, (2, 3), True), (2, (3, 4), False)]


def test_nothing_is_asked_across_a_corner_or_from_afar() -> None:
    runs = path((1, 1), (1, 0), (1, 1))
    assert [q.bead for q in questions(runs, [(1, 1)])] == [2]
    assert [q.bead for q in questions(runs, [(2, 1)])] == [0]
    lone = path((1, 1), *[(0, 1)] * (FURTHEST + 1))
    assert [q.depth for q in questions(lone)] == list(range(1, FURTHEST + 1))


@pytest.mark.parametrize(
    ("steps", "unsaid", "wanted"),
    [
        # What a neighbour says is joined to it, if no other sentence faces it.
        ([(1, 1), (1, 0), (0, 1)], [], [(1, 1), (1, 0), (0, 1)]),
        ([(1, 1), (0, 1)], [], [(1, 2)]),
        ([(1, 0), (1, 1)], [], [(2, 1)]),
        ([(1, 1), (0, 1), (0, 1)], [], [(1, 3)]),
        # The one behind is joined only with the one before it.
        ([(1, 1), (0, 1), (0, 1)], [(1, 1)], [(1, 1), (0, 1), (0, 1)]),
        ([(1, 1), (0, 1), (0, 1)], [(1, 2)], [(1, 2), (0, 1)]),
        # What a bead swallowed is split off, and one of its sentences is left.
        ([(2, 1)], [(0, 1)], [(1, 1), (1, 0)]),
        ([(2, 1)], [(0, 0)], [(1, 0), (1, 1)]),
        ([(3, 1)], [(0, 1), (0, 2)], [(1, 1), (1, 0), (1, 0)]),
        ([(3, 1)], [(0, 1)], [(3, 1)]),
        ([(1, 2)], [(1, 0), (1, 1)], [(1, 1), (0, 1)]),
        ([(2, 2)], [(0, 0), (1, 1)], [(1, 0), (1, 1), (0, 1)]),
        # No bead is made that is not tried.
        ([(1, 5), (0, 1)], [], [(1, 6)]),
        ([(1, 6), (0, 1)], [], [(1, 6), (0, 1)]),
        # Nothing stands between a bead and what is joined to it.
        ([(2, 1), (1, 0)], [(0, 1)], [(1, 1), (1, 0), (1, 0)]),
    ],
)
def test_a_path_as_the_answers_have_it(
    steps: list[tuple[int, int]], unsaid: list[tuple[int, int]], wanted: list[tuple[int, int]]
) -> None:
    runs = path(*steps)
    assert types(settled(runs, answers(runs, unsaid), STEPS)) == wanted


def test_a_rejected_link_is_not_made() -> None:
    runs = path((1, 1), (1, 0))
    rejected: Link = (0, 1), (0,)
    assert types(settled(runs, answers(runs, []), STEPS)) == [(2, 1)]
    assert types(settled(runs, answers(runs, []), STEPS, [rejected])) == [(1, 1), (1, 0)]


@given(PATHS, st.randoms(use_true_random=False))
def test_every_sentence_stays_in_one_bead_and_in_order(
    runs: list[Run], chance: random.Random
) -> None:
    odds = [(q, chance.uniform(-3, 3)) for q in questions(runs)]
    found = settled(runs, odds, STEPS)
    i = j = 0
    for run in found:
        assert (run.rows[0], run.columns[0]) == (i, j)
        (i, j) = run.rows[1], run.columns[1]
        assert run.step in STEPS
        assert 0.0 <= run.probability <= 1.0
    assert (i, j) == (runs[-1].rows[1], runs[-1].columns[1])


@given(PATHS)
def test_where_no_answer_says_otherwise_the_path_stays(runs: list[Run]) -> None:
    odds = [(q, SAID if q.inside else UNSAID) for q in questions(runs)]
    assert [(r.rows, r.columns) for r in settled(runs, odds, STEPS)] == [
        (r.rows, r.columns) for r in runs
    ]


def test_an_encoder_without_weights_of_its_own_takes_those_of_the_default() -> None:
    loose = loose_for("no such model", ("zh", "en"))
    assert loose is not None
    assert loose == loose_for("use-multilingual-v3", ("en", "zh"))
    assert loose_name("beside", "best") != loose_name("beside")
    assert set(loose.inside.weights) == set(loose.beside.weights) == set(SIGNS)


def test_of_other_languages_nothing_is_known() -> None:
    assert loose_for("use-multilingual-v3", ("de", "fr")) is None
