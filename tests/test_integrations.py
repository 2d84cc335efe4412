"""What other repositories use of ours: the GitHub Action and the hooks of pre-commit."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.folders import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ENGLISH = "# The garden\n\nThe garden opens at nine. “Bring water,” the keeper said.\n"
CHINESE = "# 花园\n\n花园九点开门。守园人说：“”。\n"
WHOLE = "# The garden\n\nThe garden opens at nine.\n\nChildren under six come in free of charge.\n"
SHORT = "# 花园\n\n花园九点开门。\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Return a work tree of git with a page and its translation, in which a quotation is blank."""
    for name, text in {"en/garden.md": ENGLISH, "zh/garden.md": CHINESE}.items():
        page = tmp_path / "pages" / name
        page.parent.mkdir(parents=True)
        page.write_text(text, encoding="utf-8")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Pages"]):
        subprocess.run([*git, *words], cwd=tmp_path / "pages", check=True)
    return tmp_path / "pages"


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """Return the variables of a process that finds the command `duizhao` first on its path."""
    binaries = folder / "bin"
    binaries.mkdir(exist_ok=True)
    command = binaries / "duizhao"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m duizhao "$@"\n', "utf-8")
    command.chmod(0o755)
    return {**os.environ, **more, "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"}


def act(pages: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the step `Compare` as a runner does: with its shell, its variables, the inputs put in."""
    (step,) = (step for step in ACTION["runs"]["steps"] if step["name"] == "Compare")
    given = {name: spec.get("default", "") for name, spec in ACTION["inputs"].items()} | {
        name.replace("_", "-"): value for name, value in inputs.items()
    }
    variables = dict(step["env"])
    for name, value in given.items():
        variables = {k: v.replace(f"${{{{ inputs.{name} }}}}", value) for k, v in variables.items()}
    assert not [value for value in variables.values() if "${{" in value]
    temporary = pages.parent
    summary = str(temporary / "summary.md")
    variables |= {"RUNNER_TEMP": str(temporary), "GITHUB_STEP_SUMMARY": summary}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=pages,
        env=surroundings(temporary, **variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="the action needs bash")


@needs_bash
def test_the_action_fails_at_a_blank_and_writes_its_outputs(pages: Path) -> None:
    ran = act(pages, pattern="{lang}/**/*.md", source_lang="en", target_lang="zh")
    assert ran.returncode == 1, ran.stderr
    folder = ACTION["inputs"]["output"]["default"]
    for output in ACTION["outputs"].values():
        name = output["value"].replace("${{ inputs.output }}", folder)
        assert (pages / name).stat().st_size > 0
    summary = (pages.parent / "summary.md").read_text("utf-8")
    assert summary.startswith("```\n")
    assert summary.endswith("\n```\n")
    assert "critical" in summary


@needs_bash
def test_the_action_passes_where_nothing_is_asked(pages: Path) -> None:
    ran = act(pages, pattern="{lang}/**/*.md", source_lang="en", target_lang="zh", fail_on="")
    assert ran.returncode == 0, ran.stderr


@needs_bash
def test_the_action_fails_at_a_page_that_fell_behind_and_at_one_without_translation(
    pages: Path,
) -> None:
    (pages / "en" / "garden.md").write_text(WHOLE, encoding="utf-8")
    (pages / "zh" / "garden.md").write_text(SHORT, encoding="utf-8")
    languages = {"pattern": "{lang}/*.md", "source_lang": "en", "target_lang": "zh"}
    assert act(pages, **languages).returncode == 1
    (pages / "en" / "garden.md").write_text("# The garden\n\nIt opens at nine.\n", "utf-8")
    assert act(pages, **languages).returncode == 0
    (pages / "en" / "new.md").write_text("# New\n\nIt is new.\n", encoding="utf-8")
    subprocess.run(["git", "add", "."], cwd=pages, check=True)
    assert act(pages, **languages).returncode == 0
    assert act(pages, **languages, fail_on="major missing").returncode == 1


@needs_bash
def test_the_action_shows_an_error_on_the_page_of_the_run(pages: Path) -> None:
    ran = act(pages, pattern="{lang}/*.md", source_lang="en", target_lang="zh", settings="no.toml")
    assert ran.returncode == 2
    assert "no.toml" in (pages.parent / "summary.md").read_text("utf-8")


def test_the_hook_for_pages_fails_at_a_blank(pages: Path) -> None:
    (hook,) = (hook for hook in HOOKS if hook["id"] == "duizhao-pages")
    more = [".", "--pattern", "{lang}/**/*.md", "--source-lang", "en", "--target-lang", "zh"]
    more += ["--fail-on", "critical"]
    words = [sys.executable, "-m", *shlex.split(hook["entry"]), *more]
    ran = subprocess.run(words, cwd=pages, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stderr
    assert (pages / ".duizhao" / "index.html").is_file()


_MEMORY = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
  <header creationtool="a" creationtoolversion="1" segtype="sentence" o-tmf="a" adminlang="en"
    srclang="en" datatype="plaintext"/>
  <body><tu><tuv xml:lang="en"><seg>It rains.</seg></tuv>{second}</tu></body>
</tmx>
"""
_SECOND = '<tuv xml:lang="zh"><seg>下雨了。</seg></tuv>'


@pytest.mark.parametrize(("second", "status"), [(_SECOND, 0), ("<tuv/>", 1)])
def test_the_hook_for_memories_refuses_what_tools_cannot_read(
    tmp_path: Path, second: str, status: int
) -> None:
    (hook,) = (hook for hook in HOOKS if hook["id"] == "duizhao-memories")
    memory = tmp_path / "a.tmx"
    memory.write_text(_MEMORY.format(second=second), encoding="utf-8")
    words = [sys.executable, "-m", *shlex.split(hook["entry"]), str(memory)]
    ran = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ran.returncode == status, ran.stdout + ran.stderr
