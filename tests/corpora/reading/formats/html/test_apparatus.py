"""Encyclopaedia pages: what is around the article is set aside as such, whoever made the page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Why
from duizhao.corpora.reading.registry import load_format

CASES = json.loads((CASES_FOLDER / "html_apparatus.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_the_article_is_told_from_what_is_around_it(case: dict[str, Any]) -> None:
    reading = load_format("html").read(case["page"].encode(), "page.html", Limits())
    parts = [(reading.text[p.start : p.end], p.kind) for p in reading.parts or ()]
    assert [text for text, kind in parts if kind is None or kind.aligned] == case["text"]
    assert [text for text, kind in parts if kind is not None and not kind.aligned] == case["beside"]
    assert [one.text for one in reading.aside if one.why is Why.NOTE_MARK] == case["marks"]
