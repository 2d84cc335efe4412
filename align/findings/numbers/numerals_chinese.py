"""Chinese numerals: 一千二百, 2,000 万, 两三百, 十几, 二〇一五."""

from __future__ import annotations

from dataclasses import dataclass

from duizhao import lazy
from duizhao.align.findings.numbers.value import Bound

__all__ = [
    "DIGITS",
    "GROUPS",
    "HAN_DIGITS",
    "HAN_NUMERAL",
    "NUMBER",
    "ChineseNumeral",
    "plain_number",
    "read_zh",
]

# Groups of two before the last three are Indian: 2,06,737. Thin and unbreakable spaces are SI's and
# French, the apostrophe is Swiss.
GROUPS = (
    r"\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)|\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:['’]\d{3})+(?![\d'’])(?:\.\d+)?"
)
"""A regular expression of a number in digits that stand in groups, as either language has it."""
DIGITS = rf"(?:{GROUPS}|\d+(?:\.\d+)?)"
HAN_DIGITS = "〇零○一二两三四五六七八九"
HAN_NUMERAL = HAN_DIGITS + "十百千万亿"
# 千 before these is a part of a unit, 千克.
_THOUSAND = "千(?![克米瓦卡伏帕赫吨])"
_SCALE = rf"(?:[十百万亿兆]|{_THOUSAND})"
NUMBER = (
    rf"(?:{DIGITS}(?:[ \u00a0]?[多余几]?{_SCALE}+(?:[多余]?[万亿])?(?:{DIGITS}{_SCALE}+)*)?"
    rf"|[几数]?(?:[{HAN_DIGITS}十百万亿]|{_THOUSAND})+(?:[多余几]?(?:[万亿]|{_THOUSAND})+)?几?"
    rf"(?:点[{HAN_DIGITS}]+[万亿]*)?)"
)
"""A regular expression of what :func:`read_zh` reads."""

_VALUES = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_TOKEN = lazy.compile(rf"{DIGITS}|[{HAN_NUMERAL}兆]")
_ODD = lazy.compile("[多余]")
_POINT = lazy.compile(rf"点([{HAN_DIGITS}]+)")
# Two digits side by side are a range: 两三个, 十七八, 三五百.
_NEIGHBOURS = lazy.compile("一[二两]|三[二两]|[二两]三|三四|四五|五六|六七|七八|八九|三五")
_SOME_TEENS = 19
# A megabyte of 万 must not become infinite.
_LARGEST = 1e200


@dataclass(frozen=True)
class ChineseNumeral:
    """What a numeral says.

    :param number: The number.
    :param high: The end of the range, if it is one.
    :param bound: What 多, 余, 几 and 数 say.
    :param plain: Whether it is written in Western digits.
    :param scale: What the last word multiplies by: 万 is 10,000.
    """

    number: float
    high: float | None = None
    bound: Bound = Bound.EXACT
    plain: bool = False
    scale: float = 1.0


def read_zh(numeral: str) -> ChineseNumeral:
    """Read a numeral that matches :data:`NUMBER`.

    :param numeral: The numeral.

    >>> read_zh("1亿5000万").number, read_zh("两万五").number, read_zh("十七八").high
    (150000000.0, 25000.0, 18.0)
    """
    plain = numeral[0].isdigit() and numeral[0] not in HAN_DIGITS
    bound = Bound.ODD if _ODD.search(numeral) else Bound.EXACT
    scale = float(_LARGE.get(numeral[-1], 1))
    if "几" in numeral or numeral[0] == "数":
        number = _read(numeral.removeprefix("数").replace("几", ""))
        high = float(_SOME_TEENS) if numeral == "十几" else None
        return ChineseNumeral(number, high, Bound.SOME, plain, scale)
    pair = None if plain else _NEIGHBOURS.search(numeral)
    if pair and (len(numeral) == len(pair[0]) or _has_scale(numeral)):
        low, high = sorted(
            _read(numeral[: pair.start()] + digit + numeral[pair.end() :]) for digit in pair[0]
        )
        return ChineseNumeral(low, high, bound, plain, scale)
    return ChineseNumeral(_read(numeral), None, bound, plain, scale)


def plain_number(digits: str) -> float:
    """Read a number in digits, which may stand in groups.

    :param digits: The digits.

    >>> plain_number("1,200.5"), plain_number("1'200"), plain_number("10\u202f000")
    (1200.5, 1200.0, 10000.0)
    """
    return float(_GAPS.sub("", digits))


_GAPS = lazy.compile(r"[,'’\s]")


def _has_scale(numeral: str) -> bool:
    return any(char in _SMALL or char in _LARGE for char in numeral)


def _read(numeral: str) -> float:
    """Read a numeral without its range or bound; an endless one is merely very large."""
    return min(_read_all(numeral), _LARGEST)


def _read_all(numeral: str) -> float:
    point = _POINT.search(numeral)
    if point:
        whole = _read(numeral[: point.start()])
        decimals = "".join(str(_VALUES[c]) for c in point[1])
        scaled = f"{whole + float('0.' + decimals):.9g}"
        return float(scaled) * _product(numeral[point.end() :])
    if not _has_scale(numeral) and numeral and numeral[0] in HAN_DIGITS:
        return float("".join(str(_VALUES[c]) for c in numeral))
    return _sum(_TOKEN.findall(numeral))


def _product(scales: str) -> float:
    product = 1.0
    for char in scales:
        product *= _LARGE[char]
    return product


def _sum(tokens: list[str]) -> float:
    """Add up digits and the words that scale them."""
    total = section = 0.0
    current: float | None = None
    before, largest, gap = 1.0, 1.0, False
    for token in tokens:
        if token in _SMALL:
            section += (1.0 if current is None else current) * _SMALL[token]
            current, before = None, float(_SMALL[token])
        elif token in _LARGE:
            scale = float(_LARGE[token])
            section += current or 0.0
            total, section = _scaled(total, section, scale, largest), 0.0
            current, before, largest = None, scale, scale
        elif token in _VALUES:
            gap = _VALUES[token] == 0
            current = current if gap else float(_VALUES[token])
            continue
        else:
            current = plain_number(token)
        gap = False
    if current is not None:
        # 二百五 is 250, 二百零五 is 205. What has a hundred before it is not the first.
        short = tokens[-1] in _VALUES and before >= _SMALL["百"] and _VALUES.get(tokens[-2]) != 0
        section += current * before / 10 if short else current
    return total + section


def _scaled(total: float, section: float, scale: float, largest: float) -> float:
    """Take in a section that ends in 万 or 亿."""
    if total and scale > largest:
        return (total + section) * scale
    if total and not section:
        return total * scale
    return total + (section or 1.0) * scale
