"""Measure how fast the whole is: ``python benchmarks/speed.py DATA [--before PYTHON]``.

DATA is a folder with ``bible`` (5,000 English and 6,301 Chinese sentences). Everything runs in
processes of its own with nothing cached, and the seconds are those of the processor, user's and
system's; of several rounds the median counts. What is measured:

- the sample of the package, two short documents, from files to all four outputs;
- ``import duizhao``, and the first vector, from the beginning of the process's own work;
- the Bible, and the first half of it, from text to all four outputs;
- the pairs a second that pass all layers of findings, on a quarter of the Bible, after the sample
  has paid for what is loaded once.

``--before`` names the interpreter of another version's environment. Both then run in turns, so that
what else the machine does meets both alike, and their ratio is printed. A loop of plain Python is
timed, too: it says how busy the machine is. Needs a system with ``os.wait4``.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from duizhao.eval.gold.pairs import GoldPair, load_pairs

SAMPLE = Path(__file__).resolve().parents[1] / "corpora" / "data" / "sample"
SHORT_ROUNDS, LONG_ROUNDS = 5, 1
# What each is to take: seconds, megabytes, or pairs a second.
WANTED = {
    "the sample, from files to four outputs": "≤ 1.5 s, ≤ 350 MB",
    "`import duizhao`": "≤ 0.1 s",
    "the first vector": "≤ 0.4 s",
    "the Bible, from text to four outputs": "≤ 25 s, ≤ 500 MB",
    "... the first half of it": "whole ≤ 2.1 times",
    "pairs through all layers": "≥ 600 a second",
}
LOOP = """
import time
start, total = time.process_time(), 0
for i in range(5_000_000): total += i * i
print(time.process_time() - start)
"""
IMPORT = """
import time
start = time.process_time()
import duizhao
print(time.process_time() - start)
"""
VECTOR = """
import time
start = time.process_time()
from duizhao.models.registry import load_encoder
load_encoder(cache=False).encode(["The first vector of a process."])
print(time.process_time() - start)
"""
LAYERS = """
import sys, tempfile, time
from pathlib import Path
from duizhao.align.aligner.beads import find_beads
from duizhao.align.findings.find import find_all
from duizhao.align.judging.policy import Policy
from duizhao.corpora.reading.read import ReadOptions, read_document
from duizhao.models.registry import load_encoder
options = ReadOptions(presplit=True)
with tempfile.TemporaryDirectory() as folder:
    encoder = load_encoder(cache=Path(folder))
    for source, target in zip(sys.argv[1::2], sys.argv[2::2]):
        both = read_document(source, options), read_document(target, options)
        beads = find_beads(*both, encoder).beads
        start = time.process_time()
        find_all(both, beads, encoder, Policy.FULL)
        spent = time.process_time() - start
print(sum(not bead.is_null for bead in beads) / spent)
"""


@dataclass(frozen=True)
class Cost:
    """What a process took.

    :param seconds: Of the processor, its children's with it.
    :param memory: The most resident memory of one process, in MB.
    :param printed: What it printed.
    """

    seconds: float
    memory: float
    printed: str


def cost_of(python: str, words: Sequence[str]) -> Cost:
    """Run an interpreter and say what it took.

    :raises SystemExit: If it fails.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([python, *words], env=environment, stdout=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(process.returncode)
        said.seek(0)
        printed = said.read().decode()
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, printed)


def part_of(pair: GoldPair, folder: Path, sentences: int) -> list[str]:
    """Write the first sentences of the source and what translates them; return the two paths."""
    beads = [b for b in pair.beads if b.source and b.source[-1] < sentences]
    stops = sentences, 1 + max(max(b.target, default=0) for b in beads)
    paths = []
    for side, document, stop in zip("st", (pair.source, pair.target), stops, strict=True):
        path = folder / f"{side}{sentences}.txt"
        lines = (sentence.text for sentence in document.sentences[:stop])
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        paths.append(str(path))
    return paths


def align(files: Sequence[str], out: Path, *more: str) -> list[str]:
    """Return the words of an alignment with nothing cached."""
    return ["-m", "duizhao", "align", *files, "--no-cache", "--quiet", "-o", str(out), *more]


def measure(
    pythons: Sequence[str], words: Sequence[str], rounds: int, *, tells: bool
) -> list[tuple[float, float]]:
    """Return for each interpreter a figure and the memory, medians of rounds in turns.

    :param tells: Whether what is printed is the figure; the seconds are if not.
    """
    runs: list[list[tuple[float, float]]] = [[] for _ in pythons]
    for _ in range(rounds):
        for python, found in zip(pythons, runs, strict=True):
            cost = cost_of(python, words)
            found.append((float(cost.printed) if tells else cost.seconds, cost.memory))
    return [
        (statistics.median(a for a, _ in found), statistics.median(b for _, b in found))
        for found in runs
    ]


def main() -> None:
    """Measure everything and print a table."""
    parser = argparse.ArgumentParser(description="Measure how fast the whole is.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--before", metavar="PYTHON", help="of another version's environment")
    parser.add_argument("--short", action="store_true", help="leave the Bible out")
    options = parser.parse_args()
    pythons = [sys.executable, *([options.before] if options.before else [])]
    sample = [str(SAMPLE / "article.en.txt"), str(SAMPLE / "digest.zh.txt")]
    split = [str(SAMPLE / f"{name}.sentences.txt") for name in ("article.en", "digest.zh")]
    print(f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, ", end="")
    print(f"load {os.getloadavg()[0]:.1f}, five million turns of a loop ", end="")
    print(f"{measure([sys.executable], ['-c', LOOP], 3, tells=True)[0][0]:.2f} s\n")
    print(
        "| what | now | MB | before | MB | now : before | needed |\n|---|---|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory(prefix="duizhao-speed-") as name:
        folder = Path(name)
        (pair,) = load_pairs(options.data / "bible").pairs
        size = len(pair.source.sentences)
        whole, half, quarter = (part_of(pair, folder, size // n) for n in (1, 2, 4))
        short, long = SHORT_ROUNDS, LONG_ROUNDS
        works = [
            (align(sample, folder / "out"), short, False),
            (["-c", IMPORT], short, True),
            (["-c", VECTOR], short, True),
            (align(whole, folder / "out", "--presplit"), long, False),
            (align(half, folder / "out", "--presplit"), long, False),
            (["-c", LAYERS, *split, *quarter], long, True),
        ]
        for python in pythons:  # compiles what is not compiled yet
            cost_of(python, works[0][0])
        for (what, wanted), (words, rounds, tells) in zip(WANTED.items(), works, strict=True):
            if options.short and rounds == LONG_ROUNDS:
                continue
            found = measure(pythons, words, rounds, tells=tells)
            row = [f"{figure:.3g} | {memory:.0f}" for figure, memory in found] + ["– | –"]
            ratio = f"{found[0][0] / found[1][0]:.2f}" if len(found) > 1 else "–"
            print(f"| {what} | {row[0]} | {row[1]} | {ratio} | {wanted} |", flush=True)


if __name__ == "__main__":
    main()
