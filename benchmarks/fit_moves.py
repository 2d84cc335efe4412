"""Fit the weights of moved links and rate them: ``python benchmarks/fit_moves.py DATA``.

DATA is a folder with ``docs-dev`` (clean translations). In each document some sentences are
dropped, and one to three passages of one to three sentences are put elsewhere; half of the
documents serve to fit, the others to look at. A passage put elsewhere counts as found sentence by
sentence, if its true link stands in the result in any form, moved or in order.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from logistic_fit import fit_logistic, write_logistic

from duizhao.align.aligner.moved import MOVED, candidates, find_moves, without_moved
from duizhao.align.aligner.runs import Run, find_runs
from duizhao.align.aligner.search_space import Task, prepare
from duizhao.align.aligner.shared_words import shared_words
from duizhao.align.aligner.weights import default_weights
from duizhao.align.lengths import expected_log_ratio
from duizhao.eval.gold.clean import clean_translations
from duizhao.models.registry import load_encoder

SEED = 31
LEAST = 12  # sentences of a document
LOSSES = (0.0, 0.0, 0.15, 0.4)
SIZES = (1, 1, 2, 3)  # sentences that move together
MERGED = 0.1  # share of neighbours that stand as one sentence on one side
NEAREST = 2  # places that a passage is displaced by, at least
PENALTY = 0.05
FITTED_ON = "docs-dev, with sentences dropped and passages put elsewhere; benchmarks/fit_moves.py"

Pair = tuple[int, int]


@dataclass(frozen=True)
class Made:
    """A pair with passages put elsewhere.

    :param sides: The sentences of the two sides.
    :param links: The true links, sentence by sentence.
    :param displaced: Those of the passages put elsewhere.
    """

    sides: tuple[list[str], list[str]]
    links: set[Pair]
    displaced: set[Pair]


def rearranged(pairs: Sequence[tuple[str, str]], rng: random.Random) -> Made:
    """Make a pair from sentences that translate each other one by one."""
    loss, loser = rng.choice(LOSSES), rng.randrange(2)
    units: list[tuple[list[str], list[str]]] = []
    i = 0
    while i < len(pairs):
        if rng.random() < MERGED and i + 1 < len(pairs):
            glued, apart = [joined(pairs[i : i + 2], 0)], [pairs[i][1], pairs[i + 1][1]]
            units.append((glued, apart) if rng.random() < 0.5 else both_glued(pairs[i : i + 2]))
            i += 2
        else:
            units.append(([pairs[i][0]], [pairs[i][1]]))
            i += 1
    order = list(range(len(units)))
    moved: set[int] = set()
    for _ in range(rng.randint(1, 3)):
        size = rng.choice(SIZES)
        start = rng.randrange(len(order) - size)
        block = order[start : start + size]
        rest = order[:start] + order[start + size :]
        places = [at for at in range(len(rest) + 1) if abs(at - start) >= NEAREST]
        if moved & set(block) or not places:
            continue
        at = rng.choice(places)
        order = rest[:at] + block + rest[at:]
        moved.update(block)
    dropped = {n for n in range(len(units)) if rng.random() < loss and n not in moved}
    return laid_out(units, order, moved, dropped, loser)


def joined(pairs: Sequence[tuple[str, str]], side: int) -> str:
    """Return sentences of one side as one."""
    return ("", " ")[side == 0].join(pair[side] for pair in pairs)


def both_glued(pairs: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Return two sentences on the first side and one on the second."""
    return [pair[0] for pair in pairs], [joined(pairs, 1)]


def laid_out(
    units: Sequence[tuple[list[str], list[str]]],
    order: Sequence[int],
    moved: set[int],
    dropped: set[int],
    loser: int,
) -> Made:
    """Write both sides down: the first in order, the second rearranged."""
    sides: tuple[list[str], list[str]] = ([], [])
    places: tuple[dict[int, range], dict[int, range]] = ({}, {})
    for side, numbers in ((0, range(len(units))), (1, order)):
        for number in numbers:
            if side == loser and number in dropped:
                continue
            texts = units[number][side]
            places[side][number] = range(len(sides[side]), len(sides[side]) + len(texts))
            sides[side].extend(texts)
    both = places[0].keys() & places[1].keys()
    links = {n: {(i, j) for i in places[0][n] for j in places[1][n]} for n in both}
    return Made(
        sides,
        {link for own in links.values() for link in own},
        {link for n in moved for link in links[n]},
    )


def made_pairs(folder: Path) -> list[Made]:
    """Return pairs made from all documents that are long enough."""
    rng = random.Random(SEED)
    documents = clean_translations(folder)
    rng.shuffle(documents)
    pairs = (document.pairs for document in documents)
    return [rearranged(each, rng) for each in pairs if len(each) >= LEAST]


Prepared = tuple[Made, Task, list[Run]]


def rows_of(prepared: Sequence[Prepared]) -> tuple[list[list[float]], list[bool]]:
    """Return the values of all candidates, and whether each is right."""
    values, right = [], []
    for made, task, runs in prepared:
        for candidate in candidates(runs, task):
            values.append([candidate.values[name] for name in MOVED.weights])
            rows, columns = range(*candidate.rows), range(*candidate.columns)
            own = {(i, j) for i in rows for j in columns}
            # What leaves out a part of what belongs together is not right.
            whole = {(i, j) for i, j in made.links if i in rows or j in columns}
            right.append(own == whole)
    return values, right


def fit(prepared: Sequence[Prepared]) -> dict[str, float]:
    """Fit the logistic regression."""
    values, right = rows_of(prepared)
    print(f"{len(right)} candidates, {sum(right)} of them right")
    names = tuple(MOVED.weights)
    found = fit_logistic(names, np.array(values), np.array(right), penalty=PENALTY)
    return {name: round(weight, 2) for name, weight in found.items()}


def report(title: str, prepared: Sequence[Prepared]) -> None:
    """Print how many displaced sentences are linked, and how many moved links are right."""
    wanted = found = made_moves = right = 0
    shares: list[tuple[float, bool]] = []
    for made, task, runs in prepared:
        moves = find_moves(runs, task, shared_words(*made.sides))
        places = [(run.rows, run.columns) for run in without_moved(runs, moves)]
        out = {
            (i, j)
            for rows, columns in [*places, *((move.rows, move.columns) for move in moves)]
            for i in range(*rows)
            for j in range(*columns)
        }
        wanted += len(made.displaced)
        found += len(made.displaced & out)
        for move in moves:
            own = {(i, j) for i in range(*move.rows) for j in range(*move.columns)}
            made_moves += 1
            right += own <= made.links
            shares.append((move.probability, own <= made.links))
    print(f"{title}: displaced {wanted}, found {found} ({found / wanted:.3f}); ", end="")
    print(f"moved links {made_moves}, right {right} ({right / max(made_moves, 1):.3f})")
    for low, high in ((0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01)):
        some = [ok for share, ok in shares if low <= share < high]
        print(f"  probability {low:.2f} to {high:.2f}: {sum(some)} of {len(some)} right")


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    options = parser.parse_args()
    encoder, weights = load_encoder(), default_weights()
    prepared = []
    for made in made_pairs(options.data / "docs-dev"):
        task = prepare(*made.sides, encoder, expected_log_ratio("en", "zh"))
        prepared.append((made, task, find_runs(task, weights)))
    half = len(prepared) // 2
    weights = fit(prepared[:half])
    print(weights)
    if options.write:
        write_logistic("aligner", "moved", FITTED_ON, weights)
    report("those fitted on, weights of the package", prepared[:half])
    report("others, weights of the package", prepared[half:])


if __name__ == "__main__":
    main()
