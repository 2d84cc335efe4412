"""Findings: what an editor should look at, from gaps in the target, null beads and moved ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from duizhao.align.blanks import PATTERNS, Gap, find_gaps
from duizhao.align.lost import Lost, find_lost
from duizhao.align.policy import Policy, severity
from duizhao.corpora.bitext import Bead, Category, Finding, Place
from duizhao.corpora.types import Document, Sentence
from duizhao.models.encoder import Encoder

__all__ = ["find_all", "in_order"]


def find_all(
    source: Document, target: Document, beads: Sequence[Bead], encoder: Encoder, policy: Policy
) -> tuple[Finding, ...]:
    """Return all findings, the worst first and then in the order of the target.

    :param source: The original; document 0 of the places.
    :param target: The translation or digest; document 1.
    :param beads: The alignment of the two.
    :param encoder: The encoder that aligned them.
    :param policy: How the translation is judged.
    """
    gaps = find_gaps(target)
    lost = find_lost(gaps, source, target, beads, encoder)
    findings = [
        *(_gap_finding(gap, what, target, policy) for gap, what in zip(gaps, lost, strict=True)),
        *_null_findings(source, target, beads, policy),
        *_moved_findings(source, target, beads, policy),
    ]
    return in_order(findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the report, numbered anew.

    The worst come first, and of one severity those that stand first in the target.

    :param findings: Findings in any order.
    """
    ranked = sorted(findings, key=_order)
    return tuple(replace(f, id=f"F{n:03}") for n, f in enumerate(ranked, start=1))


def _order(finding: Finding) -> tuple[int, int, int]:
    place, original = finding.target, finding.source
    return (
        finding.severity.rank,
        place.start if place else 0,
        original.start if original else 0,
    )


def _gap_finding(gap: Gap, lost: Lost | None, target: Document, policy: Policy) -> Finding:
    """Make the finding of one gap."""
    category = Category(PATTERNS[gap.pattern].category)
    message = {
        "en": f"Words are missing here: {gap.reading['en']}.",
        "zh": f"此处有文字缺失：{gap.reading['zh']}。",
    }
    if lost:
        message["en"] += f" The original has: {lost.place.text}"
        message["zh"] += f"原文为：{lost.place.text}"
    return Finding(
        id="F000",
        category=category,
        severity=severity(category, policy, gap.confidence),
        confidence=gap.confidence,
        message=message,
        source=lost.place if lost else None,
        target=Place(1, gap.start, gap.end, target.text[gap.start : gap.end]),
        evidence={"pattern": gap.pattern, "hole": gap.hole, **(lost.evidence if lost else {})},
    )


def _null_findings(
    source: Document, target: Document, beads: Sequence[Bead], policy: Policy
) -> Iterator[Finding]:
    """Make one finding of each run of neighbouring sentences without a counterpart."""
    for side, category in ((0, Category.OMISSION), (1, Category.ADDITION)):
        documents = (source, target)
        for run, before in _runs(beads, documents, side):
            first, last = (documents[side].sentences[_ids(run[n], side)[0]] for n in (0, -1))
            other = documents[1 - side].sentences
            at = other[before].end if before is not None else 0
            here = _passage(side, documents[side], first, last)
            there = Place(1 - side, at, at, "")
            confidence = sum(bead.probability for bead in run) / len(run)
            yield Finding(
                id="F000",
                category=category,
                severity=severity(category, policy, confidence),
                confidence=confidence,
                message=_null_message(category, len(run)),
                source=here if side == 0 else there,
                target=there if side == 0 else here,
                evidence={"sentences": len(run), "characters": here.end - here.start},
            )


def _moved_findings(
    source: Document, target: Document, beads: Sequence[Bead], policy: Policy
) -> Iterator[Finding]:
    """Make one finding of each bead out of order."""
    for bead in beads:
        if not bead.moved:
            continue
        from_, to = source.sentences[bead.source[0]], target.sentences[bead.target[0]]
        yield Finding(
            id="F000",
            category=Category.MOVED,
            severity=severity(Category.MOVED, policy, bead.probability),
            confidence=bead.probability,
            message={
                "en": "This sentence stands elsewhere in the original.",
                "zh": "此句在原文中位于别处。",
            },
            source=_passage(0, source, from_, source.sentences[bead.source[-1]]),
            target=_passage(1, target, to, target.sentences[bead.target[-1]]),
            evidence={"similarity": round(bead.similarity, 3)},
        )


def _runs(
    beads: Iterable[Bead], documents: tuple[Document, Document], side: int
) -> Iterator[tuple[list[Bead], int | None]]:
    """Yield runs of null beads of one side, with the id of the sentence opposite before them.

    Sentences that take no part in the alignment, such as teasers, do not break a run.
    """
    run: list[Bead] = []
    before: int | None = None
    document = documents[side]
    for bead in beads:
        ids, others = _ids(bead, side), _ids(bead, 1 - side)
        if others:
            if run and ids:
                yield run, before
                run = []
            if not run:
                before = others[-1]
        elif document.is_aligned(document.sentences[ids[0]]):
            run.append(bead)
    if run:
        yield run, before


def _ids(bead: Bead, side: int) -> tuple[int, ...]:
    return bead.target if side else bead.source


def _passage(number: int, document: Document, first: Sentence, last: Sentence) -> Place:
    return Place(number, first.start, last.end, document.text[first.start : last.end])


def _null_message(category: Category, count: int) -> dict[str, str]:
    """Say how many sentences stand alone."""
    many = "s" if count > 1 else ""
    have = "have" if count > 1 else "has"
    if category is Category.OMISSION:
        return {
            "en": f"{count} sentence{many} of the original {have} no counterpart.",
            "zh": f"原文有 {count} 句在译文中没有对应内容。",
        }
    return {
        "en": f"{count} sentence{many} of the translation {have} no counterpart.",
        "zh": f"译文有 {count} 句在原文中没有对应内容。",
    }
