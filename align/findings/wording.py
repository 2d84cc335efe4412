"""How messages quote and count: a text by its first words, sentences by their number."""

from __future__ import annotations

__all__ = ["counted", "quoted", "shorten"]

# From here on characters are words or parts of words: a cut between them cuts no word.
_DENSE = "\u2e80"
# Characters that tell the script of a passage.
_HEAD = 200
_OPENING = "“‘\"'「『"
# What a quotation shows of a passage, in characters of text with spaces, and without.
_QUOTED = {False: 60, True: 24}


def shorten(text: str, most: int) -> str:
    """Return a text on one line, cut at its end if it is longer than so many characters.

    >>> shorten("According to PitchBook, there were 214 deals.", 30)
    'According to PitchBook, there …'
    >>> shorten("据统计，共有214笔交易。", 8)
    '据统计，共有21…'
    """
    text = " ".join(text[: 4 * most].split()) if len(text) > 4 * most else " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[:most]
    if max(text[most - 1], text[most]) >= _DENSE or " " not in cut:
        return f"{cut}…"
    words = cut.rpartition(" ")[0] if not text[most].isspace() else cut
    return f"{words} …"


def quoted(text: str) -> str:
    """Return the first words of a passage, for a message.

    :param text: The passage, of any length and script.
    :return: Its first words on one line, without a quotation mark before them: the message has its
        own.

    >>> quoted("“当然，”她说。")
    '当然，”她说。'
    """
    head = text[:_HEAD]
    shown = shorten(text, _QUOTED[sum(c >= _DENSE for c in head) * 2 > len(head)])
    return shown.lstrip(_OPENING) or shown


def counted(sentences: int, paragraphs: int) -> dict[str, str]:
    """Say how much a passage is.

    :param sentences: How many sentences it has.
    :param paragraphs: How many paragraphs, headings counted with them.

    >>> counted(3, 2)
    {'en': '3 sentences in 2 paragraphs', 'zh': '2 段共 3 句'}
    """
    en = f"{sentences} sentence{'s' if sentences > 1 else ''}"
    if paragraphs < 2:
        return {"en": en, "zh": f"{sentences} 句"}
    return {"en": f"{en} in {paragraphs} paragraphs", "zh": f"{paragraphs} 段共 {sentences} 句"}
