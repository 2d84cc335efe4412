"""Neighbours, titles and whole documents that were left: through all layers' common end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from helpers.build import Given, built
from helpers.hash_encoder import HashEncoder

from duizhao.align.findings.find import find_all
from duizhao.align.findings.untranslated.layer import untranslated
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Bead, Finding, Severity
from duizhao.corpora.document import Kind

LINES = [
    ("The boat is built in the old dock.", "船在旧船坞里建造。"),
    ("It is painted red before the spring.", "它在春天之前漆成红色。"),
    ("Two men row it to the island.", "两个人把它划到岛上。"),
    ("They come back with the evening tide.", "他们随晚潮回来。"),
    ("Nobody has seen it since the storm.", "暴风雨以来没有人见过它。"),
    ("The dock is for sale this year.", "船坞今年出售。"),
]


def told(
    pairs: Sequence[tuple[str, str]],
    langs: tuple[str, str] = ("en", "zh"),
    headings: frozenset[int] = frozenset(),
    beside: frozenset[int] = frozenset(),
) -> tuple[Finding, ...]:
    documents = tuple(
        built(
            lang,
            lang,
            [
                Given((pair[side],), "\n" if n else "", kind_of(n in headings, n in beside), True)
                for n, pair in enumerate(pairs)
            ],
        )
        for side, lang in enumerate(langs)
    )
    beads = [Bead((n,), (n,)) for n in range(len(pairs))]
    layers = {"untranslated": untranslated}
    found = find_all(documents, beads, HashEncoder(), Policy.FULL, layers=layers)
    assert not found.failures
    return found.findings


def kind_of(is_heading: bool, is_beside: bool = False) -> Kind:
    if is_beside:
        return Kind.FURNITURE
    return Kind.HEADING if is_heading else Kind.TEXT


def left(*numbers: int, lines: Sequence[tuple[str, str]] = LINES) -> list[tuple[str, str]]:
    return [(pair[0], pair[0]) if n in numbers else pair for n, pair in enumerate(lines)]


def test_neighbours_are_one_finding_and_others_another() -> None:
    one, other = told(left(1, 2, 4))
    assert (one.severity, other.severity) == (Severity.MAJOR, Severity.MAJOR)
    assert one.target is not None
    assert one.target.text == f"{LINES[1][0]}\n{LINES[2][0]}"
    assert one.evidence["count"] == 2
    assert one.message["en"].startswith("2 neighbouring sentences")
    assert other.target is not None
    assert other.target.text == LINES[4][0]
    assert "places" not in other.evidence


def test_what_was_translated_beside_the_text_parts_neighbours_and_running_heads_do_not() -> None:
    """A running head comes again on each page, with another number."""
    translated = ("A box about the dock and its owner.", "关于船坞及其主人的方框。")
    heads = [(f"The harbour of old, {n}", f"旧日港口 {n}") for n in (1, 2)]
    box = told(left(1, 3, lines=[*LINES[:2], translated, *LINES[2:]]), beside=frozenset({2}))
    assert [finding.evidence.get("count") for finding in box] == [None, None]
    for finding in box:
        assert finding.target is not None
        assert "方框" not in finding.target.text
    lines = [*LINES[:2], heads[0], *LINES[2:], heads[1]]
    (one,) = told(left(1, 3, lines=lines), beside=frozenset({2, 7}))
    assert one.evidence["count"] == 2


def test_names_and_numbers_between_two_sentences_do_not_part_them() -> None:
    lines = [*LINES[:2], ("RX-7 1911", "RX-7 1911"), *LINES[2:]]
    (one,) = told(left(1, 3, lines=lines))
    assert one.evidence["count"] == 2


@pytest.mark.parametrize("langs", [("en", "zh"), ("en", "en"), ("zh", "zh"), ("zh", "en")])
def test_a_document_left_as_it_was_is_one_finding_whatever_its_language_is_called(
    langs: tuple[str, str],
) -> None:
    side = langs[0] == "zh"
    (one,) = told([(pair[side], pair[side]) for pair in LINES], langs)
    assert one.severity is Severity.MAJOR
    assert one.evidence["count"] == len(LINES)
    assert one.message["en"].startswith("All or nearly all")


def test_two_texts_of_one_language_may_share_sentences() -> None:
    other = "Its owner lives in another town by the sea."
    pairs = [(line, line if n < 3 else f"{n} {other}") for n, (line, _) in enumerate(LINES)]
    assert told(pairs, ("en", "en")) == ()
    assert told([(en, other) for en, _ in LINES], ("en", "en")) == ()


def test_kept_titles_are_one_remark() -> None:
    names = [(f"Boat Number {word}",) * 2 for word in ("One", "Two", "Three")]
    pairs = [pair for name, line in zip(names, LINES, strict=False) for pair in (name, line)]
    (one,) = told(pairs, headings=frozenset({0, 2, 4}))
    assert (one.severity, one.rule) == (Severity.INFO, "kept")
    places = one.evidence["places"]
    assert isinstance(places, list)
    assert [p["text"] for p in places if p["side"] == "target"] == [name[1] for name in names]


def test_a_heading_that_stays_among_translated_ones_is_told() -> None:
    titles = [("Rowing home", "划船回家"), ("Painting", "刷漆"), ("Sails", "帆"), ("Oars", "桨")]
    pairs = [*titles, LINES[0], ("Building vs. buying", "Building vs. buying"), LINES[1]]
    (one,) = told(pairs, headings=frozenset({0, 1, 2, 3, 5}))
    assert (one.severity, one.target and one.target.text) == (Severity.MINOR, pairs[5][1])
    kept = [(en, en) for en, _ in titles]
    more = told([*kept, *pairs[4:]], headings=frozenset({0, 1, 2, 3, 5}))
    assert {finding.severity for finding in more} == {Severity.INFO}


def test_a_heading_above_a_passage_that_was_left_belongs_to_it() -> None:
    pairs = [LINES[0], ("Rowing Home", "Rowing Home"), *left(0, 1, lines=LINES[1:])]
    (one,) = told(pairs, headings=frozenset({1}))
    assert one.evidence["count"] == 3


def test_lines_of_sponsors_are_information_and_end_with_their_section() -> None:
    pairs = [
        LINES[0],
        ("Sponsors", "Sponsors"),
        *left(0, lines=LINES[1:2]),
        ("Rowing", "划船"),
        *left(0, lines=LINES[2:]),
    ]
    one, other = told(pairs, headings=frozenset({1, 3}))
    assert (one.severity, one.target and one.target.text) == (Severity.MAJOR, LINES[2][0])
    assert (other.severity, other.rule) == (Severity.INFO, "kept")


def test_a_line_that_was_in_the_language_of_the_translation_already_is_none() -> None:
    line = "原文标题：The Boat That Nobody Wanted to Row at All"
    assert told([*LINES, (line, line)]) == ()
    chinese = [(zh, en) for en, zh in LINES]
    stays = "This line was written in English in the original."
    assert told([*chinese, (stays, stays)], ("zh", "en")) == ()
