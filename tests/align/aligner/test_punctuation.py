from __future__ import annotations

import json

import numpy as np
import pytest
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.punctuation import (
    CLOSED,
    DIGITS,
    EXCLAIMS,
    INSIDE,
    MARKS,
    OPENS,
    marks_of,
)

ROWS = {
    "digits": DIGITS,
    "exclaims": EXCLAIMS,
    "opens": OPENS,
    "closed": CLOSED,
    "inside": INSIDE,
}
CASES = json.loads((CASES_FOLDER / "borders.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_marks(case: dict[str, list[str] | dict[str, list[int]]]) -> None:
    expected = case["expected"]
    assert isinstance(expected, dict)
    marks = marks_of(list(case["input"]))
    for name, row in expected.items():
        assert marks[ROWS[name]].astype(int).tolist() == row, name


@given(st.lists(st.text("ab 7!“”「」«»„'\"‘’.,。—", max_size=12), max_size=8))
def test_marks_are_none_or_one(texts: list[str]) -> None:
    marks = marks_of(texts)
    assert marks.shape == (MARKS, len(texts))
    assert np.isin(marks, (0, 1)).all()
    assert marks[EXCLAIMS].tolist() == [float("!" in text) for text in texts]


def test_texts_that_hardly_mark_quotations_have_no_marks_of_them() -> None:
    texts = ["Plain words here."] * 99 + ["“Quoted.”"]
    assert not marks_of(texts)[[OPENS, CLOSED, INSIDE]].any()
    assert marks_of(texts[-20:])[OPENS].sum() == 1
