"""Score beads against gold.

Strict and lax precision and recall are those of Vecalign's published scorer, so that numbers can
be compared with the literature: strict counts identical beads, lax counts beads that overlap a
gold bead on both sides; precision counts null beads, recall leaves them out. A scorer that leaves
omissions out of recall cannot see whether they are found, so null sentences are scored apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from duizhao.align.decisions.links import Link
from duizhao.corpora.alignment import Bead
from duizhao.eval.gold.sets import gold_checksum
from duizhao.version import __version__

__all__ = ["BeadCounts", "Score", "Scores", "count_beads", "score_documents"]


@dataclass(frozen=True)
class BeadCounts:
    """What the scores are made of; counts of several documents can be added.

    :param beads: Beads of the hypothesis, null beads among them.
    :param strict: How many of them are gold beads.
    :param lax: How many of them are gold beads or overlap one on both sides.
    :param gold: Gold beads, null beads left out.
    :param gold_strict: How many of these the hypothesis has.
    :param gold_lax: How many of these it has or overlaps on both sides.
    :param omitted: Source sentences that stand in null beads of the hypothesis.
    :param gold_omitted: Source sentences that stand in null beads of the gold.
    :param both_omitted: Source sentences that do in both.
    :param added: Target sentences that stand in null beads of the hypothesis.
    :param gold_added: Target sentences that stand in null beads of the gold.
    :param both_added: Target sentences that do in both.
    """

    beads: int = 0
    strict: int = 0
    lax: int = 0
    gold: int = 0
    gold_strict: int = 0
    gold_lax: int = 0
    omitted: int = 0
    gold_omitted: int = 0
    both_omitted: int = 0
    added: int = 0
    gold_added: int = 0
    both_added: int = 0

    def __add__(self, other: BeadCounts) -> BeadCounts:
        sums = (getattr(self, f.name) + getattr(other, f.name) for f in fields(self))
        return BeadCounts(*sums)


@dataclass(frozen=True)
class Score:
    """A precision and a recall, with what they were measured on.

    :param precision: 0 to 1; 0 where nothing was claimed.
    :param recall: 0 to 1; 0 where nothing was to be found.
    :param signature: Gold, rules and version: scores can be compared where these are equal.
    """

    precision: float
    recall: float
    signature: str

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        return _ratio(2 * self.precision * self.recall, self.precision + self.recall)


@dataclass(frozen=True)
class Scores:
    """The scores of one or more documents, pooled: sums first, then ratios.

    :param counts: The sums.
    :param documents: How many documents they come from.
    :param signature: Gold, rules and version.
    """

    counts: BeadCounts
    documents: int
    signature: str

    @property
    def strict(self) -> Score:
        """Of identical beads."""
        c = self.counts
        return self._score(c.strict, c.beads, c.gold_strict, c.gold)

    @property
    def lax(self) -> Score:
        """Of beads that overlap on both sides."""
        c = self.counts
        return self._score(c.lax, c.beads, c.gold_lax, c.gold)

    @property
    def omissions(self) -> Score:
        """Of source sentences without a counterpart."""
        c = self.counts
        return self._score(c.both_omitted, c.omitted, c.both_omitted, c.gold_omitted)

    @property
    def additions(self) -> Score:
        """Of target sentences without a counterpart."""
        c = self.counts
        return self._score(c.both_added, c.added, c.both_added, c.gold_added)

    def _score(self, right: int, claimed: int, found: int, wanted: int) -> Score:
        return Score(_ratio(right, claimed), _ratio(found, wanted), self.signature)


def _ratio(part: float, whole: float) -> float:
    """Divide; 0 for 0/0, as the published scorer has it."""
    return part / whole if whole else 0.0


def score_documents(pairs: Iterable[tuple[Sequence[Bead], Sequence[Bead]]]) -> Scores:
    """Score documents together.

    :param pairs: For each document the gold beads and the beads to score.
    :return: Their pooled scores.
    """
    pairs = list(pairs)
    counts = sum((count_beads(gold, beads) for gold, beads in pairs), BeadCounts())
    checksum = gold_checksum(gold for gold, _ in pairs)
    signature = f"gold:{checksum}|null:apart|v:{__version__}"
    return Scores(counts, len(pairs), signature)


def count_beads(gold: Sequence[Bead], beads: Sequence[Bead]) -> BeadCounts:
    """Count what the scores of one document are made of.

    Only ids count: probabilities and the like are not compared, and a bead that is given twice
    counts once. A sentence that the gold does not mention is not judged as a null sentence.

    :param gold: The beads that are right.
    :param beads: The beads to score.
    :return: The counts.
    """
    wanted, given = _links(gold), _links(beads)
    strict, lax = _hits(given, wanted)
    linked_wanted, linked_given = _linked(wanted), _linked(given)
    gold_strict, gold_lax = _hits(linked_wanted, linked_given)
    nulls = []
    for side in (0, 1):
        known = {i for link in wanted for i in link[side]}
        claimed = _null_sentences(given, side) & known
        right = _null_sentences(wanted, side)
        nulls += [len(claimed), len(right), len(claimed & right)]
    return BeadCounts(len(given), strict, lax, len(linked_wanted), gold_strict, gold_lax, *nulls)


def _links(beads: Iterable[Bead]) -> set[Link]:
    return {(bead.source, bead.target) for bead in beads}


def _linked(links: Iterable[Link]) -> set[Link]:
    return {(source, target) for source, target in links if source and target}


def _hits(links: set[Link], reference: set[Link]) -> tuple[int, int]:
    """Count the links that are in the reference, and those that are or that overlap one there."""
    reached: defaultdict[int, set[int]] = defaultdict(set)
    for source, target in reference:
        for i in source:
            reached[i].update(target)
    strict = links & reference
    overlapping = sum(
        any(not reached[i].isdisjoint(target) for i in source if i in reached)
        for source, target in links - strict
    )
    return len(strict), len(strict) + overlapping


def _null_sentences(links: Iterable[Link], side: int) -> set[int]:
    """Return the sentences of a side that stand in null links only."""
    null = {i for link in links if not link[1 - side] for i in link[side]}
    return null - {i for link in links if link[1 - side] for i in link[side]}
