"""Guesses at unknown words beside jieba's."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.text.dictionary.unknown_words import guess, model

# Common characters, those with a state that never writes them, and traditional ones, which jieba
# has probabilities of and lists no states for.
CHARACTERS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地跛說這書鑣乇乩亍仉"


@cache
def jieba_model() -> tuple[Any, ...]:
    from jieba.posseg import char_state_tab_P, emit_P, start_P, trans_P

    return char_state_tab_P, start_P, trans_P, emit_P


@given(st.text(CHARACTERS, min_size=1, max_size=12))
def test_states_are_those_of_jieba(text: str) -> None:
    from jieba.posseg.viterbi import viterbi

    _, states = viterbi(text, *jieba_model())
    ours = model()
    assert [(ours.places[n], ours.tags[n]) for n in ours.states(text)] == states


@given(st.text(CHARACTERS + "龘𠀀", min_size=1, max_size=20))
def test_words_make_up_the_text(text: str) -> None:
    assert "".join(word for word, _ in guess(text)) == text


@pytest.mark.parametrize(
    ("text", "words"), [("斯内普", [("斯内普", "nr")]), ("陈小红", [("陈小红", "nr")])]
)
def test_names_are_persons(text: str, words: list[tuple[str, str]]) -> None:
    assert list(guess(text)) == words
