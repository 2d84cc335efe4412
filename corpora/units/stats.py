"""Count what a translation memory holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from duizhao.corpora.text.swapped import LanguageSamples
from duizhao.corpora.units.filter import unit_date
from duizhao.corpora.units.keys import KeyTable, source_key, unit_key
from duizhao.corpora.units.unit import TranslationUnit, Variant

__all__ = ["LanguageStats", "PropStats", "UnitStats", "count_units"]

# Values of a property that are counted one by one; a property with more is one of free values.
_VALUES = 1000
_COMMONEST = 5


@dataclass
class LanguageStats:
    """The texts in one language.

    :param texts: How many there are.
    :param empty: How many have nothing visible.
    :param lengths: How often each length in characters occurs.
    """

    texts: int = 0
    empty: int = 0
    lengths: Counter[int] = field(default_factory=Counter)

    def quantile(self, share: float) -> int:
        """Return the length that so large a share of the texts does not exceed, 0 to 1."""
        wanted = share * self.texts
        reached = 0
        for length in sorted(self.lengths):
            reached += self.lengths[length]
            if reached >= wanted:
                return length
        return 0

    @property
    def characters(self) -> int:
        """How many characters the texts have."""
        return sum(length * count for length, count in self.lengths.items())


@dataclass
class PropStats:
    """The properties of one type.

    :param units: How many units have one.
    :param values: How often each value occurs; empty if there are too many.
    :param lowest: The lowest, if all are numbers.
    :param highest: The highest.
    :param total: Their sum.
    """

    units: int = 0
    values: Counter[str] = field(default_factory=Counter)
    lowest: float | None = None
    highest: float | None = None
    total: float = 0.0
    numbers: bool = True
    many: bool = False

    def add(self, value: str) -> None:
        """Count a value."""
        self.units += 1
        if not self.many:
            self.values[value] += 1
            if len(self.values) > _VALUES:
                self.many = True
                self.values.clear()
        if self.numbers:
            try:
                number = float(value)
            except ValueError:
                self.numbers = False
                return
            self.total += number
            self.lowest = number if self.lowest is None else min(self.lowest, number)
            self.highest = number if self.highest is None else max(self.highest, number)


@dataclass
class UnitStats:
    """What a memory holds.

    :param units: How many units.
    :param equal: Units whose texts are all the same.
    :param single: Units with text in fewer than two languages.
    :param duplicates: Units whose texts another unit had before.
    :param several: Units whose source had another translation before.
    :param tagged: Units with inline elements.
    :param first_date: The earliest day of a unit, as ``20260131``.
    :param last_date: The latest.
    :param languages: The texts, by language tag.
    :param props: The properties of units, by type.
    :param samples: Texts of each language, which tell whether two are named the wrong way round.
    """

    units: int = 0
    equal: int = 0
    single: int = 0
    duplicates: int = 0
    several: int = 0
    tagged: int = 0
    first_date: str | None = None
    last_date: str | None = None
    languages: dict[str, LanguageStats] = field(default_factory=dict)
    props: dict[str, PropStats] = field(default_factory=dict)
    samples: LanguageSamples = field(default_factory=LanguageSamples)

    def as_json(self) -> Mapping[str, object]:
        """Return JSON types."""
        return {
            "units": self.units,
            "single": self.single,
            "equal": self.equal,
            "duplicates": self.duplicates,
            "several": self.several,
            "tagged": self.tagged,
            "first_date": self.first_date,
            "last_date": self.last_date,
            "swapped": list(self.samples.swapped() or ()),
            "languages": {tag: _language(s) for tag, s in self.languages.items()},
            "props": {name: _prop(s) for name, s in self.props.items()},
        }


def _language(stats: LanguageStats) -> dict[str, object]:
    return {
        "texts": stats.texts,
        "empty": stats.empty,
        "characters": stats.characters,
        "median": stats.quantile(0.5),
        "nine_tenths": stats.quantile(0.9),
        "longest": stats.quantile(1.0),
    }


def _prop(stats: PropStats) -> dict[str, object]:
    found: dict[str, object] = {"count": stats.units}
    if stats.numbers and stats.units:
        mean = round(stats.total / stats.units, 4)
        found |= {"lowest": stats.lowest, "mean": mean, "highest": stats.highest}
    if stats.values:
        found["distinct"] = len(stats.values)
        found["commonest"] = dict(stats.values.most_common(_COMMONEST))
    return found


def count_units(units: Iterable[TranslationUnit], source_lang: str = "") -> UnitStats:
    """Count units.

    :param units: Of one memory.
    :param source_lang: The language of the sources; the first text of each unit if not given.
    """
    stats = UnitStats()
    seen, sources = KeyTable(), KeyTable()
    for unit in units:
        stats.units += 1
        _count_texts(stats, unit)
        if unit.variants:
            source = _source(unit, source_lang)
            again = seen.put(unit_key(unit), 1) is not None
            known = sources.put(source_key(unit, source), 1) is not None
            stats.duplicates += again
            stats.several += known and not again
        for name, value in unit.props:
            stats.props.setdefault(name, PropStats()).add(value)
        _count_date(stats, unit)
    return stats


def _source(unit: TranslationUnit, lang: str) -> Variant:
    wanted = lang.lower()
    return next((v for v in unit.variants if v.lang.lower() == wanted), unit.variants[0])


def _count_texts(stats: UnitStats, unit: TranslationUnit) -> None:
    visible = []
    for variant in unit.variants:
        language = stats.languages.setdefault(variant.lang, LanguageStats())
        language.texts += 1
        language.lengths[len(variant.text)] += 1
        if variant.text:
            visible.append(variant.text)
            stats.samples.add(variant.lang, variant.text)
        else:
            language.empty += 1
    stats.single += len(visible) < 2
    stats.equal += len(visible) > 1 and len(set(visible)) == 1
    stats.tagged += any(variant.markup is not None for variant in unit.variants)


def _count_date(stats: UnitStats, unit: TranslationUnit) -> None:
    date = unit_date(unit)
    if date is not None:
        stats.first_date = min(stats.first_date or date, date)
        stats.last_date = max(stats.last_date or date, date)
