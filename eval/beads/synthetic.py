"""Document pairs with known beads, made from clean ones by dropping, moving, merging and adding.

Gold sets of literary texts hardly hold a null bead, so weights fitted on them alone would not know
what a digest is. Here the ground truth is exact by construction.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from duizhao.corpora.text.languages import joiner

__all__ = ["SyntheticPair", "distort"]

# How much of one side is lost, drawn anew for each document; the rates of the omission benchmark.
_LOSSES = (0.0, 0.15, 0.15, 0.4, 0.4, 0.7)
_RUNS = (1, 2, 3, 5)  # sentences that go together when whole paragraphs are dropped
_MERGED = 0.1  # share of neighbours that stand as one sentence on one side
_ADDED = 0.04  # share of places where a sentence of another document is put in
_MOVED = 0.04  # share of sentences that stand elsewhere on the other side
_ARRIVES = 0.3  # chance at each following place that a moved sentence stands there


@dataclass(frozen=True)
class SyntheticPair:
    """Two lists of sentences and the beads between them.

    :param source: N sentences.
    :param target: M sentences.
    :param beads: Monotone beads as (source ids, target ids); what was moved is null on both sides.
    :param moved: The (source id, target id) of what was moved.
    :param loss: The share of one side that was dropped.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    beads: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    moved: tuple[tuple[int, int], ...]
    loss: float

    def mirrored(self) -> SyntheticPair:
        """Return the same with the sides exchanged."""
        beads = tuple((target, source) for source, target in self.beads)
        moved = tuple((b, a) for a, b in self.moved)
        return SyntheticPair(self.target, self.source, beads, moved, self.loss)


def distort(
    pairs: Sequence[tuple[str, str]],
    strangers: tuple[Sequence[str], Sequence[str]],
    rng: random.Random,
    langs: tuple[str, str] = ("en", "zh"),
) -> SyntheticPair:
    """Make a pair with gaps from sentences that translate each other one by one.

    :param pairs: Sentences and their translations, in order.
    :param strangers: Sentences of other documents, for each side.
    :param rng: The source of chance; the same state gives the same pair.
    :param langs: The languages of the two sides.
    """
    loss = rng.choice(_LOSSES)
    loser = rng.randrange(2)
    dropped = _dropped(len(pairs), loss, rng)
    maker = _PairMaker(langs)
    waiting: list[tuple[int, str, int]] = []
    moved: list[tuple[int, int]] = []

    def arrive(side: int, text: str, left: int) -> None:
        here = maker.alone(side, text)
        moved.append((here, left) if side == 0 else (left, here))

    i = 0
    while i < len(pairs):
        if i in dropped:
            maker.alone(1 - loser, pairs[i][1 - loser])
        elif rng.random() < _MOVED:
            side = rng.randrange(2)
            waiting.append((side, pairs[i][side], maker.alone(1 - side, pairs[i][1 - side])))
        elif rng.random() < _MERGED and i + 1 < len(pairs) and i + 1 not in dropped:
            maker.merged(pairs[i], pairs[i + 1], rng.randrange(2))
            i += 1
        else:
            maker.linked(pairs[i])
        if waiting and rng.random() < _ARRIVES:
            arrive(*waiting.pop(0))
        if rng.random() < _ADDED:
            side = rng.randrange(2)
            maker.alone(side, rng.choice(strangers[side]))
        i += 1
    for moving in waiting:
        arrive(*moving)
    source, target = (tuple(side) for side in maker.sides)
    return SyntheticPair(source, target, tuple(maker.beads), tuple(moved), loss)


def _dropped(n: int, loss: float, rng: random.Random) -> set[int]:
    """Choose what is dropped: scattered sentences, or runs of them."""
    if rng.random() < 0.5:
        return {i for i in range(n) if rng.random() < loss}
    dropped: set[int] = set()
    while len(dropped) < loss * n:
        start = rng.randrange(n)
        dropped.update(range(start, min(n, start + rng.choice(_RUNS))))
    return dropped


class _PairMaker:
    """Puts the two sides and the beads together."""

    def __init__(self, langs: tuple[str, str]) -> None:
        self._joiners = tuple(map(joiner, langs))
        self.sides: tuple[list[str], list[str]] = ([], [])
        self.beads: list[tuple[tuple[int, ...], tuple[int, ...]]] = []

    def _put(self, side: int, *texts: str) -> tuple[int, ...]:
        first = len(self.sides[side])
        self.sides[side].extend(texts)
        return tuple(range(first, first + len(texts)))

    def alone(self, side: int, text: str) -> int:
        """Add a null bead; return the id of its sentence."""
        ids = self._put(side, text)
        self.beads.append((ids, ()) if side == 0 else ((), ids))
        return ids[0]

    def linked(self, pair: tuple[str, str]) -> None:
        """Add a 1-1 bead."""
        self.beads.append((self._put(0, pair[0]), self._put(1, pair[1])))

    def merged(self, a: tuple[str, str], b: tuple[str, str], side: int) -> None:
        """Add a bead of one sentence on one side and two on the other."""
        one = self._put(side, a[side] + self._joiners[side] + b[side])
        two = self._put(1 - side, a[1 - side], b[1 - side])
        self.beads.append((one, two) if side == 0 else (two, one))
