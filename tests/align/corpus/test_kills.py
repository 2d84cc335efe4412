"""Runs that are killed at any moment go on where they were, and nothing of them is lost."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.small_corpus import InProcess, make_corpus, without_seconds

from duizhao.align.corpus.manifest.folders import match_folders
from duizhao.align.corpus.plan import Plan
from duizhao.align.corpus.run import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX has them")


def started(folders: tuple[Path, Path], out: Path, processes: int = 2) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "duizhao", "corpus", "run", *map(str, folders)]
    return subprocess.Popen(
        [*command, "-o", str(out), "--processes", str(processes), "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def children(process: subprocess.Popen[bytes]) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


def wait_for(there: Callable[[], bool], run: subprocess.Popen[bytes]) -> None:
    while not there():
        time.sleep(0.01)
        assert run.poll() is None


def test_killed_runs_end_as_one_that_was_not(tmp_path: Path) -> None:
    folders = make_corpus(tmp_path, 12)
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    undisturbed = Run(match_folders(*folders), Plan(str(whole)), InProcess())
    assert len(list(undisturbed.outcomes())) == 12
    rng = random.Random(4)
    for kills_parent in (True, False):
        run = started(folders, torn)
        wait_for(lambda: any(torn.glob("documents/*")), run)
        time.sleep(rng.uniform(0, 0.5))
        for victim in [run.pid] if kills_parent else children(run)[:1]:
            os.kill(victim, signal.SIGKILL)
        said = run.communicate()
        assert kills_parent or (run.returncode, said) == (0, (b"", b""))
    assert without_seconds(torn) == without_seconds(whole)
    assert not list(torn.rglob(".duizhao*"))


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let processes take SIGINT, which shells have those in the background ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    folders = make_corpus(tmp_path, 12)
    out = tmp_path / "out"
    run = started(folders, out, 1)
    wait_for((out / "documents").exists, run)
    workers = children(run)
    run.send_signal(number)
    _, said = run.communicate()
    if number == signal.SIGINT:
        told = r"Stopped\. (\d+) of 12 pairs are done; the same command goes on there\."
        (done,) = re.findall(told, said.decode())
        assert int(done) < 12
    assert run.returncode not in (0, 1, 2)
    assert not list(out.rglob(".duizhao*"))
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
