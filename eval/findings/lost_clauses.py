"""How likely pairs have lost a clause, one and all: what the layer is rated by."""

from __future__ import annotations

from collections.abc import Sequence

from duizhao.align.findings.words.fitted import LANGUAGES
from duizhao.align.findings.words.uncovered import NOTHING, Reader, Uncovered
from duizhao.models.encoder import Encoder

__all__ = ["weigh_pairs"]


def weigh_pairs(
    pairs: Sequence[tuple[str, str]], langs: tuple[str, str], encoder: Encoder
) -> list[Uncovered]:
    """Return what is most likely lost of each source text.

    The product passes over pairs that lose nothing at a glance; here all are read.

    :param pairs: Texts and their translations, of any number.
    :param langs: The languages of the two sides.
    :param encoder: The encoder that aligned them.
    :return: One entry a pair.
    """
    if set(langs) != set(LANGUAGES):
        return [NOTHING] * len(pairs)
    reader = Reader(encoder, beside=True)
    found = [
        reader.uncovered(*halves) if halves else NOTHING for halves in reader.halves(pairs, langs)
    ]
    return reader.weighed_again(pairs, found)
