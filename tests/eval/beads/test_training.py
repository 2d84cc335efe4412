from __future__ import annotations

import random
from collections import Counter

import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.weights import default_weights
from duizhao.eval.beads.outcomes import count_moved, outcome, pooled
from duizhao.eval.beads.scores import score_documents
from duizhao.eval.beads.training import gaps_for_training, prepare_training
from duizhao.eval.beads.trials import Trial
from duizhao.eval.gold.clean import CleanTranslation


def clean(seed: int, documents: int, sentences: int = 12) -> list[CleanTranslation]:
    """Clean documents of made-up words, translated into capitals."""
    rng = random.Random(seed)
    texts = [invented(rng, sentences) for _ in range(documents)]
    return [
        CleanTranslation(f"made-{n}", ("en", "de"), tuple((each, each.upper()) for each in text))
        for n, text in enumerate(texts)
    ]


def sides(trial: Trial) -> list[list[str]]:
    return [[s.text for s in d.sentences] for d in (trial.pair.source, trial.pair.target)]


@given(st.integers(0, 10**6))
@examples(20)
def test_gaps_are_made_in_both_directions_and_their_gold_is_whole(seed: int) -> None:
    documents = clean(seed, 8)
    trials = gaps_for_training(documents, seed=seed)
    again = gaps_for_training(documents, seed=seed)
    assert [sides(trial) for trial in trials] == [sides(trial) for trial in again]
    assert {trial.pair.source.lang for trial in trials} <= {"en", "de"}
    for trial in trials:
        texts = sides(trial)
        for side, ids in enumerate(("source", "target")):
            stands = Counter(i for bead in trial.pair.beads for i in getattr(bead, ids))
            assert stands == Counter(range(len(texts[side])))
        capitals = [text.isupper() for text in texts[trial.pair.source.lang == "en"]]
        assert all(capitals)
        for i, j in trial.moved or ():
            assert texts[0][i].lower() == texts[1][j].lower()


def test_sides_are_exchanged_of_about_half() -> None:
    trials = gaps_for_training(clean(1, 60))
    assert 20 < sum(trial.pair.source.lang == "en" for trial in trials) < 40
    assert len(gaps_for_training(clean(1, 60), 10)) <= 10


def test_what_is_left_out_has_no_part_in_the_weights() -> None:
    trials = gaps_for_training(clean(2, 4, 8))
    encoder = HashEncoder()
    without = prepare_training(trials, encoder).fit("w:a", without=[2, 3])
    alone = prepare_training(trials[:2], encoder).fit("w:a")
    assert without.signature == "w:a"
    assert without.features == pytest.approx(alone.features, abs=0.3)
    assert set(without.types) == set(default_weights().types)


def test_outcomes_of_parts_add_up_to_that_of_the_whole() -> None:
    trials = gaps_for_training(clean(3, 6))
    encoder, weights = HashEncoder(), default_weights()
    done: list[int] = []
    whole = outcome(trials, encoder, weights, done.append)
    parts = pooled(outcome([trial], encoder, weights) for trial in trials)
    assert done == [1, 2, 3, 4, 5, 6]
    assert parts.scores.counts == whole.scores.counts
    assert parts.judged == whole.judged
    assert (parts.error, parts.null_f1) == (whole.error, whole.null_f1)
    # Null F1 is that of both sides' null sentences taken together.
    counts = whole.scores.counts
    claimed, wanted = counts.omitted + counts.added, counts.gold_omitted + counts.gold_added
    right = counts.both_omitted + counts.both_added
    precision, recall = right / claimed, right / wanted
    assert whole.null_f1 == pytest.approx(2 * precision * recall / (precision + recall))
    assert whole.scores.strict.f1 > 0.8


def test_moved_links_are_counted_apart() -> None:
    trials = gaps_for_training(clean(4, 6, 20))
    found, right, wanted = count_moved(trials, HashEncoder(), default_weights())
    assert wanted == sum(len(trial.moved or ()) for trial in trials) > 0
    assert 0 < right <= found


def test_nothing_to_score_is_no_error() -> None:
    nothing = pooled([])
    assert (nothing.null_f1, nothing.error) == (0.0, 0.0)
    assert nothing.scores.counts == score_documents([]).counts
