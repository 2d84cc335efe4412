"""Decisions on findings and links that the report saved, taken back by a later run."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.build import document
from helpers.commands import refused, run, sample
from helpers.strategies import alignments, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao.align.decisions.file import Decisions
from duizhao.align.decisions.findings import (
    FindingDecision,
    context_of,
    decide,
    match_findings,
)
from duizhao.align.decisions.links import LinkDecision
from duizhao.align.results.summary import Summary
from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.document import Document
from duizhao.corpora.exchange.alignment_json import read_alignment
from duizhao.corpora.exchange.bead_text import flagged_beads, unfit_beads
from duizhao.errors import AlignmentError, InputError


def entry(finding: Finding, documents: tuple[Document, ...], decision: str) -> dict[str, str]:
    """Return what the report saves of a finding."""
    return {
        "category": finding.category.value,
        "source": finding.source.text if finding.source else "",
        "target": finding.target.text if finding.target else "",
        "context": context_of(finding, documents),
        "decision": decision,
        "comment": f"{finding.id}!",
    }


def file_of(findings: object = (), links: object = ()) -> str:
    data = {"format": "duizhao-decisions", "version": 1, "findings": findings, "links": links}
    return json.dumps(data)


def key(finding: Finding, documents: tuple[Document, ...]) -> tuple[str, ...]:
    return tuple(entry(finding, documents, "").values())[:-1]


def found(
    documents: tuple[Document, ...], *places: tuple[Category, str, str]
) -> tuple[Finding, ...]:
    """Make findings at texts of the first and the last document, empty for none."""
    findings = []
    for number, (category, *sides) in enumerate(places, 1):
        spots: list[Place | None] = []
        for n, text in zip((0, len(documents) - 1), sides, strict=True):
            at = documents[n].text.index(text)
            spots.append(Place(n, at, at + len(text), text) if text else None)
        message = {"en": "a", "zh": "一"}
        name = f"F{number:03}"
        findings.append(Finding(name, category, Severity.MAJOR, 0.9, message, spots[0], spots[1]))
    return tuple(findings)


# Reading.


def test_a_file_is_read() -> None:
    findings = [
        {"category": "blank", "target": "“”", "context": "“”他说。", "decision": "dismissed"},
        {"category": "omission", "source": "One.", "decision": "", "comment": " so\ud800 "},
        {"category": "moved", "source": "Two.", "decision": "", "comment": ""},
    ]
    links = [{"source": "One.", "target": "一。", "decision": "rejected"}]
    assert Decisions.parse(file_of(findings, links)) == Decisions(
        (
            FindingDecision(Category.BLANK, "", "“”", "“”他说。", "dismissed"),
            FindingDecision(Category.OMISSION, "One.", "", "", "", "so\ufffd"),
        ),
        (LinkDecision("One.", "一。", confirmed=False),),
    )
    assert Decisions.parse('{"format": "duizhao-decisions", "version": 1}') == Decisions()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 200_000,
        "9" * 5_000,
        '{"format": "duizhao-links", "version": 1, "links": []}',
        '{"format": "duizhao-decisions", "version": 2, "findings": []}',
        file_of(findings={}),
        file_of(links={}),
        file_of(links=[{"source": "a", "target": "b", "decision": ["confirmed"]}]),
        file_of(["blank"]),
        file_of([{"category": "poem", "decision": "dismissed"}]),
        file_of([{"category": ["blank"], "decision": "dismissed"}]),
        file_of([{"category": "blank", "decision": "maybe"}]),
        file_of([{"category": "blank", "decision": {}}]),
        file_of([{"category": "blank", "decision": None}]),
        file_of([{"category": "blank", "target": 1, "decision": "dismissed"}]),
        file_of([{"category": "blank", "comment": ["a"], "decision": "dismissed"}]),
    ],
)
def test_what_is_no_file_of_decisions_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        Decisions.parse(text, "decisions.json")
    assert "decisions.json" in str(caught.value)
    assert "expected" in str(caught.value)
    assert "\n" not in str(caught.value)


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        texts(),
        st.sampled_from(["blank", "omission", "accepted", "dismissed", "confirmed"]),
    ),
    lambda values: st.one_of(
        st.lists(values, max_size=3),
        st.dictionaries(
            st.sampled_from(["category", "source", "target", "context", "decision", "comment"]),
            values,
            max_size=6,
        ),
    ),
    max_leaves=12,
)


@given(JSON, JSON)
@settings(deadline=None, max_examples=200)
def test_hostile_files_are_read_or_refused(findings: object, links: object) -> None:
    try:
        saved = Decisions.parse(file_of([findings], [links]))
    except InputError:
        return
    for verdict in saved.findings:
        assert verdict.decision or verdict.comment
        verdict.comment.encode("utf-8")
    assert len(saved.links) == 1


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert Decisions.load() == Decisions()
    with pytest.raises(InputError, match=r"none\.json"):
        Decisions.load(tmp_path / "none.json")


def test_of_several_files_the_last_that_speaks_of_something_holds(tmp_path: Path) -> None:
    one = {"category": "blank", "target": "“”", "context": "“”他说。", "decision": "dismissed"}
    other = {**one, "context": "“”她说。"}
    links = [
        {"source": "One.", "target": "一。", "decision": "rejected"},
        {"source": "Two.", "target": "二。", "decision": "rejected"},
    ]
    paths = tmp_path / "1.json", tmp_path / "2.json"
    paths[0].write_text(file_of([one, other, one], links), encoding="utf-8")
    later = {**one, "decision": "accepted"}, {**links[0], "decision": "confirmed"}
    paths[1].write_text(file_of([later[0]], [later[1]]), encoding="utf-8")
    saved = Decisions.load(*paths)
    assert [(v.context, v.decision) for v in saved.findings] == [
        ("“”她说。", "dismissed"),
        ("“”他说。", "accepted"),
    ]
    assert [(link.source, link.confirmed) for link in saved.links] == [
        ("Two.", False),
        ("One.", True),
    ]
    assert len(Decisions.load(paths[0]).findings) == 3


def test_what_is_saved_is_read_back_and_later_decisions_are_merged(tmp_path: Path) -> None:
    made = Decisions(
        (FindingDecision(Category.BLANK, "", "“”", "“”他说。", "dismissed", "twice"),),
        (LinkDecision("One.", "一。", confirmed=False), LinkDecision("Two.", "", confirmed=True)),
    )
    made.save(tmp_path / "new" / "made.json")
    assert Decisions.load(tmp_path / "new" / "made.json") == made
    later = Decisions(links=(LinkDecision("One.", "一。", confirmed=True),))
    merged = made.merge(later)
    assert merged == Decisions(made.findings, (*made.links[1:], *later.links))
    assert Decisions().merge(made, later) == Decisions().merge(made).merge(later) == merged


# Matching.


@given(alignments(), st.data())
@settings(deadline=None, max_examples=150)
def test_a_decision_finds_the_finding_that_it_was_made_of(
    alignment: Alignment, data: st.DataObject
) -> None:
    findings, documents = alignment.findings, alignment.documents
    marks = [data.draw(st.sampled_from(["", "accepted", "dismissed"])) for _ in findings]
    entries = [entry(f, documents, mark) for f, mark in zip(findings, marks, strict=True)]
    saved = Decisions.parse(file_of(entries))
    assert match_findings(findings, documents, saved.findings) == list(range(len(findings)))
    order = data.draw(st.permutations(range(len(findings))))
    some = order[: data.draw(st.integers(0, len(order)))]
    matched = match_findings(findings, documents, [saved.findings[n] for n in some])
    assert len(set(matched)) == len(matched)
    for n, m in zip(some, matched, strict=True):
        assert m is not None
        assert key(findings[m], documents) == key(findings[n], documents)
    decided = decide(findings, documents, saved.findings)
    assert [(f.decision, f.comment[:4]) for f in decided] == [
        (mark, f.id) for f, mark in zip(findings, marks, strict=True)
    ]


@given(st.lists(st.integers(0, 2), min_size=1, max_size=8), st.data())
@settings(deadline=None)
def test_repeated_findings_are_matched_one_to_one(kinds: list[int], data: st.DataObject) -> None:
    documents = document("en", "One."), document("zh", *["“”他说。", "“”她说。", "“”我说。"])
    (blank,) = found(documents, (Category.BLANK, "", "“”"))
    made = []
    for n, kind in enumerate(kinds):
        at = documents[1].sentences[kind].start
        made.append(replace(blank, id=f"F{n:03}", target=Place(1, at, at + 2, "“”")))
    chosen = sorted(data.draw(st.sets(st.integers(0, len(kinds) - 1))))
    saved = Decisions.parse(file_of([entry(made[n], documents, "dismissed") for n in chosen]))
    extra = FindingDecision(Category.BLANK, "", "“”", "“”他说。", "accepted")
    for more in (0, len(kinds)):
        matched = match_findings(made, documents, (*saved.findings, *[extra] * more))
        hits = [m for m in matched if m is not None]
        assert len(set(hits)) == len(hits)
        assert [kinds[m] for m in hits[: len(chosen)]] == [kinds[n] for n in chosen]
    assert len(hits) <= len(kinds)


def test_of_repeated_findings_that_is_meant_which_stands_among_its_neighbours() -> None:
    sentences = ["一“”他说。", "是。“”", "二“”她说。", "是。“”", "三“”我说。", "是。“”"]
    documents = document("en", "One."), document("zh", *sentences)
    findings = []
    for n, sentence in enumerate(documents[1].sentences):
        at = sentence.start + sentence.text.index("“")
        place = Place(1, at, at + 2, "“”")
        findings.append(Finding(f"F{n:03}", Category.BLANK, Severity.MAJOR, 1.0, {}, target=place))
    entries = [entry(findings[n], documents, "dismissed") for n in (2, 3, 4)]
    verdicts = Decisions.parse(file_of(entries)).findings
    assert match_findings(findings, documents, verdicts) == [2, 3, 4]


CASES = [
    ("“”研究所的前负责人、生态学家卡罗说。", "“”", True, "a word more in its sentence"),
    ("“ ”研究所负责人、生态学家卡罗 说。", "“ ”", True, "spaces in both"),
    ("，研究所负责人、生态学家卡罗说。", "，", False, "another blank"),
    ("“”一只海鸥飞过了很远的海湾。", "“”", False, "another sentence"),
]


@pytest.mark.parametrize(("sentence", "blank", "fits", "label"), CASES)
def test_a_blank_is_known_again_in_its_changed_sentence(
    sentence: str, blank: str, fits: bool, label: str
) -> None:
    before = document("en", "One."), document("zh", "“”研究所负责人、生态学家卡罗说。")
    after = document("en", "Two. One."), document("zh", "新的一段。", sentence)
    (was,), (now,) = (
        found(before, (Category.BLANK, "", "“”")),
        found(after, (Category.BLANK, "Two", blank)),
    )
    verdicts = Decisions.parse(file_of([entry(was, before, "dismissed")])).findings
    (finding,) = decide([now], after, verdicts)
    assert (finding.decision == "dismissed") is fits, label


def test_an_omission_that_grew_by_a_sentence_is_looked_at_again() -> None:
    omitted = "The harbour office counted 4,500 visitors in March, more than ever before."
    changed = omitted.replace("March", "April")
    longer = changed + " The council will review it in June."
    target = document("zh", "一。")
    verdicts = [FindingDecision(Category.OMISSION, omitted, "", omitted, "dismissed")]
    for text, fits in ((omitted, True), (changed, True), (longer, False)):
        documents = document("en", "One.", text), target
        findings = found(documents, (Category.OMISSION, text, ""))
        assert (decide(findings, documents, verdicts)[0].decision == "dismissed") is fits, text


def test_of_two_findings_the_one_with_the_same_source_is_taken() -> None:
    source = document("en", "The second aim is to train divers.", "The third is to seed meadows.")
    target = document("zh", "“草甸线”定下了新的三个目标：一是，二是，三是。")
    documents = source, target
    findings = found(
        documents,
        (Category.BLANK, source.sentences[0].text, "是，"),
        (Category.BLANK, source.sentences[1].text, "是，"),
    )
    context = "“草甸线”定下了三个目标：一是，二是，三是。"
    verdict = FindingDecision(Category.BLANK, source.sentences[1].text, "是，", context, "accepted")
    assert match_findings(findings, documents, [verdict]) == [1]


def test_a_finding_stands_in_the_sentence_in_which_it_begins() -> None:
    documents = document("en", "One.", "Two."), document("zh", "一。", "二。")
    source, target = (d.sentences for d in documents)
    message = {"en": "a", "zh": "一"}
    finding = Finding("F001", Category.BLANK, Severity.MAJOR, 1.0, message, Place(0, 5, 9, "Two."))
    points = [(0, "一。"), (target[0].end - 1, "一。"), (target[0].end, "Two."), (3, "二。")]
    for at, context in points:
        assert context_of(replace(finding, target=Place(1, at, at, "")), documents) == context
    end = target[1].end
    at_the_end = replace(finding, source=None, target=Place(1, end, end, ""))
    assert context_of(at_the_end, documents) == "二。"
    before = replace(finding, source=Place(0, source[0].end, source[0].end, ""))
    assert context_of(before, documents) == "One."


def test_what_fits_nothing_is_told_in_a_line(caplog: pytest.LogCaptureFixture) -> None:
    documents = document("en", "One."), document("zh", "“”他说。")
    verdicts = [
        FindingDecision(Category.BLANK, "", "……", "……她说。", "dismissed"),
        FindingDecision(Category.BLANK, "", "“”", "“”他说。", "dismissed"),
        FindingDecision(Category.BLANK, "", "“”", "“”他说。", "accepted"),
    ]
    with caplog.at_level(logging.WARNING):
        (finding,) = decide(found(documents, (Category.BLANK, "", "“”")), documents, verdicts)
    assert finding.decision == "dismissed"
    (told,) = caplog.messages
    assert told.startswith("2 of 3 decisions fit no finding any more, first: blank | …… | ")


# What a decision does.


def test_a_finding_takes_only_known_decisions() -> None:
    with pytest.raises(AlignmentError, match="expected accepted or dismissed"):
        Finding("F1", Category.BLANK, Severity.MAJOR, 1, {}, Place(0, 0, 0, ""), decision="maybe")


def test_what_is_dismissed_counts_for_nothing() -> None:
    documents = document("en", "One.", "Two.", "Three."), document("zh", "一“”。", "二。", "三。")
    beads = tuple(Bead((n,), (n,)) for n in range(3))
    findings = found(
        documents,
        (Category.BLANK, "One.", "“”"),
        (Category.OMISSION, "Two.", ""),
        (Category.MOVED, "Three.", "三。"),
    )
    for mark in ("", "accepted"):
        marked = tuple(replace(f, decision=mark) for f in findings)
        alignment = Alignment(documents, beads, marked)
        assert unfit_beads(alignment) == {0, 1}
        assert flagged_beads(alignment, Severity.INFO) == {0, 1, 2}
        assert "dismissed" not in Summary(alignment, {}).as_text()
        assert Summary(alignment, {}).reaches("major")
    dismissed = tuple(replace(f, decision="dismissed") for f in findings)
    alignment = replace(alignment, findings=dismissed)
    summary = Summary(alignment, {})
    assert unfit_beads(alignment) == frozenset()
    assert flagged_beads(alignment, Severity.INFO) == frozenset()
    assert not summary.reaches("info")
    assert summary.findings == {}
    assert "findings none\ndismissed  3" in summary.as_text()
    assert summary.as_json()["dismissed"] == 3
    one = replace(alignment, findings=(dismissed[0], *findings[1:]))
    assert Summary(one, {}).findings == {
        (Category.MOVED, Severity.MAJOR): 1,
        (Category.OMISSION, Severity.MAJOR): 1,
    }


# By the real command.


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
    limit = Severity.MAJOR.rank
    serious = [f for f in first.findings if f.severity.rank <= limit]
    file = runs.save([entry(f, first.documents, "dismissed") for f in serious])
    before = json.loads(_json(runs, 1))
    after = json.loads(_json(runs, 0, "--decisions", file))
    assert before["memory"]["left_out"]["lost_text"] > 0
    assert "lost_text" not in after["memory"]["left_out"]
    assert after["dismissed"] == len(serious)
    assert not {"critical", "major"} & {f["severity"] for f in after["findings"]}
    left = runs.save([entry(f, first.documents, "dismissed") for f in serious[1:]])
    assert json.loads(_json(runs, 1, "--decisions", left))["dismissed"] == len(serious) - 1


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
