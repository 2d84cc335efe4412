from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.hash_encoder import HashEncoder, invented

from duizhao.align.aligner.weights import default_weights, weights_for
from duizhao.errors import InputError, OutputError
from duizhao.eval.beads.calibration import Judged
from duizhao.eval.beads.cross_validation import Parts, PulledFits, Scorer
from duizhao.eval.beads.outcomes import Outcome, outcome
from duizhao.eval.beads.own_weights import Compared, OwnWeights, fit_own_weights
from duizhao.eval.beads.scores import BeadCounts, Scores
from duizhao.eval.beads.training import gaps_for_training, prepare_training
from duizhao.eval.gold.clean import CleanTranslation
from duizhao.eval.gold.fitting_data import FittingData
from duizhao.models.arrays import FloatArray


def clean(seed: int, documents: int, sentences: int = 10) -> list[CleanTranslation]:
    rng = random.Random(seed)
    texts = [invented(rng, sentences) for _ in range(documents)]
    return [
        CleanTranslation(f"made-{n}", ("de", "en"), tuple((each, each.upper()) for each in text))
        for n, text in enumerate(texts)
    ]


TRIALS = [trial for seed in (1, 2) for trial in gaps_for_training(clean(7, 5), None, seed, order=3)]


@pytest.mark.parametrize("count", [2, 5])
def test_parts_hold_each_trial_once_and_keep_a_document_together(count: int) -> None:
    parts = Parts(TRIALS).of(count)
    assert sorted(number for part in parts for number in part) == list(range(len(TRIALS)))
    assert parts == Parts(TRIALS).of(count)
    names = [{TRIALS[n].pair.name for n in part} for part in parts]
    assert sum(map(len, names)) == len(set.union(*names)) == 5
    assert max(map(len, names)) - min(map(len, names)) <= 1


def test_classes_that_the_trials_do_not_have_keep_their_distance() -> None:
    told: list[tuple[str, int, int]] = []
    encoder, start = HashEncoder(), default_weights()
    training = prepare_training(TRIALS[:4], encoder)
    fits = PulledFits(training, start, lambda *step: told.append(step), 2)
    found = [fits.without(numbers, 0.5) for numbers in ((), (0,))]
    assert found[0].features != found[1].features
    for weights in found:
        for name in ("type 1-3", "type 2-2", "type 2-3"):
            assert weights.types[name] - weights.types["type 1-2"] == pytest.approx(
                start.types[name] - start.types["type 1-2"], abs=1e-3
            )
    assert told == [("fit", 0, 2), ("fit", 1, 2), ("fit", 2, 2)]


def test_each_trial_is_aligned_with_the_weights_of_its_part() -> None:
    encoder, weights = HashEncoder(), default_weights()
    blind = replace(weights, features=dict.fromkeys(weights.features, 0.0))
    done: list[int] = []
    scorer = Scorer(TRIALS[:3], encoder, lambda _stage, n, _total: done.append(n), 1)
    found = scorer.outcomes([(blind, [2]), (weights, [0, 1])])
    assert found == [
        outcome([trial], encoder, own)
        for trial, own in zip(TRIALS, (weights, weights, blind), strict=False)
    ]
    assert done == [1, 2, 3]


# What is worse


def result(strict: int, null: int = 50, sure: float = 0.9) -> Outcome:
    """An outcome of 100 beads, so many of them right, and 50 null sentences."""
    counts = BeadCounts(100, strict, 100, 100, strict, 100, null, 50, null, 0, 0, 0)
    judged: list[Judged] = [(sure, n < 90) for n in range(100)]
    return Outcome(Scores(counts, 1, ""), tuple(judged))


def own(*compared: Compared) -> OwnWeights:
    data = FittingData((), tuple(clean(1, 5)), ())
    start = default_weights()
    return OwnWeights(start, HashEncoder(), data, 5, compared, (0.0, 0.1), 0.9, 0.1)


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        (result(90), result(90), []),
        (result(90), result(95), []),
        (result(90), result(89), ["strict F1 falls from 0.9000 to 0.8900"]),
        (result(90), result(95, null=40), ["null F1 falls from 1.000 to 0.889"]),
        (
            result(90),
            result(95, sure=0.8),
            ["the error of the probabilities rises from 0.000 to 0.100"],
        ),
    ],
)
def test_what_is_worse_is_said_and_not_kept(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    before: Outcome,
    after: Outcome,
    reasons: list[str],
) -> None:
    monkeypatch.setenv("DUIZHAO_DATA_DIR", str(tmp_path))
    fitted = own(Compared("together", before, after))
    assert list(fitted.worse) == reasons
    if not reasons:
        path = fitted.save()
        assert weights_for(HashEncoder()).signature.startswith("w:own-")
        path.unlink()
    else:
        with pytest.raises(OutputError, match=reasons[0]):
            fitted.save()
        assert not list(tmp_path.iterdir())
        assert fitted.save(tmp_path / "a.json", force=True) == tmp_path / "a.json"
    assert weights_for(HashEncoder()) is default_weights()


def test_gold_must_not_pay_for_what_made_gaps_gain() -> None:
    fitted = own(
        Compared("gold", result(90), result(88)),
        Compared("made gaps", result(80), result(90)),
        Compared("together", result(85), result(89)),
    )
    assert fitted.worse == ("strict F1 of gold falls from 0.900 to 0.880",)
    assert "5 pairs with gaps made of 5 clean translations, 50 sentences" in fitted.fitted_on
    assert "strict F1 0.890 (before 0.850)" in fitted.fitted_on


def test_too_little_is_refused_before_anything_is_encoded(tmp_path: Path) -> None:
    class NoEncoder(HashEncoder):
        def encode(self, texts: Sequence[str]) -> FloatArray:
            raise AssertionError(texts)

    with pytest.raises(InputError, match="too little to fit weights on: 0 document pairs"):
        fit_own_weights(tmp_path, NoEncoder())
