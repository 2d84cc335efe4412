"""Which two columns of a table are a text and its translation."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.reading.tables.columns import Wanted, find_columns
from duizhao.errors import InputError

CASES = json.loads((CASES_FOLDER / "table_columns.json").read_text("utf-8"))
CELLS = st.sampled_from(["", "1", "Bread is dear.", "面包很贵。", "a.b", "source", "中文", "en"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_the_two_columns_are_found(case: dict[str, Any]) -> None:
    columns = tuple(case["columns"]) if "columns" in case else None
    wanted = Wanted(columns, tuple(case.get("langs", (None, None))))
    if isinstance(case["expected"], str):
        with pytest.raises(InputError, match=case["expected"]):
            find_columns(case["rows"], wanted, "a.xlsx")
        return
    found = find_columns(case["rows"], wanted, "a.xlsx")
    assert case["expected"] == (found and [found.source, found.target, found.skip])


def test_the_names_of_columns_say_their_languages() -> None:
    found = find_columns([["key", "zh-TW", "English"], ["a.b", "麵包。", "Bread."]], Wanted(), "a")
    assert found is not None
    assert (found.langs, found.key) == (("zh-tw", "en"), 0)


def test_rows_are_named_by_a_column_of_different_keys_only() -> None:
    for keys, key in ((("1", "2"), 0), (("1", "1"), None), (("1", ""), 0)):
        rows = [[keys[0], "Bread is dear.", "面包很贵。"], [keys[1], "Salt is not.", "盐不贵。"]]
        found = find_columns(rows, Wanted(), "a")
        assert found is not None
        assert found.key == key


@given(st.lists(st.lists(CELLS, max_size=4), max_size=6))
def test_columns_are_two_of_the_table(rows: list[list[str]]) -> None:
    try:
        found = find_columns(rows, Wanted(), "a.xlsx")
    except InputError as fault:
        assert "--columns" in str(fault)  # noqa: PT017
        return
    if found is not None:
        width = max(map(len, rows))
        assert found.source != found.target
        assert max(found.source, found.target) < width
        assert 0 <= found.skip <= len(rows)
