"""Subtitles: cues to sentences, at the cue in which they begin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.read import read_document
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import FormatError, InputError

SRT, VTT = load_format("srt"), load_format("vtt")

CASES = json.loads((CASES_FOLDER / "subtitles.json").read_text("utf-8"))


def read(text: str, limits: Limits | None = None) -> Reading:
    return SRT.read(text.encode(), "a.srt", limits or Limits())


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_sentences_stand_at_their_cues(case: dict[str, Any]) -> None:
    reading = read(case["input"])
    assert reading.parts is not None
    found = [
        [p.place.cue if p.place else None, reading.text[p.start : p.end]] for p in reading.parts
    ]
    assert found == case["expected"]


def test_each_sentence_of_the_document_has_the_time_of_its_cue(tmp_path: Path) -> None:
    path = tmp_path / "film.srt"
    path.write_text(CASES[0]["input"], encoding="utf-8")
    document = read_document(path)
    assert [[s.place.cue if s.place else None, s.text] for s in document.sentences] == CASES[0][
        "expected"
    ]


def test_a_file_is_known_by_its_content() -> None:
    assert SRT.sniff(CASES[0]["input"].encode())
    assert VTT.sniff(b"WEBVTT\n\n00:01.000 --> 00:02.000\nYes.\n")
    assert not VTT.sniff(b"WEBVTTX")
    assert not SRT.sniff(b"1\nis a number.\n")


def test_gb18030_is_read() -> None:
    data = "1\n00:00:01,000 --> 00:00:02,500\n我们明天早上再说吧。\n".encode("gb18030")
    reading = SRT.read(data, "a.srt", Limits())
    assert (reading.text, reading.encoding) == ("我们明天早上再说吧。", "gb18030")


@pytest.mark.parametrize(
    "text", ["", "no time here\n", "WEBVTT\n", "1\n00:00:01,000 --> 00:00:02,500\n"]
)
def test_a_file_without_cues_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match="give subtitles"):
        read(text)


def test_binary_and_too_many_cues_are_refused() -> None:
    with pytest.raises(InputError):
        SRT.read(bytes(range(256)) * 4, "a.srt", Limits())
    with pytest.raises(InputError, match="--limit parts="):
        read(CASES[0]["input"], Limits(parts=2))


WORDS = st.text(st.sampled_from("ab 。，.!?-<>{}\\[]中文\n1"), max_size=30)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_no_letter_is_lost_and_parts_are_in_order(texts: list[str]) -> None:
    source = "".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\nx{text}\n\n" for n, text in enumerate(texts)
    )
    reading = read(source)
    assert reading.parts
    end = 0
    for part in reading.parts:
        assert end <= part.start < part.end <= len(reading.text)
        assert part.place is not None
        end = part.end
    shown = "".join(reading.text.split())
    for letter in "x文":
        assert shown.count(letter) <= source.count(letter)
    assert shown.count("x") == len(texts)


@pytest.mark.parametrize("body", ["." * 200_000, "<" * 200_000, "{\\" * 100_000, "[" * 200_000])
def test_a_hostile_cue_is_read(body: str) -> None:
    assert read(f"1\n00:00:01,000 --> 00:00:02,500\nx {body}\n").text.startswith("x")
