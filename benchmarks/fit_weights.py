"""Fit the aligner's weights and say how good they are: ``python benchmarks/fit_weights.py DATA``.

DATA is a folder with ``mac-dev`` (novels with gold beads) and ``docs-dev`` (clean translations,
from which pairs with gaps are made). ``--write`` puts the weights into the package, those of
another model than the default one (``--model``) into a file of their own; ``--leave-one-out`` also
fits without each of the novels in turn, which gives the figure that may be quoted. The same data
and model always give the same weights. ``--held-out FILE`` writes the documents that they were not
fitted on, for ``duizhao bench align --synthetic FILE``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from duizhao.align.aligner.weights import weights_as_json, weights_file
from duizhao.eval.beads.outcomes import Outcome, count_moved, outcome, pooled
from duizhao.eval.beads.training import gaps_for_training, prepare_training
from duizhao.eval.beads.trials import Trial, gold_trials
from duizhao.eval.gold.clean import clean_translations
from duizhao.models.registry import DEFAULT, load_encoder

TRAIN, TEST = 90, 90  # pairs with gaps to fit on, and others to look at
FOLDER = Path(__file__).resolve().parents[1] / "align" / "aligner" / "data"


def made_gaps(folder: Path) -> tuple[list[Trial], list[Trial]]:
    """Return pairs to fit on and pairs to look at, made from different documents."""
    made = gaps_for_training(clean_translations(folder), TRAIN + TEST)
    return made[:TRAIN], made[TRAIN:]


def write_held_out(folder: Path, file: Path) -> None:
    """Write the clean documents that the weights were not fitted on, a line each."""
    fitted = {trial.pair.name for trial in made_gaps(folder)[0]}
    lines = (
        line
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    chosen = (
        line
        for line in lines
        if (item := json.loads(line))["align"] is None and item["id"] not in fitted
    )
    file.write_text("".join(f"{line}\n" for line in chosen), encoding="utf-8")


def say(title: str, result: Outcome) -> None:
    """Print one line of the table."""
    scores = result.scores
    cells = [
        f"{100 * s.f1:5.1f}"
        for s in (scores.strict, scores.lax, scores.omissions, scores.additions)
    ]
    row = f"{title:<24} {'  '.join(cells)}  {100 * result.null_f1:5.1f}  {result.error:.3f}"
    print(row, flush=True)


def main() -> None:
    """Fit, print a table, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default=DEFAULT)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--leave-one-out", action="store_true")
    parser.add_argument("--held-out", type=Path, metavar="FILE", help="write these, and stop")
    options = parser.parse_args()
    if options.held_out:
        write_held_out(options.data / "docs-dev", options.held_out)
        return
    encoder = load_encoder(options.model)
    mac = gold_trials(options.data / "mac-dev").trials
    train, test = made_gaps(options.data / "docs-dev")
    training = prepare_training([*mac, *train], encoder)
    weights = training.fit("w:mac+synthetic-2")
    print(f"{'F1':<24} strict    lax  omit.  added   null  error of probabilities")
    say("MAC-Dev, fitted on it", outcome(mac, encoder, weights))
    for loss in sorted({trial.loss or 0.0 for trial in test}):
        chosen = [trial for trial in test if trial.loss == loss]
        say(f"synthetic, {loss:.0%} dropped", outcome(chosen, encoder, weights))
    say("synthetic", outcome(test, encoder, weights))
    found, right, wanted = count_moved(test, encoder, weights)
    print(f"moved: found {found}, of these right {right}, to be found {wanted}")
    if options.leave_one_out:
        folds = []
        for i, novel in enumerate(mac):
            without = training.fit("", without=[i], start=weights)
            folds.append(outcome([novel], encoder, without))
            say(f"MAC-Dev without {i + 1:03}", folds[-1])
        say("MAC-Dev, left out", pooled(folds))
    print(json.dumps({"features": weights.features, "types": weights.types}, indent=1))
    if options.write:
        own = None if options.model == DEFAULT else encoder.name
        fitted_on = (
            f"MAC-Dev (6 chapters) and {len(train)} pairs with gaps made from docs-dev; "
            "benchmarks/fit_weights.py"
        )
        written = weights_as_json(weights, encoder.signature, fitted_on)
        (FOLDER / weights_file(own)).write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
