"""Whether runs survive: ``python benchmarks/corpus_kills.py DATA WORK [--kills N] [--pairs N]``.

A run with two processes is killed (SIGKILL) at random moments, by turns the run itself and one of
its processes, and started again until so many kills are done; when one ends by itself, its files
are compared with those of a run that nobody disturbed, byte by byte but for the seconds that they
tell, and another is begun. Then, where a file system may be mounted: a run on a full one, which is
made larger, and a run on one that is read-only, which is made writable.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from corpus_scale import make

SEED = 17


def start(folders: tuple[Path, Path], out: Path) -> subprocess.Popen[str]:
    """Start a run."""
    command = [sys.executable, "-m", "duizhao", "corpus", "run", *map(str, folders), "-o", str(out)]
    return subprocess.Popen(
        [*command, "--processes", "2", "-q", "--format", "json", "--format", "tmx"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def children(run: subprocess.Popen[str]) -> list[int]:
    """Return the processes of a run."""
    listed = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files but the ledger, without the seconds that they tell."""
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {"ledger.sqlite", "documents.parquet"}
    }
    page = found["index.html"].decode()
    found["index.html"] = re.sub(r"[\d,]+ (?=s of the processor|秒)", "", page).encode()
    with (folder / "documents.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [{**row, "seconds": ""} for row in csv.DictReader(stream)]
    found["documents.csv"] = json.dumps(rows).encode()
    return found


def done(done: subprocess.Popen[str], code: int = 0) -> str:
    """Wait for a run, and return what it complained of."""
    _, complaint = done.communicate()
    assert done.returncode == code, (done.returncode, complaint)
    return complaint


def kill(folders: tuple[Path, Path], work: Path, kills: int) -> None:
    """Kill runs and compare what they leave."""
    rng = random.Random(SEED)
    whole = work / "whole"
    begun = time.monotonic()
    done(start(folders, whole))
    length = time.monotonic() - begun
    expected = contents(whole)
    killed = {"run": 0, "process": 0}
    ended = rounds = 0
    torn = work / "torn"
    while sum(killed.values()) < kills or rounds:
        run = start(folders, torn)
        rounds += 1
        if sum(killed.values()) < kills:
            try:
                run.wait(rng.uniform(0.05, 0.8) * length)
            except subprocess.TimeoutExpired:
                victims = [run.pid] if sum(killed.values()) % 2 == 0 else children(run)
                if victims:
                    os.kill(rng.choice(victims), signal.SIGKILL)
                    killed["run" if victims == [run.pid] else "process"] += 1
        _, complaint = run.communicate()
        if run.returncode == 0:
            assert not complaint, complaint
            assert contents(torn) == expected
            shutil.rmtree(torn)
            ended, rounds = ended + 1, 0
    print(
        f"killed: {killed}; {ended} runs came to their end, each as the undisturbed one", flush=True
    )


def mounted(folder: Path, *options: str) -> bool:
    """Mount a file system in memory, or change how it is mounted; tell whether that worked."""
    command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def full_and_closed(folders: tuple[Path, Path], work: Path) -> None:
    """Run on a full file system and on a read-only one."""
    expected = contents(work / "whole")
    place = work / "place"
    place.mkdir()
    if not mounted(place, "-o", "size=400k"):
        print("no file system can be mounted here")
        return
    try:
        print("full:", done(start(folders, place / "out"), 2).strip())
        assert not list(place.rglob(".duizhao-*.tmp"))
        assert mounted(place, "-o", "remount,size=400m")
        done(start(folders, place / "out"))
        assert contents(place / "out") == expected
        shutil.rmtree(place / "out")
        assert mounted(place, "-o", "remount,ro")
        print("read-only:", done(start(folders, place / "out"), 2).strip())
        assert mounted(place, "-o", "remount,rw")
        run = start(folders, place / "out")
        while not (place / "out" / "documents").exists():
            time.sleep(0.01)
        assert mounted(place, "-o", "remount,ro") or True
        print("read-only from then on:", run.communicate()[1].strip())
        assert mounted(place, "-o", "remount,rw")
        done(start(folders, place / "out"))
        assert contents(place / "out") == expected
        print("each run after that as the undisturbed one")
    finally:
        subprocess.run(["umount", str(place)], check=False)


def main() -> None:
    """Make the pairs and disturb runs over them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--pairs", type=int, default=40)
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    folders = make(options.data, options.work / "texts", options.pairs)
    kill(folders, options.work, options.kills)
    full_and_closed(folders, options.work)


if __name__ == "__main__":
    main()
