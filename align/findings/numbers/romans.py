"""Roman numerals that count parts of a text, sorts and stages: Chapter XII, 第IV部分, Ⅲ期."""

from __future__ import annotations

import re

from duizhao import lazy
from duizhao.align.findings.numbers.claims import Sheet
from duizhao.align.findings.numbers.value import Quantity, Strength, Value

__all__ = ["claim_romans"]

_ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,3}|C{1,3}(?:XC|XL|L?X{0,3}))(?:IX|IV|V?I{0,3})"
# Of single letters only I, V and X count; C and L rather are a letter: Class C.
_NUMERAL = rf"(?:(?![CL](?![IVXLC])){_ROMAN})"
_PARTS = (
    "chapters?|chap\\.|parts?|articles?|sections?|sec\\.|books?|volumes?|vols?\\.|titles?|acts?"
    "|scenes?|cantos?|annex(?:es)?|appendix|appendices|schedule|division|protocol|amendment"
    "|lesson|unit|module|phases?|stages?|types?|class|grade|level|tier|category|factor"
)
_ENGLISH = lazy.compile(
    rf"(?<![A-Za-z])(?P<word>(?i:{_PARTS}))[ \u00a0]"
    rf"(?P<numerals>{_NUMERAL}(?:(?:, |,? (?:and|to|or|through|&) |[-–—]){_NUMERAL})*)"
    r"(?![\w'’]|\.\w)"
)
_CHINESE = lazy.compile(
    rf"(?:(?P<mark>第)\s?|(?<![A-Za-z0-9]))(?P<numerals>{_NUMERAL})"
    r"(?=\s?(?:章|部分|部|篇|卷|编|节|条|期|型|级|类|册|幕))"
)
# What most texts lack.
_AFTER_WORD = lazy.compile(r"[A-Za-z.][ \u00a0](?:[IVXLC]{2,15}|[IVX])(?![A-Za-z'’])")
_BEFORE_HAN = lazy.compile(r"[IVXLC]\s?[\u4e00-\u9fff]")
_ONE_NUMERAL = lazy.compile(_NUMERAL)
_SIGNS = lazy.compile("[\u2160-\u216b\u2170-\u217b]")
_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# "The part I like": a small letter makes no heading of it, and I is a word.
_SAYS_I = lazy.compile(r" (?!of |and )[a-z]")
_SURE = 10


def claim_romans(sheet: Sheet, lang: str) -> None:
    """Take Roman numerals that count something out of a text, as values.

    :param sheet: A text.
    :param lang: Its language, ``"en"`` or ``"zh"``.
    """
    if not sheet.text.isascii():
        sheet.claim(_SIGNS, _sign)
    if lang == "en" and _AFTER_WORD.search(sheet.text):
        sheet.claim(_ENGLISH, _english)
    elif lang == "zh" and _BEFORE_HAN.search(sheet.text):
        sheet.claim(_CHINESE, _values)


def _sign(match: re.Match[str]) -> list[Value]:
    number = (ord(match[0]) - 0x2160) % 16 + 1.0
    return [Value(*match.span(), Quantity.COUNT, number, strength=Strength.SOFT)]


def _english(match: re.Match[str]) -> list[Value] | None:
    if match["numerals"] == "I" and (
        match["word"][0].islower() or _SAYS_I.match(match.string, match.end())
    ):
        return None
    return _values(match)


def _values(match: re.Match[str]) -> list[Value]:
    """Return the numbers of one or several numerals."""
    found = []
    for each in _ONE_NUMERAL.finditer(match["numerals"]):
        number = float(_read(each[0]))
        start = match.start("numerals") + each.start()
        strength = Strength.FIRM if number > _SURE else Strength.SOFT
        end = start + len(each[0])
        found.append(Value(start, end, Quantity.ORDINAL, number, strength=strength))
    return found


def _read(numeral: str) -> int:
    """Read a Roman numeral.

    >>> _read("XIV"), _read("XC")
    (14, 90)
    """
    total = 0
    for one, after in zip(numeral, [*numeral[1:], ""], strict=True):
        value = _DIGITS[one]
        total += -value if after and _DIGITS[after] > value else value
    return total
