"""Decisions about stops between plain words beside those of NLTK's Punkt with the same lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.sentences.punkt import words_of
from duizhao.corpora.sentences.punkt_decision import plain_decision

LANGUAGES = ("en", "de", "fr", "ru")
BEFORE = [
    *("xx", "Xx", "Dr", "dr", "Mr", "Inc", "inc", "etc", "usw", "bzw", "No", "no", "J", "j", "A"),
    *("г", "т", "Й", "ß", "ǅ", "好", "3", "12", "2026", "٣", "M", "ca", "Co", "vs"),
]
AFTER = [
    *(" xx", " Xx", " The", " the", " And", " Das", " Он", " A", " a", " ǅa", " 好", " ß", " É"),
    *(")\"]}'»”’‘“«({[", ' "x', " 'x", " (x", " [x"),
]
UNUSUAL = ["U.S", "J.-C", "3.5", "x-y", "didn't", "'Dr", "", "--", "a)"]


@cache
def nltk_punkt(lang: str) -> Callable[[str], bool]:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    words = words_of(lang)
    parameters = PunktParameters()
    parameters.abbrev_types = set(words.abbreviations | words.titles)
    parameters.sent_starters = set(words.starters)
    ask: Callable[[str], bool] = PunktSentenceTokenizer(parameters).text_contains_sentbreak
    return ask


def ours(before: str, stop: str, after: str, lang: str) -> bool | None:
    words = words_of(lang)
    known = words.abbreviations | words.titles
    return plain_decision(before, stop, after, known, words.starters)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_decisions_are_those_of_nltk(lang: str) -> None:
    after = [*AFTER[:13], *AFTER[13], *AFTER[14:]]
    told = {
        case: ours(*case, lang)
        for case in product(BEFORE, ".?!", after)
        if ours(*case, lang) is not None
    }
    assert len(told) > 2_000
    wrong = {case for case, says in told.items() if says != nltk_punkt(lang)("".join(case))}
    assert not wrong


@pytest.mark.parametrize("before", UNUSUAL)
def test_of_other_words_nothing_is_said(before: str) -> None:
    assert ours(before, ".", " Then", "en") is None


@given(
    st.one_of(st.sampled_from(BEFORE), st.text(max_size=4)),
    st.sampled_from(".?!"),
    st.one_of(
        st.sampled_from(AFTER[:13]),
        st.text(max_size=3).map(lambda text: f" {text}"),
        st.sampled_from(AFTER[13]),
    ),
    st.sampled_from(LANGUAGES),
)
def test_whatever_is_said_is_what_nltk_says(before: str, stop: str, after: str, lang: str) -> None:
    says = ours(before, stop, after, lang)
    assert says is None or says == nltk_punkt(lang)(before + stop + after)
