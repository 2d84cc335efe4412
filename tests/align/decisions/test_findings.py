"""Decisions find the findings that they were made of, and what they do to them."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from helpers.build import document
from helpers.decisions import entry, file_of, found, key
from helpers.examples import examples
from helpers.strategies import alignments
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.decisions.file import Decisions
from duizhao.align.decisions.findings import (
    FindingDecision,
    context_of,
    decide,
    match_findings,
)
from duizhao.align.results.summary import Summary
from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.exchange.bead_text import flagged_beads, unfit_beads
from duizhao.errors import AlignmentError

# Matching.


@given(alignments(), st.data())
@examples(150)
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
