"""Numbers that a translation has otherwise: the layer on beads, and the seed pair."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from helpers.build import read_lines
from helpers.folders import CASES_FOLDER
from helpers.hash_encoder import HashEncoder
from helpers.material import seed
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.find import find_all
from duizhao.align.findings.numbers.layer import numbers
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Bead, Category, Finding, Severity

PAIRS = CASES_FOLDER / "number_pairs.json"
CASES = [
    pytest.param(row, id=row["label"]) for row in json.loads(PAIRS.read_text(encoding="utf-8"))
]


def found_in(
    sources: Sequence[str],
    targets: Sequence[str],
    langs: str = "en-zh",
    *,
    beads: Sequence[Bead] | None = None,
    policy: Policy = Policy.FULL,
) -> tuple[Finding, ...]:
    """Return what the layer finds in sentences that are linked one to one."""
    first, second = langs.split("-")
    documents = read_lines(sources, first), read_lines(targets, second, "b.txt")
    if beads is None:
        beads = [Bead((n,), (n,)) for n in range(len(sources))]
    found = find_all(documents, beads, HashEncoder(), policy, layers={"numbers": numbers})
    assert not found.failures
    return found.findings


def rules(findings: Sequence[Finding]) -> list[list[str]]:
    return [[str(f.evidence["rule"]), f.severity.value] for f in findings]


@pytest.mark.parametrize("row", CASES)
def test_a_pair_of_sentences(row: dict[str, Any]) -> None:
    findings = found_in([row["source"]], [row["target"]], row["langs"])
    assert rules(findings) == row["expected"]
    assert all(f.category is Category.NUMBER for f in findings)


@pytest.mark.parametrize("row", CASES)
def test_the_same_pair_the_other_way_round(row: dict[str, Any]) -> None:
    langs = "-".join(reversed(row["langs"].split("-")))
    one_sided = [["missing-value", "minor"], ["extra-value", "info"]]
    expected = row["expected"]
    if expected and expected[0] in one_sided:
        expected = [other for other in one_sided if other not in expected]
    assert rules(found_in([row["target"]], [row["source"]], langs)) == expected


def test_places_are_the_numbers() -> None:
    (finding,) = found_in(
        ["He came in May.", "It lost $400 million then."], ["他五月来的。", "当时损失了40亿美元。"]
    )
    assert finding.source is not None
    assert finding.target is not None
    assert finding.source.text == "$400 million"
    assert finding.target.text == "40亿美元"
    assert "10 times" in finding.message["en"]
    assert "10 倍" in finding.message["zh"]


@pytest.mark.parametrize(
    ("target", "english", "chinese"),
    [
        ("当时损失了40亿美元。", ", 10 times as much", "是原文的 10 倍"),
        ("当时损失了400万美元。", ", which is 1/100 of it", "是原文的 1/100"),
    ],
)
def test_how_many_times_too_much_is_told(target: str, english: str, chinese: str) -> None:
    (finding,) = found_in(["It lost $400 million then."], [target])
    assert english in finding.message["en"]
    assert chinese in finding.message["zh"]


def test_a_number_that_moved_to_the_next_sentence() -> None:
    assert not found_in(
        ["The ward has 640 beds.", "It is new."], ["病房很大。", "病房是新的，有640张床。"]
    )


def test_a_number_that_stands_elsewhere_is_not_missing() -> None:
    fill_en, fill_zh = ["It is so."] * 4, ["确实如此。"] * 4
    assert not found_in(
        ["The ward has 640 beds.", *fill_en, "All 640 are full."],
        ["病房很大。", *fill_zh, "640张床都满了。"],
    )


def test_a_number_said_twice_and_once_wrongly() -> None:
    (finding,) = found_in(
        ["Both must isolate for 10 days."], ["前者须隔离10天，后者也须隔离100天。"]
    )
    assert finding.evidence["rule"] == "wrong-value"
    assert finding.target is not None
    assert finding.target.text == "100天"


def test_another_number_said_twice_is_no_slip() -> None:
    findings = found_in(
        ["On the 10th, three teams went in."], ["据局网站11日消息，11日电：10日，三支队伍进入。"]
    )
    assert rules(findings) == [["extra-value", "info"]] * 2


def test_lost_text_is_the_business_of_others() -> None:
    beads = [Bead((0,), ()), Bead((1,), (0,))]
    assert not found_in(["It has 640 beds.", "It is new."], ["它是新的。"], beads=beads)


def test_what_a_digest_drops_is_information() -> None:
    findings = found_in(["It has 640 beds."], ["有很多床。"], policy=Policy.DIGEST)
    assert [f.severity for f in findings] == [Severity.INFO]


def test_a_digest_has_no_other_numbers_either() -> None:
    findings = found_in(["It has 640 beds."], ["有6400张床。"], policy=Policy.DIGEST)
    assert [f.severity for f in findings] == [Severity.MAJOR]


def test_other_languages_are_left_alone() -> None:
    assert not found_in(["Il y a 640 lits."], ["有6400张床。"], "fr-zh")


@given(st.integers(11, 10**9), st.integers(11, 10**9))
def test_numbers_are_told_apart(a: int, b: int) -> None:
    findings = found_in([f"They counted {a:,} birds."], [f"他们数到{b}只鸟。"])
    assert bool(findings) == (a != b)


lines = st.text(
    "0123456789.,%$ 一二三十百千万亿年月日点半约 about one million", min_size=1, max_size=40
)


@given(st.lists(st.tuples(lines, lines), min_size=1, max_size=5))
def test_any_text_is_compared(pairs: list[tuple[str, str]]) -> None:
    for finding in found_in([f"a {a} b" for a, _ in pairs], [f"甲{b}乙" for _, b in pairs]):
        assert finding.message["en"]
        assert finding.message["zh"]


@pytest.mark.parametrize(
    "word", ["万", "9,", "one hundred ", "三分之", "2015-", "1月1日", "$1 to "]
)
def test_tables_without_end_are_compared(word: str) -> None:
    assert isinstance(found_in([word * 2000], [word * 1500]), tuple)


def test_the_seed_pair() -> None:
    (source,) = re.findall(r"[^.\n]*\babout 200\b[^.\n]*\.", seed("001").read_text("utf-8"))
    (target,) = re.findall(r"[^。\n]*超过200[^。\n]*。", seed("000").read_text("utf-8"))
    found = found_in([source.strip()], [target.strip()])
    (about,) = [f for f in found if f.evidence["rule"] == "approximation"]
    assert about.severity is Severity.MINOR
    assert about.source is not None
    assert about.target is not None
    assert about.source.text == about.target.text == "200"
