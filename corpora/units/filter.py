"""Choose among the units of a translation memory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.units.keys import KeyTable, unit_key
from duizhao.corpora.units.unit import PROBABILITY, Pair, TranslationUnit, prop
from duizhao.errors import InputError

__all__ = ["UnitFilter", "compile_pattern", "parse_day", "unit_date"]

_DAY = lazy.compile(r"(\d{4})-?(\d\d)-?(\d\d)")


def compile_pattern(text: str) -> re.Pattern[str]:
    """Return a regular expression.

    :raises InputError: If it is none.
    """
    try:
        return re.compile(text)
    except re.error as error:
        message = f"{text!r} is no regular expression ({error}); see Python's re module"
        raise InputError(message) from None


def parse_day(text: str) -> str:
    """Return a day as dates in a memory begin.

    :raises InputError: If it is none.

    >>> parse_day("2026-01-31")
    '20260131'
    """
    found = _DAY.fullmatch(text)
    if found is None:
        message = f"{text!r} is no day; give one such as 2026-01-31"
        raise InputError(message)
    return "".join(found.groups())


def unit_date(unit: TranslationUnit) -> str | None:
    """Return the day of a unit's last change, else of its making, as ``20260131``, or None."""
    sides = [unit.attributes, *(variant.attributes for variant in unit.variants)]
    for name in ("changedate", "creationdate"):
        days = [found for side in sides if (found := _DAY.match(side.get(name, "")))]
        if days:
            return max("".join(day.groups()) for day in days)
    return None


@dataclass(frozen=True)
class UnitFilter:
    """What a unit must be to be kept.

    :param minimum_probability: Its ``x-probability`` is at least that, and it has one.
    :param props: Each property named has a value in which the expression is found.
    :param source: Is found in the source.
    :param target: Is found in the target.
    :param not_source: Is not found in the source.
    :param not_target: Is not found in the target.
    :param shortest: Both sides have so many characters.
    :param longest: Neither side has more.
    :param ratio: The longer side has at most so many times the characters of the shorter.
    :param after: Its date is that day or later, as ``20260131``.
    :param before: Its date is earlier than that day.
    :param different: Source and target are not the same.
    :param once: No unit before it has the same texts.
    """

    minimum_probability: float | None = None
    props: tuple[tuple[str, re.Pattern[str]], ...] = ()
    source: re.Pattern[str] | None = None
    target: re.Pattern[str] | None = None
    not_source: re.Pattern[str] | None = None
    not_target: re.Pattern[str] | None = None
    shortest: int = 0
    longest: int | None = None
    ratio: float | None = None
    after: str | None = None
    before: str | None = None
    different: bool = False
    once: bool = False

    def keep(self, pairs: Iterable[Pair], left_out: Counter[str]) -> Iterator[Pair]:
        """Yield the pairs that are kept.

        :param pairs: Of one memory or several.
        :param left_out: Takes how many are not, by reason: ``empty`` (a side has no text),
            ``language`` (it is of other languages), ``probability``, ``property``, ``pattern``,
            ``length``, ``date``, ``equal``, ``duplicate``.
        """
        seen = KeyTable()
        for pair in pairs:
            reason = self._why_not(pair)
            if reason is None and self.once:
                before = seen.put(unit_key(pair.unit), 1)
                reason = None if before is None else "duplicate"
            if reason is None:
                yield pair
            else:
                left_out[reason] += 1

    def _why_not(self, pair: Pair) -> str | None:
        source, target = pair.texts
        if not source or not target:
            return pair.lack
        judged = (
            ("probability", self._is_sure(pair.unit)),
            ("property", all(_has(pair.unit, name, wanted) for name, wanted in self.props)),
            ("pattern", self._fits(source, target)),
            ("length", self._is_long(len(source), len(target))),
            ("date", self._is_timely(pair.unit)),
            ("equal", not self.different or source != target),
        )
        return next((reason for reason, good in judged if not good), None)

    def _is_sure(self, unit: TranslationUnit) -> bool:
        if self.minimum_probability is None:
            return True
        try:
            return float(prop(unit, PROBABILITY) or "nan") >= self.minimum_probability
        except ValueError:
            return False

    def _fits(self, source: str, target: str) -> bool:
        wanted = ((self.source, source), (self.target, target))
        unwanted = ((self.not_source, source), (self.not_target, target))
        return all(p is None or p.search(text) for p, text in wanted) and not any(
            p is not None and p.search(text) for p, text in unwanted
        )

    def _is_long(self, source: int, target: int) -> bool:
        short, long = sorted((source, target))
        return (
            short >= self.shortest
            and (self.longest is None or long <= self.longest)
            and (self.ratio is None or long <= self.ratio * short)
        )

    def _is_timely(self, unit: TranslationUnit) -> bool:
        if self.after is None and self.before is None:
            return True
        date = unit_date(unit)
        return (
            date is not None
            and (self.after is None or date >= self.after)
            and (self.before is None or date < self.before)
        )


def _has(unit: TranslationUnit, name: str, wanted: re.Pattern[str]) -> bool:
    return any(key == name and wanted.search(value) for key, value in unit.props)
