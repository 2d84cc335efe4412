"""How large a search may be before only the promising part of it is done."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LIMITS", "Limits"]


@dataclass(frozen=True)
class Limits:
    """The sizes up to which texts are searched whole, and how far the search goes beyond them.

    :param exact_pairs: Up to so many pairs of sentences are compared one and all: 2,000 by 2,000
        take 0.1 s.
    :param samples: Sentences that are first looked up in the whole other side.
    :param finer: Each later round looks up so many times more.
    :param near: Rounds end when at most so many sentences stand between two that were looked up.
    :param pad: Sentences compared beyond the anchors that bound a window. With 256 none of the
        4,747 links of the Bible's text is outside, nor any in 8 copies of it, nor in digests of a
        half and a fifth of it, made of single sentences and of stretches of a hundred.
    :param exact_cells: Lattices up to so many cells are searched whole: 500 by 500 sentences take
        0.1 GB.
    :param most_cells: Bands of more cells are narrowed: 2,000,000 take 0.2 GB.
    """

    exact_pairs: int = 4_000_000
    samples: int = 512
    finer: int = 8
    near: int = 32
    pad: int = 256
    exact_cells: int = 250_000
    most_cells: int = 2_000_000


LIMITS = Limits()
