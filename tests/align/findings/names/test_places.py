"""The table of places: its form, its names, and where texts name them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.names.match import find_places, lies_in, named_in_chinese, places_of
from duizhao.align.findings.names.places import Places, load_places, plain

ROWS = json.loads((CASES_FOLDER / "places.json").read_text(encoding="utf-8"))
TABLE = files("duizhao.align.findings.names").joinpath("data/places.tsv")

# What an editor who works with Chinese and English news would miss.
KNOWN = [
    ("Shaanxi", "陕西"),
    ("Shanxi", "山西"),
    ("Tibet", "西藏"),
    ("Inner Mongolia", "内蒙古"),
    ("Harbin", "哈尔滨"),
    ("Urumqi", "乌鲁木齐"),
    ("Hong Kong", "香港"),
    ("Macao", "澳门"),
    ("Peking", "北京"),
    ("British", "英国"),
    ("Dutch", "荷兰"),
    ("Bavaria", "巴伐利亚"),
    ("Massachusetts", "麻省"),
    ("Cologne", "科隆"),
    ("Kiev", "基辅"),
    ("Kyiv", "基辅"),
    ("Gaza", "加沙"),
    ("Nagoya", "名古屋"),
    ("Southeast Asia", "东南亚"),
]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["label"]) for row in ROWS])
def test_places_of_a_text(row: dict[str, Any]) -> None:
    found = [name.text for name in load_places().find(row["text"], row["lang"]) if not name.weak]
    assert found == row["expected"]


@pytest.mark.parametrize(("en", "zh"), KNOWN)
def test_a_place_is_known_by_both_names(en: str, zh: str) -> None:
    english, chinese = find_places(f"In {en} it rained.", "en"), find_places(f"在{zh}。", "zh")
    assert not english.names[0].ids.isdisjoint(chinese.names[0].ids)


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("Wuhan", "湖北", True),
        ("Hangzhou", "中国", True),
        ("Texas", "美国", True),
        ("Hangzhou", "湖北", False),
        ("Cork", "英国", False),
    ],
)
def test_what_lies_in_what(one: str, other: str, kin: bool) -> None:
    (a,), (b,) = load_places().find(one, "en"), load_places().find(other, "zh")
    assert lies_in(places_of(a), places_of(b)) is kin
    assert lies_in(places_of(b), places_of(a)) is kin


@pytest.mark.parametrize(
    ("text", "named"),
    [("中美关系", True), ("驻美大使", True), ("美丽的花", False), ("美国", True), ("法国", False)],
)
def test_one_character_stands_for_a_country(text: str, named: bool) -> None:
    (america,) = load_places().find("America", "en")
    assert named_in_chinese(america, find_places(text, "zh")) is named


def test_the_table_has_its_form() -> None:
    text = TABLE.read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    keys = [row[0] for row in rows if row[0]]
    assert len(rows) > 10_000
    assert len(keys) == len(set(keys))
    assert all(len(row) == 4 for row in rows)
    assert {parent for row in rows for parent in row[1].split(",") if parent} <= set(keys)
    assert all(name.strip("~") for row in rows for names in row[2:] for name in names.split("|"))
    assert len(text.encode()) < 500_000


def test_the_longest_name_is_what_a_slow_search_finds() -> None:
    names = ("马里", "马里兰", "兰州", "里斯本", "纽约", "约旦")
    rows = "\n".join(f"\t\tP{n}\t{name}" for n, name in enumerate(names))
    places = Places(rows)

    @examples(200)
    @given(st.text("马里兰州斯本纽约旦在", max_size=12))
    def every_place_is_a_name(text: str) -> None:
        end = 0
        for name in places.find(text, "zh"):
            assert name.text in names
            assert name.start >= end
            longer = [n for n in names if len(n) > 3 and text.startswith(n, name.start)]
            assert len(name.text) >= max(map(len, longer), default=0)
            end = name.end

    every_place_is_a_name()


@examples(200)
@given(st.text(max_size=30))
def test_a_name_in_plain_letters_stays_so(name: str) -> None:
    assert plain(plain(name)) == plain(name)
