"""Gold that is cut by verses: beads are put together before they are compared.

The Bible's gold knows which verse each sentence belongs to, not which sentence of a verse
translates which. So beads that follow each other and lie in the same verse on both sides count as
one, as the authors of the set score them; a null bead joins its neighbours of the same verse, and a
bead that touches two verses stands alone. Strict and lax scores are then those of any other set.

Whole verses can be taken out of one side (:func:`without_verses`): what the other side has of them
is then without counterpart, in a real text of its length and kind. A verse that one side alone
numbers need not be one that the other lacks: the Bible's English side numbers 19 such, and the
Chinese one says all of them under the number before (read one by one).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Sequence

from duizhao.corpora.alignment import Bead

__all__ = ["lacked", "merge_verses", "without_verses"]

# Verses that are taken out together.
_TOGETHER = (1, 1, 1, 2, 3)


def merge_verses(
    beads: Iterable[Bead], source_verses: Sequence[str], target_verses: Sequence[str]
) -> list[Bead]:
    """Put beads of the same verse together.

    :param beads: Beads in reading order.
    :param source_verses: The verse of each source sentence.
    :param target_verses: The verse of each target sentence.
    :return: Beads of which only the ids count.

    >>> beads = [Bead((0,), (0,)), Bead((), (1,)), Bead((1,), (2,))]
    >>> [bead.type for bead in merge_verses(beads, ["1:1", "1:2"], ["1:1", "1:1", "1:2"])]
    ['1-2', '1-1']
    """

    def verse(numbered: tuple[int, Bead]) -> tuple[str, int]:
        number, bead = numbered
        verses = {source_verses[i] for i in bead.source} | {target_verses[j] for j in bead.target}
        # What touches two verses is a group of its own.
        return (verses.pop(), -1) if len(verses) == 1 else ("", number)

    merged = []
    for _, group in itertools.groupby(enumerate(beads), verse):
        together = [bead for _, bead in group]
        source = sorted(i for bead in together for i in bead.source)
        target = sorted(j for bead in together for j in bead.target)
        merged.append(Bead(tuple(source), tuple(target)))
    return merged


def without_verses(verses: Sequence[str], share: float, seed: int) -> list[int]:
    """Return the sentences of a side that are left when some verses are taken out.

    :param verses: The verse of each sentence, in order.
    :param share: About which share of the verses goes, 0 to 1, singly or a few together.
    :param seed: The same one takes out the same verses.

    >>> without_verses(["1:1", "1:2", "1:2"], 0.0, 1)
    [0, 1, 2]
    """
    rng = random.Random(seed)  # noqa: S311 - chance that can be repeated
    different = list(dict.fromkeys(verses))
    gone: set[str] = set()
    while len(gone) < round(share * len(different)):
        start = rng.randrange(len(different))
        gone.update(different[start : start + rng.choice(_TOGETHER)])
    return [i for i, verse in enumerate(verses) if verse not in gone]


def lacked(verses: Sequence[str], others: Sequence[str]) -> set[int]:
    """Return the sentences of verses that the other side does not have.

    :param verses: The verse of each sentence.
    :param others: The verse of each sentence of the other side.

    >>> lacked(["1:1", "1:2", "1:2"], ["1:1", "1:3"])
    {1, 2}
    """
    there = set(others)
    return {i for i, verse in enumerate(verses) if verse not in there}
