"""The sample, aligned once for all tests of commands that read an alignment."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.commands import run, sample

from duizhao.corpora.alignment import Alignment
from duizhao.corpora.exchange.alignment_json import read_alignment


@pytest.fixture(scope="session")
def aligned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's ``alignment.json``, with its two texts in the folder above; only to be read."""
    folder = tmp_path_factory.mktemp("sample")
    out = folder / "out"
    result = run("align", *sample(folder), "-o", out, "--format", "json")
    assert result.returncode == 0, result.stderr
    return out / "alignment.json"


@pytest.fixture(scope="session")
def alignment(aligned: Path) -> Alignment:
    return read_alignment(aligned)
