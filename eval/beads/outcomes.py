"""What weights find in trials: scores of beads, and whether probabilities mean what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from duizhao.align.aligner.beads import find_beads
from duizhao.align.aligner.weights import Weights
from duizhao.eval.beads.calibration import Judged, calibration_error, judge
from duizhao.eval.beads.scores import BeadCounts, Scores, score_documents
from duizhao.eval.beads.trials import Trial, moved_apart
from duizhao.models.encoder import Encoder

__all__ = ["Outcome", "count_moved", "outcome", "pooled"]


@dataclass(frozen=True)
class Outcome:
    """What was found in some trials.

    :param scores: Of the beads.
    :param judged: How sure each bead was, and whether it is right.
    """

    scores: Scores
    judged: tuple[Judged, ...]

    @property
    def null_f1(self) -> float:
        """F1 of sentences without a counterpart, both sides together, 0 to 1."""
        c = self.scores.counts
        sums = c.omitted + c.added + c.gold_omitted + c.gold_added
        return 2 * (c.both_omitted + c.both_added) / max(sums, 1)

    @property
    def error(self) -> float:
        """The calibration error of the probabilities, 0 to 1; 0 of nothing."""
        return calibration_error(self.judged) or 0.0


def outcome(
    trials: Sequence[Trial],
    encoder: Encoder,
    weights: Weights,
    report: Callable[[int], None] = lambda _done: None,
) -> Outcome:
    """Align trials and score what is found.

    Moved links are taken apart, so that what was displaced is null on both sides, as in the gold.

    :param trials: The document pairs.
    :param encoder: Turns sentences into vectors.
    :param weights: The weights of the bead features.
    :param report: Called with the number of trials done.
    """
    results, judged = [], []
    for number, trial in enumerate(trials, 1):
        beads = find_beads(trial.pair.source, trial.pair.target, encoder, weights=weights).beads
        found = moved_apart(beads)
        results.append((trial.pair.beads, found))
        judged += judge(trial.pair.beads, found)
        report(number)
    return Outcome(score_documents(results), tuple(judged))


def pooled(outcomes: Iterable[Outcome]) -> Outcome:
    """Put outcomes of different trials together: sums first, then ratios."""
    outcomes = list(outcomes)
    counts = sum((each.scores.counts for each in outcomes), BeadCounts())
    documents = sum(each.scores.documents for each in outcomes)
    return Outcome(
        Scores(counts, documents, ""), tuple(one for each in outcomes for one in each.judged)
    )


def count_moved(
    trials: Sequence[Trial], encoder: Encoder, weights: Weights
) -> tuple[int, int, int]:
    """Return how many moved links were found, how many of them are right, how many there are.

    A link between sentences that gold links in order is right as well: it was only found apart.
    """
    found = right = wanted = 0
    for trial in trials:
        beads = find_beads(trial.pair.source, trial.pair.target, encoder, weights=weights).beads
        moved = set(trial.moved or ())
        gold = moved | {(i, j) for b in trial.pair.beads for i in b.source for j in b.target}
        links = [(b.source[0], b.target[0]) for b in beads if b.moved]
        found += len(links)
        right += sum(link in gold for link in links)
        wanted += len(moved)
    return found, right, wanted
