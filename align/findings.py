"""Findings: what an editor should look at, from gaps in the target, null beads and moved ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from duizhao.align.blanks import PATTERNS, Gap, find_gaps
from duizhao.align.lost import Lost, find_lost, sentences_of
from duizhao.align.policy import Policy, severity
from duizhao.corpora.bitext import Bead, Category, Finding, Place
from duizhao.corpora.types import Document, Sentence
from duizhao.models.encoder import Encoder

__all__ = ["find_all", "in_order"]


def find_all(
    documents: Sequence[Document], beads: Sequence[Bead], encoder: Encoder, policy: Policy
) -> tuple[Finding, ...]:
    """Return all findings, the worst first and then in the order of the target.

    What the target leaves out of a further source is information under either policy: it was made
    from the first.

    :param documents: The sources, of which the first is the original, and the target last.
    :param beads: Their alignment.
    :param encoder: The encoder that aligned them.
    :param policy: How the translation is judged.
    """
    target = documents[-1]
    gaps = find_gaps(target)
    lost = _find_lost(gaps, documents, beads, encoder)
    findings = [
        *(
            _gap_finding(gap, what, (target, len(documents) - 1), policy)
            for gap, what in zip(gaps, lost, strict=True)
        ),
        *_omissions(documents, beads, policy),
        *_additions(documents, beads, policy),
        *_moved_findings(documents, beads, policy),
    ]
    return in_order(findings)


def _find_lost(
    gaps: Sequence[Gap], documents: Sequence[Document], beads: Sequence[Bead], encoder: Encoder
) -> list[Lost | None]:
    """Return what each gap lost, of the source that it fits best."""
    best: list[Lost | None] = [None] * len(gaps)
    for number, source in enumerate(documents[:-1]):
        own = [bead for bead in beads if bead.source_document == number]
        there = {i for bead in own for i in bead.target}
        # What comes from another source has lost nothing of this one.
        mine = [n for n, s in enumerate(sentences_of(gaps, documents[-1])) if s.id in there]
        found = find_lost([gaps[n] for n in mine], source, documents[-1], own, encoder)
        for n, lost in zip(mine, found, strict=True):
            known = best[n]
            if lost is not None and (known is None or known.score < lost.score):
                best[n] = replace(lost, place=replace(lost.place, document=number))
    return best


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


def _gap_finding(
    gap: Gap, lost: Lost | None, numbered: tuple[Document, int], policy: Policy
) -> Finding:
    """Make the finding of one gap."""
    target, number = numbered
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
        target=Place(number, gap.start, gap.end, target.text[gap.start : gap.end]),
        evidence={"pattern": gap.pattern, "hole": gap.hole, **(lost.evidence if lost else {})},
    )


def _omissions(
    documents: Sequence[Document], beads: Sequence[Bead], policy: Policy
) -> Iterator[Finding]:
    """Make one finding of each run of neighbouring source sentences without a counterpart."""
    target = documents[-1]
    for number, source in enumerate(documents[:-1]):
        own = [bead for bead in beads if not bead.source or bead.source_document == number]
        judged = policy if number == 0 else Policy.DIGEST
        for run, before in _runs(own, source, 0):
            at = target.sentences[before.target[-1]].end if before else 0
            there = Place(len(documents) - 1, at, at, "")
            yield _null_finding(run, number, source, there, judged)


def _additions(
    documents: Sequence[Document], beads: Sequence[Bead], policy: Policy
) -> Iterator[Finding]:
    """Make one finding of each run of neighbouring target sentences without a counterpart."""
    for run, before in _runs(beads, documents[-1], 1):
        number = before.source_document if before else 0
        at = documents[number].sentences[before.source[-1]].end if before else 0
        there = Place(number, at, at, "")
        yield _null_finding(run, len(documents) - 1, documents[-1], there, policy)


def _null_finding(
    run: Sequence[Bead], number: int, document: Document, there: Place, policy: Policy
) -> Finding:
    """Make the finding of a run of null beads.

    :param run: Neighbouring null beads of one side.
    :param number: The number of their document.
    :param document: Their document.
    :param there: The point on the other side where a counterpart would stand.
    :param policy: How the translation is judged.
    """
    omitted = bool(run[0].source)
    category = Category.OMISSION if omitted else Category.ADDITION
    first, last = (document.sentences[_ids(run[n], not omitted)[0]] for n in (0, -1))
    here = _passage(number, document, first, last)
    confidence = sum(bead.probability for bead in run) / len(run)
    return Finding(
        id="F000",
        category=category,
        severity=severity(category, policy, confidence),
        confidence=confidence,
        message=_null_message(category, len(run)),
        source=here if omitted else there,
        target=there if omitted else here,
        evidence={"sentences": len(run), "characters": here.end - here.start},
    )


def _moved_findings(
    documents: Sequence[Document], beads: Sequence[Bead], policy: Policy
) -> Iterator[Finding]:
    """Make one finding of each bead out of order."""
    target, last = documents[-1], len(documents) - 1
    for bead in beads:
        if not bead.moved:
            continue
        number = bead.source_document
        source = documents[number]
        sides = (
            [source.sentences[i] for i in bead.source],
            [target.sentences[i] for i in bead.target],
        )
        yield Finding(
            id="F000",
            category=Category.MOVED,
            severity=severity(Category.MOVED, policy, bead.probability),
            confidence=bead.probability,
            message={
                "en": "This passage stands elsewhere in the original.",
                "zh": "此处文字在原文中位于别处。",
            },
            source=_passage(number, source, sides[0][0], sides[0][-1]),
            target=_passage(last, target, sides[1][0], sides[1][-1]),
            evidence={"similarity": round(bead.similarity, 3)},
        )


def _runs(
    beads: Iterable[Bead], document: Document, side: int
) -> Iterator[tuple[list[Bead], Bead | None]]:
    """Yield runs of null beads of one side, with the bead of the other side before them.

    Sentences that take no part in the alignment, such as teasers, do not break a run.
    """
    run: list[Bead] = []
    before: Bead | None = None
    for bead in beads:
        ids, others = _ids(bead, side), _ids(bead, 1 - side)
        if others:
            if run and ids:
                yield run, before
                run = []
            if not run:
                before = bead
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
