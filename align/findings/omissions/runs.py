"""Runs of neighbouring sentences without a counterpart, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from duizhao.align.findings.material import Material
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document, Kind, Sentence

__all__ = ["LoneRun", "Side", "parts_of", "runs_of"]

# More whole sections than this that are gone together are one finding.
_MOST_SECTIONS = 6
# A longer text that faces a sentence is no sentence: a listing.
_MOST_FACING = 1000
# What a page has beside its text. Listings and running heads are none: they stand everywhere.
_ASIDES = frozenset({Kind.TEASER, Kind.BYLINE, Kind.NAVIGATION, Kind.CONTENTS})


@dataclass(frozen=True)
class Side:
    """One side of the alignment, looked at for what stands alone.

    :param number: The number of its document.
    :param document: The document.
    :param side: Its side in a bead: 0 for the source, 1 for the target.
    :param beads: The beads of the two documents.
    :param material: What all layers look at.
    """

    number: int
    document: Document
    side: int
    beads: Sequence[Bead]
    material: Material

    def ids(self, bead: Bead, *, there: bool = False) -> tuple[int, ...]:
        """Return the sentences of a bead on this side, or on the other one."""
        return bead.target if (self.side == 1) != there else bead.source

    @cached_property
    def listings(self) -> frozenset[tuple[int, int]]:
        """Code that takes no part but stands on both sides: numbers of document and sentence."""
        last = self.material.last
        out: set[tuple[int, int]] = set()
        for number in [self.number] if self.side == 0 else range(last):
            for same in self.material.listings[number]:
                out |= {(number, i) for i in same.source} | {(last, i) for i in same.target}
        return frozenset(out)

    def is_listing(self, bead: Bead) -> bool:
        """Say whether a bead holds code that stands on both sides."""
        source, last = bead.source_document, self.material.last
        places = (*((source, i) for i in bead.source), *((last, i) for i in bead.target))
        return not self.listings.isdisjoint(places)

    def other(self, bead: Bead | None) -> int:
        """Return the number of the document on the other side of a bead."""
        if self.side == 0:
            return self.material.last
        return bead.source_document if bead else 0


@dataclass(frozen=True)
class LoneRun:
    """Neighbouring sentences that stand alone.

    :param sentences: The sentences, those left out that take no part in the alignment.
    :param probabilities: Those of their beads.
    :param before: The last bead in order before them that has the other side.
    :param beside: The links of the sentences right before and right behind them, if they have any.
    :param facing: What stands without a link at their place on the other side, one text a
        sentence.
    :param asides: What takes no part in the alignment there, such as a line that points to another
        page; in ``facing`` as well.
    :param is_enclosed: Whether it and what faces it stand between two listings that are the same
        on both sides.
    """

    sentences: tuple[Sentence, ...]
    probabilities: tuple[float, ...]
    before: Bead | None
    beside: tuple[Bead | None, Bead | None] = (None, None)
    facing: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    is_enclosed: bool = False

    @property
    def probability(self) -> float:
        """How probable its beads are, on average."""
        return sum(self.probabilities) / len(self.probabilities)


def runs_of(side: Side) -> Iterator[LoneRun]:
    """Yield runs of sentences that stand alone.

    Sentences that take no part in the alignment, such as teasers, do not break a run, nor does
    what was added on the other side. Code that stands on both sides does: it is not lost.

    :param side: The side.
    """
    at: dict[int, int] = {}
    before: dict[int, Bead | None] = {}
    last: Bead | None = None
    for number, bead in enumerate(side.beads):
        for i in side.ids(bead):
            at[i], before[i] = number, last
        if side.ids(bead, there=True) and not bead.moved:
            last = bead
    run: list[Sentence] = []
    previous: Bead | None = None

    def lone(run: Sequence[Sentence], link: Bead | None) -> LoneRun:
        sure = tuple(side.beads[at[s.id]].probability for s in run)
        first, end = _gap(side, at[run[0].id], at[run[-1].id])
        there = list(_facing(side, side.beads[first:end]))
        facing = tuple(s.text for s in there if len(s.text) <= _MOST_FACING)
        asides = tuple(s.text for s in there if s.kind in _ASIDES)
        beside = (_unmoved(previous), _unmoved(link))
        enclosed = all(
            0 <= n < len(side.beads) and side.is_listing(side.beads[n]) for n in (first - 1, end)
        )
        return LoneRun(tuple(run), sure, before[run[0].id], beside, facing, asides, enclosed)

    for sentence in (*side.document.aligned_sentences(), None):
        own = None if sentence is None else at.get(sentence.id)
        link = None if own is None else side.beads[own]
        if run and sentence is not None and _parted(run[-1].id, sentence.id, side):
            yield lone(run, None)
            run, previous = [], None
        if sentence is not None and link is not None and link.is_null:
            run.append(sentence)
            continue
        if run:
            yield lone(run, link)
        run, previous = [], link


def _parted(before: int, sentence: int, side: Side) -> bool:
    """Tell whether code that stands on both sides lies between two sentences of a side."""
    return any((side.number, i) in side.listings for i in range(before + 1, sentence))


def _unmoved(bead: Bead | None) -> Bead | None:
    return None if bead is None or bead.moved else bead


def _gap(side: Side, first: int, last: int) -> tuple[int, int]:
    """Return the range of beads between the links or the code around some null beads."""
    while first > 0 and _is_between(side.beads[first - 1], side):
        first -= 1
    while last + 1 < len(side.beads) and _is_between(side.beads[last + 1], side):
        last += 1
    return first, last + 1


def _facing(side: Side, gap: Sequence[Bead]) -> Iterator[Sentence]:
    """Yield what stands on the other side in a gap without a link."""
    for bead in gap:
        document = side.material.documents[side.other(bead)]
        if bead.is_null:
            yield from (document.sentences[i] for i in side.ids(bead, there=True))


def _is_between(bead: Bead, side: Side) -> bool:
    return (bead.is_null or bead.moved) and not side.is_listing(bead)


def parts_of(run: Sequence[Sentence], side: Side) -> list[list[Sentence]]:
    """Return a run in parts: each section that is wholly gone, and what is left between them.

    :param run: Neighbouring sentences, at least one.
    :param side: Their side.
    """
    document = side.document
    behind = (s for s in document.sentences[run[-1].id + 1 :] if document.is_aligned(s))
    following = next(behind, None)
    starts = [0, *(n for n, (a, b) in enumerate(pairwise(run), 1) if _opens(a, b)), len(run)]
    pieces = [list(run[a:b]) for a, b in pairwise(starts)]
    first = run[0].kind is Kind.HEADING and not _heads(document, run[0])
    ends = following is None or following.kind is Kind.HEADING
    whole = [
        (n > 0 or first) and (n < len(pieces) - 1 or ends) and piece[-1].kind is not Kind.HEADING
        for n, piece in enumerate(pieces)
    ]
    if sum(whole) > _MOST_SECTIONS:
        return [list(run)]
    parts: list[list[Sentence]] = []
    for n, piece in enumerate(pieces):
        if n and not whole[n] and not whole[n - 1]:
            parts[-1].extend(piece)
        else:
            parts.append(piece)
    return parts


def _opens(before: Sentence, sentence: Sentence) -> bool:
    """Tell whether a section begins: a second heading right below the first is its subtitle."""
    return sentence.kind is Kind.HEADING and before.kind is not Kind.HEADING


def _heads(document: Document, sentence: Sentence) -> bool:
    """Tell whether a heading stands above this one."""
    return sentence.id > 0 and document.sentences[sentence.id - 1].kind is Kind.HEADING
