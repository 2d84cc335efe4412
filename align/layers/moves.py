"""Passages that stand elsewhere: beads out of order."""

from __future__ import annotations

from collections.abc import Iterator

from duizhao.align.layers.material import Hit, Material
from duizhao.corpora.bitext import Category

__all__ = ["moves"]


def moves(material: Material) -> Iterator[Hit]:
    """Yield each bead out of order.

    :param material: What to look at.
    """
    for linked in material.linked:
        if linked.bead.moved:
            yield Hit(
                category=Category.MOVED,
                rule="elsewhere",
                confidence=linked.bead.probability,
                message={
                    "en": "This passage stands elsewhere in the original.",
                    "zh": "此处文字在原文中位于别处。",
                },
                source=linked.source.place(),
                target=linked.target.place(),
                evidence={"similarity": round(linked.bead.similarity, 3)},
            )
