"""Two languages of a translation memory, of any in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duizhao.corpora.units.unit import Pair, TranslationUnit, pick_language, pick_variety
from duizhao.errors import InputError

__all__ = ["PairChooser"]

# Units that may wait until the language appears that the header names.
_PATIENCE = 10_000


class PairChooser:
    """Chooses the two languages of a memory as soon as tags that can be theirs were seen.

    A language that is asked for is taken as :func:`~duizhao.corpora.units.unit.pick_language` does;
    of one that is not, all regions are one language, if there is another for the other side.

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
        self._by_region = False  # the two sides are regions of one language
        # Units have their languages in few orders: each is looked at once.
        self._places: dict[tuple[str, ...], tuple[int | None, int | None]] = {}

    @property
    def tags(self) -> tuple[str | None, str | None]:
        """The tags that the two languages have in the file, as far as they are chosen."""
        source, target = (self._pick(self.seen, side) for side in (0, 1))
        return source, target

    def _pick(self, tags: Iterable[str], side: int) -> str | None:
        """Return the tag of a side among some, if it is there and the side is chosen."""
        lang = self.langs[side]
        if not lang:
            return None
        if self._by_region or self._wanted[side]:
            return pick_language(tags, lang)
        return pick_variety(tags, lang)

    def pairs(self, units: Iterable[TranslationUnit]) -> Iterator[Pair]:
        """Yield the texts of each unit in the two languages.

        :raises InputError: If the two languages are not there.
        """
        waiting: list[TranslationUnit] = []
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

    def _pair(self, unit: TranslationUnit) -> Pair:
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
        keys = [self._pick(tags, side) for side in (0, 1)]
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
            others = (tag for tag in self.seen if pick_variety([tag], source) is None)
            target = next(others, None)
            if target is None and final:
                target = next((tag for tag in self.seen if tag != own), None)
                self._by_region = True
        if source and target:
            self.langs = (source, target)
            self._settled = True

    def _check(self) -> None:
        if self._settled and all(self._pick(self.seen, side) for side in (0, 1)):
            return
        wanted = " and ".join(lang for lang in self._wanted if lang)
        found = ", ".join(self.seen) or "none"
        message = (
            f"{self._path} has no units in {wanted or 'two languages'}; its languages are: {found}"
        )
        raise InputError(message)
