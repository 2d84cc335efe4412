"""Names that became others: the layer on beads, on the sample pair and on the seed pair."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER, SAMPLE
from helpers.linked_pairs import check_places, linked
from helpers.material import seed
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.material import Hit
from duizhao.align.findings.names.chinese_people import people_in_chinese
from duizhao.align.findings.names.layer import names
from duizhao.align.findings.names.people import people_in_english
from duizhao.align.findings.names.places import as_simplified, load_places
from duizhao.align.findings.names.transliteration import transliterated
from duizhao.align.findings.names.types import Name, Person
from duizhao.corpora.alignment import Category

ROWS = json.loads((CASES_FOLDER / "names.json").read_text(encoding="utf-8"))
CASES = [pytest.param(row, id=row["label"]) for row in ROWS]
SWAPPED = [pytest.param(row, id=row["label"]) for row in ROWS if row["expected"]]
# Texts of names, and of what might be taken for them.
PIECES = st.sampled_from(
    ["Hangzhou", "Jordan", "Li Na", "U.S.", "St. Louis", "Mc", "O'", "马里", "杭州", "臺北", "·",
     "李娜", "罗森", "斯", "\u200b", "\ud83d", "A.", "'s", " ", "—", "é", "İ", "。", "1", "（"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join))


PEOPLE = {"en": people_in_english, "zh": people_in_chinese}


def found(row: dict[str, Any]) -> list[list[str]]:
    first, second = row["langs"].split("-")
    material = linked([row["source"]], [row["target"]], (first, second))
    hits = list(names(material))
    check_places(hits, material)
    return [[hit.rule.sign, *_texts(hit)] for hit in hits]


def _texts(hit: Hit) -> tuple[str, str]:
    assert hit.category is Category.NAME
    assert hit.source is not None
    assert hit.target is not None
    return hit.source.text, hit.target.text


@pytest.mark.parametrize("row", CASES)
def test_a_pair_of_sentences(row: dict[str, Any]) -> None:
    assert found(row) == row["expected"]


@pytest.mark.parametrize("row", CASES)
def test_the_same_pair_the_other_way_round(row: dict[str, Any]) -> None:
    langs = "-".join(reversed(row["langs"].split("-")))
    turned = {"langs": langs, "source": row["target"], "target": row["source"]}
    assert found(turned) == [[rule, b, a] for rule, a, b in row["expected"]]


@pytest.mark.parametrize("row", SWAPPED)
def test_the_message_names_both(row: dict[str, Any]) -> None:
    first, second = row["langs"].split("-")
    (hit,) = names(linked([row["source"]], [row["target"]], (first, second)))
    for message in hit.message.values():
        assert all(text in message for text in _texts(hit))


def test_the_message_says_what_the_place_is_called() -> None:
    (hit,) = names(linked(["He is in Hangzhou."], ["他在广州。"]))
    assert "杭州" in hit.message["en"]
    assert "Guangzhou" in hit.message["zh"]


def test_the_message_says_what_the_person_is_called_elsewhere() -> None:
    sources = ["Olaf Scholz came.", "Scholz said no.", "Olaf Scholz went to bed."]
    targets = ["肖尔茨来了。", "肖尔茨说不行。", "基尔·斯塔默上床睡觉了。"]
    (hit,) = names(linked(sources, targets))
    assert "肖尔茨" in hit.message["zh"]


def test_the_right_name_in_brackets_behind_another() -> None:
    source, target = (
        "It was at the Museum of Liverpool.",
        "地点是广州博物馆 (Museum of Liverpool)。",
    )
    (hit,) = names(linked([source], [target]))
    assert _texts(hit) == ("Liverpool", "广州")


def test_a_rendering_of_the_translators_own_is_no_error() -> None:
    sources = ["Kieran Hughes came in.", "Then Kieran Hughes sat down."]
    targets = ["基尔·斯塔默进来了。", "然后基尔·斯塔默坐下了。"]
    assert len(list(names(linked(sources[:1], targets[:1])))) == 1
    assert not list(names(linked(sources, targets)))


def test_sides_that_are_no_translations_are_left_alone() -> None:
    material = linked(["It rained.", "He is in Hangzhou."], ["下雨了。", "他在广州。"])
    alike = [
        replace(bead, similarity=cosine)
        for bead, cosine in zip(material.beads, (0.8, 0.7), strict=True)
    ]
    unlike = [alike[0], replace(alike[1], similarity=0.1)]
    assert list(names(replace(material, beads=tuple(alike))))
    assert not list(names(replace(material, beads=tuple(unlike))))


@examples(150)
@given(TEXTS, TEXTS)
def test_any_text_is_read(one: str, other: str) -> None:
    material = linked([one + ".", "In Wuhan."], [other + "。", "在武汉。"])
    hits = list(names(material))
    check_places(hits, material)
    assert hits == list(names(material))


@examples(150)
@given(TEXTS, st.sampled_from(["en", "zh"]))
def test_names_stand_where_they_say(text: str, lang: str) -> None:
    text = as_simplified(text) if lang == "zh" else text
    places = tuple(load_places().find(text, lang))
    named: list[Name | Person] = [*places, *PEOPLE[lang](text, places)]
    for name in named:
        assert text[name.start : name.end] == name.text
        assert name.text


@pytest.mark.parametrize("piece", ["Li Na ", "斯·", "U.S.", "杭州", "O'", "Xi-", "马里", "ab "])
def test_a_side_without_an_end_is_read(piece: str) -> None:
    hits = list(names(linked([piece * 20_000, "He is in Hangzhou."], ["在" * 99, "他在广州。"])))
    assert [_texts(hit) for hit in hits if hit.rule.sign == "wrong-place"][-1:] == [
        ("Hangzhou", "广州")
    ]


def test_names_of_both_kinds_are_found() -> None:
    text = "史蒂文·罗森住在武汉。"
    places = tuple(load_places().find(text, "zh"))
    assert [name.text for name in places] == ["武汉"]
    assert [person.text for person in people_in_chinese(text, places)] == ["史蒂文·罗森"]


@pytest.mark.parametrize(
    ("en", "zh", "same"),
    [
        ("Steven Rosen", "史蒂文·罗森", True),
        ("Steven Rosen", "麦卡锡", False),
        ("Li Na", "李娜", True),
    ],
)
def test_two_names(en: str, zh: str, same: bool) -> None:
    assert (transliterated(en, zh) > 0.75) is same


def test_two_places_by_their_numbers() -> None:
    (hangzhou,) = load_places().find("Hangzhou", "en")
    here, there = load_places().find("杭州和广州", "zh")
    assert not hangzhou.ids.isdisjoint(here.ids)
    assert hangzhou.ids.isdisjoint(there.ids)


def test_the_seed_pair_and_its_wrong_city() -> None:
    source = re.findall(r"[^\n]*\bHangzhou, announced[^\n]*", seed("001").read_text("utf-8"))
    target = re.findall("[^。\n]*圣地亚哥和广州[^。\n]*", seed("000").read_text("utf-8"))
    assert [_texts(hit) for hit in names(linked(source, target))] == [("Hangzhou", "广州")]


def test_the_sample_pair_and_its_wrong_city() -> None:
    sample = SAMPLE
    (source,) = re.findall(
        r"[^\n]*\bGalway\b[^\n]*", (sample / "article.en.txt").read_text("utf-8")
    )
    (target,) = re.findall("[^\n]*科克[^\n]*", (sample / "digest.zh.txt").read_text("utf-8"))
    assert [_texts(hit) for hit in names(linked([source], [target]))] == [("Galway", "科克")]


# A text that names places of its own, in front of a sentence.
AROUND = (
    [
        "It rained in Japan.",
        "The wind came from Korea.",
        "Osaka was wet.",
        "Nobody came.",
        "So what?",
    ],
    ["日本下雨了。", "风来自韩国。", "大阪湿漉漉的。", "没有人来。", "那又怎样？"],
)
STRANGE = [
    (
        "a place that the text names nowhere",
        "Japan's fleet left Osaka.",
        "慕尼黑的日方船队离开大阪。",
        "慕尼黑",
    ),
    ("only added", "The town lies near the sea.", "慕尼黑离海很近。", ""),
    ("named elsewhere", "The town lies near the sea.", "大阪离海很近。", ""),
    (
        "the country of a city that is named",
        "The city lies near the sea.",
        "日本的城市离海很近。",
        "",
    ),
    (
        "a part of an institution's name",
        "The Met Office gave a warning.",
        "英国气象局发布了预警。",
        "",
    ),
    ("in the title of a newspaper", "The Times wrote about Osaka.", "《泰晤士报》报道了大阪。", ""),
    ("a part of other words", "Osaka extended the spring holiday.", "大阪延长春节假期。", ""),
    ("a small town", "The ministry in Osaka said so.", "大阪的部门说，托特纳姆如此。", ""),
    (
        "heard in another name",
        "He left Osaka for Mallawi station.",
        "他离开大阪前往马拉维车站。",
        "",
    ),
]


@pytest.mark.parametrize(("label", "source", "target", "strange"), STRANGE)
def test_a_place_that_is_strange_to_the_whole_text(
    label: str, source: str, target: str, strange: str
) -> None:
    material = linked([*AROUND[0], source], [*AROUND[1], target])
    hits = list(names(material))
    check_places(hits, material)
    assert [hit.target.text for hit in hits if hit.target] == ([strange] if strange else []), label
    assert all(strange in message for hit in hits for message in hit.message.values())


def test_a_short_text_need_not_name_everything() -> None:
    assert not list(names(linked(["The town lies near the sea."], ["慕尼黑离海很近。"])))


def test_a_sentence_that_its_neighbours_hold_is_read() -> None:
    swapped = linked(AROUND[0], [*AROUND[1][:2], "维也纳湿漉漉的。", *AROUND[1][3:]])
    beads = [replace(bead, similarity=0.8) for bead in swapped.beads]
    beads[2] = replace(beads[2], similarity=0.1)
    held = replace(swapped, beads=tuple(beads))
    assert [_texts(hit) for hit in names(held)] == [("Osaka", "维也纳")]
    beads[1] = replace(beads[1], similarity=0.1)
    assert not list(names(replace(swapped, beads=tuple(beads))))
