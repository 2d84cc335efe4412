"""A value: what a number, date or quantity says, apart from how it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from duizhao.align.findings.numbers.units import UNITS, base_amount

__all__ = [
    "Bound",
    "Quantity",
    "Strength",
    "Value",
    "converted",
    "exchanged",
    "kind_of",
    "rounded",
    "units_agree",
]

# Two numbers that agree in so many digits are the same; floats hold 15.
_DIGITS = 9
# A quantity that was converted to another unit is rounded by the translator: 5 miles, 8 公里.
_CONVERTED = 0.06
# Whole degrees, near zero.
_DEGREE = 0.6
# Rates of a day leave those of the years, and both amounts are rounded: $180,000, 132万元.
_EXCHANGED = 1.15


class Quantity(str, Enum):
    """What a value counts."""

    COUNT = "count"
    ORDINAL = "ordinal"
    SHARE = "share"
    MONEY = "money"
    MEASURE = "measure"
    DURATION = "duration"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MONTH = "month"
    DAY = "day"
    WEEKDAY = "weekday"
    TIME = "time"
    RELATIVE = "relative"
    CODE = "code"

    @property
    def is_date(self) -> bool:
        """Whether it is a part of a date, or a time of day."""
        return self in _DATES


_DATES = frozenset(
    {
        Quantity.YEAR,
        Quantity.DECADE,
        Quantity.CENTURY,
        Quantity.MONTH,
        Quantity.DAY,
        Quantity.WEEKDAY,
        Quantity.TIME,
        Quantity.RELATIVE,
    }
)


class Bound(str, Enum):
    """How near to the number the quantity is said to be."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    OVER = "over"
    ODD = "odd"  # 200多家, 200-odd: a little over
    UNDER = "under"
    LEAST = "at least"
    MOST = "at most"
    SOME = "some"  # 数千, thousands: only the size is said


class Strength(int, Enum):
    """How surely the text means a quantity that a translation must keep."""

    WEAK = 0  # one, a half, both, 一, 双: often no quantity
    SOFT = 1  # small numbers in words
    FIRM = 2


@dataclass(frozen=True)
class Value:
    """What a stretch of text says.

    :param start: Where it begins in the text.
    :param end: Where it ends there.
    :param kind: What it counts.
    :param number: The number, scaled (1.4 billion is 1.4e9) but in its own unit; of a time of day
        the minutes since midnight; of a relative date the units from now.
    :param unit: The unit's name in ``values_units.json``; empty if there is none or it is not
        known.
    :param bound: How near to the number the quantity is.
    :param strength: How surely it is a quantity that a translation must keep.
    :param high: The end of a range that is written as one, as in 两三个.
    :param also: Other numbers that the same words may mean.
    :param code: Of a code, its letters and digits.
    """

    start: int
    end: int
    kind: Quantity
    number: float
    unit: str = ""
    bound: Bound = Bound.EXACT
    strength: Strength = Strength.FIRM
    high: float | None = None
    also: tuple[float, ...] = field(default=())
    code: str = ""

    @property
    def key(self) -> tuple[str, str, float]:
        """The canonical form: equal for two ways to write one value exactly.

        Its parts are a family of kinds, a dimension or currency, and the number in base units.
        """
        if self.kind is Quantity.CODE:
            return ("code", self.code, self.number)
        if self.kind.is_date:
            return (self.kind.value, self.unit, rounded(self.number))
        if self.unit:
            dimension, amount = base_amount(self.number, self.unit)
            if dimension == "share":
                return ("number", "", rounded(amount))
            return ("number", dimension, rounded(amount))
        return ("ordinal" if self.kind is Quantity.ORDINAL else "number", "", rounded(self.number))

    @property
    def readings(self) -> tuple[float, ...]:
        """The numbers that the words may mean, the likeliest first, rounded."""
        own = [rounded(self.number), *map(rounded, self.also)]
        if self.unit == "%":
            own.append(rounded(self.number / 100))
        return tuple(own)


def kind_of(unit: str) -> Quantity:
    """Return what is counted in a unit.

    :param unit: A name among :data:`duizhao.align.findings.numbers.units.UNITS`; empty for none.

    >>> kind_of("").value == Quantity.COUNT.value
    True
    """
    if not unit:
        return Quantity.COUNT
    known = UNITS[unit]
    if known.money:
        return Quantity.MONEY
    kinds = {"share": Quantity.SHARE, "time": Quantity.DURATION, "months": Quantity.DURATION}
    return kinds.get(known.dimension, Quantity.MEASURE)


def rounded(number: float) -> float:
    """Return a number to the digits that count.

    >>> rounded(0.1 + 0.2)
    0.3
    """
    return float(f"{number:.{_DIGITS}g}")


def units_agree(a: str, b: str) -> bool:
    """Say whether two units may be the same; one that is not known agrees with any."""
    if not a or not b or a == b:
        return True
    alike = UNITS[a].may_be
    return b in alike or a in UNITS[b].may_be or bool(alike & UNITS[b].may_be)


def converted(a: Value, b: Value) -> bool:
    """Say whether one value is the other in another unit of its dimension, after rounding."""
    if not a.unit or not b.unit or a.unit == b.unit:
        return False
    if UNITS[a.unit].money or UNITS[b.unit].money:
        return False
    return any(_near(one, other) for one in _amounts(a) for other in _amounts(b))


def _near(one: tuple[str, float], other: tuple[str, float]) -> bool:
    """Say whether two amounts of a dimension are the same after a translator's rounding."""
    (dimension, a), (another, b) = one, other
    least = _DEGREE if dimension == "temperature" else 0.0
    return dimension == another and abs(a - b) <= max(least, _CONVERTED * max(abs(a), abs(b)))


def exchanged(a: Value, b: Value) -> bool:
    """Say whether one value may be the other in another currency, at the rate of some year.

    :param a: A value.
    :param b: Another one.
    """
    if a.kind is not Quantity.MONEY or b.kind is not Quantity.MONEY or a.unit == b.unit:
        return False
    if rounded(a.number) == rounded(b.number):
        return False  # the same number of another currency is a slip
    here, there = UNITS[a.unit].per_dollar, UNITS[b.unit].per_dollar
    if here is None or there is None or here == there or a.number <= 0 or b.number <= 0:
        return False
    low, high = there[0] / here[1], there[1] / here[0]
    return low / _EXCHANGED <= b.number / a.number <= high * _EXCHANGED


def _amounts(value: Value) -> list[tuple[str, float]]:
    """Return a quantity in the base units of what its unit may be."""
    names = [value.unit, *sorted(UNITS[value.unit].may_be)]
    return [base_amount(value.number, name) for name in names if name in UNITS]
