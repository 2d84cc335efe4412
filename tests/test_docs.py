"""The documents for people name what there is."""

from __future__ import annotations

import re
import subprocess
import sys

import click
import pytest
from helpers.folders import ROOT

from duizhao.cli.main import main

COMMANDS = sorted(main.commands)
_COMMAND = re.compile(r"^\s*(?:\$ )?duizhao ([a-z][a-z-]*)", re.MULTILINE)
_FENCED = re.compile(r"^```[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def documents() -> dict[str, str]:
    """Return README.md and the pages under docs/, by name."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in pages if p.is_file()}


def test_there_is_a_readme() -> None:
    assert "README.md" in documents()


def shown_lines(text: str) -> list[str]:
    """Return the lines of a page's code blocks; lines that go on are put together."""
    blocks = "\n".join(_FENCED.findall(text))
    return re.sub(r"\\\n\s*", "", blocks).splitlines()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_shown_somewhere(command: str) -> None:
    shown = [name for name, text in documents().items() if f"duizhao {command}" in text]
    assert shown, f"neither README.md nor docs/ shows `duizhao {command}`"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_text_and_an_example(command: str) -> None:
    with click.Context(main.commands[command], info_name=f"duizhao {command}") as context:
        text = main.commands[command].get_help(context)
    assert main.commands[command].get_short_help_str()
    assert re.search(rf"Examples?:\n\s+duizhao {command} \S", text), text


def test_no_page_shows_a_command_that_is_not_there() -> None:
    for name, text in documents().items():
        found = {shown[1] for line in shown_lines(text) if (shown := _COMMAND.match(line))}
        assert found <= set(COMMANDS), name


def shown_command(line: str) -> click.Command:
    """Return the command that a line names, in its group if it is of one."""
    command: click.Command = main
    for word in line.split()[line.split().index("duizhao") + 1 :]:
        if not isinstance(command, click.Group):
            break
        assert word in command.commands, line
        command = command.commands[word]
    return command


def test_no_command_line_on_a_page_has_an_option_that_is_not_there() -> None:
    for name, text in documents().items():
        for line in shown_lines(text):
            shown = _COMMAND.match(line)
            if shown and shown[1] in COMMANDS:
                params = shown_command(line).params
                known = {o for p in params for o in (*p.opts, *p.secondary_opts)}
                assert set(_OPTION.findall(line)) <= known | {"--help"}, f"{name}: {line}"


def test_links_between_the_pages_lead_somewhere() -> None:
    for name, text in documents().items():
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if "://" not in target and not target.startswith("mailto:"):
                assert ((ROOT / name).parent / target).exists(), f"{name} links to {target}"


def named_paths(text: str) -> set[str]:
    """Return what a page names in code marks and looks like a path of the project."""
    tops = "align|benchmarks|corpora|docs|eval|models|src|tests"
    return set(re.findall(rf"`((?:{tops})/[\w./*-]*)`", text))


def test_the_paths_that_the_pages_name_are_there() -> None:
    pages = {name: text for name, text in documents().items() if "decisions" not in name}
    pages["CONTRIBUTING.md"] = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name, text in pages.items():
        gone = [path for path in named_paths(text) if not any(ROOT.glob(path.rstrip("/")))]
        assert not gone, f"{name} names {gone}"


def test_what_stands_beside_a_room_in_the_table_of_changes_is_in_it() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| `([\w./]+)` \| ([^|]+) \|$", text, re.MULTILINE)
    assert len(rows) >= 20
    for room, there in rows:
        for name in re.findall(r"`([\w]+\.py|data/)`", there):
            assert any((ROOT / room).rglob(name.rstrip("/"))), f"{room} has no {name}"


def test_the_picture_of_the_rooms_is_that_of_the_code() -> None:
    command = [sys.executable, str(ROOT / "docs" / "draw_rooms.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
