"""Lost clauses: words inside a linked sentence that the other side does not say.

Pairs whose lengths leave no room for a loss are passed over. In the others each word looks for its
counterpart (:mod:`duizhao.align.findings.words.word_matching`), and speaks for being lost as far
as it finds less than such words do (:mod:`duizhao.align.findings.words.word_signs`). The
neighbouring words that speak loudest together are the clause; signs of the whole pair say how
likely it is lost (:mod:`duizhao.align.findings.words.pair_signs`). All weights are fitted
(``benchmarks/fit_partial.py``).
"""

from __future__ import annotations

from collections.abc import Iterator

from duizhao.align.findings.material import Hit, Linked, Material
from duizhao.align.findings.wording import shorten
from duizhao.align.findings.words.uncovered import Uncovered, weigh_both
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Severity
from duizhao.corpora.text.languages import latin_length

__all__ = ["partial_omissions"]

# What is less likely lost than this is no finding: of clean pairs of the dev documents 0.7 % are
# (with .2, 1.3 %; with .1, 4.6 %), some of which did lose a clause.
_FLOOR = 0.3
# An addition that is longer, in characters as if written in English, and surer than this may be
# more than information: most others are a matter of wording.
_LONG_ADDITION, _SURE = 40, 0.9
# A link out of order is itself in doubt: what it leaves out is half as likely lost.
_MOVED = 0.5
# Characters of a passage that a message shows.
_SHOWN = 400


def partial_omissions(material: Material) -> Iterator[Hit]:
    """Yield the clauses that linked sentences lost, and those that they were given.

    :param material: What to look at.
    """
    by_source: dict[int, list[Linked]] = {}
    for linked in material.linked:
        by_source.setdefault(linked.source.number, []).append(linked)
    for beads in by_source.values():
        langs = beads[0].source.lang, beads[0].target.lang
        pairs = [(bead.source.text, bead.target.text) for bead in beads]
        for bead, found in zip(beads, weigh_both(pairs, langs, material.encoder), strict=True):
            lost, added = (_confidence(bead, each) for each in found)
            if lost >= max(_FLOOR, added):
                yield _omission(bead, found[0], lost)
            elif added >= _FLOOR:
                yield _addition(bead, found[1], added)


def _confidence(bead: Linked, found: Uncovered) -> float:
    """Return how sure a finding is: a wrong link has lost nothing."""
    share = found.score * bead.bead.probability * (_MOVED if bead.bead.moved else 1.0)
    return round(share, 3)


def _omission(bead: Linked, lost: Uncovered, confidence: float) -> Hit:
    start, end = bead.source.in_one_sentence(lost.start, lost.end)
    place = bead.source.place(start, end)
    words = shorten(bead.source.text[start:end], _SHOWN)
    return Hit(
        rule=Rule.OMITTED_CLAUSE,
        confidence=confidence,
        message={
            "en": f"The translation does not seem to say “{words}”. Check whether it is lost.",
            "zh": f"译文似乎没有译出“{words}”，请核对是否漏译。",
        },
        source=place,
        target=bead.target.place(),
        evidence=_evidence(lost, end - start),
    )


def _addition(bead: Linked, added: Uncovered, confidence: float) -> Hit:
    start, end = bead.target.in_one_sentence(added.start, added.end)
    place = bead.target.place(start, end)
    words = shorten(bead.target.text[start:end], _SHOWN)
    length = latin_length(len(place.text), bead.target.lang)
    sure = confidence >= _SURE and length >= _LONG_ADDITION
    return Hit(
        rule=Rule.ADDED_CLAUSE,
        confidence=confidence,
        message={
            "en": f"The original does not seem to say “{words}”. Check where it comes from.",
            "zh": f"原文似乎没有“{words}”，请核对出处。",
        },
        source=bead.source.place(),
        target=place,
        evidence=_evidence(added, end - start),
        worst=Severity.MINOR if sure else Severity.INFO,
    )


def _evidence(found: Uncovered, length: int) -> dict[str, object]:
    """Return the numbers behind a finding."""
    return {
        "score": round(found.score, 3),
        "weight": round(found.weight, 2),
        "characters": length,
        "signs": {name: round(value, 2) for name, value in found.parts.items()},
    }
