"""Marks of notes: cases, and that they are no text, no numbers and nothing to compare."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.document import VerbatimKind
from duizhao.corpora.text.note_marks import find_note_marks, without_last_note_marks
from duizhao.corpora.text.verbatim import find_verbatim

CASES = json.loads((CASES_FOLDER / "note_marks.json").read_text(encoding="utf-8"))


def given_text(case: dict[str, Any]) -> str:
    return str(case.get("joint", " ")).join(case["expected"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_case(case: dict[str, Any]) -> None:
    text = given_text(case)
    assert [text[start:end].strip() for start, end in find_note_marks(text)] == case["marks"]


def test_a_mark_is_verbatim_but_code_goes_before() -> None:
    text = "The mill closed.[1] See `rows[2]` and m²."
    marks = [text[v.start : v.end] for v in find_verbatim(text) if v.kind is VerbatimKind.NOTE_MARK]
    assert marks == ["[1]"]


@given(st.text("a1.[]()①²。!〔〕*注 \n", max_size=60))
def test_marks_rise_without_overlap(text: str) -> None:
    end = 0
    for start, stop in find_note_marks(text):
        assert end <= start < stop <= len(text)
        end = stop
    assert text.startswith(without_last_note_marks(text))
