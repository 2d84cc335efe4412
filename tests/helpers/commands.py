"""Run the real command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

__all__ = ["refused", "run", "sample", "written"]


def run(
    *arguments: object, cache: Path | None = None, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``duizhao`` with these arguments.

    :param arguments: Made into strings.
    :param cache: The vectors' folder; the run keeps none if not given.
    :param folder: Where it runs.
    """
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    if cache is not None:
        environment["DUIZHAO_CACHE_DIR"] = str(cache)
    return subprocess.run(
        [sys.executable, "-m", "duizhao", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=folder,
        check=False,
        timeout=300,
    )


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
