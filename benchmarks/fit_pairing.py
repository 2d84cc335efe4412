"""Fit how sure documents are paired, and say how well: ``python benchmarks/fit_pairing.py DATA``.

DATA has ``docs-dev``. All its sets but WMT22 are fitted on, with none, a third and a half of one
side missing; of WMT22's 181 documents a third of one side is taken away, eight times, and pairs are
proposed. ``--write`` puts the weights into the package.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from logistic_fit import fit_logistic, write_logistic

from duizhao.align.corpus.pairing.match import candidates, choose
from duizhao.align.corpus.pairing.profiles import Profile, profile_document
from duizhao.corpora.reading.read import document_from_text
from duizhao.models.registry import load_encoder

HELD_OUT = "wmt22.en-zh.jsonl"
SHARES = (0.0, 1 / 3, 1 / 2, 1 / 3)
PENALTY = 0.01
ROUNDS = 8
FITTED_ON = "documents of docs-dev without WMT22, some of one side missing; fit_pairing.py"

Side = list[tuple[int, Profile]]


def profiles_of(file: Path) -> list[tuple[Profile, Profile]]:
    """Return the profiles of a set's documents, source first."""
    encoder = load_encoder()
    pairs = []
    for line in file.read_text("utf-8").splitlines():
        item = json.loads(line)
        source, target = (
            profile_document(document_from_text("\n\n".join(item[key])), encoder)
            for key in ("src", "tgt")
        )
        pairs.append((source, target))
    return pairs


def shuffled(
    pairs: Sequence[tuple[Profile, Profile]], share: float, rng: random.Random
) -> tuple[Side, Side]:
    """Return both sides in random orders, a share of one of them missing."""
    sides: tuple[Side, Side] = ([(n, p[0]) for n, p in enumerate(pairs)], [])
    sides[1].extend((n, p[1]) for n, p in enumerate(pairs))
    for side in sides:
        rng.shuffle(side)
    del sides[rng.random() < 0.5][: int(len(pairs) * share)]
    return sides


def cases(a: Side, b: Side) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield the signs of candidates, and whether they belong together."""
    for i, j, signs in candidates([p for _, p in a], [p for _, p in b]):
        yield signs, a[i][0] == b[j][0]


def main() -> None:
    """Fit, write if asked, and print what is proposed of the set that was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rng = random.Random(1)
    gathered: list[tuple[dict[str, float], bool]] = []
    sets = {file.name: file for file in sorted((options.data / "docs-dev").glob("*.jsonl"))}
    known = {name: profiles_of(file) for name, file in sets.items()}
    for name, pairs in known.items():
        if name != HELD_OUT:
            for share in SHARES:
                gathered += cases(*shuffled(pairs, share, rng))
    last_two = list(known)[-2:]
    strangers = [list(enumerate(p[n] for p in known[name])) for n, name in enumerate(last_two)]
    gathered += [(signs, False) for signs, _ in cases(*strangers)]
    names = list(gathered[0][0])
    x = np.array([[signs[name] for name in names] for signs, _ in gathered])
    right = np.array([is_right for _, is_right in gathered])
    weights = fit_logistic(names, x, right, penalty=PENALTY)
    weights = {name: round(weight, 3) for name, weight in weights.items()}
    print(len(right), "candidates,", int(right.sum()), "right:", weights)
    if options.write:
        write_logistic("corpus/pairing", "pairs", FITTED_ON, weights)
    for _ in range(ROUNDS):
        a, b = shuffled(known[HELD_OUT], 1 / 3, rng)
        chosen = choose(candidates([p for _, p in a], [p for _, p in b]))
        good = sum(a[match.source][0] == b[match.target][0] for match in chosen)
        there = len({n for n, _ in a} & {n for n, _ in b})
        print(
            f"{len(a)} and {len(b)} documents: precision {good / len(chosen):.3f},"
            f" recall {good / there:.3f}"
        )


if __name__ == "__main__":
    main()
