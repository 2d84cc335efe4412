"""The editor's own terms: what is missing, and what is forbidden."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from helpers.linked_pairs import check_places, linked
from helpers.strategies import texts
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.find import find_all
from duizhao.align.findings.material import Material
from duizhao.align.findings.terms.layer import terms
from duizhao.align.findings.terms.matching import TermIndex
from duizhao.align.judging.policy import Policy
from duizhao.align.judging.rules import Rule
from duizhao.align.judging.settings import Settings
from duizhao.corpora.alignment import Severity
from duizhao.corpora.exchange.glossaries.glossary import SOURCE, TARGET, Concept, Glossary, TermForm

ROWS = json.loads((CASES_FOLDER / "terms.json").read_text("utf-8"))


def glossary(rows: Iterable[list[Any]], *, exact: bool = False, note: str = "") -> Glossary:
    """Make a glossary of rows: a term, what is allowed, what is forbidden."""
    concepts = [
        Concept(
            (
                TermForm(SOURCE, row[0]),
                *(TermForm(TARGET, text) for text in row[1]),
                *(TermForm(TARGET, text, True) for text in (row[2] if len(row) > 2 else ())),
            ),
            note,
            exact,
        )
        for row in rows
    ]
    return Glossary(tuple(concepts), "terms.tsv")


def material(case: dict[str, Any]) -> Material:
    langs = tuple(case.get("langs", ("en", "zh")))
    made = linked([case["source"]], [case["target"]], (langs[0], langs[1]))
    return replace(made, glossary=glossary(case["terms"], exact=case.get("exact", False)))


@pytest.mark.parametrize("case", ROWS, ids=[case["label"] for case in ROWS])
def test_cases(case: dict[str, Any]) -> None:
    made = material(case)
    hits = list(terms(made))
    check_places(hits, made)
    shown = []
    for hit in hits:
        place = hit.target if hit.rule is Rule.TERM_FORBIDDEN else hit.source
        shown.append([hit.rule.sign, place.text if place else ""])
    assert shown == case["found"]
    if "severity" in case:
        found = find_all(
            made.documents,
            made.beads,
            made.encoder,
            Policy.FULL,
            settings=Settings(glossary=made.glossary),
            layers={"terms": terms},
        )
        assert {f.severity.value for f in found.findings} == {case["severity"]}


def test_all_places_of_a_term_are_one_finding() -> None:
    made = linked(
        ["The cluster starts.", "It is late.", "A cluster stops."],
        ["簇启动。", "天晚了。", "一个簇停止。"],
    )
    settings = Settings(glossary=glossary([["cluster", ["集群"]]], note="style guide 4"))
    found = find_all(
        made.documents,
        made.beads,
        made.encoder,
        Policy.FULL,
        settings=settings,
        layers={"terms": terms},
    )
    (finding,) = found.findings
    assert finding.severity is Severity.MINOR
    assert finding.evidence["count"] == 2
    assert "2 places" in finding.message["en"]
    assert "style guide 4" in finding.message["zh"]
    assert finding.its == "terminology"


def test_a_glossary_of_other_languages_is_told(caplog: pytest.LogCaptureFixture) -> None:
    forms = TermForm("fr", "maison"), TermForm("de", "Haus")
    made = replace(
        linked(["The house."], ["房子。"]), glossary=Glossary((Concept(forms),), "t.tbx")
    )
    with caplog.at_level(logging.WARNING):
        assert not list(terms(made))
    (record,) = caplog.records
    assert "t.tbx has no terms for en to zh; its languages are de, fr" in record.getMessage()


def test_a_glossary_serves_both_ways() -> None:
    forms = TermForm("en-US", "container"), TermForm("zh-CN", "容器")
    for langs, source, target in (
        (("en", "zh"), "The container starts.", "箱子启动了。"),
        (("zh", "en"), "容器启动了。", "The box starts."),
    ):
        made = replace(linked([source], [target], langs), glossary=Glossary((Concept(forms),)))
        assert [hit.rule.sign for hit in terms(made)] == ["missing"]


@examples(100)
@given(st.lists(st.tuples(texts(), st.booleans()), max_size=6), texts(), st.booleans())
def test_terms_of_any_text_lie_in_it_apart(
    known: list[tuple[str, bool]], text: str, whole: bool
) -> None:
    for lang in ("en", "zh", "th"):
        end = 0
        for spot in TermIndex(known, lang, whole=whole).find(text):
            assert end <= spot.start < spot.end <= len(text)
            assert spot.term in {term for term, _ in known}
            end = spot.end
