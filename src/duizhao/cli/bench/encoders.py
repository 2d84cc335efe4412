"""The command ``duizhao bench encoders``: how fast encoders are, and what they find."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.bench.output import in_words, record_option, tell
from duizhao.cli.console import Console, console_options
from duizhao.cli.shared_options.encoder import batch_size_option, device_option
from duizhao.cli.shared_options.inputs import FOLDER

if TYPE_CHECKING:
    from duizhao.eval.encoders.bench import EncoderFigures

__all__ = ["encoders_command"]


@click.command("encoders")
@click.argument("gold", type=FOLDER, required=False)
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="NAME",
    help="Encoder to measure; may be given several times. All that are usable if not given.",
)
@device_option
@batch_size_option
@record_option
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
    tell(_table(figures), "encoders", figures, output)


def _table(figures: list[EncoderFigures]) -> str:
    heads = ("sent./s", "first ms", "peak MB", "retrieval", "+ tokens", "strict F1", "runs")
    width = max(len(each.name) for each in figures)
    lines = [f"{'':{width}}" + "".join(f"{head:>11}" for head in heads)]
    for each in figures:
        cells = (
            in_words(each.speed, 0),
            in_words(1000 * each.first_vector, 0),
            in_words(None if each.peak is None else each.peak / 10**6, 0),
            in_words(each.retrieval),
            in_words(each.with_tokens),
            in_words(each.strict_f1),
            "composed" if each.composes else "read",
        )
        lines.append(f"{each.name:{width}}" + "".join(f"{cell:>11}" for cell in cells))
    lines += [f"signature: {each.signature}" for each in figures]
    return "\n".join(lines)
