"""Opposites: an English word whose Chinese counterpart may be that of its opposite.

Only plain words count, which have one opposite in both languages. "Before" and "after" are none:
what comes before one thing comes after another, and translations turn such sentences around
(of 9,768 clean pairs five had 此前 or 之前 for "after", all of them right).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from duizhao import lazy

__all__ = ["Clash", "opposites", "permissions"]

_LETTERS = lazy.compile(r"[A-Za-z]+")
# A negation before a word, or right behind it, makes the opposite of it.
_BEFORE_EN, _AFTER_EN, _BEFORE_ZH = 40, 15, 4
_NOT_EN = lazy.compile(
    r"\b(?:not|no|never|nor|neither|none|nothing|without|cannot|hardly|rarely|less|least|few|little"
    r"|un\w+|non\w*|lack\w*|fail\w*|refus\w*|avoid\w*|prevent\w*|instead|rather|from)\b|n['’]t\b",
    re.IGNORECASE,
)
_NOT_ZH = lazy.compile("[不没沒無无未非莫勿别否免禁拒缺难除反避防并]")
# Who may not, and who may: by the rules' own words. 不得不 is no prohibition, nor is 能不能.
_MAY_NOT_EN = lazy.compile(
    r"\b(?:(?:must|may|shall|can|should) not|cannot|(?:must|shall|ca|should)n['’]t"
    r"|(?:is|are|be) (?:not (?:allowed|permitted)|forbidden|prohibited))\b",
    re.IGNORECASE,
)
_MAY_EN = lazy.compile(
    r"\b(?:must|may|shall|should|can|(?:is|are|be) (?:allowed|permitted))\b", re.IGNORECASE
)
_MAY_NOT_ZH = lazy.compile(
    "不得(?!不|已|人心)|禁止|严禁|不准|不许|不允许|(?<!能)不能(?!不)|不应(?!有尽有)"
)
_MAY_ZH = lazy.compile("可以|能够|允许|应当|必须|有权|应该")
# Words of any denial: with one of them a sentence may say the same in other words.
_DENIES_EN = lazy.compile(
    r"\b(?:no\w*|never|cannot|neither|un\w+|im\w+|in[ac-eg-z]\w+|dis\w+|ir\w+|il\w+|anti\w*|lack\w*|fail\w*"
    r"|refus\w*|avoid\w*|prevent\w*|instead|rather|few\w*|little|only|against|stop\w*|unless|until"
    r"|too|hard\w*|less|free|beyond|but|\w+less|exclu\w+|except|forbid\w*|prohibit\w*|ban\w*"
    r"|reject\w*|den[iy]\w*|refrain\w*|abstain\w*|restrict\w*|limit\w*|any\w*|ever|or|whether)\b"
    r"|n['’]t\b|\?",
    re.IGNORECASE,
)
_DENIES_ZH = lazy.compile(
    "[不没沒無无未非莫勿别否免禁拒缺难除反避防失毋休停止绝戒罢空乏仅只才岂何？?]"
)


@dataclass(frozen=True)
class Clash:
    """Two words that say the opposite of each other.

    :param english: Where the English word stands.
    :param chinese: Where the Chinese one does.
    """

    english: tuple[int, int]
    chinese: tuple[int, int]


_Chinese: TypeAlias = tuple[re.Pattern[str], re.Pattern[str]]


@dataclass(frozen=True)
class _Table:
    """Pairs of opposites.

    :param english: By English word, in small letters, the rows that it is of, and the pole.
    :param chinese: By row the Chinese words of either pole.
    """

    english: Mapping[str, Sequence[tuple[int, int]]]
    chinese: Sequence[_Chinese]


def opposites(english: str, chinese: str) -> Iterator[Clash]:
    """Yield the words of two texts of which one has the one pole only, and the other the other.

    :param english: The English text.
    :param chinese: The Chinese text.

    >>> english, chinese = "The two services are dependent on it.", "这两项服务相互独立。"
    >>> [(english[slice(*c.english)], chinese[slice(*c.chinese)])
    ...  for c in opposites(english, chinese)]
    [('dependent', '独立')]
    """
    table = _table()
    ours: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    for match in _LETTERS.finditer(english):
        for row, pole in table.english.get(match.group().lower(), ()):
            ours.setdefault(row, []).append((pole, match.span()))
    for row, found in ours.items():
        if len(found) > 1:
            continue
        ((pole, word),) = found
        theirs = _chinese(table.chinese[row], chinese)
        if len(theirs[1 - pole]) == 1 and not theirs[pole]:
            other = theirs[1 - pole][0].span()
            if not _denied(english, chinese, word, other):
                yield Clash(word, other)


def permissions(english: str, chinese: str) -> Iterator[Clash]:
    """Yield what one text forbids and the other allows or demands, without any word of denial.

    :param english: The English text.
    :param chinese: The Chinese text.
    """
    forbids, may = list(_MAY_NOT_EN.finditer(english)), list(_MAY_ZH.finditer(chinese))
    if len(forbids) == len(may) == 1 and not _DENIES_ZH.search(chinese):
        yield Clash(forbids[0].span(), may[0].span())
    forbids, may = list(_MAY_NOT_ZH.finditer(chinese)), list(_MAY_EN.finditer(english))
    if len(forbids) == len(may) == 1 and not _DENIES_EN.search(english):
        yield Clash(may[0].span(), forbids[0].span())


def _chinese(poles: _Chinese, text: str) -> list[list[re.Match[str]]]:
    """Return the words of each pole: 不可变 is no 可变."""
    second = list(poles[1].finditer(text))
    first = [
        match
        for match in poles[0].finditer(text)
        if not any(m.start() <= match.start() and match.end() <= m.end() for m in second)
    ]
    return [first, second]


def _denied(english: str, chinese: str, word: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether a negation stands by either word."""
    start, end = word
    before = english[max(0, start - _BEFORE_EN) : start]
    after = english[end : end + _AFTER_EN]
    close = chinese[max(0, other[0] - _BEFORE_ZH) : other[0]]
    return bool(_NOT_EN.search(before) or _NOT_EN.search(after) or _NOT_ZH.search(close))


@cache
def _table() -> _Table:
    """Return the opposites that come with the package."""
    text = files("duizhao.align.findings.contrary").joinpath("data", "poles.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    english: dict[str, list[tuple[int, int]]] = {}
    for number, row in enumerate(rows):
        for pole in (0, 1):
            for word in row[pole].split("|"):
                english.setdefault(word, []).append((number, pole))
    return _Table(english, [(lazy.compile(row[2]), lazy.compile(row[3])) for row in rows])
