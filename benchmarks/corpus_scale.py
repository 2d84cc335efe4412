"""What a run over a corpus costs: ``python benchmarks/corpus_scale.py DATA WORK [--pairs N]``.

Small pairs are made of the clean documents of ``DATA/docs-dev``: eight to twelve segments each.
They are aligned with two processes and with one; then again, when nothing is to be done; 200 of
them by so many calls of ``duizhao align``. The memory of every process is watched, and the time
after the last outcome, which is that of merging.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from duizhao.align.corpus.engines.local import LocalEngine
from duizhao.align.corpus.manifest.folders import match_folders
from duizhao.align.corpus.outcome import Outcome
from duizhao.align.corpus.plan import Plan
from duizhao.align.corpus.run import Run

SIZES = itertools.cycle((8, 9, 10, 11, 12))
CALLS = 20  # of `duizhao align`; ten times as many take ten times as long


def segments(data: Path) -> Iterator[tuple[str, str]]:
    """Yield the segments of all clean documents, English first, over and over."""
    found = []
    for file in sorted((data / "docs-dev").glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            item = json.loads(line)
            if item["align"] is None and len(item["src"]) == len(item["tgt"]):
                pairs = zip(item["src"], item["tgt"], strict=True)
                found += [pair if item["lp"] == "en-zh" else pair[::-1] for pair in pairs]
    # A shift by one after each turn, so that no pair is the same as an earlier one.
    for turn in itertools.count():
        yield from found[turn:]


def make(data: Path, folder: Path, count: int) -> tuple[Path, Path]:
    """Write so many pairs, a hundred a folder, and return the folders of both sides."""
    sides = folder / "en", folder / "zh"
    source = segments(data)
    for number in range(count):
        chosen = list(itertools.islice(source, next(SIZES)))
        for n, side in enumerate(sides):
            file = side / f"{number // 100:03}" / f"{number:05}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n\n".join(pair[n] for pair in chosen) + "\n", encoding="utf-8")
    return sides


def resident(processes: list[int]) -> int:
    """Return the memory that processes hold now, in MB; 0 where nobody counts it."""
    total = 0
    for number in processes:
        status = Path(f"/proc/{number}/status")
        if status.exists():
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
            total += int(lines.get("VmRSS", "0 kB").split()[0])
    return total // 1024


def children() -> list[int]:
    """Return the processes that this one started."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


def timed(folders: tuple[Path, Path], out: Path, processes: int) -> dict[str, float]:
    """Do a run and return what it cost."""
    shutil.rmtree(out, ignore_errors=True)
    run = Run(match_folders(*folders), Plan(str(out)), LocalEngine(processes))
    begun, own = time.perf_counter(), time.process_time()
    work, last, memory = 0.0, begun, []
    outcomes: Iterator[tuple[object, Outcome]] = iter(run.outcomes())
    for number, (_, outcome) in enumerate(outcomes):
        work += outcome.seconds
        last = time.perf_counter()
        if number % 100 == 99:
            memory.append((resident([os.getpid()]), resident(children())))
    ended = time.perf_counter()
    first, final = memory[0], memory[-1]
    return {
        "seconds": ended - begun,
        "processor seconds of pairs": work,
        "processor seconds of the parent": time.process_time() - own,
        "seconds of merging": ended - last,
        "MB of the parent after 100 pairs": first[0],
        "MB of the parent at the end": final[0],
        "MB of a process after 100 pairs": first[1] / processes,
        "MB of a process at the end": final[1] / processes,
        "failed": run.states["failed"],
    }


def again(folders: tuple[Path, Path], out: Path) -> float:
    """Return how long a run takes in which nothing is to be done, from its start."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "duizhao", "corpus", "run", *map(str, folders), "-o", str(out)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "nothing was to be done" in done.stdout, done.stdout
    return time.perf_counter() - begun


def calls(folders: tuple[Path, Path], out: Path) -> float:
    """Return the seconds of a call of `duizhao align`, the mean of some."""
    files = sorted(folders[0].rglob("*.txt"))[:CALLS]
    begun = time.perf_counter()
    for file in files:
        other = folders[1] / file.relative_to(folders[0])
        command = [sys.executable, "-m", "duizhao", "align", str(file), str(other)]
        subprocess.run([*command, "-o", str(out / file.stem), "-q", "--no-cache"], check=True)
    return (time.perf_counter() - begun) / len(files)


def main() -> None:
    """Make the pairs, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--pairs", type=int, default=10_000)
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    folders = make(options.data, options.work / "texts", options.pairs)
    told = {}
    for processes in (2, 1):
        told[processes] = timed(folders, options.work / f"out-{processes}", processes)
        print(f"{processes} processes, {options.pairs} pairs")
        for name, value in told[processes].items():
            print(f"  {name:<36} {value:10.2f}")
    print(f"one process over two: {told[1]['seconds'] / told[2]['seconds']:.2f}")
    print(f"nothing to be done: {again(folders, options.work / 'out-2'):.2f} s")
    few = folders[0] / "000", folders[1] / "000"
    two_hundred = make(options.data, options.work / "two-hundred", 200)
    run = timed(two_hundred, options.work / "out-two-hundred", 2)["seconds"]
    print(f"200 pairs: {200 * calls(few, options.work / 'calls') / run:.1f} times as fast as calls")


if __name__ == "__main__":
    main()
