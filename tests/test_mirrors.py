"""Tests stand where what they test stands, and rooms and files stay small enough to be read."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from helpers.folders import ROOT

TESTS = ROOT / "tests"
PRODUCT = {"align": "align", "corpora": "corpora", "eval": "eval", "models": "models"} | {
    "cli": "src/duizhao/cli",
    "benchmarks": "benchmarks",
}
MOST_FILES = 18
MOST_LINES = 400
IMPORTS_A_TEST = re.compile(r"^\s*(?:from|import) (?:tests\b|[\w.]*\btest_)", re.MULTILINE)
PATCHES_A_PRIVATE_NAME = re.compile(
    r"\.setattr\(\s*(?:\"[\w.]+\._\w+\"|[\w.]+,\s*\"_\w+\")", re.MULTILINE
)


def python_files(*folders: str) -> list[Path]:
    """Return the Python files of folders, through no link."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(p for p in found if not any(step.is_symlink() for step in p.parents))


TEST_FILES = [path for path in python_files("tests") if path.name.startswith("test_")]
PRODUCT_FILES = {*python_files("align", "corpora", "eval", "models", "src/duizhao")}


@pytest.mark.parametrize("name", PRODUCT)
def test_every_folder_of_tests_is_a_room(name: str) -> None:
    for path in (p for p in TEST_FILES if p.relative_to(TESTS).parts[0] == name):
        room = ROOT / PRODUCT[name] / path.parent.relative_to(TESTS / name)
        assert any(room.glob("*.py")), f"{path} tests no room: there is no {room}"


def test_every_test_file_has_a_place() -> None:
    for path in TEST_FILES:
        first, *_ = path.relative_to(TESTS).parts
        assert first in PRODUCT or first == path.name, path


def test_no_test_file_imports_another_or_patches_a_private_name() -> None:
    for path in TEST_FILES:
        text = path.read_text(encoding="utf-8")
        assert not IMPORTS_A_TEST.search(text), path
        assert not PATCHES_A_PRIVATE_NAME.search(text), path


def test_no_room_holds_too_many_files() -> None:
    counts = Counter(path.parent for path in PRODUCT_FILES)
    assert {str(room): n for room, n in counts.items() if n > MOST_FILES} == {}


def test_no_file_is_too_long() -> None:
    lines = {path: path.read_text("utf-8").count("\n") for path in python_files("tests")}
    lines |= {path: path.read_text("utf-8").count("\n") for path in PRODUCT_FILES}
    long = {str(path.relative_to(ROOT)) for path, n in lines.items() if n > MOST_LINES}
    assert long == set()
