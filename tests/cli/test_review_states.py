"""What an XLIFF file says of a review, through the commands that read and write one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers.commands import run

from duizhao.corpora.units.xliff.reader import read_xliff
from duizhao.corpora.units.xliff.states import standing_of

REVIEWED = (
    '<xliff version="1.2"><file original="x" source-language="zh-CN" target-language="en-US"><body>'
    '<trans-unit id="1" approved="no"><source>盐</source><target state="translated">Salt</target>'
    '</trans-unit><trans-unit id="2" approved="yes"><source>水</source>'
    '<target state="signed-off">Water</target></trans-unit>'
    '<trans-unit id="3"><source>火</source>'
    '<target state="needs-review-translation">Fire</target></trans-unit></body></file></xliff>'
)


@pytest.mark.parametrize("way", [["xliff-1.2"], ["xliff"], ["jsonl", "tmx"], ["tmx", "xliff"]])
def test_what_was_reviewed_stays_reviewed_and_nothing_else(way: list[str], tmp_path: Path) -> None:
    path = tmp_path / "first.xlf"
    path.write_text(REVIEWED, "utf-8")
    for n, name in enumerate([*way, "xliff-1.2"]):
        ending = {"tmx": "tmx", "jsonl": "jsonl"}.get(name, "xlf")
        out = tmp_path / f"{n}.{ending}"
        result = run("tmx", "convert", path, "--to", name, "-o", out)
        assert result.returncode == 0, result.stderr
        path = out
    units = re.findall("<trans-unit.*?</trans-unit>", path.read_text("utf-8"), re.DOTALL)
    told = [
        (re.findall('approved="(.*?)"', unit), *re.findall('state="(.*?)"', unit)) for unit in units
    ]
    assert told == [
        (["no"], "translated"),
        (["yes"], "signed-off"),
        ([], "needs-review-translation"),
    ]


@pytest.mark.parametrize("name", ["xliff", "xliff-1.2"])
def test_a_checked_file_is_exported_no_more_reviewed_than_it_was(name: str, tmp_path: Path) -> None:
    path, out = tmp_path / "first.xlf", tmp_path / "out"
    path.write_text(REVIEWED, "utf-8")
    assert run("check", path, "-o", out, "--format", "json").returncode == 0
    again = tmp_path / "again.xlf"
    assert run("export", out / "alignment.json", "--format", name, "-o", again).returncode == 0
    units = read_xliff(again.read_bytes(), "again.xlf").units
    found = [standing_of(unit.state, dict(unit.props).get("x-approved")) for unit in units]
    assert found == ["unapproved", "reviewed", "open"]
