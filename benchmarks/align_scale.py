"""Measure how the aligner's time and memory grow: ``python benchmarks/align_scale.py DATA``.

DATA is a folder with ``bible`` (5,000 English and 6,301 Chinese sentences). All sections run, or
those that are asked for::

    python benchmarks/align_scale.py DATA --peer     # vectors to beads, beside Vecalign
    python benchmarks/align_scale.py DATA --copies   # the same text 1, 2, 4 and 8 times over
    python benchmarks/align_scale.py DATA --huge     # 100,000 made-up sentences a side
    python benchmarks/align_scale.py DATA --text     # the command, from text to results

Each measurement runs in a process of its own. Seconds are those of the processor, with one thread
for linear algebra; what is compared runs in alternation, and medians count. Vecalign is that of the
package ``sentweave``; without it the aligner is measured alone. ``--huge`` takes 3 GB on the disk
while it runs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from duizhao.align.aligner import beads as aligner
from duizhao.align.aligner.features import LONGEST, EncodedSide
from duizhao.align.aligner.moved import find_moves, without_moved
from duizhao.align.aligner.runs import find_runs
from duizhao.align.aligner.search_space import task_of
from duizhao.align.aligner.spans import side_of
from duizhao.align.aligner.weights import default_weights
from duizhao.align.lengths import expected_log_ratio
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Kind, Sentence
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.eval.beads.scores import score_documents
from duizhao.eval.gold.pairs import GoldPair, load_pairs
from duizhao.eval.gold.sets import load_gold_set
from duizhao.eval.measuring.new_process import in_new_process
from duizhao.eval.measuring.saved_vectors import Model
from duizhao.eval.peers.base import LONGEST_SPAN, Work
from duizhao.eval.peers.vecalign import VECALIGN
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

ROUNDS = 5
COPIES = (1, 2, 4, 8)
COPY_ROUNDS = 3
HUGE = 100_000  # sentences of the made-up source; the target has about as many
WIDTH = 512
ALIKE = 0.6  # cosine of a made-up sentence and its translation
LOST, ADDED = 0.05, 0.05  # made-up sentences without a counterpart
PIECE = 5_000  # made-up sentences written at once
SEED = 7
# What tells the linear algebra of numpy how many threads to use.
THREADS = "OPENBLAS_NUM_THREADS"
PARTS = ("spans", "lengths", "marks", "edges")


@dataclass(frozen=True)
class Memory:
    """Resident memory in MB; what the system does not tell is zero.

    :param anonymous: The process's own.
    :param files: Pages of mapped files, which the system may take back.
    :param peak: The most of both together.
    """

    anonymous: float
    files: float
    peak: float


def save(folder: Path, name: str, side: EncodedSide) -> None:
    """Save a side's arrays."""
    for part in PARTS:
        np.save(folder / f"{name}.{part}.npy", getattr(side, part))


def load(folder: Path, name: str, *, copies: int = 1) -> EncodedSide:
    """Load a side, so many times over."""
    spans, lengths, marks, edges = (np.load(folder / f"{name}.{part}.npy") for part in PARTS)
    return EncodedSide(
        np.tile(spans, (1, copies, 1)),
        np.tile(lengths, copies),
        np.tile(marks, (1, copies)),
        np.tile(edges, (1, copies, 1)),
    )


def beads_of(source: EncodedSide, target: EncodedSide, log_ratio: float) -> list[Bead]:
    """Align two sides, to beads with their reasons."""
    weights = default_weights()
    task = task_of(source, target, log_ratio)
    runs = find_runs(task, weights)
    moves = find_moves(runs, task)
    sentences = [
        [Sentence(i, i, i + 1, Kind.TEXT, ".", 0, ()) for i in range(len(side.lengths))]
        for side in (source, target)
    ]
    kept = without_moved(runs, moves)
    return aligner._beads((sentences[0], sentences[1]), kept, moves, task, weights)  # noqa: SLF001


def timed_ours(_started: float, folder: Path, copies: int) -> tuple[float, list[Bead]]:
    """Return the seconds from vectors to beads, and these."""
    sides = load(folder, "source", copies=copies), load(folder, "target", copies=copies)
    start = time.process_time()
    beads = beads_of(*sides, expected_log_ratio("en", "zh"))
    return time.process_time() - start, beads


def timed_vecalign(
    _started: float, folder: Path, pair: GoldPair, model: Model
) -> tuple[float, list[Bead]]:
    """Return the seconds from vectors to beads, and these."""
    source, target = (np.load(folder / f"{side}.raw.npy") for side in ("source", "target"))
    work = Work(pair.source, pair.target, source, target, model)
    VECALIGN.load()
    start = time.process_time()
    beads = list(VECALIGN.align(work))
    return time.process_time() - start, beads


def strict_f1(gold: Sequence[Bead], found: Sequence[Bead]) -> float:
    """Return strict F1."""
    return score_documents([(list(gold), list(found))]).strict.f1


def peer(folder: Path, pair: GoldPair, encoder: Encoder) -> None:
    """Print the seconds from vectors to beads beside Vecalign's."""
    for name, document in (("source", pair.source), ("target", pair.target)):
        texts = [as_encoded(sentence.text) for sentence in document.sentences]
        np.save(folder / f"{name}.raw.npy", encoder.encode_spans(texts, LONGEST_SPAN))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(in_new_process(timed_ours, folder, 1))
        if not VECALIGN.missing:
            theirs.append(in_new_process(timed_vecalign, folder, pair, Model.of(encoder)))
    for name, runs in (("duizhao", ours), ("Vecalign", theirs)):
        if runs:
            seconds = sorted(taken for taken, _ in runs)
            print(
                f"{name:9} {statistics.median(seconds):.2f} s "
                f"({seconds[0]:.2f} to {seconds[-1]:.2f}), "
                f"strict F1 {strict_f1(pair.beads, runs[0][1]):.3f}"
            )
    if theirs:
        ratio = statistics.median(b / a for (a, _), (b, _) in zip(ours, theirs, strict=True))
        print(f"Vecalign takes {ratio:.2f} times as long", flush=True)
    else:
        print(f"Vecalign: install {VECALIGN.missing} to measure it", flush=True)


def copies(folder: Path, pair: GoldPair) -> None:
    """Print how the seconds grow with the length of the text."""
    sizes = len(pair.source.sentences), len(pair.target.sentences)
    rounds = []
    for _ in range(COPY_ROUNDS):
        taken = []
        for number in COPIES:
            seconds, beads = in_new_process(timed_ours, folder, number)
            gold = [shifted(bead, sizes, k) for k in range(number) for bead in pair.beads]
            taken.append((seconds, strict_f1(gold, beads)))
        rounds.append(taken)
    for n, number in enumerate(COPIES):
        seconds = statistics.median(taken[n][0] for taken in rounds)
        ratio = statistics.median(taken[n][0] / taken[0][0] for taken in rounds)
        f1 = rounds[0][n][1]
        print(f"{number} times: {seconds:.2f} s, ratio {ratio:.2f}, strict F1 {f1:.3f}", flush=True)


def shifted(bead: Bead, sizes: tuple[int, int], copy: int) -> Bead:
    """Return a gold bead in one of the copies."""
    return Bead(
        tuple(i + copy * sizes[0] for i in bead.source),
        tuple(j + copy * sizes[1] for j in bead.target),
    )


def make_huge(_started: float, folder: Path) -> list[Bead]:
    """Make up vectors of a text and its translation in files; return the beads that are right."""
    rng = np.random.default_rng(SEED)
    gold: list[Bead] = []
    origins: list[int] = []  # of the target's sentences; -1 is none
    for i, kind in enumerate(rng.random(HUGE)):
        if kind < LOST:
            gold.append(Bead((i,), ()))
            continue
        if kind < LOST + ADDED:
            gold.append(Bead((), (len(origins),)))
            origins.append(-1)
        gold.append(Bead((i,), (len(origins),)))
        origins.append(i)
    origin = np.array(origins)
    linked = origin >= 0
    source, target = (rng.integers(20, 200, n).astype(np.float32) for n in (HUGE, len(origin)))
    target[linked] = source[origin[linked]] * rng.uniform(0.8, 1.2, int(linked.sum()))
    np.save(folder / "source.lengths.npy", source)
    np.save(folder / "target.lengths.npy", target)
    singles = unit(rng.standard_normal((HUGE, WIDTH), dtype=np.float32))
    write_vectors(rng, folder, "source", singles)
    others = unit(rng.standard_normal((len(origin), WIDTH), dtype=np.float32))
    noise = np.float32(np.sqrt(1.0 - ALIKE**2))
    others[linked] = unit(np.float32(ALIKE) * singles[origin[linked]] + noise * others[linked])
    write_vectors(rng, folder, "target", others)
    return gold


def write_vectors(rng: np.random.Generator, folder: Path, name: str, singles: FloatArray) -> None:
    """Write the vectors of all runs, and those of every sentence's first and last clause."""
    count = len(singles)
    spans, edges = (
        np.lib.format.open_memmap(
            folder / f"{name}.{part}.npy", "w+", np.float32, (number, count, WIDTH)
        )
        for part, number in (("spans", LONGEST), ("edges", 2))
    )
    for start in range(0, count, PIECE):
        stop = min(start + PIECE, count)
        total = np.zeros((stop - start, WIDTH), np.float32)
        for k in range(LONGEST):
            first = max(start - k, 0)
            total[first + k - start :] += singles[first : stop - k]
            spans[k, start:stop] = unit(total)
        for edge in edges:
            noise = rng.standard_normal((stop - start, WIDTH), dtype=np.float32)
            edge[start:stop] = unit(singles[start:stop] + unit(noise))
    for k in range(LONGEST):
        spans[k, :k] = 0  # runs that would begin before the text


def unit(rows: FloatArray) -> FloatArray:
    """Return rows of unit length."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: FloatArray = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def memory() -> Memory:
    """Return the memory that this process takes now, and the most that it took."""
    found = {"RssAnon": 0.0, "RssFile": 0.0, "VmHWM": 0.0}
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text("ascii").splitlines():
            name, _, value = line.partition(":")
            if name in found:
                found[name] = int(value.split()[0]) / 1000
    return Memory(*found.values())


def timed_huge(_started: float, folder: Path) -> tuple[float, list[Bead], Memory, float]:
    """Align with vectors left in files.

    :return: Seconds, beads, the most memory of each kind, and what was the process's own before.
    """
    sides = []
    for name in ("source", "target"):
        files = [folder / f"{name}.{part}.npy" for part in ("spans", "edges")]
        spans, edges = (np.load(file, mmap_mode="r") for file in files)
        sides.append(EncodedSide(spans, np.load(folder / f"{name}.lengths.npy"), edges=edges))
    before = memory().anonymous
    most = [before, 0.0]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            now = memory()
            most[:] = max(most[0], now.anonymous), max(most[1], now.files)

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.process_time()
    beads = beads_of(sides[0], sides[1], 0.0)
    seconds = time.process_time() - start
    over.set()
    watcher.join()
    return seconds, beads, Memory(most[0], most[1], memory().peak), before


def huge(folder: Path) -> None:
    """Print the seconds and the memory of a made-up text."""
    gold = in_new_process(make_huge, folder)
    seconds, beads, most, before = in_new_process(timed_huge, folder)
    n, m = (len(np.load(folder / f"{name}.lengths.npy")) for name in ("source", "target"))
    print(f"{n} and {m} sentences: {seconds:.1f} s, strict F1 {strict_f1(gold, beads):.4f}")
    print(
        f"memory at most: {most.anonymous:.0f} MB of its own ({before:.0f} MB before it began), "
        f"{most.files:.0f} MB of mapped files, {most.peak:.0f} MB together",
        flush=True,
    )


def text(folder: Path, files: Sequence[Path], threads: str | None) -> None:
    """Print the seconds of the command, from text to all results."""
    environment = {name: value for name, value in os.environ.items() if name != THREADS}
    if threads is not None:
        environment[THREADS] = threads
    command = [sys.executable, "-m", "duizhao", "align", *map(str, files)]
    command += ["--presplit", "--no-cache", "--quiet", "-o", str(folder / "out")]
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, env=environment)
    wall, after = time.perf_counter() - start, os.times()
    processor = after.children_user + after.children_system
    processor -= before.children_user + before.children_system
    print(f"from text: {wall:.1f} s by the clock, {processor:.1f} s of the processor")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description="Measure how the aligner's cost grows.")
    parser.add_argument("data", type=Path)
    sections = ("peer", "copies", "huge", "text")
    for name in sections:
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    wanted = {name for name in sections if getattr(options, name)} or set(sections)
    threads = os.environ.get(THREADS)
    os.environ[THREADS] = "1"  # of processes that are started from here on
    encoder = load_encoder()
    (pair,) = load_pairs(options.data / "bible").pairs
    (document,) = load_gold_set(options.data / "bible").documents
    with tempfile.TemporaryDirectory(prefix="duizhao-scale-") as name:
        folder = Path(name)
        if wanted & {"peer", "copies"}:
            for side, whole in (("source", pair.source), ("target", pair.target)):
                save(folder, side, side_of([s.text for s in whole.sentences], encoder, LONGEST))
        if "peer" in wanted:
            peer(folder, pair, encoder)
        if "copies" in wanted:
            copies(folder, pair)
    with tempfile.TemporaryDirectory(prefix="duizhao-scale-") as name:
        if "huge" in wanted:
            huge(Path(name))
        if "text" in wanted:
            text(Path(name), (document.source, document.target), threads)


if __name__ == "__main__":
    main()
