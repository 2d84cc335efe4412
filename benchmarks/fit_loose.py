"""Fit what tells loose sentences: ``python benchmarks/fit_loose.py DATA [--model best] [--write]``.

DATA is a folder with ``mac-dev``, ``docs-dev`` and ``bible``. Fitted on novels as they are and with
passages taken out of one side, each aligned with weights that were fitted without it; on the first
half of the Bible, likewise; and on made gaps. The log loss that is printed is of documents left
out. ``--folds FILE`` keeps what was fitted without each novel, for ``nulls.py``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from fit_weights import made_gaps
from logistic_fit import fit_logistic, write_logistic

from duizhao.align.aligner.features import bead_types
from duizhao.align.aligner.loose.settle import KINDS, Loose, loose_name, settled
from duizhao.align.aligner.loose.signs import SIGNS
from duizhao.align.aligner.loose.sureness import SURE_SIGNS, sure_signs
from duizhao.align.aligner.weights import Weights, weights_for
from duizhao.align.logistic import Logistic
from duizhao.corpora.alignment import Bead
from duizhao.eval.beads.calibration import judge
from duizhao.eval.beads.cut_out import cut_out, part_of
from duizhao.eval.beads.loose_questions import Answered, ask
from duizhao.eval.beads.training import prepare_training, task_of
from duizhao.eval.beads.trials import Trial, gold_trials
from duizhao.models.arrays import BoolArray, DoubleArray
from duizhao.models.encoder import Encoder
from duizhao.models.registry import DEFAULT, load_encoder

CUTS = (0.05, 0.15)  # shares of a novel's beads that lose a side
VERSES_CUT = 0.05  # ... of the Bible's
PART = 400  # verses that are aligned as a document
PENALTY = 1.0
FIFTHS = 5  # of the made pairs, each left out together
FITTED_ON = (
    "mac-dev, the first half of the Bible and docs-dev, as they are and with passages taken out; "
    "benchmarks/fit_loose.py"
)

NO_SURENESS = Logistic({name: float(name == "odds") for name in SURE_SIGNS})

Fold = tuple[Weights, Loose]
Rows = tuple[str, DoubleArray, BoolArray]  # a document's name, signs, and what is so


def left_out(folder: Path, encoder: Encoder) -> list[Weights]:
    """Return the weights that were fitted without each novel in turn."""
    novels, made = gold_trials(folder / "mac-dev").trials, made_gaps(folder / "docs-dev")[0]
    training = prepare_training([*novels, *made], encoder)
    start = weights_for(encoder)
    return [training.fit("", without=[i], start=start) for i in range(len(novels))]


def saved_folds(folds: Sequence[Fold]) -> str:
    """Return what was fitted without each novel as JSON."""
    data = [
        {
            "features": dict(weights.features),
            "types": dict(weights.types),
            "beside": dict(loose.beside.weights),
            "inside": dict(loose.inside.weights),
            "sure": dict(loose.sure.weights),
        }
        for weights, loose in folds
    ]
    return json.dumps(data, indent=1) + "\n"


def read_folds(file: Path) -> list[Fold]:
    """Return what was fitted without each novel, as ``--folds`` kept it."""
    return [
        (
            Weights(each["features"], each["types"], ""),
            Loose(*(Logistic(each[kind]) for kind in KINDS)),
        )
        for each in json.loads(file.read_text("utf-8"))
    ]


def half_bible(folder: Path, half: int) -> Trial:
    """Return the first or the second half of the Bible's gold."""
    (trial,) = gold_trials(folder / "bible").trials
    middle, end = len(trial.pair.beads) // 2, len(trial.pair.beads)
    return part_of(trial, 0, middle) if half == 0 else part_of(trial, middle, end)


def documents(
    folder: Path, folds: Sequence[Weights]
) -> Iterator[tuple[str, Trial, Weights | None]]:
    """Yield what is fitted on: the name, the pair, and its weights; the package's if None."""
    for number, (novel, weights) in enumerate(
        zip(gold_trials(folder / "mac-dev").trials, folds, strict=True)
    ):
        yield f"novel {number}", novel, weights
        for side in (0, 1):
            for share in CUTS:
                seed = 100 * number + 10 * side + round(100 * share)
                yield f"novel {number}", cut_out(novel, side, share, seed), weights
    whole = half_bible(folder, 0)
    for start in range(0, len(whole.pair.beads), PART):
        part = part_of(whole, start, min(start + PART, len(whole.pair.beads)))
        yield f"verses {start}", part, None
        for side in (0, 1):
            yield f"verses {start}", cut_out(part, side, VERSES_CUT, start + side), None
    for number, trial in enumerate(made_gaps(folder / "docs-dev")[0]):
        yield f"made {number % FIFTHS}", trial, None


def share_of(name: str) -> float:
    """Return how much a question counts: made pairs are short."""
    return 3.0 if name.startswith("made") else 1.0


def fit(answered: Sequence[Answered], rows: Sequence[Rows]) -> Loose:
    """Fit the three regressions.

    :param answered: The questions.
    :param rows: The beads, from :func:`beads_of`.
    """
    found = []
    for inside in (False, True):
        chosen = [np.array([q.inside == inside for q in each.asked], bool) for each in answered]
        parts = [
            (a.name, a.signs[own], a.unsaid[own]) for a, own in zip(answered, chosen, strict=True)
        ]
        found.append(regression(SIGNS, parts))
    return Loose(*found, regression(SURE_SIGNS, rows) if rows else NO_SURENESS)


def regression(names: Sequence[str], rows: Sequence[Rows]) -> Logistic:
    """Fit one regression on rows of several documents."""
    counts = np.concatenate([np.full(len(y), share_of(name)) for name, _, y in rows])
    x, y = (np.concatenate([row[n] for row in rows]) for n in (1, 2))
    fitted = fit_logistic(names, x, y, counts, penalty=PENALTY, at_one_scale=True)
    return Logistic({name: round(weight, 3) for name, weight in fitted.items()})


def beads_of(answered: Answered, loose: Loose) -> Rows:
    """Settle a path, and say of each bead what speaks for it and whether it is right."""
    odds = loose.odds(answered.asked, answered.signs.tolist())
    pairs = list(zip(answered.asked, odds, strict=True))
    runs = settled(answered.runs, pairs, bead_types(), answered.task.rejected)
    beads = [Bead(tuple(range(*run.rows)), tuple(range(*run.columns)), 1.0) for run in runs]
    right = [ok for _, ok in judge(answered.trial.pair.beads, beads, answered.trial.moved or ())]
    signs = np.array(sure_signs(runs), np.float64).reshape(len(runs), len(SURE_SIGNS))
    return answered.name, signs, np.array(right, np.bool_)


def loss(answered: Sequence[Answered], loose: Loose) -> float:
    """Return the log loss of the answers, a question; 0 without any."""
    odds = [loose.odds(a.asked, a.signs.tolist()) for a in answered]
    signed = np.concatenate(
        [np.where(a.unsaid, 1.0, -1.0) * o for a, o in zip(answered, odds, strict=True)]
    )
    return float(np.logaddexp(0.0, -signed).mean()) if len(signed) else 0.0


def main() -> None:
    """Fit, rate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default=DEFAULT)
    parser.add_argument("--folds", type=Path, metavar="FILE")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    options = parser.parse_args()
    encoder = load_encoder(options.model)
    fitted = left_out(options.data, encoder)
    answered = [
        ask(name, trial, task_of(trial, encoder), weights or weights_for(encoder))
        for name, trial, weights in documents(options.data, fitted)
    ]
    unsaid = sum(int(a.unsaid.sum()) for a in answered)
    print(f"{sum(len(a.asked) for a in answered)} questions, {unsaid} of them of what is not said")
    names = list(dict.fromkeys(a.name for a in answered))
    rows: list[Rows] = []
    for name in names:
        others = fit([a for a in answered if a.name != name], [])
        own = [a for a in answered if a.name == name]
        print(f"{name} left out: log loss {loss(own, others):.3f}")
        # Of a gold cut by verses no single bead is told right.
        rows += [beads_of(a, others) for a in own if not a.trial.verses]

    def without(name: str) -> Loose:
        return fit([a for a in answered if a.name != name], [r for r in rows if r[0] != name])

    if options.folds:
        kept = [(w, without(f"novel {n}")) for n, w in enumerate(fitted)]
        options.folds.write_text(saved_folds(kept), encoding="utf-8")
    loose = fit(answered, rows)
    for kind, model in zip(KINDS, (loose.beside, loose.inside, loose.sure), strict=True):
        print(kind, dict(model.weights))
        if options.write:
            name = loose_name(kind, None if options.model == DEFAULT else encoder.name)
            write_logistic("aligner/loose", name, FITTED_ON, model.weights)


if __name__ == "__main__":
    main()
