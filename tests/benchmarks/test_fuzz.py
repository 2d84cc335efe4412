"""The fuzzer finds what crashes, and a first handful of its inputs crashes nothing."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from duizhao.errors import InputError

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "fuzz.py"
INPUTS = 25


def load() -> ModuleType:
    """Return the script as a module."""
    spec = importlib.util.spec_from_file_location("fuzz", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


FUZZ = load()
TARGETS = FUZZ.targets()


@pytest.mark.parametrize("name", TARGETS)
def test_broken_inputs_are_read_or_refused(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    pool = FUZZ.seeds_of(target)
    draw = random.Random(name)
    for _ in range(INPUTS):
        data = FUZZ.changed(draw, pool, target.words)
        outcome, crash = FUZZ.tried(target.check, data, tmp_path)
        assert not crash, (data, outcome)


def test_a_crash_and_a_refusal_are_told_apart(tmp_path: Path) -> None:
    def check(data: bytes, _folder: Path) -> None:
        if data == b"refused":
            message = "a.txt: no such text"
            raise InputError(message)
        assert data != b"crash"

    assert FUZZ.tried(check, b"read", tmp_path) == ("read", False)
    assert FUZZ.tried(check, b"refused", tmp_path) == ("refused no such text", False)
    outcome, crash = FUZZ.tried(check, b"crash", tmp_path)
    assert crash
    assert "AssertionError" in outcome


def test_every_seed_is_read_or_refused_and_some_are_read(tmp_path: Path) -> None:
    for name, target in TARGETS.items():
        outcomes = [FUZZ.tried(target.check, seed, tmp_path) for seed in FUZZ.seeds_of(target)[:40]]
        assert not any(crash for _, crash in outcomes), name
        assert "read" in {outcome for outcome, _ in outcomes}, (name, outcomes[:3])
