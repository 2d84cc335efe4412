"""Variants of Chinese: the same length, the same words, and texts that must stay as they are."""

from __future__ import annotations

import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.features import EncodedSide
from duizhao.align.aligner.spans import side_of
from duizhao.align.findings.blanks.gaps import find_gaps
from duizhao.corpora.reading.read import document_from_text
from duizhao.corpora.text.chinese_variants import (
    as_encoded,
    is_traditional,
    plain_width,
    simplified,
)

PAIRS = [
    ("醫院開設了新的病房。", "医院开设了新的病房。"),
    ("據報導，頭髮乾了。", "据报导，头发干了。"),
    ("他們說這種藥對關節炎沒有效果。", "他们说这种药对关节炎没有效果。"),
    ("後來，皇后在臺灣的花園裡聽鳥叫。", "后来，皇后在台湾的花园里听鸟叫。"),
]
MIXED = st.text(
    "醫院開設了新的病房的一是据後乾隆著ＡＢｃ０９，。「」aB1 \n\u0000\ud800😀é", max_size=60
)


@pytest.mark.parametrize(("traditional", "plain"), PAIRS)
def test_simplified(traditional: str, plain: str) -> None:
    assert simplified(traditional) == as_encoded(traditional) == plain
    assert is_traditional(traditional)
    assert not is_traditional(plain)


@pytest.mark.parametrize("text", [plain for _, plain in PAIRS] + ["", "The ward opened.", "IBM"])
def test_simplified_texts_stay(text: str) -> None:
    assert simplified(text) == text
    assert as_encoded(text) == text


@pytest.mark.parametrize(
    "text", ["東京の駅で電車を見た。", "図書館は開いていますか。", "병원이 문을 열었다."]
)
def test_japanese_and_korean_stay(text: str) -> None:
    assert as_encoded(text) == text


def test_full_width_letters_become_plain_and_punctuation_stays() -> None:
    assert plain_width("第３期（ＣＥＯ），ａ！") == "第3期（CEO），a！"


@examples(200)
@given(MIXED | st.text(max_size=40))
def test_the_length_stays(text: str) -> None:
    assert len(as_encoded(text)) == len(text)
    assert as_encoded(as_encoded(text)) == as_encoded(text)


def test_an_encoder_sees_both_variants_alike() -> None:
    encoder = HashEncoder()
    sides: list[EncodedSide] = [side_of([pair[i] for pair in PAIRS], encoder, 2) for i in (0, 1)]
    assert (sides[0].spans == sides[1].spans).all()


@pytest.mark.parametrize(
    "text",
    [
        "據，該藥已於去年上市。",
        "由於，價格下降了。",
        "他們說，第一是；第二是。",
        "這家公司位於。",
        "收入增長了億美元。",
        "享年歲，葬於故鄉。",
    ],
)
def test_blanks_are_seen_in_both_variants(text: str) -> None:
    documents = [document_from_text(one, lang="zh") for one in (text, simplified(text))]
    found = [[(gap.rule, gap.start, gap.end) for gap in find_gaps(d)] for d in documents]
    assert found[0] == found[1] != []
