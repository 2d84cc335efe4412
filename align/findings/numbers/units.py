"""Units: their names in both languages, and how they convert."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

__all__ = [
    "CURRENCY_SIGNS",
    "EN_UNITS",
    "UNITS",
    "ZH_UNITS",
    "Unit",
    "alternatives",
    "base_amount",
    "counts_twice",
    "is_scaled",
]


@dataclass(frozen=True)
class Unit:
    """A unit of measure, money or time.

    :param name: Its name here.
    :param dimension: What it measures; of money, the currency.
    :param factor: How many base units of its dimension it is.
    :param offset: What is taken off before, for degrees.
    :param may_be: Other units that the same word may mean.
    :param money: Whether it is a currency.
    :param per_dollar: Of a currency, the least and the most that a US dollar cost: the yearly
        averages of 2000 to 2024 (World Bank, PA.NUS.FCRF), which never left them; None if it is not
        known.
    """

    name: str
    dimension: str
    factor: float
    offset: float = 0.0
    may_be: frozenset[str] = frozenset()
    money: bool = False
    per_dollar: tuple[float, float] | None = None


def _load() -> tuple[dict[str, Unit], dict[str, str], dict[str, str], dict[str, str]]:
    file = resources.files("duizhao.align.findings.numbers").joinpath("data/values_units.json")
    table = json.loads(file.read_text(encoding="utf-8"))
    units: dict[str, Unit] = {}
    en: dict[str, str] = {}
    zh: dict[str, str] = {}
    sign: dict[str, str] = {}
    for dimension, rows in table.items():
        for name, row in rows.items():
            money = dimension == "money"
            units[name] = Unit(
                name,
                name if money else dimension,
                row.get("factor", 1.0),
                row.get("offset", 0.0),
                frozenset(row.get("may_be", ())),
                money,
                tuple(row["per_usd"]) if "per_usd" in row else None,
            )
            for column, words in (("en", en), ("zh", zh), ("sign", sign)):
                for word in row.get(column, ()):
                    words.update(dict.fromkeys(_forms(word), name))
    return units, en, zh, sign


def _forms(word: str) -> list[str]:
    """Return a word as listed, and its plural where one is marked: ``mile(s)``."""
    if word.endswith("(s)"):
        return [word[:-3], word[:-3] + "s"]
    return [word]


_units, _en, _zh, _signs = _load()

UNITS: Mapping[str, Unit] = MappingProxyType(_units)
"""All units by name."""
EN_UNITS: Mapping[str, str] = MappingProxyType(_en)
"""English words for units, in small letters except where capitals tell, and the unit's name."""
ZH_UNITS: Mapping[str, str] = MappingProxyType(_zh)
"""Chinese words for units, and the unit's name."""
CURRENCY_SIGNS: Mapping[str, str] = MappingProxyType(_signs)
"""What stands before an amount of money, such as ``US$``, and the unit's name."""


def base_amount(number: float, unit: str) -> tuple[str, float]:
    """Return a quantity in the base unit of its dimension.

    :param number: How many.
    :param unit: The unit's name.
    :return: The dimension (or currency) and the amount.

    >>> base_amount(2, "week"), base_amount(212, "°F")
    (('time', 1209600.0), ('temperature', 100.0))
    """
    known = UNITS[unit]
    return known.dimension, (number - known.offset) * known.factor


def is_scaled(a: str, b: str) -> bool:
    """Say whether two units differ by a power of ten: a kilometre and a metre.

    :param a: A unit's name.
    :param b: Another's.

    >>> is_scaled("km", "m"), is_scaled("mile", "km"), is_scaled("°F", "°C")
    (True, False, False)
    """
    power = math.log10(UNITS[a].factor / UNITS[b].factor)
    return UNITS[a].offset == UNITS[b].offset and math.isclose(power, round(power), abs_tol=1e-9)


def alternatives(words: Mapping[str, str]) -> str:
    """Return the words as a regular expression, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def counts_twice(text: str, start: int, end: int, unit: str, lang: str) -> bool:
    """Say whether a text names a unit outside one of its quantities, too.

    :param text: The text.
    :param start: Where the quantity begins.
    :param end: Where it ends, with its unit.
    :param unit: The unit's name.
    :param lang: The language of the text.
    """
    words = EN_UNITS if lang == "en" else ZH_UNITS
    rest = text[:start] + " " + text[end:]
    names = alternatives({word: name for word, name in words.items() if name == unit})
    pattern = rf"(?<![A-Za-z])(?:{names})(?![A-Za-z])" if lang == "en" else names
    return bool(names) and re.search(pattern, rest) is not None
