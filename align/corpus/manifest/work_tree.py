"""What git knows of a folder: its files, and which translations fell behind their originals."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

__all__ = ["behind", "tracked_files"]

_SECONDS = 120
_MARK = "\x01"


def tracked_files(folder: Path) -> list[str] | None:
    """Return the files below a folder that git tracks or would, in a fixed order.

    :param folder: A folder.
    :return: Paths from it, with forward slashes; None where git is not installed or the folder is
        in no work tree.
    """
    listed = _git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if listed is None:
        return None
    names = {os.fsdecode(name) for name in listed.split(b"\0") if name}
    return sorted(name for name in names if (folder / name).is_file())


def behind(folder: Path, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return how many commits changed an original after the last one of its translation.

    :param folder: A folder in a work tree.
    :param pairs: Paths of originals and translations from there.
    :return: The number of each pair whose files git has commits of; 0 where none came after.
    """
    log = _git(
        folder, "-c", "core.quotePath=off", "log", "--no-renames", "--relative", "-z",
        "--name-only", f"--format={_MARK}%H",
    )  # fmt: skip
    if log is None:
        return {}
    changes = _changes(log)
    found = {}
    for source, target in pairs:
        if source in changes and target in changes:
            last = changes[target][0]
            found[source, target] = sum(number < last for number in changes[source])
    return found


def _changes(log: bytes) -> dict[str, list[int]]:
    """Return the numbers of the commits of each file, the newest first; 0 is the newest of all."""
    changes: dict[str, list[int]] = defaultdict(list)
    number = -1
    for part in _parts(log):
        if part.startswith(_MARK):
            number += 1
        else:
            changes[part].append(number)
    return changes


def _parts(log: bytes) -> Iterable[str]:
    for field in log.split(b"\0"):
        for part in os.fsdecode(field).split("\n"):
            if part:
                yield part


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return what git says; None if it says nothing or is not there."""
    program = shutil.which("git")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, no shell
            [program, "-C", str(folder), *arguments],
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
