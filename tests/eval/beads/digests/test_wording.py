"""Sentences that are shortened, joined and put in other words."""

from __future__ import annotations

import random

import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.eval.beads.digests.synonyms import Synonyms, cedict_synonyms
from duizhao.eval.beads.digests.wording import joined, reworded, shortened

CLAUSES = ["the river rose again", "nobody had seen “it” come", "(as it seemed)", "we left at once"]
KNOWN = Synonyms({"en": {"large": ("great",)}, "zh": {"帮助": ("援助",)}})


@examples(60)
@given(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=6), st.integers(0, 10**6))
def test_a_shortened_sentence_keeps_half_of_whole_clauses(parts: list[str], seed: int) -> None:
    text = ", ".join(parts).capitalize() + "."
    short = shortened(text, random.Random(seed))
    if short is None:
        return
    assert 0.4 * len(text) <= len(short) < len(text)
    assert short.endswith(".")
    assert short.count("“") == short.count("”")
    assert short.count("(") == short.count(")")
    kept = short[:-1].lower().split(", ")
    assert all(clause in text.lower() for clause in kept)


@pytest.mark.parametrize("text", ["It rained.", "他说了。", "“Go, now!” he said.", ""])
def test_what_has_no_clause_to_lose_stays(text: str) -> None:
    assert shortened(text, random.Random(0)) is None


@pytest.mark.parametrize(
    ("first", "second", "lang", "wanted"),
    [
        ("It rained.", "However, they came.", "en", {"and", "while"}),
        ("It rained.", "London slept.", "en", {"and", "while"}),
        ("下雨了。", "但是他们来了。", "zh", {"并且", "同时", "而", "，"}),
        ("Did it rain?", "It did.", "en", {"rain? It"}),
    ],
)
def test_two_sentences_become_one(first: str, second: str, lang: str, wanted: set[str]) -> None:
    one = joined(first, second, lang, random.Random(4))
    assert any(word in one for word in wanted)
    assert "However" not in one
    assert "但是" not in one
    assert ("London" in one) == ("London" in second)


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("However, nothing came of it.", "en", "Nothing came of it."),
        ("When the rain had stopped, everybody went home.", "en", "Everybody went home when the"),
        ("因为雨下得很大，所有人都没有出门。", "zh", "所有人都没有出门，因为雨下得很大。"),
        ("This large house stands alone here.", "en", "This great house stands alone here."),
        ("他们需要帮助。", "zh", "他们需要援助。"),
    ],
)
def test_a_sentence_is_put_in_other_words(text: str, lang: str, wanted: str) -> None:
    assert reworded(text, lang, KNOWN, random.Random(1)).startswith(wanted)


def test_the_dictionary_knows_words_that_say_the_same() -> None:
    synonyms = cedict_synonyms()
    assert "援助" in synonyms.of("zh", "帮助")
    assert "significant" in synonyms.of("en", "important")
    assert synonyms.of("en", "take") == ()  # too many senses
    for lang in ("en", "zh"):
        assert all(word not in others for word, others in synonyms.words[lang].items())
