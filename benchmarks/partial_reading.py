"""The pairs of ``partial_data.py`` read word by word, for ``fit_partial.py``."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from partial_data import WMT, Item

from duizhao.align.findings.words.lexicon import Lookup, cc_cedict
from duizhao.align.findings.words.word_matching import Space, Words, compare, words_at, words_of
from duizhao.align.findings.words.word_signs import (
    Habits,
    kind_of_word,
    signs_beside,
    signs_of_both,
)
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import TokenEncoder

AT_ONCE = 400
TAKEN_FOR = 12  # times that a word must be seen to have habits of its own
SHRINK = 15  # as if it had been seen as often with those of its kind
UNKNOWN = (0.6, 0.25)

Texts = dict[tuple[str, str], Words]


def words_by_text(pairs: Iterable[Item], space: Space, model: TokenEncoder) -> Texts:
    """Read every text once, by (language, text)."""
    keys = set()
    for item in pairs:
        for lang, text in zip(
            (*item.langs, item.langs[1]), (item.source, item.target, item.whole), strict=True
        ):
            keys.add((lang, as_encoded(text)))
    ordered, found = sorted(keys), {}
    for start in range(0, len(ordered), AT_ONCE):
        part = ordered[start : start + AT_ONCE]
        tokens = model.encode_tokens([text for _, text in part])
        for (lang, text), own in zip(part, tokens, strict=True):
            found[lang, text] = words_of(text, lang, own, space)
    return found


def seen_beside(pairs: Iterable[Item], words: Texts, space: Space, model: TokenEncoder) -> Texts:
    """Return the words of the sides of pairs as a second model sees them."""
    ordered = sorted({key for item in pairs for key in keys_of(item)})
    found = {}
    for start in range(0, len(ordered), AT_ONCE):
        part = ordered[start : start + AT_ONCE]
        tokens = model.encode_tokens([text for _, text in part])
        for (lang, text), own in zip(part, tokens, strict=True):
            found[lang, text] = words_at(words[lang, text], lang, own, space)
    return found


def keys_of(item: Item) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return under what the words of an item's sides are kept."""
    return (item.langs[0], as_encoded(item.source)), (item.langs[1], as_encoded(item.target))


@dataclass(frozen=True)
class Reading:
    """Pairs read word by word.

    :param items: The pairs whose sides have words.
    :param words: The words of all texts.
    :param habits: What words usually find, by language.
    :param beside: The words as a second model sees them; none if it is not asked.
    :param habits_beside: What words usually find there.
    """

    items: list[Item]
    words: Texts
    habits: dict[str, Habits]
    beside: Texts = field(default_factory=dict)
    habits_beside: Mapping[str, Habits] = field(default_factory=dict)

    def sides(self, item: Item) -> tuple[Words, Words]:
        """Return the words of an item's two sides."""
        first, second = (self.words[key] for key in keys_of(item))
        return first, second

    def signs(self, item: Item) -> list[FloatArray]:
        """Return the signs of the words of both sides."""
        sides = self.sides(item)
        looked_up: list[Sequence[Lookup]] = [(), ()]
        zh = item.langs.index("zh")
        text = as_encoded((item.source, item.target)[zh])
        spans = zip(sides[zh].starts.tolist(), sides[zh].ends.tolist(), strict=True)
        looked_up[zh], looked_up[1 - zh] = cc_cedict().look_up(text, spans, sides[1 - zh].texts)
        rows = signs_of_both(item.langs, sides, (looked_up[0], looked_up[1]), self.habits)
        if not self.beside:
            return rows
        first, second = (self.beside[key] for key in keys_of(item))
        more = signs_beside(item.langs, (first, second), self.habits_beside)
        return [np.concatenate(both, axis=1) for both in zip(rows, more, strict=True)]


def habits_of(pairs: Sequence[Item], words: Mapping[tuple[str, str], Words]) -> dict[str, Habits]:
    """Return what words find in their own translations and in strange sentences of a document."""
    rng = random.Random(3)
    kept: dict[tuple[str, str], list[float]] = defaultdict(list)
    null: dict[tuple[str, str], list[float]] = defaultdict(list)
    fine = [item for item in pairs if item.lost is False and item.kind in ("clean", WMT)]
    by_document: dict[Any, list[Item]] = defaultdict(list)
    for item in fine:
        by_document[item.document, item.langs].append(item)
    for item in fine:
        other = rng.choice(by_document[item.document, item.langs])
        own = words[item.langs[0], as_encoded(item.source)]
        for store, target in ((kept, item.target), (null, other.target)):
            theirs = words[item.langs[1], as_encoded(target)]
            strange = other.source != item.source
            if len(own.starts) and len(theirs.starts) and (store is kept or strange):
                best = compare(own, theirs)[0].best
                for word, cosine in zip(own.texts, best.tolist(), strict=True):
                    store[item.langs[0], word].append(cosine)
    return {lang: _habits(lang, kept, null) for lang in ("en", "zh")}


def _habits(lang: str, kept: dict[Any, list[float]], null: dict[Any, list[float]]) -> Habits:
    """Put together what words of a language find."""
    kinds: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for n, store in enumerate((kept, null)):
        for (own, word), cosines in store.items():
            if own == lang:
                kinds[kind_of_word(word)][n].extend(cosines)
    usual = {
        kind: (float(np.mean(a or UNKNOWN[:1])), float(np.mean(b or UNKNOWN[1:])))
        for kind, (a, b) in kinds.items()
    }
    words = {}
    for (own, word), cosines in kept.items():
        if own == lang and len(cosines) >= TAKEN_FOR:
            both = cosines, null.get((own, word), [])
            a, b = (
                (sum(some) + SHRINK * prior) / (len(some) + SHRINK)
                for some, prior in zip(both, usual[kind_of_word(word)], strict=True)
            )
            words[word] = (a, b)
    return Habits(words, {**usual, "": UNKNOWN})
