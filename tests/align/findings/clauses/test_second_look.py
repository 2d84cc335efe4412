"""The second look: what is said in other words is not lost."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from duizhao.align.findings.clauses.second_look import Candidate, look_again, signs_of
from duizhao.align.findings.words.uncovered import Reader
from duizhao.align.logistic import load_logistic
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder


@cache
def embedded() -> Encoder:
    """Load the model once."""
    return load_encoder(cache=False)


def candidate(text: str, words: str, other: str, *near: str) -> Candidate:
    """Make a candidate whose first score is .8."""
    langs = ("en", "zh") if text.isascii() else ("zh", "en")
    start = text.index(words)
    return Candidate(text, other, langs, start, start + len(words), 0.8, near=near)


LOST = candidate(
    "The ferry leaves at noon, although strong winds are expected along the coast.",
    "although strong winds are expected along the coast",
    "渡轮中午离港。",
)
SAID_BESIDE = candidate(
    LOST.text, LOST.words, LOST.other, "不过沿海地区预计会有强风。", "票价不变。"
)
WHOLE = candidate(
    "The ferry leaves at noon, although strong winds are expected along the coast.",
    "although strong winds are expected along the coast",
    "尽管沿海预计有强风，渡轮仍于中午离港。",
)


def test_what_is_lost_is_likelier_lost_than_what_is_said() -> None:
    lost, beside, whole = look_again([LOST, SAID_BESIDE, WHOLE], Reader(embedded()))
    assert whole < beside < lost
    assert whole < 0.4 < 0.6 < lost


def test_a_name_in_pinyin_is_said() -> None:
    one, other = signs_of(
        [
            candidate("They met at Tongji on Monday.", "at Tongji", "他们周一在同济见面。"),
            candidate("They met at Tongji on Monday.", "at Tongji", "他们周一在那里见面。"),
        ],
        Reader(embedded()),
    )
    assert (one["hits"], other["hits"]) == (1.0, 0.0)


def test_a_word_in_latin_letters_is_an_anchor_of_chinese_only() -> None:
    lost = candidate("修复使用 Loading 时表头失效的问题", "使用 Loading 时", "Fix the table head")
    kept = candidate("修复使用 Loading 时表头失效的问题", "使用 Loading 时", "Fix loading the head")
    english = candidate("Fix the Loading of heads", "the Loading", "修复表头")
    assert [each.anchors for each in (lost, kept, english)] == [1, 0, 0]


def test_of_two_first_looks_that_are_certain_neither_decides_alone() -> None:
    sure, sorry, likely = (replace(LOST, score=score) for score in (1.0, 0.0, 0.98))
    signs = signs_of([sure, sorry, likely], Reader(embedded()))
    odds = [each["odds"] for each in signs]
    assert odds[0] == pytest.approx(-odds[1])
    assert odds[0] > odds[2] > 0
    assert all(0 < each < 1 for each in look_again([sure, sorry], Reader(embedded())))


def test_every_sign_has_its_weight() -> None:
    (signs,) = signs_of([LOST], Reader(embedded()))
    assert tuple(load_logistic("findings/clauses", "second-look").weights) == tuple(signs)
    assert signs_of([], Reader(embedded())) == []
