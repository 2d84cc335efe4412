from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from helpers.linked_pairs import check_places, linked
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.speakers.attribution import speakers
from duizhao.align.findings.speakers.layer import speakers_changed
from duizhao.corpora.alignment import Category

CASES = json.loads((CASES_FOLDER / "speakers.json").read_text("utf-8"))
WORDS = [
    "“",
    "”",
    " ",
    "said",
    "Hale",
    "Zhang Min",
    "he",
    "She",
    "说",
    "王伟",
    "她",
    "安·黑尔",
    "。",
    "\n",
]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    material = linked(case["source"], case["target"], tuple(case["langs"]))
    hits = list(speakers_changed(material))
    check_places(hits, material)
    found = [[h.rule.sign, h.source.text, h.target.text] for h in hits if h.source and h.target]
    assert found == case["expected"]
    assert {h.category for h in hits} <= {Category.ATTRIBUTION}


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map("".join))
@examples(60)
def test_speakers_stand_in_the_text(text: str) -> None:
    for lang in ("en", "zh", "fr"):
        for speaker in speakers(text, lang):
            said = text[speaker.start : speaker.end]
            assert said
            assert bool(speaker.name) != bool(speaker.gender)
            assert speaker.name in said
    for langs in (("en", "zh"), ("zh", "en")):
        material = linked([text], ["“”" + text[::-1]], langs)
        check_places(list(speakers_changed(material)), material)
