"""A text and its translation in one file: told apart, each as it stands, and where both begin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.files.limits import NO_LIMITS_RAISED
from duizhao.corpora.reading.mixed.read import Mixed, read_mixed, without_original
from duizhao.corpora.reading.read import ReadOptions, read_document
from duizhao.corpora.reading.registry import choose_format

CASES: list[dict[str, Any]] = json.loads(CASES_FOLDER.joinpath("mixed.json").read_text("utf-8"))
ENGLISH = (
    "The river rose overnight and flooded the lower town.",
    "Rescue teams used boats to reach the school.",
    "Nobody was missing by morning.",
    "In 1932 the bridge was closed to carts.",
)
CHINESE = (
    "河水一夜上涨，淹没了下城。",
    "救援队乘船抵达学校。",
    "到早晨，无人失踪。",
    "1932年，桥对马车关闭。",
)


def read(text: str, name: str = "both.txt", **langs: str | None) -> Mixed | None:
    data = text.encode()
    named = langs.get("source"), langs.get("target")
    chosen = choose_format(data, name)
    reading = chosen.read(data, name, NO_LIMITS_RAISED)
    return read_mixed(data, reading, name, chosen.name, langs=named)


def sides(found: Mixed) -> list[list[str]]:
    return [[s.text for s in each.sentences] for each in (found.source, found.target)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_two_languages_in_turn(case: dict[str, Any]) -> None:
    found = read(
        "\n".join(case["text"]) + "\n", case.get("name", "both.txt"), **case.get("named", {})
    )
    if case["source"] is None:
        assert found is None
        return
    assert found is not None
    assert [found.source.lang, found.target.lang] == case["langs"]
    assert sides(found) == [case["source"], case["target"]]
    if "borders" in case:
        assert [list(border) for border in found.borders] == case["borders"]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), min_size=4, max_size=30
    ),
    st.sampled_from(("\n", "\n\n")),
    st.booleans(),
)
@examples(60)
def test_each_side_is_what_was_written_and_stands_where_it_was(
    rows: list[tuple[int, int, bool]], between: str, chinese_first: bool
) -> None:
    rows = [(a, b, kept or n % 3 != 0) for n, (a, b, kept) in enumerate(rows)]
    written: list[str] = []
    wanted: tuple[list[str], list[str]] = ([], [])
    pools = (CHINESE, ENGLISH) if chinese_first else (ENGLISH, CHINESE)
    for number, (a, b, kept) in enumerate(rows):
        first, second = pools[0][a], pools[1][b]
        # What opens the file tells which language comes first.
        texts = [first, second] if kept or number == 0 else [first]
        written.append(between.join(texts))
        wanted[0].append(first)
        wanted[1].extend(texts[1:])
    text = "\n\n".join(written) + "\n"
    found = read(text)
    assert found is not None
    assert sides(found) == [*wanted]
    for document in (found.source, found.target):
        for sentence in document.sentences:
            assert text[sentence.start : sentence.end] == sentence.text
    assert list(found.borders) == sorted(found.borders)


def test_the_original_is_left_out_of_a_translation_that_holds_it(tmp_path: Path) -> None:
    pair = tmp_path / "en.txt", tmp_path / "zh.txt"
    pair[0].write_text("\n\n".join(ENGLISH), "utf-8")
    rows = [f"{a}\n{b}" for a, b in zip(ENGLISH[:3], CHINESE, strict=False)]
    pair[1].write_text("\n\n".join([*rows, ENGLISH[3]]), "utf-8")
    source, target = map(read_document, pair)
    left = without_original(target, source, ReadOptions())
    assert left is not None
    assert (left.lang, left.sha256) == ("zh", target.sha256)
    assert [s.text for s in left.sentences] == [*CHINESE[:3]]
    assert without_original(source, target, ReadOptions()) is None


def test_a_translation_that_quotes_another_text_keeps_it(tmp_path: Path) -> None:
    pair = tmp_path / "en.txt", tmp_path / "zh.txt"
    pair[0].write_text("\n\n".join(ENGLISH[:1]), "utf-8")
    rows = [f"{a}\n{b}" for a, b in zip(ENGLISH[1:], CHINESE[1:], strict=True)]
    pair[1].write_text("\n\n".join(rows), "utf-8")
    source, target = map(read_document, pair)
    assert without_original(target, source, ReadOptions()) is None


def test_a_page_that_was_translated_in_part_is_no_such_file(tmp_path: Path) -> None:
    pair = tmp_path / "en.txt", tmp_path / "zh.txt"
    pair[0].write_text("\n\n".join(ENGLISH), "utf-8")
    pair[1].write_text("\n\n".join([ENGLISH[0], CHINESE[1], ENGLISH[2], CHINESE[3]]), "utf-8")
    source, target = map(read_document, pair)
    assert without_original(target, source, ReadOptions()) is None
