"""Fitting weights on trials: gold pairs as they are, and pairs with gaps made from clean ones.

Gold of whole documents knows which borders sentences have, made gaps know what a digest is
(:mod:`duizhao.eval.beads.synthetic`); weights are fitted on both together.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from duizhao.align.aligner.search_space import Task, prepare
from duizhao.align.aligner.weights import Weights
from duizhao.align.lengths import expected_log_ratio
from duizhao.eval.beads.fit import Batch, fit_weights, make_batch, scale_weights
from duizhao.eval.beads.trials import Trial, trials_with_gaps
from duizhao.eval.gold.clean import CleanTranslation
from duizhao.models.encoder import Encoder

__all__ = ["PENALTY", "Training", "gaps_for_training", "prepare_training", "task_of"]

PENALTY = 0.005
"""The L2 penalty on weights. Cosines are small numbers, so their weights are large ones. The error
of the probabilities on novels left out was .070, .043, .037 and .031 at .5, .1, .02 and .001 with
eight features, and .020 and .015 at .02 and .005 with thirteen; strict F1 hardly depends on it."""

_SEED = 20


@dataclass(frozen=True)
class Training:
    """Trials that are ready for fitting.

    :param trials: D document pairs with gold.
    :param batch: Their lattices and features.
    """

    trials: tuple[Trial, ...]
    batch: Batch

    def fit(
        self,
        signature: str,
        *,
        without: Collection[int] = (),
        start: Weights | None = None,
        penalty: float = PENALTY,
        towards: Weights | None = None,
    ) -> Weights:
        """Fit weights on the trials.

        :param signature: The signature of the result.
        :param without: The numbers of trials that are left out.
        :param start: As for :func:`duizhao.eval.beads.fit.fit_weights`.
        :param penalty: Likewise.
        :param towards: Likewise.
        :raises MissingExtraError: If SciPy is not installed.
        """
        shares = [float(number not in without) for number in range(len(self.trials))]
        return fit_weights(
            self.batch,
            penalty=penalty,
            signature=signature,
            shares=shares,
            start=start,
            towards=towards,
        )

    def scale(self, weights: Weights, *, without: Collection[int] = ()) -> Weights:
        """Fit another model's weights to these vectors by two numbers.

        :param weights: The weights; see :func:`duizhao.eval.beads.fit.scale_weights`.
        :param without: The numbers of trials that are left out.
        """
        shares = [float(number not in without) for number in range(len(self.trials))]
        return scale_weights(self.batch, weights, penalty=PENALTY, shares=shares)

    def surprise(self, weights: Weights, of: Collection[int]) -> float:
        """Return the negative log-likelihood of the gold of some trials under weights.

        :param weights: The weights.
        :param of: The numbers of the trials.
        """
        shares = [float(number in of) for number in range(len(self.trials))]
        return self.batch.surprise(weights, shares)

    def beads_of_class(self, without: Collection[int] = ()) -> dict[str, float]:
        """Return how many gold beads of each class of types there are.

        :param without: The numbers of trials that are left out.
        """
        shares = [float(number not in without) for number in range(len(self.trials))]
        return self.batch.beads_of_class(shares)


def prepare_training(
    trials: Sequence[Trial],
    encoder: Encoder,
    report: Callable[[int], None] = lambda _done: None,
) -> Training:
    """Encode trials and lay out their lattices.

    :param trials: Document pairs with gold, both sides of each with a sentence.
    :param encoder: Turns sentences into vectors.
    :param report: Called with the number of trials encoded.
    """
    tasks = []
    for number, trial in enumerate(trials, 1):
        tasks.append(task_of(trial, encoder))
        report(number)
    golds = [[(bead.source, bead.target) for bead in trial.pair.beads] for trial in trials]
    return Training(tuple(trials), make_batch(tasks, golds))


def task_of(trial: Trial, encoder: Encoder) -> Task:
    """Make the documents of a trial ready for the lattice."""
    source, target = trial.pair.source, trial.pair.target
    a, b = ([sentence.text for sentence in side.sentences] for side in (source, target))
    return prepare(a, b, encoder, expected_log_ratio(source.lang, target.lang))


def gaps_for_training(
    documents: Sequence[CleanTranslation],
    most: int | None = None,
    seed: int = _SEED,
    order: int | None = None,
) -> list[Trial]:
    """Make pairs with gaps from clean documents in an order drawn by chance, in both directions.

    :param documents: Documents of the same two languages, in the same order.
    :param most: How many of them to use; all if None.
    :param seed: The same documents and seed always give the same pairs.
    :param order: A seed that the order, and with it the choice, is drawn by, if by another one.
    """
    rng = random.Random(seed)  # noqa: S311 - chance that can be repeated
    shuffled = list(documents)
    (rng if order is None else random.Random(order)).shuffle(shuffled)  # noqa: S311 - likewise
    everything = [pair for document in shuffled for pair in document.pairs]
    strangers = [a for a, _ in everything], [b for _, b in everything]
    return trials_with_gaps(shuffled[:most], strangers, rng, either_way=True)
