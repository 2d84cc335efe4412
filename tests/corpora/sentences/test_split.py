"""Sentences of all languages by one door: the kinds of the golden rules, marks, notes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.sentences.listed import item_starts
from duizhao.corpora.sentences.marks import plain_marks
from duizhao.corpora.sentences.split import split_sentences

CASES = {
    name: json.loads((CASES_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("split_golden", "split_marks", "note_marks")
}
# Each exception has its reason beside it.
EXCEPTIONS = sum("known" in case for case in CASES["split_golden"])
MARKS = "„“”‚‘’«»\"'()[]?!.,;:。！？।۔…-–— "


def sentences(text: str, lang: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, lang)]


def given_text(case: dict[str, Any]) -> str:
    return str(case.get("joint", " ")).join(case["expected"])


@pytest.mark.parametrize("case", CASES["split_golden"], ids=given_text)
def test_a_case_of_the_shape_of_a_golden_rule(case: dict[str, Any]) -> None:
    # Of the shapes that pragmatic_segmenter's golden rules have, in our own words.
    agrees = sentences(given_text(case), case["lang"]) == case["expected"]
    assert agrees is ("known" not in case), case.get("known")


def test_exceptions_are_few() -> None:
    assert EXCEPTIONS == 3


@pytest.mark.parametrize("name", ["split_marks", "note_marks"])
def test_cases(name: str) -> None:
    wrong = [
        (case["label"], found, case["expected"])
        for case in CASES[name]
        if (found := sentences(given_text(case), case["lang"])) != case["expected"]
    ]
    assert wrong == []


@given(
    st.lists(st.sampled_from(["It rained", "The boat came", "Он пришёл", "Sie ging"]), min_size=1)
)
def test_marks_of_notes_move_no_boundary(parts: list[str]) -> None:
    plain = [f"{part}." for part in parts]
    marked = [f"{part}[{n}]" for n, part in enumerate(plain, start=1)]
    assert sentences(" ".join(marked), "en") == marked
    assert sentences(" ".join(plain), "en") == plain


@given(
    st.text(f"aB1①²\n{MARKS}", max_size=80), st.sampled_from(["en", "zh", "de", "hi", "el", "cs"])
)
def test_sentences_hold_everything(text: str, lang: str) -> None:
    assert "".join("".join(sentences(text, lang)).split()) == "".join(text.split())


@given(st.text(f"aB{MARKS}", max_size=60), st.sampled_from(["de", "da", "fr", "es", "el", "ur"]))
def test_plain_marks_keep_offsets(text: str, lang: str) -> None:
    assert len(plain_marks(text, lang)) == len(text)


@given(st.integers(2, 9), st.sampled_from(["{}.", "{})", "({})", "{}.)", "• {}.", "⁃{}."]))
def test_items_begin_at_their_marks(count: int, form: str) -> None:
    items = [f"{form.format(n)} Wash the pot" for n in range(1, count + 1)]
    text = " ".join(items)
    assert [text[at : at + 8] for at in item_starts(text)] == [item[:8] for item in items[1:]]


@pytest.mark.parametrize(
    "unit",
    ["1) a ", "• ", "[1]", ".[1] ", "a.1 ", "①", "。①", "“。”他说", "।", ". . . ", "a. ", "*.*"],
)
@pytest.mark.parametrize("lang", ["en", "zh", "de"])
def test_a_long_hostile_text_is_split_without_loss(unit: str, lang: str) -> None:
    text = (unit * (30_000 // len(unit))).strip()
    spans = split_sentences(text, lang)
    assert (spans[0][0], spans[-1][1]) == (0, len(text))
