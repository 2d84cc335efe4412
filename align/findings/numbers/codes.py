"""Codes that hold digits and are no quantities: COVID-19, 4K, GPT-4, versions, addresses."""

from __future__ import annotations

import re

from duizhao import lazy
from duizhao.align.findings.numbers.claims import Sheet
from duizhao.align.findings.numbers.value import Quantity, Strength, Value

__all__ = ["claim_codes"]

_CURRENCIES = "RMB|USD|CNY|EUR|GBP|HKD|AUD|CAD|JPY|CHF|INR|KRW|SGD|NZD|Rs|US|NT|HK"
_UNITS = "KM|KG|CM|MM|M|MB|GB|TB|KB|MW|GW|KW|PM|AM|B|BN|K|C|F|W|ST|ND|RD|TH|S|X"
_ADDRESS = lazy.compile(
    r"(?:https?://|www\.)[^\s\u3000-\u9fff，。]+|[\w.+-]{1,64}@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"
    r"|(?<![A-Za-z0-9.])(?:[a-z0-9-]{1,63}\.){1,5}(?:com|org|net|io|cn|edu|gov)\b"
    # A telephone number, and what is too long to be a number.
    r"|\+\d{1,3}[ -]\(?\d{1,4}\)?(?:[ -]?\d{2,4}){2,4}|(?<![\d-])1?-?[48]00-\d{3,4}-\d{3,4}(?!\d)"
    r"|(?<!\d)\(?\d{3}\)?[ -]\d{3}-\d{4}(?!\d)|(?<!\d)\d{3,4}-\d{7,8}(?!\d)"
    # What a share is called at its exchange.
    r"|\b(?:NYSE|NASDAQ|AMEX|HKG|HKEX|SEHK|SHA|SHE|SSE|SZSE|TYO|LON|LSE|KRX|BSE|NSE|ASX|TSX)"
    r"\s?[:：]\s?[A-Z0-9.]{1,8}"
    r"|\d{16,}|(?<![\d/])24/7(?![\d/])"
)
_CODE = lazy.compile(
    rf"(?<![A-Za-z0-9$])(?:"
    # Letters before digits: COVID-19, GPT-4, U18, H1N1, B.1.1.7; but not mid-1990s, RMB500.
    rf"(?!(?:{_CURRENCIES})\d)[A-Za-z]{{1,20}}\d[A-Za-z0-9]*(?:[-.][A-Za-z0-9]{{1,20}})*"
    r"|(?!(?:Mid|Pre|Post|Late|Early|Under|Over|Sub|Non|Top|Aged|Around|About)-)"
    r"(?:[A-Z][A-Za-z]{0,20}|covid)-\d[A-Za-z0-9]*(?:[-.][A-Za-z0-9]{1,20})*(?!-year|-old)"
    r"|[A-Za-z](?:\.\d{1,5}){2,6}|v(?:\.\s?)?\d{1,5}(?:\.\d{1,5}){0,4}"
    # Digits before letters: 4K, 3D, 737-MAX; but not 5KM.
    rf"|\d{{1,9}}(?!(?:{_UNITS})(?![A-Za-z]))[A-Z][A-Za-z0-9]{{0,20}}"
    r"|\d{1,9}-[A-Z][A-Za-z0-9]{1,20}"
    r"|[248]K(?![A-Za-z0-9])"
    r"|\d{1,5}(?:\.\d{1,5}){2,6}"
    # N585 million is an amount of a currency.
    r")(?![A-Za-z0-9])(?!\s(?:[mb]illion|trillion|thousand|crore|lakh|bn)\b)"
)
_VIRUS = lazy.compile(r"2019(?=\s?(?:年?新?型?冠状|新冠|novel|coronavirus))", re.IGNORECASE)
_SEASON = lazy.compile(
    r"(?<![\d.,$€£/-])(?P<first>(?:19|20)\d{2})[-–/](?P<second>\d{2})(?![\d,./-]\d|\d|%)"
)
_MONTHS = 12
_DIGITS = lazy.compile(r"\d{1,9}(?:\.\d{1,9})?")
_SEPARATORS = lazy.compile(r"[\s.-]+")


def claim_codes(sheet: Sheet) -> None:
    """Take codes out of a text; those with letters and digits become values.

    :param sheet: The text.
    """
    if not _DIGITS.search(sheet.text):
        return
    sheet.text = sheet.text.replace("−", "-")
    sheet.claim(_ADDRESS)
    sheet.claim(_VIRUS, needs=("2019",))
    sheet.claim(_CODE, _code)
    sheet.claim(_SEASON, _season)


def _code(match: re.Match[str]) -> list[Value]:
    number = _DIGITS.search(match[0])
    letters = _SEPARATORS.sub("", match[0]).casefold()
    return [
        Value(
            match.start(),
            match.end(),
            Quantity.CODE,
            float(number[0]) if number else 0.0,
            strength=Strength.WEAK,
            code=letters,
        )
    ]


def _season(match: re.Match[str]) -> list[Value] | None:
    """Read 2019-20 and 1981-87, two years; 2005-12 is rather a month."""
    first, second = float(match["first"]), float(match["second"])
    follows = (first + 1) % 100 == second
    if not follows and not max(_MONTHS, first % 100) < second:
        return None
    last = first + 1 if follows else first - first % 100 + second
    return [
        Value(match.start("first"), match.end("first"), Quantity.YEAR, first),
        Value(match.start("second"), match.end("second"), Quantity.YEAR, last, also=(second,)),
    ]
