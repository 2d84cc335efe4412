"""About, nearly, more than: how near to its number a quantity is said to be."""

from __future__ import annotations

import re

from duizhao import lazy
from duizhao.align.findings.numbers.value import Bound
from duizhao.corpora.text.scripts import HANZI

__all__ = ["bound_after_en", "bound_after_zh", "bound_before_en", "bound_before_zh", "differ"]

# 不得超过, 未超过 and 没有超过 are no 超过.
_NOT = "不[得能可应宜会准许该曾]?|未[曾能]?|没有?|并?非|尚未|从未|无法"
_EN_BEFORE = (
    (
        Bound.MOST,
        (
            "(?:no|not|never) (?:more|greater|higher|larger|longer|older|later|over) than|not over"
            "|at most|up to|a maximum of|maximum|a max of"
            "|(?:not|never|n[’']t) (?:to )?(?:exceed(?:ed|ing)?|surpass(?:ed|ing)?|be more than)"
            "|without exceeding"
        ),
    ),
    (
        Bound.LEAST,
        (
            "(?:no|not|never) (?:fewer|less|lower|smaller|shorter|younger|earlier) than"
            "|at least|a minimum of|minimum"
        ),
    ),
    (
        Bound.OVER,
        (
            "more than|greater than|higher than|larger than|longer than|older than"
            "|in excess of|upwards of|over|above|exceed(?:s|ed|ing)?|surpass(?:ed|ing)?"
            "|topped|well over"
        ),
    ),
    (
        Bound.UNDER,
        (
            "less than|fewer than|lower than|smaller than|shorter than|younger than"
            "|under|below|within|short of"
        ),
    ),
    (Bound.NEARLY, "nearly|almost|close to|approaching|just under|just shy of|near"),
    (
        Bound.ABOUT,
        (
            "about|around|approximately|approx.?|roughly|some|an estimated|estimated|circa"
            "|in the region of|an average of|somewhere around|more or less|or so|~"
        ),
    ),
)
_ZH_BEFORE = (
    (
        Bound.MOST,
        (
            f"(?:{_NOT})(?:超过|超出|超|多于|大于|高于|长于|迟于|晚于|逾|突破|过)"
            "|最多|至多|顶多|最高|最长|最迟"
        ),
    ),
    (Bound.LEAST, f"(?:{_NOT})(?:少于|低于|小于|短于|早于|亚于)|至少|最少|起码|最低|最短"),
    (Bound.OVER, "超过|超出|超|逾|多于|高于|大于|突破|以上|远超|过|不止"),
    (Bound.UNDER, "不到|不足|少于|低于|小于|未满|不满|未到"),
    (Bound.NEARLY, "将近|接近|近|几乎|几近|逼近|差不多有|濒临"),
    (Bound.ABOUT, "约|大约|约为|大概|大致|差不多|估计|约有|约在|左右|上下|~|～|≈"),
)


def _before(groups: tuple[tuple[Bound, str], ...], tail: str) -> re.Pattern[str]:
    words = "|".join(f"(?P<{bound.name}>{pattern})" for bound, pattern in groups)
    return lazy.compile(f"(?:{words}){tail}$")


_SPOKEN = r"\s?(?:(?:the|a|an|US|another|its|their|his|her)\s)?[$€£¥]?"
_BEFORE_EN = _before(_EN_BEFORE, _SPOKEN)
_BEFORE_EN = lazy.compile(rf"(?<![A-Za-z-])(?:{_BEFORE_EN.pattern})", re.IGNORECASE)
_BEFORE_ZH = _before(_ZH_BEFORE, r"(?:了|为|有|着|是|[$€£¥￥])?\s?")
_AFTER_EN = lazy.compile(
    r"(?P<ODD>-odd\b|-plus\b| odd\b|-something|\+|\s?plus\b)"
    r"|(?:\s[a-z]{1,20})?(?:\s(?P<ABOUT>or so)\b"
    r"|,?\s(?:or|and)\s(?P<LEAST>more|over|above|older|up)\b"
    r"|,?\s(?:or|and)\s(?P<MOST>less|fewer|under|below|younger)\b)",
    re.IGNORECASE,
)
_AFTER_ZH = lazy.compile(
    r"(?:(?P<ODD>[多余](?!少)|来(?=[个名位人家天年岁]))|(?P<ABOUT>左右|上下|许)|(?P<OVER>以上|之多|开外)"
    r"|(?P<UNDER>以下|以内|之内|不到)|(?P<LEAST>\+))"
)
# What may stand between a number and 左右: its unit, or the things counted.
_THINGS = lazy.compile(f"[{HANZI}]{{0,3}}?(?=左右|上下|以上|以下)")
_LOOK_BACK_EN, _LOOK_BACK_ZH = 34, 8


def bound_before_en(text: str, start: int) -> Bound:
    """Return what English says right before a number.

    :param text: The text.
    :param start: Where the number begins, with its currency sign.

    >>> bound_before_en("more than 200", 10).value
    'over'
    """
    return _named(_BEFORE_EN.search(text[max(0, start - _LOOK_BACK_EN) : start]))


def bound_before_zh(text: str, start: int) -> Bound:
    """Return what Chinese says right before a number.

    :param text: The text.
    :param start: Where the number begins, with its currency sign.
    """
    return _named(_BEFORE_ZH.search(text[max(0, start - _LOOK_BACK_ZH) : start]))


def bound_after_en(text: str, end: int) -> Bound:
    """Return what English says right after a number, or after the word it counts.

    :param text: The text.
    :param end: Where the number ends, with its unit.
    """
    return _named(_AFTER_EN.match(text, end))


def bound_after_zh(text: str, end: int) -> Bound:
    """Return what Chinese says right after a number, or after the words it counts.

    :param text: The text.
    :param end: Where the number ends, with its unit.
    """
    found = _AFTER_ZH.match(text, end)
    if not found:
        things = _THINGS.match(text, end)
        found = _AFTER_ZH.match(text, things.end()) if things else None
    return _named(found)


def _named(match: re.Match[str] | None) -> Bound:
    return Bound[match.lastgroup] if match and match.lastgroup else Bound.EXACT


# What translators take for the same: 近 for "about", 多 for "more than" and for "about".
_CAMPS = {
    Bound.ABOUT: {"about"},
    Bound.NEARLY: {"about", "below"},
    Bound.ODD: {"about", "above"},
    Bound.OVER: {"above"},
    Bound.LEAST: {"above"},
    Bound.UNDER: {"below"},
    Bound.MOST: {"below"},
}


def differ(a: Bound, b: Bound) -> bool:
    """Say whether two bounds cannot both be right.

    A bound against none is no difference here: languages mark rounding to different degrees.

    >>> differ(Bound.ABOUT, Bound.OVER), differ(Bound.OVER, Bound.LEAST)
    (True, False)
    """
    if a not in _CAMPS or b not in _CAMPS:
        return False
    return _CAMPS[a].isdisjoint(_CAMPS[b])
