"""Numbers, dates and quantities that are read from texts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.numbers.bounds import differ
from duizhao.align.findings.numbers.compare import likeness, match_values, relation
from duizhao.align.findings.numbers.extract import knows, values_in
from duizhao.align.findings.numbers.value import (
    Bound,
    Quantity,
    Strength,
    Value,
    converted,
    units_agree,
)

CASES = CASES_FOLDER
ROWS = [
    pytest.param(lang, row["input"], row["expected"], id=f"{lang} {row['label']}")
    for lang in ("zh", "en")
    for row in json.loads((CASES / f"values_{lang}.json").read_text(encoding="utf-8"))
]
# Letters that numbers, dates and units are made of, in both languages.
ALPHABET = (
    "0123456789.,，：:/-–%$€ 一二两三十百千万亿半几第点分之年月日成折多约a and half one two million"
)


def only(text: str, lang: str) -> Value:
    """Return the one value of a text."""
    (value,) = values_in(text, lang)
    return value


def described(value: Value, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "text": text[value.start : value.end],
        "kind": value.kind.value,
        "number": round(value.number, 6),
    }
    if value.unit:
        found["unit"] = value.unit
    if value.bound is not Bound.EXACT:
        found["bound"] = value.bound.value
    if value.strength is Strength.WEAK:
        found["weak"] = True
    if value.high is not None:
        found["high"] = value.high
    return found


@pytest.mark.parametrize(("lang", "text", "expected"), ROWS)
def test_values_of_a_text(lang: str, text: str, expected: list[dict[str, Any]]) -> None:
    assert [described(value, text) for value in values_in(text, lang)] == expected


@given(st.text(ALPHABET, max_size=60), st.sampled_from(["en", "zh"]))
def test_values_stand_in_order_within_any_text(text: str, lang: str) -> None:
    found = values_in(text, lang)
    starts = [value.start for value in found]
    assert starts == sorted(starts)
    assert all(0 <= value.start < value.end <= len(text) for value in found)


@given(st.text(max_size=80), st.sampled_from(["en", "zh", "zh-TW", "fr"]))
def test_any_text_is_read(text: str, lang: str) -> None:
    assert all(value.key == value.key for value in values_in(text, lang))


def test_a_language_that_is_not_known_has_no_values() -> None:
    assert values_in("trente-deux 32", "fr") == ()
    assert not knows("fr")
    assert knows("zh-TW")


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("1.4 billion", "14亿"),
        ("a quarter", "四分之一"),
        ("25%", "百分之二十五"),
        ("six months", "半年"),
        ("a fortnight", "14天"),
        ("two dozen", "24个"),
        ("61-year-old", "61岁"),
        ("the 1990s", "20世纪90年代"),
        ("Wednesday", "星期三"),
        ("3 p.m.", "15:00"),
        ("$5 million", "500万美元"),
        ("5 miles", "8公里"),
    ],
)
def test_one_value_in_both_languages(en: str, zh: str) -> None:
    assert same_value(only(en, "en"), only(zh, "zh"))
    assert match_values([only(en, "en")], [only(zh, "zh")]).pairs


def same_value(a: Value, b: Value) -> bool:
    """Say whether two values are the same quantity, in whatever unit and words."""
    if a.key == b.key:
        return True
    if Quantity.CODE in (a.kind, b.kind) or a.kind.is_date != b.kind.is_date:
        return False
    if a.kind.is_date and a.kind is not b.kind:
        return False
    if not set(a.readings).isdisjoint(b.readings):
        return units_agree(a.unit, b.unit)
    return converted(a, b)


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("1.4 billion", "14万"),
        ("5 million euros", "500万美元"),
        ("5 km", "5公斤"),
        ("in March", "3个"),
        ("Tuesday", "星期三"),
        ("GPT-4", "GPT-5"),
    ],
)
def test_different_values_in_both_languages(en: str, zh: str) -> None:
    assert not same_value(only(en, "en"), only(zh, "zh"))


def test_equal_keys_for_units_of_one_length() -> None:
    assert only("two weeks", "en").key == only("14天", "zh").key
    assert only("half an hour", "en").key == only("30分钟", "zh").key


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [("200", "2000", "power"), ("4527", "4587", "digit"), ("12", "35", "other")],
)
def test_how_two_numbers_differ(a: str, b: str, how: str) -> None:
    assert relation(only(a, "en"), only(b, "en")) == how


def test_bounds_that_translators_mix_do_not_differ() -> None:
    assert not differ(Bound.ODD, Bound.ABOUT)
    assert not differ(Bound.EXACT, Bound.OVER)
    assert differ(Bound.ABOUT, Bound.OVER)
    assert differ(Bound.UNDER, Bound.LEAST)


def test_a_weak_value_gives_way_to_a_sure_one() -> None:
    source = values_in("both of the 2 rooms", "en")
    found = match_values(source, values_in("2间房", "zh"))
    assert [(a.number, a.strength) for a, _ in found.pairs] == [(2.0, Strength.FIRM)]
    assert [value.strength for value in found.source] == [Strength.WEAK]


def test_a_date_is_no_wrong_translation_of_an_amount() -> None:
    assert likeness(only("in March", "en"), only("500美元", "zh")) == 0
    assert likeness(only("500 euros", "en"), only("5000欧元", "zh")) > 0


numbers = st.integers(2, 99).map(
    lambda n: Value(n, n + 1, Quantity.COUNT, float(n), strength=Strength.FIRM)
)


@given(st.lists(numbers, max_size=30), st.lists(numbers, max_size=30))
def test_as_many_pairs_as_there_are_equal_numbers(left: list[Value], right: list[Value]) -> None:
    # The slow way: strike out equal numbers one by one.
    rest = [value.number for value in right]
    expected = 0
    for value in left:
        if value.number in rest:
            rest.remove(value.number)
            expected += 1
    found = match_values(left, right)
    assert len(found.pairs) == expected
    assert len(found.source) == len(left) - expected
    assert sorted(value.number for value in found.target) == sorted(rest)
