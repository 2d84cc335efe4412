"""Each promise of SECURITY.md names tests, and they are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "| test |" not in line]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_promise_names_its_tests() -> None:
    assert len(ROWS) > 15
    for row in ROWS:
        promise, tests = row.strip("| ").split(" | ")
        assert promise.endswith("."), row
        assert NAMED.findall(tests), row


def test_every_named_test_is_there() -> None:
    named = NAMED.findall(PAGE)
    assert PAGE.count("::") == len(named)
    for file, test in named:
        code = (ROOT / file).read_text("utf-8")
        assert re.search(rf"^def {test}\(", code, re.MULTILINE), f"{file}::{test}"
