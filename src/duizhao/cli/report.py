"""The command ``duizhao report``: the report in another form, without aligning again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from duizhao.cli.choices import INTERFACES, REPORT_FORMS
from duizhao.cli.console import Console, console_options
from duizhao.cli.input_options import FILE
from duizhao.cli.output import STANDARD, write_standard_output
from duizhao.errors import OutputError

__all__ = ["report_command"]


@click.command("report")
@click.argument("alignment", type=FILE)
@click.option(
    "--format",
    "name",
    type=click.Choice(REPORT_FORMS),
    required=True,
    help="Form to write; xlsx and docx need the extra office.",
)
@click.option(
    "-o",
    "--output",
    type=FILE,
    required=True,
    metavar="FILE",
    help="File to write; - is standard output, for forms that are text.",
)
@click.option(
    "--ui",
    type=click.Choice(INTERFACES),
    help="Language of what is said of the texts; the target's if not given, and for html what the"
    " browser prefers.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@console_options
def report_command(
    alignment: Path,
    name: str,
    output: Path,
    ui: str | None,
    as_json: bool,
    console: Console,
) -> None:
    """Write the report on ALIGNMENT, an alignment.json, in another form.

    html is the page that align writes; xlsx a workbook of findings, both texts and a summary; docx
    both texts as a Word table with the findings as comments; md a table of findings for a pull
    request; txt the same for a mail; jsonl one finding a line, for programs; sarif for editors
    and code hosts.

    \b
    Examples:
      duizhao report out/alignment.json --format xlsx -o gaps.xlsx
      duizhao report out/alignment.json --format docx --ui zh -o gaps.docx
      duizhao report out/alignment.json --format md -o -
    """
    from duizhao.align.report.registry import FORMS, form_writer
    from duizhao.corpora.exchange.alignment_json import read_alignment
    from duizhao.corpora.files.output import write_all

    if ui is not None and not FORMS[name].has_ui:
        message = f"--ui has no meaning for {name}, which holds every language; leave it out"
        raise OutputError(message)
    if output == STANDARD and not FORMS[name].is_text:
        message = f"{name} is no text for standard output; name a file with --output"
        raise OutputError(message)
    found = read_alignment(alignment)
    write = form_writer(found, name, ui)
    if output == STANDARD:
        write_standard_output(write)
    else:
        documents = [Path(d.path) for d in found.documents if d.path and "\0" not in d.path]
        write_all({output: write}, protect=[alignment, *documents])
    files = [] if output == STANDARD else [os.fspath(output)]
    if as_json:
        summary = {"format": name, "findings": len(found.findings), "files": files}
        click.echo(json.dumps(summary), err=output == STANDARD)
    elif not console.quiet and files:
        count = len(found.findings)
        shown = click.format_filename(output)
        click.echo(f"{shown}  ({count:,} finding{'' if count == 1 else 's'})")
