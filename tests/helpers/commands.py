"""Run the command line: in this process, or as a user starts it, in a process of its own.

Both give the same (tests/cli/test_process.py says so of each command). A new process reads
dictionaries and weights anew, which takes seconds, so it is for what only a process shows: standard
streams, bytes, names of files, packages that are absent.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from click.testing import CliRunner

from duizhao.cli.main import main

__all__ = ["refused", "run", "run_process", "sample", "written"]


def run(
    *arguments: object,
    cache: Path | None = None,
    folder: Path | None = None,
    data: bytes | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command in this process.

    :param arguments: Made into strings.
    :param cache: The vectors' folder; that of all tests if not given.
    :param folder: Where it runs.
    :param data: What it reads from standard input.
    """
    words = [str(argument) for argument in arguments]
    with _inside(folder), _own_messages():
        runner = CliRunner(env={**_environment(cache), "COLUMNS": "80"})
        result = runner.invoke(main, words, input=data, prog_name="duizhao", catch_exceptions=False)
    return subprocess.CompletedProcess(words, result.exit_code, result.stdout, result.stderr)


def run_process(
    *arguments: object,
    cache: Path | None = None,
    folder: Path | None = None,
    data: bytes | None = None,
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own.

    :param arguments: Made into strings.
    :param cache: The vectors' folder; that of all tests if not given.
    :param folder: Where it runs.
    :param data: What it reads from standard input.
    :param environment: Variables that it finds, too.
    """
    return subprocess.run(
        [sys.executable, "-m", "duizhao", *map(str, arguments)],
        input=b"" if data is None else data,
        capture_output=True,
        env={**os.environ, **_environment(cache), **(environment or {})},
        cwd=folder,
        check=False,
        timeout=300,
    )


def _environment(cache: Path | None) -> dict[str, str]:
    own = {} if cache is None else {"DUIZHAO_CACHE_DIR": str(cache)}
    return {"NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", **own}


@contextlib.contextmanager
def _inside(folder: Path | None) -> Iterator[None]:
    """Be in a folder for a while."""
    before = Path.cwd()
    os.chdir(folder or before)
    try:
        yield
    finally:
        os.chdir(before)


@contextlib.contextmanager
def _own_messages() -> Iterator[None]:
    """Leave the library's log as it was; a command sends it to its own standard error."""
    logger = logging.getLogger("duizhao")
    before = logger.handlers, logger.level, logger.propagate
    try:
        yield
    finally:
        logger.handlers, logger.level, logger.propagate = before


def refused(result: subprocess.CompletedProcess[str], words: str) -> None:
    """Check that a run ended with one sentence that holds these words."""
    assert result.returncode == 2, result.stderr
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("Error: ")
    assert words in lines[0]
    assert "Traceback" not in result.stderr


def sample(folder: Path) -> tuple[Path, Path]:
    """Copy the sample pair into a folder."""
    paths = folder / "article.en.txt", folder / "digest.zh.txt"
    for path in paths:
        data = (files("duizhao.corpora") / "data" / "sample" / path.name).read_bytes()
        path.write_bytes(data)
    return paths


def written(folder: Path) -> set[str]:
    """Return everything that lies in a folder and below it."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}
