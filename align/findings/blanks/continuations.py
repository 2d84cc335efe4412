"""Sentences of the translation that go on where a cut one stopped."""

from __future__ import annotations

from functools import cached_property

from duizhao import lazy
from duizhao.align.encoding import encode_texts
from duizhao.align.findings.blanks.lost_text import Lost
from duizhao.align.findings.material import Material
from duizhao.corpora.alignment import Bead, Place
from duizhao.corpora.document import Sentence

__all__ = ["Continuations"]

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
    "en": lazy.compile(r"\s*[a-z,;.)\]]"),
    "zh": lazy.compile(r"\s*[0-9\uff10-\uff19，、；）和与與及或的地得了着著]"),
}


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
