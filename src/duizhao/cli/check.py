"""The command ``duizhao check``: find what the translation in an existing bitext lost."""

from __future__ import annotations

from pathlib import Path

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.shared_options.inputs import FILE, limit_option, parse_limits
from duizhao.cli.shared_options.memory import RECOVER
from duizhao.cli.shared_options.results import Results, result_options

__all__ = ["INPUT_FORMATS", "check_command"]

#: Spelt out so that ``--help`` loads nothing; a test holds them to the library's own.
INPUT_FORMATS = (
    "tmx",
    "xliff",
    "po",
    "tsv",
    "xlsx",
    "docx",
    "odt",
    "html",
    "markdown",
    "pptx",
)


@click.command("check")
@click.argument("file", type=FILE)
@click.option("--source-lang", metavar="LANG", help="Language of the source, such as en.")
@click.option("--target-lang", metavar="LANG", help="Language of the translation, such as zh.")
@click.option(
    "--input-format",
    type=click.Choice(INPUT_FORMATS),
    help="Format of FILE; told from its content and its suffix if not given.",
)
@click.option(
    "--columns",
    nargs=2,
    metavar="SOURCE TARGET",
    help="Columns of a table, by name, number from 1, or letter.",
)
@RECOVER
@limit_option
@result_options
@console_options
def check_command(
    file: Path,
    source_lang: str | None,
    target_lang: str | None,
    input_format: str | None,
    columns: tuple[str, str] | None,
    recover: bool,
    limits: tuple[str, ...],
    results: Results,
    console: Console,
) -> None:
    """Check the bitext FILE and show what its translation lost.

    FILE is a TMX, an XLIFF file, a message catalogue (.po), or a table of two columns (.tsv,
    .csv, .xlsx, .docx and others); its links are kept as they are. Or it is a document with both
    languages in turn, which is aligned passage by passage. Writes the same files as align into
    DIR: open report.html first.

    \b
    Example:
      duizhao check project.xlf -o out
    """
    from duizhao.align.check import check_file
    from duizhao.align.decisions.file import Decisions

    decisions = Decisions.load(*results.decisions)
    raised = parse_limits(limits)
    settings = results.load_settings(raised)
    encoder = results.encoder.load()
    alignment = check_file(
        file,
        encoder,
        source_lang=source_lang,
        target_lang=target_lang,
        format=input_format,
        columns=columns,
        recover=recover,
        limits=raised,
        decisions=decisions,
        settings=settings,
        policy=results.policy,
        progress=console.progress,
    )
    results.deliver(alignment, encoder, quiet=console.quiet)
