"""Which findings become remarks, and where."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.build import document, one_to_one, place, say

from duizhao.align.results.annotate import Chosen, find_remarks
from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity

SOURCE = ("One cat.", "Two dogs.", "Three birds.")
TARGET = ("一只猫。", "三只鸟。")


def aligned(*findings: Finding) -> Alignment:
    documents = document("en", *SOURCE), document("zh", *TARGET)
    beads = Bead((0,), (0,)), Bead((1,), ()), Bead((2,), (1,))
    return Alignment(documents, beads, findings)


def finding(number: int, **given: object) -> Finding:
    common = {
        "id": f"F{number:03}",
        "category": Category.NUMBER,
        "severity": Severity.MAJOR,
        "confidence": 0.9,
        "message": say("wrong", "不对"),
    }
    return Finding(**{**common, **given})  # type: ignore[arg-type]


def on(alignment: Alignment, text: str) -> Place:
    return place(alignment.documents, 1, text)


def test_a_remark_says_what_the_source_says() -> None:
    bare = aligned()
    source = place(bare.documents, 0, "Three")
    made = aligned(finding(1, source=source, target=on(bare, "三只")))
    [remark], left_out = find_remarks(made, ui="en")
    assert made.target.text[remark.start : remark.end] == "三只"
    assert left_out == {}
    title, *rest = remark.lines
    assert title == "F001 major · number · 90 % sure"
    assert rest[0] == "wrong"
    assert any("Three" in line for line in rest)


def test_a_finding_of_several_places_is_told_at_each() -> None:
    bare = aligned()
    places = [
        {"side": side, "document": d, **{k: getattr(p, k) for k in ("start", "end", "text")}}
        for side, d, p in (
            ("source", 0, place(bare.documents, 0, "One")),
            ("target", 1, on(bare, "猫")),
            ("target", 1, on(bare, "鸟")),
        )
    ]
    made = aligned(finding(1, target=on(bare, "猫"), evidence={"places": places, "count": 2}))
    remarks, _ = find_remarks(made)
    assert [made.target.text[r.start : r.end] for r in remarks] == ["猫", "鸟"]


def test_what_has_no_place_in_the_target_is_told_behind_what_stands_before_it() -> None:
    bare = aligned()
    made = aligned(
        finding(1, category=Category.OMISSION, source=place(bare.documents, 0, "Two dogs."))
    )
    [remark], _ = find_remarks(made)
    assert remark.start == remark.end == made.target.sentences[0].end


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        (Chosen(least_severity=Severity.CRITICAL), "less_severe"),
        (Chosen(least_confidence=0.95), "less_sure"),
        (Chosen(categories=[Category.NAME]), "other_category"),
        (Chosen(Severity.MAJOR, 0.9, [Category.NUMBER]), ""),
    ],
)
def test_what_is_left_out_is_counted(chosen: Chosen, reason: str) -> None:
    bare = aligned()
    made = aligned(finding(1, target=on(bare, "猫")))
    remarks, left_out = find_remarks(made, chosen)
    assert left_out == ({reason: 1} if reason else {})
    assert len(remarks) == (not reason)


def test_dismissed_findings_are_left_out() -> None:
    made = one_to_one(("One.", "一。"))
    target = Place(1, 0, 1, "一")
    said = finding(1, target=target, decision="dismissed")
    assert find_remarks(replace(made, findings=(said,))) == ([], {"dismissed": 1})
