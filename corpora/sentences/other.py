"""Sentences of languages other than English and Chinese, inside one block.

Those with spaces and full stops go through the English rules with their own lists of words, if
there are some, and their own quotation marks; Thai, which has no full stop, is cut at its spaces.
"""

from __future__ import annotations

from duizhao import lazy
from duizhao.corpora.sentences.english import cuts_en
from duizhao.corpora.sentences.marks import plain_marks

__all__ = ["cuts_other", "cuts_thai", "has_rules"]

_LANGUAGES = frozenset({"ar", "de", "es", "fr", "it", "ko", "nl", "pl", "pt", "ru", "th", "tr"})

# A Thai space parts clauses as well as sentences; a piece of this many characters is about an
# English sentence of ten words, and shorter ones wait for the next space.
_SHORTEST_THAI = 50
_THAI_GAP = lazy.compile("(?<=[\u0e01-\u0e4e!?.”\"')])[ \u00a0\u200b]+(?=[\u0e01-\u0e4e“\"'(])")
_THAI_STOP = lazy.compile("[!?.][”\"')]{0,4}$")


def has_rules(lang: str) -> bool:
    """Say whether a language has lists or marks of its own."""
    return lang in _LANGUAGES


def cuts_other(text: str, lang: str) -> list[int]:
    """Return where the sentences of a block with spaces and full stops end.

    :param text: The visible text of one block.
    :param lang: Its language, a primary tag; one without lists of its own has those of English.
    :return: Rising offsets; the end of the text is not among them.

    >>> cuts_other("Am 3. Mai kam Dr. Roth. „Warum?“ fragte er.", "de")
    [23]
    """
    return cuts_en(plain_marks(text, lang), lang)


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
