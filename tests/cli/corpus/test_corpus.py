"""``duizhao corpus`` as a user runs it."""

from __future__ import annotations

import csv
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


def test_the_worst_documents_are_named_first(results: tuple[Path, Path, Path]) -> None:
    en, zh, out = results
    lines = run("corpus", "run", en, zh, "-o", out).stdout.splitlines()
    with (out / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["state"] == "done"]
    severe = ("critical", "major", "minor")
    bad = {row["id"]: tuple(int(row[name]) for name in severe) for row in rows}
    begin = next(number for number, line in enumerate(lines) if line.startswith("worst"))
    named = [line[11:].split(": ")[0] for line in lines[begin:] if ": " in line]
    assert named
    assert set(named) == {name for name, counts in bad.items() if any(counts)}
    assert [bad[name] for name in named] == sorted((bad[name] for name in named), reverse=True)


def test_a_document_that_failed_is_named_with_its_reason(tmp_path: Path) -> None:
    en, zh = make_corpus(tmp_path, 2)
    (zh / "d001.txt").write_bytes(b"\x00\x01\x02" * 100)
    told = run("corpus", "run", en, zh, "-o", tmp_path / "out")
    (line,) = (line for line in told.stdout.splitlines() if line.startswith("failed"))
    assert line.startswith("failed     d001.txt: ")
    assert len(line) > 30


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
