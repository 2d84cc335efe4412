"""Sentences that stop where their originals go on: a missing full stop, and too few words."""

from __future__ import annotations

import pytest
from helpers.linked_pairs import linked

from duizhao.align.findings.blanks.cut_sentences import stopped_short

ORIGINALS = [
    "The museum by the harbour opened its new wing last spring.",
    "Its director hopes that half a million visitors will come every year.",
    "The oldest ship of the collection was built in 1702 and still floats.",
    "Schools may visit on Mondays, and the house is closed to everyone else then.",
]
WHOLE = [
    "海港边的博物馆去年春天开放了新的侧翼。",
    "馆长希望每年能有五十万名游客前来。",
    "馆藏中最古老的船建于1702年，至今仍能漂浮。",
    "学校可以在周一参观，那天博物馆不对其他任何人开放。",
]
CUT = ["海港边的博物馆去年", "馆长希望每年能有", "馆藏中最古老的船", "学校可以在周一参观"]


def told(
    targets: list[str], deviations: float = 2.0, known: tuple[int, ...] = (), lang: str = "zh"
) -> list[str]:
    """Return the ends that are told if what has no full stop is so much too short."""
    material = linked(ORIGINALS, targets, ("en", lang))
    text = material.target.text
    gaps = stopped_short(material.linked, known, lambda _: deviations)
    return [text[gap.start : gap.end] for gap in gaps]


@pytest.mark.parametrize("number", range(len(CUT)))
def test_of_whole_sentences_the_one_that_stops_short_is_told(number: int) -> None:
    targets = [*WHOLE[:number], CUT[number], *WHOLE[number + 1 :]]
    (end,) = told(targets)
    assert CUT[number].endswith(end)
    assert told(targets, 0.5) == [], "it has its full length"
    assert told(targets, known=(number,)) == [], "it is told otherwise"


def test_all_that_stop_short_are_told() -> None:
    assert len(told(CUT)) == len(CUT)


def test_a_full_stop_that_whole_sentences_lack_too_says_nothing() -> None:
    material = linked(ORIGINALS, [text.rstrip("。") for text in WHOLE])
    # The first is far too short, the others have their full length.
    short = {0: 3.0}
    assert (
        stopped_short(material.linked, (), lambda each: short.get(each.bead.target[0], 0.0)) == []
    )


def test_the_first_sentence_without_a_full_stop_may_be_the_only_one_of_full_length() -> None:
    material = linked(ORIGINALS, [*CUT[:2], WHOLE[2], WHOLE[3].rstrip("。")])
    short = {0: 3.0, 1: 3.0}
    gaps = stopped_short(material.linked, (), lambda each: short.get(each.bead.target[0], 0.0))
    assert len(gaps) == len(short)


@pytest.mark.parametrize("end", ["。", "？", "！”", "……", "：", "；", "——"])
def test_what_ends_or_breaks_off_on_purpose_does_not_stop_short(end: str) -> None:
    assert told([*WHOLE[:3], CUT[3] + end]) == []


def test_nothing_is_told_of_stumps_and_of_languages_without_stops() -> None:
    assert told([*WHOLE[:3], "学校"]) == []
    assert told([*WHOLE[:3], CUT[3]], lang="th") == []
