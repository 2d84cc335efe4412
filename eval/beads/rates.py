"""Precision, recall and F1 of an aligner, with intervals."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import astuple, dataclass, fields

import numpy as np

from duizhao.corpora.alignment import Bead
from duizhao.eval.beads.bootstrap import interval, resampled
from duizhao.eval.beads.scores import BeadCounts, count_beads
from duizhao.eval.beads.trials import Trial
from duizhao.models.arrays import DoubleArray

__all__ = ["RATES", "Rates", "count_units", "lead", "rates_of", "tied"]


# Gold beads in a stretch of a single document that is drawn as a whole; a short document is cut
# into this many.
_STRETCH, _LEAST_STRETCHES = 25, 10
_MOVED = ("moved", "moved_right", "gold_moved", "gold_moved_found")
_PARAGRAPHS = ("paragraphs", "paragraphs_right", "gold_paragraphs")
_COUNTS = (*(field.name for field in fields(BeadCounts)), *_MOVED, *_PARAGRAPHS)
# Counts of whole documents, which stretches of one do not part.
_APART = len(_MOVED) + len(_PARAGRAPHS)

# What is right of what was claimed (precision), and what was found of what there is (recall).
RATES = {
    "strict": (["strict"], ["beads"], ["gold_strict"], ["gold"]),
    "lax": (["lax"], ["beads"], ["gold_lax"], ["gold"]),
    "omissions": (["both_omitted"], ["omitted"], ["both_omitted"], ["gold_omitted"]),
    "additions": (["both_added"], ["added"], ["both_added"], ["gold_added"]),
    "null": (
        ["both_omitted", "both_added"],
        ["omitted", "added"],
        ["both_omitted", "both_added"],
        ["gold_omitted", "gold_added"],
    ),
    "moved": (["moved_right"], ["moved"], ["gold_moved_found"], ["gold_moved"]),
    "paragraphs": (
        ["paragraphs_right"],
        ["paragraphs"],
        ["paragraphs_right"],
        ["gold_paragraphs"],
    ),
}
"""The counts that each rate is made of. ``omissions``, ``additions`` and ``null`` (both together)
count sentences without a counterpart, as :mod:`duizhao.eval.beads.scores` does; ``paragraphs``
counts pairs of a paragraph and one that it comes from."""


@dataclass(frozen=True)
class Rates:
    """Precision, recall and F1.

    :param precision: 0 to 1; 0 where nothing was claimed.
    :param recall: 0 to 1; 0 where nothing was to be found.
    :param f1: Their harmonic mean.
    :param low: The lower end of its 95 % interval.
    :param high: The upper end.
    :param claimed: How many were claimed.
    :param wanted: How many there are.
    """

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    claimed: int
    wanted: int


def count_units(
    trials: Sequence[Trial],
    results: Sequence[Sequence[Bead]],
    paragraphs: Sequence[Set[tuple[int, int]]] | None = None,
) -> DoubleArray:
    """Count what scores are made of in each unit that intervals are drawn from.

    Units are whole documents, or stretches of gold beads of a single one
    (:mod:`duizhao.eval.beads.bootstrap`).

    :param trials: What there was to align.
    :param results: The beads that were found in each.
    :param paragraphs: The paragraphs that were found to belong together in each, as blocks of
        target and source; those that a linked bead ties if None.
    :return: Shape (U, F): units by counts. The units are the same for all aligners.
    """
    found = paragraphs or [tied(*each) for each in zip(trials, results, strict=True)]
    apart = [
        [*_moved(trial, beads), *_paragraphs(trial, pairs)]
        for trial, beads, pairs in zip(trials, results, found, strict=True)
    ]
    if len(trials) == 1:
        rows = _stretches(trials[0], results[0])
        rows[0][-_APART:] = apart[0]
        return np.array(rows, np.float64)
    units = []
    for trial, beads, rest in zip(trials, results, apart, strict=True):
        counts = count_beads(trial.pair.beads, trial.comparable(beads))
        units.append([*astuple(counts), *rest])
    return np.array(units, np.float64)


def tied(trial: Trial, beads: Sequence[Bead]) -> frozenset[tuple[int, int]]:
    """Return the blocks of target and source that linked beads tie.

    :param trial: The documents.
    :param beads: What was found in them.
    """
    source, target = trial.pair.source.sentences, trial.pair.target.sentences
    return frozenset(
        (target[j].block, source[i].block) for b in beads for j in b.target for i in b.source
    )


def _paragraphs(trial: Trial, found: Set[tuple[int, int]]) -> list[int]:
    """Count pairs of paragraphs: claimed, right, to be found."""
    if trial.paragraphs is None:
        return [0, 0, 0]
    gold = {(q, p) for q, sources in enumerate(trial.paragraphs) for p in sources}
    return [len(found), len(found & gold), len(gold)]


def rates_of(units: DoubleArray) -> dict[str, Rates]:
    """Score what an aligner found.

    :param units: From :func:`count_units`.
    :return: Rates by the names of :data:`RATES`.
    """
    draws = resampled(units)
    return {name: _rates(name, units.sum(axis=0, keepdims=True), draws) for name in RATES}


def lead(units: DoubleArray, others: DoubleArray, name: str = "strict") -> tuple[float, float]:
    """Return the interval of how much higher one aligner's F1 is than another's.

    Both are measured on the same units, drawn together: what is hard in a document is hard for
    both, so that this interval is narrower than those of the two scores.

    :param units: The counts of the one, from :func:`count_units`.
    :param others: Those of the other, of the same trials.
    :param name: One of :data:`RATES`.
    """
    width = units.shape[1]
    return interval(
        resampled(np.hstack([units, others])),
        lambda drawn: _values(name, drawn[:, :width])[2] - _values(name, drawn[:, width:])[2],
    )


def _rates(name: str, sums: DoubleArray, draws: DoubleArray) -> Rates:
    """Make one rate of counts, shape (1, F), and of drawn ones, shape (draws, F)."""
    precision, recall, f1 = (float(value[0]) for value in _values(name, sums))
    low, high = interval(draws, lambda drawn: _values(name, drawn)[2])
    claimed, wanted = (int(_sum(sums, RATES[name][part])[0]) for part in (1, 3))
    return Rates(precision, recall, f1, low, high, claimed, wanted)


def _values(name: str, counts: DoubleArray) -> tuple[DoubleArray, DoubleArray, DoubleArray]:
    """Return precision, recall and F1 of rows of counts."""
    right, claimed, found, wanted = (_sum(counts, part) for part in RATES[name])
    precision, recall = _ratio(right, claimed), _ratio(found, wanted)
    return precision, recall, _ratio(2 * precision * recall, precision + recall)


def _sum(counts: DoubleArray, names: Sequence[str]) -> DoubleArray:
    total: DoubleArray = counts[:, [_COUNTS.index(name) for name in names]].sum(axis=1)
    return total


def _ratio(part: DoubleArray, whole: DoubleArray) -> DoubleArray:
    """Divide; 0 for 0/0, as in the scores."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _moved(trial: Trial, beads: Sequence[Bead]) -> list[int]:
    """Count moved links: claimed, right, to be found, found.

    A link between sentences that the gold links in order is right as well: of two that changed
    places, either may be called the moved one. For the same reason a displaced sentence is found if
    its link is in the result in any form, out of order or in it.
    """
    moved = set(trial.moved or ())
    linked = {(i, j) for b in beads for i in b.source for j in b.target}
    inside = {(i, j) for bead in trial.pair.beads for i in bead.source for j in bead.target}
    claimed = {(i, j) for b in beads if b.moved for i in b.source for j in b.target}
    if trial.moved is None:
        return [0, 0, 0, 0]
    return [len(claimed), len(claimed & (moved | inside)), len(moved), len(linked & moved)]


def _stretches(trial: Trial, beads: Sequence[Bead]) -> list[list[int]]:
    """Count stretch by stretch; the sums are those of the whole document.

    Each bead that was found counts in the stretch of its first sentence, source before target, but
    is compared with the whole gold; each gold bead with all that was found.
    """
    gold, found = trial.pair.beads, trial.comparable(beads)
    number = max(len(gold) // _STRETCH, min(len(gold), _LEAST_STRETCHES), 1)
    edges = [len(gold) * k // number for k in range(number + 1)]
    gold_places, found_places = _places(gold), _places(found)
    groups: list[list[Bead]] = [[] for _ in range(number)]
    for bead in found:
        first = (0, bead.source[0]) if bead.source else (1, bead.target[0])
        groups[bisect_right(edges, min(gold_places[first], default=0), hi=number) - 1].append(bead)
    rows = []
    for k, group in enumerate(groups):
        part = gold[edges[k] : edges[k + 1]]
        # Beads without a common sentence say nothing of each other.
        claimed = count_beads([gold[i] for i in _touched(group, gold_places)], group)
        wanted = count_beads(part, [found[i] for i in _touched(part, found_places)])
        rows.append([*astuple(claimed)[:3], *astuple(wanted)[3:], *[0] * _APART])
    return rows


def _places(beads: Sequence[Bead]) -> defaultdict[tuple[int, int], list[int]]:
    """Return the numbers of the beads of each sentence, by side (0, 1) and sentence."""
    places: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, bead in enumerate(beads):
        for sentence in _sentences(bead):
            places[sentence].append(number)
    return places


def _sentences(bead: Bead) -> list[tuple[int, int]]:
    return [*((0, i) for i in bead.source), *((1, j) for j in bead.target)]


def _touched(beads: Sequence[Bead], places: defaultdict[tuple[int, int], list[int]]) -> list[int]:
    """Return the numbers of the beads that have a sentence of some others."""
    return sorted({n for bead in beads for place in _sentences(bead) for n in places[place]})
