"""Lone sentences that a neighbour's counterpart says, or what faces them; and lost ones."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER

from duizhao.align.findings.material import Hit, Material
from duizhao.align.findings.omissions.around import said_around
from duizhao.align.findings.omissions.layer import additions, omissions
from duizhao.align.findings.omissions.runs import Side, runs_of
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Bead
from duizhao.corpora.reading.read import document_from_text
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
