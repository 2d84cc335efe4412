"""Gold that is cut by verses: beads are put together before they are compared.

The Bible's gold knows which verse each sentence belongs to, not which sentence of a verse
translates which. So beads that follow each other and lie in the same verse on both sides count as
one, as the authors of the set score them; a null bead joins its neighbours of the same verse, and a
bead that touches two verses stands alone. Strict and lax scores are then those of any other set.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from duizhao.corpora.alignment import Bead

__all__ = ["merge_verses"]


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
