from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from helpers.linked_pairs import check_places, linked
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.untranslated.foreign_runs import foreign_runs
from duizhao.align.findings.untranslated.layer import untranslated
from duizhao.corpora.alignment import Category

CASES = json.loads((CASES_FOLDER / "untranslated.json").read_text("utf-8"))
ODD = "中文字，。（）“”《》 aBc the of and we http://x.y `<>\"'()[]\n9_/@.…—é\u3000\U00020000"


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    material = linked([case["source"]], [case["target"]], tuple(case["langs"]))
    hits = list(untranslated(material))
    check_places(hits, material)
    assert [[h.rule.sign, h.target.text] for h in hits if h.target] == case["expected"]
    assert {h.category for h in hits} <= {Category.UNTRANSLATED}


SOURCE = ["The mill burned.", "We saw the smoke from the river.", "Nobody was hurt."]


@pytest.mark.parametrize(
    ("left", "rule", "twin"),
    [
        ("We saw the smoke from the river.", "equal", 1),
        ("We saw all the smoke from the river.", "language", 1),
        ("They were not at home on that day.", "language", None),
    ],
)
def test_a_sentence_that_stands_as_an_addition_points_to_its_original(
    left: str, rule: str, twin: int | None
) -> None:
    beads = [((0,), (0,)), ((1,), ()), ((), (1,)), ((2,), (2,))]
    material = linked(SOURCE, ["磨坊着火了。", left, "没有人受伤。"], beads=beads)
    (hit,) = untranslated(material)
    check_places([hit], material)
    assert hit.rule.sign == rule
    assert hit.target is not None
    assert hit.target.text == left
    assert (hit.source and hit.source.text) == (None if twin is None else SOURCE[twin])


def test_an_addition_in_the_language_of_the_translation_is_none() -> None:
    beads = [((0,), (0,)), ((1,), ()), ((), (1,)), ((2,), (2,))]
    assert not list(
        untranslated(linked(SOURCE, ["磨坊着火了。", "天晴了。", "无人受伤。"], beads=beads))
    )


@given(st.text(st.sampled_from(ODD), max_size=60), st.sampled_from([("en", "zh"), ("zh", "en")]))
def test_runs_stand_in_order_and_hold_the_other_script(text: str, langs: tuple[str, str]) -> None:
    end = 0
    for run in foreign_runs(text, *langs):
        assert end <= run.start < run.end <= len(text)
        end = run.end
        assert text[run.start].isalpha() or text[run.start] == "\U00020000"
        assert text[run.start].isascii() == (langs[0] == "en") or text[run.start] == "é"


@given(st.lists(st.text(st.sampled_from(ODD), min_size=1, max_size=40), min_size=1, max_size=4))
@examples(50)
def test_any_text_gives_places_that_quote_it(texts: list[str]) -> None:
    for langs in (("en", "zh"), ("zh", "en"), ("en", "fr"), ("en", "en")):
        material = linked(texts, texts[::-1], langs)
        check_places(list(untranslated(material)), material)


def test_the_long_mark_of_japanese_is_a_syllable_of_its_own() -> None:
    sentence = "コーヒーを飲みながらニュースを読むのが好きです。"
    (hit,) = untranslated(linked([sentence], [sentence], ("ja", "en")))
    assert (hit.rule.sign, hit.confidence) == ("equal", 0.95)
