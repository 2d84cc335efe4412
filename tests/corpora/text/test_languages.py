from __future__ import annotations

import pytest
from helpers.build import document

from duizhao.align.findings.material import Passage
from duizhao.align.findings.untranslated.foreign_runs import may_be_told
from duizhao.align.lengths import expected_log_ratio
from duizhao.align.report.marks import Reading
from duizhao.corpora.exchange.bead_text import join_sentences
from duizhao.corpora.text.languages import (
    is_dense,
    is_in_han,
    join,
    joiner,
    latin_length,
    spaces_words,
)

# Between Thai sentences stands a space, between Thai words none.
SPACED_SENTENCES = {"en", "de", "ko", "th", "lo", "km", "my", "el"}
UNSPACED_SENTENCES = {"zh", "ja", "yue", "wuu", "nan", "zh-TW", "ZH_cn"}


@pytest.mark.parametrize("lang", sorted(SPACED_SENTENCES | UNSPACED_SENTENCES))
def test_every_part_of_the_program_joins_sentences_alike(lang: str) -> None:
    both = document(lang, "一。", "二。")
    space = " " if lang in SPACED_SENTENCES else ""
    assert joiner(lang) == space
    assert join(["一。", "二。"], lang) == f"一。{space}二。"
    assert join_sentences(both, (0, 1)) == f"一。{space}二。"
    assert Passage(0, both, both.sentences).text == f"一。{space}二。"
    assert Reading(both).text == f"一。{space}二。"


def test_latin_sentences_in_a_text_of_han_characters_keep_their_space() -> None:
    assert join(["他说。", "No.", "", "Yes.", "好。"], "zh") == "他说。No. Yes.好。"
    assert join([], "zh") == join([""], "en") == ""


@pytest.mark.parametrize("lang", ["zh", "ja", "yue", "ko"])
def test_a_dense_language_is_dense_for_every_reckoning(lang: str) -> None:
    assert is_dense(lang)
    assert latin_length(4, lang) == 12
    assert expected_log_ratio("en", lang) > 0
    assert expected_log_ratio("zh", lang) == 0


@pytest.mark.parametrize("lang", ["en", "th", "ru", "ar"])
def test_an_alphabet_is_not_dense(lang: str) -> None:
    assert not is_dense(lang)
    assert latin_length(4, lang) == 4
    assert expected_log_ratio("en", lang) == 0


def test_what_is_written_in_han_characters_is_told_from_the_latin_script() -> None:
    assert [lang for lang in ("zh", "yue", "ja", "ko", "th") if is_in_han(lang)] == [
        "zh",
        "yue",
        "ja",
    ]
    assert may_be_told("en", "yue")
    assert not may_be_told("en", "ko")
    assert not may_be_told("ja", "zh")


def test_words_have_spaces_in_korean_and_none_in_thai() -> None:
    assert spaces_words("ko")
    assert spaces_words("en")
    assert not any(map(spaces_words, ("th", "my", "zh", "ja")))
