"""``duizhao corpus`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.commands import refused, run
from helpers.small_corpus import make_corpus


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    folder = tmp_path_factory.mktemp("corpus")
    en, zh = make_corpus(folder, 5)
    (zh / "d001.txt").unlink()
    told = run("corpus", "run", en, zh, "-o", folder / "out", "--processes", 2)
    assert "4 aligned, 1 without a translation" in told.stdout
    assert str(folder / "out" / "index.html") in told.stdout
    return en, zh, folder / "out"


def test_a_second_run_says_that_nothing_was_to_be_done(results: tuple[Path, Path, Path]) -> None:
    en, zh, out = results
    told = run("corpus", "run", en, zh, "-o", out)
    assert "nothing was to be done" in told.stdout
    summary = json.loads(run("corpus", "run", en, zh, "-o", out, "--json").stdout)
    assert summary["states"] == {"done": 4, "missing": 1}
    assert summary["kept"] == 4
    assert summary["files"][0] == str(out / "index.html")


def test_a_finding_ends_with_status_one_if_asked(results: tuple[Path, Path, Path]) -> None:
    en, zh, out = results
    assert run("corpus", "run", en, zh, "-o", out, "--fail-on", "critical").returncode == 0
    assert run("corpus", "run", en, zh, "-o", out, "--fail-on", "major").returncode == 1


def test_documents_are_paired_into_a_manifest(
    results: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    en, zh, _ = results
    told = run("corpus", "pair", en, zh, "-o", tmp_path / "pairs.tsv")
    assert told.stdout.startswith("pairs      4, of these 4 surer than .9")
    assert "1 originals, 0 translations" in told.stdout
    lines = (tmp_path / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("id\tsource\ttarget")
    assert len(lines) == 6


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.txt"], "no manifest"),
        (["."], "is one folder"),
        ([".", ".", "."], "more than two paths"),
        ([".", "--target-pattern", "x"], "goes with --pattern"),
        ([".", "..", "--pattern", "x"], "goes with one folder"),
        (["no.tsv"], "does not exist"),
        ([".", "--pattern", "*.md", "--address", "auto"], "--address goes with"),
        ([".", "--pattern", "*.md"], "alike"),
    ],
)
def test_what_cannot_work_is_told_in_one_sentence(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(run("corpus", "run", *arguments, "-o", tmp_path / "out"), said)
    assert not (tmp_path / "out").exists()
