"""Values of an English text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import resources

from duizhao import lazy
from duizhao.align.findings.numbers.bounds import bound_after_en, bound_before_en
from duizhao.align.findings.numbers.claims import Sheet
from duizhao.align.findings.numbers.codes import claim_codes
from duizhao.align.findings.numbers.dates_english import claim_dates_en
from duizhao.align.findings.numbers.marks import claim_marks
from duizhao.align.findings.numbers.numerals_english import (
    NUMBER,
    ORDINAL_WORDS,
    EnglishNumeral,
    read_en,
)
from duizhao.align.findings.numbers.romans import claim_romans
from duizhao.align.findings.numbers.units import CURRENCY_SIGNS, EN_UNITS, UNITS, alternatives
from duizhao.align.findings.numbers.value import Bound, Quantity, Strength, Value, kind_of
from duizhao.corpora.text.chinese_variants import plain_width

__all__ = ["values_en"]

_words = json.loads(
    resources.files("duizhao.align.findings.numbers")
    .joinpath("data/values_words.json")
    .read_text(encoding="utf-8")
)["en"]
_IDIOM_PARTS = tuple(_words["parts"])
_IDIOMS = lazy.compile(rf"(?<!\w)(?:{'|'.join(_words['idioms'])})", re.IGNORECASE)
_LOWER_UNITS = {word.lower(): name for word, name in reversed(list(EN_UNITS.items()))}
_UNIT = lazy.compile(
    rf"[ \u00a0-]{{0,2}}(?:(?:full|straight|consecutive|additional|extra|whole|more)\s)?"
    rf"(?P<unit>{alternatives(EN_UNITS)})(?![A-Za-z])",
    re.IGNORECASE,
)
_SIGN = lazy.compile(rf"(?:{alternatives(CURRENCY_SIGNS)})\s?$")
_LONGEST_SIGN = 7
_PARTS = {"half": 2.0, "halves": 2.0, "quarter": 4.0, "quarters": 4.0}
_SMALL_PARTS = {"thousandth": 1e3, "ten-thousandth": 1e4, "ten thousandth": 1e4,
                "hundred-thousandth": 1e5, "hundred thousandth": 1e5, "millionth": 1e6,
                "ten-millionth": 1e7, "billionth": 1e9, "trillionth": 1e12}  # fmt: skip
for _word, _n in {**ORDINAL_WORDS, **_SMALL_PARTS}.items():
    if _n > 2:
        _PARTS |= {_word: _n, f"{_word}s": _n}
_ORDINAL = "|".join(sorted(ORDINAL_WORDS, key=lambda w: (-len(w), w)))
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_PART = "|".join(sorted(_PARTS, key=lambda w: (-len(w), w)))
_FRACTION = lazy.compile(
    # Three quarters, one-third, a quarter.
    r"(?<![\w-])(?<!\band\s)(?:(?P<some>a|an|one|two|three|four|five|six|seven|eight|nine|\d{1,2})[\s-]"
    rf"(?P<part>{_PART})(?![\w-]|\s(?:time|person|day|year|month|week|party))"
    r"(?:\sof\sa\s(?P<scale>thousand|million|billion|trillion)(?!\w))?"
    # One in five, 3 out of 10.
    r"|(?P<few>one|two|three|four|\d{1,2})[\s-](?:in|out\sof|parts?\sper)[\s-](?:every\s)?"
    rf"(?P<many>(?:(?:a|one|ten|(?:a|one)\shundred|\d{{1,3}})\s)?(?:hundred|thousand|million|billion)"
    r"|three|four|five|six|seven|eight|nine|ten|\d{1,3}(?:,\d{3})+|\d{1,7})(?![\w.,-]*\d|\w)"
    r"|(?P<up>\d{1,3})/(?P<down>[2-9]|10|100|1000)(?![\d/]))",
    re.IGNORECASE,
)
_HALF = lazy.compile(
    r"(?<![\w-])(?:(?:(?P<whole>\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|a)[\s-]"
    r"(?:(?P<spell>year|day|week|month|hour|minute)s?\s)?and[\s-]a[\s-]half"
    r"|half[\s-]an?(?=\s(?:year|day|hour|century|decade|minute|mile|month|percent))"
    r"|half[\s-]?(?=(?:year|day|hour|century|decade|mile)(?!\w)))"
    r"(?![\s-](?:million|billion|trillion|thousand|dozen))"
    r"(?:[\s-]?(?P<unit>year|day|week|month|hour|minute|century|decade|mile|kilometre|kilometer|metre"
    r"|meter|foot|percent)s?)?|(?P<half>half)(?!\s?-?(?:a\s)?(?:million|billion|trillion|thousand|dozen)|\w))",
    re.IGNORECASE,
)
_PERIOD = lazy.compile(r"(?<!\w)an?\s(?P<unit>fortnight|decade|century)(?!\w)", re.IGNORECASE)
_ORDER = lazy.compile(
    r"(?<![\w.,$-])(?:(?P<n>\d{1,3}(?:,\d{3})*)(?:st|nd|rd|th)"
    rf"|(?:(?P<tens>{_TENS})[ -])?(?P<word>{_ORDINAL}))"
    r"(?!\w)(?!-(?:half|degree))",
    re.IGNORECASE,
)
_SIZES = {"ten": 10.0, "dozen": 10.0, "score": 20.0, "hundred": 100.0, "thousand": 1e3,
          "million": 1e6, "billion": 1e9, "trillion": 1e12}  # fmt: skip
_SOME = lazy.compile(
    r"(?<!\w)(?:(?P<of>tens|dozens|scores|hundreds|thousands)\sof\s(?P<big>thousands|millions|billions)"
    r"|(?:several|a\sfew|few|a\scouple|many)\s(?P<times>hundred|thousand|million|billion|dozen)s?"
    r"|(?P<size>tens|dozens|hundreds|thousands|millions|billions|trillions))(?!\w)",
    re.IGNORECASE,
)
_WEAK = {"both": 2.0, "twice": 2.0, "double": 2.0, "doubled": 2.0, "doubling": 2.0, "twin": 2.0,
         "couple": 2.0, "pair": 2.0, "dual": 2.0, "triple": 3.0, "tripled": 3.0, "single": 1.0,
         "once": 1.0, "thrice": 3.0, "quadruple": 4.0, "quadrupled": 4.0, "trio": 3.0,
         "twofold": 2.0, "threefold": 3.0, "tenfold": 10.0, "twins": 2.0, "neither": 2.0,
         "triplets": 3.0, "biennial": 2.0, "bilateral": 2.0, "trilateral": 3.0}  # fmt: skip
_WEAKS = lazy.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(_WEAK, key=len, reverse=True))})(?!\w)", re.IGNORECASE
)
_NUMBER = lazy.compile(rf"(?<!\d)(?<!\d\.)(?:{NUMBER})")
_RANGE = lazy.compile(r"\s?[-–—~]{1,2}\s?[$€£¥]?|\s(?:to|or)\s[$€£¥]?")
_AND = lazy.compile(r"\sand\s[$€£¥]?")
_GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_GLYPH = lazy.compile(r"(?P<whole>\d{1,6}\s?)?(?P<glyph>[½¼¾⅓⅔])")
_DOZENS = frozenset({"a dozen", "half a dozen"})
# Spaces before the number of an item.
_INDENT = 8
_ITEM = lazy.compile(r"[.)](?!\d)")
_IN_NAME = lazy.compile(r" [A-Z][a-z]")
_OPENING = lazy.compile(
    r"(?:^|[.!?:;…\"“”‘(\[—–|\n]|\b(?i:chapter|part|article|section|book|volume|title|act))\s*$"
)
_YEARS = (1500, 2099)
_YEAR_AND_MARK = lazy.compile(r"[12]\d{3}\.\d{1,2}$")
_NEXT = lazy.compile(r"\s+[A-Z“\"]|\s*$")
_NUMBER_SIGN = lazy.compile(r"(?:No\.|Number|№)\s?$", re.IGNORECASE)


def values_en(text: str) -> tuple[Value, ...]:
    """Return the numbers, dates and quantities of an English text.

    :param text: A text.
    """
    sheet = Sheet(plain_width(text))
    claim_marks(sheet)
    claim_codes(sheet)
    claim_romans(sheet, "en")
    sheet.claim(_IDIOMS, needs=_IDIOM_PARTS)
    claim_dates_en(sheet)
    sheet.claim(_GLYPH, _glyph, tuple(_GLYPHS))
    sheet.claim(_HALF, _half, ("half",))
    sheet.claim(_PERIOD, _period, ("fortnight", "decade", "century"))
    sheet.claim(_FRACTION, lambda match: _fraction(match, sheet.text))
    sheet.claim(_SOME, _some)
    sheet.claim(_ORDER, _ordinal)
    sheet.claim(_WEAKS, _weak)
    sheet.values += _numbers(sheet.text)
    return sheet.in_order()


def _glyph(match: re.Match[str]) -> list[Value]:
    number = float(match["whole"] or 0) + _GLYPHS[match["glyph"]]
    return [Value(match.start(), match.end(), Quantity.COUNT, number)]


def _period(match: re.Match[str]) -> list[Value]:
    unit = match["unit"].lower()
    soft = Strength.SOFT
    return [Value(*match.span(), Quantity.DURATION, 1.0, unit, strength=soft)]


def _half(match: re.Match[str]) -> list[Value]:
    """Read half a year, two and a half hours, and half."""
    start, end = match.span()
    if match["half"]:
        return [Value(start, end, Quantity.SHARE, 0.5, strength=Strength.WEAK)]
    word = match["whole"]
    whole = 0.0 if word is None else 1.0 if word.lower() == "a" else read_en(word).numbers[0]
    unit = (match["unit"] or match["spell"] or "").lower()
    name = EN_UNITS.get(unit, "")
    return [Value(start, end, kind_of(name), whole + 0.5, name, strength=Strength.SOFT)]


def _fraction(match: re.Match[str], text: str) -> list[Value] | None:
    start, end = match.span()
    bound = bound_before_en(text, start)
    if match["up"]:
        up, down = float(match["up"]), float(match["down"])
        if up >= down:
            return None
        return [Value(start, end, Quantity.SHARE, up / down, bound=bound, also=(up,))]
    if match["few"]:
        few, many = (read_en(match[g]).numbers[0] for g in ("few", "many"))
        if few >= many:
            return None
        soft = Strength.SOFT
        return [
            Value(start, end, Quantity.SHARE, few / many, bound=bound, strength=soft, also=(many,))
        ]
    word = match["some"].lower()
    some = 1.0 if word in {"a", "an"} else read_en(word).numbers[0]
    parts = _PARTS[match["part"].lower()]
    if some >= parts:
        return None
    if match["scale"]:  # a quarter of a million
        number = some / parts * read_en(match["scale"]).numbers[0]
        return [Value(start, end, Quantity.COUNT, number, bound=bound)]
    doubtful = word in {"a", "an"} and not text.startswith(" of", end)
    strength = Strength.WEAK if doubtful or parts == 2 else Strength.SOFT
    also = (parts,) if doubtful else ()
    return [Value(start, end, Quantity.SHARE, some / parts, "", bound, strength, also=also)]


def _ordinal(match: re.Match[str]) -> list[Value]:
    start, end = match.span()
    if match["n"]:
        number, strength = float(match["n"].replace(",", "")), Strength.FIRM
    else:
        number, strength = ORDINAL_WORDS[match["word"].lower()], Strength.SOFT
        if match["tens"]:
            number += read_en(match["tens"]).numbers[0]
        elif number <= 2:
            strength = Strength.WEAK
    also = (1 / number,) if match["word"] and number > 2 else ()  # the last third of it
    return [Value(start, end, Quantity.ORDINAL, number, strength=strength, also=also)]


def _some(match: re.Match[str]) -> list[Value]:
    words = [match[g] for g in ("of", "big", "times", "size") if match[g]]
    number = 1.0
    for word in words:
        number *= _SIZES[word.lower().rstrip("s")]
    start, end = match.span()
    return [Value(start, end, Quantity.COUNT, number, "", Bound.SOME, Strength.SOFT)]


def _weak(match: re.Match[str]) -> list[Value]:
    number = _WEAK[match[0].lower()]
    return [Value(*match.span(), Quantity.COUNT, number, strength=Strength.WEAK)]


def _numbers(text: str) -> list[Value]:
    """Return the numbers that are no dates or shares."""
    found: list[Value] = []
    before: tuple[int, EnglishNumeral] | None = None
    for match in _NUMBER.finditer(text):
        reading = read_en(match[0])
        values = _number(match, reading, text)
        if found and before:
            gap = text[before[0] : match.start()]
            wide = bool(_AND.fullmatch(gap))
            if wide or _RANGE.fullmatch(gap):
                if not values[0].unit and found[-1].kind is Quantity.MONEY and not wide:
                    values[0] = replace(values[0], unit=found[-1].unit, kind=Quantity.MONEY)
                found[-1] = _joined(found[-1], before[1], values[0], reading, wide)
        found += values
        before = (match.end(), reading)
    return found


def _joined(
    first: Value, low: EnglishNumeral, second: Value, high: EnglishNumeral, wide: bool
) -> Value:
    """Give the start of a range what only its end says: 3 to 5 million, 10-15 km."""
    if not first.unit and second.unit and not wide:
        first = replace(first, unit=second.unit, kind=second.kind)
    if low.scale == 1.0 < high.scale and first.number < second.number / high.scale:
        scaled = low.numbers[-1] * high.scale
        if wide:
            return replace(first, also=(*first.also, scaled))
        first = replace(first, number=scaled, also=(low.numbers[-1],))
    return first


def _number(match: re.Match[str], reading: EnglishNumeral, text: str) -> list[Value]:
    """Read a number with its sign, unit and bound."""
    start, end = match.span()
    unit_match = _UNIT.match(text, end)
    unit = ""
    stop = end
    if unit_match:
        word = unit_match["unit"]
        unit = EN_UNITS.get(word) or _LOWER_UNITS[word.lower()]
        stop = unit_match.end()
    sign = _SIGN.search(text[max(0, start - _LONGEST_SIGN) : start])
    if sign:
        start -= len(sign[0])
        if not unit or not UNITS[unit].money:
            unit, stop = CURRENCY_SIGNS[sign[0].strip()], end
    if len(reading.numbers) > 1:
        return _several(match, reading, unit)
    number = reading.numbers[0]
    bound = bound_before_en(text, start)
    if bound is Bound.EXACT:
        bound = bound_after_en(text, end if text[end : end + 1] in "+-" else stop)
    kind = kind_of(unit)
    if kind is Quantity.COUNT and _is_year(match[0], number):
        kind = Quantity.YEAR
    if kind is Quantity.COUNT and _NUMBER_SIGN.search(text[max(0, start - 8) : start]):
        kind = Quantity.ORDINAL
    strength = Strength.WEAK if _is_named(match, text) else _strength(reading, number)
    if match[0].lower() in _DOZENS:
        bound, strength = Bound.SOME, Strength.SOFT
    elif start <= _INDENT and _ITEM.match(text, end) and not text[:start].strip():
        strength = min(strength, Strength.SOFT)
    also = (*reading.also, *_marked(match[0], number, text, end))
    return [Value(start, stop, kind, number, unit, bound, strength, also=also)]


def _is_named(match: re.Match[str], text: str) -> bool:
    """Say whether a number word is a part of a name: the Five Eyes countries."""
    start, end = match.span()
    name = match[0][0].isupper() and _IN_NAME.match(text, end)
    return bool(name) and not _OPENING.search(text[:start])


def _marked(numeral: str, number: float, text: str, end: int) -> tuple[float, ...]:
    """Return the year of "It was signed in 1842.1 It opened five ports", where 1 marks a note."""
    if _YEAR_AND_MARK.match(numeral) and _NEXT.match(text, end):
        return (float(int(number)),)
    return ()


def _several(match: re.Match[str], reading: EnglishNumeral, unit: str) -> list[Value]:
    """Return number words in a row that do not make one number, at one place."""
    start, end = match.span()
    return [
        Value(start, end, kind_of(unit), number, unit, strength=Strength.WEAK)
        for number in reading.numbers
    ]


def _is_year(numeral: str, number: float) -> bool:
    return len(numeral) == 4 and numeral.isdigit() and _YEARS[0] <= number <= _YEARS[1]


def _strength(reading: EnglishNumeral, number: float) -> Strength:
    if reading.plain:
        return Strength.SOFT if number == 1 else Strength.FIRM
    if number <= 1:
        return Strength.WEAK
    return Strength.SOFT if number <= 10 or number in {100.0, 1000.0} else Strength.FIRM
