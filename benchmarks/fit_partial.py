"""Fit what tells lost clauses: ``python benchmarks/fit_partial.py DATA``.

DATA is a folder with ``docs-dev``, ``omission-dev`` and ``mac-dev``. On the dev part of
``eval/findings/data/findings-split.json`` a space of words is learnt for each model
(``fit_space.py``), and from the pairs of ``partial_data.py`` what words usually find, the weights
of a word's signs, of a pair's, of whole vectors' and of a glance, each by logistic regression: for
the embedded model, and for both models side by side (some of the pairs, since the second is slow).
All is written to the room's ``data``; the shares that are printed are cross-validated by document
(``rate_partial.py`` has those of the test part).
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from fit_space import learn_space, save_space
from logistic_fit import fit_logistic, write_logistic
from partial_data import WMT, Item, items, parallel, some_of
from partial_reading import Reading, habits_of, keys_of, seen_beside, words_by_text
from rate_partial import report

from duizhao.align.findings.words.fitted import BESIDE, MODEL
from duizhao.align.findings.words.glance import glance_signs
from duizhao.align.findings.words.left_out import LeftOut, left_out_signs
from duizhao.align.findings.words.lexicon import cc_cedict
from duizhao.align.findings.words.pair_signs import Half, pair_signs, run_of
from duizhao.align.findings.words.runs import MOST_EVIDENCE
from duizhao.align.findings.words.uncovered import POSSIBLE, bounds_of
from duizhao.align.findings.words.word_matching import Words, compare
from duizhao.align.findings.words.word_signs import BESIDE_SIGNS, TOKEN_SIGNS, Habits
from duizhao.align.logistic import Logistic, log_odds
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.models.arrays import BoolArray, DoubleArray
from duizhao.models.encoder import TokenEncoder
from duizhao.models.registry import load_encoder

FOLDS = 5
FITTED_ON = (
    "pairs of docs-dev, omission-dev and mac-dev, with losses made and marked;"
    " benchmarks/fit_partial.py"
)
TOKEN_PENALTY, PAIR_PENALTY, AGAIN_PENALTY = 1.0, 20.0, 5.0
PREVALENCE = 0.03  # share of pairs that lose a clause
# Shares of clean pairs that are not read, since at a glance they look least like a loss (or, at
# last, an addition). Of long losses with a score of .2 and more, a share of .5 passes .005 over.
PASSED = {"least": 0.5, "least-added": 0.95}
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


def names_of(reading: Reading) -> tuple[str, ...]:
    """Return the names of the signs of a word."""
    return TOKEN_SIGNS + (BESIDE_SIGNS if reading.beside else ())


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
    w = fitted(names_of(reading), x, y, np.concatenate(counts), TOKEN_PENALTY)
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


def halves_of(reading: Reading, weights: DoubleArray) -> Iterator[tuple[Half, Half]]:
    """Yield both sides of all pairs."""
    for item in reading.items:
        words, signs = reading.sides(item), reading.signs(item)
        source, target = (
            Half(
                text, lang, words[n],
                np.clip(signs[n] @ weights.astype(np.float32), -MOST_EVIDENCE, MOST_EVIDENCE),
            )
            for n, (lang, text) in enumerate(keys_of(item))
        )  # fmt: skip
        yield source, target


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
    documents = sorted({item.document for item in pairs})
    random.Random(1).shuffle(documents)
    fold = np.array([documents.index(item.document) % FOLDS for item in pairs])
    sums = np.zeros(len(pairs))
    for n in range(FOLDS):
        w = fitted(names, x[fold != n], lost[fold != n], counts[fold != n], penalty)
        sums[fold == n] = x[fold == n] @ w
    return sums


def calibrated(
    pairs: Sequence[Item], sums: DoubleArray, asked: BoolArray | None = None
) -> tuple[float, float]:
    """Return what turns sums into logarithms of odds at the usual share of losses.

    :param pairs: All pairs.
    :param sums: Their sums.
    :param asked: The pairs that will be asked for; all if None.
    """
    counts = np.zeros(len(pairs))
    lost = np.array([item.lost is True for item in pairs])
    for n, item in enumerate(pairs):
        if item.kind in ("seeded", WMT) and item.lost and item.size >= 4:
            counts[n] = 6.0 if item.kind == WMT else 0.3
        elif item.kind in ("clean", WMT) and item.lost is False:
            counts[n] = 1.0
    counts[lost] *= PREVALENCE / (1 - PREVALENCE) * counts[~lost].sum() / counts[lost].sum()
    asked = np.ones(len(pairs), bool) if asked is None else asked
    columns = np.stack([np.ones(len(sums)), sums], axis=1)
    names = ("constant", "sum")
    offset, factor = fitted(names, columns[asked], lost[asked], counts[asked], 0.0)
    return float(factor), float(offset)


def fitted_pairs(
    pairs: Sequence[Item],
    rows: Sequence[dict[str, float]],
    penalty: float,
    asked: BoolArray | None = None,
) -> tuple[dict[str, float], DoubleArray]:
    """Return calibrated weights, and the pairs' cross-validated logarithms of odds.

    :param pairs: All pairs.
    :param rows: The signs of those that are asked.
    :param penalty: What the square of a weight costs.
    :param asked: Which are asked; all if None. The others keep a sum of 0.
    """
    asked = np.ones(len(pairs), bool) if asked is None else asked
    own = [item for item, use in zip(pairs, asked, strict=True) if use]
    names, x = tuple(rows[0]), np.array([list(row.values()) for row in rows])
    sums = np.zeros(len(pairs))
    sums[asked] = cross_validated(own, names, x, penalty)
    factor, offset = calibrated(pairs, sums, asked)
    lost = np.array([item.lost is True for item in own])
    w = fitted(names, x, lost, counts_of(own), penalty) * factor
    w[0] += offset
    return _named(names, w), sums * factor + offset


def fit_reading(reading: Reading, suffix: str, model: TokenEncoder) -> None:
    """Fit the weights of words, pairs and whole vectors, rate them and write them."""

    def write(name: str, weights: dict[str, float]) -> None:
        write_logistic("findings/words", f"{name}{suffix}", FITTED_ON, weights)

    token = token_weights(reading)
    write("word", _named(names_of(reading), token))
    rows = []
    left_out = []
    for source, target in halves_of(reading, token):
        run = run_of(source)
        rows.append(pair_signs(source, target, run))
        left_out.append(LeftOut(source.text, target.text, *bounds_of(source, run, snapped=True)))
    weights, odds = fitted_pairs(reading.items, rows, PAIR_PENALTY)
    report(f"pairs{suffix} by words, cross-validated", reading.items, odds)
    write("pair", weights)
    asked = odds >= log_odds(POSSIBLE)
    some = np.flatnonzero(asked)
    more = left_out_signs([left_out[n] for n in some], model)
    again = [{**rows[n], **own} for n, own in zip(some, more, strict=True)]
    weights, sums = fitted_pairs(reading.items, again, AGAIN_PENALTY, asked)
    report(f"pairs{suffix}, cross-validated", reading.items, np.where(asked, sums, odds))
    write("again", weights)


def fit(folder: Path, model: TokenEncoder, beside: TokenEncoder) -> None:
    """Fit everything on the dev part, rate it and write it."""
    data = Path(str(files("duizhao.align.findings.words"))) / "data"
    sides = sorted(set(parallel(folder)))
    space = save_space(learn_space(sides, model), data / f"space-{MODEL}.npz")
    found = items(folder)
    words = words_by_text(found, space, model)
    some, pairs = (
        [item for item in own if all(len(words[key].starts) for key in keys_of(item))]
        for own in (some_of(found), found)
    )
    reading = Reading(pairs, words, habits_of(pairs, words))
    out: dict[str, Any] = {"habits": _written(reading.habits)}
    fit_reading(reading, "", model)
    space = save_space(learn_space(sides, beside), data / f"space-{BESIDE}.npz")
    seen = seen_beside(some, words, space, beside)
    usual = habits_of(some, seen)
    out["habits-beside"] = _written(usual)
    fit_reading(Reading(some, words, reading.habits, seen, usual), "-beside", model)
    out |= fit_glance(pairs)
    text = json.dumps(out, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (data / "habits.json").write_text(text + "\n", "utf-8")


def fit_glance(pairs: Sequence[Item]) -> dict[str, float]:
    """Fit what is seen at a glance, rate it and write it; return which pairs are then read."""
    rows = []
    for item in pairs:
        texts = as_encoded(item.source), as_encoded(item.target)
        rows.append(glance_signs(texts, item.langs, cc_cedict())[0])
    weights, odds = fitted_pairs(pairs, rows, PAIR_PENALTY)
    report("at a glance, cross-validated", pairs, odds)
    write_logistic("findings/words", "glance", FITTED_ON, weights)
    model = Logistic(weights)
    clean = [model.odds(rows[n]) for n, item in enumerate(pairs) if item.kind == "clean"]
    return {name: round(float(np.quantile(clean, share)), 3) for name, share in PASSED.items()}


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
    model, beside = (load_encoder(name, cache=False) for name in (MODEL, BESIDE))
    assert isinstance(model, TokenEncoder)
    assert isinstance(beside, TokenEncoder)
    fit(options.data, model, beside)


if __name__ == "__main__":
    main()
