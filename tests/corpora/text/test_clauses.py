from __future__ import annotations

import pytest
from helpers.build import document
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.document import Sentence
from duizhao.corpora.text.clauses import clause_ends, clauses, names, quotations


def sentence(text: str) -> Sentence:
    return document("en", text).sentences[0]


MARKED = st.text(
    st.sampled_from("ab字句 ，,；;：:。.！!？?—–-“”\"'「」『』0123"), min_size=1, max_size=60
)


@given(MARKED)
def test_clauses_are_the_whole_sentence_in_order(text: str) -> None:
    pieces = clauses(sentence(text))
    assert "".join(text[c.start : c.end] for c in pieces) == text
    assert all(c.start < c.end for c in pieces)
    assert all(c.text == text[c.start : c.end].strip() for c in pieces)


def test_an_empty_text_has_no_clause() -> None:
    assert clause_ends("") == []


@given(MARKED)
def test_quotations_lie_apart_in_the_sentence_and_hold_words(text: str) -> None:
    end = 0
    for c in quotations(sentence(text)):
        assert end <= c.start < c.end <= len(text)
        end = c.end
        assert any(character.isalnum() for character in c.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The prices rose sharply last year, but wages did not follow; nobody was surprised.",
            [
                "The prices rose sharply last year,",
                "but wages did not follow;",
                "nobody was surprised.",
            ],
        ),
        ("Its budget was 3,000,000 euros a year.", ["Its budget was 3,000,000 euros a year."]),
        ("物价去年大幅上涨，工资却没有跟上；没有人感到意外。", None),
        ("他说，物价去年大幅上涨。", ["他说，物价去年大幅上涨。"]),
        ("“Quite so,” she said, “and the rest will follow.”", None),
        ("No pause at all", ["No pause at all"]),
        ("，，", ["，，"]),
    ],
    ids=["english", "number", "chinese", "short-joins", "speech", "none", "only-marks"],
)
def test_a_sentence_is_cut_at_its_pauses(text: str, expected: list[str] | None) -> None:
    found = [c.text for c in clauses(sentence(text))]
    if expected is not None:
        assert found == expected
    else:
        assert 2 <= len(found) <= 3


def test_each_style_of_quotation_marks_is_known() -> None:
    text = '“one” and 「二」 and 『三』 and "four" and “” and "!"'
    assert [c.text for c in quotations(sentence(text))] == ["“one”", "「二」", "『三』", '"four"']


@given(st.lists(st.sampled_from(["Harrow", "CAR-T", "2017", "214", "30.5"]), max_size=5))
def test_latin_words_and_numbers_are_found_inside_chinese(words: list[str]) -> None:
    text = "据".join(["", *words, "。"])
    assert names(text) == {word.lower() for word in words}


def test_short_words_and_chinese_are_no_names() -> None:
    assert names("他在 IT 业，第5号，at 9") == frozenset()


def test_forty_thousand_pauses_without_a_word_are_one_clause() -> None:
    # Each pause must not make the ones before it be read again: a hostile line has a million.
    text = ", " * 20_000
    assert [(c.start, c.end) for c in clauses(sentence(text))] == [(0, len(text))]
