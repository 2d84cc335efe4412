"""Compare what was found in an edited translation with what was done to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duizhao.corpora.alignment import Alignment, Category, Finding, Place
from duizhao.corpora.document import Document
from duizhao.eval.findings.drafts import Edit, Span

__all__ = ["Judgement", "SentenceCounts", "Verdict", "count_sentences", "judge_findings", "meets"]

# How near a place must lie to a point to be at it: a finding may show the marks around a blank.
_NEAR = 2
# A sentence is dropped, or said to be, if this share of it is.
_MOSTLY = 0.5


@dataclass(frozen=True)
class Verdict:
    """A finding of a category that is looked for.

    :param finding: The finding.
    :param edit: The number of the edit that it shows; None if it is false.
    :param place_error: How far its ends lie from the edit's on the side where both have a place,
        in characters, the mean of both; None if it is false, or there is no such side.
    :param overlaps: Whether its place in the translation is that of the edit; None likewise.
    """

    finding: Finding
    edit: int | None
    place_error: float | None = None
    overlaps: bool | None = None


@dataclass(frozen=True)
class Judgement:
    """What was found of the edits of one copy.

    :param verdicts: The findings that count, in the order of the report.
    :param found: For each edit whether it was found.
    """

    verdicts: tuple[Verdict, ...]
    found: tuple[bool, ...]


@dataclass(frozen=True)
class SentenceCounts:
    """Sentences of the source.

    :param gone: Those that were dropped.
    :param claimed: Those that findings say are lost.
    :param right: Those that are both.
    """

    gone: int
    claimed: int
    right: int


def judge_findings(
    findings: Iterable[Finding],
    edits: Sequence[Edit],
    accepted: Sequence[frozenset[Category]],
) -> Judgement:
    """Say of each finding whether it shows an edit, and of each edit whether it was found.

    :param findings: All findings; those of categories that no edit accepts do not count.
    :param edits: What was done.
    :param accepted: For each edit, the categories of findings that are right about it.
    """
    counted = frozenset[Category]().union(*accepted)
    verdicts = []
    found = [False] * len(edits)
    for finding in findings:
        if finding.category not in counted:
            continue
        shown = [
            number
            for number, edit in enumerate(edits)
            if finding.category in accepted[number] and meets(finding, edit)
        ]
        for number in shown:
            found[number] = True
        verdicts.append(_verdict(finding, shown, edits))
    return Judgement(tuple(verdicts), tuple(found))


def meets(finding: Finding, edit: Edit) -> bool:
    """Say whether a finding stands where an edit was made, on either side.

    What an omission lost stands in the source; its point in the translation is a guess.
    """
    return _concerns(finding.source, edit.source) or (
        finding.category is not Category.OMISSION
        and any(_at(finding.target, span) for span in (edit.target, edit.twin))
    )


def _concerns(place: Place | None, span: Span | None) -> bool:
    """Say whether a passage of the source, not a point, is that of the edit."""
    if place is None or span is None or place.start == place.end:
        return False
    return span.overlaps(place.start, place.end)


def _at(place: Place | None, span: Span | None) -> bool:
    if place is None or span is None:
        return False
    is_point = span.start == span.end or place.start == place.end
    return span.overlaps(place.start, place.end, _NEAR if is_point else 0)


def _verdict(finding: Finding, shown: Sequence[int], edits: Sequence[Edit]) -> Verdict:
    """Return a finding with the nearest of the edits that it shows."""
    if not shown:
        return Verdict(finding, None)
    errors = {number: _error(finding, edits[number]) for number in shown}
    best = min(shown, key=lambda number: (errors[number] is None, errors[number] or 0.0))
    span = edits[best].target
    overlaps = None if span is None else _at(finding.target, span)
    return Verdict(finding, best, errors[best], overlaps)


def _error(finding: Finding, edit: Edit) -> float | None:
    if edit.target is not None and finding.target is not None:
        place, spans = finding.target, [edit.target, *([edit.twin] if edit.twin else [])]
    elif edit.target is None and edit.source is not None and finding.source is not None:
        place, spans = finding.source, [edit.source]
    else:
        return None
    return min((abs(place.start - s.start) + abs(place.end - s.end)) / 2 for s in spans)


def count_sentences(alignment: Alignment, edits: Sequence[Edit]) -> SentenceCounts:
    """Count the sentences of the source that were dropped, and that findings say are lost.

    :param alignment: What was found.
    :param edits: What was dropped.
    """
    source = alignment.documents[0]
    gone = _covered(source, [edit.source for edit in edits if edit.source is not None])
    claimed = _covered(
        source,
        [
            Span(finding.source.start, finding.source.end)
            for finding in alignment.findings
            if finding.category is Category.OMISSION
            and finding.source is not None
            and finding.source.document == 0
        ],
    )
    return SentenceCounts(len(gone), len(claimed), len(gone & claimed))


def _covered(document: Document, spans: Iterable[Span]) -> set[int]:
    """Return the sentences of which most lies in some of the spans."""
    inside = bytearray(len(document.text))
    for span in spans:
        inside[span.start : span.end] = b"\1" * (span.end - span.start)
    return {
        s.id
        for s in document.aligned_sentences()
        if sum(inside[s.start : s.end]) >= _MOSTLY * (s.end - s.start)
    }
