"""Spans that a finding shows hold whole words, quotations and brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.clauses.whole_spans import whole_span


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("It rests on the fovea (the centre of the macula) alone.", "fovea (the cen", "fovea"),
        (
            "It rests on the fovea (the centre of the macula) alone.",
            "the centre of the mac",
            "the centre of the macula",
        ),
        (
            "It rests on the fovea (the centre of the macula) alone.",
            "fovea (the centre of the",
            "fovea (the centre of the macula)",
        ),
        ("他说“明天一早就出发”，然后走了。", "说“明天一早就出", "说“明天一早就出发”"),
        ("他说“明天一早就出发”，然后走了。", "发”，然后走了", "然后走了"),
        ("他走了，表情更为自然。", "了，表情更为自然。", "表情更为自然"),
        ("A visit to thread the needle, Mr. Hou said.", "the needle, Mr", "the needle, Mr."),
        ("A well-known fact, though.", "known fact", "well-known fact"),
        ("see “A” and “B”", "see “A” and", "see “A” and"),
        ("……", "……", "……"),
    ],
)
def test_what_is_cut_is_whole(text: str, cut: str, whole: str) -> None:
    start = text.index(cut)
    first, last = whole_span(text, start, start + len(cut))
    assert text[first:last] == whole


@given(
    st.text("ab 了的，。.“”()（）\"'Mr", min_size=1, max_size=30),
    st.integers(0, 29),
    st.integers(1, 30),
)
def test_a_span_stays_a_span(text: str, start: int, length: int) -> None:
    start = min(start, len(text) - 1)
    end = min(len(text), start + length)
    first, last = whole_span(text, start, end)
    assert 0 <= first < last <= len(text)
