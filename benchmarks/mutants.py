"""Change the code a little, many times, and count how often a test notices: mutation testing.

``python3 run.py mutants [PATH …] [--count N] [--seed S]``; PATH is a room or a file, ``align`` if
none is named. Positions are drawn at random of all at which Cosmic Ray
(https://cosmic-ray.readthedocs.io) has a change of the kinds below. Each is made in a copy of the
checkout, alone, and tests are run until one fails: those of the file, those of its room, and those
that stand beside the rooms around it. A change that no test notices survives and is shown. A person
reads it and finds a missing test, code that does nothing, or a change that makes no difference.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.plugins import get_operator

ROOT = Path(__file__).resolve().parents[1]
# Borders and opposites. Arithmetic that fails on every input would be noticed by any test, and bits
# stand in annotations: both would flatter.
KINDS = tuple(
    f"core/{name}"
    for name in (
        "AddNot",
        "NumberReplacer",
        "ReplaceAndWithOr",
        "ReplaceBreakWithContinue",
        "ReplaceContinueWithBreak",
        "ReplaceFalseWithTrue",
        "ReplaceOrWithAnd",
        "ReplaceTrueWithFalse",
        "ReplaceUnaryOperator_Delete_Not",
        "ReplaceUnaryOperator_Delete_USub",
        "ZeroIterationForLoop",
        *(f"ReplaceBinaryOperator_{swap}" for swap in ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul")),
        *(
            f"ReplaceComparisonOperator_{swap}"
            for swap in (
                *("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is"),
                *("Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt"),
            )
        ),
    )
)

FOLDERS = ("align", "corpora", "eval", "models", "src", "tests", "docs", "benchmarks")
NOTICED, IN_TIME, SURVIVED = "noticed by a test", "did not end in time", "survived"


class Mutant(NamedTuple):
    """A change: the file, relative to the checkout, its kind, and which of its positions."""

    file: Path
    kind: str
    occurrence: int


def mutants_of(file: Path) -> list[Mutant]:
    """Return every change of a file."""
    nodes = list(ast_nodes(get_ast_from_path(ROOT / file)))
    found = []
    for kind in KINDS:
        operator = get_operator(kind)()
        count = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        found += [Mutant(file, kind, occurrence) for occurrence in range(count)]
    return found


def rings(file: Path) -> list[list[str]]:
    """Return what tests a file, the nearest first: its own, its room's, those around the room."""
    room = Path("tests", *file.parent.parts[1 if file.parts[0] == "src" else 0 :])
    found = []
    own = room / f"test_{file.stem}.py"
    if (ROOT / own).exists():
        found.append([str(own)])
    if (ROOT / room).is_dir() and room != Path("tests", file.parts[0]):
        found.append([str(room)])
    for around in list(room.parents)[: len(room.parts) - 2] or [room]:
        beside = sorted(str(test.relative_to(ROOT)) for test in (ROOT / around).glob("test_*.py"))
        found += [beside] if beside else []
    return found


class Copy:
    """A copy of the checkout in which the code is changed.

    :param folder: Where it is made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in FOLDERS:
            shutil.copytree(
                ROOT / name, folder / name, symlinks=True, ignore=shutil.ignore_patterns("*.pyc")
            )
        for path in ROOT.iterdir():
            if path.is_file() and not path.name.startswith(".coverage"):
                shutil.copy(path, folder)
        self.seconds = cache(self._seconds)

    def _seconds(self, ring: tuple[str, ...]) -> float:
        """Return how long tests take that pass."""
        begun = time.perf_counter()
        if self.run(ring, None) != 0:
            sys.exit(f"these tests fail without any change: {' '.join(ring)}")
        return time.perf_counter() - begun

    def run(self, ring: Sequence[str], seconds: float | None) -> int | None:
        """Run tests until one fails, and return the status; None if time ran out."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-n", "0"]
        # The copy is found before the checkout that is installed.
        process = subprocess.Popen(
            [*command, *ring],
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": str(self._folder / "src")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None

    def tried(self, mutant: Mutant) -> tuple[str, str]:
        """Make a change, run tests, undo it, and return what came of it and the change."""
        path = self._folder / mutant.file
        times = [(ring, self.seconds(tuple(ring))) for ring in rings(mutant.file)]
        before, after = MutationVisitor.mutate_path(
            path, get_operator(mutant.kind)(), mutant.occurrence
        )
        try:
            for ring, seconds in times:
                status = self.run(ring, 30 + 4 * seconds)
                if status != 0:
                    return (IN_TIME if status is None else NOTICED), ""
            lines = [text.splitlines(keepends=True) for text in (before, after)]
            return SURVIVED, "".join(list(difflib.unified_diff(*lines, n=2))[2:])
        finally:
            path.write_text(before, encoding="utf-8")


def main() -> None:
    """Draw changes, try each, and tell the share that was noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("align")])
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    files: list[Path] = []
    for path in options.paths:
        found = sorted((ROOT / path).rglob("*.py")) if (ROOT / path).is_dir() else [ROOT / path]
        files += [file.relative_to(ROOT) for file in found]
    everything = [mutant for file in files for mutant in mutants_of(file)]
    drawn = random.Random(options.seed).sample(everything, min(options.count, len(everything)))
    print(f"{len(everything)} changes of {len(files)} files; {len(drawn)} are tried", flush=True)
    came: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder))
        # File by file, so that tests are timed close to when they run.
        for mutant in sorted(drawn):
            what, change = copy.tried(mutant)
            came[what] += 1
            name = mutant.kind.partition("/")[2]
            print(f"{what}: {mutant.file} {name} {mutant.occurrence}\n{change}", flush=True)
    for what in (NOTICED, IN_TIME, SURVIVED):
        print(f"{what}: {came[what]}")
    print(f"killed: {(came[NOTICED] + came[IN_TIME]) / max(len(drawn), 1):.3f}")


if __name__ == "__main__":
    main()
