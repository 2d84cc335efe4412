"""What a glance says of a pair, before it is read word by word."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.words.glance import glance_signs
from duizhao.align.findings.words.length_signs import length_signs
from duizhao.align.findings.words.lexicon import Lexicon
from duizhao.align.findings.words.uncovered import Reader
from duizhao.models.registry import load_encoder

SMALL = Lexicon.of({"山谷": b"valley/ravine", "河水": b"river water", "上涨": b"to rise"})
LANGS = ("en", "zh")
# One says all of it, the other its first half in more words.
WHOLE = "渡轮中午从港口离开，不过预计沿海会有强风。"
CUT = "渡轮将会在今天中午的时候从那个港口离开了。"
ENGLISH = "The ferry leaves the harbour at noon, although strong winds are forecast for the coast."


def test_words_without_a_counterpart_are_open() -> None:
    signs, back = glance_signs(("The river floods valleys.", "河水上涨。"), LANGS, SMALL)
    # “river” is said; “floods” and “valleys” are not, and stand side by side.
    assert signs["open-share"] == pytest.approx(2 / 4)
    assert signs["open-words"] == pytest.approx(math.log(3))
    assert signs["open-run"] == pytest.approx(math.log(2))
    # Four characters are two words, of which “上涨” has no counterpart.
    assert signs["other-open-share"] == pytest.approx(1 / 3)
    assert signs["other-open-run"] == pytest.approx(math.log(1.5))
    assert back["open-share"] == signs["other-open-share"]


def test_a_name_in_latin_letters_is_its_own_counterpart() -> None:
    signs, _ = glance_signs(("Linux rises.", "Linux 上涨。"), LANGS, SMALL)
    assert signs["open-words"] == 0.0


def test_lengths_are_among_the_signs() -> None:
    pair = ("The river rises.", "河水上涨。")
    signs, _ = glance_signs(pair, LANGS, SMALL)
    assert length_signs(*pair, LANGS).items() <= signs.items()


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20), st.booleans())
def test_what_is_lost_one_way_is_added_the_other(one: str, other: str, chinese: bool) -> None:
    langs = ("zh", "en") if chinese else ("en", "zh")
    assert (
        glance_signs((one, other), langs, SMALL)
        == (glance_signs((other, one), (langs[1], langs[0]), SMALL)[::-1])
    )


def test_of_two_translations_as_long_as_each_other_the_one_that_says_less_is_told() -> None:
    assert len(CUT) == len(WHOLE)
    reader = Reader(load_encoder("use-multilingual-v3", cache=False))
    lost, whole = (reader.at_a_glance((ENGLISH, chinese), LANGS)[0] for chinese in (CUT, WHOLE))
    assert lost > reader.fitted.least > whole


def test_nothing_is_seen_in_a_pair_of_which_a_side_is_empty() -> None:
    reader = Reader(load_encoder("use-multilingual-v3", cache=False))
    assert reader.at_a_glance(("", "河水"), LANGS) == (-math.inf, -math.inf)
