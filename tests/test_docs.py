"""The documents for people name what there is."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from dataclasses import fields

import click
import pytest
from helpers.folders import ROOT
from helpers.shown_commands import shown_lines

from duizhao import Limits
from duizhao.cli.main import main

COMMANDS = sorted(main.commands)
_COMMAND = re.compile(r"^\s*(?:\$ )?duizhao ([a-z][a-z-]*)", re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def documents() -> dict[str, str]:
    """Return README.md and the pages under docs/, by name."""
    pages = [*ROOT.glob("README*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
    return {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in pages if p.is_file()}


def test_there_is_a_readme() -> None:
    assert "README.md" in documents()


def commands_of(page: str) -> list[str]:
    """Return the lines for a shell that a page shows."""
    return [line for line, _ in shown_lines(page)]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_shown_somewhere(command: str) -> None:
    shown = [name for name, text in documents().items() if f"duizhao {command}" in text]
    assert shown, f"neither README.md nor docs/ shows `duizhao {command}`"


def all_commands(command: click.Command, name: str) -> dict[str, click.Command]:
    """Return a command and those below it, by name."""
    found = {name: command}
    if isinstance(command, click.Group):
        for word, below in command.commands.items():
            found |= all_commands(below, f"{name} {word}")
    return found


EVERY = {name: each for name, each in all_commands(main, "duizhao").items() if name != "duizhao"}


@pytest.mark.parametrize("name", EVERY)
def test_every_command_has_a_help_text_and_an_example(name: str) -> None:
    with click.Context(EVERY[name], info_name=name) as context:
        text = EVERY[name].get_help(context)
    assert re.search(rf"Examples?:\n\s+{name} \S", text), text


@pytest.mark.parametrize("name", ["duizhao", *EVERY])
def test_no_sentence_of_a_list_of_commands_is_cut(name: str) -> None:
    with click.Context(EVERY.get(name, main), info_name=name) as context:
        text = context.get_help()
    assert "..." not in text.partition("Commands:")[2]


def test_the_exit_statuses_are_those_of_the_code() -> None:
    page = documents()["docs/exit-status.md"]
    told = {int(number) for number in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    folder = ROOT / "src" / "duizhao" / "cli"
    sources = {path: path.read_text("utf-8") for path in folder.rglob("*.py")}
    code = "\n".join(sources.values())
    used = {int(n) for n in re.findall(r"(?:Exit\(|exit_code = )(\d+)", code)}
    # What asks for an end by SIGTERM gets 128 and its number; test_kills.py sends one.
    asked = "signal.SIGTERM" in (ROOT / "src" / "duizhao" / "__main__.py").read_text("utf-8")
    assert told == used | {0, click.UsageError.exit_code} | (
        {128 + signal.SIGTERM} if asked else set()
    )


def test_the_extras_are_those_of_the_package() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    block = project.partition("[project.optional-dependencies]")[2].partition("\n[")[0]
    extras = set(re.findall(r"^([\w-]+) = \[", block, re.MULTILINE))
    table = documents()["docs/install.md"].partition("## Extras")[2].partition("\n## ")[0]
    rows = "".join(re.findall(r"^\|([^|]+)\|", table, re.MULTILINE))
    assert set(re.findall(r"`([\w-]+)`", rows)) == extras


def test_the_limits_are_those_of_the_code() -> None:
    names = [field.name for field in fields(Limits)]
    assert re.findall(r"^\| `(\w+)` \|", documents()["docs/formats.md"], re.MULTILINE) == names


def test_no_page_shows_a_command_that_is_not_there() -> None:
    for name in documents():
        found = {shown[1] for line in commands_of(name) if (shown := _COMMAND.match(line))}
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
    for name in documents():
        for line in commands_of(name):
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


def test_a_file_that_a_page_shows_is_that_file() -> None:
    shown = [
        (page, path, block)
        for page, text in documents().items()
        for path, block in re.findall(
            r"`(\S+\.toml)`[:：]\n\n```toml\n(.*?)^```", text, re.S | re.M
        )
    ]
    assert len(shown) > 1
    for page, path, block in shown:
        assert block == (ROOT / path).read_text(encoding="utf-8"), f"{page} shows another {path}"


def test_what_stands_beside_a_room_in_the_table_of_changes_is_in_it() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| `([\w./]+)` \| ([^|]+) \|$", text, re.MULTILINE)
    assert len(rows) >= 20
    for room, there in rows:
        for name in re.findall(r"`([\w]+\.py|data/)`", there):
            assert any((ROOT / room).rglob(name.rstrip("/"))), f"{room} has no {name}"


@pytest.mark.parametrize("script", ["draw_rooms.py", "make_reference.py", "make_rules.py"])
def test_what_is_made_from_the_code_is_that_of_the_code(script: str) -> None:
    command = [sys.executable, str(ROOT / "docs" / script), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
