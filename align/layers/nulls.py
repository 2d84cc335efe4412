"""Whole sentences without a counterpart: omissions and additions, neighbours as one finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from duizhao.align.layers.material import Hit, Material
from duizhao.corpora.bitext import Bead, Category, Place
from duizhao.corpora.types import Document

__all__ = ["additions", "omissions"]


def omissions(material: Material) -> Iterator[Hit]:
    """Yield each run of neighbouring source sentences without a counterpart.

    :param material: What to look at.
    """
    target = material.target
    for number, source in enumerate(material.documents[:-1]):
        own = [bead for bead in material.beads if not bead.source or bead.source_document == number]
        for run, before in _runs(own, source, 0):
            at = target.sentences[before.target[-1]].end if before else 0
            yield _hit(material, run, number, Place(material.last, at, at, ""))


def additions(material: Material) -> Iterator[Hit]:
    """Yield each run of neighbouring target sentences without a counterpart.

    :param material: What to look at.
    """
    for run, before in _runs(material.beads, material.target, 1):
        number = before.source_document if before else 0
        at = material.documents[number].sentences[before.source[-1]].end if before else 0
        yield _hit(material, run, material.last, Place(number, at, at, ""))


def _hit(material: Material, run: Sequence[Bead], number: int, there: Place) -> Hit:
    """Return what is found of a run of null beads.

    :param material: What is looked at.
    :param run: Neighbouring null beads of one side.
    :param number: The number of their document.
    :param there: The point on the other side where a counterpart would stand.
    """
    omitted = bool(run[0].source)
    category = Category.OMISSION if omitted else Category.ADDITION
    ids = [_ids(run[n], not omitted)[0] for n in (0, -1)]
    here = material.passage(number, ids if ids[0] != ids[1] else ids[:1]).place()
    return Hit(
        category=category,
        rule="sentences",
        confidence=sum(bead.probability for bead in run) / len(run),
        message=_message(category, len(run)),
        source=here if omitted else there,
        target=there if omitted else here,
        evidence={"sentences": len(run), "characters": here.end - here.start},
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


def _message(category: Category, count: int) -> dict[str, str]:
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
