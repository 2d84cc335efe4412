"""Marks that point to a note or a source: ``[1]``, ``²``, ``〔3〕``, ``（注4）``, ``1932.5``.

They belong to the words before them, end no sentence and are no numbers. A mark in brackets is one
wherever it touches what it stands behind; a bare number only behind a full stop that ends a
sentence, where a decimal point, an abbreviation or the number of a table is not meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duizhao import lazy
from duizhao.corpora.text.scripts import HANZI, KANA

__all__ = ["find_note_marks", "without_last_note_marks"]

_SUPERSCRIPT = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_CIRCLED = "\u2460-\u2473\u2474-\u2487\u24ea-\u24ff\u2776-\u277f"
_STOP = "。！？｡.!?…؟۔।"
_CLOSED = "”’」』）〉》】〕］\"')\\]»“‘"  # the body of a class
_LISTED = r"\d{1,3}(?:\s?[,，、;–—~～-]\s?\d{1,3}){0,12}"
_NOTE_WORD = (
    r"(?:[Nn]otes?|nb|[Ff]n\.?|[Aa]nm\.?|[Rr]ef\.?|[Ss]ource|译注|譯註|译者注|原注|编者注|编注|注释|註釋"
    r"|脚注|腳註|尾注|注解|注|註)"
)
_ASKED = (
    r"[Cc]itation needed|[Ss]ource needed|[Cc]larification needed|[Ff]ailed verification|[Dd]ubious"
    r"|[Bb]etter source needed|[Pp]age needed|[Ww]ho\?|[Ww]hen\?|[Ww]here\?|[Ww]hich\?|[Bb]y whom\?"
    r"|[Oo]riginal research\?|[Dd]ead link|[Pp]ermanent dead link|來源請求|来源请求|需要引用"
    r"|需要來源|需要来源|查证请求|查證請求|原創研究？?|原创研究？?|失效链接|失效連結|永久失效連結|谁？|何時？"
    r"|何时？|哪些？|與來源不符|与来源不符|页码请求|頁碼請求|réf\. nécessaire|Quelle fehlt"
)
_BRACKETED = (
    rf"\[(?:{_LISTED}|\^[\w-]{{1,40}}|{_NOTE_WORD}\s?(?:\d{{1,3}}|[a-z])?|{_ASKED})\]"
    rf"|［(?:{_LISTED}|{_NOTE_WORD}\s?\d{{0,3}}|{_ASKED})］"
    rf"|〔(?:{_LISTED}|[{_CIRCLED}一二三四五六七八九十]{{1,3}}|{_NOTE_WORD}\s?\d{{0,3}})〕"
    rf"|【(?:{_LISTED}|{_NOTE_WORD}\s?\d{{0,3}})】"
    rf"|[（(]{_NOTE_WORD}\s?[\d{_CIRCLED}一二三四五六七八九十]{{1,3}}[）)]"
)
_LETTERED = r"\[[a-z]{1,2}\]"
_RAISED = rf"[{_SUPERSCRIPT}]{{1,3}}(?:[,，⁻–-][{_SUPERSCRIPT}]{{1,3}}){{0,4}}"
_ROUND = rf"[{_CIRCLED}]{{1,3}}"

# Behind what it belongs to: a word, a stop or what closed it; behind a stop also after a space.
# What has its own brackets behind it is a link.
_IN_BRACKETS = lazy.compile(
    rf"(?<=[^\W_])(?:{_BRACKETED})(?!\()|(?<=[{_STOP}{_CLOSED},，、；;:：%％°])(?:{_BRACKETED})(?!\()"
    rf"|(?<=[{_STOP}{_CLOSED}])\x20(?:{_BRACKETED})(?!\()"
)
_BEHIND_STOP = lazy.compile(
    rf"(?<=[{_STOP}])[{_CLOSED}]{{0,3}}"
    rf"(?P<mark>{_LETTERED}|{_ROUND}|{_RAISED}|[†‡]{{1,2}}|(?P<star>\*{{1,3}})(?=\s|$))",
    re.MULTILINE,
)
# A square metre is one: only whole words, or Chinese characters, have a mark behind them.
_NO_LETTER = rf"[^\W\d_{HANZI}{KANA}]"
_BEHIND_WORD = lazy.compile(
    rf"(?:(?<={_NO_LETTER}{{4}})|(?<=[{HANZI}{KANA}{_CLOSED},，、；;]))(?<![米里寸尺]){_RAISED}(?![\w^/])"
    rf"|(?<=[{HANZI}{KANA}”」』）》]){_ROUND}(?=[。，、；：！？）”」]|\s*$)",
    re.MULTILINE,
)
_AFTER_MARK = lazy.compile(rf"{_BRACKETED}|{_LETTERED}|{_ROUND}|{_RAISED}")
# The label of a note at the head of its line.
_LABEL = lazy.compile(
    rf"^[ \t\u3000]{{0,8}}(?P<mark>\[(?:\d{{1,3}}|\^[\w-]{{1,40}})\]:?|〔\d{{1,3}}〕|［\d{{1,3}}］"
    rf"|【\d{{1,3}}】|[{_SUPERSCRIPT}]{{1,3}})(?=[ \t\u3000]*[^\s\])(])",
    re.MULTILINE,
)

# Behind a full stop a number stands bare: "long ago.1 It", "in 1932.3". What is meant is told by
# the word before: no abbreviation, and a year only where a word before it says so.
_BARE = lazy.compile(
    r"(?:(?P<word>[^\W\d_]{2,30})|(?P<year>\b1\d{3}|\b20\d\d)|[”’\"')\]])[.!?][”’\"')\]]{0,2}"
    r"(?P<mark>\d{1,3}(?:[,–-]\d{1,3}){0,4})(?=\s*$|\s{1,3}[“‘\"'(]?[^\W\d_])",
    re.MULTILINE,
)
_BEFORE_YEAR = lazy.compile(
    r"(?:\b(?:in|since|until|till|from|by|during|before|after|year|and|to|or|early|late|mid|circa|c\."
    r"|Jan\w*|Feb\w*|Mar\w*|Apr\w*|May|June?|July?|Aug\w*|Sep\w*|Oct\w*|Nov\w*|Dec\w*|im|seit|bis"
    r"|von|(?:spring|summer|autumn|fall|winter|end|beginning|start|middle|war|treaty) of"
    r"|en|desde|hasta|depuis|jusqu'en|nel|dal|al|sinds|tot|em|até)|\d[,.]?|[–—-])\s?$",
    re.IGNORECASE,
)
# Abbreviations that have their number behind them.
_NUMBERED = lazy.compile(
    r"(?:nos?|nr|vols?|ver(?:sion)?|vs|fig(?:ure)?s?|sec(?:t|tion)?|ch(?:ap|apter)?|art|pt|pp|para|cl"
    r"|eqs?|ex|tab(?:le)?|step|part|item|page|op|app|refs?|approx|abs|abb|bde?|kap|p[aá]gs?|n[uú]m|cap"
    r"|release|build|python|java|apt|rm|room|unit|lot|box|gate|suite)",
    re.IGNORECASE,
)

# An item of a list that goes on in the same paragraph begins with its mark; what comes before says
# that a list comes: 三点, 如下, the following.
_ANNOUNCES = lazy.compile(
    r"(?:[:：,，、;；]|如下|以下|下列|[几两二三四五六七八九十]\w?[点件种项步条类方]|following"
    r"|as follows)[^。！？.!?]{0,40}[。.:：]?\s{0,2}$"
)
_ITEM = lazy.compile(rf"[{_CIRCLED}]|[\[〔［【]\d")
# In characters: what is looked at before a mark, and how long a list in running text may be.
_LOOK, _WIDEST_LIST = 60, 2000


def find_note_marks(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the marks of notes stand in a text.

    :param text: A block, or a whole document.
    :return: Start and end of each, rising, without overlap; a space before one is part of it.

    >>> [text[a:b] for text in ["It ended in 1932.[1] Who?2 See [note 1] and m², 图〔3〕。"]
    ...  for a, b in find_note_marks(text)]
    ['[1]', '2', '〔3〕']
    """
    spans: list[tuple[int, int]] = []
    for start, end in sorted(set(_candidates(text))):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return tuple(_followed(text, spans))


def without_last_note_marks(text: str) -> str:
    """Return a text without the marks of notes at its end.

    :param text: A line or a sentence.

    >>> without_last_note_marks("It ended.[2][note 1]"), without_last_note_marks("完了。①")
    ('It ended.', '完了。')
    """
    if not text or (text[-1].isalpha() and text[-1].isascii()) or text[-1] in "。.!?！？":
        return text
    at = max(0, len(text) - 2 * _LOOK)
    tail, end = text[at:], len(text) - at
    for start, stop in reversed(find_note_marks(tail)):
        if stop != end or not start:
            break
        end = start
    return text[: at + end]


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    for match in _IN_BRACKETS.finditer(text):
        yield match.span()
    for match in _BEHIND_STOP.finditer(text):
        # Where one stands before, a star closes what that one opened.
        if (
            not match["star"]
            or "*" not in text[max(0, match.start() - _WIDEST_LIST) : match.start()]
        ):
            yield match.span("mark")
    if not text.isascii():
        for match in _BEHIND_WORD.finditer(text):
            yield match.span()
    for match in _LABEL.finditer(text):
        yield match.span("mark")
    for match in _BARE.finditer(text):
        if _is_mark(text, match):
            yield match.span("mark")


def _is_mark(text: str, match: re.Match[str]) -> bool:
    """Say whether the bare number behind a full stop points to a note."""
    word, year = match["word"], match["year"]
    first = text[match.end() : match.end() + 8].lstrip(" \t\n“‘\"'(")[:1]
    if first and not first.isupper():
        return False
    if year is not None:
        before = text[max(0, match.start() - _LOOK) : match.start()]
        return _BEFORE_YEAR.search(before) is not None
    return word is None or not (_NUMBERED.fullmatch(word) or word.isupper())


def _followed(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield marks, with those that stand directly behind them, without those that begin items."""
    done = 0
    for start, end in spans:
        if start < done:
            continue
        if _begins_item(text, start, end):
            continue
        yield start, end
        done = end
        while (more := _AFTER_MARK.match(text, done)) is not None:
            yield more.span()
            done = more.end()


def _begins_item(text: str, start: int, end: int) -> bool:
    """Say whether a mark begins an item of a list in running text, as in `如下。①甲。②乙。`."""
    if not _ITEM.match(text, start) or not text[end : end + 1].isalnum():
        return False
    low = max(0, start - _WIDEST_LIST)
    line = max(low, text.rfind("\n", low, start) + 1)
    first = _ITEM.search(text, line, start + 2)
    before = text[max(line, first.start() - _LOOK) : first.start()] if first else ""
    return _ANNOUNCES.search(before) is not None
