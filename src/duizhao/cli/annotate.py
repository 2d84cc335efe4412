"""The command ``duizhao annotate``: the findings in the translation's own document."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.shared_options.choices import CATEGORIES, SEVERITIES
from duizhao.cli.shared_options.inputs import FILE, limit_option, parse_limits
from duizhao.cli.shared_options.interface import ui_option
from duizhao.cli.shared_options.output import JSON_SUMMARY
from duizhao.cli.terminal import say

__all__ = ["annotate_command"]

# As in align/report/verdict.py, which is not loaded for --help.
_SURE = 0.5


@click.command("annotate")
@click.argument("alignment", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE", help="The copy to write.")
@click.option(
    "--document",
    type=FILE,
    metavar="FILE",
    help="The translation that was aligned, if it is not where it was.",
)
@click.option("--input-format", metavar="NAME", help="Its format, if that was named for align.")
@click.option(
    "--min-severity",
    type=click.Choice(SEVERITIES),
    default="minor",
    help="Leave out findings less severe than this; minor if not given.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=_SURE,
    metavar="P",
    help=f"Leave out findings less sure than P; {_SURE} if not given.",
)
@click.option(
    "--category",
    "categories",
    type=click.Choice(CATEGORIES),
    multiple=True,
    help="Write findings of this category only; may be given several times.",
)
@click.option(
    "--author",
    default="duizhao",
    metavar="NAME",
    help="Author of the comments; duizhao if not given.",
)
@ui_option("Language of the comments; the translation's if not given.")
@limit_option
@JSON_SUMMARY
@console_options
def annotate_command(
    alignment: Path,
    output: Path,
    document: Path | None,
    input_format: str | None,
    min_severity: str,
    min_confidence: float,
    categories: tuple[str, ...],
    author: str,
    ui: str | None,
    limits: tuple[str, ...],
    as_json: bool,
    console: Console,
) -> None:
    """Write a copy of the translation with the findings of ALIGNMENT as comments.

    Each comment stands at the words that it is about, and has what is wrong, how severe it is and
    what the source says; lost text is told at the point where it belongs. Everything else in the
    file stays as it was. Findings that the page does not show at first are left out, and those that
    an editor dismissed. The copy is in the format of the translation.

    \b
    Examples:
      duizhao annotate out/alignment.json -o reviewed.docx
      duizhao annotate out/alignment.json --min-severity major --ui zh -o reviewed.docx
      duizhao annotate out/alignment.json --min-severity info --min-confidence 0 -o all.docx
      duizhao annotate out/alignment.json --document moved/digest.docx -o reviewed.docx
    """
    from duizhao.align.results.annotate import Chosen, write_annotated
    from duizhao.align.results.summary import describe_written
    from duizhao.corpora.alignment import Category, Severity
    from duizhao.corpora.exchange.alignment_json import read_alignment
    from duizhao.corpora.reading.read import ReadOptions

    chosen = Chosen(Severity(min_severity), min_confidence, tuple(map(Category, categories)))
    written = write_annotated(
        read_alignment(alignment),
        output,
        chosen,
        document=document,
        ui=ui,
        author=author,
        options=ReadOptions(format=input_format, limits=parse_limits(limits)),
        protect=[alignment],
    )
    if as_json:
        files = [os.fspath(path) for path in written.files]
        summary = {"comments": written.written, "left_out": dict(written.left_out), "files": files}
        say(json.dumps(summary))
    elif not console.quiet:
        say(describe_written(written))
