"""Weights for another model, fitted on what its user knows, and whether they are worth having.

Clean translations know no bead of three sentences and nothing of free translation: fitted on 90 of
them and nothing else, the default model's own weights fell from .93 to .60 of strict F1 on novels.
So the weights that the encoder has so far are first scaled to its vectors (two numbers), and those
that are fitted are pulled towards the result, strongly unless the likelihood of gold that took no
part speaks for less. What the result is worth is told by cross-validation.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from duizhao.align.aligner.stored.files import StoredWeights, weights_path, write_stored
from duizhao.align.aligner.weights import Weights, packaged_weights
from duizhao.errors import InputError, OutputError
from duizhao.eval.beads.cross_validation import Parts, PulledFits, Report, Scorer
from duizhao.eval.beads.outcomes import Outcome, pooled
from duizhao.eval.beads.rates import lead
from duizhao.eval.beads.training import gaps_for_training, prepare_training
from duizhao.eval.beads.trials import Trial
from duizhao.eval.gold.clean import CleanTranslation
from duizhao.eval.gold.fitting_data import FittingData, read_fitting_data
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

__all__ = ["Compared", "OwnWeights", "fit_own_weights"]

_FEWEST_DOCUMENTS, _FEWEST_SENTENCES = 5, 100
_FOLDS = 5
_SEED = 16
_MOST_MADE = 90  # pairs with gaps: the package's own weights are fitted on as many
_COPIES = 3  # pairs with other gaps that one clean translation gives, at most
# How strong the pull is (the penalty on the distance): for each sentence, or as a whole. The second
# embedded model, with 40 clean translations and gaps made in them, has .908 of strict F1 on novels
# and .887 on other gaps before; .915 and .891 with .2 a sentence; .902 and .910 with 30; .882 and
# .928 with 5.
_PULL_A_SENTENCE = 0.2
_WEAKER = (5.0, 0.5)
_JUDGES = 4  # documents with gold from which on they may decide for a weaker one
# What counts as no loss: in parts of the data, and of what varies with few beads.
_SAME_F1, _SAME_ERROR = 0.01, 0.02


@dataclass(frozen=True)
class Compared:
    """What two kinds of weights find in the same documents.

    :param name: Which documents: ``"gold"``, ``"made gaps"`` or ``"together"``.
    :param before: With the weights that the encoder has so far.
    :param after: With new weights, fitted without the documents in question.
    """

    name: str
    before: Outcome
    after: Outcome


@dataclass(frozen=True)
class OwnWeights:
    """Weights fitted for an encoder, and what they are worth.

    :param weights: The weights.
    :param encoder: The encoder.
    :param data: What they were fitted on.
    :param made: How many pairs with gaps were made of the clean translations.
    :param compared: The kinds of data that there are, and all of it together last.
    :param lead: The ends of the 95 % interval of how much strict F1 rises.
    :param half: Strict F1 of each half of the documents with weights fitted on the other one.
    :param apart: How far the weights of the two halves lie apart, in proportion to their size.
    """

    weights: Weights
    encoder: Encoder
    data: FittingData
    made: int
    compared: tuple[Compared, ...]
    lead: tuple[float, float]
    half: float
    apart: float

    @property
    def worse(self) -> tuple[str, ...]:
        """In what the weights are worse than those that the encoder has so far; maybe nothing."""
        return tuple(_worse(self.compared))

    @property
    def fitted_on(self) -> str:
        """What they were fitted on and how good they are, in words."""
        parts = [
            f"{number:,} {what}"
            for number, what in (
                (len(self.data.gold), "document pairs with gold"),
                (self.made, f"pairs with gaps made of {len(self.data.clean):,} clean translations"),
            )
            if number
        ]
        whole = self.compared[-1]
        return (
            f"{' and '.join(parts)}, {self.data.sentences:,} sentences; left out in turn: strict "
            f"F1 {whole.after.scores.strict.f1:.3f} (before {whole.before.scores.strict.f1:.3f}), "
            f"null F1 {whole.after.null_f1:.3f} (before {whole.before.null_f1:.3f}); duizhao fit"
        )

    def save(self, path: str | os.PathLike[str] | None = None, *, force: bool = False) -> Path:
        """Keep the weights for the encoder, which has them from now on.

        :param path: Write them into this file instead.
        :param force: Keep them although they are worse than those so far.
        :return: The file.
        :raises OutputError: If they are worse, or cannot be written there.
        """
        if self.worse and not force:
            message = f"not written, for they are worse: {'; '.join(self.worse)}"
            raise OutputError(message)
        file = weights_path(self.encoder) if path is None else Path(path)
        stored = StoredWeights(
            self.encoder.name,
            self.encoder.signature,
            self.encoder.composes,
            self.fitted_on,
            self.weights.features,
            self.weights.types,
        )
        write_stored(file, stored)
        return file


def fit_own_weights(
    folder: str | os.PathLike[str],
    encoder: Encoder | None = None,
    progress: Report = lambda _stage, _done, _total: None,
) -> OwnWeights:
    """Fit the aligner's weights for an encoder on what its user knows.

    The same files and encoder always give the same weights.

    :param folder: Gold, clean translations and reviewed alignments; see
        :mod:`duizhao.eval.gold.fitting_data`.
    :param encoder: The encoder, which should keep its vectors: everything is encoded several
        times. The default one, with its cache, if None.
    :param progress: Called with a stage, what is done of it and the whole of it.
    :raises InputError: If a file cannot be used, or there is too little.
    :raises MissingExtraError: If SciPy is not installed.
    """
    encoder = load_encoder() if encoder is None else encoder
    data = read_fitting_data(Path(folder))
    _check(data, Path(folder))
    trials = [Trial(pair) for pair in data.gold] + _made(data.clean)
    training = prepare_training(trials, encoder, lambda n: progress("encode", n, len(trials)))
    parts = Parts(trials)
    halves, folds = parts.of(2), parts.of(_FOLDS)
    strongest = _PULL_A_SENTENCE * sum(len(trial.pair.source.sentences) for trial in trials)
    pulls = (strongest, *(_WEAKER if len(data.gold) >= _JUDGES else ()))
    fits = PulledFits(training, packaged_weights(encoder), progress, 2 * len(pulls) + 1 + _FOLDS)
    by_pull = {pull: [fits.without(half, pull) for half in halves] for pull in pulls}
    judges = [[number for number in half if trials[number].loss is None] for half in halves]
    pull = min(
        pulls,
        key=lambda pull: sum(
            training.surprise(weights, of)
            for weights, of in zip(by_pull[pull], judges, strict=True)
        ),
    )
    weights = fits.without((), pull)
    by_fold = [fits.without(fold, pull) for fold in folds]
    scorer = Scorer(trials, encoder, progress, 3)
    before = scorer.outcomes([(packaged_weights(encoder), range(len(trials)))])
    after = scorer.outcomes(list(zip(by_fold, folds, strict=True)))
    of_halves = scorer.outcomes(list(zip(by_pull[pull], halves, strict=True)))
    return OwnWeights(
        weights,
        encoder,
        data,
        len(trials) - len(data.gold),
        _compared(trials, before, after),
        lead(parts.units(after), parts.units(before)),
        pooled(of_halves).scores.strict.f1,
        _apart(*by_pull[pull]),
    )


def _check(data: FittingData, folder: Path) -> None:
    documents = len(data.gold) + len(data.clean)
    if documents >= _FEWEST_DOCUMENTS and data.sentences >= _FEWEST_SENTENCES:
        return
    message = (
        f"{folder} has too little to fit weights on: {len(data.gold)} document pairs with gold "
        f"and {len(data.clean)} clean translations, {data.sentences} sentences in all; at least "
        f"{_FEWEST_DOCUMENTS} documents and {_FEWEST_SENTENCES} sentences are needed"
    )
    raise InputError(message)


def _made(clean: Sequence[CleanTranslation]) -> list[Trial]:
    """Make pairs with gaps; where translations are few, several of each, with other gaps."""
    by_langs: defaultdict[tuple[str, str], list[CleanTranslation]] = defaultdict(list)
    for each in clean:
        by_langs[each.langs].append(each)
    copies = min(_COPIES, max(1, _MOST_MADE // max(len(clean), 1)))
    trials = []
    for _, own in sorted(by_langs.items()):
        share = max(1, round(_MOST_MADE / copies * len(own) / len(clean)))
        for copy in range(copies):
            trials += gaps_for_training(own, share, _SEED + copy, order=_SEED)
    return trials


def _compared(
    trials: Sequence[Trial], before: Sequence[Outcome], after: Sequence[Outcome]
) -> tuple[Compared, ...]:
    kinds = {
        "gold": [n for n, trial in enumerate(trials) if trial.loss is None],
        "made gaps": [n for n, trial in enumerate(trials) if trial.loss is not None],
        "together": list(range(len(trials))),
    }
    return tuple(
        Compared(name, pooled(before[n] for n in numbers), pooled(after[n] for n in numbers))
        for name, numbers in kinds.items()
        if numbers and (name == "together" or len(numbers) < len(trials))
    )


def _apart(a: Weights, b: Weights) -> float:
    """Return the distance of two vectors of weights, divided by their mean length."""
    first, second = (np.array([*w.features.values(), *w.types.values()]) for w in (a, b))
    size = float(np.linalg.norm(first) + np.linalg.norm(second)) / 2
    return float(np.linalg.norm(first - second)) / max(size, 1e-9)


def _worse(compared: Sequence[Compared]) -> list[str]:
    """Say in what the new weights are worse."""
    reasons = []
    for each in compared[:-1]:
        old, new = each.before.scores.strict.f1, each.after.scores.strict.f1
        if new < old - _SAME_F1:
            reasons.append(f"strict F1 of {each.name} falls from {old:.3f} to {new:.3f}")
    before, after = compared[-1].before, compared[-1].after
    strict = before.scores.strict.f1, after.scores.strict.f1
    if strict[1] < strict[0]:
        reasons.append(f"strict F1 falls from {strict[0]:.4f} to {strict[1]:.4f}")
    if after.null_f1 < before.null_f1 - _SAME_F1:
        reasons.append(f"null F1 falls from {before.null_f1:.3f} to {after.null_f1:.3f}")
    if after.error > before.error + _SAME_ERROR:
        errors = f"{before.error:.3f} to {after.error:.3f}"
        reasons.append(f"the error of the probabilities rises from {errors}")
    return reasons
