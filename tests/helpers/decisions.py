"""Files of decisions, as the report saves them, and the findings that they are about."""

from __future__ import annotations

import json

from duizhao.align.decisions.findings import (
    context_of,
)
from duizhao.corpora.alignment import Category, Finding, Place, Severity
from duizhao.corpora.document import Document

__all__ = ["entry", "file_of", "found", "key"]


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
