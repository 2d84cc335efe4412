"""Sentences of the other languages of the encoder, inside one block.

Those with spaces and full stops go through the English rules with their own lists of words and
their own quotation marks; Thai, which has no full stop, is cut at its spaces.
"""

from __future__ import annotations

import re

from duizhao.corpora.sentences.english import cuts_en

__all__ = ["cuts_other", "cuts_thai", "has_rules"]

_LANGUAGES = frozenset({"ar", "de", "es", "fr", "it", "ko", "nl", "pl", "pt", "ru", "th", "tr"})

# Quotation marks as English ones, opening and closing, and the stops of Arabic and Urdu. One
# character for one: offsets survive. What opens in English closes in German.
_MARKS = str.maketrans("«»„؟۔", "“”“?.")
_GERMAN_MARKS = str.maketrans("„“‚‘؟۔", "“”‘’?.")
# Germany writes »so«, Switzerland «so»: what stands before a word opens.
_GUILLEMET = re.compile(r"(?:(?<=[\s(])|^)[«»](?=\S)")
_CLOSING = str.maketrans("«»", "””")

# Punkt takes a mark that stands alone for a closing one; French puts a space inside its marks.
_OPENING_ALONE = re.compile("“(?=\\s)")

# Marks of direction close like a quote: one after a full stop must not hide it.
_DIRECTION = dict.fromkeys(map(ord, "\u200e\u200f\u202c\u2069"), "”")

# Spanish opens questions and exclamations with marks that Punkt would take for a word's first
# letter.
_INVERTED = str.maketrans("¿¡", "((")

# A Thai space parts clauses as well as sentences; a piece of this many characters is about an
# English sentence of ten words, and shorter ones wait for the next space.
_SHORTEST_THAI = 50
_THAI_GAP = re.compile("(?<=[\u0e01-\u0e4e!?.”\"')])[ \u00a0\u200b]+(?=[\u0e01-\u0e4e“\"'(])")
_THAI_STOP = re.compile("[!?.][”\"')]{0,4}$")


def has_rules(lang: str) -> bool:
    """Say whether a language has lists or marks of its own."""
    return lang in _LANGUAGES


def cuts_other(text: str, lang: str) -> list[int]:
    """Return where the sentences of a block with spaces and full stops end.

    :param text: The visible text of one block.
    :param lang: Its language, a primary tag for which :func:`has_rules` is true.
    :return: Rising offsets; the end of the text is not among them.

    >>> cuts_other("Am 3. Mai kam Dr. Roth. „Warum?“ fragte er.", "de")
    [23]
    """
    if lang == "de":
        plain = _GUILLEMET.sub("“", text.translate(_GERMAN_MARKS)).translate(_CLOSING)
    else:
        plain = text.translate(_MARKS)
    if lang == "ar":
        plain = plain.translate(_DIRECTION)
    if lang == "es":
        plain = plain.translate(_INVERTED)
    return cuts_en(_OPENING_ALONE.sub("(", plain), lang)


def cuts_thai(text: str) -> list[int]:
    """Return where a Thai block may be cut: at spaces, in pieces of about a sentence.

    :param text: The visible text of one block.
    :return: Rising offsets; the end of the text is not among them.
    """
    cuts: list[int] = []
    begin = 0
    for gap in _THAI_GAP.finditer(text):
        at = gap.start()
        if at - begin >= _SHORTEST_THAI or _THAI_STOP.search(text, max(begin, at - 6), at):
            cuts.append(at)
            begin = gap.end()
    return cuts
