from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest

from duizhao.corpora.alignment import Bead, Category

pytestmark = pytest.mark.wheel

SAMPLE = files("duizhao.corpora") / "data" / "sample"
TEXTS = {"source": "article.en", "target": "digest.zh"}
# The byline and the teaser: a translation is not expected to carry them.
NOT_EXPECTED = {1, 36}


def read(name: str) -> str:
    return (SAMPLE / name).read_text(encoding="utf-8")


def sentences(side: str) -> list[str]:
    return read(f"{TEXTS[side]}.sentences.txt").splitlines()


def spans(side: str) -> list[tuple[int, int]]:
    text, at, found = read(f"{TEXTS[side]}.txt"), 0, []
    for sentence in sentences(side):
        start = text.index(sentence, at)
        at = start + len(sentence)
        found.append((start, at))
    return found


def gold_beads() -> list[Bead]:
    beads = []
    for line in read("beads.align").splitlines():
        source, target = (tuple(json.loads(ids)) for ids in line.split(":"))
        beads.append(Bead(source, target))
    return beads


def gold_findings() -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(read("findings.json"))
    return gold


def touched(side: str, place: dict[str, Any]) -> set[int]:
    """The sentences that a place lies in; a point at a sentence's end belongs to it."""
    return {
        i
        for i, (start, end) in enumerate(spans(side))
        if (start < max(place["end"], place["start"] + 1) and place["start"] < end)
        or place["start"] == place["end"] == end
    }


def places(side: str) -> list[dict[str, Any]]:
    return [f[side] for f in gold_findings()["findings"] if f[side] is not None]


@pytest.mark.parametrize("side", TEXTS)
def test_sentences_rejoin_to_the_text(side: str) -> None:
    def squeeze(text: str) -> str:
        return re.sub(r"\s+", "", text)

    assert squeeze("".join(sentences(side))) == squeeze(read(f"{TEXTS[side]}.txt"))
    assert all(s == s.strip() and s for s in sentences(side))


@pytest.mark.parametrize("side", TEXTS)
def test_every_sentence_stands_in_exactly_one_bead(side: str) -> None:
    counted = Counter(i for bead in gold_beads() for i in getattr(bead, side))
    assert counted == Counter(range(len(sentences(side))))


def test_beads_stand_in_source_order() -> None:
    ids = [i for bead in gold_beads() for i in bead.source]
    assert ids == sorted(ids)


def test_the_pair_has_every_type_of_bead() -> None:
    types = Counter(bead.type for bead in gold_beads())
    assert set(types) == {"1-0", "0-1", "1-1", "1-2", "2-1", "2-2"}
    assert types["1-1"] > sum(types.values()) / 2, "most of a sample is ordinary translation"


def test_only_the_moved_beads_break_the_order_of_the_target() -> None:
    moved = [(tuple(m["source"]), tuple(m["target"])) for m in gold_findings()["moved"]]
    linked = [b for b in gold_beads() if b.target]
    assert moved
    assert all(any((b.source, b.target) == m for b in linked) for m in moved)

    def rises(beads: list[Bead]) -> bool:
        return all(a.target[-1] < b.target[0] for a, b in itertools.pairwise(beads))

    assert rises([b for b in linked if (b.source, b.target) not in moved])
    assert not rises(linked)


@pytest.mark.parametrize("side", TEXTS)
def test_offsets_point_at_the_text_they_claim(side: str) -> None:
    text = read(f"{TEXTS[side]}.txt")
    for place in places(side):
        assert 0 <= place["start"] <= place["end"] <= len(text)
        assert text[place["start"] : place["end"]] == place["text"]
        assert touched(side, place)


def test_findings_have_every_category_a_place_and_a_comment() -> None:
    findings = gold_findings()["findings"]
    # The digest has no such slips.
    slips = {Category.REPEATED, Category.LEFTOVER, Category.ATTRIBUTION}
    slips |= {Category.VERBATIM, Category.CONTRARY, Category.TERM, Category.INCONSISTENT}
    assert {f["category"] for f in findings} == {c.value for c in Category if c not in slips}
    assert all(f["source"] or f["target"] for f in findings)
    assert all(f["comment"].endswith(".") for f in findings)


def test_blanks_stand_between_the_marks_that_were_left() -> None:
    text = read("digest.zh.txt")
    for finding in gold_findings()["findings"]:
        if finding["category"] == "blank":
            place = finding["target"]
            before, after = text[place["start"] - 1], text[place["end"]]
            assert before in "“，是", finding["comment"]
            assert after in "”，。", finding["comment"]
        if finding["category"] == "omission" and finding["target"]:
            assert text[finding["target"]["end"]] in "，。", finding["comment"]
        if finding["category"] == "truncated":
            assert finding["target"]["start"] == finding["target"]["end"]
            assert text[finding["target"]["end"]] == "\n"


def test_lost_words_are_named_where_words_were_lost() -> None:
    for finding in gold_findings()["findings"]:
        if finding["category"] in {"blank", "truncated", "omission"}:
            assert finding["source"]["text"], finding["comment"]


def test_a_place_on_both_sides_lies_in_one_bead() -> None:
    beads = gold_beads()
    for finding in gold_findings()["findings"]:
        if finding["source"] and finding["target"]:
            source = touched("source", finding["source"])
            target = touched("target", finding["target"])
            assert any(source <= set(b.source) and target <= set(b.target) for b in beads), finding[
                "comment"
            ]


def test_null_beads_are_the_whole_sentences_dropped_or_added() -> None:
    findings = gold_findings()["findings"]
    dropped = {
        i
        for f in findings
        if f["category"] == "omission" and f["target"] is None
        for i in touched("source", f["source"])
    }
    added = {
        i for f in findings if f["category"] == "addition" for i in touched("target", f["target"])
    }
    nulls = [b for b in gold_beads() if b.is_null]
    assert {i for b in nulls for i in b.source} == dropped | NOT_EXPECTED
    assert {i for b in nulls for i in b.target} == added
    assert not dropped & NOT_EXPECTED


def test_the_sentences_without_translation_are_byline_and_teaser() -> None:
    assert sorted(
        i
        for i, s in enumerate(sentences("source"))
        if s.startswith(("By ", "Read more: ")) and not s.endswith(".")
    ) == sorted(NOT_EXPECTED)
