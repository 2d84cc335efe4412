"""How alike a foreign name and its Chinese transliteration sound."""

from __future__ import annotations

import itertools

import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.names.places import load_places
from duizhao.align.findings.names.transliteration import best_within, sounds_en, transliterated

PEOPLE = [
    ("Rosen", "罗森"),
    ("Musk", "马斯克"),
    ("Thiel", "蒂尔"),
    ("Macron", "马克龙"),
    ("Merkel", "默克尔"),
    ("Biden", "拜登"),
    ("Pelosi", "佩洛西"),
    ("Netanyahu", "内塔尼亚胡"),
    ("Zuckerberg", "扎克伯格"),
    ("Johnson", "约翰逊"),
]


@pytest.mark.parametrize(("en", "zh"), PEOPLE)
def test_a_name_sounds_like_its_own_transliteration(en: str, zh: str) -> None:
    own = transliterated(en, zh)
    assert own >= 0.7
    assert own == max(transliterated(en, other) for _, other in PEOPLE)
    assert best_within(en, f"在{zh}和") >= 0.7


def test_names_of_the_table_are_told_from_each_other() -> None:
    """A name's own transliteration is nearly always more alike than its neighbour's."""
    table = load_places()
    every = (table.place(number) for number in range(2000, 4000))
    foreign = [
        place
        for place in every
        if place.parents & {"DE", "FR", "RU", "BR", "IN", "PL"} and place.en[0].isalpha()
    ]
    pairs = list(itertools.pairwise(foreign))
    right = sum(
        transliterated(a.en[0], a.zh[0]) > transliterated(a.en[0], b.zh[0]) for a, b in pairs
    )
    assert len(pairs) > 300
    assert right / len(pairs) > 0.95


@examples(200)
@given(st.text(max_size=20), st.text("罗森马克斯龙a·\u200b", max_size=8))
def test_likeness_is_a_share(en: str, zh: str) -> None:
    assert 0 <= transliterated(en, zh) <= 1
    assert 0 <= best_within(en, zh) <= 1
    assert best_within(en, zh + "罗") >= best_within(en, zh) - 1e-9
    assert sounds_en(en).isascii()


@pytest.mark.parametrize(
    ("en", "zh"), [("", "罗森"), ("Rosen", ""), ("123", "罗森"), ("Rosen", "·")]
)
def test_nothing_sounds_like_nothing(en: str, zh: str) -> None:
    assert transliterated(en, zh) == 0
    assert best_within(en, zh) == 0
