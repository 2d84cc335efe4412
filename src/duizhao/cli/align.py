"""The command ``duizhao align``: the main job."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.shared_options.inputs import FILE, file_options, parse_limits
from duizhao.cli.shared_options.results import Results, result_options

__all__ = ["align_command"]


@click.command("align")
@click.argument("original", type=FILE)
@click.argument("translation", type=FILE)
@click.option("--source-lang", metavar="LANG", help="Language of ORIGINAL, such as en.")
@click.option("--target-lang", metavar="LANG", help="Language of TRANSLATION, such as zh.")
@click.option("--source-format", metavar="NAME", help="Format of ORIGINAL, such as docx.")
@click.option("--target-format", metavar="NAME", help="Format of TRANSLATION, such as pdf.")
@click.option("--source-encoding", metavar="NAME", help="Encoding of ORIGINAL, such as gb18030.")
@click.option("--target-encoding", metavar="NAME", help="Encoding of TRANSLATION.")
@file_options
@click.option(
    "--align-all",
    is_flag=True,
    help="Align teasers, bylines, contents, navigation, page furniture and references as well.",
)
@click.option(
    "--also",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Another original that parts of TRANSLATION may come from; may be given several times.",
)
@click.option(
    "--links",
    type=FILE,
    metavar="FILE",
    help="Links that an editor confirmed or rejected, as JSON; they are obeyed.",
)
@result_options
@console_options
def align_command(
    original: Path,
    translation: Path,
    source_lang: str | None,
    target_lang: str | None,
    source_format: str | None,
    target_format: str | None,
    source_encoding: str | None,
    target_encoding: str | None,
    presplit: bool,
    limits: tuple[str, ...],
    align_all: bool,
    also: tuple[Path, ...],
    links: Path | None,
    results: Results,
    console: Console,
) -> None:
    """Align ORIGINAL with TRANSLATION and show what the translation lost.

    Writes alignment.json, aligned.tmx, aligned.tsv and report.html into DIR: open the report
    first. A file's format is told from its content and its suffix; - is standard input.

    \b
    Example:
      duizhao align article.en.docx digest.zh.txt -o out
      duizhao align article.en.txt digest.zh.txt --also other.en.txt -o out
    """
    from duizhao.align.decisions.file import NO_DECISIONS, Decisions
    from duizhao.align.pipeline import align_files
    from duizhao.corpora.reading.read import ReadOptions

    raised = parse_limits(limits)
    settings = results.load_settings(raised)
    encoder = results.encoder.load()
    both = ReadOptions(presplit=presplit, align_all=align_all, limits=raised)
    linked = NO_DECISIONS if links is None else Decisions.load_links(links)
    alignment = align_files(
        original,
        translation,
        encoder,
        source=replace(both, lang=source_lang, format=source_format, encoding=source_encoding),
        target=replace(both, lang=target_lang, format=target_format, encoding=target_encoding),
        also=also,
        decisions=linked.merge(Decisions.load(*results.decisions)),
        settings=settings,
        policy=results.policy,
        progress=console.progress,
    )
    results.deliver(alignment, encoder, quiet=console.quiet)
