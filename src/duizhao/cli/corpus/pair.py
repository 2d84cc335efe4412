"""The command ``duizhao corpus pair``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.corpus.pairs import lone_documents
from duizhao.cli.shared_options.encoder import encoder_options
from duizhao.cli.shared_options.inputs import FILE, limit_option, parse_limits
from duizhao.cli.terminal import say

if TYPE_CHECKING:
    from duizhao.models.choice import EncoderChoice

__all__ = ["pair_command"]


@click.command("pair")
@click.argument("originals", type=FILE)
@click.argument("translations", type=FILE)
@click.option(
    "-o",
    "--output",
    type=FILE,
    required=True,
    metavar="FILE",
    help="The manifest to write, as TSV, CSV or JSON Lines.",
)
@click.option("--source-lang", metavar="LANG", help="Language of the originals.")
@click.option("--target-lang", metavar="LANG", help="That of the translations.")
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    metavar="P",
    help="How sure a pair must be to be proposed.",
)
@encoder_options
@limit_option
@console_options
def pair_command(
    originals: Path,
    translations: Path,
    output: Path,
    source_lang: str | None,
    target_lang: str | None,
    least: float,
    encoder: EncoderChoice,
    limits: tuple[str, ...],
    console: Console,
) -> None:
    """Propose which files of two folders translate each other, by what stands in them.

    Writes a manifest for `duizhao corpus run`: the pairs with how sure they are, then what has no
    counterpart. Read it before you run it.

    \b
    Example:
      duizhao corpus pair originals translations -o pairs.tsv
      duizhao corpus run pairs.tsv -o out
    """
    from duizhao.align.corpus.manifest.table import write_table
    from duizhao.align.corpus.pairing.pair import pair_folders

    found = pair_folders(
        originals,
        translations,
        encoder.load(),
        langs=(source_lang, target_lang),
        least=least,
        limits=parse_limits(limits),
        progress=console.progress,
    )
    manifest = found.manifest()
    write_table(manifest, output)
    if console.quiet:
        return
    lone = lone_documents(manifest)
    sure = sum(match.probability >= 0.9 for match in found.matches)
    say(f"pairs      {len(found.matches):,}, of these {sure:,} surer than .9")
    say(f"alone      {lone[0]:,} originals, {lone[1]:,} translations")
    for number, unread in enumerate(found.unread[:10]):
        say(f"{'unread' if not number else '':<9}  {unread.reason}")
    if len(found.unread) > 10:
        say(f"{'':<9}  and {len(found.unread) - 10:,} others")
    say(f"manifest   {output}")
