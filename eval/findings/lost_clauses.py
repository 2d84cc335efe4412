"""How likely pairs have lost a clause, one and all: what the layer is rated by."""

from __future__ import annotations

from collections.abc import Sequence

from duizhao.align.findings.words.fitted import LANGUAGES
from duizhao.align.findings.words.uncovered import NOTHING, Reader, Uncovered
from duizhao.align.logistic import probability_of
from duizhao.models.encoder import Encoder

__all__ = ["weigh_pairs"]


def weigh_pairs(
    pairs: Sequence[tuple[str, str]], langs: tuple[str, str], encoder: Encoder
) -> list[Uncovered]:
    """Return what is most likely lost of each source text.

    The product looks at fewer pairs: only at those whose loss would be a finding.

    :param pairs: Texts and their translations, of any number.
    :param langs: The languages of the two sides.
    :param encoder: The encoder that aligned them.
    :return: One entry a pair. A pair whose lengths leave no room for a loss has its score from
        them alone, and no words.
    """
    if set(langs) != set(LANGUAGES):
        return [NOTHING] * len(pairs)
    reader = Reader(encoder)
    found = [NOTHING] * len(pairs)
    rows = []
    for row, pair in enumerate(pairs):
        odds = reader.by_length(pair, langs)
        if odds >= reader.fitted.least:
            rows.append(row)
        else:
            found[row] = Uncovered(probability_of(odds), 0, 0)
    for row, halves in zip(rows, reader.halves([pairs[row] for row in rows], langs), strict=True):
        if halves:
            found[row] = reader.uncovered(*halves)
    return found
