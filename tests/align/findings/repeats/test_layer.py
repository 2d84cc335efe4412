from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from helpers.linked_pairs import check_places, linked
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.repeats.doubled_words import doubled
from duizhao.align.findings.repeats.layer import repeated
from duizhao.align.findings.repeats.repeated_stretches import Tokens, echoes
from duizhao.corpora.alignment import Category, Severity

CASES = json.loads((CASES_FOLDER / "repeated.json").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    beads = [(tuple(a), tuple(b)) for a, b in case.get("beads", [])] or None
    material = linked(case["source"], case["target"], tuple(case["langs"]), beads)
    hits = list(repeated(material))
    check_places(hits, material)
    assert [[h.rule.sign, h.target.text] for h in hits if h.target] == case["expected"]
    for hit in hits:
        assert hit.category is Category.REPEATED
        assert (hit.worst is Severity.MINOR) == (hit.rule.sign == "words")
        for lang, why in zip(("en", "zh"), case.get("says", ()), strict=False):
            assert f"；{why}。" in hit.message[lang] or f"; {why}. " in hit.message[lang]


def test_one_sentence_told_twice_in_other_words_needs_vectors_that_agree() -> None:
    source = ["磨坊昨夜烧毁了。"]
    beads = [((0,), (0, 1))]
    said = "The old mill by the river burned down last night."
    again = "Last night by the river the old mill has burned down."
    other = "The river rose by a metre and nobody saw the night."
    (hit,) = repeated(linked(source, [said, again], ("zh", "en"), beads))
    assert hit.target is not None
    assert hit.target.text == again
    assert said[:30] in hit.message["en"]
    assert not list(repeated(linked(source, [said, other], ("zh", "en"), beads)))


@given(st.lists(st.sampled_from("ab"), max_size=16), st.integers(1, 4))
def test_echoes_are_copies_and_the_oracle_knows_when_there_are_none(
    words: list[str], size: int
) -> None:
    text = " ".join(words)
    found = list(echoes(Tokens(text), size, size))
    for echo in found:
        copy = text[echo.start : echo.end]
        assert text[echo.first : echo.first + len(copy)] == copy
        assert echo.first + len(copy) <= echo.start
        assert len(copy.split()) >= size
    pairs = itertools.combinations(range(len(words) - size + 1), 2)
    oracle = any(b - a >= size and words[a : a + size] == words[b : b + size] for a, b in pairs)
    assert bool(found) == oracle


@given(
    st.lists(
        st.text(
            st.sampled_from("的了是在和天我们 the a。,\n\u3000“”-A\udfff9"), min_size=1, max_size=30
        ),
        min_size=1,
        max_size=5,
    )
)
@examples(60)
def test_a_target_that_is_its_own_source_repeats_nothing(texts: list[str]) -> None:
    for langs in (("en", "zh"), ("zh", "en"), ("fr", "de")):
        assert not [h for h in repeated(linked(texts, texts, langs)) if h.rule.sign == "sentence"]
        other = linked(["Nothing."] * len(texts), texts, langs)
        check_places(list(repeated(other)), other)


@given(
    st.text(st.sampled_from("的了是在我们因为 thea-'’"), max_size=60), st.sampled_from(["en", "zh"])
)
def test_a_doubled_word_stands_before_its_copy(text: str, lang: str) -> None:
    for double in doubled(text, lang):
        copy = text[double.start : double.end].lower()
        assert copy == double.word
        assert text[: double.start].rstrip(" \u00a0").lower().endswith(copy)
