from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from helpers.linked_pairs import check_places, linked
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.grouping import grouped
from duizhao.align.findings.leftovers.layer import leftovers
from duizhao.align.findings.leftovers.signs import signs
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Category

CASES = json.loads((CASES_FOLDER / "leftovers.json").read_text("utf-8"))
PIECES = [
    "TODO",
    "[",
    "]",
    "{{",
    "}}",
    "a",
    "&",
    "nbsp;",
    "<",
    "b",
    ">",
    "%s",
    "锟斤拷",
    "Ã",
    "©",
    "中",
]
PIECES += [
    "\ufffd",
    "\ufeff",
    "以下是翻译：",
    "待译",
    "（",
    "）",
    " ",
    "\n",
    "????",
    "\udfff",
    "\ue000",
    "锛",
]
HANZI = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    material = linked([case["source"]], [case["target"]])
    hits = list(leftovers(material))
    check_places(hits, material)
    found = sorted([h.rule.sign, h.target.text] for h in hits if h.target)
    assert found == sorted(case["expected"])
    assert {h.category for h in hits} <= {Category.LEFTOVER}


def test_the_sentence_beside_the_original_excuses_too() -> None:
    source = ["The bridge is old[citation needed].", "Nobody knows."]
    target = ["桥很老。", "没有人知道[来源请求]。"]
    assert not list(leftovers(linked(source, target)))
    assert list(leftovers(linked(["The bridge is old.", source[1]], target)))


def test_a_sentence_without_original_is_excused_by_any() -> None:
    beads = [((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((), (3,))]
    source = ["TODO now.", "Two.", "Three."]
    target = ["TODO 现在。", "二。", "三。", "TODO 四。"]
    assert not list(leftovers(linked(source, target, beads=beads)))
    (hit,) = leftovers(linked(["Now.", *source[1:]], ["现在。", *target[1:]], beads=beads))
    assert hit.source is None


def test_remarks_of_a_program_have_one_cause_and_other_leftovers_none() -> None:
    source = ["The lock is old.", "It lifts barges.", "It has two gates."]
    target = ["船闸很旧，表述更为自然。", "它升起驳船（译文已润色）。", "TODO 它有两道闸门。"]
    hits = list(leftovers(linked(source, target)))
    remarks = [hit for hit in hits if hit.rule is Rule.MACHINE_NOTE]
    assert len(remarks) == 2
    assert len({hit.cause.key for hit in remarks if hit.cause}) == 1
    (one, *others) = grouped(hits, linked(source, target).documents)
    assert [hit.cause for hit in others] == [None]
    places: Any = (one.evidence or {}).get("places", ())
    texts = [place["text"] for place in places if place["side"] == "target"]
    assert texts == ["表述更为自然", "（译文已润色）"]
    assert one.message["en"].startswith("2 remarks by the program")


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join))
def test_signs_quote_the_text_and_the_text_excuses_itself(text: str) -> None:
    for sign in signs(text):
        assert 0 <= sign.start < sign.end <= len(text)
    material = linked([text], [text])
    assert not list(leftovers(material))
    material = linked(["Nothing of that."], [text])
    check_places(list(leftovers(material)), material)


@given(st.text(HANZI, min_size=6, max_size=30), st.sampled_from(["cp1252", "latin-1"]))
def test_chinese_that_was_misread_is_found(text: str, encoding: str) -> None:
    damaged = text.encode("utf-8").decode(encoding, errors="ignore")
    assert {sign.kind.rule.sign for sign in signs(damaged)} == {"encoding"}
