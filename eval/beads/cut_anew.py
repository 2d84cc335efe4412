"""Document pairs with large beads, made from clean ones by ending sentences elsewhere.

A translator may say one long sentence in six, or write three as two that end elsewhere. Gold sets
hold few such beads: six of the 1,343 of MAC-Dev are larger than what the lattice tries. Here some
neighbouring sentences are put together and cut anew at the ends of their clauses, on each side into
as many as is wanted, and where both sides have several, at places that do not face each other: so
none of the new sentences has a counterpart of its own.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence

from duizhao.corpora.text.clauses import clause_ends
from duizhao.corpora.text.languages import joiner
from duizhao.corpora.text.scripts import has_hanzi
from duizhao.eval.beads.synthetic import SyntheticPair

__all__ = ["WANTED", "cut_anew"]

WANTED = ((1, 6), (6, 1), (1, 6), (6, 1), (3, 3), (2, 4), (4, 2), (3, 4), (4, 3))
"""The bead types that are made, each as often as it stands here."""

_SHARE = 0.12  # of places where a large bead is tried
_MOST_JOINED = 4  # neighbours put together, at most
# Cuts of the two sides face each other if they are nearer than this share of the text.
_FACING = 0.06
_TRIES = 20


def cut_anew(
    pairs: Sequence[tuple[str, str]],
    rng: random.Random,
    langs: tuple[str, str] = ("en", "zh"),
    wanted: Sequence[tuple[int, int]] = WANTED,
) -> SyntheticPair:
    """Make a pair with some large beads from sentences that translate each other one by one.

    :param pairs: Sentences and their translations, in order.
    :param rng: The source of chance; the same state gives the same pair.
    :param langs: The languages of the two sides.
    :param wanted: The bead types to make.
    """
    sides: tuple[list[str], list[str]] = ([], [])
    beads: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    i = 0
    while i < len(pairs):
        joined, texts = 1, ([pairs[i][0]], [pairs[i][1]])
        if rng.random() < _SHARE:
            step = rng.choice(wanted)
            for size in range(1, min(_MOST_JOINED, len(pairs) - i) + 1):
                whole = [
                    joiner(lang).join(pair[side].strip() for pair in pairs[i : i + size])
                    for side, lang in enumerate(langs)
                ]
                found = _cut_both(whole[0], whole[1], step, rng)
                if found:
                    joined, texts = size, found
                    break
        ids = []
        for side, own in enumerate(texts):
            first = len(sides[side])
            sides[side].extend(own)
            ids.append(tuple(range(first, first + len(own))))
        beads.append((ids[0], ids[1]))
        i += joined
    return SyntheticPair(tuple(sides[0]), tuple(sides[1]), tuple(beads), (), 0.0)


def _cut_both(
    one: str, other: str, step: tuple[int, int], rng: random.Random
) -> tuple[list[str], list[str]] | None:
    """Cut two texts into some sentences each, at places that do not face each other."""
    ends = [clause_ends(text)[:-1] for text in (one, other)]
    if any(len(own) < count - 1 for own, count in zip(ends, step, strict=True)):
        return None
    for _ in range(_TRIES):
        cuts = [sorted(rng.sample(own, count - 1)) for own, count in zip(ends, step, strict=True)]
        places = [
            [cut / len(text) for cut in own] for own, text in zip(cuts, (one, other), strict=True)
        ]
        if all(abs(a - b) > _FACING for a, b in itertools.product(*places)):
            return list(_cut(one, cuts[0])), list(_cut(other, cuts[1]))
    return None


def _cut(text: str, cuts: Sequence[int]) -> Iterator[str]:
    """Cut a text into sentences, each with its first letter large and a full stop."""
    stop = "。" if has_hanzi(text) else "."
    for start, end in itertools.pairwise([0, *cuts, len(text)]):
        part = text[start:end].strip()
        # What ended sentences inside of others is a pause there.
        inner = part[:-1].replace("。", "，").replace(". ", ", ")
        last = part[-1] if end == len(text) or part[-1] in "。.!?！？" else stop
        yield inner[:1].upper() + inner[1:] + last
