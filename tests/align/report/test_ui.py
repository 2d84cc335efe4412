"""``--ui``: the language in which the report of ``align`` and ``check`` opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.commands import run, sample
from lxml import html

from duizhao.cli.main import main


def opens_in(folder: Path) -> tuple[str | None, bool]:
    root = html.fromstring((folder / "report.html").read_bytes())
    return root.get("lang"), root.get("data-fixed") is not None


@pytest.mark.parametrize(("ui", "tag"), [("en", "en"), ("zh", "zh-Hans")])
def test_the_report_of_align_opens_in_it(tmp_path: Path, ui: str, tag: str) -> None:
    result = run("align", *sample(tmp_path), "-o", tmp_path / "out", "--format", "html", "--ui", ui)
    assert result.returncode == 0, result.stderr
    assert opens_in(tmp_path / "out") == (tag, True)


def test_the_report_of_check_opens_in_it_and_else_in_the_browsers(tmp_path: Path) -> None:
    table = tmp_path / "bitext.tsv"
    table.write_text("en\tzh\nThe boat waits.\t船在等候。\nIt rains.\t下雨了。\n", "utf-8")
    options = ("check", table, "--format", "html", "-o", tmp_path / "out")
    result = run(*options, "--ui", "en")
    assert result.returncode == 0, result.stderr
    assert opens_in(tmp_path / "out") == ("en", True)
    result = run(*options)
    assert result.returncode == 0, result.stderr
    assert opens_in(tmp_path / "out") == ("zh-Hans", False)


@pytest.mark.parametrize("command", ["align", "check"])
def test_both_commands_offer_the_same_languages(command: str) -> None:
    (option,) = (p for p in main.commands[command].params if p.name == "ui")
    assert list(getattr(option.type, "choices", ())) == ["en", "zh"]
