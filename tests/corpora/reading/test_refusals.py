"""What is no text that is read is refused with the way to one."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers.folders import CASES_FOLDER

from duizhao.cli.main import main
from duizhao.corpora.reading.read import ReadOptions, read_document
from duizhao.corpora.reading.refusals import refuse_by_name
from duizhao.corpora.reading.registry import FORMATS, choose_format, load_format
from duizhao.errors import InputError

CASES = json.loads((CASES_FOLDER / "refused_files.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']}: {case['ways']}")
def test_a_file_that_is_not_read_names_the_way(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / case["name"]
    path.write_bytes(bytes.fromhex(case.get("hex", "")) or case.get("text", "Prose.").encode())
    for command, more in (("split", []), ("check", ["-o", str(tmp_path / "o")])):
        result = CliRunner().invoke(main, [command, str(path), *more])
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.count("\n") == 1
        assert case["ways"] in result.stderr


def test_no_suffix_of_a_format_is_refused() -> None:
    for name in FORMATS:
        for suffix in load_format(name).suffixes:
            assert refuse_by_name(f"a{suffix}")


def test_the_user_is_not_doubted(tmp_path: Path) -> None:
    path = tmp_path / "letter.doc"
    path.write_text("Dear Ann, all is well.", encoding="utf-8")
    assert read_document(path, ReadOptions(format="text")).sentences


@pytest.mark.parametrize("name", ["README", "notes.en", "corpus.zh", "Vol. 2", "v1.2", "a.txt"])
def test_texts_without_an_ending_of_a_format_are_read(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert choose_format(b"Dear Ann, all is well.", name).name == "text"
    assert not caplog.text


def test_an_unknown_ending_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert choose_format(b"Dear Ann, all is well.", "letter.xyz").name == "text"
    assert "the ending .xyz is not known; it is read as plain text" in caplog.text


@pytest.mark.parametrize(
    "text", ["GIF89a is a format.", "MZ is short.", "BZh is not.", "PK is a pair.", "ftyp"]
)
def test_prose_that_begins_like_something_else_is_a_text(text: str) -> None:
    assert choose_format(text.encode(), "a.txt").name == "text"


def test_a_damaged_document_is_told_by_its_own_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(InputError, match="without a password"):
        read_document(path)
