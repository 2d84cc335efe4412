"""Which tests run a line, when the code has changed since that was found out."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from helpers.folders import ROOT

CODE = '''"""A module."""

AT_IMPORT = 1


def first(a: int) -> int:
    if a > (
        AT_IMPORT
    ):
        return a
    return -a


def second() -> int:
    return 2
'''
TEST = "tests/align/test_a.py"
# What a test runs that calls the first function with a large number.
RAN = [1, 3, 6, 7, 8, 10, 14]


@pytest.fixture
def who_runs(tmp_path: Path) -> ModuleType:
    """Return the script, for a checkout of one module and one test."""
    spec = importlib.util.spec_from_file_location("who_runs", ROOT / "benchmarks" / "who_runs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up
    spec.loader.exec_module(module)
    del sys.modules[spec.name]
    for name, text in (("align/a.py", CODE), (TEST, "")):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, "utf-8")
    digest = hashlib.sha256(CODE.encode()).hexdigest()[:16]
    ran = {"digest": "", "status": 0, "seconds": 1.5, "lines": {"align/a.py": RAN}}
    kept = {"tests": {TEST: {**ran, "versions": {"align/a.py": digest}}}, "texts": {digest: CODE}}
    (tmp_path / "kept.json").write_text(json.dumps(kept), "utf-8")
    vars(module).update(ROOT=tmp_path, KEPT=tmp_path / "kept.json")
    return module


def who(module: ModuleType, text: str) -> list[str]:
    """Return the tests that run the line of the module that has a text."""
    path = module.ROOT / "align" / "a.py"
    (line,) = [n for n, each in enumerate(path.read_text("utf-8").split("\n"), 1) if text in each]
    return list(module.Recording().who_runs(Path("align/a.py"), line))


def test_a_line_is_run_by_those_that_ran_its_statement(who_runs: ModuleType) -> None:
    assert who(who_runs, "if a >") == [TEST]
    assert who(who_runs, "    ):") == [TEST], "a line of the statement's head"
    assert who(who_runs, "return a") == [TEST]
    assert who(who_runs, "return -a") == []
    assert who(who_runs, "return 2") == []
    assert who(who_runs, "def second") == [TEST]


def test_a_line_is_known_where_it_stands_now_and_a_new_one_may_be_run_by_all(
    who_runs: ModuleType,
) -> None:
    changed = CODE.replace("AT_IMPORT = 1\n", "AT_IMPORT = 1\nMORE = 2\n").replace(" -a", " 1 - a")
    (who_runs.ROOT / "align" / "a.py").write_text(changed, "utf-8")
    assert who(who_runs, "return a") == [TEST]
    assert who(who_runs, "return 2") == []
    assert who(who_runs, "MORE") == [TEST]
    assert who(who_runs, "return 1 - a") == [TEST]
