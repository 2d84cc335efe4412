"""What the benchmark of speed measures: a part of a pair, and what a process took."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
from helpers.folders import ROOT

from duizhao.eval.gold.pairs import load_pairs

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system has no os.wait4")


@pytest.fixture(scope="module")
def speed() -> ModuleType:
    """Return the script; benchmarks are no parts of the package."""
    spec = importlib.util.spec_from_file_location("speed", ROOT / "benchmarks" / "speed.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up
    spec.loader.exec_module(module)
    del sys.modules[spec.name]
    return module


def test_a_part_ends_where_its_translation_does(speed: ModuleType, tmp_path: Path) -> None:
    (pair,) = load_pairs().pairs
    bead = next(bead for bead in pair.beads if bead.source == (9,))
    source, target = (Path(path) for path in speed.part_of(pair, tmp_path, 10))
    assert len(source.read_text("utf-8").splitlines()) == 10
    last = target.read_text("utf-8").splitlines()[-1]
    wanted = max(max(b.target, default=0) for b in pair.beads if b.source and b.source[-1] < 10)
    assert last == pair.target.sentences[wanted].text
    assert bead.target == () or wanted >= bead.target[-1]


def test_a_process_is_measured(speed: ModuleType) -> None:
    cost = speed.cost_of(sys.executable, ["-c", "print(sum(range(300_000)))"])
    assert cost.printed.strip() == "44999850000"
    assert 0 < cost.seconds < 60
    assert cost.memory > 1  # in MB; a child of a large process may have begun as large


def test_a_process_that_fails_ends_the_benchmark(speed: ModuleType) -> None:
    with pytest.raises(SystemExit) as ended:
        speed.cost_of(sys.executable, ["-c", "raise SystemExit(3)"])
    assert ended.value.code == 3
