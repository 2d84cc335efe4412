"""Subtitles in ASS and SSA: what is shown, at its time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.read import read_document
from duizhao.corpora.reading.registry import choose_format, load_format
from duizhao.errors import FormatError, InputError

ASS = load_format("ass")
CASES = json.loads((CASES_FOLDER / "subtitles_stations.json").read_text("utf-8"))
HEAD = "[Script Info]\n[Events]\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_sentences_stand_at_their_times(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "film.ass"
    path.write_text(case["input"], encoding="utf-8")
    document = read_document(path)
    found = [[s.place.cue if s.place else None, s.text] for s in document.sentences]
    assert found == case["expected"]


def test_a_wrong_suffix_does_not_make_it_a_plain_text() -> None:
    assert choose_format(HEAD.encode("utf-8-sig"), "film.txt").name == "ass"
    assert choose_format(b"; made by hand\n" + HEAD.encode(), "film").name == "ass"


@pytest.mark.parametrize("text", ["", HEAD, f"{HEAD}Dialogue: 0,0:00:01.00\n", "Dialogue:\n"])
def test_a_file_without_speech_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match="give subtitles"):
        ASS.read(text.encode(), "a.ass", Limits())


def test_too_many_lines_are_refused() -> None:
    line = "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,Yes.\n"
    with pytest.raises(InputError, match="--limit parts="):
        ASS.read((HEAD + line * 3).encode(), "a.ass", Limits(parts=2))


@given(st.text(st.sampled_from("xy {}\\pNnh0123,文。\n"), max_size=60))
def test_no_field_of_a_line_is_taken_for_text(text: str) -> None:
    source = f"{HEAD}Dialogue: 7,0:00:01.00,0:00:02.00,Qq,,0,0,0,,文{text}"
    reading = ASS.read(source.encode(), "a.ass", Limits())
    assert reading.text.startswith("文")
    assert "Q" not in reading.text


@pytest.mark.parametrize("body", ["{" * 200_000, "{\\p1" * 50_000, "\\N" * 100_000, "{}" * 100_000])
def test_a_hostile_line_is_read(body: str) -> None:
    source = f"{HEAD}Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,x{body}"
    assert ASS.read(source.encode(), "a.ass", Limits()).text.startswith("x")
