"""Contrary statements: what is told, and what only looks so."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.contrary.layer import contraries
from duizhao.align.findings.contrary.poles import opposites, permissions
from duizhao.align.findings.material import Hit, Material
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Bead
from duizhao.corpora.reading.read import document_from_text
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

CASES: list[dict[str, Any]] = json.loads(CASES_FOLDER.joinpath("contrary.json").read_text("utf-8"))


@cache
def embedded() -> Encoder:
    """Load the model once."""
    return load_encoder(cache=False)


def found(case: dict[str, Any], bead: Bead | None = None) -> list[Hit]:
    """Return what the layer tells of a pair of sentences."""
    documents = tuple(
        document_from_text(case[side], lang=lang, presplit=True)
        for side, lang in zip(("source", "target"), case["langs"], strict=True)
    )
    beads = (bead or Bead((0,), (0,), probability=1.0),)
    return list(contraries(Material(documents, beads, embedded(), Policy.FULL)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_contrary(case: dict[str, Any]) -> None:
    told = [[hit.source.text, hit.target.text] for hit in found(case) if hit.source and hit.target]
    assert told == ([case["told"]] if case["told"] else [])


def test_nothing_is_told_of_a_link_in_doubt() -> None:
    case = next(case for case in CASES if case["told"])
    assert found(case)
    assert not found(case, Bead((0,), (0,), probability=0.5))
    assert not found(case, Bead((0,), (0,), probability=1.0, moved=True))


@given(st.text(max_size=60), st.text(max_size=30))
def test_words_stand_where_a_clash_says(english: str, chinese: str) -> None:
    english, chinese = f"it is dependent {english}", f"独立{chinese}"
    for clash in (*opposites(english, chinese), *permissions(english, chinese)):
        assert english[slice(*clash.english)].strip()
        assert chinese[slice(*clash.chinese)].strip()
