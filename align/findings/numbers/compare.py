"""Which values of two texts are the same, and how those that are not differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from duizhao.align.findings.numbers.value import (
    Bound,
    Quantity,
    Strength,
    Value,
    converted,
    exchanged,
    rounded,
    units_agree,
)

__all__ = ["Matched", "likeness", "match_values", "relation"]

# Pairs that are looked at one by one; two tables of so many numbers are compared by keys alone.
_MOST = 40
# Equal values of one text among which the one in place is sought.
_FEW = 8
# A small number in words is hardly meant by one that is more times as large.
_COMPARABLE = 4.0
# In digits, 6 is hardly meant by 996.
_COMPARABLE_SURE = 12.0
_SOME_RANGE = 10.0
# More years than an era has.
_ERA = 100
# Parts of dates that no other part stands for: May 3 is not 3月5日.
_APART = frozenset({Quantity.WEEKDAY, Quantity.MONTH, Quantity.DAY})
_ANY_DATE = ("date", Quantity.MONTH.value, Quantity.DAY.value)
_DATELIKE = frozenset({Quantity.COUNT, Quantity.ORDINAL, Quantity.DURATION})
_DATED = {
    "year": {Quantity.YEAR, Quantity.DECADE},
    "month": {Quantity.MONTH},
    "week": {Quantity.WEEKDAY, Quantity.DAY},
    "day": {Quantity.WEEKDAY, Quantity.DAY},
}


@dataclass(frozen=True)
class Matched:
    """The outcome of a comparison.

    :param pairs: Values that are the same on both sides.
    :param source: What is left of the one side.
    :param target: What is left of the other.
    """

    pairs: tuple[tuple[Value, Value], ...]
    source: tuple[Value, ...]
    target: tuple[Value, ...]


def match_values(
    source: Sequence[Value], target: Sequence[Value], *, strict: bool = False
) -> Matched:
    """Pair values one to one: the same in kind and unit first, then the same in number.

    :param source: Values of one text.
    :param target: Values of the other.
    :param strict: Whether only the same kind, number and unit will do.
    """
    pairs: list[tuple[Value, Value]] = []
    # What is surely a number is matched before "both" and 一 can take its place.
    left, right = (sorted(side, key=_weak) for side in (source, target))
    if strict:
        left, right = _by_keys(left, right, _same_kind, pairs)
        return Matched(tuple(pairs), tuple(left), tuple(right))
    for keys in (_exact, _canonical, _numbers):
        left, right = _by_keys(left, right, keys, pairs)
    if 0 < len(left) * len(right) <= _MOST * _MOST:
        left, right = _one_by_one(left, right, pairs)
    ends = [
        {rounded(v.high) for v in side if v.high is not None} for side in zip(*pairs, strict=True)
    ]
    if any(ends):
        left, right = _without(left, ends[1]), _without(right, ends[0])
    return Matched(tuple(pairs), *(tuple(sorted(side, key=_place)) for side in (left, right)))


def _place(value: Value) -> tuple[int, int]:
    return value.start, value.end


def _weak(value: Value) -> bool:
    return value.strength is Strength.WEAK


def _exact(value: Value) -> Iterable[Hashable]:
    return ((value.kind, value.unit, value.key, value.bound),)


def _without(values: list[Value], ends: set[float]) -> list[Value]:
    """Leave out what the other side says as the end of a range: 十八九, eighteen or nineteen."""
    return [value for value in values if rounded(value.number) not in ends]


def _same_kind(value: Value) -> Iterable[Hashable]:
    return () if value.strength is Strength.WEAK else ((value.kind, value.key),)


def _canonical(value: Value) -> Iterable[Hashable]:
    return (value.key,)


def _numbers(value: Value) -> Iterable[Hashable]:
    """Return the numbers that a value may mean, with the sorts of values they may equal."""
    if value.code.isdigit():
        return ()  # the 2.4 of 2.4.1 says nothing
    own = value.readings
    if value.high is not None:
        own = (*own, rounded(value.high))
    if value.kind in _APART:
        return ((value.kind.value, number) for number in own)
    if value.kind.is_date:
        # The 34th year of a reign.
        counted = (
            (("number", n) for n in own[1:] if n < _ERA) if value.kind is Quantity.YEAR else ()
        )
        return (*(("date", number) for number in own), *counted)
    sorts = ("number", *_ANY_DATE) if _may_be_date(value) else ("number",)
    return ((sort, number) for number in own for sort in sorts)


def _may_be_date(value: Value) -> bool:
    """Say whether a number may stand for a part of a date: 6、7月, the 20th, 10日."""
    return value.strength is not Strength.WEAK and value.kind in _DATELIKE


def _by_keys(
    left: list[Value],
    right: list[Value],
    keys: Callable[[Value], Iterable[Hashable]],
    pairs: list[tuple[Value, Value]],
) -> tuple[list[Value], list[Value]]:
    """Pair values that share a key, the first with the first."""
    if not left or not right:
        return left, right
    there: dict[Hashable, list[int]] = defaultdict(list)
    for n in range(len(right) - 1, -1, -1):
        for key in keys(right[n]):
            there[key].append(n)
    taken: set[int] = set()
    rest = []
    for at, value in enumerate(left):
        found = None
        for key in keys(value):
            stack = there.get(key, [])
            while stack and stack[-1] in taken:
                stack.pop()
            if stack:
                found = _nearest(stack, taken, at / len(left), len(right))
                break
        if found is None:
            rest.append(value)
        else:
            taken.add(found)
            pairs.append((value, right[found]))
    return rest, [value for n, value in enumerate(right) if n not in taken]


def _nearest(stack: Sequence[int], taken: set[int], at: float, count: int) -> int:
    """Return which of a few equal values stands where this one does, in proportion."""
    free = [n for n in stack[-_FEW:] if n not in taken]
    return min(reversed(free), key=lambda n: abs(n / count - at))


def _one_by_one(
    left: list[Value], right: list[Value], pairs: list[tuple[Value, Value]]
) -> tuple[list[Value], list[Value]]:
    """Pair values that are the same after conversion, or as far as their words go."""
    rest = []
    right = list(right)
    for value in left:
        for other in right:
            if any(same(value, other) for same in _SAME):
                pairs.append((value, other))
                right.remove(other)
                break
        else:
            rest.append(value)
    return rest, right


def _between(a: Value, b: Value) -> bool:
    """Say whether a number lies in a range that the other side says: two dozen, 二三十."""
    for one, other in ((a, b), (b, a)):
        if one.high is not None and other.high is None and one.kind is other.kind:
            return one.number <= other.number <= one.high
    return False


def _vaguely(a: Value, b: Value) -> bool:
    """Say whether one is 数千 or thousands, and the other of that size."""
    if Bound.SOME not in (a.bound, b.bound) or a.kind.is_date or b.kind.is_date:
        return False
    low, high = sorted((a.number, b.number))
    return low > 0 and high <= low * _SOME_RANGE


def _relative(a: Value, b: Value) -> bool:
    """Say whether one is last year, and the other a year."""
    for one, other in ((a, b), (b, a)):
        if one.kind is Quantity.RELATIVE and other.kind in _DATED[one.unit]:
            return True
    return False


_SAME = (converted, exchanged, _vaguely, _relative, _between)

_QUANTITIES = frozenset(
    {Quantity.COUNT, Quantity.MONEY, Quantity.MEASURE, Quantity.DURATION, Quantity.SHARE}
)

_NO_MONTH = {Quantity.COUNT, Quantity.MONTH}
_MONTHS = 12
# A translator may write the one for the other: the 20th and 20日, No. 5 and 5号.
_NEAR_KINDS = (
    {Quantity.DAY, Quantity.ORDINAL},
    {Quantity.COUNT, Quantity.YEAR},
    {Quantity.COUNT, Quantity.ORDINAL},
    # A day or a month that no calendar has.
    {Quantity.COUNT, Quantity.DAY},
    _NO_MONTH,
    {Quantity.DURATION, Quantity.DAY},
    {Quantity.CENTURY, Quantity.COUNT},
)


def likeness(a: Value, b: Value) -> float:
    """Say how well an unmatched value would do as the other's wrong translation.

    :param a: A value of the one side.
    :param b: A value of the other.
    :return: 0 if they cannot belong together; otherwise above 0, about 1 to 6.
    """
    coded = a.kind is Quantity.CODE
    if (Strength.WEAK in (a.strength, b.strength) and not coded) or not _fit(a, b):
        return 0.0
    if (a.bound is Bound.SOME) != (b.bound is Bound.SOME):
        return 0.0
    score = 1.0
    how = relation(a, b)
    if a.kind is b.kind:
        score += 1.0
    sure = a.kind is b.kind and Strength.FIRM in (a.strength, b.strength)
    times = _COMPARABLE_SURE if sure else _COMPARABLE
    if how == "other" and not a.kind.is_date and not _comparable(a, b, times):
        return 0.0
    if a.unit and b.unit and a.key[1] == b.key[1]:
        score += 1.0
    if how in ("power", "digit"):
        score += 2.0
    if a.strength is b.strength is Strength.FIRM:
        score += 1.0
    return score


def _comparable(a: Value, b: Value, times: float) -> bool:
    if a.kind is b.kind is Quantity.MONEY and not units_agree(a.unit, b.unit):
        return True  # the one may be the other in another currency
    same = a.key[:2] == b.key[:2]  # in one unit: 35 ppm, 百万分之二十五
    low, high = sorted(abs(v.key[2] if same else v.number) for v in (a, b))
    return high <= low * times


def _fit(a: Value, b: Value) -> bool:
    if a.kind is Quantity.CODE or b.kind is Quantity.CODE:
        return a.kind is b.kind and _letters(a.code) == _letters(b.code)
    if a.kind is b.kind:
        # An amount in another currency is wrong if no rate explains it.
        return a.kind is Quantity.MONEY or units_agree(a.unit, b.unit) or a.key[1] == b.key[1]
    kinds = {a.kind, b.kind}
    if kinds in _NEAR_KINDS:
        return kinds != _NO_MONTH or max(a.number, b.number) > _MONTHS
    return Quantity.COUNT in kinds and kinds <= _QUANTITIES


def _letters(code: str) -> str:
    return "".join(char for char in code if not char.isdigit())


def relation(a: Value, b: Value) -> str:
    """Say how two numbers differ.

    :param a: A value of the source.
    :param b: A value of the target.
    :return: ``"power"`` if one is the other times 10, 100, …; ``"digit"`` if one digit is another;
        otherwise ``"other"``.
    """
    if a.number > 0 and b.number > 0 and not a.kind.is_date:
        one, other = _mantissa(a.number), _mantissa(b.number)
        if one == other:
            return "power"
    one, other = _written(a.number), _written(b.number)
    if len(one) == len(other) > 1 and sum(x != y for x, y in zip(one, other, strict=True)) == 1:
        return "digit"
    return "other"


def _mantissa(number: float) -> str:
    return f"{number:.9e}".split("e")[0]


def _written(number: float) -> str:
    """Return the digits that count: trailing zeros of a whole number are its size."""
    return f"{number:.12g}"
