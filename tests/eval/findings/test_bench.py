"""The benchmark of findings: how findings are judged and counted, and the command."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from helpers.clean_documents import ROWS, described
from helpers.commands import refused, run
from helpers.material import shared
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.judging.policy import Policy
from duizhao.align.pipeline import align_documents
from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.reading.read import document_from_text
from duizhao.errors import FormatError, InputError
from duizhao.eval.findings.bench import documents_of, measure_edits
from duizhao.eval.findings.bounds import bounds
from duizhao.eval.findings.documents import load_documents, load_split
from duizhao.eval.findings.drafts import Edit, Span
from duizhao.eval.findings.edits import KINDS, edited
from duizhao.eval.findings.figures import CleanFigures, EditFigures, MarkFigures, SpeedFigures
from duizhao.eval.findings.judge import count_sentences, judge_findings, meets
from duizhao.eval.findings.tally import CleanTally, EditTally, calibration
from duizhao.models.registry import load_encoder

GONE = frozenset({Category.OMISSION, Category.BLANK})


def finding(
    category: str,
    source: tuple[int, int] | None = None,
    target: tuple[int, int] | None = None,
    *,
    confidence: float = 0.9,
    severity: str = "major",
) -> Finding:
    places = [
        None if ends is None else Place(document, *ends, "")
        for document, ends in ((0, source), (1, target))
    ]
    return Finding(
        "F001", Category(category), Severity(severity), confidence, {}, places[0], places[1],
        {"rule": "made"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("category", "source", "target", "edit", "shown"),
    [
        # A blank is at its point, or at the marks around it.
        ("blank", None, (10, 12), Edit(None, Span(11, 11)), True),
        ("blank", None, (13, 13), Edit(None, Span(11, 11)), True),
        ("blank", None, (14, 14), Edit(None, Span(11, 11)), False),
        # Passages must share a character; to touch is not enough.
        ("number", None, (4, 8), Edit(None, Span(7, 9)), True),
        ("number", None, (4, 7), Edit(None, Span(7, 9)), False),
        # The source says it as well.
        ("number", (0, 5), (90, 95), Edit(Span(4, 20), Span(7, 9)), True),
        ("number", (4, 4), (90, 95), Edit(Span(4, 20), Span(7, 9)), False),
        # Where an omission would stand in the translation is a guess.
        ("omission", (30, 40), (7, 7), Edit(Span(4, 20), Span(7, 7)), False),
        ("omission", (10, 40), None, Edit(Span(4, 20), None), True),
        # Of what is said twice either may be called the second.
        ("repeated", None, (50, 60), Edit(None, Span(70, 80), twin=Span(50, 60)), True),
    ],
)
def test_where_a_finding_shows_an_edit(
    category: str,
    source: tuple[int, int] | None,
    target: tuple[int, int] | None,
    edit: Edit,
    shown: bool,
) -> None:
    assert meets(finding(category, source, target), edit) is shown


def test_findings_of_other_categories_do_not_count() -> None:
    edits = [
        Edit(Span(0, 9), Span(5, 5), lost="是一所学校"),
        Edit(Span(10, 19), Span(20, 20), lost="谁"),
    ]
    found = [
        finding("blank", target=(4, 6)),
        finding("omission", source=(2, 7)),
        finding("number", target=(20, 20)),
        finding("omission", source=(30, 40)),
    ]
    judgement = judge_findings(found, edits, [GONE, GONE])
    assert judgement.found == (True, False)
    assert [verdict.edit for verdict in judgement.verdicts] == [0, 0, None]
    assert [verdict.place_error for verdict in judgement.verdicts] == [1.0, None, None]
    tally = EditTally("quotes", "en-zh")
    tally.add(judgement, edits, None)
    figures = tally.figures()
    assert (figures.edits, figures.found, figures.claims, figures.right) == (2, 1, 3, 2)
    assert figures.precision == pytest.approx(2 / 3)
    assert figures.f1 == pytest.approx(4 / 7)
    assert figures.by_size == {"1–3": (0, 1), "4–8": (1, 1)}
    both = (tally + tally).figures()
    assert (both.langs, both.edits, both.recall) == ("both", 4, figures.recall)


def test_edits_that_are_no_errors_count_what_is_found_there() -> None:
    tally = EditTally("merged", "en-zh")
    edits = [Edit(Span(0, 9), Span(0, 9)), Edit(Span(10, 19), Span(10, 19))]
    info = finding("addition", target=(12, 13), severity="info")
    tally.add_flagged([finding("name", target=(3, 5)), info], edits)
    assert (tally.figures().flagged, tally.figures().edits) == (1, 2)


def aligned(findings: tuple[Finding, ...]) -> Alignment:
    source = document_from_text("One is here. Two is there. Three is gone.", lang="en")
    target = document_from_text("一在这里。二在那里。三走了。", lang="zh")
    beads = tuple(Bead((i,), (i,)) for i in range(3))
    return Alignment((source, target), beads, findings)


def test_sentences_count_when_most_of_them_is_concerned() -> None:
    # Of the third sentence nine of fourteen characters are claimed, of the second two.
    found = finding("omission", (24, 36))
    counts = count_sentences(aligned((found,)), [Edit(Span(13, 41), None)])
    assert (counts.gone, counts.claimed, counts.right) == (2, 1, 1)


def test_clean_copies_count_by_thousand_sentences_and_by_pair() -> None:
    tally = CleanTally("made", "en-zh")
    tally.add(
        aligned(
            (
                finding("number", (0, 3), (0, 1)),
                finding("number", (4, 6), (2, 3)),
                finding("number", (14, 15), severity="info"),
                finding("name", (14, 15)),
            )
        )
    )
    figures = (tally + CleanTally("made", "en-zh")).figures()
    assert (figures.sentences, figures.pairs) == (3, 3)
    assert figures.per_1000["number"] == pytest.approx(2000 / 3)
    assert figures.all_per_1000["number"] == pytest.approx(1000)
    assert figures.flagged == {"number": pytest.approx(1 / 3), "name": pytest.approx(1 / 3)}
    assert figures.rules == {"name/made": 1, "number/made": 2}


def test_confidences_are_compared_with_what_was_right() -> None:
    edits = [Edit(None, Span(5, 5))]
    found = [finding("blank", target=(5, 5)), finding("blank", target=(50, 50), confidence=0.5)]
    every, rule = calibration(judge_findings(found, edits, [GONE]).verdicts)
    assert (every.rule, rule.rule) == ("all", "made")
    assert every.claims == 2
    assert every.confidence == pytest.approx(0.7)
    assert every.right == pytest.approx(0.5)
    assert every.error == pytest.approx((0.1 + 0.5) / 2)


def test_bounds_say_what_was_not_measured() -> None:
    assert {bound.met for bound in bounds([])} == {None}
    moved = EditFigures("moved", "both", 1, edits=10, found=9, claims=0, right=0)
    blanks = [
        EditFigures(kind, "both", 1, edits=100, found=98 + n, claims=100, right=100)
        for n, kind in enumerate(("quotes", "clauses", "objects"), -1)
    ]
    rates = dict.fromkeys(("blank", "truncated"), 0.5)
    clean = CleanFigures("all", "both", 1, 9, 9, rates, rates, {}, {"number": 0.03, "name": 0.0})
    marks = MarkFigures("mqm_wmt2023_sxs", "≥ 9", 9, 9, 0.9, 0.74, 0.9, 0.1, 0.0)
    held = bounds([moved, *blanks, clean, marks, SpeedFigures(600, 2.0, ())])
    met = {bound.name: bound.met for bound in held if bound.met is not None}
    assert met == {
        "blanks with marks left: recall": True,
        "blanks: false in 1,000 sentences": True,
        "lost clauses of ≥ 9 characters: recall at 5 % false": False,
        "numbers: clean pairs flagged": False,
        "names: clean pairs flagged": True,
        "moved: recall": True,
        "moved: precision": False,
        "pairs a second": True,
    }


def test_a_users_run_finds_blanked_quotations_where_they_were_made() -> None:
    pair = edited(described(), KINDS["quotes"], "zh")
    alignment = align_documents(
        *documents_of(pair), load_encoder(cache=False), policy=Policy.FULL.value
    )
    judgement = judge_findings(alignment.findings, pair.edits, [GONE] * len(pair.edits))
    assert pair.edits
    assert all(judgement.found)


def line(identifier: str, rows: list[int], **more: object) -> str:
    document: dict[str, Any] = {
        "id": identifier,
        "lp": "en-zh",
        "src": [ROWS[n][0] for n in rows],
        "tgt": [ROWS[n][1] for n in rows],
        "align": None,
    }
    return json.dumps({**document, **more}, ensure_ascii=False)


def test_only_running_text_that_goes_one_by_one_is_used(tmp_path: Path) -> None:
    file = tmp_path / "made.jsonl"
    six = list(range(6))
    english, chinese = ([ROWS[n][side] for n in six] for side in (0, 1))
    lower = {"src": [f"and {ROWS[n][0].lower()}" for n in six]}
    lines = [
        line("good", six, paragraph=[0, 0, 1, 1, 2, 2]),
        line("swapped", six, lp="zh-en", src=chinese, tgt=english),
        line("short", six[:5]),
        line("blank", six, tgt=["", *(ROWS[n][1] for n in six[1:])]),
        line("merged", six, align="unaligned"),
        line("chat", six, domain="conversation"),
        line("phrases", six, **lower),
    ]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    documents = load_documents([tmp_path], "test")
    assert [document.name for document in documents] == ["made/good", "made/swapped"]
    assert documents[0].texts == documents[1].texts
    assert documents[0].paragraphs == (0, 0, 1, 1, 2, 2)
    assert documents[1].paragraphs == (0, 1, 2, 3, 4, 5)


def test_the_split_chooses_documents_by_file_and_id(tmp_path: Path) -> None:
    split = load_split()
    name = "wmt21.en-zh.jsonl"
    dev, test = (split[part][name][0] for part in ("dev", "test"))
    file = tmp_path / name
    six = list(range(6))
    file.write_text("\n".join(line(i, six) for i in (dev, test, "unknown")), encoding="utf-8")

    def names(part: str) -> list[str]:
        return [d.name.removeprefix("wmt21/") for d in load_documents([file], part)]

    assert names("dev") == [dev, "unknown"]
    assert names("test") == [test, "unknown"]
    assert names("all") == [dev, test, "unknown"]


def test_documents_of_another_form_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "made.jsonl"
    file.write_text(f"{line('good', list(range(6)))}\n[]\n", encoding="utf-8")
    with pytest.raises(FormatError, match="line 2"):
        load_documents([file], "test")
    file.write_text(line("short", [1]), encoding="utf-8")
    with pytest.raises(InputError, match="6 segments"):
        load_documents([file], "test")


def test_no_document_is_both_for_tuning_and_for_scoring() -> None:
    split = load_split()
    assert set(split) == {"dev", "test"}
    for name, ids in split["dev"].items():
        assert not set(ids) & set(split["test"].get(name, ()))


def test_every_document_of_the_split_is_where_it_says() -> None:
    split = load_split()
    for file in sorted(shared("data/docs-dev").glob("*.jsonl")):
        lines = file.read_text(encoding="utf-8").splitlines()
        ids = {str(json.loads(each)["id"]) for each in lines}
        assert {*split["dev"][file.name], *split["test"][file.name]} == ids


def test_the_command_writes_what_the_library_measures_each_time(tmp_path: Path) -> None:
    file, out = tmp_path / "made.jsonl", tmp_path / "out.json"
    rows = list(range(len(ROWS)))
    file.write_text("\n".join([line("a", rows), line("b", rows[::-1])]), encoding="utf-8")
    kinds = ["clean", "quotes", "sentences-40", "merged"]
    options = [option for kind in kinds for option in ("--kind", kind)]
    result = run("bench", "findings", file, *options, "-o", out, cache=tmp_path / "cache")
    assert result.returncode == 0, result.stderr
    figures = json.loads(out.read_text(encoding="utf-8"))["figures"]
    again = measure_edits(load_documents([file], "test"), load_encoder(cache=False), kinds=kinds)
    again += bounds(again)
    assert json.loads(json.dumps([asdict(each) for each in again])) == figures
    edits = {(each["kind"], each["langs"]): each for each in figures if each["table"] == "edits"}
    assert edits["quotes", "en-zh"]["recall"] == 1.0
    assert edits["quotes", "both"]["edits"] >= 4
    assert edits["sentences-40", "both"]["f1"] > 0.8
    assert edits["merged", "both"]["claims"] == 0
    assert "must hold" in result.stdout
    shown = [row.split() for row in result.stdout.splitlines() if row.startswith("quotes")]
    assert [row[1] for row in shown] == ["en-zh", "zh-en", "both"]


def test_the_command_refuses_what_is_no_kind(tmp_path: Path) -> None:
    refused(run("bench", "findings", "--kind", "quote", folder=tmp_path), "quotes")
    (tmp_path / "a.jsonl").write_text("{}", encoding="utf-8")
    refused(run("bench", "findings", "a.jsonl", folder=tmp_path), "id, lp, src")


@given(st.integers(0, 30), st.integers(1, 9), st.integers(0, 30), st.integers(1, 9))
def test_passages_overlap_if_they_share_a_character(a: int, n: int, b: int, m: int) -> None:
    common = set(range(a, a + n)) & set(range(b, b + m))
    assert Span(a, a + n).overlaps(b, b + m) is bool(common)
