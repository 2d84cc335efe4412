"""Texts without the words that seem lost."""

from __future__ import annotations

import pytest

from duizhao.align.findings.words.left_out import LEFT_OUT_SIGNS, LeftOut, left_out_signs
from duizhao.models.registry import load_encoder

TEXT = "The ferry leaves at noon, although strong winds are expected along the coast."
WORDS = "although strong winds are expected along the coast"


def left_out(other: str) -> LeftOut:
    """Ask for the words of the text."""
    start = TEXT.index(WORDS)
    return LeftOut(TEXT, other, start, start + len(WORDS))


def test_without_lost_words_a_text_is_more_like_the_other() -> None:
    lost, said = left_out_signs(
        [left_out("渡轮中午离港。"), left_out("尽管沿海预计有强风，渡轮仍于中午离港。")],
        load_encoder(cache=False),
    )
    assert lost["whole-gain"] > 0.1 > 0 > said["whole-gain"]
    assert said["whole-alike"] > lost["whole-alike"]
    assert tuple(lost) == LEFT_OUT_SIGNS


@pytest.mark.parametrize(
    ("start", "end", "rest"), [(0, 4, "b c"), (3, 7, "a b"), (0, 7, "a b b c")]
)
def test_the_rest_is_what_is_left(start: int, end: int, rest: str) -> None:
    assert LeftOut("a b b c", "", start, end).rest == rest


def test_of_nothing_nothing_is_asked() -> None:
    assert left_out_signs([], load_encoder(cache=False)) == []
