"""Beads of six sentences on a side: ``python benchmarks/large_beads.py DATA [--model best]``.

DATA is a folder with ``mac-dev``, ``text+berg`` and ``docs-dev``. A line a set: strict F1, and
how many beads are told, how many of these are right, and how many there are: of those with six
sentences on one side and one on the other, and of those with two or more on one and four on the
other, or three on both. "Cut anew" are clean translations, of which some sentences are put together
and cut again (:mod:`duizhao.eval.beads.cut_anew`), a third of them of documents that the weights
were fitted on.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from duizhao.align.aligner.beads import find_beads
from duizhao.corpora.alignment import Bead
from duizhao.corpora.reading.read import document_from_text
from duizhao.eval.beads.cut_anew import cut_anew
from duizhao.eval.beads.scores import BeadCounts, Scores, count_beads
from duizhao.eval.beads.trials import gold_trials, moved_apart
from duizhao.eval.gold.clean import clean_translations
from duizhao.eval.gold.pairs import GoldPair
from duizhao.models.registry import DEFAULT, load_encoder

SEED, MADE = 5, 120


def made(folder: Path) -> Iterator[GoldPair]:
    """Yield documents that are cut anew, in both directions."""
    rng = random.Random(SEED)
    documents = clean_translations(folder)
    rng.shuffle(documents)
    for document in documents[:MADE]:
        pair, langs = cut_anew(document.pairs, rng, document.langs), document.langs
        if rng.random() < 0.5:
            pair, langs = pair.mirrored(), (langs[1], langs[0])
        sides = (
            document_from_text("\n".join(texts), lang=lang, presplit=True)
            for texts, lang in zip((pair.source, pair.target), langs, strict=True)
        )
        yield GoldPair(document.name, *sides, tuple(Bead(*bead) for bead in pair.beads))


def kind_of(bead: Bead) -> str:
    """Return what a bead counts as; nothing if it is small."""
    low, high = sorted((len(bead.source), len(bead.target)))
    if low == 1:
        return "1-6" if high == 6 else ""
    return "other" if high > 3 or low > 2 else ""


def line(name: str, pairs: Sequence[tuple[GoldPair, Sequence[Bead]]]) -> str:
    """Return the line of a set."""
    counts = BeadCounts()
    large = {kind: [0, 0, 0] for kind in ("1-6", "other")}
    for pair, found in pairs:
        counts += count_beads(pair.beads, found)
        gold = {(bead.source, bead.target) for bead in pair.beads}
        for number, beads in ((0, found), (2, pair.beads)):
            for bead in beads:
                if kind := kind_of(bead):
                    large[kind][number] += 1
                    large[kind][1] += number == 0 and (bead.source, bead.target) in gold
    cells = "  ".join("{:>4}{:>4}{:>4}".format(*each) for each in large.values())
    return f"{name:<12}{Scores(counts, 1, '').strict.f1:>7.4f}  {cells}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default=DEFAULT)
    options = parser.parse_args()
    encoder, folder = load_encoder(options.model), options.data
    print(f"{'':<12}{'strict':>7}  {'1-6':<12}  other: told, right, wanted")
    sets = {
        "MAC-Dev": [trial.pair for trial in gold_trials(folder / "mac-dev").trials],
        "Text+Berg": [trial.pair for trial in gold_trials(folder / "text+berg").trials],
        "cut anew": list(made(folder / "docs-dev")),
    }
    for name, pairs in sets.items():
        found = [moved_apart(find_beads(p.source, p.target, encoder).beads) for p in pairs]
        print(line(name, list(zip(pairs, found, strict=True))), flush=True)


if __name__ == "__main__":
    main()
