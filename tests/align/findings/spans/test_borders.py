"""Where passages may begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.spans.borders import borders, pairs_of_marks


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("see “A (b)” and “C", [(4, 11), (7, 10), (16, 19)]),
        ("（甲）乙）", [(-1, 5), (0, 3)]),
        ('He said "no" and "yes".', [(8, 12), (17, 22)]),
        ('he called it "a 5" pipe"', [(13, 24)]),
        ('The guests" dinner was called "poor".', [(-1, 11), (30, 36)]),
        ('说"你好"然后走了', [(1, 5)]),
        ("„Nein“, sagte er.", [(0, 6)]),
        ("the boats' 'long way' to O'Hara’s ‘pier’", [(11, 21), (34, 40)]),
        ("『他（她』）", [(-1, 6), (0, 5), (2, 7)]),
    ],
)
def test_pairs_of_marks(text: str, pairs: list[tuple[int, int]]) -> None:
    assert pairs_of_marks(text) == pairs


def marked(text: str, lang: str) -> str:
    """Show borders: | at a pause, ' between words, ~ behind a word that leans."""
    places = borders(text, lang)
    signs: dict[int, str] = {}
    for border in (*places.starts, *places.ends):
        signs[border.at] = "|" if border.is_pause else "~" if border.leans else "'"
    return "".join(signs.get(at, "") + text[at : at + 1] for at in range(len(text) + 1))


@pytest.mark.parametrize(
    ("lang", "text", "shown"),
    [
        ("zh", "他说，明天在港口见。", "|他'说|，|明天'在~港口'见|。"),
        ("zh", "他读《海上的风》等书。", "|他'读'《海上的风》等'书|。"),
        ("zh", "她说：“走吧，再见。”", "|她'说|：|“|走吧|，|再见|。”|"),
        ("en", "She left, “at nine, or so”.", "|She~ ~left|, |“|at~ ~nine|, |or~ ~so|”|."),
        ("en", "a “slow” boat", "|a~ ~“slow”' 'boat|"),
    ],
)
def test_borders(lang: str, text: str, shown: str) -> None:
    assert marked(text, lang) == shown


@given(
    st.text("ab 了在，。“”（）\"'《》书等-.", max_size=30),
    st.sampled_from(["zh", "en"]),
)
def test_a_passage_within_the_same_quotations_has_whole_pairs(text: str, lang: str) -> None:
    places = borders(text, lang)
    for start in places.starts:
        for end in places.ends:
            if start.at < end.at and start.inside == end.inside:
                for a, b in pairs_of_marks(text):
                    shared = max(a, start.at) < min(b, end.at)
                    within = a < start.at and end.at < b
                    assert not shared or within or (start.at <= a and b <= end.at)
