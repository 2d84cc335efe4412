"""The command ``duizhao check``: find what the translation in an existing bitext lost."""

from __future__ import annotations

import json
from pathlib import Path

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.inputs import parse_limits
from duizhao.cli.names import FORMATS, POLICIES, SEVERITIES

__all__ = ["INPUT_FORMATS", "check_command"]

#: Spelt out so that ``--help`` loads nothing; a test holds them to the library's own.
INPUT_FORMATS = ("tmx", "xliff", "tsv")

_FILE = click.Path(path_type=Path)


@click.command("check")
@click.argument("file", type=_FILE)
@click.option(
    "-o",
    "--output",
    type=_FILE,
    required=True,
    metavar="DIR",
    help="Folder for the results; made if it is not there.",
)
@click.option("--source-lang", metavar="LANG", help="Language of the source, such as en.")
@click.option("--target-lang", metavar="LANG", help="Language of the translation, such as zh.")
@click.option(
    "--policy",
    type=click.Choice(POLICIES),
    help="Judge as a full translation (the default) or as a digest.",
)
@click.option("--model", default="default", metavar="NAME", help="Encoder to use.")
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="Write this format only; may be given several times.",
)
@click.option(
    "--input-format",
    type=click.Choice(INPUT_FORMATS),
    help="Format of FILE; told from its content and its suffix if not given.",
)
@click.option(
    "--columns",
    nargs=2,
    metavar="SOURCE TARGET",
    help="Columns of a table, by name or number from 1.",
)
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=VALUE",
    help="Raise a limit on what FILE may cost, such as parts=10000000.",
)
@click.option("--no-cache", is_flag=True, help="Keep no vectors on disk.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Exit with status 1 if there is a finding this severe or worse.",
)
@console_options
def check_command(
    file: Path,
    output: Path,
    source_lang: str | None,
    target_lang: str | None,
    policy: str | None,
    model: str,
    formats: tuple[str, ...],
    input_format: str | None,
    columns: tuple[str, str] | None,
    limits: tuple[str, ...],
    no_cache: bool,
    as_json: bool,
    fail_on: str | None,
    console: Console,
) -> None:
    r"""Check the bitext FILE and show what its translation lost.

    FILE is a TMX, an XLIFF file, or a table of two columns (.tsv, .csv). Its links are kept as
    they are. Writes the same files as align into DIR: open report.html first.

    \b
    Example:
      duizhao check project.xlf -o out
    """
    from duizhao.align.check import check_bitext
    from duizhao.align.outputs import write_outputs
    from duizhao.align.summary import Summary
    from duizhao.corpora.bitext_files import read_bitext
    from duizhao.models.registry import load_encoder

    encoder = load_encoder(model, cache=not no_cache)
    bitext = read_bitext(
        file,
        source_lang=source_lang,
        target_lang=target_lang,
        format=input_format,
        columns=columns,
        limits=parse_limits(limits),
    )
    alignment = check_bitext(bitext, encoder, policy=policy, progress=console.progress)
    summary = Summary(alignment, write_outputs(alignment, output, formats=formats or FORMATS))
    if as_json:
        click.echo(json.dumps(summary.as_json(), ensure_ascii=False, indent=1))
    elif not console.quiet:
        click.echo(summary.as_text())
    if fail_on is not None and summary.reaches(fail_on):
        raise click.exceptions.Exit(1)
