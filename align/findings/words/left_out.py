"""Whether a text becomes more like another without the words that it seems to have lost there.

Word by word a free translation looks like a loss: few of its words find a counterpart. But what is
said in other words is part of what the two texts mean together, and without it they are less alike;
without words that are lost, they are more alike. Whole vectors tell that (:func:`left_out_signs`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duizhao.models.arrays import unit
from duizhao.models.encoder import Encoder

__all__ = ["LEFT_OUT_SIGNS", "LeftOut", "left_out_signs"]

LEFT_OUT_SIGNS = (
    "whole-alike",  # cosine of the two texts
    "whole-gain",  # how much more alike they are without the words
)
"""The signs of :func:`left_out_signs`, in their order."""


@dataclass(frozen=True)
class LeftOut:
    """Words of a text that another one may not say.

    :param text: The text.
    :param other: The other text.
    :param start: Where the words start in ``text``.
    :param end: Where they end there.
    """

    text: str
    other: str
    start: int
    end: int

    @property
    def rest(self) -> str:
        """The text without the words; the whole text if nothing would be left."""
        return f"{self.text[: self.start]} {self.text[self.end :]}".strip() or self.text


def left_out_signs(asked: Sequence[LeftOut], encoder: Encoder) -> list[dict[str, float]]:
    """Return what speaks for a loss when the words are left out, by name.

    :param asked: Texts and words, of any number.
    :param encoder: Turns texts into vectors.
    """
    texts = list(dict.fromkeys(s for each in asked for s in (each.text, each.other, each.rest)))
    if not texts:
        return []
    rows = dict(zip(texts, unit(encoder.encode(texts)), strict=True))
    found = []
    for each in asked:
        other = rows[each.other]
        alike = float(rows[each.text] @ other)
        gain = float(rows[each.rest] @ other) - alike
        found.append(dict(zip(LEFT_OUT_SIGNS, (alike, gain), strict=True)))
    return found
