"""Strict F1 on six chapters of novels with gold by hand, through the real commands."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.commands import run
from helpers.material import shared


def test_chapters_of_novels_reach_the_floor(tmp_path: Path) -> None:
    data = shared("data/mac-dev")
    names = sorted(path.name for path in (data / "zh").iterdir())
    assert len(names) == 6
    results = tmp_path / "results"
    for name in names:
        # The gold's links are [zh ids]:[en ids], so Chinese is the original here.
        options = [
            "--presplit",
            "--format",
            "json",
            "-q",
            "--source-lang",
            "zh",
            "--target-lang",
            "en",
        ]
        result = run(
            *["align", data / "zh" / name, data / "en" / name, "-o", results / name],
            *options,
            cache=tmp_path / "cache",
        )
        assert result.returncode == 0, result.stderr
    scored = run("eval", results, data, "--json")
    assert scored.returncode == 0, scored.stderr
    scores = json.loads(scored.stdout)
    assert scores["documents"] == 6
    assert scores["strict"]["f1"] >= 0.925, scores["strict"]  # .928
    assert scores["lax"]["f1"] >= 0.994, scores["lax"]  # .995
