"""Where things lie in a checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASES_FOLDER = ROOT / "tests" / "cases"
SAMPLE = ROOT / "corpora" / "data" / "sample"
