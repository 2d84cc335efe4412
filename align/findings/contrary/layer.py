"""Contrary statements: a word whose translation is that of its opposite.

A translation that says 独立 for "dependent" reads well, and says the contrary. Two signs that do
not depend on each other must speak for it. The words: one text has one pole of a pair of
opposites and the other text the other pole, both once, and no negation stands by
(:mod:`duizhao.align.findings.contrary.poles`). The vectors: each of the two words is what the
other finds most like itself, so that one is the translation of the other. Opposites stand in like
sentences, so their vectors are like each other, while words that are there by chance have
counterparts of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from duizhao.align.findings.contrary.poles import Clash, opposites, permissions
from duizhao.align.findings.material import Hit, Linked, Material
from duizhao.align.findings.words.uncovered import Reader
from duizhao.align.findings.words.word_matching import Words
from duizhao.align.judging.rules import Rule
from duizhao.models.arrays import BoolArray, FloatArray

__all__ = ["contraries"]

# A link that is in doubt may be of two sentences that say different things.
_SURE_LINK = 0.8
# How sure, for a link that is certain: see docs/benchmarks.md.
_OPPOSITE, _PERMISSION = 0.7, 0.6
# A longer text is no sentence: words of it meet by chance.
_LONGEST = {"en": 500, "zh": 180}


def contraries(material: Material) -> Iterator[Hit]:
    """Yield words whose translation says the opposite.

    :param material: What to look at.
    """
    asked: list[tuple[Linked, list[Clash]]] = []
    for linked in material.linked:
        sides = linked.source, linked.target
        if {side.lang for side in sides} != {"en", "zh"} or linked.bead.moved:
            continue
        if linked.bead.probability < _SURE_LINK:
            continue
        if any(len(side.text) > _LONGEST[side.lang] for side in sides):
            continue
        english, chinese = _prose(linked)
        for clash in permissions(english, chinese):
            yield _hit(linked, clash, Rule.PERMISSION, _PERMISSION)
        found = list(opposites(english, chinese))
        if found:
            asked.append((linked, found))
    yield from _confirmed(asked, material)


def _confirmed(asked: list[tuple[Linked, list[Clash]]], material: Material) -> Iterator[Hit]:
    """Yield the clashes of which each word is the translation of the other."""
    if not asked:
        return
    reader = Reader(material.encoder)
    pairs = [_prose(linked) for linked, _ in asked]
    for (linked, clashes), halves in zip(asked, reader.halves(pairs, ("en", "zh")), strict=True):
        if halves is None:
            continue
        words = halves[0].words, halves[1].words
        for clash in clashes:
            if _is_translation(words, clash):
                yield _hit(linked, clash, Rule.OPPOSITE, _OPPOSITE)


def _prose(linked: Linked) -> tuple[str, str]:
    """Return the English text and the Chinese one."""
    sides = linked.source, linked.target
    english, chinese = sides if sides[0].lang == "en" else sides[::-1]
    return english.prose, chinese.prose


def _is_translation(words: tuple[Words, Words], clash: Clash) -> bool:
    """Say whether the two words of a clash find each other before all other words."""
    spans = clash.english, clash.chinese
    rows = [_span(own, span) for own, span in zip(words, spans, strict=True)]
    return all(
        row is not None and _finds(row, words[1 - side], spans[1 - side])
        for side, row in enumerate(rows)
    )


def _span(words: Words, span: tuple[int, int]) -> FloatArray | None:
    """Return the vector of what stands in a span, None if no word does."""
    inside = _inside(words, span)
    if not inside.any():
        return None
    row: FloatArray = words.vectors[inside].sum(axis=0)
    return row


def _finds(row: FloatArray, other: Words, span: tuple[int, int]) -> bool:
    """Say whether the word that is most like a vector stands in a span."""
    return bool(_inside(other, span)[int(np.argmax(other.unit @ row))])


def _inside(words: Words, span: tuple[int, int]) -> BoolArray:
    inside: BoolArray = (words.starts < span[1]) & (words.ends > span[0])
    return inside


def _hit(linked: Linked, clash: Clash, rule: Rule, sure: float) -> Hit:
    english_first = linked.source.lang == "en"
    spans = (clash.english, clash.chinese) if english_first else (clash.chinese, clash.english)
    source, target = linked.source.place(*spans[0]), linked.target.place(*spans[1])
    return Hit(
        rule=rule,
        confidence=round(sure * linked.bead.probability, 3),
        message={
            "en": f"The original says “{source.text}”, the translation “{target.text}”, which seems"
            " to say the opposite. Check which is meant.",
            "zh": f"原文是“{source.text}”，译文是“{target.text}”，意思似乎相反，请核对。",
        },
        source=source,
        target=target,
        evidence={"source": source.text, "target": target.text},
    )
