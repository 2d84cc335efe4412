"""No character of a name, a text or a decision reaches a terminal as something that it obeys."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.commands import refused, run, sample
from helpers.hostile import HOSTILE, acting, hostile
from hypothesis import given
from hypothesis import strategies as st

from duizhao.cli.terminal import escape_json, shown
from duizhao.corpora.exchange.alignment_json import write_json

NAME = "a\x1b]0;title\x07\u202e.txt"
KEPT = {"\n", "\t"}


def said(*arguments: object, folder: Path | None = None) -> str:
    result = run(*arguments, folder=folder)
    return result.stdout + result.stderr


@given(st.text() | st.sampled_from(HOSTILE))
def test_what_is_shown_has_the_same_lines_and_nothing_that_acts(text: str) -> None:
    assert acting(shown(text)) <= KEPT
    assert shown(text).count("\n") == text.count("\n")
    assert shown(shown(text)) == shown(text)


@given(st.recursive(st.text() | st.sampled_from(HOSTILE), st.lists))
def test_escaped_json_is_the_same_json(value: object) -> None:
    escaped = escape_json(json.dumps(value, ensure_ascii=False, indent=1))
    assert acting(escaped) <= KEPT
    assert json.loads(escaped) == value


@pytest.mark.parametrize(
    "arguments",
    [
        ["align", NAME, NAME, "-o", "out"],
        ["align", "a.txt", "b.txt", "-o", "out", "--settings", NAME],
        ["align", "a.txt", "b.txt", "-o", "out", "--source-format", NAME],
        ["align", "a.txt", "b.txt", "-o", "out", "--source-encoding", NAME],
        ["align", "a.txt", "b.txt", "-o", "out", "--policy", NAME],
        ["align", "a.txt", "b.txt", "-o", "out", f"--{NAME}"],
        ["align", "a.txt", "b.txt", "-o", "out", "--model", NAME],
        ["annotate", NAME, "-o", "out"],
        ["check", NAME, "-o", "out"],
        ["eval", NAME, NAME],
        ["export", NAME, "--format", "tsv", "-o", "-"],
        ["report", NAME, "--format", NAME, "-o", "-"],
        ["show", NAME],
        ["split", NAME],
        ["split", "a.txt", "--limit", NAME],
        ["tmx", "stats", NAME],
        ["tmx", "validate", NAME],
        ["tmx", NAME],
        [f"--{NAME}"],
        [NAME],
    ],
    ids=lambda words: " ".join(words[:2]).split(NAME)[0],
)
def test_what_a_refusal_repeats_is_shown(arguments: list[str], tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("A sentence.\n", encoding="utf-8")
    text = said(*arguments, folder=tmp_path)
    assert "Error: " in text
    assert acting(text) <= KEPT


def test_names_and_decisions_of_a_run_are_shown(tmp_path: Path) -> None:
    article, digest = sample(tmp_path)
    article.rename(tmp_path / NAME)
    decision = {"source": "\x1b[2J", "target": "\x9b31m", "decision": "dismissed", "comment": NAME}
    decided = {"format": "duizhao-decisions", "version": 1, "findings": [decision]}
    (tmp_path / "decided.json").write_text(json.dumps(decided), encoding="utf-8")
    for more in ([], ["--json"], ["--ui", "zh"], ["--decisions", "decided.json"]):
        words = ["align", NAME, digest.name, "-o", f"out{NAME}", "--format", "json", *more]
        text = said(*words, folder=tmp_path)
        assert text
        assert acting(text) <= KEPT, more


def through_terminal(folder: Path, *arguments: str) -> str:
    """Return what a command sends to a terminal."""
    pty = pytest.importorskip("pty", reason="there are no such terminals on Windows")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "duizhao", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
    )
    os.close(theirs)
    sent = b""
    try:
        while part := os.read(ours, 2**16):
            sent += part
    except OSError:  # what Linux says when the other side is closed
        pass
    finally:
        os.close(ours)
    assert process.wait(timeout=60) == 0, sent
    return sent.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["split", "a.txt", "--lang", "en"],
        ["split", "a.txt", "--lang", "en", "--json"],
        ["export", "alignment.json", "--format", "tsv", "-o", "-"],
        ["report", "alignment.json", "--format", "md", "-o", "-"],
    ],
    ids=lambda words: words[0],
)
def test_texts_go_to_a_program_as_they_are_and_are_shown_to_a_terminal(
    arguments: list[str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("A \x1b[31mred\x9b0m \u202esentence.\n", encoding="utf-8")
    stream = io.BytesIO()
    write_json(hostile(), stream)
    (tmp_path / "alignment.json").write_bytes(stream.getvalue())
    assert acting(through_terminal(tmp_path, *arguments)) <= KEPT
    if arguments == ["split", "a.txt", "--lang", "en"]:
        assert "\x9b0m \u202e" in run(*arguments, folder=tmp_path).stdout


def test_a_full_standard_output_is_told_in_one_sentence(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    (tmp_path / "a.txt").write_text("A sentence.\n", encoding="utf-8")
    for words in (["split", "a.txt"], ["models"], ["cache", "info", "--json"]):
        with Path("/dev/full").open("wb") as full:
            result = subprocess.run(
                [sys.executable, "-m", "duizhao", *words],
                stdout=full,
                stderr=subprocess.PIPE,
                cwd=tmp_path,
                check=False,
                timeout=60,
            )
        assert result.returncode == 2, words
        (line,) = result.stderr.decode().splitlines()
        assert line.startswith("Error: standard output cannot be written")


def test_a_full_temporary_folder_is_told_in_one_sentence(tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("needs a shell that limits the size of files")
    text = "Der Fluss stieg in diesem Jahr früh, und die Bauern trieben das Vieh auf die Hügel.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    command = f"ulimit -f 8; exec '{sys.executable}' -B -m duizhao split a.txt"
    # Where lines are measured (run.py coverage), its file would not fit, either.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    result = subprocess.run(
        ["sh", "-c", command], capture_output=True, cwd=tmp_path, env=env, check=False, timeout=60
    )
    shown_ = subprocess.CompletedProcess(
        command, result.returncode, result.stdout.decode(), result.stderr.decode()
    )
    refused(shown_, "set TMPDIR to a folder that has room")
