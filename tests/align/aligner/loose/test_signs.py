"""Signs of loose sentences, beside slow and obvious versions."""

from __future__ import annotations

import random

import numpy as np
import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented, translated
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.features import EncodedSide
from duizhao.align.aligner.loose.questions import Question, questions
from duizhao.align.aligner.loose.signs import SIGNS, signs_of
from duizhao.align.aligner.runs import Run, bead_scores, find_runs
from duizhao.align.aligner.search_space import Task, prepare
from duizhao.align.aligner.weights import default_weights
from duizhao.models.arrays import FloatArray

ENCODER = HashEncoder()
WEIGHTS = default_weights()


def case(seed: int) -> tuple[Task, list[Run], list[Question]]:
    """Return a made-up pair, its path and what is asked of it."""
    rng = random.Random(seed)
    source = invented(rng, rng.randint(2, 9))
    target, _ = translated(rng, source)
    task = prepare(source, target or ["x."], ENCODER, 0.0)
    runs = find_runs(task, WEIGHTS)
    return task, runs, list(questions(runs, task.corners))


def vector(side: EncodedSide, place: tuple[int, int]) -> FloatArray:
    """Return the vector of a run."""
    found: FloatArray = side.spans[place[1] - place[0] - 1, place[1] - 1]
    return found


def slow_lattice(task: Task, question: Question) -> float:
    """Return by how much the score rises, from the scores of the whole lattice."""
    steps, scores = WEIGHTS.steps(), bead_scores(task, WEIGHTS)
    base = task.band.starts[:-1] - task.band.low

    def score(own: tuple[int, int], there: tuple[int, int]) -> float:
        rows, columns = (there, own) if question.side else (own, there)
        step = rows[1] - rows[0], columns[1] - columns[0]
        if step not in steps:
            return -12.0
        return float(scores[steps.index(step), base[rows[1]] + columns[1]])

    at = question.there[1] if question.before else question.there[0]
    alone = score((question.sentence, question.sentence + 1), (at, at))
    together, apart = (score(o, question.there) for o in (question.together, question.own))
    return float(np.clip(together - apart - alone, -12, 12))


@given(st.integers(0, 10**6))
@examples(30)
def test_the_rise_of_the_score_is_that_of_the_whole_lattice(seed: int) -> None:
    task, runs, asked = case(seed)
    signs = signs_of(asked, runs, task, WEIGHTS)
    assert signs.shape == (len(asked), len(SIGNS))
    for question, found in zip(asked, signs[:, SIGNS.index("lattice")], strict=True):
        assert found == pytest.approx(slow_lattice(task, question), abs=1e-3)


@given(st.integers(0, 10**6))
@examples(30)
def test_gain_and_shares_are_what_they_say(seed: int) -> None:
    task, runs, asked = case(seed)
    sides = task.source, task.target
    for question, row in zip(asked, signs_of(asked, runs, task, WEIGHTS), strict=True):
        signs = dict(zip(SIGNS, row.tolist(), strict=True))
        here, there = sides[question.side], sides[1 - question.side]

        if question.together[1] - question.together[0] <= len(here.spans):
            other = vector(there, question.there)
            alike = float(vector(here, question.own) @ other)
            assert signs["alike"] == pytest.approx(alike, abs=1e-5)
            whole = float(vector(here, question.together) @ other)
            assert signs["gain"] == pytest.approx(whole - alike, abs=1e-5)
        assert signs["length"] == pytest.approx(np.log(here.lengths[question.sentence] + 1))
        assert signs["share"] <= 0.0
        assert -1.001 <= signs["rest"] <= 1.001
        assert question.inside <= (signs["sure"] == 0.0)


def test_without_questions_there_are_no_signs() -> None:
    task = prepare(["one two."], ["ONE TWO."], ENCODER, 0.0)
    assert signs_of([], [Run((0, 1), (0, 1), 1.0)], task, WEIGHTS).shape == (0, len(SIGNS))
