"""Decisions of many documents in one run: each document takes its own, and the rest is told once.

A document that has nothing to do with a decision says nothing of it. What none of them has is told
when the run has ended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from duizhao.align.decisions.file import Decisions
from duizhao.align.decisions.findings import FindingDecision, match_findings
from duizhao.align.decisions.links import LinkDecision, match_links
from duizhao.corpora.alignment import Alignment

__all__ = ["decided_in", "left_over"]

_DIGITS = 16


def decided_in(alignment: Alignment, decisions: Decisions) -> tuple[str, ...]:
    """Return the marks of the decisions that an alignment has a finding or a link for.

    :param alignment: What was found in a pair, under these decisions.
    :param decisions: Those of all documents.
    """
    matched = match_findings(alignment.findings, alignment.documents, decisions.findings)
    pairs = zip(decisions.findings, matched, strict=True)
    marks = [_mark(said) for said, number in pairs if number is not None]
    if decisions.links:
        _, lost = match_links(decisions.links, alignment.sources[0], alignment.target)
        gone = {_mark(said) for said in lost}
        marks += [mark for said in decisions.links if (mark := _mark(said)) not in gone]
    return tuple(dict.fromkeys(marks))


def left_over(
    decisions: Decisions, marks: Iterable[str]
) -> tuple[FindingDecision | LinkDecision, ...]:
    """Return the decisions that no document has anything for.

    :param decisions: Those of all documents.
    :param marks: What :func:`decided_in` returned for each document.
    """
    known = set(marks)
    every: list[FindingDecision | LinkDecision] = [*decisions.findings, *decisions.links]
    return tuple(said for said in every if _mark(said) not in known)


def _mark(said: FindingDecision | LinkDecision) -> str:
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:_DIGITS]
