"""The commands ``duizhao bench``: measure what is installed, on gold sets beside the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.bench_findings import findings_command
from duizhao.cli.console import Console, console_options
from duizhao.cli.options.encoder import (
    EncoderChoice,
    batch_size_option,
    device_option,
    encoder_options,
)
from duizhao.cli.options.inputs import FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duizhao.eval.beads.bench import AlignFigures
    from duizhao.eval.beads.rates import Rates
    from duizhao.eval.encoders.bench import EncoderFigures

__all__ = ["bench_group"]


@click.group("bench")
def bench_group() -> None:
    """Measure what is installed here, in one go and on the same texts.

    \b
    Example:
      duizhao bench encoders data/mac-dev -o encoders.json
    """


bench_group.add_command(findings_command)


@bench_group.command("encoders")
@click.argument(
    "gold", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False
)
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="NAME",
    help="Encoder to measure; may be given several times. All that are usable if not given.",
)
@device_option
@batch_size_option
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Write the figures as JSON, too.")
@console_options
def encoders_command(
    gold: Path | None,
    models: tuple[str, ...],
    device: str | None,
    batch_size: int | None,
    output: Path | None,
    console: Console,
) -> None:
    """Measure encoders on the gold set GOLD, or on the sample if none is given.

    Each runs in a process of its own, without the cache. Retrieval is the share of 1-1 links whose
    sentence is the best of the whole document by margin, in both directions, by vectors and with
    the coverage of tokens; strict F1 is that of the alignment.

    \b
    Example:
      duizhao bench encoders data/mac-dev -o encoders.json
    """
    from duizhao.eval.encoders.bench import measure_encoder
    from duizhao.eval.measuring.record import machine, write_record
    from duizhao.models.catalogue import CATALOGUE, fetched_models, why_unusable

    names = models or (
        *(model.name for model in CATALOGUE if why_unusable(model.name) is None),
        *(model.name for model in fetched_models()),
    )
    figures = []
    for number, name in enumerate(names):
        console.progress("measure", number, len(names))
        figures.append(measure_encoder(name, gold, device, batch_size))
    console.progress("measure", len(names), len(names))
    click.echo(f"{_table(figures)}\nmachine: {machine()}")
    if output is not None:
        write_record(output, "encoders", figures)


def _table(figures: list[EncoderFigures]) -> str:
    heads = ("sent./s", "first ms", "peak MB", "retrieval", "+ tokens", "strict F1", "runs")
    width = max(len(each.name) for each in figures)
    lines = [f"{'':{width}}" + "".join(f"{head:>11}" for head in heads)]
    for each in figures:
        peak = "–" if each.peak is None else f"{each.peak / 10**6:,.0f}"
        cells = (
            f"{each.speed:,.0f}",
            f"{1000 * each.first_vector:,.0f}",
            peak,
            f"{each.retrieval:.3f}",
            "–" if each.with_tokens is None else f"{each.with_tokens:.3f}",
            f"{each.strict_f1:.3f}",
            "composed" if each.composes else "read",
        )
        lines.append(f"{each.name:{width}}" + "".join(f"{cell:>11}" for cell in cells))
    lines += [f"signature: {each.signature}" for each in figures]
    return "\n".join(lines)


@bench_group.command("align")
@click.argument(
    "folders",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    nargs=-1,
    metavar="[FOLDER]...",
)
@click.option(
    "--synthetic",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    metavar="PATH",
    help="Make digests with known gaps from a file of clean translations (JSON lines), or from a"
    " folder of such files; may be given several times.",
)
@click.option(
    "--peers/--no-peers", default=True, help="Measure other aligners, too (the default), or not."
)
@encoder_options
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Write the figures as JSON, too.")
@console_options
def align_command(
    folders: tuple[Path, ...],
    synthetic: tuple[Path, ...],
    peers: bool,
    encoder: EncoderChoice,
    output: Path | None,
    console: Console,
) -> None:
    """Measure aligners on each gold set FOLDER, or on the sample if none is given.

    All align the same sentences by the same vectors, each in a process of its own: this package's
    aligner, Bertalign's published method, Vecalign and Gale-Church; those in the middle once more
    with each document's mean vector taken out, as this package does. Strict counts identical beads,
    lax beads that overlap, null sentences without a counterpart, moved links out of order where
    the gold tells of them. Behind strict F1 stand the ends of its 95 % interval; "ours +" is the
    interval of what this package's aligner has more. ECE is the expected calibration error of
    probabilities. Seconds and memory are those from vectors to beads.

    \b
    Example:
      duizhao bench align data/mac-dev data/bible --synthetic data/docs-dev -o align.json
    """
    from duizhao.eval.beads.bench import measure_aligners
    from duizhao.eval.beads.trials import gold_trials, synthetic_trials
    from duizhao.eval.measuring.record import machine, write_record

    sets = [gold_trials(folder) for folder in folders]
    sets += [synthetic_trials(path) for path in synthetic]
    model = encoder.load()
    figures = []
    for trials in sets or [gold_trials()]:
        figures += measure_aligners(
            trials, model, peers=peers, report=lambda d, n: console.progress("measure", d, n)
        )
    click.echo(f"{_align_table(figures)}\nmachine: {machine()}")
    if output is not None:
        write_record(output, "align", figures)


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
    "ECE": 7,
    "s": 8,
    "cpu s": 8,
    "MB": 7,
}


def _align_table(figures: Sequence[AlignFigures]) -> str:
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
        cells = zip(_align_cells(each), _COLUMNS.values(), strict=True)
        row = "".join(f"{text:>{width}}" for text, width in cells)
        lines.append(f"{each.aligner:{first}}{row}")
    return "\n".join([*lines, *(f"signature: {each.signature}" for each in figures)])


def _align_cells(figures: AlignFigures) -> list[str]:
    rates = figures.rates or {}
    strict = rates["strict"]
    return [
        *_shares(strict),
        f"{strict.low:.3f} {strict.high:.3f}",
        "–" if figures.lead is None else f"{figures.lead[0]:+.3f} {figures.lead[1]:+.3f}",
        _shares(rates["lax"])[2],
        *_shares(rates["null"]),
        *_shares(rates["moved"])[:2],
        _number(figures.calibration, 3),
        _number(figures.seconds, 2),
        _number(figures.processor_seconds, 2),
        _number(None if figures.memory is None else figures.memory / 10**6, 0),
    ]


def _shares(rates: Rates) -> tuple[str, str, str]:
    """Return precision, recall and F1; a share of nothing is shown as such, not as a bad score."""
    of = (rates.claimed, rates.wanted, rates.claimed + rates.wanted)
    precision, recall, f1 = (
        f"{value:.3f}" if whole else "–"
        for value, whole in zip((rates.precision, rates.recall, rates.f1), of, strict=True)
    )
    return precision, recall, f1


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"
