"""Chinese sentences: cases, properties, hostile inputs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.sentences.chinese import cuts_zh
from duizhao.corpora.sentences.split import split_sentences

CASES = json.loads((CASES_FOLDER / "split_zh.json").read_text(encoding="utf-8"))


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, "zh")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_case(case: dict[str, Any]) -> None:
    assert sentences(case["input"]) == case["expected"], case["comment"]


@given(st.text('中国。！？，；…—“”‘’「」（）()《》"!?. aB1\u3000', max_size=60))
def test_cuts_rise_inside_the_text(text: str) -> None:
    cuts = cuts_zh(text)
    assert cuts == sorted(set(cuts))
    assert all(0 < cut < len(text) for cut in cuts)


@given(st.lists(st.text("的一是了人我在有他这", min_size=1, max_size=12), min_size=1, max_size=8))
def test_plain_sentences_come_back(parts: list[str]) -> None:
    # 的 after a stop would tie on to it only behind a closing quote, and there is none.
    given_sentences = [part.lstrip("的") + "。" for part in parts if part.strip("的")]
    assert sentences("".join(given_sentences)) == given_sentences


@pytest.mark.parametrize(
    "unit", ["。", "“", "”", "（", "）", "《", "（）", "……", "!?", "中", '"', "？”"]
)
def test_a_long_hostile_text_is_split_without_loss(unit: str) -> None:
    # Quadratic work on this would not end within the run of the suite.
    text = unit * (300_000 // len(unit))
    spans = split_sentences(text, "zh")
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)


def test_nested_brackets_beyond_the_bound_protect_nothing() -> None:
    assert len(sentences("他说（" + "很好" * 80 + "。然后）走了。")) == 2
    assert len(sentences("他说（" + "很好" * 20 + "。然后）走了。")) == 1
