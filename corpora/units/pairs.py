"""Read two languages of a translation memory (TMX), of any in it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.units.bitext_units import Bitext, Unit
from duizhao.corpora.units.tmx.reader import TmxReader
from duizhao.corpora.units.unit import TmxUnit, Variant, pick_language
from duizhao.errors import InputError

__all__ = ["Pair", "PairChooser", "read_tmx"]

# Units that may wait until the language appears that the header names.
_PATIENCE = 10_000


class Pair(NamedTuple):
    """The texts of a unit in the two languages that were chosen.

    :param unit: The unit.
    :param source: Its source, or None if it has none in that language.
    :param target: Its target, likewise.
    """

    unit: TmxUnit
    source: Variant | None
    target: Variant | None


def read_tmx(
    data: bytes,
    path: str,
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    limits: Limits = NO_LIMITS_RAISED,
) -> Bitext:
    """Read a translation memory.

    :param data: The file.
    :param path: What to call it in messages.
    :param source_lang: The language of the source: ``"zh"`` takes any Chinese, ``"zh-TW"`` only
        that. Without it, the one that the header names, else the first.
    :param target_lang: That of the target; without it, the first other language.
    :param limits: What the file may cost.
    :return: Units with text in at least one of the two languages.
    :raises FormatError: If it is broken, or no TMX.
    :raises InputError: If it does not have the two languages.
    """
    reader = TmxReader(io.BytesIO(data), path)
    chooser = PairChooser(path, reader.header.source_lang, source_lang, target_lang)
    units = []
    for pair in chooser.pairs(_limited(reader, limits, path)):
        source, target = (side.text if side else "" for side in pair[1:])
        if source or target:
            name = pair.unit.attributes.get("tuid") or str(pair.unit.number)
            units.append(Unit(name, source, target))
    return Bitext(tuple(units), *chooser.langs)


def _limited(units: Iterable[TmxUnit], limits: Limits, path: str) -> Iterator[TmxUnit]:
    for unit in units:
        limits.check("parts", unit.number, path)
        yield unit


class PairChooser:
    """Chooses the two languages of a memory as soon as tags that can be theirs were seen.

    :param path: What to call the file in messages.
    :param declared: The source that the header names, or ``""``.
    :param source_lang: The source that is wanted, if one is.
    :param target_lang: The target, likewise.
    """

    def __init__(
        self, path: str, declared: str, source_lang: str | None, target_lang: str | None
    ) -> None:
        self.seen: dict[str, None] = {}
        self.langs: tuple[str | None, str | None] = (source_lang, target_lang)
        self._path = path
        self._wanted = (source_lang, target_lang)
        self._declared = None if declared.startswith("*") else declared or None
        self._settled = False
        # Units have their languages in few orders: each is looked at once.
        self._places: dict[tuple[str, ...], tuple[int | None, int | None]] = {}

    @property
    def tags(self) -> tuple[str | None, str | None]:
        """The tags that the two languages have in the file, as far as they are chosen."""
        source, target = (pick_language(self.seen, lang) if lang else None for lang in self.langs)
        return source, target

    def pairs(self, units: Iterable[TmxUnit]) -> Iterator[Pair]:
        """Yield the texts of each unit in the two languages.

        :raises InputError: If the two languages are not there.
        """
        waiting: list[TmxUnit] = []
        for unit in units:
            tags = tuple([v.lang for v in unit.variants])
            if tags not in self._places:
                self.seen.update(dict.fromkeys(tags))
                self._settle(final=False)
                self._places[tags] = self._find(tags) if self._settled else (None, None)
            if not self._settled:
                waiting.append(unit)
                if len(waiting) > _PATIENCE:
                    self._settle(final=True)
                continue
            if waiting:
                self._places.clear()
                yield from map(self._pair, waiting)
                waiting = []
            yield self._pair(unit)
        if not self._settled:
            self._settle(final=True)
        self._check()
        self._places.clear()
        yield from map(self._pair, waiting)

    def _pair(self, unit: TmxUnit) -> Pair:
        variants = unit.variants
        tags = tuple([v.lang for v in variants])
        places = self._places.get(tags)
        if places is None:
            places = self._places[tags] = self._find(tags)
        one, other = places
        return Pair(
            unit,
            None if one is None else variants[one],
            None if other is None else variants[other],
        )

    def _find(self, tags: tuple[str, ...]) -> tuple[int | None, int | None]:
        keys = [pick_language(tags, lang) if lang else None for lang in self.langs]
        one, other = (None if key is None else tags.index(key) for key in keys)
        return one, other

    def _settle(self, *, final: bool) -> None:
        """Choose, if it can be done.

        :param final: Nothing more will come: a language that only the header names is given up.
        """
        if self._settled or not self.seen:
            return
        source, target = self._wanted
        if source is None and self._declared:
            if pick_language(self.seen, self._declared):
                source = self._declared
            elif not final:
                return
        if source is None:
            others = (tag for tag in self.seen if not target or not pick_language([tag], target))
            source = next(others, None)
        if source and target is None:
            own = pick_language(self.seen, source)
            target = next((tag for tag in self.seen if tag != own), None)
        if source and target:
            self.langs = (source, target)
            self._settled = True

    def _check(self) -> None:
        if self._settled and all(pick_language(self.seen, lang or "") for lang in self.langs):
            return
        wanted = " and ".join(lang for lang in self._wanted if lang)
        found = ", ".join(self.seen) or "none"
        message = (
            f"{self._path} has no units in {wanted or 'two languages'}; its languages are: {found}"
        )
        raise InputError(message)
