"""What seems lost and may stand elsewhere: names and numbers of a missing passage, a broken end.

Before a passage is called missing, its seldom names and numbers are looked for in sentences of the
other side that nothing else explains: a digest condenses two sentences into one, and moves them.
Before a sentence that stops in the middle is left at that, the loose sentences of the target are
asked whether one of them is its end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from duizhao.align.clauses import names
from duizhao.align.layers.lost import Lost
from duizhao.align.layers.material import Material
from duizhao.align.spans import encode_texts
from duizhao.corpora.bitext import Bead, Place
from duizhao.corpora.types import Document, Sentence

__all__ = ["Continuations", "Found", "Traces"]

# A name or number in more sentences of a side than this tells nothing of where one belongs.
_SELDOM = 2
# So many of them must stand together: one name alone may be that of another event.
_LEAST_TRACES = 2

# A continuation is looked for among sentences whose link is weaker than this: similarity, of
# beads of two sentences times the probability. Made from clean documents with the rest of one
# sentence moved elsewhere (312, of which 262 show the stop): at .25 and .3 the rest is found for
# .78 of them and another sentence is offered for .01; where the rest is gone, .03 get an offer.
_LOOSE = 0.25
_LEAST_FIT = 0.3
# What speaks for a sentence besides its cosine with the stopped one, or with what that has lost.
_HEADLESS, _AT_START = 0.1, 0.05
# The loose sentences nearest to the stop that are asked, at most.
_MOST_ASKED = 200
# How the rest of a sentence begins: in lower case, with a pause, a number or a word that leans on
# what is before it.
_REST = {
    "en": re.compile(r"\s*[a-z,;.)\]]"),
    "zh": re.compile(r"\s*[0-9\uff10-\uff19，、；）和与與及或的地得了着著]"),
}


@dataclass(frozen=True)
class Found:
    """A place where the names and numbers of a missing sentence stand.

    :param sentence: The id of the sentence that has them, on the other side.
    :param shared: The names and numbers, as the missing sentence writes them.
    """

    sentence: int
    shared: tuple[str, ...]


class Traces:
    """The seldom names and numbers that two documents share.

    :param here: The document that misses sentences on the other side.
    :param there: The other side.
    :param beads: The alignment of the two.
    :param side: The side of ``here`` in a bead: 0 for the source, 1 for the target.
    """

    def __init__(self, here: Document, there: Document, beads: Sequence[Bead], side: int) -> None:
        self._texts = {s.id: s.text for s in here.aligned_sentences()}
        self._marks = {number: names(text) for number, text in self._texts.items()}
        self._holders = _holders(self._marks)
        self._there = _holders({s.id: names(s.text) for s in there.aligned_sentences()})
        self._explained: defaultdict[int, set[str]] = defaultdict(set)
        for bead in beads:
            own, other = _sides(bead, side)
            for there_id in other:
                for here_id in own:
                    self._explained[there_id] |= self._marks.get(here_id, frozenset())

    def find(self, sentence: int) -> Found | None:
        """Return where the names and numbers of a sentence stand, if several stand together.

        :param sentence: The id of a sentence that is linked to nothing.
        """
        counts: defaultdict[int, list[str]] = defaultdict(list)
        for mark in sorted(self._marks.get(sentence, frozenset())):
            others = self._there.get(mark, ())
            if len(others) <= _SELDOM and len(self._holders[mark]) <= _SELDOM:
                for other in others:
                    if mark not in self._explained[other]:
                        counts[other].append(mark)
        best = max(counts, key=lambda other: (len(counts[other]), -other), default=None)
        if best is None:
            return None
        shared = _as_written(self._texts[sentence], frozenset(counts[best]))
        return Found(best, shared) if len(shared) >= _LEAST_TRACES else None


def _sides(bead: Bead, side: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (bead.target, bead.source) if side else (bead.source, bead.target)


def _as_written(text: str, marks: frozenset[str]) -> tuple[str, ...]:
    """Return names and numbers as a text writes them; words side by side are one name.

    >>> _as_written("Hans Modrow died in 2023.", frozenset({"hans", "modrow", "2023"}))
    ('Hans Modrow', '2023')
    """
    found: dict[str, None] = {}
    start = end = -1
    for match in re.finditer(r"[^\W_]+(?:[.,-][^\W_]+)*", text):
        if names(match[0]).isdisjoint(marks):
            continue
        beside = end >= 0 and not text[end : match.start()].strip(" \u00a0")
        if beside and text[end - 1].isalpha() and match[0][0].isalpha():
            found.pop(text[start:end], None)
        else:
            start = match.start()
        end = match.end()
        found[text[start:end]] = None
    return tuple(found)


def _holders(marks: Mapping[int, frozenset[str]]) -> dict[str, list[int]]:
    """Return the sentences that have each name or number."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, own in marks.items():
        for mark in own:
            holders[mark].append(number)
    return dict(holders)


class Continuations:
    """The sentences of the target that may be the rest of one that stops in the middle.

    :param material: What is looked at.
    :param broken: The ids of the sentences that have gaps; none of them is a rest.
    """

    def __init__(self, material: Material, broken: frozenset[int]) -> None:
        self._material = material
        self._broken = broken

    @cached_property
    def _strength(self) -> dict[int, float]:
        """How well linked each target sentence is."""
        return {j: _strength(bead) for bead in self._material.beads for j in bead.target}

    @cached_property
    def _lost_to(self) -> dict[int, Bead]:
        """The moved bead of each target sentence that has one."""
        return {j: bead for bead in self._material.beads if bead.moved for j in bead.target}

    @cached_property
    def _loose(self) -> list[Sentence]:
        target = self._material.target
        return [
            s
            for s in target.aligned_sentences()
            if s.id not in self._broken
            and (self._strength.get(s.id, 0.0) < _LOOSE or s.id in self._lost_to)
        ]

    def find(self, stopped: Sentence, lost: Lost | None) -> Place | None:
        """Return the sentence that fits best what a stopped one has lost, if one fits.

        :param stopped: The sentence that stops in the middle.
        :param lost: What it has lost, if that is known.
        """
        asked = [s for s in self._loose if not _follows(s, stopped)]
        asked = sorted(asked, key=lambda s: abs(s.id - stopped.id))[:_MOST_ASKED]
        asked = [s for s in asked if self._may_be_rest(s, lost)]
        if not asked:
            return None
        questions = [stopped.text, *([lost.place.text] if lost else [])]
        vectors = encode_texts(self._material.encoder, [*questions, *(s.text for s in asked)])
        cosines = (vectors[len(questions) :] @ vectors[: len(questions)].T).max(axis=1)
        fits = {s: c + self._signs(s) for s, c in zip(asked, cosines.tolist(), strict=True)}
        best = max(asked, key=lambda s: (fits[s], -s.id))
        if fits[best] < _LEAST_FIT:
            return None
        return self._material.passage(self._material.last, [best.id]).place()

    def _may_be_rest(self, sentence: Sentence, lost: Lost | None) -> bool:
        """Tell whether a moved sentence comes from where the stopped one does."""
        bead = self._lost_to.get(sentence.id)
        return bead is None or (
            lost is not None
            and lost.sentence in bead.source
            and lost.place.document == bead.source_document
        )

    def _signs(self, sentence: Sentence) -> float:
        """Return what speaks for a sentence besides what it is about."""
        target = self._material.target
        regex = _REST.get(target.lang)
        signs = _HEADLESS if regex and regex.match(sentence.text) else 0.0
        if sentence.start == target.blocks[sentence.block].start:
            signs += _AT_START
        moved = sentence.id in self._lost_to
        return signs - (0.0 if moved else self._strength.get(sentence.id, 0.0))


def _strength(bead: Bead) -> float:
    if bead.is_null:
        return 0.0
    # The borders of larger beads are unsure where their sentences are not.
    sure = bead.probability if len(bead.source) + len(bead.target) == 2 else 1.0
    return sure * max(bead.similarity, 0.0)


def _follows(sentence: Sentence, stopped: Sentence) -> bool:
    """Tell whether a sentence is a stopped one, or right behind it in its paragraph."""
    return sentence.id == stopped.id or (
        sentence.id == stopped.id + 1 and sentence.block == stopped.block
    )
