"""Gold pairs with passages taken out of one side: real texts, of which it is known what they lack.

Gold of real texts hardly holds a sentence without counterpart, and made pairs
(:mod:`duizhao.eval.beads.synthetic`) have translations that go sentence by sentence. Here the other
sentences are joined, split and put freely as a translator did it, and the gaps are known all the
same. Of a gold cut by verses, whole verses go. A verse that one side alone numbers need not be one
that the other lacks: the Bible's English side numbers 19 such, and the Chinese one says all of them
under the number before (read one by one; the gold joins them, too).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace

from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import document_from_text
from duizhao.eval.beads.trials import Trial
from duizhao.eval.gold.pairs import GoldPair

__all__ = ["cut_out", "part_of"]

# Gold beads that lose one side together.
_TOGETHER = (1, 1, 1, 2, 3)


def part_of(trial: Trial, start: int, stop: int) -> Trial:
    """Return a stretch of a pair, from one gold bead to before another.

    :param trial: The pair; all of its sentences stand in gold beads.
    :param start: The number of the first gold bead.
    :param stop: One past the last.
    """
    return _kept(trial, trial.pair.beads[start:stop])


def cut_out(trial: Trial, side: int, share: float, seed: int) -> Trial:
    """Take a share of the gold beads out of one side.

    :param trial: The pair.
    :param side: Which side loses them, 0 or 1.
    :param share: About which share of the linked beads goes, 0 to 1, singly or a few together.
    :param seed: The same one takes out the same beads.
    """
    beads = trial.pair.beads
    rng = random.Random(seed)  # noqa: S311 - chance that can be repeated
    linked = sum(not bead.is_null for bead in beads)
    gone: set[int] = set()
    while len(gone) < round(share * linked):
        start = rng.randrange(len(beads))
        together = range(start, min(start + rng.choice(_TOGETHER), len(beads)))
        gone.update(n for n in together if not beads[n].is_null)
    left = [_halved(bead, side) if n in gone else [bead] for n, bead in enumerate(beads)]
    return replace(_kept(trial, list(itertools.chain(*left))), loss=share)


def _halved(bead: Bead, side: int) -> list[Bead]:
    """Return what is left of a bead without its sentences of a side."""
    if side:
        return [Bead((i,), ()) for i in bead.source]
    return [Bead((), (j,)) for j in bead.target]


def _kept(trial: Trial, beads: Sequence[Bead]) -> Trial:
    """Return a pair with the sentences of some beads alone, numbered anew."""
    pair = trial.pair
    kept = (
        sorted(i for bead in beads for i in bead.source),
        sorted(j for bead in beads for j in bead.target),
    )
    new = [{old: number for number, old in enumerate(side)} for side in kept]
    renumbered = tuple(
        Bead(tuple(new[0][i] for i in bead.source), tuple(new[1][j] for j in bead.target))
        for bead in beads
    )
    texts = _written(pair.source, kept[0]), _written(pair.target, kept[1])
    verses = trial.verses and (
        tuple(trial.verses[0][i] for i in kept[0]),
        tuple(trial.verses[1][j] for j in kept[1]),
    )
    return replace(trial, pair=GoldPair(pair.name, *texts, renumbered), verses=verses)


def _written(document: Document, kept: Sequence[int]) -> Document:
    """Return a document of some sentences of another, a line each."""
    lines = (document.sentences[i].text for i in kept)
    return document_from_text("\n".join(lines), lang=document.lang, presplit=True)
