"""English sentences inside one block: Punkt with our own lists, then repairs.

The lists of abbreviations and sentence starters are this project's own. Each repair answers a
fault that Punkt has with any parameters. The repairs serve other languages as well, once their
quotation marks are written as English ones.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from duizhao.corpora.sentences.punkt import Words, punkt_ends, words_of

__all__ = ["cuts_en"]

# Punkt knows only ASCII quotation marks and dashes. One character for one: offsets survive.
_TO_ASCII = dict(zip("“”„‟«»’‘‚′″—–。！？", '""""""\'\'\'\'"  .!?', strict=True))

# How far a repair looks to either side of a boundary.
_LOOK = 40

_LAST_WORD = re.compile(r"[^\s“”\"‘(\[]*\Z")
_LONGEST_LAST_WORD = 24
_CLOSED = re.compile(r"[.!?…][\"'”’)\]}»]{0,4}\s*$")
_FOOTNOTE = re.compile(r"\s*(?:\[\d{1,3}\]){1,4}")
_ITEM_NUMBER = re.compile(r"\s*[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)\]]{1,2}\s*")
_GOES_ON = re.compile(r"(?:[!?…\"'”’)\]}»]|\. ?\. ?\.)\s*$")
_DOTTED = re.compile(r"(?:^|[^\w.])((?:[^\W\d_]\.){2,6})$")
_NUMBER_FIRST = re.compile(r"\s*(?:\d|[IVXLC]{1,5}\b)")
_FIRST_WORD = re.compile(r"[\s\"'“‘(\[]{0,4}([^\W\d_](?:[^\W\d_]|[’']){0,19}|[’'])")
# Each of these begins with a plain mark or class, so that a search skips to it.
_INITIAL = re.compile(
    r"\. (?<=[a-z\d] [A-Z]\. )(?=(?:The|This|That|These|Those|But|And|However|There|When|If|In)\b)"
)
_NO_SPACE = re.compile(
    r"[.!?](?<=[a-z]{2}.)"
    r"(?:[\"”’)]{0,2}(?=[A-Z][a-z]{1,20}[\s,’'])|(?<=[!?])[!?]{0,2}[\"”’)]{0,2}(?=[A-Z]))"
)
_ADDRESS = re.compile(r"[@/\\=]|www\.|https?:")
_CLOSED_MARK = re.compile(r"[.!?][\"'”’)\]}»]{0,4}(?=\s|$)")
_DASH_CLOSED = re.compile(r"[—–-][”’'\"] (?=[“‘'\"][A-Z])")
# “I see...” She left: dots, or an abbreviation, closed by a quote before a capital or a quote.
_DOTS_CLOSED = re.compile(r"\.[”’'\"] (?:(?<=\.\.\.[”’'\"] )(?=[“‘'\"]?[A-Z])|(?=[“‘\"][A-Z]))")
# A sentence this long is several: it is cut where a colon stands before a capital. In six chapters
# of novels 4 such cuts are right and none is wrong; without the bound, 8 and 30.
_LONG = 150
_COLON = re.compile(r":(?= [“‘'\"]?[A-Z][\w’']* )")
_CJK_STOP = re.compile("[。！？]{1,8}[”’」』）】]{0,4}")

# German writes ordinal numbers with a full stop, and the noun after one with a capital: am 3. Mai.
# In S. 12. or Nr. 5. the number is no ordinal. (Polish and Turkish go on with a small letter.)
_ORDINAL_LANGUAGES = frozenset({"de"})
_ORDINAL = re.compile(r"(?:^|(\w{1,8})\.? |[\s(“–-])(?:\d{1,2}|[IVXL]{1,5})\.$")


def cuts_en(text: str, lang: str = "en") -> list[int]:
    """Return where the sentences of an English block end.

    :param text: The visible text of one block.
    :param lang: The language whose lists of words are used; the quotation marks are English.
    :return: Rising offsets; the end of the text is not among them.

    >>> cuts_en("Dr. Fong agreed. “Why not?” she asked.")
    [16]
    """
    if not any(mark.search(text) for mark in (_CLOSED_MARK, _NO_SPACE, _DASH_CLOSED, _CJK_STOP)):
        return []
    plain = _plain(text)
    found = (punkt_ends(plain, lang), _missing_spaces(plain), _unmarked(text))
    cuts = sorted(set(itertools.chain(*found)))
    kept: list[int] = []
    begin, last = 0, len(text.rstrip())
    for cut in cuts:
        footnote = _FOOTNOTE.match(text, cut)
        at = footnote.end() if footnote else cut
        if begin < at < last and not _vetoed(text, begin, at, lang):
            kept.append(at)
            begin = at
    return list(_with_long_ones_cut(text, kept))


def _with_long_ones_cut(text: str, cuts: list[int]) -> Iterator[int]:
    begin = 0
    for end in [*cuts, len(text)]:
        if end - begin >= _LONG:
            yield from (colon.end() for colon in _COLON.finditer(text, begin, end - 1))
        if end < len(text):
            yield end
        begin = end


def _plain(text: str) -> str:
    if not text.isascii():
        for mark, simple in _TO_ASCII.items():
            text = text.replace(mark, simple)
    return text


def _missing_spaces(plain: str) -> Iterator[int]:
    for stop in _NO_SPACE.finditer(plain):
        low = max(0, stop.start() - _LOOK)
        before = plain[low : stop.start()].split()
        around = before[-1] + plain[stop.end() : stop.end() + _LOOK].split(maxsplit=1)[0]
        if not _ADDRESS.search(around) and "." not in around.rstrip(".,;:!?\"')"):
            yield stop.end()


def _unmarked(text: str) -> Iterator[int]:
    """Yield the ends that Punkt cannot see: `vitamin C. The`, `“But I—” “You`, CJK stops."""
    yield from (match.end() for match in _CJK_STOP.finditer(text))
    yield from (match.start() + 1 for match in _INITIAL.finditer(text))
    yield from (match.end() - 1 for match in _DASH_CLOSED.finditer(text))
    yield from (match.end() - 1 for match in _DOTS_CLOSED.finditer(text))


def _vetoed(text: str, begin: int, at: int, lang: str) -> bool:
    # 1. Wash your hands: the number of a list item is no sentence.
    if at - begin < _LOOK and _ITEM_NUMBER.fullmatch(text, begin, at):
        return True
    before, after = text[max(begin, at - _LOOK) : at].rstrip(), text[at : at + _LOOK]
    first = _FIRST_WORD.match(after)
    word = first[1] if first else ""
    if before.endswith(".") and (
        _title_or_number(before, after, words_of(lang))
        or (word and _dotted(before, word, words_of(lang)))
        or (word and lang in _ORDINAL_LANGUAGES and _ordinal(before, word, words_of(lang)))
    ):
        return True
    return (
        # “Why not?” she asked: a small letter after a closing quote, ! or ?.
        (word[:1].islower() and _GOES_ON.search(before) is not None)
        # . . . or !!: a run of stops is not cut in the middle.
        or (after.lstrip(" ")[:1] in ".!?," and _CLOSED.search(before) is not None)
    )


def _title_or_number(before: str, after: str, words: Words) -> bool:
    """Dr. Fong, No. 5: a title never ends a sentence, nor does such a word before a number."""
    last = _LAST_WORD.search(before[-_LONGEST_LAST_WORD:])
    name = last[0].lower().rstrip(".") if last else ""
    return name in words.titles or (
        name in words.numeric and _NUMBER_FIRST.match(after) is not None
    )


def _dotted(before: str, word: str, words: Words) -> bool:
    """J.R.R. Tolkien: a dotted abbreviation goes on, unless a sentence starter follows."""
    found = _DOTTED.search(before) if before[-3:-2] == "." else None
    if not found:
        return False
    ended = found[1].lower().rstrip(".") in words.closing and word[0].isupper()
    return not ended and word.lower() not in words.starters


def _ordinal(before: str, word: str, words: Words) -> bool:
    """Am 3. Mai: an ordinal number goes on, unless a sentence starter follows."""
    found = _ORDINAL.search(before[-_LONGEST_LAST_WORD:])
    if not found:
        return False
    counted = found[1] is not None and found[1].lower() in words.numeric
    return not counted and word.lower() not in words.starters
