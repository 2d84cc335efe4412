"""What is asked of sentences that the path left alone, or hung on another one.

A sentence may be without counterpart, or said by the counterpart of what stands beside it. The path
took the likelier of the two; where it is doubtful, more signs are looked at. A question is always
the same: does a run of the other side, ``there``, say a sentence, beyond what stands beside it,
``own``?

::

      own        s            sentences of a side
    [=====]    [===]
    [=====]                   there, on the other side

It is asked of a sentence that stands alone and faces none that does, once for the linked bead
before it and once for the one behind it; and of the first and the last sentences of a linked bead
that has several on a side, whose others are then ``own``.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass

from duizhao.align.aligner.runs import Run

__all__ = ["FURTHEST", "Question", "facing", "questions", "side_of"]

FURTHEST = 3
"""How many sentences alone, at most, are asked whether one linked bead says them."""

Place = tuple[int, int]


@dataclass(frozen=True)
class Question:
    """Whether the other side says a sentence beside its neighbours.

    :param run: The number of the run that the sentence stands in.
    :param bead: The number of the linked run that may say it; the same for one inside a bead.
    :param side: The side of the sentence, 0 or 1.
    :param sentence: Its position.
    :param own: What stands beside it, first and one past the last; between it and the bead's own
        sentences are those that would be said as well.
    :param there: The bead's sentences of the other side.
    :param before: Whether what stands beside it stands before it.
    :param depth: Its number from the bead's border on, 1 the nearest.
    """

    run: int
    bead: int
    side: int
    sentence: int
    own: Place
    there: Place
    before: bool
    depth: int

    @property
    def inside(self) -> bool:
        """Whether the sentence stands in the bead."""
        return self.run == self.bead

    @property
    def together(self) -> Place:
        """The sentence and what stands beside it."""
        return min(self.own[0], self.sentence), max(self.own[1], self.sentence + 1)


def side_of(run: Run, side: int) -> Place:
    """Return what a run has of a side: the first sentence, and one past the last."""
    return run.columns if side else run.rows


def facing(runs: Sequence[Run]) -> set[int]:
    """Return the runs that stand alone opposite others that do.

    They may be each other's free translations: if one is joined to a neighbour, the other one is
    left without.

    :param runs: The monotone path.
    """
    found: set[int] = set()
    for alone, group in itertools.groupby(range(len(runs)), lambda n: runs[n].is_null):
        numbers = list(group)
        if alone and len({runs[n].step for n in numbers}) > 1:
            found.update(numbers)
    return found


def questions(runs: Sequence[Run], corners: Collection[Place] = ()) -> Iterator[Question]:
    """Yield all questions, run by run.

    :param runs: The monotone path.
    :param corners: Cells, on the path, that nothing is linked across.
    """
    closed = set(corners)
    opposite = facing(runs)
    for number, run in enumerate(runs):
        if run.is_null:
            side = int(run.rows[0] == run.rows[1])
            for before in () if number in opposite else (True, False):
                yield from _beside(runs, number, side, before, closed)
        else:
            for side in (0, 1):
                yield from _inside(run, number, side)


def _inside(run: Run, number: int, side: int) -> Iterator[Question]:
    """Ask the sentences of a linked bead from both ends; one of them is left."""
    (first, last), there = side_of(run, side), side_of(run, 1 - side)
    for depth in range(1, last - first):
        at = last - depth
        yield Question(number, number, side, at, (first, at), there, True, depth)
        at = first + depth - 1
        yield Question(number, number, side, at, (at + 1, last), there, False, depth)


def _beside(
    runs: Sequence[Run], number: int, side: int, before: bool, closed: Set[Place]
) -> Iterator[Question]:
    """Ask of a sentence alone the next linked bead in one direction, if there is a near one."""
    at = side_of(runs[number], side)[0]
    depth, other = 1, number
    while depth <= FURTHEST:
        other += -1 if before else 1
        if not 0 <= other < len(runs):
            return
        behind = runs[other if before else other - 1]
        if (behind.rows[1], behind.columns[1]) in closed:
            return
        (first, last), there = side_of(runs[other], side), side_of(runs[other], 1 - side)
        if not runs[other].is_null:
            own = (first, at) if before else (at + 1, last)
            yield Question(number, other, side, at, own, there, before, depth)
            return
        depth += last > first
