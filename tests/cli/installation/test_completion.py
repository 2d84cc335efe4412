"""The completion script: that a shell takes it, and where it is written."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.commands import refused, run


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("shell", "file"),
    [
        ("bash", ".local/share/bash-completion/completions/duizhao"),
        ("zsh", ".local/share/duizhao/completion.zsh"),
        ("fish", ".config/fish/completions/duizhao.fish"),
    ],
)
def test_it_is_written_where_the_shell_looks(
    shell: str, file: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    done = run("completion", "--install")
    assert done.returncode == 0
    assert f"written: {home / file}" in done.stdout
    assert (home / file).read_text() == run("completion", shell).stdout


def test_zsh_is_told_once_and_keeps_its_settings(home: Path) -> None:
    settings = home / ".zshrc"
    settings.write_text("alias ll='ls -l'")
    for _ in range(2):
        assert run("completion", "zsh", "--install").returncode == 0
    lines = settings.read_text().splitlines()
    assert lines[0] == "alias ll='ls -l'"
    assert lines[1:] == [
        "# completion of duizhao",
        "autoload -Uz compinit && compinit",
        f"source '{home}/.local/share/duizhao/completion.zsh'",
    ]


def test_a_shell_that_is_not_known_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    refused(run("completion"), "SHELL is 'tcsh'; name one of bash, zsh, fish")
    monkeypatch.delenv("SHELL")
    refused(run("completion", "--install"), "SHELL is not set")


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")
def test_bash_completes_commands_and_choices(home: Path) -> None:
    (home / "completion").write_text(run("completion", "bash").stdout)
    (home / "duizhao").write_text(
        f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -c 'from duizhao.__main__ import run\n"
        'import sys; sys.argv[0] = "duizhao"; run()\' "$@"\n'
    )
    (home / "duizhao").chmod(0o755)
    script = """
    complete() { :; }; compopt() { :; }
    source ./completion
    COMP_WORDS=(WORDS); COMP_CWORD=LAST; _duizhao_completion duizhao; echo "${COMPREPLY[*]}"
    """
    for words, expected in (("duizhao al", "align"), ("duizhao align --policy d", "digest")):
        text = script.replace("WORDS)", f"{words})").replace("LAST", str(words.count(" ")))
        done = subprocess.run(
            ["bash", "-c", text],
            cwd=home,
            env={**os.environ, "PATH": f"{home}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == [expected]
