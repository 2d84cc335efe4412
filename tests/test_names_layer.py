"""Names that became others: the layer on beads, on the sample pair and on the seed pair."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linked_pairs import check_places, linked
from material import seed

from duizhao.align.job import align_files
from duizhao.align.layers.material import Hit
from duizhao.align.layers.names import names
from duizhao.align.names import Kind, Name, names_in, same_name
from duizhao.corpora.bitext import Category
from duizhao.models.embedded import EmbeddedEncoder

ROWS = json.loads((Path(__file__).parent / "cases" / "names.json").read_text(encoding="utf-8"))
CASES = [pytest.param(row, id=row["label"]) for row in ROWS]
SWAPPED = [pytest.param(row, id=row["label"]) for row in ROWS if row["expected"]]
# Texts of names, and of what might be taken for them.
PIECES = st.sampled_from(
    ["Hangzhou", "Jordan", "Li Na", "U.S.", "St. Louis", "Mc", "O'", "马里", "杭州", "臺北", "·",
     "李娜", "罗森", "斯", "\u200b", "\ud83d", "A.", "'s", " ", "—", "é", "İ", "。", "1", "（"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join))


def found(row: dict[str, Any]) -> list[list[str]]:
    first, second = row["langs"].split("-")
    material = linked([row["source"]], [row["target"]], (first, second))
    hits = list(names(material))
    check_places(hits, material)
    return [[hit.rule, *_texts(hit)] for hit in hits]


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


@settings(deadline=None, max_examples=150)
@given(TEXTS, TEXTS)
def test_any_text_is_read(one: str, other: str) -> None:
    material = linked([one + ".", "In Wuhan."], [other + "。", "在武汉。"])
    hits = list(names(material))
    check_places(hits, material)
    assert hits == list(names(material))


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.sampled_from(["en", "zh", "fr"]))
def test_names_stand_where_they_say(text: str, lang: str) -> None:
    for name in names_in(text, lang):
        assert text[name.start : name.end] == name.text
        assert name.text


@pytest.mark.parametrize("piece", ["Li Na ", "斯·", "U.S.", "杭州", "O'", "Xi-", "马里", "ab "])
def test_a_side_without_an_end_is_read(piece: str) -> None:
    hits = list(names(linked([piece * 20_000, "He is in Hangzhou."], ["在" * 99, "他在广州。"])))
    assert [_texts(hit) for hit in hits if hit.rule == "wrong-place"][-1:] == [("Hangzhou", "广州")]


def test_names_of_both_kinds_are_found() -> None:
    found = names_in("史蒂文·罗森住在武汉。", "zh")
    assert [(name.text, name.kind) for name in found] == [
        ("史蒂文·罗森", Kind.PERSON),
        ("武汉", Kind.PLACE),
    ]


@pytest.mark.parametrize(
    ("en", "zh", "same"),
    [
        ("Steven Rosen", "史蒂文·罗森", True),
        ("Steven Rosen", "麦卡锡", False),
        ("Kite Pharma", "Kite Pharma", True),
        ("Kite Pharma", "kite pharma", True),
        ("Li Na", "李娜", True),
    ],
)
def test_two_names(en: str, zh: str, same: bool) -> None:
    pair = Name(en, 0, len(en), Kind.PERSON), Name(zh, 0, len(zh), Kind.PERSON)
    assert (same_name(*pair) > 0.75) is same
    assert same_name(*pair) == same_name(*pair[::-1])


def test_two_places_by_their_numbers() -> None:
    (hangzhou,) = names_in("Hangzhou", "en")
    here, there = names_in("杭州和广州", "zh")
    assert same_name(hangzhou, here) == 1
    assert same_name(hangzhou, there) == 0


def test_the_seed_pair_and_its_wrong_city() -> None:
    source = re.findall(r"[^\n]*\bHangzhou, announced[^\n]*", seed("001").read_text("utf-8"))
    target = re.findall("[^。\n]*圣地亚哥和广州[^。\n]*", seed("000").read_text("utf-8"))
    assert [_texts(hit) for hit in names(linked(source, target))] == [("Hangzhou", "广州")]


def test_the_sample_pair_and_its_wrong_city() -> None:
    sample = Path(__file__).resolve().parents[1] / "corpora" / "data" / "sample"
    wrong = _wrong_places(sample / "article.en.txt", sample / "digest.zh.txt")
    assert wrong == [("Galway", "科克")]


def _wrong_places(source: Path, target: Path) -> list[tuple[str, str]]:
    alignment = align_files(source, target, encoder=EmbeddedEncoder())
    return [
        (finding.source.text, finding.target.text)
        for finding in alignment.findings
        if finding.evidence.get("rule") == "wrong-place" and finding.source and finding.target
    ]
