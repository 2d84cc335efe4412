"""Files of strings: keys are places, what programs show is text."""

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
from duizhao.corpora.reading.read import ReadOptions, read_document
from duizhao.corpora.reading.registry import choose_format, load_format
from duizhao.errors import InputError

CASES = json.loads((CASES_FOLDER / "strings.json").read_text("utf-8"))


def read(name: str, data: bytes, limits: Limits | None = None) -> Reading:
    return choose_format(data, name).read(data, name, limits or Limits())


def shown(reading: Reading) -> list[list[Any]]:
    return [
        [p.place and p.place.unit, p.place and p.place.line, reading.text[p.start : p.end]]
        for p in reading.parts or ()
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_strings_stand_at_their_keys(case: dict[str, Any]) -> None:
    assert shown(read(case["name"], case["text"].encode())) == case["expected"]


def test_the_language_that_a_file_names_is_told() -> None:
    assert read("a.arb", CASES[2]["text"].encode()).lang == "de"


def test_encodings_are_found_or_named(tmp_path: Path) -> None:
    text = '"a" = "大门在黎明时打开，船只在外面等待。";\n'
    assert read("a.strings", text.encode("utf-16")).encoding == "utf-16"
    path = tmp_path / "a.properties"
    path.write_bytes("a=Der Hafen schließt früh.\n".encode("latin-1"))
    options = ReadOptions(encoding="latin-1")
    assert [s.text for s in read_document(path, options).sentences] == ["Der Hafen schließt früh."]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", ""),
        ("a.json", "{"),
        ("a.json", '{"a": "cut'),
        ("a.json", "[1, 2]"),
        ("a.json", "[" * 100_000),
        ("a.json", '{"a": ' * 100_000),
        ("a.json", '{"a": ' + "1" * 10_000 + "}"),
        ("a.json", '{"cells": [], "nbformat": 4}'),
        ("a.xcstrings", '{"sourceLanguage": "en", "strings": {"Open": {}}, "version": "1.0"}'),
        ("a.properties", "# nothing\n"),
        ("a.properties", "a="),
        ("a.strings", '"a" = "b"'),
        ("a.strings", '"a = b;'),
        ("a.strings", "/* cut"),
        ("a.strings", '"' * 100_001),
        ("a.strings", "<plist><dict/></plist>"),
        ("strings.xml", "<resources><color name='red'>#f00</color></resources>"),
        ("strings.xml", "<resources><string name='a'>cut"),
        ("strings.xml", "<resources>" + "<a>" * 100_000),
        (
            "strings.xml",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><resources><string>&b;</string>",
        ),
        ("strings.xml", "<!DOCTYPE resources><!ENTITY b 'c'><resources/>"),
        ("a.resx", ""),
        ("a.resx", "<root/>"),
        ("a.resx", "<project/>"),
        ("a.plist", "bplist00\x00\x01"),
        ("a.plist", "<!--a-->" * 10_000),
    ],
)
def test_what_is_broken_or_empty_is_refused(name: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        read(name, text.encode())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("case", [CASES[0], CASES[7], CASES[9]], ids=lambda case: case["name"])
def test_too_many_strings_are_refused(case: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="--limit parts="):
        read(case["name"], case["text"].encode(), Limits(parts=2))


@pytest.mark.parametrize("text", ['{"a" said she', '{"a": 1} and more', "{name} is here."])
def test_prose_with_braces_is_no_json(text: str) -> None:
    assert choose_format(text.encode(), "a.txt").name == "text"


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12)


@given(st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=6))
def test_no_letter_of_json_is_lost(strings: dict[str, str]) -> None:
    data = json.dumps(strings).encode()
    wanted = [v.strip() for k, v in strings.items() if v.strip() and k[:1] != "@"]
    message = next((strings[k] for k in ("message", "defaultMessage") if k in strings), None)
    if message is not None:
        wanted = [message.strip()] if message.strip() else []
    try:
        found = [text for _, _, text in shown(load_format("json").read(data, "a", Limits()))]
    except InputError:
        found = []
    assert found == wanted


LINES = st.text(st.sampled_from("ab =:\\#!\n\tu0文"), max_size=12)


@given(st.lists(st.tuples(LINES, LINES), min_size=1, max_size=5))
def test_no_letter_of_properties_is_lost(pairs: list[tuple[str, str]]) -> None:
    def escaped(text: str) -> str:
        plain = "".join(f"\\{c}" if c in " =:\\#!" else c for c in text)
        return plain.replace("\n", "\\n").replace("\t", "\\t")

    text = "\n".join(f"k{escaped(key)}={escaped(value)}" for key, value in pairs)
    wanted = [[f"k{key}", value.strip()] for key, value in pairs if value.strip()]
    try:
        reading = load_format("properties").read(text.encode(), "a", Limits())
    except InputError:
        assert not wanted
        return
    found = [[str(key).partition("#2")[0], text] for key, _, text in shown(reading)]
    if len({key for key, _ in pairs}) == len(pairs):
        assert found == wanted
