"""A memory that ends too early: where it broke off, and what stood before."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.commands import refused, run

UNIT = (
    '<tu><tuv xml:lang="en"><seg>Bread.</seg></tuv>'
    '<tuv xml:lang="zh"><seg>面包。</seg></tuv></tu>\n'
)
WHOLE = f'<tmx version="1.4"><header srclang="en"/>\n<body>\n{UNIT * 2}{UNIT}</body>\n</tmx>\n'
DATA = WHOLE.encode()
INSIDE = DATA.rindex("包".encode())  # in the last unit


@pytest.mark.parametrize(
    ("size", "line", "place", "units"),
    [
        (INSIDE, 5, "in unit 3", 2),
        (INSIDE + 1, 5, "in unit 3", 2),  # within a character
        (DATA.rindex(b"</seg>") + 3, 5, "in unit 3", 2),  # within a tag
        (DATA.rindex(b"</body>"), 6, "after unit 3", 3),
        (DATA.index(b"<body>") + 7, 3, "before the first unit", 0),
    ],
)
def test_a_memory_that_breaks_off_says_where_and_after_how_many_units(
    size: int, line: int, place: str, units: int, tmp_path: Path
) -> None:
    path, out = tmp_path / "cut.tmx", tmp_path / "out.tmx"
    path.write_bytes(DATA[:size])
    for command in (("stats", path), ("merge", path, "-o", out)):
        refused(run("tmx", *command), f"line {line}: the file breaks off at column")
        result = run("tmx", *command)
        assert f"{place}; whole units before: {units}; " in result.stderr
    kept = run("tmx", "repair", path, "-o", out)
    assert kept.returncode == 0
    assert f"breaks off at line {line}, column" in kept.stderr
    assert f"{place}; {units} whole units were kept" in kept.stderr
    assert kept.stdout.startswith(f"{units} units written")
    validated = run("tmx", "validate", path)
    assert validated.returncode == 1
    assert f":{line}:" in validated.stdout
    assert f"the file breaks off here; whole units before: {units}" in validated.stdout


def test_a_memory_that_is_broken_and_breaks_off_says_both(tmp_path: Path) -> None:
    path = tmp_path / "cut.tmx"
    bad = UNIT.replace("</seg></tuv></tu>", "</tuv></tu>")
    path.write_bytes(WHOLE.replace(UNIT * 2, UNIT + bad).encode()[: -len("</body>\n</tmx>\n")])
    told = run("tmx", "stats", "--recover", path).stderr
    assert "is broken in 2 places, first at line 4" in told
    assert "and breaks off at line 6, column 1" in told


def test_a_whole_memory_does_not_break_off(tmp_path: Path) -> None:
    path = tmp_path / "whole.tmx"
    path.write_bytes(DATA)
    assert run("tmx", "stats", path).stderr == ""
    assert "breaks off" not in run("tmx", "validate", path).stdout
