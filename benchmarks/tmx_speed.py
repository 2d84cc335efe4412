"""Measure how fast translation memories are written and read, and what memory that takes.

Writes and reads a memory of a million units as the aligner makes them (two texts, five
properties), each in a process of its own, and prints the seconds, and the most memory above that
of an interpreter that has imported the same modules. Then, in the same run, translate-toolkit
writes and reads fewer units (it holds all of them in memory) without the properties it cannot
write; its times are scaled to the same number of units, and so marked. Seconds are of processor
time, which other programs on the machine disturb less.

Run: ``python benchmarks/tmx_speed.py [units [units of translate-toolkit]]``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

UNITS = 1_000_000
TOOLKIT_UNITS = 100_000
SOURCE = "第{}号病房于{}月启用，共有{}张床位；院方说，这是“三年来”的第一次。"
TARGET = "Ward no. {} opened in month {} with {} beds; it is, they said, the first in three years."
# One text in so many has a character that XML writes another way.
ESCAPED = 20


def texts(count: int) -> Iterator[tuple[str, str]]:
    """Yield pairs of texts, no two alike."""
    for n in range(count):
        numbers = (n, n % 12 + 1, n * 7 % 90)
        target = TARGET.format(*numbers)
        yield SOURCE.format(*numbers), target.replace(";", " &") if n % ESCAPED == 0 else target


def own_write(path: str, count: int) -> int:
    """Write as the aligner does."""
    from duizhao.corpora.units.tmx.writer import TmxWriter, write_units
    from duizhao.corpora.units.unit import TranslationUnit, Variant

    shares = [f"{0.5 + n / 10000:.4f}" for n in range(5000)]
    same = (("x-align", "1-1"), ("x-document", "report.zh.docx"))

    def units() -> Iterator[TranslationUnit]:
        for n, (source, target) in enumerate(texts(count)):
            ids = str(n)
            share = ("x-probability", shares[n % 5000])
            props = (share, *same, ("x-source-ids", ids), ("x-target-ids", ids))
            yield TranslationUnit((Variant("zh-CN", source), Variant("en-US", target)), props)

    with Path(path).open("wb") as stream:
        return write_units(units(), TmxWriter(stream, "zh-CN")).written


def own_read(path: str, _count: int) -> int:
    """Read every unit's texts and properties."""
    from duizhao.corpora.units.tmx.reader import TmxReader

    with Path(path).open("rb") as stream:
        return sum(bool(unit.variants[1].text) for unit in TmxReader(stream, path))


def toolkit_write(path: str, count: int) -> int:
    """Write the same texts with translate-toolkit."""
    from translate.storage.tmx import tmxfile

    store = tmxfile(sourcelanguage="zh-CN", targetlanguage="en-US")
    for source, target in texts(count):
        store.addtranslation(source, "zh-CN", target, "en-US")
    with Path(path).open("wb") as stream:
        store.serialize(stream)
    return len(store.units)


def toolkit_read(path: str, _count: int) -> int:
    """Read every unit's texts with translate-toolkit."""
    from translate.storage.tmx import tmxfile

    with Path(path).open("rb") as stream:
        store = tmxfile(stream, "zh-CN", "en-US")
    return sum(bool(unit.source) and bool(unit.target) for unit in store.units)


JOBS = {f.__name__: f for f in (own_write, own_read, toolkit_write, toolkit_read)}


def child(job: str, path: str, count: int) -> None:
    """Do one job in this process and print what it took."""
    import duizhao.corpora.units.tmx.reader
    import duizhao.corpora.units.tmx.writer  # noqa: F401 - counts as the interpreter

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, wall = time.process_time(), time.perf_counter()
    done = JOBS[job](path, count)
    seconds, elapsed = time.process_time() - start, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"done": done, "cpu": seconds, "wall": elapsed, "mb": peak / 1024}))


def measure(job: str, path: Path, count: int) -> dict[str, float]:
    """Do one job in a process of its own."""
    command = [sys.executable, __file__, "--child", job, str(path), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    assert found["done"] == count, (job, found)
    return found


def main(count: int = UNITS, toolkit_count: int = TOOLKIT_UNITS) -> None:
    """Measure all and print a table."""
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        own, small, foreign = (Path(folder, name) for name in ("own.tmx", "small.tmx", "tk.tmx"))
        rows = [
            ("duizhao", "write", count, measure("own_write", own, count)),
            ("duizhao", "read", count, measure("own_read", own, count)),
        ]
        print(f"memory of {count} units: {own.stat().st_size / 1e6:.0f} MB")
        measure("own_write", small, toolkit_count)
        rows += [
            ("toolkit", "write", toolkit_count, measure("toolkit_write", foreign, toolkit_count)),
            ("toolkit", "read", toolkit_count, measure("toolkit_read", small, toolkit_count)),
        ]
    print(f"{'':10}{'':8}{'units':>10}{'cpu s':>8}{'wall s':>8}{'MB':>7}{'µs a unit':>11}")
    for who, what, units, found in rows:
        each = found["cpu"] / units * 1e6
        shown = f"{found['cpu']:8.1f}{found['wall']:8.1f}{found['mb']:7.0f}{each:11.1f}"
        print(f"{who:10}{what:8}{units:10}{shown}")
    for n, what in enumerate(("write", "read")):
        ours, theirs = rows[n][3]["cpu"] / count, rows[n + 2][3]["cpu"] / toolkit_count
        scaled = theirs * count
        print(
            f"{what}: translate-toolkit, scaled from {toolkit_count} to {count} units, would take"
            f" {scaled:.0f} s: {theirs / ours:.1f} times as long"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main(*map(int, sys.argv[1:]))
