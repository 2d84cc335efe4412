"""The commands about the vectors' cache, and what a second run says, through the real command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from helpers.commands import refused, run, sample


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Align the sample twice with a cache of its own; the second run has nothing to encode."""
    folder = tmp_path_factory.mktemp("filled")
    pair = sample(folder)
    cache = folder / "cache"
    first = run("align", *pair, "-o", folder / "one", cache=cache)
    assert first.returncode == 0, first.stderr
    assert re.search(r"^vectors  \d+ encoded, ", first.stdout, re.MULTILINE)
    second = run("align", *pair, "-o", folder / "two", cache=cache)
    assert re.search(r"^vectors  nothing encoded: all \d+ were in the cache$", second.stdout, re.M)
    told = json.loads(run("align", *pair, "-o", folder / "two", "--json", cache=cache).stdout)
    assert told["vectors"]["encoded"] == 0
    assert told["vectors"]["cached"] > 60
    without = run("align", *pair, "-o", folder / "three", "--no-cache", "--json", cache=cache)
    assert json.loads(without.stdout)["vectors"] is None
    for name in ("alignment.json", "aligned.tsv"):
        contents = {(folder / run_ / name).read_bytes() for run_ in ("one", "two", "three")}
        assert len(contents) == 1
    return cache


def test_info_tells_what_is_there(filled: Path) -> None:
    info = json.loads(run("cache", "info", "--json", cache=filled).stdout)
    assert Path(info["path"]).parent == filled
    assert 0 < info["bytes"] <= info["most_bytes"]
    (kind,) = info["encoders"]
    assert kind["kind"].startswith("use-multilingual-v3@")
    assert kind["texts"] > 60
    text = run("cache", "info", cache=filled).stdout
    assert info["path"] in text
    assert kind["kind"] in text


def test_clear_keeps_what_was_asked_for_and_then_nothing(filled: Path, tmp_path: Path) -> None:
    (source,) = filled.glob("*.sqlite3")
    (tmp_path / source.name).write_bytes(source.read_bytes())
    before = json.loads(run("cache", "info", "--json", cache=tmp_path).stdout)
    half = before["bytes"] // 2
    assert run("cache", "clear", "--keep", half, cache=tmp_path).returncode == 0
    kept = json.loads(run("cache", "info", "--json", cache=tmp_path).stdout)
    assert 0 < kept["encoders"][0]["texts"] < before["encoders"][0]["texts"]
    cleared = run("cache", "clear", cache=tmp_path)
    assert "texts    none" in cleared.stdout


def test_a_cache_that_is_not_there_is_empty(tmp_path: Path) -> None:
    told = run("cache", "info", cache=tmp_path / "nowhere")
    assert told.returncode == 0
    assert "texts    none" in told.stdout
    assert not (tmp_path / "nowhere").exists()
    assert run("cache", "clear", cache=tmp_path / "nowhere").returncode == 0


def test_a_damaged_cache_is_told_and_cleared(tmp_path: Path) -> None:
    file = tmp_path / "vectors-3.sqlite3"
    file.write_bytes(b"no database " * 999)
    refused(run("cache", "info", cache=tmp_path), "duizhao cache clear")
    assert run("cache", "clear", cache=tmp_path).returncode == 0
    assert not file.exists()


@pytest.mark.parametrize("size", ["much", "-1", "1TB", "", "1e9"])
def test_a_size_that_is_none_is_refused(size: str, tmp_path: Path) -> None:
    result = run("cache", "clear", "--keep", size, cache=tmp_path)
    assert result.returncode == 2
    assert "200MB" in result.stderr
