from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented, translated
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.features import LONGEST, EncodedSide
from duizhao.align.aligner.moved import (
    _LEAST,
    _LEAST_TORN,
    Move,
    candidates,
    find_moves,
    without_moved,
)
from duizhao.align.aligner.runs import Run, find_runs
from duizhao.align.aligner.search_space import Task, prepare, task_of
from duizhao.align.aligner.weights import default_weights
from duizhao.models.arrays import FloatArray

ENCODER = HashEncoder()


def links(moves: Sequence[Move]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [(move.rows, move.columns) for move in moves]


def aligned(source: Sequence[str], target: Sequence[str]) -> tuple[list[Run], Task]:
    task = prepare(source, target, ENCODER, 0.0)
    return find_runs(task, default_weights()), task


def crosses(move: Move, runs: Sequence[Run]) -> bool:
    """Tell, run by run, whether a link crosses one of the path."""
    for run in runs:
        if not run.is_null:
            before = run.rows[1] <= move.rows[0] and run.columns[0] >= move.columns[1]
            after = run.rows[0] >= move.rows[1] and run.columns[1] <= move.columns[0]
            if before or after:
                return True
    return False


def check(runs: Sequence[Run], moves: Sequence[Move], n: int, m: int) -> None:
    """What holds of every path and what moved out of it."""
    rest = without_moved(runs, moves)
    places = [(run.rows, run.columns) for run in rest] + links(moves)
    assert Counter(i for rows, _ in places for i in range(*rows)) == Counter(range(n))
    assert Counter(j for _, columns in places for j in range(*columns)) == Counter(range(m))
    for move in moves:
        assert "fellow" in move.parts or crosses(move, runs)
        assert move.probability >= (_LEAST_TORN if move.parts.get("torn") else _LEAST)
        assert -1.0001 <= move.similarity <= 1.0001
    linked = [(run.rows, run.columns) for run in rest if not run.is_null]
    assert linked == sorted(linked)
    assert [columns for _, columns in linked] == sorted(columns for _, columns in linked)


def shuffled(chance: int, count: int, size: int) -> tuple[list[str], list[str]]:
    """Make up a text and a translation of which a passage stands elsewhere."""
    rng = random.Random(chance)
    source = invented(rng, count)
    start, at = rng.randrange(count - size), rng.randrange(count - size)
    order = [i for i in range(count) if not start <= i < start + size]
    order[at:at] = range(start, start + size)
    return source, translated(rng, [source[i] for i in order])[0]


@given(st.integers(0, 10**6), st.integers(5, 16), st.integers(1, 3), st.floats(0.3, 1.0))
@examples(40)
def test_every_sentence_stands_once_and_doubtful_links_are_torn_only_for_likely_ones(
    chance: int, count: int, size: int, doubt: float
) -> None:
    source, target = shuffled(chance, count, size)
    runs, task = aligned(source, target)
    runs = [Run(run.rows, run.columns, run.probability * doubt) for run in runs]
    moves = find_moves(runs, task, {(i, i): 1 for i in range(count)})
    check(runs, moves, count, len(target))
    loose = [run for run in runs if run.is_null or run.probability < 0.9]
    rows = {i for run in loose for i in range(*run.rows)}
    assert all(rows.issuperset(range(*move.rows)) for move in moves)


@given(st.integers(0, 10**6), st.integers(5, 16), st.integers(1, 3))
@examples(40)
def test_what_speaks_for_a_link_speaks_for_it_from_the_other_side(
    chance: int, count: int, size: int
) -> None:
    source, target = shuffled(chance, count, size)
    runs, task = aligned(source, target)
    there = {(one.rows, one.columns): one for one in candidates(runs, task)}
    mirrored = [Run(run.columns, run.rows, run.probability) for run in runs]
    back = candidates(mirrored, prepare(target, source, ENCODER, 0.0))
    same = [(there[one.columns, one.rows], one) for one in back if (one.columns, one.rows) in there]
    # Which of several alike sentences is tried may depend on the side that asks.
    assert len(same) >= len(there) // 2
    for one, other in same:
        assert one.similarity == pytest.approx(other.similarity, abs=1e-5)
        assert dict(one.values) == pytest.approx(dict(other.values), abs=1e-4)


def halves(sentence: str) -> list[str]:
    words = sentence.strip(".").split()
    return [
        " ".join(part).upper() + "."
        for part in (words[: len(words) // 2], words[len(words) // 2 :])
    ]


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(("start", "at"), [(5, 14), (16, 3)])
def test_a_sentence_that_was_split_and_put_elsewhere_is_one_link(
    start: int, at: int, swap: bool
) -> None:
    source = invented(random.Random(3), 22)
    rest = [sentence.upper() for i, sentence in enumerate(source) if i != start]
    target = [*rest[:at], *halves(source[start]), *rest[at:]]
    sides = (target, source) if swap else (source, target)
    runs, task = aligned(*sides)
    moves = find_moves(runs, task)
    check(runs, moves, len(sides[0]), len(sides[1]))
    expected = ((start, start + 1), (at, at + 2))
    assert links(moves) == [expected[::-1] if swap else expected]


def test_a_passage_that_was_put_elsewhere_is_several_links() -> None:
    source = invented(random.Random(8), 25)
    order = [*range(4), *range(7, 20), 4, 5, 6, *range(20, 25)]
    runs, task = aligned(source, [source[i].upper() for i in order])
    found = find_moves(runs, task)
    assert links(found) == [((4 + k, 5 + k), (17 + k, 18 + k)) for k in range(3)]


def vectors(alike: float) -> tuple[EncodedSide, EncodedSide]:
    """Twenty sentences in order, but that 5 and 14 have changed places and are as alike as said."""
    eye = np.eye(64, dtype=np.float32)
    source, target = eye[:20], eye[:20].copy()
    other = np.sqrt(1.0 - alike**2)
    target[14], target[5] = alike * eye[5] + other * eye[40], eye[41]
    return side_of(source), side_of(target)


def side_of(rows: FloatArray) -> EncodedSide:
    spans = np.zeros((LONGEST, *rows.shape), np.float32)
    for k in range(LONGEST):
        for i in range(k, len(rows)):
            total = rows[i - k : i + 1].sum(axis=0)
            spans[k, i] = total / np.linalg.norm(total)
    return EncodedSide(spans, np.full(len(rows), 50.0, np.float32))


def path(*, linked: bool) -> list[Run]:
    """The path in order; 5 and 14 hang on each other's place with a doubt, or stand alone."""
    runs: list[Run] = []
    for i in range(20):
        if i in (5, 14) and not linked:
            runs += [Run((i, i + 1), (i, i), 1.0), Run((i + 1, i + 1), (i, i + 1), 1.0)]
        else:
            runs.append(Run((i, i + 1), (i, i + 1), 0.85 if i in (5, 14) else 1.0))
    return runs


def test_a_link_is_torn_only_for_one_that_is_likelier_than_not() -> None:
    made: dict[bool, list[float]] = {True: [], False: []}
    for step in range(20, 100):
        sides = vectors(step / 100)
        task = task_of(*sides, 0.0)
        for linked in (True, False):
            moves = find_moves(path(linked=linked), task)
            assert links(moves) in ([], [((5, 6), (14, 15))])
            made[linked] += [move.probability for move in moves]
    assert min(made[True]) >= _LEAST_TORN
    assert _LEAST <= min(made[False]) < _LEAST_TORN
    assert len(made[False]) > len(made[True]) > 10


def test_fellows_move_along_when_they_share_a_word() -> None:
    task = task_of(*vectors(0.9), 0.0)
    runs = [
        part
        for run in path(linked=False)
        for part in (
            [Run(run.rows, (run.columns[0],) * 2, 1.0), Run((run.rows[1],) * 2, run.columns, 1.0)]
            if run.rows[0] in (4, 6, 7, 13, 15, 16) and not run.is_null
            else [run]
        )
    ]
    moved = ((5, 6), (14, 15))
    assert links(find_moves(runs, task)) == [moved]
    shared = {(6, 15): 1, (7, 16): 1, (8, 17): 1}
    moves = find_moves(runs, task, shared)
    # 8 and 17 are linked in order and surely: the chain of fellows ends before them.
    assert links(moves) == [moved, ((6, 7), (15, 16)), ((7, 8), (16, 17))]
    assert [move.parts == {"fellow": 1.0} for move in moves] == [False, True, True]
    assert len({move.probability for move in moves}) == 1
    assert links(find_moves(runs, task, {(4, 13): 2})) == [((4, 5), (13, 14)), moved]
    check(runs, moves, 20, 20)


def test_a_rejected_link_does_not_come_back_as_a_moved_one() -> None:
    task = task_of(*vectors(0.9), 0.0, rejected=[((5,), (14,))])
    assert find_moves(path(linked=False), task) == []


def test_what_crosses_nothing_has_not_moved() -> None:
    eye = np.eye(64, dtype=np.float32)
    task = task_of(side_of(eye[:3]), side_of(eye[:3]), 0.0)
    alone = [Run((i, i + 1), (i, i), 1.0) for i in range(3)]
    alone += [Run((3, 3), (j, j + 1), 1.0) for j in range(3)]
    assert find_moves(alone, task) == []


RUN_SIZES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), max_size=8)


@given(RUN_SIZES, st.data())
def test_what_moved_is_taken_out_and_nothing_else(
    sizes: list[tuple[int, int]], data: st.DataObject
) -> None:
    runs: list[Run] = []
    i = j = 0
    for p, q in sizes:
        runs.append(Run((i, i + p), (j, j + q), 0.5))
        i, j = i + p, j + q
    moves: list[Move] = []
    if i and j:
        for _ in range(data.draw(st.integers(0, 3))):
            a, b = data.draw(st.integers(0, i - 1)), data.draw(st.integers(0, j - 1))
            if not any(a == move.rows[0] or b == move.columns[0] for move in moves):
                moves.append(Move((a, a + 1), (b, b + 1), 0.0, 1.0, {}))
    rest = without_moved(runs, moves)
    places = [(run.rows, run.columns) for run in rest] + links(moves)
    assert Counter(n for rows, _ in places for n in range(*rows)) == Counter(range(i))
    assert Counter(n for _, columns in places for n in range(*columns)) == Counter(range(j))
    whole = {(run.rows, run.columns) for run in runs}
    gone = {move.rows[0] for move in moves}, {move.columns[0] for move in moves}
    for rows, columns in whole:
        if gone[0].isdisjoint(range(*rows)) and gone[1].isdisjoint(range(*columns)):
            assert (rows, columns) in places
    for run in rest:
        assert run.is_null or any(
            a[0] <= run.rows[0] and run.rows[1] <= a[1] and b[0] <= run.columns[0] for a, b in whole
        )
