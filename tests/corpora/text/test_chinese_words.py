"""Words and classes beside those of jieba itself."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from helpers.folders import ROOT
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.text.chinese_words import tagged_words, word_across

TEXTS = [
    "他来到了网易杭研大厦",
    "小明硕士毕业于中国科学院计算所，后在日本京都大学深造",
    "西弗勒斯·斯内普与麦克唐纳在Wi-Fi 6.0下谈了3.5小时。\r\n第二天，\t他走了",
    "AT&T和C++的A股：T恤#1，50%的50-60人_甲",
    "草甸线为2030年定下目标，文a1b2作者跛鑣說",
    "𠀀𠀁乇乩亍仉　全角空格\u3000与…省略",
    "",
]
SAMPLE = ROOT / "corpora" / "data" / "sample" / "digest.zh.txt"
MIXED = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.sampled_from("的一是了我不人在他有这个上们来到时大地为子中你说生国"),
        st.sampled_from("年着就那和要她出也aB1.%-+#&_ \t，。𠀀é٣"),
    ),
    max_size=20,
)


@cache
def taggers() -> tuple[Any, Any]:
    import jieba
    import jieba.posseg

    words = jieba.Tokenizer()
    words.FREQ, words.total = words.gen_pfdict(words.get_dict_file())
    words.initialized = True
    return words, jieba.posseg.POSTokenizer(words)


def of_jieba(text: str) -> list[tuple[str, str]]:
    return [(pair.word, pair.flag) for pair in taggers()[1].cut(text)]


def across_in_jieba(before: str, after: str) -> bool:
    at, head = 0, before[-8:]
    for word in taggers()[0].cut(head + after[:8], HMM=False):
        if at < len(head) < at + len(word):
            return True
        at += len(word)
    return False


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_those_of_jieba(text: str) -> None:
    assert list(tagged_words(text)) == of_jieba(text)


def test_words_of_the_sample_are_those_of_jieba() -> None:
    for line in SAMPLE.read_text("utf-8").splitlines():
        assert list(tagged_words(line)) == of_jieba(line)


@given(MIXED)
def test_words_of_anything_are_those_of_jieba(text: str) -> None:
    assert list(tagged_words(text)) == of_jieba(text)


@given(MIXED, MIXED)
def test_words_across_a_cut_are_those_of_jieba(before: str, after: str) -> None:
    assert word_across(before, after) == across_in_jieba(before, after)
