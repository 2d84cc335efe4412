"""Quotation marks of all languages as one pair, so that who looks for them need know no language.

German, Czech and others close with the mark that English opens with: „so“. Some write »so«, others
«so». A character stands for a character: offsets survive.
"""

from __future__ import annotations

from duizhao import lazy

__all__ = ["plain_quotation_marks"]

_LOW = str.maketrans("„“", "“”")
_LOW_SINGLE = str.maketrans("‚‘", "‘’")
_OUTWARD = str.maketrans("«»‹›", "“”‘’")
_INWARD = str.maketrans("»«›‹", "“”‘’")
# A mark that stands before a word, and not behind one, opens. In French both sides have spaces.
_OPEN_OUTWARD, _OPEN_INWARD = (lazy.compile(rf"(?<![^\s(\[])[{m}](?=\w)") for m in ("«‹", "»›"))


def plain_quotation_marks(text: str) -> str:
    """Return a text with “ ” ‘ ’ for the quotation marks of its language.

    What opens is told from the text: a low mark makes “ a closing one, and » opens where it stands
    before words. Chinese and Japanese brackets and straight marks stay.

    :param text: A block or a sentence.
    :return: A text of the same length.

    >>> plain_quotation_marks("„Nein“, sagte er."), plain_quotation_marks("»Ja«, « oui »")
    ('“Nein”, sagte er.', '“Ja”, ” oui “')
    """
    if "„" in text:
        text = text.translate(_LOW)
    if "‚" in text:
        text = text.translate(_LOW_SINGLE)
    if any(mark in text for mark in "«»‹›"):
        inward = len(_OPEN_INWARD.findall(text)) > len(_OPEN_OUTWARD.findall(text))
        text = text.translate(_INWARD if inward else _OUTWARD)
    return text
