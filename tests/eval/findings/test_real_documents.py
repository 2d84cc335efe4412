from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.commands import run
from helpers.material import shared
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.alignment import Category, Finding, Place, Severity
from duizhao.errors import InputError
from duizhao.eval.findings.real_documents import (
    NEW,
    Label,
    likeness,
    load_labelled_pairs,
    verdict_of,
)

ENGLISH = "The shop opened in 1999. It sells two dozen kinds of tea. Nobody lives upstairs.\n"
CHINESE = "这家店于1989年开业。店里出售二三十种茶。楼上没有人住。\n"


def finding(category: Category, source: str, target: str = "") -> Finding:
    one, other = (Place(n, 0, len(text), text) for n, text in enumerate((source, target)))
    return Finding("F001", category, Severity.MAJOR, 0.9, {"en": "m", "zh": "m"}, one, other)


def folder(path: Path, labels: dict[str, Any], **changed: Any) -> Path:
    pair = path / "tea"
    pair.mkdir(parents=True)
    (pair / "en.txt").write_text(ENGLISH, encoding="utf-8")
    (pair / "zh.txt").write_text(CHINESE, encoding="utf-8")
    meta = {"kind": "news", "source": "en.txt", "target": "zh.txt"} | changed
    (pair / "meta.json").write_text(json.dumps({k: v for k, v in meta.items() if v}), "utf-8")
    (pair / "labels.json").write_text(json.dumps({"labels": labels}), encoding="utf-8")
    return path


def test_a_finding_is_that_of_the_label_with_its_words() -> None:
    label = Label("number", ("opened in 1999", "1989年"), "true")
    assert likeness(finding(Category.NUMBER, "1999"), label) > 0.5
    assert likeness(finding(Category.NUMBER, "", "1989年"), label) == 1.0
    assert likeness(finding(Category.NUMBER, "two dozen"), label) < 0.5
    assert likeness(finding(Category.NAME, "1999"), label) == 0.0
    assert likeness(finding(Category.NUMBER, "1999"), Label("number", ("", ""), "true")) == 0.0


def test_a_finding_of_several_places_counts_once_and_keeps_each_label_that_it_covers() -> None:
    said = {"untranslated": ["false", "true", "true-nobody-cares"], "number": ["true"]}
    quotes = ["The mill burned.", "We saw the smoke.", "Nobody was hurt.", "We saw the smoke."]
    verdicts = [(category, v) for category, each in said.items() for v in each]
    labels = [Label(c, (q, ""), v) for q, (c, v) in zip(quotes, verdicts, strict=True)]
    one = finding(Category.UNTRANSLATED, quotes[0])
    assert verdict_of(one, labels) == ("false", {0})
    places = [{"side": "source", "document": 0, "start": 0, "end": 9, "text": q} for q in quotes]
    several = replace(one, evidence={"places": places, "count": 4})
    assert verdict_of(several, labels) == ("true", {0, 1, 2})
    assert verdict_of(several, [labels[2]]) == ("true-nobody-cares", {0})
    assert verdict_of(several, [labels[3]]) == (NEW, set())


@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_is_a_share_and_most_for_the_same_words(one: str, other: str) -> None:
    label = Label("omission", (one, ""), "false")
    assert 0.0 <= likeness(finding(Category.OMISSION, other), label) <= 1.0
    if one.strip():
        assert likeness(finding(Category.OMISSION, one), label) == 1.0


@pytest.mark.parametrize(
    ("labels", "changed", "words"),
    [
        ({"F001": {"category": "number", "verdict": "maybe"}}, {}, "no verdict"),
        ({}, {"source": None}, "does not name"),
    ],
)
def test_a_folder_that_is_no_labelled_pair_is_refused(
    labels: dict[str, Any], changed: dict[str, Any], words: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=words):
        load_labelled_pairs(folder(tmp_path, labels, **changed))


def test_a_folder_without_pairs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no labelled pairs"):
        load_labelled_pairs(tmp_path)


def test_the_command_judges_findings_by_labels(tmp_path: Path) -> None:
    labels = {
        "F001": {"category": "number", "source": "1999", "target": "1989年", "verdict": "true"},
        "F002": {"category": "omission", "source": "Gone.", "target": "", "verdict": "true"},
    }
    pairs = folder(tmp_path / "pairs", labels)
    figures = tmp_path / "real.json"
    done = run("bench", "findings", "--real", pairs, "-o", figures)
    assert done.returncode == 0, done.stderr
    rows = json.loads(figures.read_text(encoding="utf-8"))["figures"]
    every = next(row for row in rows if row["table"] == "real" and row["by"] == "all")
    assert every["right"] == 1
    assert every["told"] == every["right"] + every["unwanted"] + every["false"] + every["new"]
    alarms = next(row for row in rows if row["table"] == "alarms")
    assert (alarms["kept"], alarms["known"]) == (1, 2)
    gone = [row["source"] for row in rows if row.get("verdict") == "gone"]
    assert gone == ["Gone."]
    assert "real" in done.stdout


def test_further_labels_judge_what_was_new(tmp_path: Path) -> None:
    pairs = folder(tmp_path / "pairs", {})
    more = tmp_path / "more"
    more.mkdir()
    label = {"category": "number", "source": "1999", "target": "", "verdict": "false"}
    (more / "tea.json").write_text(json.dumps({"labels": {"mine-1": label}}), encoding="utf-8")
    (pair,) = load_labelled_pairs(pairs, more)
    assert pair.labels == (Label("number", ("1999", ""), "false"),)


def test_the_labelled_documents_beside_the_checkout_are_read() -> None:
    pairs = load_labelled_pairs(shared("data/real-dev"))
    assert len(pairs) == 22
    assert sum(len(pair.labels) for pair in pairs) == 274
