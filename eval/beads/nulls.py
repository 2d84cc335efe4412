"""Sentences without counterpart: which are found, and which a linked bead swallows.

The scores of a benchmark count them among others (:mod:`duizhao.eval.beads.scores`). Here they are
counted alone, sentence by sentence, so that the gold need not tell every bead: where whole verses
were taken out of one side it is known which sentences lost their counterpart, and no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields

from duizhao.corpora.alignment import Bead
from duizhao.eval.beads.trials import moved_apart

__all__ = ["Alone", "NullCounts", "count_nulls", "null_sentences"]

# Sentences without counterpart, by side.
Alone = tuple[Collection[int], Collection[int]]


@dataclass(frozen=True)
class NullCounts:
    """What was said of sentences without counterpart; counts of several documents can be added.

    :param claimed: Sentences that were said to have none.
    :param wanted: Sentences that have none.
    :param right: Sentences of which both are true.
    :param omitted: Sentences that have none, not even out of order.
    :param swallowed: How many of these stand in a linked bead.
    """

    claimed: int = 0
    wanted: int = 0
    right: int = 0
    omitted: int = 0
    swallowed: int = 0

    def __add__(self, other: NullCounts) -> NullCounts:
        return NullCounts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def precision(self) -> float:
        """The share of the claimed that is right, 0 to 1; 0 of nothing."""
        return self.right / self.claimed if self.claimed else 0.0

    @property
    def recall(self) -> float:
        """The share of the wanted that was claimed, 0 to 1; 0 of nothing."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean, 0 to 1; 0 of nothing."""
        both = self.claimed + self.wanted
        return 2 * self.right / both if both else 0.0

    @property
    def swallowed_share(self) -> float:
        """The share of the omitted that stands in a linked bead, 0 to 1; 0 of nothing."""
        return self.swallowed / self.omitted if self.omitted else 0.0


def null_sentences(beads: Iterable[Bead]) -> tuple[set[int], set[int]]:
    """Return the sentences of both sides that stand in null beads.

    :param beads: The beads.

    >>> null_sentences([Bead((0,), ()), Bead((1,), (0,)), Bead((), (1, 2))])
    ({0}, {1, 2})
    """
    sides: tuple[set[int], set[int]] = set(), set()
    for bead in beads:
        if bead.is_null:
            sides[0].update(bead.source)
            sides[1].update(bead.target)
    return sides


def count_nulls(
    wanted: Alone, beads: Sequence[Bead], moved: Iterable[tuple[int, int]] = ()
) -> NullCounts:
    """Count what beads say of sentences without counterpart.

    :param wanted: The sentences that have none in order, by side.
    :param beads: What was found. Sentences of a moved bead have none in order.
    :param moved: Links (source, target) out of order, whose sentences are among the wanted.
    """
    apart = moved_apart(beads)
    claimed = null_sentences(apart)
    linked = [bead for bead in apart if not bead.is_null]
    out = NullCounts()
    elsewhere = [*zip(*moved, strict=True)] or [(), ()]
    for side, ids in enumerate(("source", "target")):
        inside = {i for bead in linked for i in getattr(bead, ids)}
        alone = set(wanted[side])
        lost = alone - set(elsewhere[side])
        out += NullCounts(
            len(claimed[side]),
            len(alone),
            len(claimed[side] & alone),
            len(lost),
            len(lost & inside),
        )
    return out
