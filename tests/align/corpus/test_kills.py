"""Runs that are killed at any moment go on where they were, and nothing of them is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers.small_corpus import contents, make_corpus

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX has them")

_TIMED = {"documents.csv", "documents.parquet", "index.html"}


def started(folders: tuple[Path, Path], out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "duizhao", "corpus", "run", *map(str, folders)]
    return subprocess.Popen(
        [*command, "-o", str(out), "--processes", "2", "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def children(process: subprocess.Popen[bytes]) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


def test_killed_runs_end_as_one_that_was_not(tmp_path: Path) -> None:
    folders = make_corpus(tmp_path, 12)
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    undisturbed = started(folders, whole)
    begun = time.monotonic()
    assert undisturbed.communicate() == (b"", b"")
    length = time.monotonic() - begun
    rng = random.Random(4)
    for kill_parent in (True, False, True):
        run = started(folders, torn)
        time.sleep(rng.uniform(0.3, 0.9) * length)
        victims = [run.pid] if kill_parent else children(run)[:1]
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        if kill_parent:
            run.communicate()
        else:
            assert run.communicate() == (b"", b"")
    last = started(folders, torn)
    assert last.communicate() == (b"", b"")
    assert last.returncode == 0
    ours, theirs = contents(whole), contents(torn)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name] and name not in _TIMED] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    folders = make_corpus(tmp_path, 12)
    out = tmp_path / "out"
    run = started(folders, out)
    while not (out / "documents").exists():
        time.sleep(0.02)
        assert run.poll() is None
    workers = children(run)
    run.send_signal(number)
    run.communicate()
    assert run.returncode not in (0, 1, 2)
    assert not list(out.rglob(".duizhao*"))
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
