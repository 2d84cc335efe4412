"""Subtitles in TTML: each paragraph is a cue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.read import read_document
from duizhao.corpora.reading.registry import choose_format, load_format
from duizhao.errors import FormatError, InputError

TTML = load_format("ttml")
CASES = json.loads((CASES_FOLDER / "subtitles_ttml.json").read_text("utf-8"))
OPEN = '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
CLOSE = "</div></body></tt>"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_sentences_stand_at_their_times(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "film.xml"
    path.write_text(case["input"], encoding="utf-8")
    document = read_document(path)
    found = [[s.place.cue if s.place else None, s.text] for s in document.sentences]
    assert found == case["expected"]


def test_it_is_known_by_its_root() -> None:
    assert choose_format(OPEN.encode("utf-16"), "a.txt").name == "ttml"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<tt/>",
        "<p>Yes.</p>",
        f"{OPEN}<p begin='1s'/>{CLOSE}",
        f"{OPEN}<p>cut",
        f"{OPEN}<p>a\x00b</p>{CLOSE}",
        f"<!DOCTYPE tt [<!ENTITY a 'b'>]>{OPEN}<p>&a;</p>{CLOSE}",
    ],
)
def test_what_is_broken_or_empty_is_refused(text: str) -> None:
    with pytest.raises(FormatError) as caught:
        TTML.read(text.encode(), "a.ttml", Limits())
    assert "\n" not in str(caught.value)


def test_depth_and_number_are_limited() -> None:
    with pytest.raises(InputError):
        TTML.read(f"{OPEN}{'<div>' * 5000}".encode(), "a.ttml", Limits())
    with pytest.raises(InputError, match="--limit parts="):
        TTML.read(f"{OPEN}{'<p>a</p>' * 9}{CLOSE}".encode(), "a.ttml", Limits(parts=5))
