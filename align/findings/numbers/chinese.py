"""Values of a Chinese text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from itertools import groupby

from duizhao import lazy
from duizhao.align.findings.numbers.bounds import bound_after_zh, bound_before_zh
from duizhao.align.findings.numbers.claims import Sheet
from duizhao.align.findings.numbers.codes import claim_codes
from duizhao.align.findings.numbers.dates_chinese import (
    claim_dates_zh,
    claim_eras,
    claim_named_days_zh,
)
from duizhao.align.findings.numbers.marks import claim_marks
from duizhao.align.findings.numbers.numerals_chinese import (
    HAN_NUMERAL,
    NUMBER,
    ChineseNumeral,
    read_zh,
)
from duizhao.align.findings.numbers.romans import claim_romans
from duizhao.align.findings.numbers.units import CURRENCY_SIGNS, ZH_UNITS, alternatives
from duizhao.align.findings.numbers.value import Bound, Quantity, Strength, Value, kind_of
from duizhao.corpora.text.chinese_variants import as_encoded

__all__ = ["values_zh"]

_words = json.loads(
    resources.files("duizhao.align.findings.numbers")
    .joinpath("data/values_words.json")
    .read_text(encoding="utf-8")
)["zh"]
_COUNTS = HAN_NUMERAL + "几第0-9"


def _idioms(words: Sequence[str]) -> str:
    """Return a pattern of idioms, which are tried in their order.

    What begins or ends with a numeral is no idiom where that is a part of a longer one: 一百万分.
    Neighbours that begin so share the look at what stands before: compiling each one's own takes
    five times as long. The first character is tried before it, which most places fail.
    """
    runs = []
    for counted, group in groupby(words, key=lambda idiom: idiom[0] in _COUNTS):
        run = [
            idiom + (f"(?![{HAN_NUMERAL}0-9])" if idiom[-1] in HAN_NUMERAL else "")
            for idiom in group
        ]
        first = "".join(sorted({idiom[0] for idiom in run}))
        before = f"(?=[{first}])(?<![{_COUNTS}])" if counted else ""
        runs.append(f"{before}(?:{'|'.join(run)})")
    return "|".join(runs)


_IDIOMS = lazy.compile(_idioms(_words["idioms"]))
# What must follow a numeral of one character for it to be a number at all.
_COUNTED = lazy.compile("[" + _words["classifiers"] + "]|" + "|".join(_words["counted"]))
_UNIT = lazy.compile(rf"[ \u00a0]?(?P<unit>{alternatives(ZH_UNITS)})")
_SIGN = lazy.compile(rf"(?:{alternatives(CURRENCY_SIGNS)})\s?$")
_NUMBER = lazy.compile(NUMBER)
_SHARE = lazy.compile(
    rf"(?P<whole>百|千|万|{NUMBER})分之(?P<part>{NUMBER})"
    r"|(?<![\d/])(?P<up>\d{1,3})/(?P<down>[2-9]|10|100|1000)(?![\d/])"
    rf"|(?P<tenths>[一二两三四五六七八九]|(?<![\d.])\d(?:\.\d)?)成(?P<five>[一二三四五六七八九](?![个十百千万]))?"
    rf"(?!{'|'.join(_words['after_cheng'])})"
    rf"|(?P<price>[一二三四五六七八九]{{1,2}}|(?<![\d.])\d(?:\.\d)?)折(?![叠磨射返腾扣价断纸])"
    rf"|翻(?:了|上)?(?P<fold>[一两二三四五六七八九]|\d)?(?:番|倍)"
)
_HALF = lazy.compile(
    rf"(?P<whole>{NUMBER})?(?P<unit>个)?(?P<kind>多?半)(?P<after>个?(?:小时|钟头|月|世纪|百|年|天|周|日))"
    rf"|(?P<count>{NUMBER})(?P<spell>年|天|周|岁|倍|公里|米|英里|小时|个小时|个月|个世纪|个)半(?!数)"
    rf"|(?P<half>一半|半数|过半|大半|半(?=[个瓶杯场条只块张份边价]))"
)
_SOME = lazy.compile(
    "(?P<vague>千百)(?=[遍次年个种倍])|成[百千]上(?P<of>[千万])|数以(?P<by>[十百千万亿]+)计|(?<![以年月日])上(?P<over>[百千万亿]+)(?=[个名位人家次元件年条只架辆吨])"
)
# Plans of five years by their number: 十二五 is the 12th.
_PLAN = lazy.compile(
    r"(?<![一二三四五六七八九十百千万])(?P<n>十[一二三四五六七八九]?|[一二三四五六七八九])五"
    r"(?:(?=[”’」』\"]?(?:规划|计划|时期|期间|以来|目标|收官|开局|末期|末，|纲要))"
    r"|(?<=十[一二三四五六七八九]五)(?<=[“‘「『\"]...)(?=[”’」』\"]))"
)
# What a unit is followed by without one: 两块五, 一米八, 2米26.
_TAILED = lazy.compile(
    rf"(?P<whole>{NUMBER})(?P<unit>块|元|米|斤)(?P<part>[一二三四五六七八九]{{1,2}}|\d{{1,2}})"
    rf"(?P<less>角|毛|分|两|厘米|公分)?(?![\d.{HAN_NUMERAL}%]|\s?(?:{alternatives(ZH_UNITS)})|[{_words['classifiers']}])"
)
_SPLIT_TIME = lazy.compile(r"(?<!\d)(?P<m>\d{1,3})\s?分(?P<s>\d{1,2})\s?秒(?P<part>\d{1,3})(?!\d)")
_TWO = lazy.compile("双(?=[向边方重层人语侧核])|俩|(?P<three>仨)|(?P<day>全天候)")
_RANGE = lazy.compile(r"\s?(?:[-–—~～]{1,2}|至|到)\s?[$€£¥￥]?")
_ORDINAL = lazy.compile(r"(?:第|No\.?\s?|№)\s?$")
# 二十两 are taels; 一两个 and 三两个 are one or two, two or three.
_TAEL = lazy.compile(r"(?<=[\d二四五六七八九十百千万])两$")
# Spaces before the number of an item.
_INDENT = 8
_ITEM = lazy.compile(r"[.、)）．](?!\d)")
_CALLED = lazy.compile("十[堰佳]")
_LONGEST_SIGN = 6
_ROUND = frozenset("十百千万亿")


def values_zh(text: str) -> tuple[Value, ...]:
    """Return the numbers, dates and quantities of a Chinese text.

    :param text: A text; traditional characters and full-width digits are read as well.
    """
    sheet = Sheet(_plain(text))
    claim_marks(sheet)
    claim_codes(sheet)
    claim_romans(sheet, "zh")
    claim_eras(sheet)
    claim_named_days_zh(sheet)
    sheet.claim(_PLAN, _plan, ("五",))
    sheet.claim(_SHARE, lambda match: _share(match, sheet.text), tuple("分成折翻/"))
    sheet.claim(_SOME, _some, ("上", "计", "千百"))
    sheet.claim(_SPLIT_TIME, _split_time, ("秒",))
    sheet.claim(_IDIOMS)
    claim_dates_zh(sheet)
    sheet.claim(_HALF, _half, ("半",))
    sheet.claim(_TAILED, _tailed, tuple("块元米斤"))
    sheet.claim(_TWO, _two, ("双", "全天候", "俩", "仨"))
    sheet.values += _numbers(sheet.text)
    return sheet.in_order()


_WIDE_COMMA = lazy.compile("(?<=[０-９])[，．](?=[０-９])")


def _plain(text: str) -> str:
    """Write a text in simplified characters and plain digits, character for character."""
    text = _WIDE_COMMA.sub(lambda m: "," if m[0] == "，" else ".", text)
    return as_encoded(text)


def _share(match: re.Match[str], text: str) -> list[Value] | None:
    start, end = match.span()
    if match["up"]:
        up, down = float(match["up"]), float(match["down"])
        return [Value(start, end, Quantity.SHARE, up / down, also=(up,))] if up < down else None
    kind, strength, unit = Quantity.SHARE, Strength.FIRM, ""
    also: tuple[float, ...] = ()
    if match["part"]:
        whole, part = read_zh(match["whole"]), read_zh(match["part"])
        number, unit = _fraction(whole.number or 1.0, part.number)
        high = None if part.high is None else _fraction(whole.number or 1.0, part.high)[0]
        bound = _bound(text, start, end)
        return [Value(start, end, kind, number, unit=unit, bound=bound, high=high)]
    if match["tenths"]:
        number = read_zh(match["tenths"]).number * 10
        number += read_zh(match["five"]).number if match["five"] else 0
        unit = "%"
    elif match["price"]:
        paid = read_zh(match["price"]).number
        number = paid if paid > 10 else paid * 10
        also, unit = (100 - number, number / 10), "%"
    else:
        n = read_zh(match["fold"]).number if match["fold"] else 1.0
        number, also, kind = 2.0**n, (n, n + 1), Quantity.COUNT
        strength = Strength.WEAK
    bound = _bound(text, start, end)
    return [Value(start, end, kind, number, unit, bound, strength, also=tuple(also))]


def _fraction(whole: float, part: float) -> tuple[float, str]:
    """Return a part of a whole, per cent where that is how it was said."""
    if whole == 100:
        return part, "%"
    return part / whole, ""


def _half(match: re.Match[str]) -> list[Value] | None:
    """Read 半年, 一年半, 两个半小时 and 一半."""
    start, end = match.span()
    if match["half"]:
        return [Value(start, end, Quantity.SHARE, 0.5, strength=Strength.WEAK)]
    if match["count"]:
        reading, spell = read_zh(match["count"]), match["spell"]
        unit = ZH_UNITS.get(spell, "")
        return [Value(start, end, kind_of(unit), reading.number + 0.5, unit)]
    reading = read_zh(match["whole"]) if match["whole"] else ChineseNumeral(0.0)
    if match["whole"] and not match["unit"]:
        return None
    name = match["after"].lstrip("个")
    unit = {"月": "month", "世纪": "century"}.get(name) or ZH_UNITS.get(name, "")
    return [Value(start, end, kind_of(unit), reading.number + 0.5, unit, strength=Strength.SOFT)]


def _some(match: re.Match[str]) -> list[Value]:
    """Read 成千上万, 数以百计 and 上万."""
    group = str(match.lastgroup)
    number = 1000.0 if group == "vague" else read_zh(match[group]).number
    return [Value(*match.span(), Quantity.COUNT, number, "", Bound.SOME, Strength.SOFT)]


def _plan(match: re.Match[str]) -> list[Value]:
    number = read_zh(match["n"]).number
    return [Value(*match.span(), Quantity.ORDINAL, number, strength=Strength.SOFT)]


def _tailed(match: re.Match[str]) -> list[Value]:
    """Read 一米八, 1.8 m, and 五块三毛, 5.3 yuan."""
    part = read_zh(match["part"]).number
    less = match["less"] or ("角" if len(match["part"]) == 1 else "分")
    number = read_zh(match["whole"]).number + part / (10 if less in "角毛两" else 100)
    unit = ZH_UNITS[match["unit"]]
    return [Value(*match.span(), kind_of(unit), number, unit)]


def _split_time(match: re.Match[str]) -> list[Value]:
    """Read the time of a race: 5分07秒33."""
    number = float(match["m"]) * 60 + float(f"{match['s']}.{match['part']}")
    return [Value(*match.span(), Quantity.DURATION, number, "second")]


def _two(match: re.Match[str]) -> list[Value]:
    """Read 双向 and 全天候: two, and 24 hours, where the other side says so."""
    number, unit = (24.0, "hour") if match["day"] else (3.0 if match["three"] else 2.0, "")
    return [Value(*match.span(), kind_of(unit), number, unit, strength=Strength.WEAK)]


def _numbers(text: str) -> list[Value]:
    """Return the numbers that are no dates or shares."""
    found: list[Value] = []
    before: tuple[int, ChineseNumeral] | None = None
    done = 0  # 百 of 2个百分点 is a part of its unit
    for match in _NUMBER.finditer(text):
        value = _number(match, text) if match.start() >= done else None
        if value is None:
            continue
        done = value.end
        reading = read_zh(_TAEL.sub("", match[0]))
        if found and before and _RANGE.fullmatch(text[before[0] : match.start()]):
            found[-1] = _joined(found[-1], before[1], value, reading)
        found.append(value)
        before = (match.end(), reading)
    return found


def _joined(first: Value, low: ChineseNumeral, second: Value, high: ChineseNumeral) -> Value:
    """Give the start of a range what only its end says: 15至40万人, 3-5公里."""
    if not first.unit and second.unit:
        first = replace(first, unit=second.unit, kind=second.kind)
    if low.scale == 1.0 < high.scale and first.number < second.number / high.scale:
        first = replace(first, number=low.number * high.scale, also=(low.number,))
    return first


def _number(match: re.Match[str], text: str) -> Value | None:
    """Read a number with its sign, unit and bound; None if it is no quantity."""
    numeral, start, end = match[0], match.start(), match.end()
    if _TAEL.search(numeral):
        numeral, end = numeral[:-1], end - 1
    if numeral in {"几", "数"} or _CALLED.match(text, start):
        return None
    reading = read_zh(numeral)
    tail = 1 if text[end : end + 1] in ("多", "余", "来") else 0
    unit_match = _UNIT.match(text, end + tail) or _UNIT.match(text, end)
    unit = ZH_UNITS[unit_match["unit"]] if unit_match else ""
    stop = unit_match.end() if unit_match else end
    sign = _SIGN.search(text[max(0, start - _LONGEST_SIGN) : start])
    if sign:
        unit, start = CURRENCY_SIGNS[sign[0].strip()], start - len(sign[0])
    ordinal = not sign and _ORDINAL.search(text[max(0, match.start() - 4) : match.start()])
    if ordinal:
        start = match.start() - len(ordinal[0])
        return Value(
            start, end, Quantity.ORDINAL, reading.number, strength=_strength(reading, numeral)
        )
    counted = unit or _COUNTED.match(text, end + tail)
    if not reading.plain and not counted and not _speaks(numeral):
        return None
    if numeral.endswith("半"):
        return None
    bound = _bound_of(reading, text, start, end, stop)
    strength = _strength(reading, numeral)
    if (not counted and not reading.plain) or (
        _ITEM.match(text, end, end + 2) and not text[:start].strip()
    ):
        strength = min(strength, Strength.SOFT)
    also = _also(reading, unit_match["unit"] if unit_match else "")
    return Value(
        start, stop, kind_of(unit), reading.number, unit, bound, strength, reading.high, also
    )


def _is_item(text: str, start: int, end: int) -> bool:
    """Say whether a number counts the items of a list: 6.片厂."""
    return start <= _INDENT and bool(_ITEM.match(text, end)) and not text[:start].strip()


def _bound_of(reading: ChineseNumeral, text: str, start: int, end: int, stop: int) -> Bound:
    """Return the bound of a number from the numeral, then before it, after it, after its unit."""
    if reading.bound is not Bound.EXACT:
        return reading.bound
    bound = _bound(text, start, end)
    return bound if bound is not Bound.EXACT or stop == end else bound_after_zh(text, stop)


def _bound(text: str, start: int, end: int) -> Bound:
    bound = bound_before_zh(text, start)
    return bound if bound is not Bound.EXACT else bound_after_zh(text, end)


def _speaks(numeral: str) -> bool:
    """Say whether a numeral in characters is a number even with nothing counted after it."""
    return len(numeral) > 1 and (numeral[0] in "几数" or any(c in _ROUND for c in numeral))


def _also(reading: ChineseNumeral, unit: str) -> tuple[float, ...]:
    if unit == "年" and reading.plain and 10 <= reading.number < 100:
        return (2000 + reading.number, 1900 + reading.number)  # 08年
    return ()


def _strength(reading: ChineseNumeral, numeral: str) -> Strength:
    if reading.bound is Bound.SOME:
        return Strength.SOFT
    if numeral[0] == "一" and numeral[1:] in _ROUND:
        return Strength.SOFT  # 一万个不服
    if reading.number == 1 or numeral in _ROUND:
        return Strength.SOFT if reading.plain else Strength.WEAK
    if reading.plain or reading.number > 10:
        return Strength.FIRM
    return Strength.SOFT
