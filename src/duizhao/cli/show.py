"""The command ``duizhao show``: an alignment in the terminal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duizhao.cli.shared_options.inputs import FILE
from duizhao.cli.shared_options.interface import reader_languages, ui_option
from duizhao.cli.terminal import send

if TYPE_CHECKING:
    from duizhao.align.report.terminal.wrapping import StyledText

__all__ = ["show_command"]

# As in align/report/terminal/lines.py, which is not loaded for --help.
_NARROWEST = 40
# The terminal's own colours, which fit its ground. No two styles differ by colour alone: a sign and
# a word stand in every title, and passages are underlined.
_STYLES: dict[str, dict[str, Any]] = {
    "critical": {"fg": "red", "bold": True, "underline": True},
    "major": {"fg": "magenta", "underline": True},
    "minor": {"fg": "yellow", "underline": True},
    "info": {"fg": "cyan", "underline": True},
    "head": {"bold": True},
    "faint": {"dim": True},
}


@click.command("show")
@click.argument("alignment", type=FILE)
@click.option("--findings", is_flag=True, help="Show the findings only, the worst first.")
@click.option(
    "--width",
    type=click.IntRange(min=_NARROWEST),
    metavar="N",
    help=f"Cells of a line, at least {_NARROWEST}; the terminal's if not given.",
)
@ui_option("Language of what is said of the texts; the terminal's if not given.")
@click.option("--pager", is_flag=True, help="Show it page by page.")
def show_command(
    alignment: Path, findings: bool, width: int | None, ui: str | None, pager: bool
) -> None:
    """Show ALIGNMENT, an alignment.json, in the terminal: both texts side by side.

    Under each row stands what was found there. Control characters of the texts are shown and do
    nothing. Colours are left out where NO_COLOR is set, and where no terminal is.

    \b
    Examples:
      duizhao show out/alignment.json
      duizhao show out/alignment.json --findings --ui zh
    """
    from duizhao.align.report.messages import choose_ui
    from duizhao.align.report.terminal.lines import finding_lines, table_lines
    from duizhao.corpora.exchange.alignment_json import read_alignment

    found = read_alignment(alignment)
    cells = width or max(_NARROWEST, shutil.get_terminal_size().columns)
    lines = (finding_lines if findings else table_lines)(
        found, cells, ui=choose_ui(found, ui, reader_languages())
    )
    color = False if os.environ.get("NO_COLOR") else None
    if pager:
        click.echo_via_pager(_styled(lines), color=color)
        return
    for line in _styled(lines):
        send(line, color=color)


def _styled(lines: Iterable[list[StyledText]]) -> Iterator[str]:
    for line in lines:
        text = "".join(click.style(c.text, **_STYLES[c.style]) if c.style else c.text for c in line)
        yield text.rstrip() + "\n"
