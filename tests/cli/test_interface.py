"""The language in which commands speak: one rule for what is printed, written and opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.commands import run
from helpers.ferry import ferry

from duizhao.align.report.messages import choose_ui
from duizhao.cli.shared_options.interface import reader_languages

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("environment", "languages"),
    [
        ({"LANG": "zh_CN.UTF-8"}, ("zh_CN.UTF-8",)),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, ("en_US.UTF-8",)),
        ({"LANG": "fr_FR", "LANGUAGE": "fr:zh_TW"}, ("fr", "zh_TW")),
        ({"LANG": "C.UTF-8"}, ("en",)),
        ({"LC_ALL": "POSIX", "LANG": "zh_CN"}, ("en",)),
        ({"LC_ALL": "", "LANG": "de_AT@euro"}, ("de_AT@euro",)),
        ({}, ("en",)),
    ],
)
def test_the_locale_says_which_languages_a_terminals_reader_has(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], languages: tuple[str, ...]
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert reader_languages() == languages


@pytest.mark.parametrize(
    ("asked", "reader", "ui"),
    [
        ("en", ["zh_CN"], "en"),
        (None, ["zh_TW.UTF-8", "en"], "zh"),
        (None, ["fr_FR.UTF-8", "en_GB"], "en"),
        (None, ["fr_FR.UTF-8"], "zh"),  # the target's
        (None, [], "zh"),
    ],
)
def test_what_was_asked_for_goes_before_the_reader_and_the_reader_before_the_target(
    asked: str | None, reader: list[str], ui: str
) -> None:
    assert choose_ui(ferry(), asked, reader) == ui


@pytest.mark.parametrize(
    ("locale", "said"), [("en_GB.UTF-8", " a look"), ("zh_CN.UTF-8", "需要查看")]
)
def test_show_and_check_speak_the_terminals_language(
    monkeypatch: pytest.MonkeyPatch, aligned: Path, tmp_path: Path, locale: str, said: str
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert said in run("show", aligned, "--findings").stdout
    table = tmp_path / "bitext.tsv"
    table.write_text("en\tzh\nHe said “wait”.\t他说“”。\nIt rains.\t下雨了。\n", "utf-8")
    assert said in run("check", table, "-o", tmp_path / "out").stdout
    other = {" a look": "需要查看", "需要查看": " a look"}[said]
    asked = "zh" if said == " a look" else "en"
    assert other in run("show", aligned, "--findings", "--ui", asked).stdout
    assert other in run("check", table, "-o", tmp_path / "out", "--ui", asked).stdout
