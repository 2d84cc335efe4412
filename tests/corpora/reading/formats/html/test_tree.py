"""Trees as browsers make them, and what they show: every word is read, or named as left aside."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.registry import load_format

CASES = json.loads((CASES_FOLDER / "html_trees.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_what_a_browser_shows_is_read(case: dict[str, Any]) -> None:
    reading = load_format("html").read(case["page"].encode(), "page.html", Limits())
    assert [reading.text[part.start : part.end] for part in reading.parts or ()] == case["shown"]
    aside: dict[str, list[str]] = {}
    for item in reading.aside:
        aside.setdefault(item.why.name, []).append(item.text)
    assert aside == case.get("aside", {})


def test_a_tree_of_some_depth_is_read() -> None:
    page = b"<div>" * 3000 + b"deep" + b"</div>" * 3000 + b"<p>shallow"
    reading = load_format("html").read(page, "page.html", Limits())
    assert reading.text == "deep\n\nshallow"
