"""Decisions about stops beside those of NLTK's Punkt with the same lists of words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.sentences.punkt import words_of
from duizhao.corpora.sentences.punkt_decision import ends_inside

LANGUAGES = ("en", "de", "fr", "ru")
TEXTS = [
    "Dr. Smith",
    "Dr. The",
    "Inc. The",
    "J. Bach",
    "J. bach",
    "1. Then",
    "3.5. then",
    "-7,5. Then",
    "wait... The",
    "wait . . . The",
    "wait...",
    "end.) Then",
    "end.” Then",
    "end.”",
    "U.S. Then",
    "U.S. Army",
    "e.g. this",
    "Ph.D.-Inc. The",
    "No! Then",
    "No? ,then",
    "No. ,then",
    "'Dr. The",
    "didn't. Then",
    "--. A",
    "z.B. Das",
    "",
    ".",
    ". A",
]
WORDS = st.one_of(
    st.sampled_from(
        ["Dr", "dr", "Mr", "Inc", "inc", "etc", "U.S", "e.g", "No", "no", "z.B", "usw"]
    ),
    st.sampled_from(
        ["M.", "J.", "Ph.D-inc", "the", "The", "And", "he", "3", "3.5", "-7,5", "1,000"]
    ),
    st.sampled_from([*".?!,;:'\"()[”“’»-#&*@éÄßкТǅ", "..", "...", "--"]),
    st.text(
        st.characters(exclude_characters="\r\n", exclude_categories=["Zl", "Zp", "Cs"]), max_size=4
    ),
)
LINES = st.lists(st.tuples(WORDS, st.sampled_from(["", " ", ". ", ".", "  "])), max_size=5).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@cache
def nltk_punkt(lang: str) -> Callable[[str], bool]:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    words = words_of(lang)
    parameters = PunktParameters()
    parameters.abbrev_types = set(words.abbreviations | words.titles)
    parameters.sent_starters = set(words.starters)
    ask: Callable[[str], bool] = PunktSentenceTokenizer(parameters).text_contains_sentbreak
    return ask


def ours(text: str, lang: str) -> bool:
    words = words_of(lang)
    return ends_inside(text, words.abbreviations | words.titles, words.starters)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", TEXTS)
def test_decisions_are_those_of_nltk(text: str, lang: str) -> None:
    assert ours(text, lang) == nltk_punkt(lang)(text)


@given(LINES, st.sampled_from(LANGUAGES))
def test_decisions_of_any_line_are_those_of_nltk(text: str, lang: str) -> None:
    assert ours(text, lang) == nltk_punkt(lang)(text)
