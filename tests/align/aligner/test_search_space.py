from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from helpers.build import read_lines
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented, translated
from helpers.laws import check_beads
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.beads import find_beads
from duizhao.align.aligner.features import LONGEST, EncodedSide
from duizhao.align.aligner.limits import LIMITS, Limits
from duizhao.align.aligner.runs import find_runs
from duizhao.align.aligner.search_space import (
    Pin,
    Task,
    in_order,
    prepare,
    task_of,
    usual_log_ratio,
)
from duizhao.align.aligner.weights import default_weights

ENCODER = HashEncoder()
NO_ANCHORS = np.empty((0, 2), np.int64)

PINS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 20)),
    max_size=8,
    unique_by=lambda item: item[2],
).map(lambda found: [Pin((i, j), target) for i, j, target in sorted(found)])


@given(PINS)
def test_without_anchors_as_many_pins_as_rise_are_in_order(pins: list[Pin]) -> None:
    chosen = in_order(pins, NO_ANCHORS)
    assert [pin for pin in pins if pin in chosen] == sorted(chosen, key=pins.index)
    targets = [pin.target for pin in chosen]
    assert all(a < b for a, b in itertools.pairwise(targets))
    most = max(
        len(some)
        for size in range(len(pins) + 1)
        for some in itertools.combinations(pins, size)
        if all(a.target < b.target for a, b in itertools.pairwise(some))
    )
    assert len(chosen) == most


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_pin_that_crosses_many_anchors_is_out_of_order(i: int, j: int) -> None:
    anchors = np.stack([np.arange(20)] * 2, axis=1)
    crossed = sum((a < i) != (b < j) for a, b in anchors.tolist())
    pin = Pin((i, j), j)
    assert in_order([pin], anchors) == ([pin] if crossed <= 2 else [])


def test_of_few_anchors_no_more_than_half_may_be_crossed() -> None:
    anchors = np.array([(0, 0), (1, 1), (2, 2)])
    assert in_order([Pin((1, 2), 9)], anchors) == [Pin((1, 2), 9)]
    assert in_order([Pin((0, 2), 9)], anchors) == []


def text_with_pins(
    chance: int, count: int, pinned: list[int], limits: Limits
) -> tuple[Task, list[int]]:
    """A text and its translation without the sentences of 1-1 links that are made already."""
    rng = random.Random(chance)
    source = invented(rng, count)
    target = [sentence.upper() for sentence in source]
    left = [i for i in range(count) if i not in pinned]
    pins = [Pin((sum(k < i for k in left),) * 2, i) for i in pinned]
    texts = [source[i] for i in left], [target[i] for i in left]
    task = prepare(*texts, ENCODER, 0.0, pins=pins, limits=limits)
    return task, left


@given(
    st.integers(0, 10**6),
    st.integers(6, 30),
    st.lists(st.integers(0, 29), max_size=4, unique=True),
    st.booleans(),
)
@examples(40)
def test_sections_lead_from_pin_to_pin_and_no_bead_crosses_one(
    chance: int, count: int, wanted: list[int], banded: bool
) -> None:
    pinned = sorted(i for i in wanted if i < count)
    limits = Limits(exact_cells=0) if banded else LIMITS
    task, left = text_with_pins(chance, count, pinned, limits)
    number = len(left)
    cells = {(sum(k < i for k in left),) * 2 for i in pinned}
    assert [pin.target for pin in task.pins] == pinned
    assert set(task.corners) == {(0, 0), (number, number)} | cells
    assert list(task.corners) == sorted(task.corners)
    for band, (a, b) in zip(task.sections, itertools.pairwise(task.corners), strict=True):
        assert band.shape == (b[0] - a[0], b[1] - a[1])
    assert task.band.shape == (number, number)
    runs = find_runs(task, default_weights())
    ends = {(0, 0), *((run.rows[1], run.columns[1]) for run in runs)}
    assert set(task.corners) <= ends
    links = [(run.rows, run.columns) for run in runs]
    assert links == [((i, i + 1), (i, i + 1)) for i in range(number)]


def test_a_pin_in_the_wrong_place_keeps_what_it_parts_from_being_linked() -> None:
    # The pin stands one sentence too far down on one side: number 5 cannot be linked any more.
    source = invented(random.Random(2), 12)
    target = [sentence.upper() for sentence in source]
    task = prepare(source, target, ENCODER, 0.0, pins=[Pin((6, 5), 5)])
    assert task.corners == ((0, 0), (6, 5), (12, 12))
    links = {(run.rows, run.columns) for run in find_runs(task, default_weights())}
    assert ((5, 6), (5, 6)) not in links
    assert {((i, i + 1), (i, i + 1)) for i in range(12)} - links == {((5, 6), (5, 6))}


@given(st.integers(0, 10**6), st.integers(1, 12), st.data())
@examples(40)
def test_lines_left_as_they_are_change_nothing_for_the_prose_between_them(
    chance: int, count: int, data: st.DataObject
) -> None:
    source = invented(random.Random(chance), count)
    target = [sentence.upper() for sentence in source]
    places = data.draw(st.lists(st.integers(0, count), max_size=6, unique=True).map(sorted))
    sides: list[list[str]] = []
    for side in (source, target):
        sides.append(list(side))
        for place in reversed(places):
            sides[-1].insert(place, f"https://harbour.example/{place}")
    bare = prepare(source, target, ENCODER, 0.0)
    task = prepare(sides[0], sides[1], ENCODER, 0.0)
    assert task.coarse.level == pytest.approx(bare.coarse.level, abs=1e-5)
    assert (task.kinship, task.log_ratio) == pytest.approx((bare.kinship, bare.log_ratio), abs=1e-5)
    copies = [place + n for n, place in enumerate(places)]
    assert np.flatnonzero(task.source.copied).tolist() == copies
    assert np.flatnonzero(task.target.copied).tolist() == copies
    assert set(task.corners) >= {(n + k, n + k) for n in copies for k in (0, 1)}
    runs = find_runs(task, default_weights())
    number = count + len(places)
    assert [(run.rows, run.columns) for run in runs] == [((n, n + 1),) * 2 for n in range(number)]


def test_a_line_that_stands_elsewhere_by_chance_gives_way_to_the_prose() -> None:
    source = invented(random.Random(3), 12)
    target = [sentence.upper() for sentence in source]
    task = prepare(["Berth", *source], [*target, "Berth"], ENCODER, 0.0)
    assert task.corners == ((0, 0), (13, 13))
    links = {(run.rows, run.columns) for run in find_runs(task, default_weights())}
    assert {((n + 1, n + 2), (n, n + 1)) for n in range(12)} <= links


def test_an_anchor_that_crosses_many_common_lines_gives_way_to_them() -> None:
    cells = [f"harbour-{n}.tar.gz" for n in range(9)]
    task = prepare(["W1 W2 W3.", *cells], [*cells, "w1 w2 w3."], ENCODER, 0.0)
    assert set(task.corners) >= {(n + 1 + k, n + k) for n in range(9) for k in (0, 1)}
    assert not len(task.anchors)


def test_a_text_and_its_copy_have_no_prose_to_judge_by() -> None:
    source = invented(random.Random(4), 5)
    task = prepare(source, source, ENCODER, 0.0)
    assert task.kinship == 1.0
    assert len(task.corners) == 6
    # A link of two that an editor rejected is not made for all that they are the same.
    rejected = prepare(source, source, ENCODER, 0.0, rejected=[((2,), (2,))])
    links = [run.rows for run in find_runs(rejected, default_weights()) if not run.is_null]
    assert links == [(0, 1), (1, 2), (3, 4), (4, 5)]


def test_a_pin_parts_common_lines_that_it_stands_between() -> None:
    sides = ["Berth", "w1 w2 w3.", "w4 w5 w6."], ["W1 W2 W3.", "Berth", "W4 W5 W6."]
    pin = Pin((1, 1), 1)
    task = prepare(sides[0], sides[1], ENCODER, 0.0, pins=[pin])
    assert task.pins == (pin,)
    assert task.corners == ((0, 0), (1, 1), (3, 3))


@given(st.floats(-2.0, 2.0), st.floats(0.2, 5.0), st.integers(1, 50))
def test_the_ratio_of_few_anchors_is_held_to_what_is_expected(
    expected: float, factor: float, count: int
) -> None:
    lengths = np.arange(20, 70, dtype=np.float32)
    none = np.zeros((1, 50, 4), np.float32)
    sides = EncodedSide(none, factor * (lengths + 1) - 1), EncodedSide(none, lengths)
    anchors = np.stack([np.arange(count)] * 2, axis=1)
    own = float(np.log(factor))
    found = usual_log_ratio(*sides, anchors, expected)
    assert found == pytest.approx((own * count + expected * 5) / (count + 5), abs=1e-5)
    assert usual_log_ratio(*sides, NO_ANCHORS, expected) == expected


def test_wide_bands_are_narrowed_to_the_most_cells() -> None:
    rng = np.random.default_rng(6)
    vectors = rng.normal(size=(2, 700, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=2, keepdims=True)
    sides = [
        EncodedSide(np.stack([side] * LONGEST), np.full(700, 50.0, np.float32)) for side in vectors
    ]
    narrow = task_of(sides[0], sides[1], 0.0, limits=Limits(most_cells=50_000)).band
    wide = task_of(sides[0], sides[1], 0.0).band
    assert narrow.starts[-1] <= 50_000 < wide.starts[-1]


def test_the_order_that_windows_make_does_not_speak_for_strangers() -> None:
    rng = np.random.default_rng(8)
    sides = []
    for number in (3000, 2800):
        vectors = rng.normal(size=(number, 64)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        sides.append(EncodedSide(vectors[None], np.full(number, 50.0, np.float32)))
    task = task_of(sides[0], sides[1], 0.0)
    assert task.coarse.compared < 0.9
    assert len(task.anchors) > 2.0 * len(task.coarse.pairs) ** 0.5
    assert task.kinship < 0.5
    assert task_of(sides[0], sides[0], 0.0).kinship > 0.9


def test_long_texts_that_have_nothing_to_do_with_each_other() -> None:
    # Windows and narrowing as in texts of many thousand sentences.
    pair = read_lines(invented(random.Random(1), 600)), read_lines(invented(random.Random(2), 500))
    result = find_beads(*pair, ENCODER, limits=Limits(exact_pairs=10**5, most_cells=50_000))
    check_beads(result.beads, *pair)
    assert result.kinship[0] < 0.5


def test_a_long_text_and_its_translation_are_searched_in_windows_and_a_narrow_band() -> None:
    rng = random.Random(4)
    source = invented(rng, 900)
    target, gold = translated(rng, source, dropped=range(200, 400))
    pair = read_lines(source), read_lines(target)
    result = find_beads(*pair, ENCODER, limits=Limits(exact_pairs=10**5, exact_cells=10**4))
    check_beads(result.beads, *pair)
    wanted = {(bead.source, bead.target) for bead in gold if not bead.is_null}
    found = {(bead.source, bead.target) for bead in result.beads}
    assert len(wanted & found) > 0.97 * len(wanted)
    assert result.kinship[0] > 0.9
