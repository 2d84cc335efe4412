"""What a run over a corpus costs: ``python benchmarks/corpus_scale.py DATA WORK [PART …]``.

Pairs are made of the clean documents of ``DATA/docs-dev``, in turn and over and over. Parts are

run       pairs of three to eight segments with two processes and with one, in turns, and what two
          bare loops at once gain on this machine; the memory of every process after a hundred
          pairs and at the end; a run without work; 200 pairs beside `duizhao align`
books     the ledger, the tables and the page of ``--many`` pairs, whose results are copies of those
          of ``run``: what is left of a run when aligning costs nothing; then a run without work
stages    seconds of the processor and bytes on disk by the length of documents, and by stage

Seconds of the processor are told beside those of the clock, which other work lengthens.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from duizhao.align import pipeline
from duizhao.align.aligner import beads
from duizhao.align.corpus import job as job_module
from duizhao.align.corpus.engines.engine import Engine, Job
from duizhao.align.corpus.engines.local import LocalEngine
from duizhao.align.corpus.manifest.entry import Entry, Manifest
from duizhao.align.corpus.manifest.folders import match_folders
from duizhao.align.corpus.outcome import Outcome
from duizhao.align.corpus.plan import Plan
from duizhao.align.corpus.run import Run
from duizhao.models.threads import use_one_thread

SMALL = (3, 4, 5, 6, 7, 8)
LENGTHS = (5, 20, 80, 320)
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


def make(data: Path, folder: Path, count: int, sizes: Sequence[int] = SMALL) -> tuple[Path, Path]:
    """Write so many pairs, a hundred a folder, and return the folders of both sides."""
    sides = folder / "en", folder / "zh"
    source = segments(data)
    for number, size in zip(range(count), itertools.cycle(sizes), strict=False):
        chosen = list(itertools.islice(source, size))
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


def spent(who: int) -> float:
    """Return seconds of the processor of this process, or of its children that ended."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def timed(manifest: Manifest, out: Path, engine: Engine) -> dict[str, float]:
    """Do a run and return what it cost."""
    shutil.rmtree(out, ignore_errors=True)
    run = Run(manifest, Plan(str(out)), engine)
    begun, own = time.perf_counter(), spent(resource.RUSAGE_SELF)
    theirs = spent(resource.RUSAGE_CHILDREN)
    at_last, last, memory = own, begun, []
    outcomes: Iterator[tuple[object, Outcome]] = iter(run.outcomes())
    for number, _ in enumerate(outcomes):
        last, at_last = time.perf_counter(), spent(resource.RUSAGE_SELF)
        if number % 100 == 99:
            memory.append((resident([os.getpid()]), resident(children())))
    each = max(getattr(engine, "processes", None) or 1, 1)
    return {
        "seconds": time.perf_counter() - begun,
        "seconds of merging": time.perf_counter() - last,
        "processor: processes": spent(resource.RUSAGE_CHILDREN) - theirs,
        "processor: the run itself": spent(resource.RUSAGE_SELF) - own,
        "processor: ... of this merging": spent(resource.RUSAGE_SELF) - at_last,
        "MB of the run after 100 pairs": memory[0][0],
        "MB of the run at the end": memory[-1][0],
        "MB of a process after 100 pairs": memory[0][1] / each,
        "MB of a process at the end": memory[-1][1] / each,
        "failed": run.states["failed"],
    }


def limit() -> float:
    """Return how many times as fast as one bare loop two at once are on this machine."""
    loop = "import time; t = time.perf_counter(); sum(range(60_000_000)); "
    command = [sys.executable, "-c", loop + "print(time.perf_counter() - t)"]

    def slowest(count: int) -> float:
        processes = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(count)]
        return max(float(process.communicate()[0]) for process in processes)

    turns = [(slowest(1), slowest(2)) for _ in range(5)]
    return 2 * sum(one for one, _ in turns) / sum(two for _, two in turns)


def told(title: str, cost: dict[str, float]) -> None:
    """Print what something cost."""
    print(title)
    for name, value in cost.items():
        print(f"  {name:<36} {value:10.2f}", flush=True)


class Copies:
    """Gives every pair the results of one that was aligned, and aligns nothing.

    :param done: The folder of the run that aligned them.
    :param outcomes: What became of them.
    """

    def __init__(self, done: Path, outcomes: Sequence[Outcome]) -> None:
        self._done, self._known = done, outcomes

    def outcomes(
        self, plan: Plan, jobs: Sequence[Job]
    ) -> Generator[tuple[Job, Outcome], None, None]:
        """Yield an outcome of each job."""
        for job in jobs:
            known = self._known[job.number % len(self._known)]
            folder = plan.folder(job.entry)
            folder.mkdir(parents=True, exist_ok=True)
            for name in known.files:
                os.link(self._done / "documents" / known.id / name, folder / name)
            document = {**known.document, "id": job.entry.id}
            findings = tuple({**row, "document": job.entry.id} for row in known.findings)
            yield job, replace(known, id=job.entry.id, document=document, findings=findings)


def run_part(data: Path, work: Path, pairs: int, turns: int) -> None:
    """Measure runs."""
    manifest = match_folders(*make(data, work / "texts", pairs))
    clock: Counter[int] = Counter()
    limits = [limit()]
    for _ in range(turns):
        for processes in (2, 1):
            cost = timed(manifest, work / f"out-{processes}", LocalEngine(processes))
            clock[processes] += cost["seconds"]
            told(f"{processes} processes, {pairs} pairs; load {os.getloadavg()[0]:.0f}", cost)
            limits.append(limit())
    print(f"one process over two, {turns} turns: {clock[1] / clock[2]:.2f}")
    print(f"... of bare loops, in between: {', '.join(f'{each:.2f}' for each in limits)}")
    begun, again = time.perf_counter(), Run(manifest, Plan(str(work / "out-2")), LocalEngine(2))
    assert not list(again.outcomes())
    assert again.kept == pairs
    print(f"nothing to be done: {time.perf_counter() - begun:.2f} s", flush=True)
    before = spent(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    for entry in manifest.entries[:CALLS]:
        command = [sys.executable, "-m", "duizhao", "align", entry.source, entry.target]
        out = work / "calls" / entry.id
        subprocess.run([*command, "-o", str(out), "-q", "--no-cache"], check=True)
    call = (spent(resource.RUSAGE_CHILDREN) - before) / CALLS
    wall = (time.perf_counter() - begun) / CALLS
    few = timed(Manifest(manifest.entries[:200]), work / "out-200", LocalEngine(2))
    told("200 pairs with two processes", few)
    both = few["processor: processes"] + few["processor: the run itself"]
    print(f"a call: {call:.2f} s of the processor, {wall:.2f} s; 200 calls over the run:")
    print(f"  {200 * wall / few['seconds']:.1f} by the clock, {200 * call / both:.1f} of processor")


def books_part(work: Path, many: int) -> None:
    """Measure everything but aligning."""
    done, out = work / "out-2", work / "out-many"
    manifest = match_folders(work / "texts" / "en", work / "texts" / "zh")
    known: list[Outcome] = []
    shutil.rmtree(work / "out-known", ignore_errors=True)
    few = Manifest(manifest.entries[:100])
    for _, outcome in Run(few, Plan(str(work / "out-known")), LocalEngine(1)).outcomes():
        known.append(outcome)
    copies = [
        replace(entry, id=f"{number // 100:04}/{number:06}")
        for number, entry in zip(range(many), itertools.cycle(manifest.entries), strict=False)
    ]
    told(
        f"{many} pairs that cost nothing", timed(Manifest(tuple(copies)), out, Copies(done, known))
    )
    begun, own = time.perf_counter(), spent(resource.RUSAGE_SELF)
    again = Run(Manifest(tuple(copies)), Plan(str(out)))
    assert not list(again.outcomes())
    assert again.kept == many
    wall, processor = time.perf_counter() - begun, spent(resource.RUSAGE_SELF) - own
    print(f"nothing to be done: {wall:.2f} s, {processor:.2f} of the processor")
    for name in ("ledger.sqlite", "memory.tmx", "documents.csv", "findings.csv", "index.html"):
        print(f"  {name:<36} {(out / name).stat().st_size / 1e6:10.2f} MB", flush=True)


def stages_part(data: Path, work: Path) -> None:
    """Measure by length and stage, in this process."""
    use_one_thread()
    plan = Plan(str(work / "out-stages"))
    encoder = plan.model.load()
    clock: Counter[str] = Counter()
    for module, name, stage in (
        (pipeline, "read_document", "reading, splitting"),
        (beads, "prepare", "vectors, band"),
        (pipeline, "finish", "findings"),
        (job_module, "write_results", "results"),
    ):
        setattr(module, name, _clocked(getattr(module, name), stage, clock))
    manifest = match_folders(*make(data, work / "warm", 12))
    for entry in manifest:
        job_module.align_entry(entry, plan, encoder)
    for length in LENGTHS:
        folders = make(data, work / f"length-{length}", max(2, 240 // length), (length,))
        entries = match_folders(*folders).entries
        clock.clear()
        begun = time.process_time()
        outcomes = [job_module.align_entry(entry, plan, encoder) for entry in entries]
        whole = time.process_time() - begun
        count = sum(_sentences(outcome) for outcome in outcomes)
        size = sum(_bytes(plan, entry) for entry in entries)
        print(f"{len(entries)} pairs of {length} segments: {count} sentences of originals")
        print(f"  {1e3 * whole / count:8.1f} ms, {size / count / 1e3:.1f} kB a sentence")
        for stage, seconds in clock.items():
            print(f"  {1e3 * seconds / count:8.1f} ms {stage}")
        print(
            f"  {1e3 * (whole - sum(clock.values())) / count:8.1f} ms lattice, the rest", flush=True
        )
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _clocked(function: Callable[..., Any], stage: str, clock: Counter[str]) -> Callable[..., Any]:
    def called(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        begun = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            clock[stage] += time.process_time() - begun  # type: ignore[assignment]

    return called


def _sentences(outcome: Outcome) -> int:
    count = outcome.document["source_sentences"]
    assert isinstance(count, int), outcome.reason
    return count


def _bytes(plan: Plan, entry: Entry) -> int:
    return sum(file.stat().st_size for file in plan.folder(entry).iterdir())


def main() -> None:
    """Do the parts that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("parts", nargs="*", default=["run", "books", "stages"])
    parser.add_argument("--pairs", type=int, default=10_000, help="of the part run")
    parser.add_argument("--turns", type=int, default=2, help="of the part run")
    parser.add_argument("--many", type=int, default=10_000, help="of the part books")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    for part in options.parts:
        if part == "run":
            run_part(options.data, options.work, options.pairs, options.turns)
        elif part == "books":
            books_part(options.work, options.many)
        elif part == "stages":
            stages_part(options.data, options.work)


if __name__ == "__main__":
    main()
