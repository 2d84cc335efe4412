"""The command ``duizhao align``: the main job."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.names import FORMATS, POLICIES, SEVERITIES

__all__ = ["align_command"]


class _NamedPath(click.Path):
    """A path that is not empty: an unset variable in a script is not the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as click declares it
        """Refuse an empty name."""
        if value == "":
            self.fail("the name is empty", param, ctx)
        return super().convert(value, param, ctx)


_FILE = _NamedPath(path_type=Path)


@click.command("align")
@click.argument("original", type=_FILE)
@click.argument("translation", type=_FILE)
@click.option(
    "-o",
    "--output",
    type=_FILE,
    required=True,
    metavar="DIR",
    help="Folder for the results; made if it is not there.",
)
@click.option("--source-lang", metavar="LANG", help="Language of ORIGINAL, such as en.")
@click.option("--target-lang", metavar="LANG", help="Language of TRANSLATION, such as zh.")
@click.option(
    "--policy",
    type=click.Choice(POLICIES),
    help="Judge as a full translation or as a digest; by coverage if not given.",
)
@click.option("--model", default="default", metavar="NAME", help="Encoder to use.")
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="Write this format only; may be given several times.",
)
@click.option("--presplit", is_flag=True, help="Inputs hold one sentence a line, kept as given.")
@click.option("--no-cache", is_flag=True, help="Keep no vectors on disk.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Exit with status 1 if there is a finding this severe or worse.",
)
@console_options
def align_command(
    original: Path,
    translation: Path,
    output: Path,
    source_lang: str | None,
    target_lang: str | None,
    policy: str | None,
    model: str,
    formats: tuple[str, ...],
    presplit: bool,
    no_cache: bool,
    as_json: bool,
    fail_on: str | None,
    console: Console,
) -> None:
    """Align ORIGINAL with TRANSLATION and show what the translation lost.

    Writes alignment.json, aligned.tmx, aligned.tsv and report.html into DIR: open the report
    first.

    \b
    Example:
      duizhao align article.en.txt digest.zh.txt -o out
    """
    from duizhao.align.job import align_files
    from duizhao.align.outputs import check_folder, write_outputs
    from duizhao.align.summary import Summary

    check_folder(output)
    alignment = align_files(
        original,
        translation,
        source_lang=source_lang,
        target_lang=target_lang,
        policy=policy,
        model=model,
        presplit=presplit,
        cache=not no_cache,
        progress=console.progress,
    )
    outputs = write_outputs(alignment, output, formats=formats or None)
    summary = Summary(alignment, outputs)
    if as_json:
        click.echo(json.dumps(summary.as_json(), ensure_ascii=False, indent=1))
    elif not console.quiet:
        click.echo(summary.as_text())
    if fail_on is not None and summary.reaches(fail_on):
        raise click.exceptions.Exit(1)
