from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.units.keys import KeyTable, source_key, unit_key
from duizhao.corpora.units.unit import TranslationUnit, Variant


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 2**63))))
def test_a_table_is_a_dict(items: list[tuple[str, int]]) -> None:
    table, plain = KeyTable(), dict[str, int]()
    for key, number in items:
        assert table.put(key, number) == plain.get(key)
        plain[key] = number
    assert len(table) == len(plain)
    assert all(table.get(key) == number for key, number in plain.items())
    assert table.get("no such key") is None


def test_a_table_grows() -> None:
    table = KeyTable()
    for n in range(20_000):
        assert table.put(f"key {n}", n) is None
    assert [table.get(f"key {n}") for n in range(20_000)] == list(range(20_000))


def unit(*texts: tuple[str, str]) -> TranslationUnit:
    return TranslationUnit(tuple(Variant(lang, text) for lang, text in texts))


def test_units_are_equal_whatever_the_order_and_the_form_of_their_texts() -> None:
    one = unit(("en-US", "caf\xe9"), ("zh-CN", "咖啡馆"))
    other = unit(("ZH_cn", "咖啡馆"), ("en-us", unicodedata.normalize("NFD", "caf\xe9")))
    assert unit_key(one) == unit_key(other)
    assert unit_key(one) != unit_key(unit(("en-GB", "caf\xe9"), ("zh-CN", "咖啡馆")))


def test_inline_elements_make_another_unit() -> None:
    tagged = TranslationUnit((Variant("en", "a", 'a<ph x="1"></ph>'), Variant("zh", "甲")))
    assert unit_key(tagged) != unit_key(unit(("en", "a"), ("zh", "甲")))


def test_the_source_of_another_pair_of_languages_is_another() -> None:
    chinese, german = unit(("en", "a"), ("zh", "甲")), unit(("en", "a"), ("de", "b"))
    assert source_key(chinese, chinese.variants[0]) != source_key(german, german.variants[0])
    assert source_key(chinese, None) == source_key(unit(("en", "a"), ("zh", "乙")), None)
