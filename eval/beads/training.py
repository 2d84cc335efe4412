"""Fitting weights on trials: gold pairs as they are, and pairs with gaps made from clean ones.

Gold of whole documents knows which borders sentences have, made gaps know what a digest is
(:mod:`duizhao.eval.beads.synthetic`); weights are fitted on both together.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from duizhao.align.aligner.search_space import Task, prepare
from duizhao.align.aligner.weights import Weights
from duizhao.align.lengths import expected_log_ratio
from duizhao.eval.beads.fit import Batch, fit_weights, make_batch
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
        self, signature: str, *, without: Collection[int] = (), start: Weights | None = None
    ) -> Weights:
        """Fit weights on the trials.

        :param signature: The signature of the result.
        :param without: The numbers of trials that are left out.
        :param start: Where to begin; at zero if None.
        :raises MissingExtraError: If SciPy is not installed.
        """
        shares = [float(number not in without) for number in range(len(self.trials))]
        return fit_weights(
            self.batch, penalty=PENALTY, signature=signature, shares=shares, start=start
        )


def prepare_training(trials: Sequence[Trial], encoder: Encoder) -> Training:
    """Encode trials and lay out their lattices.

    :param trials: Document pairs with gold, both sides of each with a sentence.
    :param encoder: Turns sentences into vectors.
    """
    tasks = [task_of(trial, encoder) for trial in trials]
    golds = [[(bead.source, bead.target) for bead in trial.pair.beads] for trial in trials]
    return Training(tuple(trials), make_batch(tasks, golds))


def task_of(trial: Trial, encoder: Encoder) -> Task:
    """Make the documents of a trial ready for the lattice."""
    source, target = trial.pair.source, trial.pair.target
    a, b = ([sentence.text for sentence in side.sentences] for side in (source, target))
    return prepare(a, b, encoder, expected_log_ratio(source.lang, target.lang))


def gaps_for_training(
    documents: Sequence[CleanTranslation], most: int | None = None, seed: int = _SEED
) -> list[Trial]:
    """Make pairs with gaps from clean documents in an order drawn by chance, in both directions.

    :param documents: Documents of the same two languages, in the same order.
    :param most: How many of them to use; all if None.
    :param seed: The same documents and seed always give the same pairs.
    """
    rng = random.Random(seed)  # noqa: S311 - chance that can be repeated
    shuffled = list(documents)
    rng.shuffle(shuffled)
    everything = [pair for document in shuffled for pair in document.pairs]
    strangers = [a for a, _ in everything], [b for _, b in everything]
    return trials_with_gaps(shuffled[:most], strangers, rng, either_way=True)
