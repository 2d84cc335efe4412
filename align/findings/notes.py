"""Notes of programs that are a whole sentence, or a clause, that other layers found as well.

A sentence that the translation has alone is an addition, and one that stands twice a repetition,
whatever it says. That it reads as a note of the program that translated says why it is there, and
makes it worse. Within a sentence that has an original the note itself is the finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duizhao.align.findings.material import Hit
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Category

__all__ = ["with_notes"]

# A sentence is a note if it is one for the most part.
_MOSTLY = 0.5
_ADDED = frozenset({Rule.ADDED_SENTENCES, Rule.ADDED_CONDENSED})
_TOLD = _ADDED | {Rule.REPEATED_SENTENCE}


def with_notes(hits: Sequence[Hit], sure: float) -> list[Hit]:
    """Return hits in which a program's note is told once.

    An added sentence that is a note becomes :attr:`Rule.ADDED_NOTE`; a repeated one stays what it
    is. A clause that is added, or in the language of the original, is the note that it overlaps.

    :param hits: Hits of all layers.
    :param sure: The confidence from which on a hit is believed.
    """
    notes = [n for n, hit in enumerate(hits) if hit.rule is Rule.MACHINE_NOTE and hit.target]
    notes = [n for n in notes if hits[n].confidence >= sure]
    left: dict[int, Hit] = dict(enumerate(hits))
    for number, hit in enumerate(hits):
        near = [n for n in notes if n != number and _is_mostly(hit, hits[n])]
        if near and hit.rule in _TOLD and hit.confidence >= sure:
            left[number] = _named(hit, hits[near[0]])
            for n in near:
                left.pop(n, None)
        elif near and (hit.rule is Rule.ADDED_CLAUSE or hit.category is Category.UNTRANSLATED):
            del left[number]
    return list(left.values())


def _is_mostly(hit: Hit, note: Hit) -> bool:
    """Tell whether the passage of a hit in the translation is a note for the most part."""
    one, other = hit.target, note.target
    if one is None or other is None or one.document != other.document or one.start == one.end:
        return False
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= _MOSTLY * (one.end - one.start)


def _named(hit: Hit, note: Hit) -> Hit:
    """Return a hit that says that its sentence is a note."""
    evidence = {**(hit.evidence or {}), "agrees": [note.rule.sign]}
    if hit.rule not in _ADDED:
        return replace(hit, evidence=evidence)
    return replace(
        hit,
        rule=Rule.ADDED_NOTE,
        confidence=1.0 - (1.0 - hit.confidence) * (1.0 - note.confidence),
        message=note.message,
        evidence=evidence,
        worst=note.worst,
    )
