"""Passages that stand elsewhere: beads out of order, those that moved together as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod

from duizhao.align.findings.material import Hit, Linked, Material
from duizhao.align.findings.wording import place_words
from duizhao.align.judging.rules import Rule
from duizhao.corpora.document import Document

__all__ = ["moves"]


def moves(material: Material) -> Iterator[Hit]:
    """Yield each passage that stands elsewhere in the original.

    :param material: What to look at.
    """
    for run in _together(material):
        yield _hit(run, material)


def _together(material: Material) -> Iterator[list[Linked]]:
    """Yield the beads out of order, those that are neighbours on both sides together."""
    run: list[Linked] = []
    for linked in material.linked:
        if run and not (linked.bead.moved and _follows(run[-1], linked, material)):
            yield run
            run = []
        if linked.bead.moved:
            run.append(linked)
    if run:
        yield run


def _follows(before: Linked, linked: Linked, material: Material) -> bool:
    """Tell whether a bead comes right after another on both sides."""
    number = linked.bead.source_document
    sides = (
        (material.documents[number], before.bead.source[-1], linked.bead.source[0]),
        (material.target, before.bead.target[-1], linked.bead.target[0]),
    )
    return before.bead.source_document == number and all(
        _next(document, first) == second for document, first, second in sides
    )


def _next(document: Document, number: int) -> int | None:
    """Return the sentence after one that takes part in the alignment."""
    after = range(number + 1, len(document.sentences))
    return next((i for i in after if document.is_aligned(document.sentences[i])), None)


def _hit(run: Sequence[Linked], material: Material) -> Hit:
    """Return what is found of beads that moved together."""
    first, last = run[0], run[-1]
    number = first.bead.source_document
    source = material.passage(number, _ends(first.bead.source, last.bead.source)).place()
    target = material.passage(material.last, _ends(first.bead.target, last.bead.target)).place()
    sentences = sum(len(each.bead.target) for each in run)
    similarity = sum(each.bead.similarity for each in run) / len(run)
    return Hit(
        rule=Rule.ELSEWHERE,
        # They moved together or not at all, but each link may be wrong.
        confidence=prod(each.bead.probability for each in run) ** (1.0 / len(run)),
        message=_message(run, sentences, material),
        source=source,
        target=target,
        evidence={"sentences": sentences, "similarity": round(similarity, 3)},
    )


def _ends(first: Sequence[int], last: Sequence[int]) -> list[int]:
    return sorted({first[0], last[-1]})


def _message(run: Sequence[Linked], sentences: int, material: Material) -> dict[str, str]:
    """Say where the passage stands in the original, and what to do."""
    document = material.documents[run[0].bead.source_document]
    earlier = range(run[0].bead.source[0] - 1, -1, -1)
    aligned = (s for s in map(document.sentences.__getitem__, earlier) if document.is_aligned(s))
    before = next(aligned, None)
    en = f"after “{place_words(before.text)}”" if before else "at the beginning"
    zh = f"位于“{place_words(before.text)}”之后" if before else "位于开头"
    many = sentences > 1
    return {
        "en": f"{f'These {sentences} sentences' if many else 'This sentence'}"
        f" {'stand' if many else 'stands'} elsewhere in the original: {en}. Check that the order is"
        " meant, and that the links with the text around still hold.",
        "zh": f"此处 {sentences} 句在原文中{zh}。请核对顺序调整是否有意，上下文是否连贯。",
    }
