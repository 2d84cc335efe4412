"""A copy of the checkout in which code may be changed, and which tests run each of its lines.

Each file of tests is run once, alone, so that nothing it needs was kept by another; what it ran,
and how long, is kept in ``out/who-runs.json``. A file of tests that changed is run again. Where the
code changed since, lines are found by what stayed as it was; a new line may be run by whoever runs
the file at all. So the file serves until ``--record`` asks for another.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from coverage import CoverageData

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "out" / "who-runs.json"
FOLDERS = (*("align", "corpora", "eval", "models", "src", "tests", "docs", "benchmarks"), ".ci")
BESIDE = ("tests/cli", "tests/eval/findings", "tests/test_names.py")
"""Tests that run most of the product: commands, marked findings, and what holds for all modules."""
LONGEST = 120
"""Seconds after which a file of tests is left out: a change would wait for it too long."""


class Copy:
    """A copy of the checkout, with what may not enter it beside it.

    :param folder: Where it is made.
    """

    def __init__(self, folder: Path) -> None:
        self.root = folder.resolve() / "checkout"
        for name in FOLDERS:
            ignored = shutil.ignore_patterns("*.pyc")
            shutil.copytree(ROOT / name, self.root / name, symlinks=True, ignore=ignored)
        for path in ROOT.iterdir():
            if path.is_file() and not path.name.startswith(".coverage"):
                shutil.copy2(path, self.root)
        for name in ("shared", "node_modules"):
            beside = self.root.parent if name == "shared" else self.root
            there = ROOT.parent / name if name == "shared" else ROOT / name
            if there.is_dir():
                (beside / name).symlink_to(there.resolve(), target_is_directory=True)

    def run(
        self, tests: Sequence[str], seconds: float, *, recorded_in: Path | None = None
    ) -> int | None:
        """Run tests until one fails, and return the status; None if time ran out.

        :param tests: Files of tests, or modules with examples in their docstrings.
        :param seconds: How long they may take.
        :param recorded_in: A folder to write in what they run.
        """
        command = [sys.executable, "-m"]
        # The copy is found before the checkout that is installed.
        paths = [str(self.root / name) for name in ("src", "benchmarks")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        if recorded_in is not None:
            command += ["coverage", "run", "-m"]
            environment["COVERAGE_FILE"] = str(recorded_in / ".coverage")
        plugins = ["-p", "no:cacheprovider", "-p", "without_browser"]
        command += ["pytest", "-x", "-q", "-n", "0", *plugins, *tests]
        process = subprocess.Popen(
            command,
            cwd=self.root,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@dataclass
class Ran:
    """What a file of tests ran.

    :param digest: Of the file of tests.
    :param status: What pytest said; None if it took too long.
    :param seconds: How long it took while lines were recorded.
    :param lines: Lines of each file of the code.
    :param versions: Digests of these files.
    """

    digest: str
    status: int | None
    seconds: float
    lines: dict[str, list[int]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)


class Recording:
    """Which tests run which lines.

    :param anew: Whether what is kept is left aside.
    """

    def __init__(self, *, anew: bool = False) -> None:
        self._ran: dict[str, Ran] = {}
        self._texts: dict[str, str] = {}
        if KEPT.exists() and not anew:
            kept = json.loads(KEPT.read_text(encoding="utf-8"))
            self._ran = {name: Ran(**each) for name, each in kept["tests"].items()}
            self._texts = kept["texts"]

    def record(self, copy: Copy, tests: Iterable[str]) -> None:
        """Run tests of which nothing is known, or which changed."""
        for name in tests:
            digest = _digest(_text(name))
            if name in self._ran and self._ran[name].digest == digest:
                continue
            with tempfile.TemporaryDirectory() as folder:
                begun = time.perf_counter()
                status = copy.run([name], LONGEST, recorded_in=Path(folder))
                ran = Ran(digest, status, round(time.perf_counter() - begun, 1))
                if status == 0:
                    ran.lines = _lines(Path(folder), copy.root)
            for file in ran.lines:
                text = _text(file)
                ran.versions[file] = _digest(text)
                self._texts[ran.versions[file]] = text
            self._ran[name] = ran
            self._keep()
            said = {0: "recorded", None: "takes too long, left out", 5: "has no test to run here"}
            print(f"{name}: {said.get(status, 'fails, left out')}, {ran.seconds} s", flush=True)

    def _keep(self) -> None:
        """Write what is known."""
        KEPT.parent.mkdir(exist_ok=True)
        used = {digest for ran in self._ran.values() for digest in ran.versions.values()}
        kept = {
            "tests": {name: asdict(ran) for name, ran in self._ran.items()},
            "texts": {digest: self._texts[digest] for digest in sorted(used)},
        }
        KEPT.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")

    def who_runs(self, file: Path, line: int) -> dict[str, float]:
        """Return the tests that run a line, and how long each takes."""
        name = file.as_posix()
        lines = statement(file, line)
        return {
            test: ran.seconds
            for test, ran in self._ran.items()
            if (ROOT / test).exists()
            and ran.status == 0
            and name in ran.lines
            and not lines.isdisjoint(self._now(name, ran))
        }

    def _now(self, name: str, ran: Ran) -> set[int]:
        """Return where the lines of a file that tests ran stand now, and all that are new."""
        text = _text(name)
        if _digest(text) == ran.versions[name]:
            return set(ran.lines[name])
        moved = _moved(self._texts[ran.versions[name]], text)
        known = {moved[line] for line in ran.lines[name] if line in moved}
        return known | set(range(1, text.count("\n") + 2)) - set(moved.values())


def tests_of(top: str) -> list[str]:
    """Return what tests a top folder: its own tests, those beside, and examples in docstrings."""
    home = "src/duizhao" if top == "src" else f"src/duizhao/{top}"
    rooms = dict.fromkeys([*([] if top == "src" else [f"tests/{top}"]), *BESIDE])
    found = [
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in sorted(
            (ROOT / room).rglob("test_*.py") if (ROOT / room).is_dir() else [ROOT / room]
        )
    ]
    examples = [
        f"{home}/{path.relative_to(ROOT / home).as_posix()}"
        for path in sorted((ROOT / home).rglob("*.py"))
        if ">>>" in path.read_text(encoding="utf-8")
    ]
    return found + examples


@cache
def statement(file: Path, line: int) -> frozenset[int]:
    """Return the lines of the innermost statement at a line; if it has a body, those before."""
    found = {line}
    for node in ast.walk(ast.parse(_text(file.as_posix()))):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            end = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
            # What is walked later stands further in.
            if node.lineno <= line <= end:
                found = set(range(node.lineno, end + 1))
    return frozenset(found)


@cache
def _moved(before: str, after: str) -> dict[int, int]:
    """Return where lines of a text stand in another."""
    match = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return {
        block.a + offset + 1: block.b + offset + 1
        for block in match.get_matching_blocks()
        for offset in range(block.size)
    }


def _lines(folder: Path, root: Path) -> dict[str, list[int]]:
    """Return the lines of each file that was recorded in a folder, of a copy at ``root``."""
    found: dict[str, set[int]] = {}
    for path in folder.glob(".coverage*"):
        data = CoverageData(str(path))
        data.read()
        for measured in data.measured_files():
            file = Path(measured).resolve()
            if file.is_relative_to(root):
                name = file.relative_to(root).as_posix()
                found.setdefault(name, set()).update(data.lines(measured) or ())
    return {name: sorted(lines) for name, lines in found.items() if lines}


@cache
def _text(name: str) -> str:
    """Return the text of a file of the checkout."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def _digest(text: str) -> str:
    """Return what tells a text from others."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
