"""How messages quote and count: a text by its first words, sentences by their number."""

from __future__ import annotations

from duizhao import lazy

__all__ = ["counted", "in_marks", "place_words", "quoted", "shorten"]

# From here on characters are words or parts of words: a cut between them cuts no word.
_DENSE = "\u2e80"
# Characters that tell the script of a passage.
_HEAD = 200
# A quotation stands in double marks of its own, so those inside it become single ones.
_INNER = str.maketrans("“”", "‘’")
# What a quotation shows of a passage, in characters of text with spaces, and without: a line.
_QUOTED = {False: 80, True: 36}
# Where a reader pauses; a cut there leaves a whole clause.
_PAUSE = lazy.compile(r"[，。；：、！？]|[,;:.!?](?= )")


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
    """Return the first words of a passage, for a message that puts double quotation marks.

    A longer passage is cut after a clause, if one ends in the second half of what is shown.

    :param text: The passage, of any length and script.
    :return: Its first words on one line.

    >>> quoted("“当然，”她说。")
    '‘当然，’她说。'
    >>> quoted("The ferry leaves at nine, as it did before the war, and it comes back in the dark.")
    'The ferry leaves at nine, as it did before the war, …'
    """
    text = " ".join(text[:_HEAD].split())
    most = _QUOTED[sum(c >= _DENSE for c in text) * 2 > len(text)]
    shown = shorten(text, most)
    ends = [match.end() for match in _PAUSE.finditer(text, most // 2, most)]
    if len(text) > most and ends:
        cut = text[: ends[-1]]
        shown = f"{cut}…" if cut[-1] >= _DENSE else f"{cut} …"
    return shown.translate(_INNER)


def in_marks(text: str) -> str:
    """Return a passage between double quotation marks; one that stands in its own keeps those.

    >>> in_marks("she said, “no”")
    '“she said, ‘no’”'
    >>> in_marks("“When the tide turns,”")
    '“When the tide turns,”'
    """
    if text.startswith("“") and text.endswith("”") and text.count("“") == text.count("”") == 1:
        return text
    return f"“{text.translate(_INNER)}”"


def place_words(text: str) -> str:
    """Return the first words of a sentence without its full stop: the message goes on behind it.

    >>> place_words("The ferry leaves at nine.")
    'The ferry leaves at nine'
    """
    return quoted(text).rstrip(".。")


def counted(sentences: int, paragraphs: int) -> dict[str, str]:
    """Say in brackets how much a passage is; nothing of a single sentence.

    :param sentences: How many sentences it has.
    :param paragraphs: How many paragraphs, headings counted with them.

    >>> counted(3, 2)
    {'en': ' (3 sentences in 2 paragraphs)', 'zh': '（2 段共 3 句）'}
    """
    if sentences < 2:
        return {"en": "", "zh": ""}
    if paragraphs < 2:
        return {"en": f" ({sentences} sentences)", "zh": f"（{sentences} 句）"}
    return {
        "en": f" ({sentences} sentences in {paragraphs} paragraphs)",
        "zh": f"（{paragraphs} 段共 {sentences} 句）",
    }
