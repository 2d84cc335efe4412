"""The one table of what findings are called, counted, drawn and coloured by."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest
from helpers.ferry import every, ferry
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.judging.rules import Rule
from duizhao.align.report.characters import border
from duizhao.align.report.content import build_content
from duizhao.align.report.kinds import TINTS, kind_of, kinds
from duizhao.align.report.messages import LANGUAGES, Messages
from duizhao.align.report.verdict import verdict_of
from duizhao.corpora.alignment import Category, Place

STYLE = (files("duizhao.align.report.html") / "report.css").read_text("utf-8")


def test_there_is_a_row_for_each_category_for_lost_clauses_and_for_machine_remarks() -> None:
    assert set(kinds()) == {*(category.value for category in Category), "clause", "remark"}
    assert {kind_of(finding) for finding in every().findings} == set(kinds())


@pytest.mark.parametrize("name", kinds())
def test_a_row_has_all_that_is_shown_of_a_kind(name: str) -> None:
    kind = kinds()[name]
    for said in (kind.name, kind.one, kind.many, kind.letter):
        assert set(said) == set(LANGUAGES)
    assert all("{count}" in said[ui] for said in (kind.one, kind.many) for ui in LANGUAGES)
    assert {kind.source, kind.target} <= set(TINTS)
    assert f".m.{kind.shape} " in STYLE
    assert kind.shown_tint != "context"


def test_a_machine_remark_is_one_kind_whether_it_is_a_sentence_or_stands_within_one() -> None:
    within = next(finding for finding in every().findings if kind_of(finding) == "remark")
    evidence = {"rule": Rule.ADDED_NOTE.sign}
    whole = replace(within, category=Category.ADDITION, evidence=evidence)
    assert kind_of(whole) == "remark"
    assert kind_of(replace(whole, evidence={"rule": Rule.ADDED_SENTENCES.sign})) == "addition"
    assert verdict_of((within, whole), Messages("en")) == (
        "2 findings need a look: 2 machine remarks; nothing critical."
    )
    alignment = replace(ferry(), findings=(within, whole))
    assert {told.category for told in build_content(alignment, "zh").findings} == {"程序附言"}


@pytest.mark.parametrize(("confidence", "said"), [(0.5, 50), (0.985, 98), (0.9979, 99), (1.0, 99)])
def test_nothing_is_told_to_be_beyond_doubt(confidence: float, said: int) -> None:
    finding = replace(ferry().findings[0], confidence=confidence)
    (told,) = build_content(replace(ferry(), findings=(finding,)), "en").findings
    assert told.confidence == said


def test_no_two_kinds_have_the_same_letter_or_line_but_those_within_a_category() -> None:
    others = [kind for name, kind in kinds().items() if name not in {"clause", "remark"}]
    assert len({kind.shape for kind in others}) == len(others)
    for ui in LANGUAGES:
        assert len({kind.letter[ui] for kind in others}) == len(others)


def test_a_verdict_counts_one_and_many() -> None:
    findings = [f for f in ferry().findings if f.category in {Category.NUMBER, Category.NAME}]
    assert verdict_of(findings, Messages("en")) == (
        "3 findings need a look: 1 doubtful number, 2 doubtful names; nothing critical."
    )
    assert verdict_of(findings[:1], Messages("zh")) == (
        "有 1 条问题需要查看：数字存疑 1 条；没有严重问题。"
    )
    assert verdict_of((), Messages("en")).startswith("Nothing was found.")


def test_where_something_was_added_the_original_lacks_nothing() -> None:
    english, _ = ferry().documents
    addition = next(f for f in ferry().findings if f.category is Category.ADDITION)
    point = Place(0, english.sentences[5].end, english.sentences[5].end, "")
    alignment = replace(ferry(), findings=(replace(addition, source=point),))
    (told,) = build_content(alignment, "en").findings
    assert "[nothing here]" in told.source
    lost = next(f for f in ferry().findings if f.category is Category.OMISSION)
    (told,) = build_content(replace(ferry(), findings=(lost,)), "en").findings
    assert "[text missing]" in told.target


@given(st.text(alphabet="ab 1.,，。红/'-"), st.integers(0, 40), st.sampled_from([1, -1]))
def test_a_border_cuts_no_word_that_ends_nearby(text: str, at: int, by: int) -> None:
    at = min(at, len(text))
    place = border(text, at, by)
    assert (place - at) * by >= 0
    cut = text[place - 1 : place + 1] if 0 < place < len(text) else ""
    assert place == at or not (cut.isascii() and cut.isalnum())
