"""English numerals: 2,000, twenty-five thousand, 1.4 billion, half a million, two-thirds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duizhao import lazy
from duizhao.align.findings.numbers.numerals_chinese import GROUPS, plain_number

__all__ = ["DIGITS", "NUMBER", "ORDINAL_WORDS", "TENS", "EnglishNumeral", "read_en"]

# A dot that follows a letter or a bracket begins no fraction: Smith.2007, (1).3.
DIGITS = rf"(?:{GROUPS}|\d+(?:\.\d+)?|(?<![\w.)\]])\.\d+)"
_ONE_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_ONES = _ONE_WORDS.split()
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: i for i, word in enumerate(_ONES)}
_SMALL.update({word: 10 * i for i, word in enumerate(TENS, start=2)})
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
}
# Letters that scale the digits right before them; m is a metre as well.
_LETTERS = {"k": 1e3, "K": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "M": 1e6, "bn": 1e9, "b": 1e9,
            "B": 1e9, "tn": 1e12, "T": 1e12, "mil": 1e6, "MM": 1e6, "BN": 1e9}  # fmt: skip
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINAL_WORDS = {word: float(n) for n, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
ORDINAL_WORDS |= {"thirtieth": 30.0, "fiftieth": 50.0, "hundredth": 100.0}
"""Words for ordinals, and their numbers."""
_CARDINAL = "|".join(sorted(_SMALL, key=lambda w: (-len(w), w)))
_SCALE = "|".join(_SCALES)
_BIG = "million|billion|trillion|thousand"
_WORDS = rf"(?:{_CARDINAL}|{_SCALE})"
_LETTER = "|".join(sorted(_LETTERS, key=lambda w: (-len(w), w)))
NUMBER = (
    rf"(?:{DIGITS}(?:[ \u00a0-]?(?:(?i:{_SCALE})(?:s(?!\w)|(?!\w))(?:\s(?i:{_BIG})(?!\w))?)"
    rf"|(?:{_LETTER})(?!\w))?"
    rf"|(?<![\w-])(?:(?i:half)[ -](?i:a)[ -](?i:{_BIG}|dozen)(?!\w)"
    rf"|(?:(?i:a|an)[ -](?=(?i:{_SCALE})(?!\w)))?(?i:{_WORDS})(?!\w)"
    rf"(?:(?:[\s-]{{1,3}}|\s(?i:and)\s(?!(?i:a)\s))(?i:{_WORDS})(?!\w)){{0,24}}"
    rf"(?:\s(?i:and)\s(?i:a)\s(?i:half)(?:\s(?i:{_BIG}))?(?!\w))?"
    rf"(?:\s(?i:point)(?:\s(?i:{_CARDINAL})(?!\w))+(?:\s(?i:{_BIG})(?!\w))?)?))"
)
"""A regular expression of what :func:`read_en` reads."""
_TOKEN = lazy.compile(rf"{DIGITS}|[A-Za-z]+")
_POINT = lazy.compile(rf"\spoint((?:\s(?:{_CARDINAL}))+)")


@dataclass(frozen=True)
class EnglishNumeral:
    """What a numeral says.

    :param numbers: The number; several where words in a row are several numbers (one, two).
    :param plain: Whether it is written in Western digits.
    :param scale: What the last word multiplies by.
    :param also: Another number that the same signs may mean.
    """

    numbers: tuple[float, ...]
    plain: bool = False
    scale: float = 1.0
    also: tuple[float, ...] = ()


def read_en(numeral: str) -> EnglishNumeral:
    """Read a numeral that matches :data:`NUMBER`.

    :param numeral: The numeral.

    >>> read_en("one and a half million").numbers, read_en("2.5 billion").numbers
    ((1500000.0,), (2500000000.0,))
    """
    if numeral[0].isdigit() or numeral[0] == ".":
        return _digits(numeral)
    words = numeral.lower()
    point = _POINT.search(words)
    if point:
        whole = _sum(_TOKEN.findall(words[: point.start()]))[0]
        decimals = "".join(str(_SMALL[w]) for w in point[1].split())
        scale = _SCALES.get(words[point.end() :].strip(), 1.0)
        return EnglishNumeral((float(f"{int(whole)}.{decimals}") * scale,), scale=scale)
    tokens = [word for word in _TOKEN.findall(words) if word != "an"]
    return EnglishNumeral(_sum(tokens), scale=_SCALES.get(tokens[-1], 1.0))


def _digits(numeral: str) -> EnglishNumeral:
    found = re.match(DIGITS, numeral)
    assert found
    number = plain_number(found[0])
    rest = numeral[found.end() :].strip(" \u00a0-")
    if rest in _LETTERS:
        scale = _LETTERS[rest]
        return EnglishNumeral((_scaled(number, scale),), True, scale, (number,))
    scale = 1.0
    for word in rest.lower().split():
        scale *= _SCALES[word if word in _SCALES else word[:-1]]
    return EnglishNumeral((_scaled(number, scale),), plain=True, scale=scale)


def _scaled(number: float, scale: float) -> float:
    """Multiply without the traces of binary fractions: 4.35 million is 4350000."""
    return float(f"{number * scale:.12g}")


def _sum(tokens: list[str]) -> tuple[float, ...]:
    """Add up number words; what cannot go on begins another number."""
    numbers: list[float] = []
    total = section = last = 0.0
    halves = "half" in tokens
    started = False
    for word in tokens:
        if word in {"a", "and", "half"}:
            continue
        if word in _SCALES:
            scale = _SCALES[word]
            if scale != _SCALES["hundred"]:
                total += (section or 1.0) * scale
                section = 0.0
            else:
                section = (section or 1.0) * scale
            last = scale
        else:
            number = float(_SMALL[word])
            if started and not _goes_on(last, number):
                numbers.append(total + section)
                total = section = 0.0
            section += number
            last = number
        started = True
    numbers.append(_halved(total + section, tokens) if halves else total + section)
    return tuple(numbers)


def _goes_on(last: float, number: float) -> bool:
    """Say whether a number word adds to the one before: twenty-five, hundred six."""
    if last >= 100 or last == _SCALES["dozen"]:
        return True
    return 20 <= last < 100 and number < 10


def _halved(number: float, tokens: list[str]) -> float:
    """Read half a million, one and a half million."""
    scale = _SCALES.get(tokens[-1], 1.0)
    if tokens[0] == "half":
        return number / 2
    return number + 0.5 * scale
