from __future__ import annotations

import itertools
from collections import Counter

import pytest
from helpers.build import read_lines
from helpers.examples import examples
from helpers.oracle import heaviest_chain as brute_force
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.identical import identical_lines, kept_as_they_are, prose_coverage, same_text
from duizhao.corpora.alignment import Alignment, Bead

# Few different lines, so that they are repeated; capitals stand on one side only.
SIDES = st.tuples(
    st.lists(st.sampled_from(["yes", "no", "3", "/usr/bin/env", "X"]), max_size=12),
    st.lists(st.sampled_from(["yes", "no", "3", "/usr/bin/env", "Y"]), max_size=12),
)


def links_of(source: list[str], target: list[str]) -> list[tuple[int, int]]:
    return [(link.source, link.target) for link in identical_lines(source, target).links]


@given(SIDES)
@examples(300)
def test_links_rise_and_hold_the_same_line(sides: tuple[list[str], list[str]]) -> None:
    found = identical_lines(*sides)
    links = links_of(*sides)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(links))
    assert all(sides[0][i] == sides[1][j] for i, j in links)
    assert all(0 < link.weight <= 1 for link in found.links)
    assert found.source.tolist() == [line in sides[1] for line in sides[0]]
    assert found.target.tolist() == [line in sides[0] for line in sides[1]]


@given(SIDES)
@examples(300)
def test_what_is_left_between_two_links_has_no_plain_counterpart(
    sides: tuple[list[str], list[str]],
) -> None:
    ends = [(-1, -1), *links_of(*sides), tuple(map(len, sides))]
    for (a, b), (c, d) in itertools.pairwise(ends):
        here, there = Counter(sides[0][a + 1 : c]), Counter(sides[1][b + 1 : d])
        assert all(here[line] != there[line] for line in here)


@given(st.permutations(range(7)))
def test_of_lines_that_stand_once_the_longest_chain_is_linked(order: list[int]) -> None:
    source = [f"https://harbour.example/{n}" for n in range(7)]
    links = links_of(source, [source[n] for n in order])
    pairs = sorted((n, at) for at, n in enumerate(order))
    assert len(links) == brute_force(pairs, [1.0] * 7)


@given(SIDES)
def test_the_two_sides_may_change_places(sides: tuple[list[str], list[str]]) -> None:
    there, back = identical_lines(*sides), identical_lines(*sides[::-1])
    assert sum(x.weight for x in there.links) == pytest.approx(sum(x.weight for x in back.links))


@pytest.mark.parametrize(
    ("source", "target", "links"),
    [
        # Of a cell that one side has more often nothing tells which one it is ...
        (["yes", "keel", "yes", "deck"], ["龙骨", "yes", "甲板"], []),
        # ... unless a line beside it does.
        (["yes", "keel", "0.3", "yes"], ["龙骨", "0.3", "yes"], [(2, 1), (3, 2)]),
        # As often on both sides, they are linked one by one.
        (["yes", "keel", "yes"], ["yes", "龙骨", "yes"], [(0, 0), (2, 2)]),
        # A long line outweighs a short one that crosses it, and two outweigh one.
        (["7", "https://harbour.example"], ["https://harbour.example", "7"], [(1, 0)]),
        (["abcd", "defg", "ghijkl"], ["ghijkl", "abcd", "defg"], [(0, 1), (1, 2)]),
        # Spaces and width do not tell lines apart, capitals do.
        (["ls  -l", "Ｃ３", "Mole"], ["ls -l", "C3", "MOLE"], [(0, 0), (1, 1)]),
        ([], ["yes"], []),
    ],
)
def test_lines_that_stand_on_both_sides(
    source: list[str], target: list[str], links: list[tuple[int, int]]
) -> None:
    assert links_of(source, target) == links


def test_many_repeated_lines_take_no_longer_than_different_ones() -> None:
    source = ["0", "yes", "no"] * 4_000
    links = links_of(source, source)
    assert links == [(n, n) for n in range(len(source))]
    assert len(links_of(source, source[1:])) == len(source) - 1


def test_what_was_left_as_it_is_does_not_count_as_covered() -> None:
    source = read_lines(["The boat is fast.", "https://harbour.example/boats", "The end."])
    target = read_lines(["船很快。", "https://harbour.example/boats"], path="b.txt")
    beads = (Bead((0,), (0,)), Bead((1,), (1,)), Bead((2,), ()))
    alignment = Alignment((source, target), beads)
    assert kept_as_they_are(beads, alignment.documents) == {(0, 1), (1, 1)}
    assert prose_coverage(alignment) == pytest.approx(17 / 25)
    copy = Alignment((source, source), tuple(Bead((n,), (n,)) for n in range(3)))
    assert prose_coverage(copy) == 1.0
    assert same_text("Ａ 1") == "A1"
