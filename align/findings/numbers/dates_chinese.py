"""Dates and times of day in Chinese, years of eras among them: 民国三十四年, 昭和64年."""

from __future__ import annotations

import re

from duizhao import lazy
from duizhao.align.findings.numbers.claims import Sheet
from duizhao.align.findings.numbers.numerals_chinese import HAN_DIGITS, read_zh
from duizhao.align.findings.numbers.value import Quantity, Strength, Value
from duizhao.corpora.text.chinese_words import word_across

__all__ = ["claim_dates_zh", "claim_eras", "claim_named_days_zh"]

_HAN = "〇零○一二三四五六七八九"
_ANY_SMALL = (
    r"(?:\d{1,2}|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
)
# No end of a longer numeral: 二十世纪 is not 十世纪.
_WHOLE = rf"(?<![{_HAN}十百千万])"
_SMALL = _WHOLE + _ANY_SMALL
_YEAR = lazy.compile(
    rf"(?<![\d.,{_HAN}])(?:(?P<first>[12]\d{{3}})(?:年)?(?P<to>\s?[-–—~～至到/]{{1,2}}\s?))?"
    rf"(?P<year>[12]\d{{3}}|[一二][{_HAN}]{{3}})\s?(?P<sign>年(?!代|间?的?历史|前|来|历史))"
)
_DECADE = lazy.compile(
    rf"(?<!\d)(?:(?P<century>{_SMALL})\s?世纪\s?|(?P<last>上个?世纪)\s?|(?P<this>本世纪)\s?)?"
    # Two decades: 六七十年代, 6、70年代, 六十到七十年代.
    r"(?:(?P<first>\d{4}|\d\d?|[一二三四五六七八九]十?)"
    r"(?:年代)?(?:\s?[、和至到及-]\s?|(?=[二三四五六七八九]十年代)))?"
    rf"(?P<decade>\d?\d?\d0|{_WHOLE}[一二三四五六七八九]十|(?<=[一二三四五六七八])[二三四五六七八九]十"
    r"|[〇零][〇零]|一[〇零])\s?年代"
)
_CENTURY = lazy.compile(
    rf"(?:(?P<first>{_SMALL})(?:\s?世纪)?(?:\s?[、和至到及-]\s?|(?=二十))|{_WHOLE})"
    rf"(?P<n>{_ANY_SMALL})\s?世纪"
)
_MONTH_DAY = lazy.compile(
    rf"(?:(?P<month>{_SMALL})\s?月份?(?:\s?(?P<to>(?:{_SMALL}\s?[日号]?\s?[-–—~～至到和、及]\s?)?)"
    rf"(?P<day>{_SMALL})\s?[日号](?![线楼房])?)?)"
    rf"|(?<![\d.])(?P<alone>{_SMALL})\s?日(?!元|圆|币|本|程|均|内|之内|游|照)"
)
_ISO = lazy.compile(
    r"(?<![\d/.-])(?P<year>[12]\d{3})(?P<gap>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=gap)"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?![\d/.-])"
)
_SHORT_YEAR = lazy.compile(r"(?<![\d.])(?P<year>\d{2})年(?=\d{1,2}月|底|初|末|[春夏秋冬])")
_WEEKDAY = lazy.compile(
    r"(?<![一二三四五六七八九十几两\d])(?:周|星期|礼拜)(?P<n>[一二三四五六日天])"
    r"(?![次个年期岁轮回趟顿节]|(?<=每周.)[天小])"
)
# 一 with what follows may be a word: 周一下跌, 上周一直.
_ONE = lazy.compile(r"[一二三五]\w")
_TIME = lazy.compile(
    r"(?P<part>凌晨|清晨|早上|早晨|上午|早间|早|中午|下午|傍晚|晚上|晚间|夜里|深夜|午夜|今晚|昨晚|当晚|夜间|晚)?"
    rf"\s?(?<![\d.:：])(?:(?P<hour>{_SMALL}|两)\s?(?:点钟?(?![数子]|\d+(?!\d|\s?分))|时(?!代|候|期|间|常|段|长|空|速|差|刻))"
    rf"(?:\s?(?P<minute>{_SMALL})\s?分(?!之[几\d{_HAN}十百])|(?P<half>半)|(?P<quarter>一刻))?"
    r"|(?P<clock>[01]?\d|2[0-4])[:：](?P<minutes>[0-5]\d)(?::[0-5]\d)?(?![\d:：]))"
)
# Eras, and the year before the first one of each (Fang Shiming: 中国历史纪年表, 2007).
_BEFORE = {
    "民国": 1911,
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "洪武": 1367, "永乐": 1402, "宣德": 1425, "成化": 1464, "弘治": 1487, "正德": 1505,
    "嘉靖": 1521, "隆庆": 1566, "万历": 1572, "天启": 1620, "崇祯": 1627,
    "顺治": 1643, "康熙": 1661, "雍正": 1722, "乾隆": 1735, "嘉庆": 1795, "道光": 1820,
    "咸丰": 1850, "同治": 1861, "光绪": 1874, "宣统": 1908,
    "贞观": 626, "开元": 712, "天宝": 741, "熙宁": 1067, "靖康": 1125,
}  # fmt: skip
_ERA = lazy.compile(
    rf"(?P<era>{'|'.join(_BEFORE)})\s?(?P<n>元|\d{{1,3}}|[{HAN_DIGITS}十百]{{1,5}})\s?年(?!代|间|来)"
)
# Days that events are called by, and what follows them then.
_NAMED_DAY = lazy.compile(
    r"(?<![\d.·一二三四五六七八九十])(?:(?P<m>[一二三四五六七八九]|9)(?P<d>一八|一一|1\s?1|二八|二九|一三|[一三四七八卅])"
    r"(?=[”’」]?\s?(?:事变|事件|惨案|运动|起义|恐怖|恐袭|袭击|大会战|国庆|阅兵|劳动节|国际|青年节)))"
)
_DOTTED_DAY = lazy.compile(
    r"(?<![\d.·・•])(?P<m>1[0-2]|[1-9])[·・•](?P<d>3[01]|[12]\d|[1-9])(?![\d·・•])"
)
_RELATIVE = {
    "year": {
        "今年": 0,
        "本年度?": 0,
        "去年": -1,
        "上年度?": -1,
        "明年": 1,
        "来年": 1,
        "前年": -2,
        "后年": 2,
    },
    "month": {"本月": 0, "这个月": 0, "当月": 0, "上个?月": -1, "下个?月": 1},
    "week": {
        "本周": 0,
        "这周": 0,
        "这个?星期": 0,
        "上周": -1,
        "上个?星期": -1,
        "下周": 1,
        "下个?星期": 1,
    },
    "day": {
        "今天": 0,
        "今日": 0,
        "今[早晚]": 0,
        "昨[天日晚]": -1,
        "明[天日早晚]": 1,
        "前天": -2,
        "后天": 2,
    },
}
_RELATIVES = lazy.compile(
    "|".join(
        f"(?P<{unit}_{n + 2}>{'|'.join(w for w, m in words.items() if m == n)})"
        for unit, words in _RELATIVE.items()
        for n in sorted(set(words.values()))
    )
)
_QUICK = lazy.compile("[年月日号号点时周期拜今昨明本上下这前后:：纪]|\\d[-/.]\\d")
_NOON = 12
_EVENING = frozenset(
    {"下午", "傍晚", "晚上", "晚间", "今晚", "昨晚", "当晚", "晚", "夜间", "深夜", "夜里"}
)
_LAST_YEAR = 2100
# 一〇年代 and 00年代 are of this century, 二十年代 hardly yet.
_THIS_CENTURY = 10


def claim_eras(sheet: Sheet) -> None:
    """Take the years of eras out of a text, as years of our calendar.

    :param sheet: The text, in simplified characters and plain digits.
    """
    sheet.claim(_ERA, _era_year, ("年",))


def claim_named_days_zh(sheet: Sheet) -> None:
    """Take days of the week out of a text, and days that are names: 九一八事变, the 11th of 9·11.

    :param sheet: The text, in simplified characters and plain digits, before its idioms are gone.
    """
    sheet.claim(_WEEKDAY, _weekday, ("周", "期", "拜"))
    sheet.claim(_DOTTED_DAY, _dotted_day, ("·", "・", "•"))
    sheet.claim(_NAMED_DAY, _named_day)


def claim_dates_zh(sheet: Sheet) -> None:
    """Take dates and times out of a text, as values.

    :param sheet: The text, in simplified characters and plain digits.
    """
    if not _QUICK.search(sheet.text):
        return
    sheet.claim(_ISO, _iso)
    sheet.claim(_YEAR, _year, ("年",))
    sheet.claim(_SHORT_YEAR, _short_year, ("年",))
    sheet.claim(_DECADE, _decade, ("代",))
    sheet.claim(_CENTURY, _century, ("世纪",))
    sheet.claim(_MONTH_DAY, _month_day, ("月", "日"))
    sheet.claim(_TIME, _time, ("点", "时", ":", "："))
    sheet.claim(_RELATIVES, _relative)


def _part(
    match: re.Match[str],
    group: str,
    kind: Quantity,
    *,
    number: float | None = None,
    end: int | None = None,
    also: tuple[float, ...] = (),
) -> Value:
    n = read_zh(match[group]).number if number is None else number
    stop = match.end(group) if end is None else end
    return Value(match.start(group), stop, kind, n, also=also)


def _iso(match: re.Match[str]) -> list[Value]:
    parts = (("year", Quantity.YEAR), ("month", Quantity.MONTH), ("day", Quantity.DAY))
    return [_part(match, group, kind) for group, kind in parts]


def _year(match: re.Match[str]) -> list[Value] | None:
    if read_zh(match["year"]).number > _LAST_YEAR:
        return None
    found = [_part(match, "year", Quantity.YEAR, end=match.end())]
    return [_part(match, "first", Quantity.YEAR), *found] if match["first"] else found


def _era_year(match: re.Match[str]) -> list[Value] | None:
    number = 1.0 if match["n"] == "元" else read_zh(match["n"]).number
    year = _BEFORE[match["era"]] + number
    return [Value(*match.span(), Quantity.YEAR, year, also=(number,))]


def _short_year(match: re.Match[str]) -> list[Value]:
    short = float(match["year"])
    also = (2000 + short, 1900 + short)
    return [_part(match, "year", Quantity.YEAR, number=also[short > 30], also=(short, *also))]


def _decade(match: re.Match[str]) -> list[Value]:
    decade = read_zh(match["decade"]).number
    base = 1900.0 if decade > _THIS_CENTURY or match["last"] else 2000.0
    if match["century"]:
        base = (read_zh(match["century"]).number - 1) * 100
    elif match["this"]:
        base = 2000.0
    bare = not any(match[g] for g in ("century", "this", "last")) and decade < 1000
    number = decade if decade >= 1000 else base + decade
    also = (number % 100,) if bare else ()
    start = match.start("decade") if match["first"] else match.start()
    found = [Value(start, match.end(), Quantity.DECADE, number, also=also)]
    if match["first"]:
        first = read_zh(match["first"]).number
        first = first * 10 if first < 10 else first
        first = first if first >= 1000 else number - number % 100 + first
        end = match.end("first")
        found.insert(0, Value(match.start(), end, Quantity.DECADE, first, also=(first % 100,)))
    return found


def _century(match: re.Match[str]) -> list[Value]:
    found = [_part(match, "n", Quantity.CENTURY, end=match.end())]
    return [_part(match, "first", Quantity.CENTURY), *found] if match["first"] else found


def _month_day(match: re.Match[str]) -> list[Value] | None:
    if match["alone"]:
        day = read_zh(match["alone"]).number
        return [_part(match, "alone", Quantity.DAY, end=match.end())] if 0 < day < 32 else None
    if not 0 < read_zh(match["month"]).number < 13:
        return None
    end = match.string.index("月", match.end("month")) + 1
    found = [_part(match, "month", Quantity.MONTH, end=end)]
    if match["to"]:
        first = re.match(_SMALL, match["to"])
        if first:
            start = match.start("to")
            number = read_zh(first[0]).number
            found.append(Value(start, start + first.end(), Quantity.DAY, number))
    if match["day"]:
        found.append(_part(match, "day", Quantity.DAY, end=match.end()))
    return found


def _weekday(match: re.Match[str]) -> list[Value] | None:
    end = match.end()
    if _ONE.match(match.string, end - 1) and word_across(match.string[:end], match.string[end:]):
        return None  # 上周一直: 周 is a word, and 一直
    number = 7.0 if match["n"] in "日天" else float("一二三四五六".index(match["n"]) + 1)
    return [Value(match.start(), match.end(), Quantity.WEEKDAY, number)]


def _named_day(match: re.Match[str]) -> list[Value]:
    day = 30.0 if match["d"] == "卅" else read_zh(match["d"]).number
    return _day_of(match, read_zh(match["m"]).number, day, Strength.WEAK)


def _dotted_day(match: re.Match[str]) -> list[Value]:
    return _day_of(match, float(match["m"]), float(match["d"]), Strength.SOFT)


def _day_of(match: re.Match[str], month: float, day: float, strength: Strength) -> list[Value]:
    """Return a month and a day, of which a translation may have only the name of the event."""
    return [
        Value(*match.span("m"), Quantity.MONTH, month, strength=strength),
        Value(*match.span("d"), Quantity.DAY, day, strength=strength),
    ]


def _time(match: re.Match[str]) -> list[Value] | None:
    hour = float(match["clock"]) if match["clock"] else read_zh(match["hour"]).number
    if hour > 24:
        return None
    minute = 0.0
    if match["minutes"] or match["minute"]:
        minute = float(match["minutes"] or read_zh(match["minute"]).number)
    elif match["half"] or match["quarter"]:
        minute = 30.0 if match["half"] else 15.0
    also = [] if minute else [hour]
    late = match["part"] in _EVENING or (match["part"] == "中午" and hour < 3)
    number = hour * 60 + minute
    if late and hour < _NOON:
        number += 720
    elif match["part"] is None and hour <= _NOON:
        also.append(number + 720 if hour < _NOON else minute)
    if number >= 1440:
        also.append(number - 1440)
    if match["part"] in _EVENING and hour == _NOON:
        also.append(minute)
    strength = Strength.FIRM if match["part"] or minute or match["clock"] else Strength.SOFT
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return [Value(start, match.end(), Quantity.TIME, number, strength=strength, also=tuple(also))]


def _relative(match: re.Match[str]) -> list[Value]:
    unit, number = str(match.lastgroup).split("_")
    return [
        Value(
            match.start(),
            match.end(),
            Quantity.RELATIVE,
            float(number) - 2,
            unit=unit,
            strength=Strength.WEAK,
        )
    ]
