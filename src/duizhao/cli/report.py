"""The command ``duizhao report``: the report in another form, without aligning again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.shared_options.choices import REPORT_FORMS
from duizhao.cli.shared_options.inputs import FILE
from duizhao.cli.shared_options.interface import ui_option
from duizhao.cli.shared_options.output import JSON_SUMMARY, STANDARD, output_option, write_alignment
from duizhao.cli.terminal import say
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
@output_option(", for forms that are text")
@ui_option(
    "Language of what is said of the texts; the target's if not given, and for html what the"
    " browser prefers."
)
@JSON_SUMMARY
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
    from duizhao.align.results.formats import REPORT_FORMS, OutputOptions
    from duizhao.align.results.summary import describe_written

    form = REPORT_FORMS[name]
    if ui is not None and not form.has_ui:
        message = f"--ui has no meaning for {name}, which holds every language; leave it out"
        raise OutputError(message)
    if output == STANDARD and not form.is_text:
        message = f"{name} is no text for standard output; name a file with --output"
        raise OutputError(message)
    written = write_alignment(alignment, output, form, OutputOptions(ui=ui))
    files = [os.fspath(path) for path in written.files]
    if as_json:
        summary = {"format": name, "findings": written.written, "files": files}
        say(json.dumps(summary), err=not files)
    elif files and not console.quiet:
        say(describe_written(written))
