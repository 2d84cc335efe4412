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

from duizhao.align.aligner.loose.settle import Loose, loose_name
from duizhao.align.aligner.loose.signs import SIGNS
from duizhao.align.aligner.weights import Weights, weights_for
from duizhao.align.logistic import Logistic
from duizhao.eval.beads.cut_out import cut_out, part_of
from duizhao.eval.beads.loose_questions import Answered, ask
from duizhao.eval.beads.training import prepare_training, task_of
from duizhao.eval.beads.trials import Trial, gold_trials
from duizhao.models.encoder import Encoder
from duizhao.models.registry import DEFAULT, load_encoder

CUTS = (0.05, 0.15)  # shares of a novel's beads that lose a side
VERSES_CUT = 0.05  # ... of the Bible's
PART = 400  # verses that are aligned as a document
PENALTY = 1.0
KINDS = ("beside", "inside")
FITTED_ON = (
    "mac-dev, the first half of the Bible and docs-dev, as they are and with passages taken out; "
    "benchmarks/fit_loose.py"
)

Fold = tuple[Weights, Loose]


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
        }
        for weights, loose in folds
    ]
    return json.dumps(data, indent=1) + "\n"


def read_folds(file: Path) -> list[Fold]:
    """Return what was fitted without each novel, as ``--folds`` kept it."""
    return [
        (
            Weights(each["features"], each["types"], ""),
            Loose(Logistic(each["beside"]), Logistic(each["inside"])),
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
        yield f"made {number}", trial, None


def share_of(name: str) -> float:
    """Return how much a question counts: made pairs are short."""
    return 3.0 if name.startswith("made") else 1.0


def fit(answered: Sequence[Answered]) -> Loose:
    """Fit both regressions."""
    found = []
    for inside in (False, True):
        chosen = [np.array([q.inside == inside for q in each.asked], bool) for each in answered]
        x = np.concatenate([a.signs[rows] for a, rows in zip(answered, chosen, strict=True)])
        y = np.concatenate([a.unsaid[rows] for a, rows in zip(answered, chosen, strict=True)])
        counts = np.concatenate(
            [
                np.full(rows.sum(), share_of(a.name))
                for a, rows in zip(answered, chosen, strict=True)
            ]
        )
        fitted = fit_logistic(SIGNS, x, y, counts, penalty=PENALTY, at_one_scale=True)
        found.append(Logistic({name: round(weight, 3) for name, weight in fitted.items()}))
    return Loose(*found)


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
    names = list(dict.fromkeys(a.name for a in answered if not a.name.startswith("made")))
    models = {name: fit([a for a in answered if a.name != name]) for name in names}
    for name, without in models.items():
        own = loss([a for a in answered if a.name == name], without)
        print(f"{name} left out: log loss {own:.3f}")
    if options.folds:
        kept = [(w, models[f"novel {n}"]) for n, w in enumerate(fitted)]
        options.folds.write_text(saved_folds(kept), encoding="utf-8")
    loose = fit(answered)
    for kind, model in zip(KINDS, (loose.beside, loose.inside), strict=True):
        print(kind, dict(model.weights))
        if options.write:
            name = loose_name(kind, None if options.model == DEFAULT else encoder.name)
            write_logistic("aligner/loose", name, FITTED_ON, model.weights)


if __name__ == "__main__":
    main()
