"""Decisions that the report saved, taken back by a later run of a command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.commands import refused, run, sample
from helpers.decisions import entry, file_of

from duizhao.align.decisions.findings import (
    context_of,
)
from duizhao.corpora.alignment import Alignment, Category, Severity
from duizhao.corpora.exchange.alignment_json import read_alignment


class Runs:
    """Aligns the sample again and again, with one cache."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.article, self.digest = sample(folder)
        self.warnings = self.summary = ""

    def align(self, *options: object) -> Alignment:
        """Align; return what was written."""
        out, cache = self.folder / "out", self.folder / "cache"
        result = run("align", self.article, self.digest, "-o", out, *options, cache=cache)
        assert result.returncode == 0, result.stderr
        self.warnings, self.summary = result.stderr, result.stdout
        return read_alignment(out / "alignment.json")

    def save(self, findings: object = (), links: object = ()) -> Path:
        path = self.folder / "decisions.json"
        path.write_text(file_of(findings, links), encoding="utf-8")
        return path

    def edit(self, old: str, new: str) -> None:
        text = self.digest.read_text(encoding="utf-8")
        assert old in text
        self.digest.write_text(text.replace(old, new), encoding="utf-8")


def links(alignment: Alignment) -> set[tuple[str, str]]:
    return {
        (
            alignment.sources[bead.source_document].sentences[i].text,
            alignment.target.sentences[j].text,
        )
        for bead in alignment.beads
        for i in bead.source
        for j in bead.target
    }


def test_decisions_outlive_changes_of_the_texts(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    first = runs.align()
    blank, omission = (
        next(f for f in first.findings if f.category is category)
        for category in (Category.BLANK, Category.OMISSION)
    )
    rejected = sorted(links(first))[0]
    link = {"source": rejected[0], "target": rejected[1], "decision": "rejected"}
    saved = [
        entry(blank, first.documents, "dismissed"),
        entry(omission, first.documents, "accepted"),
    ]
    file = runs.save(saved, [link])

    again = runs.align("--decisions", file)
    assert runs.warnings == ""
    assert "dismissed  1" in runs.summary
    assert rejected not in links(again)
    marks = [(f.category, f.decision, f.comment) for f in again.findings if f.decision]
    assert marks == [
        (Category.BLANK, "dismissed", f"{blank.id}!"),
        (Category.OMISSION, "accepted", f"{omission.id}!"),
    ]
    (decided,) = (f for f in again.findings if f.is_dismissed)
    assert decided.target == blank.target

    context = context_of(blank, first.documents)
    assert "负责人" in context
    runs.edit(context, context.replace("负责人", "带头人"))
    runs.digest.write_text(
        "他们在海边住了一年。\n\n" + runs.digest.read_text(encoding="utf-8"), encoding="utf-8"
    )
    changed = runs.align("--decisions", file)
    assert runs.warnings == ""
    (decided,) = (f for f in changed.findings if f.is_dismissed)
    assert "带头人" in context_of(decided, changed.documents)

    runs.edit(context.replace("负责人", "带头人"), "")
    gone = runs.align("--decisions", file)
    assert not any(f.is_dismissed for f in gone.findings)
    assert "1 of 2 decisions fit no finding any more, first: blank | “” | " in runs.warnings
    assert len(runs.warnings.splitlines()) == 1


def test_dismissed_findings_do_not_fail_a_run_and_go_into_the_memory(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    first = runs.align()
    told = first.findings  # what may be lost is left out of a memory, however unsure
    file = runs.save([entry(f, first.documents, "dismissed") for f in told])
    before = json.loads(_json(runs, 1))
    after = json.loads(_json(runs, 0, "--decisions", file))
    assert before["memory"]["left_out"]["lost_text"] > 0
    assert "lost_text" not in after["memory"]["left_out"]
    assert after["dismissed"] == len(told)
    assert not {"critical", "major"} & {f["severity"] for f in after["findings"]}
    serious = next(f for f in told if f.severity.rank <= Severity.MAJOR.rank)
    left = runs.save([entry(f, first.documents, "dismissed") for f in told if f is not serious])
    assert json.loads(_json(runs, 1, "--decisions", left))["dismissed"] == len(told) - 1


def _json(runs: Runs, status: int, *options: object) -> str:
    result = run(
        "align",
        runs.article,
        runs.digest,
        *("-o", runs.folder / "out", "--json", "--fail-on", "major", *options),
        cache=runs.folder / "cache",
    )
    assert result.returncode == status, result.stderr
    return result.stdout


def test_findings_of_a_further_original_are_decided(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(
        "The bakery in Mill Street bakes rye bread at night.\n\nIts oven burns beech wood.\n",
        encoding="utf-8",
    )
    runs = Runs(tmp_path)
    first = runs.align("--also", other)
    (finding,) = (f for f in first.findings if f.source and f.source.document == 1)
    file = runs.save([entry(finding, first.documents, "dismissed")])
    second = runs.align("--also", other, "--decisions", file, "--links", _links(tmp_path))
    assert [f.source for f in second.findings if f.is_dismissed] == [finding.source]


def _links(folder: Path) -> Path:
    path = folder / "links.json"
    path.write_text('{"format": "duizhao-links", "version": 1, "links": []}', encoding="utf-8")
    return path


def test_links_of_both_files_are_obeyed_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One cat.\nA dog barks.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("一只猫。\n狗叫。\n", encoding="utf-8")
    crossed = [
        {"source": "One cat.", "target": "狗叫。", "decision": "confirmed"},
        {"source": "A dog barks.", "target": "一只猫。", "decision": "confirmed"},
    ]
    both = tmp_path / "links.json", tmp_path / "decisions.json"
    data = {"format": "duizhao-links", "version": 1, "links": crossed[:1]}
    both[0].write_text(json.dumps(data), encoding="utf-8")
    both[1].write_text(file_of([], crossed), encoding="utf-8")
    result = run(
        *("align", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "out", "--presplit"),
        *("--links", both[0], "--decisions", both[1], "--no-cache", "--format", "json"),
    )
    assert result.returncode == 0, result.stderr
    assert "decided links" not in result.stderr
    made = links(read_alignment(tmp_path / "out" / "alignment.json"))
    assert made == {(link["source"], link["target"]) for link in crossed}


def test_a_check_takes_decisions_on_findings_and_keeps_its_links(tmp_path: Path) -> None:
    table = tmp_path / "a.tsv"
    table.write_text(
        "source\ttarget\n“We slept on the roof,” said the miller.\t“”磨坊主说。\n"
        "His dog slept there.\t他的狗睡在那里。\n",
        encoding="utf-8",
    )
    options = ("check", table, "-o", tmp_path / "out", "--no-cache", "--fail-on", "major")
    assert run(*options).returncode == 1
    alignment = read_alignment(tmp_path / "out" / "alignment.json")
    (finding,) = alignment.findings
    link = {"source": "His dog slept there.", "target": "他的狗睡在那里。", "decision": "rejected"}
    file = tmp_path / "decisions.json"
    saved: list[Any] = [entry(finding, alignment.documents, "dismissed")]
    file.write_text(file_of(saved, [link]), encoding="utf-8")
    result = run(*options, "--decisions", file)
    assert result.returncode == 0, result.stderr
    assert "dismissed  1" in result.stdout
    assert "1 decided links are not obeyed" in result.stderr
    again = read_alignment(tmp_path / "out" / "alignment.json")
    assert [f.decision for f in again.findings] == ["dismissed"]
    assert [b.type for b in again.beads] == ["1-1", "1-1"]


@pytest.mark.parametrize("command", ["align", "check"])
def test_a_file_that_is_none_is_refused_before_any_work(command: str, tmp_path: Path) -> None:
    article, digest = sample(tmp_path)
    file = tmp_path / "decisions.json"
    file.write_text('{"format": "duizhao-alignment", "version": 1}', encoding="utf-8")
    inputs = [article, digest] if command == "align" else [article]
    result = run(command, *inputs, "-o", tmp_path / "out", "--decisions", file)
    refused(result, "expected a file of decisions, as the report saves it")
    assert not (tmp_path / "out").exists()
