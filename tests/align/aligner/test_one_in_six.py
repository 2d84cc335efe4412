"""One sentence that a translator says in six is one bead."""

from __future__ import annotations

import random

import pytest
from helpers.build import read_lines

from duizhao.align.aligner.beads import find_beads
from duizhao.models.use.encoder import EmbeddedEncoder

BEFORE = [
    ("The harbour office opens at seven in the morning.", "港务处早上七点开门。"),
    ("A cat sleeps on the counter most of the day.", "一只猫大半天都睡在柜台上。"),
    ("Visitors have to sign a large green book.", "来访的人要在一本绿色的大簿子上签名。"),
]
LONG = (
    "Our captain, who had sailed to Iceland eleven times, bought two barrels of salted fish, "
    "paid the carpenter for the new mast, sent a letter to his daughter in Lisbon, quarrelled "
    "with the customs officer about a box of tea, and then slept until the tide turned."
)
IN_SIX = [
    "我们的船长去过冰岛十一次。",
    "他买了两桶咸鱼。",
    "他付清了木匠做新桅杆的工钱。",
    "他给住在里斯本的女儿寄了一封信。",
    "他为了一箱茶叶和海关官员吵了一架。",
    "然后他一直睡到潮水转向。",
]
AFTER = [
    ("Nobody in the town had seen snow before April.", "镇上没有人在四月以前见过雪。"),
    ("The bakery on the corner sold only rye bread.", "街角的面包店只卖黑麦面包。"),
    ("Children threw stones into the empty fountain.", "孩子们往干涸的喷泉里扔石头。"),
]


@pytest.fixture(scope="module")
def embedded() -> EmbeddedEncoder:
    return EmbeddedEncoder()


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_sentence_said_in_six_is_one_bead(embedded: EmbeddedEncoder, mirrored: bool) -> None:
    english = [*(a for a, _ in BEFORE), LONG, *(a for a, _ in AFTER)]
    chinese = [*(b for _, b in BEFORE), *IN_SIX, *(b for _, b in AFTER)]
    source, target = read_lines(english, lang="en"), read_lines(chinese, path="b.txt", lang="zh")
    if mirrored:
        source, target = target, source
    found = find_beads(source, target, embedded).beads
    beads = [(b.target, b.source) if mirrored else (b.source, b.target) for b in found]
    at = len(BEFORE)
    six = tuple(range(at, at + len(IN_SIX)))
    assert beads == [
        *(((n,), (n,)) for n in range(at)),
        ((at,), six),
        *(((n,), (n + len(IN_SIX) - 1,)) for n in range(at + 1, len(english))),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_what_is_omitted_beside_it_stays_alone(embedded: EmbeddedEncoder, seed: int) -> None:
    english = [*(a for a, _ in BEFORE), LONG, *(a for a, _ in AFTER)]
    chinese = [*(b for _, b in BEFORE), *IN_SIX, *(b for _, b in AFTER)]
    gone = random.Random(seed).randrange(len(BEFORE) + 1, len(english))
    # What a later sentence of the translation says is dropped from the original.
    kept = [text for n, text in enumerate(english) if n != gone]
    sides = read_lines(kept, lang="en"), read_lines(chinese, path="b.txt", lang="zh")
    found = find_beads(*sides, embedded).beads
    assert [b.target for b in found if not b.source] == [(gone + len(IN_SIX) - 1,)]
