"""The quotation marks and stops of all languages as those of English, for Punkt.

One character stands for one: offsets survive.
"""

from __future__ import annotations

from duizhao import lazy

__all__ = ["OWN_STOP", "plain_marks"]

#: Stops of scripts of their own, which end a sentence wherever they stand: the danda of Devanagari
#: and its sisters, the stops of Urdu, Armenian, Ethiopic, Burmese, Khmer and Tibetan.
OWN_STOP = lazy.compile("[।॥۔։።፧၊။។៕།]{1,8}[”’」』\"'»)]{0,4}")

# Low marks open; what opens in English closes behind them, as in German, Czech and Danish.
_LOW = str.maketrans("„“‚‘", "“”‘’")
# Two commas are a low mark of those who have no other.
_COMMAS = lazy.compile(r"(?<![^\s(—–-]),,(?=\w)")
# Germany and Denmark write »so«, Switzerland and France «so»: what stands before a word opens.
_OUTWARD = lazy.compile(r"(?<![^\s(\[—–-])[«»‹›](?=\S)")
_CLOSING = str.maketrans("«»‹›", "””’’")
_GUILLEMETS = str.maketrans("«»‹›", "“”‘’")
_INWARD_LANGUAGES = frozenset({"cs", "da", "de", "hr", "hu", "no", "nb", "sk", "sl", "sr", "sv"})
_STOPS = str.maketrans("؟\u037e", "??")

# Punkt takes a mark that stands alone for a closing one; French puts a space inside its marks.
_OPENING_ALONE = lazy.compile("“(?=\\s)")

# Marks of direction close like a quote: one after a full stop must not hide it.
_DIRECTION = dict.fromkeys(map(ord, "\u200e\u200f\u202c\u2069"), "”")
_DIRECTION_LANGUAGES = frozenset({"ar", "fa", "he", "ps", "ug", "ur", "yi"})

# Spanish opens questions and exclamations with marks that Punkt would take for a word's first
# letter.
_INVERTED = str.maketrans("¿¡", "((")


def plain_marks(text: str, lang: str) -> str:
    """Return a text with the marks that English has for those of its language.

    :param text: A block.
    :param lang: Its language, a primary tag.
    :return: A text of the same length.

    >>> plain_marks("»Ja.« „Warum?“, fragte er.", "de"), plain_marks("¿Qué?", "es")
    ('“Ja.” “Warum?”, fragte er.', '(Qué?')
    """
    if text.isascii() and ",," not in text:
        return text.replace(";", "?") if lang == "el" else text
    commas = _COMMAS.search(text) is not None
    if commas or "„" in text or "‚" in text:
        text = text.translate(_LOW)
    if commas:
        text = _COMMAS.sub("““", text)
    if any(mark in text for mark in "«»‹›"):
        if lang in _INWARD_LANGUAGES:
            text = _OUTWARD.sub("“", text).translate(_CLOSING)
        else:
            text = text.translate(_GUILLEMETS)
    text = text.translate(_STOPS)
    if lang in _DIRECTION_LANGUAGES:
        text = text.translate(_DIRECTION)
    elif lang == "es":
        text = text.translate(_INVERTED)
    elif lang == "el":
        text = text.replace(";", "?")
    return _OPENING_ALONE.sub("(", text)
