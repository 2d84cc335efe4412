"""Moved sentences: links that stand out of order, found among what the monotone path left over.

The lattice only steps forward, so a sentence that the translation put elsewhere ends as a null
bead on both sides, or hangs on a neighbour it does not fit. Such sentences are compared once more,
over the whole document; two that are each other's best and stand well out from their rivals are a
bead of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from duizhao.align.task import Task
from duizhao.corpora.bitext import Bead

__all__ = ["link_moved"]

# Beads less sure than this may lose a sentence to a moved bead.
_DOUBTFUL = 0.5
# The probability of a moved bead from its margin (similarity less the mean of both sides' best
# rivals). Of 93 candidates in 180 documents with made gaps (benchmarks/fit_weights.py's), 1 of 7
# was right at margins of .05 to .1, 3 of 5 at .1 to .15, 39 of 43 beyond.
_SLOPE, _EVEN = 25.0, 0.1


def link_moved(
    beads: Sequence[Bead], task: Task, positions: tuple[dict[int, int], dict[int, int]]
) -> list[Bead]:
    """Return the beads with moved ones among them.

    :param beads: The monotone beads.
    :param task: What they were found in.
    :param positions: For each side, the row of a sentence's vector by its id.
    :return: Beads in the order of the target; a moved one follows its target's predecessor.
    """
    loose = [_loose(beads, side) for side in (0, 1)]
    if not all(loose):
        return list(beads)
    rows, columns = (
        np.array([positions[side][i] for i in loose[side]], np.int64) for side in (0, 1)
    )
    similar = task.source.spans[0][rows] @ task.target.spans[0][columns].T
    rivals = (
        task.coarse.source_background[rows][:, None] + task.coarse.target_background[columns][None]
    )
    margins = similar - 0.5 * rivals
    found: dict[int, Bead] = {}
    for r, c in enumerate(margins.argmax(axis=1)):
        source, target = loose[0][r], loose[1][c]
        mutual = margins[:, c].argmax() == r
        if not mutual or margins[r, c] < _EVEN or not _crosses(beads, source, target):
            continue
        probability = 1.0 / (1.0 + np.exp(-_SLOPE * (margins[r, c] - _EVEN)))
        found[target] = Bead(
            (source,),
            (target,),
            probability=float(probability),
            similarity=float(similar[r, c]),
            moved=True,
            parts={"margin": float(margins[r, c])},
        )
    return _put_in(beads, found)


def _loose(beads: Sequence[Bead], side: int) -> list[int]:
    """Return the sentences of one side that stand alone or in a doubtful bead."""
    return [
        i
        for bead in beads
        if bead.is_null or bead.probability < _DOUBTFUL
        for i in (bead.target if side else bead.source)
    ]


def _crosses(beads: Sequence[Bead], source: int, target: int) -> bool:
    """Tell whether a link would cross one of the sure beads: otherwise nothing has moved."""
    return any(
        (source < bead.source[0] and target > bead.target[-1])
        or (source > bead.source[-1] and target < bead.target[0])
        for bead in beads
        if not bead.is_null and bead.probability >= _DOUBTFUL
    )


def _put_in(beads: Sequence[Bead], found: dict[int, Bead]) -> list[Bead]:
    """Take the moved sentences out of their beads and add the moved beads."""
    gone = {bead.source[0] for bead in found.values()}
    out: list[Bead] = []
    for bead in beads:
        source = tuple(i for i in bead.source if i not in gone)
        target = tuple(j for j in bead.target if j not in found)
        if (source, target) == (bead.source, bead.target):
            out.append(bead)
            continue
        if source and target:
            out.append(replace(bead, source=source, target=target))
        else:
            out += [replace(bead, source=(i,), target=(), similarity=0.0) for i in source]
            out += [replace(bead, source=(), target=(j,), similarity=0.0) for j in target]
        out += [found[j] for j in bead.target if j in found]
    return out
