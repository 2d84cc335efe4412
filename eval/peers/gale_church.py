"""Gale & Church's length-based aligner (1993), as the package ``galechurch`` has it (Apache-2.0).

It sees no vectors. Costs of bead types and the variance are the paper's; how many characters of the
one language stand for one of the other is, as in the paper, taken from the texts as a whole.
"""

from __future__ import annotations

from duizhao.corpora.alignment import Bead
from duizhao.eval.peers.base import Aligner, Work, bead

__all__ = ["GALE_CHURCH"]

# Cells of the package's table, one byte each; its default refuses texts of 8,000 sentences.
_MOST_CELLS = 500_000_000


def _align(work: Work) -> list[Bead]:
    """Run the package."""
    from galechurch import align

    source, target = work.texts
    characters = [sum(len(text.replace(" ", "")) for text in side) for side in (source, target)]
    # What the package calls mean_xy is, by its results, source characters for one of the target.
    ratio = characters[0] / characters[1] if all(characters) else 1.0
    found = align(source, target, mean_xy=ratio, max_block_size=_MOST_CELLS)
    return [
        bead((b.source_start, b.source_end), (b.target_start, b.target_end)) for b in found.beads
    ]


GALE_CHURCH = Aligner(
    "Gale-Church", "gale-church", _align, package="galechurch", module="galechurch"
)
