"""Put several translation memories together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from duizhao.corpora.units.keys import KeyTable, source_key, unit_key
from duizhao.corpora.units.unit import TranslationUnit, Variant, pick_language
from duizhao.errors import UnknownNameError

__all__ = ["KEEPS", "merge_units"]

KEEPS = ("all", "first", "last")
"""What may be kept of the translations of one source."""


def merge_units(
    units: Callable[[], Iterable[TranslationUnit]],
    source_lang: str,
    left_out: Counter[str],
    *,
    keep: str = "all",
) -> Iterator[TranslationUnit]:
    """Yield units without those that say the same again.

    :param units: Gives the units of all memories, one after the other; asked twice where the
        last is to be kept.
    :param source_lang: The language in which sources are compared; a unit without it is compared
        by its first text.
    :param left_out: Takes how many are not, by reason: ``duplicate`` (all texts the same) and
        ``translation`` (another translation of the source is kept).
    :param keep: ``"all"`` translations of a source, the ``"first"`` or the ``"last"``. Of units
        with the same texts, the last is kept with ``"last"``, else the first.
    :raises UnknownNameError: If there is no such choice.
    """
    if keep not in KEEPS:
        what = "choice"
        raise UnknownNameError(what, keep, KEEPS)
    if keep == "last":
        return _last(units, source_lang, left_out)
    return _first(units(), source_lang, left_out, one=keep == "first")


def _first(
    units: Iterable[TranslationUnit], source_lang: str, left_out: Counter[str], *, one: bool
) -> Iterator[TranslationUnit]:
    seen, sources = KeyTable(), KeyTable()
    for unit in units:
        if seen.put(unit_key(unit), 1) is not None:
            left_out["duplicate"] += 1
        elif one and sources.put(_source(unit, source_lang), 1) is not None:
            left_out["translation"] += 1
        else:
            yield unit


def _last(
    units: Callable[[], Iterable[TranslationUnit]], source_lang: str, left_out: Counter[str]
) -> Iterator[TranslationUnit]:
    last, texts = KeyTable(), KeyTable()
    for n, unit in enumerate(units()):
        last.put(_source(unit, source_lang), n)
        texts.put(unit_key(unit), n)
    for n, unit in enumerate(units()):
        if last.get(_source(unit, source_lang)) == n:
            yield unit
        elif texts.get(unit_key(unit)) != n:
            left_out["duplicate"] += 1
        else:
            left_out["translation"] += 1


def _source(unit: TranslationUnit, lang: str) -> str:
    if not unit.variants:
        return ""
    tag = pick_language((v.lang for v in unit.variants), lang) if lang else None
    source: Variant | None = next((v for v in unit.variants if v.lang == tag), None)
    return source_key(unit, source)
