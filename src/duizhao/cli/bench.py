"""The commands ``duizhao bench``: measure what is installed, on gold sets beside the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.encoders import batch_size_option, device_option
from duizhao.cli.inputs import FILE

if TYPE_CHECKING:
    from duizhao.eval.encoders import EncoderFigures

__all__ = ["bench_group"]


@click.group("bench")
def bench_group() -> None:
    """Measure what is installed here, in one go and on the same texts.

    \b
    Example:
      duizhao bench encoders data/mac-dev -o encoders.json
    """


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
    from duizhao.eval.encoders import measure_encoder
    from duizhao.eval.record import machine, write_record
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
