"""Marks that a translation keeps: digits, exclamations, and where quotations open and close.

They say little of what a sentence means and much of where a bead ends: a quotation that closes
with the last source sentence of a bead closes with its last target sentence, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duizhao import lazy
from duizhao.models.arrays import FloatArray

__all__ = ["CLOSED", "DIGITS", "EXCLAIMS", "INSIDE", "MARKS", "OPENS", "marks_of"]

MARKS = 5
"""Rows of the table that :func:`marks_of` makes, in this order."""

DIGITS, EXCLAIMS, OPENS, CLOSED, INSIDE = range(MARKS)

_DIGIT = lazy.compile(r"\d")
_EXCLAMATION = lazy.compile("[!！]")
# Straight quotes, and ’ as an apostrophe, have no side of their own: what stands beside tells.
_QUOTE = lazy.compile(
    r"(?P<open>[“„「『«]|(?<![^\s—–(\-])['\"‘](?=\S))"
    r"|(?P<close>[”」』»]|(?<=[\w.,!?;:…—–])['\"’](?![^\s—–,.;:)]))"
)
_LOW_QUOTE = "„"  # German: opens a quotation that “ closes
_CLOSED = lazy.compile(r"[”」』»'\"’]\Z")
# Quotations count if on both sides one sentence in this many takes part in one: some texts write
# them without marks, or with marks that are not known here.
_LEAST_SHARE = 0.03


def marks_of(texts: Sequence[str]) -> FloatArray:
    """Return which marks each sentence has, 0 or 1 each, shape (MARKS, N).

    The rows say whether the sentence has a digit, exclaims, opens a quotation, ends with a closing
    quotation mark, and ends inside a quotation. The last three rows are zero in texts that hardly
    mark quotations.

    :param texts: N sentences in reading order.

    >>> marks_of(["他说：“走！", "去3次。”", "好。"]).tolist()[DIGITS]
    [0.0, 1.0, 0.0]
    >>> marks_of(["他说：“走！", "去3次。”", "好。"]).tolist()[INSIDE]
    [1.0, 0.0, 0.0]
    """
    marks = np.zeros((MARKS, len(texts)), np.float32)
    inside, low, taking_part = False, False, 0
    for n, text in enumerate(texts):
        opens, before = 0, inside
        for match in _QUOTE.finditer(text):
            inside = match["close"] is None and not (low and match[0] == "“")
            low = inside and match[0] == _LOW_QUOTE
            opens += inside
        taking_part += before or inside or opens > 0
        marks[DIGITS, n] = bool(_DIGIT.search(text))
        marks[EXCLAIMS, n] = bool(_EXCLAMATION.search(text))
        marks[OPENS, n] = opens > 0
        marks[CLOSED, n] = bool(_CLOSED.search(text.rstrip()))
        marks[INSIDE, n] = inside
    if taking_part < _LEAST_SHARE * len(texts):
        marks[[OPENS, CLOSED, INSIDE]] = 0
    return marks
