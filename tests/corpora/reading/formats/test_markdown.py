from __future__ import annotations

import json
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

FORMAT = load_format("markdown")

CASES = json.loads((CASES_FOLDER / "markdown.json").read_text(encoding="utf-8"))


def read(text: str) -> Reading:
    return FORMAT.read(text.encode(), "some.md", Limits())


def shown(reading: Reading) -> list[tuple[str, str]]:
    return [
        ("" if part.kind is None else part.kind.value, reading.text[part.start : part.end])
        for part in reading.parts or ()
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_case(case: dict[str, Any]) -> None:
    assert shown(read(case["input"])) == [tuple(part) for part in case["expected"]]


def test_places() -> None:
    text = "# Title\n\nOne.[^a]\n\n|a|b|\n|---|---|\n|c|d|\n\nTwo\nlines.\n\n[^a]: A note.\n"
    places = [part.place for part in read(text).parts or () if part.place]
    assert [place.line for place in places] == [1, 3, 12, 5, 5, 7, 7, 9]
    assert [place.paragraph for place in places] == [1, 2, 2, None, None, None, None, 3]
    assert [place.note for place in places] == [None, None, "1", *[None] * 5]
    assert places[6].cell == "table 1, row 2, column 2"


def test_the_parser_brings_no_line_numbers_of_its_own() -> None:
    reading = read('<p duizhao-line="x">a</p>\n\n<p duizhao-line="99999999999999">b</p>\n')
    assert [part.place.line for part in reading.parts or () if part.place] == [None, None]


def test_bytes_that_are_no_text_are_refused() -> None:
    for data in (b"a\x00b", b"PK\x03\x04", b"\xff\xfe\xfd", b"\xed\xa0\x80 lone"):
        with pytest.raises(InputError):
            FORMAT.read(data, "some.md", Limits())


def test_other_encodings_are_found() -> None:
    reading = FORMAT.read(
        "# 标题\n\n今天天气很好，我们去公园。".encode("gb18030"), "some.md", Limits()
    )
    assert reading.encoding == "gb18030"
    assert shown(reading)[0] == ("heading", "标题")


def test_parts_are_limited() -> None:
    with pytest.raises(InputError, match="--limit parts="):
        FORMAT.read(b"a\n\nb\n\nc", "some.md", Limits(parts=2))


def test_an_open_comment_hides_the_rest_as_it_does_for_readers() -> None:
    assert shown(read("Before.\n\n<!-- never closed\n\nAfter.")) == [("", "Before.")]
    assert read("<!--").text == ""


def test_no_content_is_certainly_markdown() -> None:
    assert not FORMAT.sniff(b"# Title")


@pytest.mark.parametrize("pattern", ["[", "*", "_a", "`", "> ", "![", "<a", "- ", "|", "[^1]", "~"])
def test_a_run_of_marks_is_read(pattern: str) -> None:
    reading = read("word " + pattern * 2000 + " end\n\nlast")
    assert reading.text.startswith("word")
    assert reading.text.endswith("last")


PIECES = "word |\n|\n\n|# |* |> |---\n|```\n|<b>|</b>|&lt;|<title>|<!--|[^1]|[^1]: |    |今天。|1. "


@examples(100)
@given(st.lists(st.sampled_from([*PIECES.split("|"), "[a](b)", "| ", "|---|\n"]), max_size=30))
def test_no_word_is_lost(pieces: list[str]) -> None:
    text = "first " + "".join(pieces)
    visible = text.partition("<!--")[0]
    # The text of a note without a mark is not shown by any renderer.
    if "[^1]: " not in text:
        assert read(text).text.count("word") >= visible.count("word")
