"""Fit what tells lost clauses: ``python benchmarks/fit_partial.py DATA``.

DATA is a folder with ``docs-dev``, ``omission-dev`` and ``mac-dev``. On the dev part of
``eval/findings/data/findings-split.json`` the space of words is learnt (``fit_space.py``), and
from the pairs of ``partial_data.py`` what words usually find, the weights of a word's signs, of a
pair's and of lengths, each by logistic regression. All is written to the room's ``data``; the
shares that are printed are cross-validated by document (``rate_partial.py`` has those of the test
part).
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from fit_space import learn_space, save_space
from logistic_fit import fit_logistic, write_logistic
from partial_data import WMT, Item, items, parallel
from rate_partial import report

from duizhao.align.findings.words.length_signs import length_signs
from duizhao.align.findings.words.lexicon import Lookup, cc_cedict
from duizhao.align.findings.words.pair_signs import Half, pair_signs, run_of
from duizhao.align.findings.words.runs import MOST_EVIDENCE
from duizhao.align.findings.words.word_matching import Space, Words, compare, words_of
from duizhao.align.findings.words.word_signs import (
    TOKEN_SIGNS,
    Habits,
    kind_of_word,
    token_signs,
)
from duizhao.align.logistic import Logistic
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.models.arrays import BoolArray, DoubleArray, FloatArray
from duizhao.models.encoder import TokenEncoder
from duizhao.models.registry import load_encoder

FOLDS = 5
FITTED_ON = (
    "pairs of docs-dev, omission-dev and mac-dev, with losses made and marked;"
    " benchmarks/fit_partial.py"
)
TOKEN_PENALTY, PAIR_PENALTY = 1.0, 20.0
TAKEN_FOR = 12  # times that a word must be seen to have habits of its own
SHRINK = 15  # as if it had been seen as often with those of its kind
UNKNOWN = (0.6, 0.25)
PREVALENCE = 0.03  # share of pairs that lose a clause
# Shares of clean pairs that are not looked at, since their lengths look least like a loss (or, at
# last, an addition). Of WMT23's losses with a score of .2 and more, a share of .45 passes .07 over.
PASSED = {"least": 0.3, "least-quick": 0.45, "least-added": 0.9}
# A word is lost by a deletion if what it finds falls by so much, and kept if by so little.
FALLS, STAYS, WORTH = 0.12, 0.02, 0.35
# How much a pair counts, by kind: lost, and not.
COUNTS = {
    WMT: (10.0, 1.2),
    "mqm_ted2021": (1.0, 0.5),
    "seeded": (0.4, 0.0),
    "clean": (0.0, 0.6),
    "contratico": (0.5, 0.5),
    "demetr": (0.4, 0.4),
}


def fitted(
    names: Sequence[str], x: DoubleArray, lost: BoolArray, counts: DoubleArray, penalty: float
) -> DoubleArray:
    """Fit weights of signs, penalised at one scale, in the order of their names."""
    found = fit_logistic(names, x, lost, counts, penalty=penalty, at_one_scale=True)
    return np.array(list(found.values()))


def words_by_text(pairs: Iterable[Item], space: Space, model: TokenEncoder) -> dict[Any, Words]:
    """Read every text once, by (language, text)."""
    keys = set()
    for item in pairs:
        for lang, text in zip(
            (*item.langs, item.langs[1]), (item.source, item.target, item.whole), strict=True
        ):
            keys.add((lang, as_encoded(text)))
    ordered, found = sorted(keys), {}
    for start in range(0, len(ordered), 400):
        part = ordered[start : start + 400]
        tokens = model.encode_tokens([text for _, text in part])
        for (lang, text), own in zip(part, tokens, strict=True):
            found[lang, text] = words_of(text, lang, own, space)
    return found


@dataclass(frozen=True)
class Reading:
    """Pairs read word by word.

    :param items: The pairs whose sides have words.
    :param words: The words of all texts, by (language, text).
    :param habits: What words usually find, by language.
    """

    items: list[Item]
    words: dict[Any, Words]
    habits: dict[str, Habits]

    def sides(self, item: Item) -> tuple[Words, Words]:
        """Return the words of an item's two sides."""
        texts = zip(item.langs, (item.source, item.target), strict=True)
        first, second = (self.words[lang, as_encoded(text)] for lang, text in texts)
        return first, second

    def signs(self, item: Item) -> tuple[FloatArray, FloatArray]:
        """Return the signs of the words of both sides."""
        sides = self.sides(item)
        found = compare(*sides)
        looked_up: list[Sequence[Lookup]] = [(), ()]
        zh = item.langs.index("zh")
        text = as_encoded((item.source, item.target)[zh])
        spans = zip(sides[zh].starts, sides[zh].ends, strict=True)
        looked_up[zh], looked_up[1 - zh] = cc_cedict().look_up(text, spans, sides[1 - zh].texts)
        first, second = (
            token_signs(
                item.langs[n], sides[n], found[n], sides[1 - n],
                self.habits[item.langs[n]], looked_up[n],
            )
            for n in range(2)
        )  # fmt: skip
        return first, second


def habits_of(pairs: Sequence[Item], words: dict[Any, Words]) -> dict[str, Habits]:
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


def token_weights(reading: Reading) -> DoubleArray:
    """Fit the weights of words' signs: on deletions of ours, and on what raters marked."""
    rng = random.Random(2)
    signs, lost, counts = [], [], []
    for item in reading.items:
        if item.kind == "seeded":
            words = reading.sides(item)
            whole = reading.words[item.langs[1], as_encoded(item.whole)]
            before, after = (compare(words[0], other)[0].best for other in (whole, words[1]))
            gone = (before - after > FALLS) & (before > WORTH)
            use, count = gone | (before - after < STAYS), 1.0
        elif item.spans or (item.kind == WMT and item.lost is False and rng.random() < 0.3):
            words = reading.sides(item)
            gone, count = _marked(item, words[0]), 4.0 if item.kind == WMT else 1.0
            use = np.ones(len(gone), bool)
        else:
            continue
        signs.append(reading.signs(item)[0][use])
        lost.append(gone[use])
        counts.append(np.full(int(use.sum()), count))
    x, y = np.concatenate(signs).astype(float), np.concatenate(lost)
    w = fitted(TOKEN_SIGNS, x, y, np.concatenate(counts), TOKEN_PENALTY)
    # Against the odds of any word: then 0 says nothing.
    w[0] -= np.log(y.mean() / (1 - y.mean()))
    return w


def _marked(item: Item, words: Words) -> BoolArray:
    """Say which words of the source stand in what raters marked as lost."""
    gone = np.zeros(len(words.starts), bool)
    if item.lost:
        for start, end in item.spans:
            if end - start >= 3:
                gone |= (words.starts >= start) & (words.ends <= end)
    return gone


def pair_rows(reading: Reading, weights: DoubleArray) -> list[dict[str, float]]:
    """Return the signs of all pairs."""
    out = []
    for item in reading.items:
        texts = as_encoded(item.source), as_encoded(item.target)
        words, signs = reading.sides(item), reading.signs(item)
        source, target = (
            Half(
                texts[n], item.langs[n], words[n],
                np.clip(signs[n] @ weights.astype(np.float32), -MOST_EVIDENCE, MOST_EVIDENCE),
            )
            for n in range(2)
        )  # fmt: skip
        out.append(pair_signs(source, target, run_of(source)))
    return out


def counts_of(pairs: Sequence[Item]) -> DoubleArray:
    """Return how much each pair counts; losses of a few characters count little."""
    counts = np.zeros(len(pairs))
    for n, item in enumerate(pairs):
        if item.lost is not None and item.kind in COUNTS:
            small = item.lost and item.size < 4 and item.kind != "demetr"
            counts[n] = COUNTS[item.kind][not item.lost] * (0.2 if small else 1.0)
    return counts


def cross_validated(
    pairs: Sequence[Item], names: Sequence[str], x: DoubleArray, penalty: float
) -> DoubleArray:
    """Return each pair's sum by weights that were fitted without its document."""
    lost, counts = np.array([item.lost is True for item in pairs]), counts_of(pairs)
    names = sorted({item.document for item in pairs})
    random.Random(1).shuffle(names)
    fold = np.array([names.index(item.document) % FOLDS for item in pairs])
    sums = np.zeros(len(pairs))
    for n in range(FOLDS):
        w = fitted(names, x[fold != n], lost[fold != n], counts[fold != n], penalty)
        sums[fold == n] = x[fold == n] @ w
    return sums


def calibrated(pairs: Sequence[Item], sums: DoubleArray) -> tuple[float, float]:
    """Return what turns sums into logarithms of odds at the usual share of losses."""
    counts = np.zeros(len(pairs))
    lost = np.array([item.lost is True for item in pairs])
    for n, item in enumerate(pairs):
        if item.kind in ("seeded", WMT) and item.lost and item.size >= 4:
            counts[n] = 6.0 if item.kind == WMT else 0.3
        elif item.kind in ("clean", WMT) and item.lost is False:
            counts[n] = 1.0
    counts[lost] *= PREVALENCE / (1 - PREVALENCE) * counts[~lost].sum() / counts[lost].sum()
    columns = np.stack([np.ones(len(sums)), sums], axis=1)
    offset, factor = fitted(("constant", "sum"), columns, lost, counts, 0.0)
    return float(factor), float(offset)


def fitted_pairs(
    pairs: Sequence[Item], rows: Sequence[dict[str, float]]
) -> tuple[dict[str, float], DoubleArray]:
    """Return calibrated weights, and the pairs' cross-validated logarithms of odds."""
    names, x = tuple(rows[0]), np.array([list(row.values()) for row in rows])
    sums = cross_validated(pairs, names, x, PAIR_PENALTY)
    factor, offset = calibrated(pairs, sums)
    lost = np.array([item.lost is True for item in pairs])
    w = fitted(names, x, lost, counts_of(pairs), PAIR_PENALTY) * factor
    w[0] += offset
    return _named(names, w), sums * factor + offset


def fit(folder: Path, model: TokenEncoder) -> None:
    """Fit everything on the dev part, rate it and write it."""
    data = Path(str(files("duizhao.align.findings.words"))) / "data"
    space = save_space(learn_space(sorted(set(parallel(folder))), model), data / "space.npz")
    pairs = items(folder)
    words = words_by_text(pairs, space, model)
    pairs = [
        item
        for item in pairs
        if all(
            len(words[lang, as_encoded(text)].starts)
            for lang, text in zip(item.langs, (item.source, item.target), strict=True)
        )
    ]
    reading = Reading(pairs, words, habits_of(pairs, words))
    out: dict[str, Any] = {"habits": _written(reading.habits)}
    token = token_weights(reading)
    pair, odds = fitted_pairs(pairs, pair_rows(reading, token))
    report("pairs, cross-validated", pairs, odds)
    write_logistic("findings/words", "word", FITTED_ON, _named(TOKEN_SIGNS, token))
    write_logistic("findings/words", "pair", FITTED_ON, pair)
    rows = [length_signs(item.source, item.target, item.langs) for item in pairs]
    weights, odds = fitted_pairs(pairs, rows)
    report("lengths alone, cross-validated", pairs, odds)
    write_logistic("findings/words", "lengths", FITTED_ON, weights)
    lengths = Logistic(weights)
    clean = [lengths.odds(rows[n]) for n, item in enumerate(pairs) if item.kind == "clean"]
    for name, share in PASSED.items():
        out[name] = round(float(np.quantile(clean, share)), 3)
    text = json.dumps(out, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (data / "habits.json").write_text(text + "\n", "utf-8")


def _named(names: Sequence[str], weights: DoubleArray) -> dict[str, float]:
    return {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}


def _written(habits: dict[str, Habits]) -> dict[str, dict[str, dict[str, list[int]]]]:
    """Return habits in hundredths."""
    return {
        lang: {
            name: {key: [round(100 * a), round(100 * b)] for key, (a, b) in table.items()}
            for name, table in (("words", own.words), ("kinds", own.kinds))
        }
        for lang, own in habits.items()
    }


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    model = load_encoder(cache=False)
    assert isinstance(model, TokenEncoder)
    fit(options.data, model)


if __name__ == "__main__":
    main()
