"""Lone sentences that a neighbour's counterpart says, or what faces them; and lost ones."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER

from duizhao.align.findings.material import Hit, Material
from duizhao.align.findings.omissions.around import said_around
from duizhao.align.findings.omissions.layer import additions, omissions
from duizhao.align.findings.omissions.runs import Side, runs_of
from duizhao.align.judging.policy import Policy
from duizhao.align.pipeline import align_documents
from duizhao.corpora.alignment import Bead
from duizhao.corpora.reading.read import ReadOptions, document_from_text, read_document
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

CASES: list[dict[str, Any]] = json.loads(
    CASES_FOLDER.joinpath("lone_sentences.json").read_text("utf-8")
)
# What is less sure than this is no alarm.
SURE = 0.5


@cache
def embedded() -> Encoder:
    """Load the model once."""
    return load_encoder(cache=False)


def made(case: dict[str, Any], *, swap: bool = False) -> Material:
    """Return the documents of a case, whose sentences are linked as it says, or not at all."""
    sides = [
        document_from_text("\n".join(case[side]), lang=lang, presplit=True)
        for side, lang in zip(("source", "target"), case["langs"], strict=True)
    ]
    beads: list[Bead] = []
    at = [0, 0]
    for ends in (*case["links"], None):
        stops = [ids[0] for ids in ends] if ends else [len(d.sentences) for d in sides]
        beads += [Bead((i,), (), case["sure"]) for i in range(at[0], stops[0])]
        beads += [Bead((), (j,), case["sure"]) for j in range(at[1], stops[1])]
        if ends:
            beads.append(Bead(tuple(ends[0]), tuple(ends[1]), 0.9))
            at = [ids[-1] + 1 for ids in ends]
    if swap:
        sides.reverse()
        beads = [Bead(bead.target, bead.source, bead.probability) for bead in beads]
    return Material((sides[0], sides[1]), tuple(beads), embedded(), Policy.FULL)


def texts(hits: list[Hit], side: str) -> list[str]:
    places = [getattr(hit, side) for hit in hits if hit.confidence >= SURE]
    return [place.text for place in places]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_what_is_lost_is_told_and_what_stands_around_is_not(case: dict[str, Any]) -> None:
    material = made(case)
    assert texts(list(omissions(material)), "source") == case["lost"]
    assert texts(list(additions(material)), "target") == case["added"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_what_is_lost_one_way_is_added_the_other(case: dict[str, Any]) -> None:
    material = made(case, swap=True)
    assert texts(list(additions(material)), "target") == case["lost"]
    assert texts(list(omissions(material)), "source") == case["added"]


def test_a_second_sentence_is_asked_if_the_first_is_said() -> None:
    (case,) = (case for case in CASES if case["label"].startswith("items of a list"))
    material = made(case)
    side = Side(0, material.documents[0], 0, material.beads, material)
    said = said_around(list(runs_of(side)), side)
    assert {1, 2} <= said.keys()
    assert min(said[1].beside, said[2].beside) >= SURE


def test_of_other_languages_nothing_is_known() -> None:
    case = {**CASES[0], "langs": ["en", "de"]}
    material = made(case)
    side = Side(0, material.documents[0], 0, material.beads, material)
    assert said_around(list(runs_of(side)), side) == {}


LISTING = "```\ntide = read_gauge({})\nplot(tide, colour=blue)\n```"


@pytest.mark.parametrize(("faces", "is_said"), [("或", True), ("", False)])
def test_one_line_between_two_listings_says_the_one_between_the_same_two(
    faces: str, is_said: bool, tmp_path: Path
) -> None:
    parts = [
        ("The gauge is read every ten minutes.", "Or, if you would rather read one of them:"),
        ("验潮仪每十分钟读取一次。", faces),
    ]
    documents = []
    for lang, (first, second) in zip(("en", "zh"), parts, strict=True):
        file = tmp_path / f"{lang}.md"
        text = "\n\n".join((first, LISTING.format("all"), second, LISTING.format("one")))
        file.write_text(text, "utf-8")
        documents.append(read_document(file, ReadOptions(lang=lang)))
    lone = next(s.id for s in documents[0].sentences if s.text == parts[0][1])
    beads = tuple(
        part
        for bead in align_documents(documents[:1], documents[1], encoder=embedded()).beads
        for part in (
            [Bead(bead.source, (), 0.9), Bead((), bead.target, 0.9)]
            if bead.source == (lone,) and bead.target
            else [bead]
        )
    )
    material = Material((documents[0], documents[1]), beads, embedded(), Policy.FULL)
    side = Side(0, documents[0], 0, beads, material)
    (run,) = runs_of(side)
    said = said_around([run], side)
    assert (lone in said and said[lone].opposite > SURE) is is_said
