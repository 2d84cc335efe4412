"""Blanks and cut-off sentences: what the target shows by itself, joined with what was lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from duizhao.align.blanks import PATTERNS, Gap, find_gaps
from duizhao.align.layers.lost import Lost, find_lost, sentences_of
from duizhao.align.layers.material import Hit, Material
from duizhao.corpora.bitext import Category, Place

__all__ = ["gaps"]


def gaps(material: Material) -> Iterator[Hit]:
    """Yield the places of the target where words are gone, with the words of the source.

    :param material: What to look at.
    """
    found = find_gaps(material.target)
    for gap, lost in zip(found, _find_lost(found, material), strict=True):
        yield _hit(gap, lost, material)


def _find_lost(found: Sequence[Gap], material: Material) -> list[Lost | None]:
    """Return what each gap lost, of the source that it fits best."""
    best: list[Lost | None] = [None] * len(found)
    target = material.target
    for number, source in enumerate(material.documents[:-1]):
        own = [bead for bead in material.beads if bead.source_document == number]
        there = {i for bead in own for i in bead.target}
        # What comes from another source has lost nothing of this one.
        mine = [n for n, s in enumerate(sentences_of(found, target)) if s.id in there]
        lost = find_lost([found[n] for n in mine], source, target, own, material.encoder)
        for n, new in zip(mine, lost, strict=True):
            known = best[n]
            if new is not None and (known is None or known.score < new.score):
                best[n] = replace(new, place=replace(new.place, document=number))
    return best


def _hit(gap: Gap, lost: Lost | None, material: Material) -> Hit:
    message = {
        "en": f"Words are missing here: {gap.reading['en']}.",
        "zh": f"此处有文字缺失：{gap.reading['zh']}。",
    }
    if lost:
        message["en"] += f" The original has: {lost.place.text}"
        message["zh"] += f"原文为：{lost.place.text}"
    text = material.target.text[gap.start : gap.end]
    return Hit(
        category=Category(PATTERNS[gap.pattern].category),
        rule=gap.pattern,
        confidence=gap.confidence,
        message=message,
        source=lost.place if lost else None,
        target=Place(material.last, gap.start, gap.end, text),
        evidence={"pattern": gap.pattern, "hole": gap.hole, **(lost.evidence if lost else {})},
    )
