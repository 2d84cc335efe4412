"""What formats of marked-up text have in common: cases, hostile files, no word lost."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import InputError

NAMES = ("latex", "asciidoc", "mdx", "rst")
CASES = [
    (name, case)
    for name in NAMES
    for case in json.loads((CASES_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
]
# What opens something or makes a parser look far ahead, and what texts are put together from.
PIECES = json.loads((CASES_FOLDER / "markup_pieces.json").read_text(encoding="utf-8"))
BYTES = 20_000
SECONDS = 10


def read(name: str, text: str) -> Reading:
    return load_format(name).read(text.encode(), f"some.{name}", Limits())


def outcome(name: str, text: str) -> tuple[str, str]:
    """Return what is read of a text, and why it is refused, in one line; one is empty."""
    try:
        return read(name, text).text, ""
    except InputError as error:
        assert str(error).count("\n") == 0, error  # noqa: PT017 - a text may be read or refused
        return "", str(error)


@pytest.mark.parametrize(
    ("name", "case"), CASES, ids=[f"{name}-{case['label']}" for name, case in CASES]
)
def test_case(name: str, case: dict[str, Any]) -> None:
    reading = read(name, case["input"])
    found = [
        ["" if part.kind is None else part.kind.value, reading.text[part.start : part.end]]
        for part in reading.parts or ()
    ]
    assert found == case["expected"]
    assert [reading.text[item.start : item.end] for item in reading.verbatim] == case["code"]


@pytest.mark.parametrize("name", NAMES)
def test_bytes_that_are_no_text_are_refused(name: str) -> None:
    for data in (b"a\x00b", b"PK\x03\x04\x00", b"\xff\xfe\xfd", b"\xed\xa0\x80 lone"):
        with pytest.raises(InputError):
            load_format(name).read(data, "some", Limits())


FETCHING = {"latex": "Text.\n\\input{a/one}", "asciidoc": "Text.\n\ninclude::a/one[]"} | {
    "rst": "Text.\n\n.. include:: a/one"
}


@pytest.mark.parametrize("name", FETCHING)
def test_files_that_are_not_read_are_told(name: str, caplog: pytest.LogCaptureFixture) -> None:
    read(name, FETCHING[name])
    assert caplog.messages == [f"some.{name}: files that it fetches are not read: a/one"]


@pytest.mark.parametrize("name", NAMES)
def test_parts_are_limited(name: str) -> None:
    with pytest.raises(InputError, match="--limit parts="):
        load_format(name).read(b"a\n\nb\n\nc", "some", Limits(parts=2))


@pytest.mark.parametrize("name", NAMES)
def test_other_encodings_are_found(name: str) -> None:
    reading = load_format(name).read("今天天气很好，我们去公园。".encode("gb18030"), "x", Limits())
    assert (reading.encoding, reading.text) == ("gb18030", "今天天气很好，我们去公园。")


@pytest.mark.parametrize(
    ("name", "piece"), [(name, piece) for name in PIECES for piece in PIECES[name]["endless"]]
)
def test_what_never_ends_is_read_in_time(name: str, piece: str) -> None:
    text = "word " + piece * (BYTES // len(piece)) + " end\n\nlast"
    began = time.monotonic()
    shown, refused = outcome(name, text)
    assert shown.startswith("word") or refused
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_was_cut_off_is_read_or_refused_in_a_line(name: str) -> None:
    texts = [case["input"] for known, case in CASES if known == name]
    for text in texts:
        for end in range(0, len(text), 7):
            outcome(name, text[:end])


@pytest.mark.parametrize("name", NAMES)
@examples(100)
@given(data=st.data())
def test_no_word_is_lost(name: str, data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from(PIECES[name]["pieces"]), max_size=25))
    text = "first " + " ".join(pieces)
    assert read(name, text).text.count("word") == text.count("word")
