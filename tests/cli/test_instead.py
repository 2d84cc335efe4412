"""A file of another kind than a command takes is told with the command that takes it."""

from __future__ import annotations

import functools
import io
import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from helpers.commands import refused, run, run_process, written
from helpers.folders import CASES_FOLDER

from duizhao.cli import instead
from duizhao.corpora.reading.registry import FORMATS
from duizhao.corpora.units.formats import UNIT_FORMATS

CASES: list[dict[str, Any]] = json.loads((CASES_FOLDER / "wrong_kinds.json").read_text("utf-8"))
TMX = (
    ("validate",),
    ("stats",),
    ("stats", "--recover"),
    ("repair", "-o"),
    ("merge", "-o"),
    ("filter", "--recover", "-o"),
    ("convert", "--from", "tmx", "--recover", "-o"),
)


def content(case: dict[str, Any]) -> bytes:
    if "made" in case:
        return made(case["made"])
    return bytes.fromhex(case.get("hex", "")) or case.get("text", "").encode()


@functools.cache
def made(suffix: str) -> bytes:
    stream = io.BytesIO()
    if suffix == "docx":
        document = docx.Document()
        for number in range(3000):  # the list of an archive stands last, beyond its first bytes
            document.add_paragraph(f"Loaf {number * 7919 % 9973} was {number * 104729 % 7907} old.")
        document.save(stream)
    else:
        workbook = openpyxl.Workbook()
        workbook.create_sheet().append(["Bread", "面包"])
        workbook.save(stream)
    return stream.getvalue()


def told(case: dict[str, Any], command: list[str], folder: Path) -> None:
    path = folder / case["name"]
    path.write_bytes(content(case))
    out = [folder / "out.tmx"] if command[-1] == "-o" else []
    result = run(command[0], command[1], path, *command[2:], *out)
    refused(result, case["is"])
    assert case["way"] in result.stderr
    assert case["name"] in result.stderr
    assert written(folder) == {case["name"]}


@pytest.mark.parametrize("command", TMX, ids=" ".join)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']}: {case['is']}")
def test_each_command_says_what_a_file_is_that_is_no_memory(
    case: dict[str, Any], command: tuple[str, ...], tmp_path: Path
) -> None:
    if case.get("only", "tmx") == "tmx":
        told(case, ["tmx", *command], tmp_path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']}: {case['is']}")
def test_what_is_no_xliff_is_told_likewise(case: dict[str, Any], tmp_path: Path) -> None:
    if case.get("only", "xliff") == "xliff":
        told(case, ["tmx", "convert", "--from", "xliff", "-o"], tmp_path)
        out = ("-o", tmp_path / "out")
        result = run("check", tmp_path / case["name"], "--input-format", "xliff", *out)
        refused(result, case["is"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']}: {case['is']}")
def test_convert_goes_by_content_before_it_goes_by_name(
    case: dict[str, Any], tmp_path: Path
) -> None:
    path, out = tmp_path / case["name"], tmp_path / "out.tmx"
    path.write_bytes(content(case))
    result = run("tmx", "convert", path, "--source-lang", "en", "--target-lang", "zh", "-o", out)
    if case["way"] == "duizhao tmx convert":
        assert result.returncode == 0, result.stderr
        assert "1 unit" in result.stdout or "2 units" in result.stdout
    else:
        refused(result, "")
        assert not out.exists()


def test_a_command_that_is_named_does_what_was_said(tmp_path: Path) -> None:
    catalogue = next(case for case in CASES if case["name"] == "app.po")
    path = tmp_path / "app.po"
    path.write_bytes(content(catalogue))
    said = run("tmx", "repair", path, "-o", tmp_path / "o.tmx").stderr
    words = said.partition("duizhao tmx convert ")[2].partition(";")[0].split()
    langs = ("--source-lang", "en", "--target-lang", "zh")
    made = run("tmx", "convert", *words, *langs, folder=tmp_path)
    assert made.returncode == 0, made.stderr
    assert run("tmx", "stats", tmp_path / "memory.tmx").returncode == 0


def test_standard_input_is_told_too(tmp_path: Path) -> None:
    data = content(CASES[0])
    done = run_process("tmx", "repair", "-", "-o", tmp_path / "o.tmx", data=data)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"<stdin> is a Word document (DOCX)" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_file_that_check_cannot_take_is_told_with_align(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text('{"save": "Save"}')
    refused(run("check", path, "-o", tmp_path / "o"), "JSON, no text together with its translation")
    assert "duizhao align" in run("check", path, "-o", tmp_path / "o").stderr


def test_a_memory_without_units_is_never_written_without_a_word(tmp_path: Path) -> None:
    out, one, none = (tmp_path / f"{name}.tmx" for name in ("out", "one", "none"))
    one.write_bytes(next(content(case) for case in CASES if "<tmx" in case.get("text", "")))
    none.write_text('<tmx version="1.4"><header srclang="en"/><body></body></tmx>')
    for arguments, words in (
        (("filter", one, "--source", "nowhere"), "all units were left out"),
        (("repair", none), f"there is no unit in {none}"),
        (("merge", none, none), f"there is no unit in {none} and the other files"),
    ):
        result = run("tmx", *arguments, "-o", out, "-q")
        assert (result.returncode, result.stdout) == (0, "")
        assert result.stderr == f"Warning: nothing stands in {out}: {words}\n"


def test_every_format_has_a_name() -> None:
    assert set(instead._NOUNS) == {*FORMATS, "jsonl"}
    readable = {name for name, known in UNIT_FORMATS.items() if known.reader}
    assert set(instead._WANTED) == {"", "bitext", *readable}
