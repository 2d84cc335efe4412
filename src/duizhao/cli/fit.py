"""The command ``duizhao fit``: weights of the aligner for another model or kind of text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.shared_options.encoder import encoder_options, load_for_repeats
from duizhao.cli.shared_options.inputs import FILE, FOLDER
from duizhao.cli.shared_options.output import echo_json, json_option
from duizhao.cli.terminal import say

if TYPE_CHECKING:
    from duizhao.eval.beads.outcomes import Outcome
    from duizhao.eval.beads.own_weights import OwnWeights
    from duizhao.models.choice import EncoderChoice

__all__ = ["fit_command"]


@click.command("fit")
@click.argument("folder", type=FOLDER)
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="FILE",
    help="Write the weights into FILE and do not use them here.",
)
@click.option("--force", is_flag=True, help="Keep the weights although they are worse.")
@encoder_options
@json_option("JSON instead of a table")
@console_options
def fit_command(
    folder: Path,
    output: Path | None,
    force: bool,
    encoder: EncoderChoice,
    as_json: bool,
    console: Console,
) -> None:
    """Fit the aligner's weights for a model on the translations in FOLDER.

    Models differ in how alike they find what belongs together; weights say what that is worth. In
    FOLDER, and in the folders below, may lie gold sets as `duizhao bench align` takes them; clean
    translations, from which pairs with gaps are made (TMX, XLIFF, PO, tables of two columns as
    TSV, CSV or XLSX, JSON lines); and an alignment.json beside decisions that confirm its links.

    Prints what the weights so far and the new ones find in documents that took no part in the fit.
    The new ones are kept for this model, and all commands use them from then on, unless they are
    worse: then the exit status is 1.

    \b
    Example:
      duizhao fit translations --model LaBSE
    """
    from duizhao.eval.beads.own_weights import fit_own_weights

    with load_for_repeats(encoder) as model:
        fitted = fit_own_weights(folder, model, console.progress)
        path = None if fitted.worse and not force else fitted.save(output, force=force)
    if as_json:
        echo_json(_as_json(fitted, path))
    elif not console.quiet:
        say(_told(fitted))
        if path is not None:
            say(f"written to {path}")
    if path is None:
        say(f"Not kept: {'; '.join(fitted.worse)}; --force keeps the weights", err=True)
        raise click.exceptions.Exit(1)


def _told(fitted: OwnWeights) -> str:
    data = fitted.data
    lines = [f"{name}: passed over, {reason}" for name, reason in data.passed_over]
    lines.append(
        f"{fitted.encoder.name}: {len(data.gold):,} document pairs with gold, {len(data.clean):,} "
        f"clean translations ({fitted.made:,} pairs with gaps made of them), "
        f"{data.sentences:,} sentences"
    )
    heads = ("strict F1", "null F1", "error of probabilities")
    lines.append(f"{'left out in turn':18}{'pairs':>6}" + "".join(f"{head:>24}" for head in heads))
    for each in fitted.compared:
        cells = zip(_figures(each.before), _figures(each.after), strict=True)
        row = "".join(f"{f'{old:.3f} -> {new:.3f}':>24}" for old, new in cells)
        lines.append(f"{each.name:18}{each.after.scores.documents:>6}{row}")
    low, high = fitted.lead
    after = fitted.compared[-1].after.scores.strict.f1
    lines.append(f"strict F1 rises by {low:+.3f} to {high:+.3f} (95 %)")
    lines.append(
        f"with half of the documents: strict F1 {fitted.half:.3f} on the other half, with four "
        f"fifths {after:.3f}; the weights of the halves differ by {fitted.apart:.0%}"
    )
    return "\n".join(lines)


def _figures(outcome: Outcome) -> tuple[float, float, float]:
    return outcome.scores.strict.f1, outcome.null_f1, outcome.error


def _as_json(fitted: OwnWeights, path: Path | None) -> dict[str, object]:
    names = ("strict_f1", "null_f1", "error")
    rows = {
        each.name.replace(" ", "_"): {
            when: dict(zip(names, (round(x, 4) for x in _figures(outcome)), strict=True))
            for when, outcome in (("before", each.before), ("after", each.after))
        }
        for each in fitted.compared
    }
    return {
        "model": fitted.encoder.name,
        "encoder": fitted.encoder.signature,
        "gold": len(fitted.data.gold),
        "clean": len(fitted.data.clean),
        "made": fitted.made,
        "sentences": fitted.data.sentences,
        "passed_over": dict(fitted.data.passed_over),
        "left_out": rows,
        "rises_by": [round(end, 4) for end in fitted.lead],
        "half": round(fitted.half, 4),
        "halves_differ_by": round(fitted.apart, 4),
        "worse": list(fitted.worse),
        "features": dict(fitted.weights.features),
        "types": dict(fitted.weights.types),
        "written": None if path is None else str(path),
    }
