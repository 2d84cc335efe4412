"""The command ``duizhao bench align``: this package's aligner beside others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.bench.output import in_words, record_option, tell
from duizhao.cli.console import Console, console_options
from duizhao.cli.shared_options.encoder import encoder_options
from duizhao.cli.shared_options.inputs import EXISTING, FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duizhao.eval.beads.bench import AlignFigures
    from duizhao.eval.beads.rates import Rates
    from duizhao.models.choice import EncoderChoice

__all__ = ["align_command"]


@click.command("align")
@click.argument(
    "folders",
    type=FOLDER,
    nargs=-1,
    metavar="[FOLDER]...",
)
@click.option(
    "--synthetic",
    type=EXISTING,
    multiple=True,
    metavar="PATH",
    help="Make digests with known gaps from a file of clean translations (JSON lines), or from a"
    " folder of such files; may be given several times.",
)
@click.option(
    "--digests",
    type=EXISTING,
    multiple=True,
    metavar="PATH",
    help="Make digests that leave out 30, 50, 70 and 90 % of such documents, condense, move and"
    " reword the rest, and score the links of paragraphs, too; may be given several times.",
)
@click.option(
    "--peers/--no-peers", default=True, help="Measure other aligners, too (the default), or not."
)
@encoder_options
@record_option
@console_options
def align_command(
    folders: tuple[Path, ...],
    synthetic: tuple[Path, ...],
    digests: tuple[Path, ...],
    peers: bool,
    encoder: EncoderChoice,
    output: Path | None,
    console: Console,
) -> None:
    """Measure aligners on each gold set FOLDER, or on the sample if none is given.

    All align the same sentences by the same vectors, each in a process of its own: this
    package's aligner, Bertalign's published method, Vecalign and Gale-Church; those in the
    middle once more with each document's mean vector taken out, as this package does. Strict
    counts identical beads, lax beads that overlap, null sentences without a counterpart, moved
    links out of order where the gold tells of them, par pairs of a paragraph and one that it
    comes from: ours as the package reports them, the others' as their beads tie them. Behind
    strict F1 stand the ends of its 95 % interval; "ours +" is the interval of what this
    package's aligner has more. ECE is the expected calibration error of probabilities. Seconds
    and memory are those from vectors to beads.

    \b
    Example:
      duizhao bench align data/mac-dev data/bible --synthetic data/docs-dev -o align.json
    """
    from duizhao.eval.beads.bench import measure_aligners
    from duizhao.eval.beads.digests.trials import digest_trials
    from duizhao.eval.beads.trials import gold_trials, synthetic_trials

    sets = [gold_trials(folder) for folder in folders]
    sets += [synthetic_trials(path) for path in synthetic]
    sets += [made for path in digests for made in digest_trials(path)]
    model = encoder.load()
    figures = []
    for trials in sets or [gold_trials()]:
        figures += measure_aligners(
            trials, model, peers=peers, report=lambda d, n: console.progress("measure", d, n)
        )
    tell(_table(figures), "align", figures, output)


# The table's columns and their widths.
_COLUMNS = {
    "strict P": 10,
    "strict R": 10,
    "F1": 7,
    "95 %": 13,
    "ours +": 15,
    "lax F1": 8,
    "null P": 8,
    "null R": 8,
    "null F1": 9,
    "moved P": 9,
    "moved R": 9,
    "par P": 8,
    "par R": 8,
    "ECE": 7,
    "s": 8,
    "cpu s": 8,
    "MB": 7,
}


def _table(figures: Sequence[AlignFigures]) -> str:
    first = max(len(each.aligner) for each in figures)
    titles = "".join(f"{title:>{width}}" for title, width in _COLUMNS.items())
    lines = []
    gold = None
    for each in figures:
        if each.gold != gold:
            gold = each.gold
            lines += [gold, " " * first + titles]
        if each.missing is not None:
            lines.append(f"{each.aligner:{first}}  not installed (pip install {each.missing})")
            continue
        cells = zip(_cells(each), _COLUMNS.values(), strict=True)
        row = "".join(f"{text:>{width}}" for text, width in cells)
        lines.append(f"{each.aligner:{first}}{row}")
    return "\n".join([*lines, *(f"signature: {each.signature}" for each in figures)])


def _cells(figures: AlignFigures) -> list[str]:
    rates = figures.rates or {}
    strict = rates["strict"]
    return [
        *_shares(strict),
        f"{strict.low:.3f} {strict.high:.3f}",
        "–" if figures.lead is None else f"{figures.lead[0]:+.3f} {figures.lead[1]:+.3f}",
        _shares(rates["lax"])[2],
        *_shares(rates["null"]),
        *_shares(rates["moved"])[:2],
        *_shares(rates["paragraphs"])[:2],
        in_words(figures.calibration),
        in_words(figures.seconds, 2),
        in_words(figures.processor_seconds, 2),
        in_words(None if figures.memory is None else figures.memory / 10**6, 0),
    ]


def _shares(rates: Rates) -> tuple[str, str, str]:
    """Return precision, recall and F1; a share of nothing is shown as such, not as a bad score."""
    of = (rates.claimed, rates.wanted, rates.claimed + rates.wanted)
    precision, recall, f1 = (
        f"{value:.3f}" if whole else "–"
        for value, whole in zip((rates.precision, rates.recall, rates.f1), of, strict=True)
    )
    return precision, recall, f1
