"""Sentences in the other languages of the encoder: cases, properties, hostile inputs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.sentences.other import cuts_other, cuts_thai, has_rules
from duizhao.corpora.sentences.punkt import words_of
from duizhao.corpora.sentences.split import split_sentences

CASES = json.loads((CASES_FOLDER / "split_other.json").read_text(encoding="utf-8"))
LANGUAGES = ["ar", "de", "es", "fr", "it", "ko", "nl", "pl", "pt", "ru", "th", "tr"]
MARKS = "«»„“”‚‘’\"'¿¡؟۔.!?…,;:()[]-– \u00a0\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_case(case: dict[str, Any]) -> None:
    text = case["input"]
    found = [text[low:high] for low, high in split_sentences(text, case["lang"])]
    assert found == case["expected"], case["comment"]


def test_a_region_makes_no_difference() -> None:
    text = "Am 3. Mai kam sie. Er blieb."
    assert split_sentences(text, "de-CH") == split_sentences(text, "de") == [(0, 18), (19, 28)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lists_hold_small_letters_without_the_last_stop(lang: str) -> None:
    words = words_of(lang)
    assert has_rules(lang)
    assert len(words.abbreviations) > 10
    for word in words.abbreviations | words.titles | words.numeric | words.starters | words.closing:
        assert word == word.lower().rstrip(".")
    assert not words.titles & words.starters


def test_a_language_without_lists_has_those_of_english() -> None:
    assert not has_rules("sv")
    assert words_of("sv") == words_of("en")


@examples(200)
@given(st.text("aБéß中ا1A" + MARKS, max_size=80), st.sampled_from(LANGUAGES))
def test_cuts_rise_inside_the_text(text: str, lang: str) -> None:
    cuts = cuts_other(text, lang)
    assert cuts == sorted(set(cuts))
    assert all(0 < cut < len(text) for cut in cuts)


@given(st.text("กขคงจ ๆ.!?”(", max_size=300))
def test_thai_pieces_hold_everything(text: str) -> None:
    cuts = cuts_thai(text)
    assert cuts == sorted(set(cuts))
    spans = split_sentences(text, "th")
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("lang", ["de", "fr", "ru", "th", "ar"])
@pytest.mark.parametrize("unit", ["« ", "»", "„", "3. ", "z. B. ", "؟", "ก ", "т.д. ", "¿"])
def test_a_long_hostile_text_is_split_without_loss(unit: str, lang: str) -> None:
    text = (unit * (20_000 // len(unit))).strip()
    spans = split_sentences(text, lang)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
