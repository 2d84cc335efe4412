"""Passages that a finding shows hold whole words, quotations and brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.spans.borders import pairs_of_marks
from duizhao.align.findings.spans.units import units
from duizhao.align.findings.spans.whole_span import whole_span


@pytest.mark.parametrize(
    ("lang", "text", "cut", "whole"),
    [
        ("en", "It rests on the fovea (the centre of it) alone.", "fovea (the cen", "fovea"),
        (
            "en",
            "It rests on the fovea (the centre of the macula) alone.",
            "fovea (the centre of the",
            "fovea (the centre of the macula)",
        ),
        ("zh", "他说“明天一早就出发”，然后走了。", "说“明天一早就出", "说“明天一早就出发”"),
        ("zh", "他说“明天一早就出发”，然后走了。", "发”，然后走了", "然后走了"),
        ("zh", "他走了，表情更为自然。", "，表情更为自然。", "表情更为自然"),
        ("zh", "它治疗肿瘤、心血管等疾病。", "瘤、心血管", "肿瘤、心血管等"),
        ("zh", "据灯塔社3月12日报道，船来了。", "灯塔社3月12", "灯塔社3月12日"),
        ("en", "It was done, Mr. Hou said.", "done, Mr. H", "done, Mr. Hou"),
        ("en", "A well-known fact, though.", "known fact", "well-known fact"),
        ("en", "see “A” and “B”", "see “A” and", "see “A” and"),
        ("en", "He said: “It is done. And you", ": “It is done. And", "It is done. And"),
        ("en", "……", "……", "……"),
    ],
)  # fmt: skip
def test_what_is_cut_is_whole(lang: str, text: str, cut: str, whole: str) -> None:
    start = text.index(cut)
    first, last = whole_span(text, start, start + len(cut), lang)
    assert text[first:last] == whole


@given(
    st.text("ab 书了的，。.“”()（）\"'Mr3", min_size=1, max_size=30),
    st.integers(0, 29),
    st.integers(1, 30),
    st.sampled_from(["zh", "en"]),
)
def test_a_passage_is_whole_and_stays_so(text: str, start: int, length: int, lang: str) -> None:
    start = min(start, len(text) - 1)
    end = min(len(text), start + length)
    first, last = whole_span(text, start, end, lang)
    assert 0 <= first < last <= len(text)
    words = units(text, lang).spans
    if not words:
        return
    assert whole_span(text, first, last, lang) == (first, last)
    assert not any(a < at < b for a, b in words for at in (first, last))
    for a, b in pairs_of_marks(text):
        crossing = a < first < b < last or first < a < last < b
        assert not crossing, text[first:last]
