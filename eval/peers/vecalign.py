"""Vecalign's published algorithm (Thompson & Koehn 2019), as the package ``sentweave`` has it.

Vecalign itself is no package. ``sentweave`` (Apache-2.0, earlier called ``sentalign``) ships its
code, with a C core, behind a function that takes texts and an encoder; here the encoder hands over
the vectors that are there already. Settings are Vecalign's own defaults, but for the largest bead:
8 instead of 4, as in the figures that were published for MAC-Dev and as ``sentweave`` has it.
"""

from __future__ import annotations

import itertools

import numpy as np

from duizhao.corpora.alignment import Bead
from duizhao.eval.peers.base import LONGEST_SPAN, Aligner, Work

__all__ = ["LARGEST_BEAD", "VECALIGN"]

LARGEST_BEAD = LONGEST_SPAN
"""Sentences in a bead, both sides together."""


def _align(work: Work) -> list[Bead]:
    """Run the package on vectors."""
    from sentweave import align

    # The package asks for the runs of 1, 2, … 8 source sentences, then for the target's. Its rows
    # are laid out like ours: a run stands where it ends, with padding in front.
    layers = itertools.chain(work.source_spans, work.target_spans)
    source, target = work.texts
    # It casts memory that it has not filled yet, which numpy may warn of.
    with np.errstate(invalid="ignore"):
        result = align(source, target, lambda _texts: next(layers), alignment_max_size=LARGEST_BEAD)
    return [Bead(tuple(a.src_indices), tuple(a.tgt_indices)) for a in result.alignments]


VECALIGN = Aligner(
    "Vecalign", f"vecalign-{LARGEST_BEAD}", _align, package="sentweave", module="sentweave"
)
