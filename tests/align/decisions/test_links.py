from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from helpers.build import read_lines
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented
from helpers.laws import check_beads, ids
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.beads import find_beads
from duizhao.align.decisions.file import Decisions
from duizhao.align.decisions.links import Constraints, Link, LinkDecision, match_links
from duizhao.errors import InputError

ENCODER = HashEncoder()


def entry(source: object, target: object, decision: str = "confirmed") -> dict[str, object]:
    return {"source": source, "target": target, "decision": decision}


def file_of(*links: object) -> str:
    return json.dumps({"format": "duizhao-links", "version": 1, "links": links})


def test_a_file_is_read(tmp_path: Path) -> None:
    text = file_of(entry("One. ", "一。"), entry(["Two.", "Three."], "", "rejected"))
    (tmp_path / "links.json").write_text(text, encoding="utf-8")
    assert Decisions.load_links(tmp_path / "links.json") == Decisions(
        links=(
            LinkDecision("One.", "一。", confirmed=True),
            LinkDecision("Two. Three.", "", confirmed=False),
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"format": "duizhao-links", "version": 2, "links": []}',
        '{"format": "duizhao-links", "version": 1}',
        file_of("One."),
        file_of(entry("", "")),
        file_of(entry(1, "一。")),
        file_of(entry("One.", "一。", "maybe")),
        file_of({"source": "One.", "target": "一。"}),
        file_of(entry([1], "一。")),
    ],
)
def test_what_is_no_file_of_links_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "links.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        Decisions.load_links(tmp_path / "links.json")


def test_texts_are_found_as_they_stand_and_else_without_regard_to_form() -> None:
    source = read_lines(["The first one.", "THE  SECOND ONE!", "A third", "follows it."])
    target = read_lines(["一。", "２。", "三，四"])
    made = [
        LinkDecision("The first one.", "一。", confirmed=True),
        LinkDecision("the second one", "2", confirmed=True),
        LinkDecision("A third follows it.", "三四。", confirmed=False),
    ]
    constraints, lost = match_links(made, source, target)
    assert constraints == Constraints((((0,), (0,)), ((1,), (1,))), (((2, 3), (2,)),))
    assert lost == ()


def test_what_is_gone_is_reported_and_does_not_fail() -> None:
    source, target = read_lines(["One.", "Two."]), read_lines(["一。"])
    gone = [
        LinkDecision("Three.", "一。", confirmed=True),
        LinkDecision("Two.", "", confirmed=False),
        LinkDecision("...", "一。", confirmed=True),
    ]
    twice = [
        LinkDecision("One.", "一。", confirmed=True),
        LinkDecision("Two.", "一。", confirmed=True),
    ]
    constraints, lost = match_links([*gone, *twice], source, target)
    assert constraints == Constraints((((0,), (0,)),))
    assert lost == (*gone, twice[1])


def test_repeated_sentences_are_matched_where_they_stand_nearest() -> None:
    source = read_lines(["Yes.", "A thing.", "Another.", "Yes."])
    target = read_lines(["是。", "某事。", "另一件。", "是。"])
    made = [LinkDecision("Yes.", "是。", confirmed=True)] * 3
    constraints, lost = match_links(made, source, target)
    assert constraints.forced == (((0,), (0,)), ((3,), (3,)))
    assert len(lost) == 1


def plain(count: int) -> list[str]:
    return invented(random.Random(21), count)


def test_a_forced_link_is_made_and_nothing_crosses_it() -> None:
    source = plain(12)
    pair = read_lines(source), read_lines([text.upper() for text in source])
    forced: Link = ((5,), (6,))
    beads = find_beads(*pair, ENCODER, constraints=Constraints((forced,))).beads
    check_beads(beads, *pair)
    (bead,) = [b for b in beads if (b.source, b.target) == forced]
    assert bead.probability == 1.0
    assert not bead.moved
    for other in beads:
        if not other.is_null and not other.moved and other is not bead:
            assert (other.source[0] < 5) == (other.target[0] < 6)


def test_a_forced_link_far_from_its_place_is_moved() -> None:
    source = plain(30)
    pair = read_lines(source), read_lines([text.upper() for text in source])
    beads = find_beads(*pair, ENCODER, constraints=Constraints((((3,), (25,)),))).beads
    check_beads(beads, *pair)
    (bead,) = [b for b in beads if b.source == (3,)]
    assert (bead.target, bead.probability, bead.moved) == ((25,), 1.0, True)
    assert ((4,), (4,)) in ids(beads)
    assert ((24,), (24,)) in ids(beads)


def test_a_rejected_link_is_not_made() -> None:
    source = plain(12)
    pair = read_lines(source), read_lines([text.upper() for text in source])
    assert ((5,), (5,)) in ids(find_beads(*pair, ENCODER).beads)
    constraints = Constraints((), (((5,), (5,)), ((8, 9), (8,))))
    beads = find_beads(*pair, ENCODER, constraints=constraints).beads
    check_beads(beads, *pair)
    assert not any(5 in b.source and 5 in b.target for b in beads)
    assert ((8,), (8,)) in ids(beads)


def test_a_confirmed_omission_stays_alone() -> None:
    source = plain(8)
    pair = read_lines(source), read_lines([text.upper() for text in source])
    constraints = Constraints((((2,), ()), ((), (6,))))
    beads = find_beads(*pair, ENCODER, constraints=constraints).beads
    check_beads(beads, *pair)
    found = ids(beads)
    assert ((2,), ()) in found
    assert ((), (6,)) in found
    assert [b.probability for b in beads if b.source == (2,)] == [1.0]


def test_links_may_take_all_sentences() -> None:
    pair = read_lines(plain(2)), read_lines(plain(2))
    constraints = Constraints((((0,), (1,)), ((1,), (0,))))
    beads = find_beads(*pair, ENCODER, constraints=constraints).beads
    check_beads(beads, *pair)
    assert set(ids(beads)) == set(constraints.forced)
    assert sum(b.moved for b in beads) == 1


@given(st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 9), st.data())
@examples(60)
def test_whatever_is_decided_is_obeyed(seed: int, n: int, m: int, data: st.DataObject) -> None:
    rng = random.Random(seed)
    source = invented(rng, n)
    pair = read_lines(source), read_lines((source + invented(rng, m))[-m:])
    numbers = st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, m - 1)), max_size=3)
    forced: dict[int, int] = {}
    for i, j in data.draw(numbers):
        if i not in forced and j not in forced.values():
            forced[i] = j
    rejected = [(i, j) for i, j in data.draw(numbers) if forced.get(i) != j]
    constraints = Constraints(
        tuple(((i,), (j,)) for i, j in forced.items()),
        tuple(((i,), (j,)) for i, j in rejected),
    )
    beads = find_beads(*pair, ENCODER, constraints=constraints).beads
    check_beads(beads, *pair)
    assert set(ids(beads)) >= set(constraints.forced)
    for bead in beads:
        assert not any(i in bead.source and j in bead.target for i, j in rejected)
