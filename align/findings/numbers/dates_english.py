"""Dates and times of day in English."""

from __future__ import annotations

import re

from duizhao import lazy
from duizhao.align.findings.numbers.claims import Sheet
from duizhao.align.findings.numbers.numerals_english import ORDINAL_WORDS, TENS
from duizhao.align.findings.numbers.value import Quantity, Strength, Value

__all__ = ["claim_dates_en"]

_MONTHS = "January February March April May June July August September October November December"
_MONTH_NUMBERS = {name.lower(): float(n) for n, name in enumerate(_MONTHS.split(), start=1)}
_MONTH_NUMBERS |= {name[:3].lower(): float(n) for n, name in enumerate(_MONTHS.split(), start=1)}
_MONTH_NUMBERS["sept"] = 9.0
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_DAY_NUMBERS = {name[:3].lower(): float(n) for n, name in enumerate(_DAYS, start=1)}
_MONTH_NAME = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)(?![A-Za-z])"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|(?![A-Za-z])))"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d,]\d|[%$]|\.\d|\w)"
_TO = r"\s?(?:[-–—]|to|until|through)\s?"
_COUNTED = r"(?!\s?(?:million|billion|per|years|days|people|%)|\s(?:a|p)\.?m)"
_MONTH = lazy.compile(
    rf"(?<![A-Za-z])(?:(?P<before>{_DAY})(?:(?:{_TO}|\s(?:and|or)\s)(?P<last>{_DAY}))?"
    rf"(?:\s(?:of\s)?|-|\sday\sof\s))?(?P<month>{_MONTH_NAME})"
    rf"(?:[\s-](?:the\s)?(?P<after>{_DAY}){_COUNTED}"
    rf"(?:(?:{_TO}(?P<end>{_DAY})|\sand\s(?P<both>{_DAY})(?=[,.;)]|$))(?!\s{_MONTH_NAME}))?)?"
    r"(?:(?:,|\sof|,?\sin)?[\s-](?P<year>[12]\d{3})(?![\d,]\d|\w))?"
)
_MAY = lazy.compile(
    r"(?:in|of|by|since|until|from|to|late|early|mid|last|this|next|on|and|between)[\s-]$", re.I
)
_SLASHED = lazy.compile(
    r"(?<![\d/.-])(?P<a>0?[1-9]|[12]\d|3[01])(?P<gap>[/.-])(?P<b>0?[1-9]|[12]\d|3[01])(?P=gap)"
    r"(?P<year>(?:19|20)\d{2})(?![\d/-])"
)
_ISO = lazy.compile(
    r"(?<![\d/.-])(?P<year>[12]\d{3})(?P<gap>[-/])(?P<month>0?[1-9]|1[0-2])(?P=gap)"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?![\d/-])"
)
_DECADE_WORDS = {f"{name[:-1]}ies": 10.0 * n for n, name in enumerate(TENS, start=2)}
_HUNDREDS = {"sixteen": 1600.0, "seventeen": 1700.0, "eighteen": 1800.0, "nineteen": 1900.0}
_DECADE = lazy.compile(
    rf"(?P<full>(?<!\d)[12]\d{{2}}0)['’]?s(?!\w)|(?<![\w$])['’‘]?(?P<short>[02-9]0)['’]?s(?!\w)"
    rf"|(?:(?<=[Tt]he\s)|(?<![A-Za-z])(?P<hundred>{'|'.join(_HUNDREDS)})[\s-])"
    rf"(?P<word>{'|'.join(_DECADE_WORDS)})(?!\w)",
    re.IGNORECASE,
)
_ORDINALS = {**ORDINAL_WORDS, "twenty-first": 21.0, "twenty-second": 22.0}
_NTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(sorted(_ORDINALS, reverse=True))})"
_CENTURY = lazy.compile(
    rf"(?<!\w)(?:(?P<first>{_NTH})(?:[\s-](?:century|centuries))?"
    r"(?:,? (?:and|to|or|through) |[-–—]))?"
    rf"(?P<last>{_NTH})[\s-](?:century|centuries)(?!\w)",
    re.IGNORECASE,
)
_WEEKDAY = lazy.compile(
    r"(?<![A-Za-z])(?P<day>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?(?![A-Za-z])", re.IGNORECASE
)
# A newspaper, a song: the Sunday Times. Of the words that follow a day, only dates are capitalised.
_NAMED_AFTER = lazy.compile(rf" (?!{_MONTH_NAME})[A-Z][a-z]+")
_TIME = lazy.compile(
    r"(?<![\d.:,$€£])(?P<hour>[01]?\d|2[0-4])(?:"
    r"(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?)?\s?(?P<half>[ap])\.?\s?m\b\.?"
    r"|:(?P<minutes>[0-5]\d)(?::[0-5]\d)?(?![\d:])|\s?(?P<sharp>o['’]clock)|(?P<hours>00)\s(?:hours|GMT))",
    re.IGNORECASE,
)
_CLOCK = lazy.compile(
    r"(?<![\w.,:$€£#-])(?P<hour>0\d)(?P<minute>[0-5]\d)(?![\w.,:-]\d|\w)"
    r"|(?<![\w.,:$€£#-])(?P<hour2>1\d|2[0-3])(?P<minute2>[0-5]\d)(?= (?:hours|hrs|GMT|UTC)\b)"
)
_RACE = lazy.compile(r"(?<![\d.:])(?P<minute>\d{1,2}):(?P<second>[0-5]\d\.\d{1,3})(?![\d:])")
_NINE_ELEVEN = lazy.compile(r"(?<![\w/.-])(?P<m>9)[/-](?P<d>11)(?![\w/-]|\.\d)")
_DIGIT = lazy.compile(r"\d")
_NOON = lazy.compile(r"(?<![A-Za-z])(?P<noon>noon|midday|midnight)(?![A-Za-z])")
_RELATIVE = lazy.compile(
    r"(?<![A-Za-z])(?:(?P<which>last|this|next|previous|current|coming|following)\s"
    r"(?P<unit>year|month|week)(?![A-Za-z])|(?P<day>yesterday|today|tonight|tomorrow)(?![A-Za-z]))",
    re.IGNORECASE,
)
_BACK, _NOW = "last previous yesterday", "this current today tonight"
_ON = "next coming following tomorrow"
_WHICH = {w: n for n, words in ((-1.0, _BACK), (0.0, _NOW), (1.0, _ON)) for w in words.split()}


def claim_dates_en(sheet: Sheet) -> None:
    """Take dates and times out of a text, as values.

    :param sheet: The text.
    """
    if _DIGIT.search(sheet.text):
        sheet.claim(_ISO, _iso)
        sheet.claim(_SLASHED, _slashed)
        sheet.claim(_NINE_ELEVEN, _nine_eleven)
        sheet.claim(_RACE, _race, (":",))
        sheet.claim(_TIME, _time)
        sheet.claim(_CLOCK, _clock)
    sheet.claim(_NOON, _noon, ("noon", "midday", "midnight"))
    sheet.claim(_MONTH, lambda match: _month(match, sheet.text))
    sheet.claim(_CENTURY, _century, ("centur",))
    sheet.claim(_DECADE, _decade, ("0s", "0’s", "0's", "ies"))
    sheet.claim(_WEEKDAY, _weekday, ("day",))
    sheet.claim(_RELATIVE, _relative)


def _part(match: re.Match[str], group: str, kind: Quantity, number: float | None = None,
          also: tuple[float, ...] = (), strength: Strength = Strength.FIRM) -> Value:  # fmt: skip
    n = float(match[group].rstrip("sthndr")) if number is None else number
    return Value(match.start(group), match.end(group), kind, n, strength=strength, also=also)


def _iso(match: re.Match[str]) -> list[Value]:
    parts = (("year", Quantity.YEAR), ("month", Quantity.MONTH), ("day", Quantity.DAY))
    return [_part(match, group, kind) for group, kind in parts]


def _slashed(match: re.Match[str]) -> list[Value] | None:
    """Read 12/3/2015, of which nobody knows whether it is in March or in December."""
    a, b = float(match["a"]), float(match["b"])
    if min(a, b) > 12:
        return None
    year = _part(match, "year", Quantity.YEAR)
    if a > 12:
        return [_part(match, "a", Quantity.DAY), _part(match, "b", Quantity.MONTH), year]
    if b > 12 or a == b:
        return [_part(match, "a", Quantity.MONTH), _part(match, "b", Quantity.DAY), year]
    return [
        _part(match, "a", Quantity.MONTH, also=(b,)),
        _part(match, "b", Quantity.DAY, also=(a,)),
        year,
    ]


def _month(match: re.Match[str], text: str) -> list[Value] | None:
    name = match["month"].rstrip(".")
    dated = any(match[g] for g in ("before", "after", "year"))
    led = _MAY.search(text[max(0, match.start() - 9) : match.start()])
    if name in {"May", "March", "Mar", "Jan"} and not dated and not led:
        # "May" and "March" begin sentences as other words do, and Jan is a name.
        return None
    number = _MONTH_NUMBERS[name.lower()]
    found = [_part(match, "month", Quantity.MONTH, number)]
    for group in ("before", "last", "after", "end", "both"):
        if match[group]:
            found.append(_part(match, group, Quantity.DAY))
    if match["year"]:
        found.append(_part(match, "year", Quantity.YEAR))
    return found


def _century(match: re.Match[str]) -> list[Value]:
    spans = [(match.span("first")), (match.start("last"), match.end())]
    words = (match["first"], match["last"])
    return [
        Value(*span, Quantity.CENTURY, _nth(word))
        for span, word in zip(spans, words, strict=True)
        if word
    ]


def _nth(word: str) -> float:
    return float(word[:-2]) if word[0].isdigit() else _ORDINALS[word.lower()]


def _decade(match: re.Match[str]) -> list[Value]:
    if match["full"]:
        number = float(match["full"])
    elif match["short"]:
        short = float(match["short"])
        number = (1900.0 if short else 2000.0) + short
    else:
        base = _HUNDREDS[match["hundred"].lower()] if match["hundred"] else 1900.0
        number = base + _DECADE_WORDS[match["word"].lower()]
    also: tuple[float, ...] = () if match["full"] or match["hundred"] else (number % 100,)
    if number % 100 == 0 and match["full"]:
        also = (number / 100 + 1,)  # the 1800s are the 19th century
    return [Value(match.start(), match.end(), Quantity.DECADE, number, also=also)]


def _weekday(match: re.Match[str]) -> list[Value]:
    number = _DAY_NUMBERS[match["day"][:3].lower()]
    named = _NAMED_AFTER.match(match.string, match.end())
    strength = Strength.WEAK if named else Strength.FIRM
    return [Value(match.start(), match.end(), Quantity.WEEKDAY, number, strength=strength)]


def _clock(match: re.Match[str]) -> list[Value]:
    """Read the hour of soldiers and timetables: 0430."""
    hour, minute = (float(match[g] or match[f"{g}2"]) for g in ("hour", "minute"))
    number = hour * 60 + minute
    also = () if minute else (hour,)
    return [Value(*match.span(), Quantity.TIME, number, strength=Strength.SOFT, also=also)]


def _race(match: re.Match[str]) -> list[Value]:
    number = float(match["minute"]) * 60 + float(match["second"])
    return [Value(*match.span(), Quantity.DURATION, number, "second")]


def _nine_eleven(match: re.Match[str]) -> list[Value]:
    weak = Strength.WEAK
    return [
        _part(match, "m", Quantity.MONTH, 9.0, strength=weak),
        _part(match, "d", Quantity.DAY, 11.0, strength=weak),
    ]


def _time(match: re.Match[str]) -> list[Value] | None:
    hour = float(match["hour"])
    minute = float(match["minute"] or match["minutes"] or 0)
    number = hour * 60 + minute
    also = [] if minute else [hour]
    if match["half"]:
        late = match["half"].lower() == "p"
        if hour > 12:
            return None
        number += 720 if late and hour < 12 else 0
        number -= 720 if not late and hour == 12 else 0
    elif hour <= 12:
        also.append(number + 720 if hour < 12 else minute)
    end = match.end()
    return [Value(match.start(), end, Quantity.TIME, number, also=tuple(also))]


def _noon(match: re.Match[str]) -> list[Value]:
    night = match["noon"] == "midnight"
    number, also = (0.0, (12.0, 1440.0, 720.0, 24.0)) if night else (720.0, (12.0,))
    return [Value(*match.span(), Quantity.TIME, number, strength=Strength.WEAK, also=also)]


def _relative(match: re.Match[str]) -> list[Value]:
    word = (match["which"] or match["day"]).lower()
    unit = (match["unit"] or "day").lower()
    start, end = match.span()
    return [Value(start, end, Quantity.RELATIVE, _WHICH[word], unit=unit, strength=Strength.WEAK)]
