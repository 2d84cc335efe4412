"""Put several translation memories together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from duizhao.corpora.units.keys import KeyTable, source_key, unit_key
from duizhao.corpora.units.unit import Pair, TranslationUnit, Variant, pick_language
from duizhao.errors import UnknownNameError

__all__ = ["KEEPS", "merge_units"]

KEEPS = ("all", "first", "last")
"""What may be kept of the translations of one source."""


def merge_units(
    pairs: Callable[[], Iterable[Pair]],
    source_lang: str,
    left_out: Counter[str],
    *,
    keep: str = "all",
) -> Iterator[Pair]:
    """Yield units without those that say the same again.

    :param pairs: Gives the units of all memories, one after the other; asked twice where the
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
        return _last(pairs, source_lang, left_out)
    return _first(pairs(), source_lang, left_out, one=keep == "first")


def _first(
    pairs: Iterable[Pair], source_lang: str, left_out: Counter[str], *, one: bool
) -> Iterator[Pair]:
    seen, sources = KeyTable(), KeyTable()
    for pair in pairs:
        if seen.put(unit_key(pair.unit), 1) is not None:
            left_out["duplicate"] += 1
        elif one and sources.put(_source(pair.unit, source_lang), 1) is not None:
            left_out["translation"] += 1
        else:
            yield pair


def _last(
    pairs: Callable[[], Iterable[Pair]], source_lang: str, left_out: Counter[str]
) -> Iterator[Pair]:
    last, texts = KeyTable(), KeyTable()
    for n, pair in enumerate(pairs()):
        last.put(_source(pair.unit, source_lang), n)
        texts.put(unit_key(pair.unit), n)
    for n, pair in enumerate(pairs()):
        if last.get(_source(pair.unit, source_lang)) == n:
            yield pair
        elif texts.get(unit_key(pair.unit)) != n:
            left_out["duplicate"] += 1
        else:
            left_out["translation"] += 1


def _source(unit: TranslationUnit, lang: str) -> str:
    if not unit.variants:
        return ""
    tag = pick_language((v.lang for v in unit.variants), lang) if lang else None
    source: Variant | None = next((v for v in unit.variants if v.lang == tag), None)
    return source_key(unit, source)
