"""Readings beside those of pypinyin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from duizhao.corpora.text.dictionary.readings import syllables

# Characters of several readings, and words that say which.
TEXT = st.text(
    st.one_of(
        st.sampled_from("银行长大重庆都会了不得为难一丘之貉朝阳单于乐音乐参差曾经绿女略"),
        st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF),
        st.sampled_from("A1 ，。·𠀀〇 "),
    ),
    max_size=20,
)


@pytest.mark.parametrize(
    "text",
    ["银行行长", "重庆大学长跑", "一丘之貉", "单于都会了不得", "绿色战略", "阿诺德·施瓦辛格", ""],
)
def test_readings_are_those_of_pypinyin(text: str) -> None:
    assert list(syllables(text)) == lazy_pinyin(text, errors="ignore")


@given(TEXT)
def test_readings_of_any_text_are_those_of_pypinyin(text: str) -> None:
    assert list(syllables(text)) == lazy_pinyin(text, errors="ignore")
    assert "".join(syllables(text, keep=True)) == "".join(lazy_pinyin(text))
