"""Whole sentences without a counterpart: sections, what faces each other, what stands elsewhere."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.material import Hit, Material
from duizhao.align.findings.omissions.layer import additions, omissions
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Bead, Category
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import ReadOptions, document_from_text, read_document

GUIDE = """# Keeping bees

A hive needs shade in summer.

## Winter

Bees cluster when it is cold. Leave them their honey.

## Feeding

### Sugar is no honey

Feed syrup in autumn only.

## Swarms

A swarm leaves in May. Catch it in a box.

## Thanks

Our neighbours lent the box.
"""
# Its sentences: 0 title, 1, 2 Winter, 3, 4, 5 Feeding, 6 subtitle, 7, 8 Swarms, 9, 10, 11 Thanks,
# 12.


@pytest.fixture
def guide(tmp_path: Path) -> Document:
    path = tmp_path / "guide.md"
    path.write_text(GUIDE, encoding="utf-8")
    document = read_document(path, ReadOptions(lang="en"))
    assert len(document.sentences) == 13
    return document


def material(source: Document, target: Document, beads: Sequence[Bead]) -> Material:
    return Material((source, target), tuple(beads), HashEncoder(), Policy.FULL)


def without(source: Document, lost: Collection[int]) -> list[Hit]:
    """Return the omissions of a target that has one sentence for each one kept."""
    kept = [s.id for s in source.sentences if s.id not in lost]
    # Of German sentences nothing is known, word by word: what is cut is looked at by itself.
    target = document_from_text("\n".join(f"Satz {i}." for i in kept), lang="de", presplit=True)
    beads = [
        Bead((s.id,), () if s.id in lost else (kept.index(s.id),), probability=0.9)
        for s in source.sentences
    ]
    return list(omissions(material(source, target, beads)))


def ids_in(hit: Hit, document: Document) -> list[int]:
    place = hit.source
    assert place is not None
    return [s.id for s in document.sentences if place.start <= s.start and s.end <= place.end]


@pytest.mark.parametrize(
    ("lost", "expected"),
    [
        pytest.param(range(2, 5), [[2, 3, 4]], id="a-section"),
        pytest.param(range(2, 11), [[2, 3, 4], [5, 6, 7], [8, 9, 10]], id="sections-side-by-side"),
        pytest.param(range(4, 8), [[4], [5, 6, 7]], id="the-end-of-one-and-all-of-the-next"),
        pytest.param(range(4, 7), [[4, 5, 6]], id="two-broken-sections-are-one-passage"),
        pytest.param(range(11, 13), [[11, 12]], id="the-last-section"),
        pytest.param(range(13), [[0, 1], [2, 3, 4], [5, 6, 7], [8, 9, 10], [11, 12]], id="all"),
        pytest.param([5], [[5]], id="a-heading-alone"),
        pytest.param([6, 7], [[6, 7]], id="a-subtitle-begins-no-section"),
    ],
)
def test_each_section_that_is_gone_is_one_finding(
    guide: Document, lost: Collection[int], expected: list[list[int]]
) -> None:
    if len(lost) == 13:
        target = document_from_text("完全不同。", lang="zh")
        beads = [*(Bead((i,), ()) for i in lost), Bead((), (0,))]
        hits = list(omissions(material(guide, target, beads)))
    else:
        hits = without(guide, lost)
    assert [ids_in(hit, guide) for hit in hits] == expected


def test_very_many_sections_that_are_gone_are_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "terms.md"
    path.write_text("".join(f"## Term {n}\n\nIt means {n}.\n\n" for n in range(9)), "utf-8")
    source = read_document(path, ReadOptions(lang="en"))
    (hit,) = without(source, range(2, 18))
    assert (hit.evidence or {})["sentences"] == 16


def test_what_was_put_in_on_the_other_side_does_not_break_a_passage() -> None:
    source = document_from_text("One here. Two there. Three where. Four more.", lang="en")
    target = document_from_text("Eins hier. Neu ist das. Vier mehr.", lang="de")
    beads = [
        Bead((0,), (0,)),
        Bead((1,), ()),
        Bead((), (1,)),
        Bead((2,), ()),
        Bead((3,), (2,)),
    ]
    (hit,) = omissions(material(source, target, beads))
    assert ids_in(hit, source) == [1, 2]
    assert len(list(additions(material(source, target, beads)))) == 1


def test_a_moved_sentence_breaks_no_passage_that_it_does_not_come_from() -> None:
    source = document_from_text("One. Two. Three. Four. Five.", lang="en", presplit=False)
    source = document_from_text("One.\nTwo.\nThree.\nFour.\nFive.", lang="en", presplit=True)
    target = document_from_text("Eins.\nFünf.\nVier.", lang="de", presplit=True)
    beads = [
        Bead((0,), (0,)),
        Bead((1,), ()),
        Bead((4,), (1,), moved=True),
        Bead((2,), ()),
        Bead((3,), (2,)),
    ]
    (hit,) = omissions(material(source, target, beads))
    assert ids_in(hit, source) == [1, 2]


def test_what_is_hardly_alone_is_no_finding_and_what_may_be_is_said_to_be() -> None:
    source = document_from_text("A:\nTwo slept well.", lang="en", presplit=True)
    target = document_from_text("二睡得好。", lang="zh")
    beads = [Bead((0,), (), probability=0.5), Bead((1,), (0,))]
    assert not list(omissions(material(source, target, beads)))
    source = document_from_text("Nobody slept.\nTwo slept well.", lang="en", presplit=True)
    (maybe,) = omissions(material(source, target, beads))
    assert maybe.message["en"].startswith("Maybe missing from the translation: “Nobody slept.”")
    assert "seems to say the same" in maybe.message["en"]
    assert maybe.message["zh"].startswith("译文可能缺少“Nobody slept.”")
    beads[0] = Bead((0,), (), probability=0.99)
    (sure,) = omissions(material(source, target, beads))
    assert sure.message["en"].startswith("Missing from the translation: “Nobody slept.”")


def test_names_and_numbers_are_looked_for_before_a_sentence_is_called_missing() -> None:
    source = document_from_text(
        "The orchard belongs to Quillon.\nIt rained.\nIn 1987 Brentford sold 240 trees.\n"
        "The moon was full.",
        lang="en",
        presplit=True,
    )
    target = document_from_text(
        "果园归Quillon所有，此前1987年Brentford卖出了240棵树。\n下了雨。\n月亮很圆。",
        lang="zh",
        presplit=True,
    )
    beads = [
        Bead((0,), (0,)),
        Bead((1,), (1,)),
        Bead((2,), (), probability=0.9),
        Bead((3,), (2,)),
    ]
    (hit,) = omissions(material(source, target, beads))
    assert hit.rule.sign == "condensed"
    elsewhere = (hit.evidence or {})["elsewhere"]
    assert isinstance(elsewhere, list)
    (found,) = elsewhere
    assert found["shared"] == ["1987", "Brentford", "240"]
    assert target.text[found["start"] : found["end"]] == target.sentences[0].text
    assert "1987, Brentford, 240 stand in" in hit.message["en"]
    assert "1987、Brentford、240见于" in hit.message["zh"]
    unlike = document_from_text(target.text.replace("1987", "").replace("240", ""), lang="zh")
    (other,) = omissions(material(source, unlike, beads))
    assert other.rule.sign == "sentences", "one name is too little"
    assert hit.confidence < other.confidence


@pytest.mark.parametrize(("more", "rule"), [("", "condensed"), ("Brentford睡了。", "sentences")])
def test_a_name_tells_where_a_sentence_went_unless_many_sentences_have_it(
    more: str, rule: str
) -> None:
    source = document_from_text(
        "The orchard belongs to Quillon.\nIt rained.\nIn 1987 Brentford sold trees.\n"
        "The moon was full over Brentford.",
        lang="en",
        presplit=True,
    )
    target = document_from_text(
        "果园归Quillon所有，此前1987年Brentford卖出了一些树。\n下了雨。\n满月照着Brentford。\n"
        + more,
        lang="zh",
        presplit=True,
    )
    beads = [Bead((0,), (0,)), Bead((1,), (1,)), Bead((2,), ()), Bead((3,), (2,))]
    beads += [Bead((), (3,))] if more else []
    (hit,) = omissions(material(source, target, beads))
    assert hit.rule.sign == rule


def test_a_name_that_the_linked_sentence_explains_is_no_trace() -> None:
    source = document_from_text(
        "Brentford planted 240 trees.\nIt rained.\nBrentford sold 240 trees.\nThe moon was full.",
        lang="en",
        presplit=True,
    )
    target = document_from_text(
        "Brentford种了240棵树。\n下了雨。\n月亮很圆。", lang="zh", presplit=True
    )
    beads = [Bead((0,), (0,)), Bead((1,), (1,)), Bead((2,), ()), Bead((3,), (2,))]
    (hit,) = omissions(material(source, target, beads))
    assert hit.rule.sign == "sentences"


def test_the_more_is_gone_the_surer_it_is() -> None:
    lines = [f"Sentence number {n} speaks of nothing much." for n in range(30)]
    source = document_from_text("\n".join(lines), lang="en", presplit=True)
    few, many = (without_random(source, share, probability=0.7).confidence for share in (0.05, 0.7))
    assert few < many


def without_random(source: Document, share: float, probability: float) -> Hit:
    """Drop the first sentence, and a share of the others from the end, and return the first hit."""
    lost = {0, *range(round(len(source.sentences) * (1 - share)), len(source.sentences))}
    kept = [s.id for s in source.sentences if s.id not in lost]
    target = document_from_text("\n".join("句子。" for _ in kept), lang="zh", presplit=True)
    beads = [
        Bead((s.id,), () if s.id in lost else (kept.index(s.id),), probability=probability)
        for s in source.sentences
    ]
    return next(iter(omissions(material(source, target, beads))))


def test_lines_left_as_they_are_make_nothing_less_sure() -> None:
    lines = [f"Sentence number {n} speaks of nothing much." for n in range(6)]
    cells = [f"harbour-{n}.tar.gz" for n in range(30)]
    found: list[Hit] = []
    for kept in ([], cells):
        source = document_from_text("\n".join([*lines, *kept]), lang="en", presplit=True)
        target = document_from_text("\n".join(["句子。"] * 3 + kept), lang="zh", presplit=True)
        beads = [Bead((n,), (n,)) for n in range(3)]
        beads += [Bead((n,), (), probability=0.7) for n in range(3, 6)]
        beads += [Bead((n + 6,), (n + 3,)) for n in range(len(kept))]
        found += omissions(material(source, target, beads))
    assert found[0].confidence == found[1].confidence


@given(st.integers(0, 10**6))
@examples(60)
def test_the_two_sides_mirror_each_other(chance: int) -> None:
    rng = random.Random(chance)
    count = rng.randint(1, 8)
    texts = [
        " ".join(rng.choice(["ab", "cd", "ef", "12", "34", "Xyz"]) for _ in range(4))
        for _ in range(count)
    ]
    here = document_from_text("\n".join(texts), lang="en", presplit=True)
    there = document_from_text("w\n" * 3, lang="en", presplit=True)
    beads = [Bead((i,), (), probability=rng.uniform(0.01, 1.0)) for i in range(count)]
    for j in range(3):
        at = rng.randrange(len(beads))
        bead = Bead((), (j,)) if beads[at].target else Bead(beads[at].source, (j,))
        if beads[at].target:
            beads.insert(at + 1, bead)
        else:
            beads[at] = bead
    ordered = {j: n for n, j in enumerate(j for bead in beads for j in bead.target)}
    beads = [Bead(b.source, tuple(ordered[j] for j in b.target), b.probability) for b in beads]
    mirrored = [Bead(b.target, b.source, b.probability) for b in beads]
    lost = list(omissions(material(here, there, beads)))
    added = list(additions(material(there, here, mirrored)))
    assert [(h.source and h.source.text, h.confidence, h.rule.sign) for h in lost] == [
        (h.target and h.target.text, h.confidence, h.rule.sign) for h in added
    ]
    assert {h.category for h in lost} <= {Category.OMISSION}
    assert all(0.0 <= h.confidence <= 1.0 for h in lost)
