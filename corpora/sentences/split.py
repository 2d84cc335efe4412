"""Sentences inside a block, by the rules of its language."""

from __future__ import annotations

from bisect import bisect_right

from duizhao import lazy
from duizhao.corpora.sentences.chinese import cuts_zh
from duizhao.corpora.sentences.english import cuts_en
from duizhao.corpora.sentences.other import cuts_other, cuts_thai
from duizhao.corpora.text.languages import is_in_han
from duizhao.corpora.text.note_marks import find_note_marks
from duizhao.corpora.text.scripts import CJK, HANZI, KANA

__all__ = ["split_sentences"]

# Runs, not characters: a block has far fewer of them to build.
_CJK = lazy.compile(f"[{CJK}]")
_HANZI = lazy.compile(f"[{HANZI}{KANA}]+")
_LATIN = lazy.compile("[A-Za-z\u00c0-\u024f]+")
_THAI = lazy.compile("[\u0e01-\u0e4e]")

# A block is split as Chinese if it has one Han character for this many Latin letters; fewer are
# names quoted in an English sentence.
_MOST_LETTERS = 6

# The number of a section, a table or a chapter, which begins its title: 11.3. Typesetting.
_SECTION = lazy.compile(
    r"(?:[A-Z]|\d{1,3})(?:\.\d{1,3}){1,4}\."
    r"|(?i:table|fig(?:ure|\.)?|chart|plate|box|listing|example|exhibit|scheme|map|chapter|part|section"
    r"|appendix|lesson|abb(?:ildung|\.)?|tab(?:elle|leau|la|ela|\.)?|kapitel|teil|chapitre|capítulo"
    r"|capitolo|hoofdstuk|рис\.|рисунок|табл\.|таблица|глава)"
    r"\s(?:\d{1,3}|[A-Z]|[IVXLC]{1,7})(?:[.-]\d{1,3}){0,4}[a-z]?[.:]"
)

# A letter or a digit of any script.
_SUBSTANCE = lazy.compile(r"[^\W_]")


def split_sentences(text: str, lang: str) -> list[tuple[int, int]]:
    """Divide the text of one block into sentences.

    The script of the block decides between the splitters, so mixed documents work; the language
    of the document decides where the block has too little of either.

    :param text: The visible text of a block, its lines joined.
    :param lang: The language of the document.
    :return: Start and end of each sentence, without the white space between them; together they
        hold everything else.

    >>> split_sentences("第一是；第二是。好！", "zh")
    [(0, 8), (8, 10)]
    >>> split_sentences("11.3. Type setting", "en")
    [(0, 18)]
    """
    spans: list[tuple[int, int]] = []
    open_start: int | None = None
    start = 0
    for end in [*_cuts_behind_marks(text, lang), len(text)]:
        low, high = _trim(text, start, end)
        start = end
        if low >= high:
            continue
        if _SUBSTANCE.search(text, low, high):
            spans.append((low if open_start is None else open_start, high))
            open_start = None
        elif spans:
            # What has no letter and no digit is part of its neighbour.
            spans[-1] = (spans[-1][0], high)
        elif open_start is None:
            open_start = low
    if open_start is not None:
        spans.append((open_start, len(text.rstrip())))
    if len(spans) > 1 and _SECTION.fullmatch(text, *spans[0]):
        spans[:2] = [(spans[0][0], spans[1][1])]
    return spans


def _cuts_behind_marks(text: str, lang: str) -> list[int]:
    """Return where the sentences of a block end, the marks of notes with what they stand behind."""
    marks = find_note_marks(text)
    if not marks:
        return _cuts(text, lang)
    shown, ends, lost = [], [], 0
    at = 0
    for start, end in marks:
        shown.append(text[at:start])
        lost += end - start
        # Where the mark stood in what is left, and how much is lost up to its end.
        ends.append((start - lost + end - start, lost))
        at = end
    shown.append(text[at:])
    places = [place for place, _ in ends]
    cuts = []
    for cut in _cuts("".join(shown), lang):
        number = bisect_right(places, cut)
        cuts.append(cut + (ends[number - 1][1] if number else 0))
    return cuts


def _cuts(text: str, lang: str) -> list[int]:
    lang = lang.partition("-")[0].lower()
    if _is_chinese(text, lang):
        return cuts_zh(text)
    if not text.isascii() and _THAI.search(text):
        return cuts_thai(text)
    return cuts_en(text) if lang == "en" else cuts_other(text, lang)


def _is_chinese(text: str, lang: str) -> bool:
    """Say whether a block is written without spaces, as Chinese and Japanese are."""
    hanzi = 0 if text.isascii() else sum(map(len, _HANZI.findall(text)))
    if hanzi == 0:
        dense = is_in_han(lang) or _CJK.search(text) is not None
        return dense and _LATIN.search(text) is None
    return hanzi * _MOST_LETTERS >= sum(map(len, _LATIN.findall(text)))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
