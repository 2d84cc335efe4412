"""Texts that are named by each other's language, and those that are not."""

from __future__ import annotations

import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.text.swapped import LanguageSamples, seem_swapped

ZH = "面包店五月开张。店里卖面包和盐。"
EN = "The bakery opened in May, and it sells bread and salt."
DE = "Die Bäckerei öffnete im Mai und verkauft Brot und Salz an alle."


@pytest.mark.parametrize(
    ("langs", "texts", "swapped"),
    [
        (("en", "zh"), (ZH, EN), True),
        (("en-US", "zh-CN"), (ZH, EN), True),
        (("zh", "en"), (ZH, EN), False),
        (("en", "de"), (DE, EN), True),
        (("de", "en"), (DE, EN), False),
        (("en", "zh"), (EN, EN), False),
        (("en", "zh"), (ZH, ZH), False),
        (("zh-CN", "zh-TW"), (ZH, ZH), False),
        (("en", "zh"), (ZH, ""), False),
        (("en", "zh"), (ZH, "2026: 42"), False),
        (("en", "zh"), ("面包\n盐\n疫苗", "bread\nsalt\nvaccine"), True),
        (("de", "zh"), ("面包\n盐\n疫苗", "Brot\nSalz\nImpfstoff"), True),
        (("zh", "de"), ("面包\n盐\n疫苗", "Brot\nSalz\nImpfstoff"), False),
        (("en", "ja"), ("パンと塩を売っています。", EN), True),
        (
            ("en", "zh"),
            ("CAR-T细胞免疫疗法由Kite Pharma研发", "CAR-T was developed by Kite."),
            True,
        ),
        (("zh", "en"), ("CAR-T", "CAR-T"), False),
    ],
)
def test_seem_swapped(langs: tuple[str, str], texts: tuple[str, str], swapped: bool) -> None:
    assert seem_swapped(langs, texts) is swapped
    assert seem_swapped(langs[::-1], texts[::-1]) is swapped


@examples(100)
@given(st.text(max_size=60), st.text(max_size=60), st.permutations(["en", "zh", "de", "ja"]))
def test_two_texts_are_never_swapped_both_ways(one: str, other: str, langs: list[str]) -> None:
    first, second = langs[:2]
    ways = [seem_swapped(pair, (one, other)) for pair in ((first, second), (second, first))]
    assert not all(ways)


@examples(50)
@given(st.lists(st.sampled_from([("en", ZH), ("zh", EN), ("fr", "")]), max_size=12))
def test_samples_tell_two_languages_that_are_each_others(texts: list[tuple[str, str]]) -> None:
    samples = LanguageSamples()
    for lang, text in texts:
        samples.add(lang, text)
    there = {lang for lang, text in texts if text}
    assert samples.swapped() == (("en", "zh") if there == {"en", "zh"} else None)
