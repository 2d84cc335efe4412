"""Fit the second look at lost clauses, and write its weights.

usage: python benchmarks/fit_second_look.py ../shared/data

Candidates of the first look are taken from pairs of which it is known whether words were lost:
marks of raters, words deleted on purpose, and candidates of real translations that were read one
by one (``clauses_read.tsv``, which names them by checksums). What it prints is cross-validated.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from logistic_fit import fit_logistic, write_logistic
from partial_data import WMT, items

from duizhao.align.findings.clauses.second_look import Candidate, signs_of
from duizhao.align.findings.material import Material
from duizhao.align.findings.spans.whole_span import whole_span
from duizhao.align.findings.words.length_signs import lengths
from duizhao.align.findings.words.uncovered import NOTHING, Reader
from duizhao.align.pipeline import align_files
from duizhao.eval.findings.real_documents import load_labelled_pairs
from duizhao.eval.gold.sets import load_gold_set
from duizhao.models.arrays import DoubleArray
from duizhao.models.registry import load_encoder

LEAST = 0.2  # of the first look
PENALTY, FOLDS = 4.0, 10
# How much a candidate counts, by kind: lost, and not.
COUNTS = {
    "read": (1.5, 1.5),
    WMT: (0.6, 1.5),
    "mqm_ted2021": (0.5, 0.5),
    "seeded": (0.15, 0.0),
    "contratico": (0.15, 0.15),
}
SEEDED = 0.1  # share of the deletions of our own that are looked at
FITTED_ON = (
    "candidates of docs-dev, omission-dev, mac-dev and real translations, marked or read;"
    " benchmarks/fit_second_look.py"
)


@dataclass(frozen=True)
class Pair:
    """Two texts, and what is known of the losses of the first.

    :param kind: What says so, a key of ``COUNTS``.
    :param lost: Whether words were lost.
    :param spans: Where, if that is known.
    """

    kind: str
    text: str
    other: str
    langs: tuple[str, str]
    lost: bool
    spans: tuple[tuple[int, int], ...] = ()
    ratio: float = 0.0
    near: tuple[str, ...] = ()


def key_of(text: str, other: str) -> str:
    """Return what a pair is called in ``clauses_read.tsv``."""
    return hashlib.sha256(f"{text}\n{other}".encode()).hexdigest()[:12]


def readings() -> dict[str, bool]:
    """Return by key whether an editor wants to hear of the loss."""
    rows = Path(__file__).with_name("clauses_read.tsv").read_text("utf-8").splitlines()
    return {
        key: verdict == "1"
        for _, key, verdict in (row.split("\t") for row in rows if not row.startswith("#"))
    }


def known_pairs(folder: Path, read: dict[str, bool]) -> Iterator[Pair]:
    """Yield the pairs of segments: marked, deleted, read."""
    rng = random.Random(7)
    for item in items(folder):
        ratio = lengths(item.source, item.target, item.langs)[0]
        both = item.source, item.target
        verdict = read.get(key_of(*both))
        if verdict is not None:
            yield Pair("read", *both, item.langs, verdict, (), ratio)
            continue
        if item.lost is None or not COUNTS.get(item.kind, (0, 0))[not item.lost]:
            continue
        if item.kind != "seeded" or rng.random() < SEEDED:
            spans = item.spans if item.kind != "seeded" else ()
            yield Pair(item.kind, *both, item.langs, item.lost, spans, ratio)


def read_pairs(folder: Path, read: dict[str, bool]) -> Iterator[Pair]:
    """Yield the links of whole documents that were read, in both directions."""
    for pair in load_labelled_pairs(folder / "real-dev"):
        alignment = align_files(*pair.files, encoder=load_encoder())
        material = Material(alignment.documents, alignment.beads, load_encoder(), alignment.policy)
        sides = [(each.source, each.target) for each in material.linked]
        langs = sides[0][0].lang, sides[0][1].lang
        yield from _read(read, [(a.text, b.text) for a, b in sides], langs)
    for document in load_gold_set(folder / "mac-dev").documents:
        chinese, english = (
            file.read_text("utf-8").splitlines() for file in (document.source, document.target)
        )
        texts = [
            ("".join(chinese[i] for i in bead.source), " ".join(english[i] for i in bead.target))
            for bead in document.beads
            if bead.source and bead.target
        ]
        yield from _read(read, texts, ("zh", "en"))


def _read(
    read: dict[str, bool], texts: Sequence[tuple[str, str]], langs: tuple[str, str]
) -> Iterator[Pair]:
    if set(langs) != {"en", "zh"}:
        return
    for way in (1, -1):
        own, names = [pair[::way] for pair in texts], langs[::way]
        ratios = [lengths(*pair, names)[0] if all(pair) else 0.0 for pair in own]
        usual = statistics.median(ratios)
        for at, pair in enumerate(own):
            verdict = read.get(key_of(*pair))
            if verdict is not None:
                near = tuple(own[n][1] for n in (at - 1, at + 1) if 0 <= n < len(own))
                yield Pair("read", *pair, names, verdict, (), ratios[at] - usual, near)


def candidates(pairs: Iterable[Pair], reader: Reader) -> Iterator[tuple[Pair, Candidate]]:
    """Yield the pairs of which the first look thinks that something is lost."""
    by_langs: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        by_langs.setdefault(pair.langs, []).append(pair)
    for langs, some in by_langs.items():
        texts = [(pair.text, pair.other) for pair in some]
        uncovered = [
            reader.uncovered(*halves) if halves else NOTHING
            for halves in reader.halves(texts, langs)
        ]
        weighed = reader.weighed_again(texts, uncovered)
        for pair, found in zip(some, weighed, strict=True):
            if found.score < LEAST:
                continue
            met = any(a < found.end and b > found.start for a, b in pair.spans)
            if pair.spans and pair.lost and not met:
                continue
            start, end = whole_span(pair.text, found.start, found.end, langs[0])
            yield (
                pair,
                Candidate(
                    pair.text, pair.other, langs, start, end, found.score, pair.ratio, pair.near
                ),
            )


def fit(names: Sequence[str], x: DoubleArray, pairs: Sequence[Pair]) -> DoubleArray:
    """Return the weights of the signs."""
    lost = np.array([pair.lost for pair in pairs])
    counts = np.array([COUNTS[pair.kind][not pair.lost] for pair in pairs])
    found = fit_logistic(names, x, lost, counts, penalty=PENALTY, at_one_scale=True)
    return np.array(list(found.values()))


def report(pairs: Sequence[Pair], odds: DoubleArray) -> None:
    """Print how many of those told are right, by where they are from."""
    for least in (-1.0, -0.5, 0.0, 0.5, 1.0):
        shares = []
        for kind in ("read", WMT, "seeded"):
            own = [
                pair.lost
                for pair, each in zip(pairs, odds, strict=True)
                if pair.kind == kind and each >= least
            ]
            whole = sum(pair.lost for pair in pairs if pair.kind == kind)
            shares.append(f"{kind} {sum(own)} of {len(own)} right (lost: {whole})")
        print(f"{least:5.1f}  " + "; ".join(shares))


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    read = readings()
    known = [*known_pairs(folder, read), *read_pairs(folder, read)]
    rng = np.random.default_rng(0)
    reader = Reader(load_encoder())
    found = list(candidates(known, reader))
    pairs = [pair for pair, _ in found]
    rows = signs_of([candidate for _, candidate in found], reader)
    names = tuple(rows[0])
    x = np.array([list(row.values()) for row in rows])
    fold, odds = rng.integers(0, FOLDS, len(pairs)), np.zeros(len(pairs))
    for n in range(FOLDS):
        kept = [pair for pair, f in zip(pairs, fold, strict=True) if f != n]
        odds[fold == n] = x[fold == n] @ fit(names, x[fold != n], kept)
    print("second look, cross-validated, by least odds")
    report(pairs, odds)
    weights = dict(zip(names, fit(names, x, pairs).round(4).tolist(), strict=True))
    write_logistic("findings/clauses", "second-look", FITTED_ON, weights)


if __name__ == "__main__":
    main()
