"""The command ``duizhao export``: an alignment in one more format, without aligning again."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.shared_options.choices import COMMENTS, EXPORT_FORMATS, SEVERITIES
from duizhao.cli.shared_options.encoder import encoder_options
from duizhao.cli.shared_options.inputs import FILE
from duizhao.cli.shared_options.output import JSON_SUMMARY, STANDARD, output_option, write_alignment
from duizhao.cli.terminal import say
from duizhao.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from duizhao.align.results.formats import OutputOptions
    from duizhao.models.choice import EncoderChoice
    from duizhao.models.encoder import Encoder

__all__ = ["export_command"]

_CODES = frozenset({"source_code", "target_code"})
_UNITS = _CODES | {
    *("min_probability", "only_1_1", "moved", "leave_out_from", "everything", "keep_duplicates"),
}
_GLOSSARY = frozenset({"least", "model", "device", "batch_size", "compose", "no_cache"})
# The options that not every format has.
_OPTIONS = {
    "tmx": _UNITS | {"units_per_file", "created"},
    "tsv": frozenset[str](),
    "xliff": _CODES | {"comments"},
    "xliff-1.2": _CODES | {"comments"},
    "csv": _UNITS,
    "jsonl": _UNITS,
    "moses": _UNITS,
    "glossary-csv": _GLOSSARY,
    "glossary-tbx": _GLOSSARY | _CODES,
}


@click.command("export")
@click.argument("alignment", type=FILE)
@click.option(
    "--format",
    "name",
    type=click.Choice(EXPORT_FORMATS),
    required=True,
    help="Format to write; xliff is XLIFF 2.1; tmx, csv, jsonl and moses hold units.",
)
@output_option()
@click.option("--source-code", metavar="CODE", help="Language code of the source, such as zh-HK.")
@click.option("--target-code", metavar="CODE", help="Language code of the target, such as en-GB.")
@click.option(
    "--min-probability",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="units: leave out beads less probable than P; if not given, .5, and .8 where only the"
    " paragraph is linked for sure.",
)
@click.option("--only-1-1", is_flag=True, help="units: leave out beads of several sentences.")
@click.option(
    "--moved/--no-moved",
    default=None,
    help="units: take in beads that moved, or leave them out as if not given.",
)
@click.option(
    "--leave-out-from",
    type=click.Choice(SEVERITIES),
    help="units: leave out beads with a finding this severe or worse; major if not given.",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="units: take in what is unsure, moved or has findings, unless another option says.",
)
@click.option(
    "--keep-duplicates", is_flag=True, help="units: write a pair as often as it comes, not once."
)
@click.option(
    "--units-per-file",
    type=click.IntRange(min=1),
    metavar="N",
    help="tmx: begin another file after N units: name-001.tmx, name-002.tmx and so on.",
)
@click.option(
    "--created",
    metavar="TIME",
    help="tmx: say that it was made at TIME, such as 2026-01-31T12:00:00Z; no time if not given.",
)
@click.option(
    "--comments",
    type=click.Choice(COMMENTS),
    default="en",
    help="xliff: language of what is said of the findings; en if not given.",
)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="glossary: leave out terms that fewer than N linked passages have.",
)
@JSON_SUMMARY
@encoder_options
@console_options
def export_command(
    alignment: Path,
    name: str,
    output: Path,
    encoder: EncoderChoice,
    as_json: bool,
    console: Console,
    **given: Any,  # noqa: ANN401 - as click hands them over
) -> None:
    """Write ALIGNMENT, an alignment.json, in another format, without aligning again.

    tmx is a translation memory of what is sound: lost text is never in it, and what is unsure,
    moved or has a major finding on request only; csv, jsonl and moses hold the same units as a
    table, as JSON Lines, and as two plain texts named FILE.CODE; tsv holds every bead; xliff holds
    every passage of the source, those without translation to be filled, those that are not sound
    to be reviewed, and the findings in their places; a glossary holds names and terms for review.
    The options about the encoder are for glossaries.

    \b
    Examples:
      duizhao export out/alignment.json --format xliff -o gaps.xlf
      duizhao export out/alignment.json --format tmx --min-probability 0.9 -o sure.tmx
      duizhao export out/alignment.json --format moses -o corpus
      duizhao export out/alignment.json --format glossary-csv --least 2 -o terms.csv
    """
    _check_options(name, output)
    from duizhao.align.results.formats import EXPORT_FORMATS
    from duizhao.align.results.summary import describe_written

    options = _options(load=encoder.load, **given)
    written = write_alignment(alignment, output, EXPORT_FORMATS[name], options)
    files = [os.fspath(path) for path in written.files]
    if as_json:
        say(json.dumps({"format": name, **vars(written), "files": files}), err=not files)
    elif not console.quiet:
        say(describe_written(written), err=not files)


def _check_options(name: str, output: Path) -> None:
    """Refuse options that the format does not have."""
    context = click.get_current_context()
    for parameter in context.command.params:
        key = parameter.name or ""
        owners = [each for each, options in _OPTIONS.items() if key in options]
        given = context.get_parameter_source(key) is click.core.ParameterSource.COMMANDLINE
        if given and owners and name not in owners:
            message = (
                f"{parameter.opts[0]} has no meaning for {name}, only for {', '.join(owners)};"
                " leave it out or choose another format"
            )
            raise OutputError(message)
    if output == STANDARD and context.params.get("units_per_file") is not None:
        message = "standard output cannot be split; name a file or leave out --units-per-file"
        raise OutputError(message)


def _options(
    *,
    leave_out_from: str | None,
    only_1_1: bool,
    moved: bool | None,
    everything: bool,
    keep_duplicates: bool,
    comments: str,
    least: int,
    load: Callable[[], Encoder],
    **memory: Any,  # noqa: ANN401
) -> OutputOptions:
    from duizhao.align.results.formats import OutputOptions
    from duizhao.corpora.alignment import Severity
    from duizhao.corpora.exchange.memory import ALL_TMX, PLAIN_TMX

    usual = ALL_TMX if everything else PLAIN_TMX
    probability: float | None = memory["min_probability"]
    options = replace(
        usual,
        source_lang=memory["source_code"],
        target_lang=memory["target_code"],
        minimum_probability=usual.minimum_probability if probability is None else probability,
        open_paragraphs=usual.open_paragraphs or probability is not None,
        one_to_one=only_1_1,
        moved=usual.moved if moved is None else moved,
        leave_out_from=usual.leave_out_from if leave_out_from is None else Severity(leave_out_from),
        deduplicate=not keep_duplicates,
        units_per_file=memory["units_per_file"],
        created=memory["created"],
    )
    return OutputOptions(options, comments, least, load)
