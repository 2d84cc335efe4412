"""What every benchmark takes and prints: a file for its figures, and numbers in tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from duizhao.cli.shared_options.inputs import FILE
from duizhao.cli.terminal import say

__all__ = ["in_words", "record_option", "tell"]

record_option = click.option(
    "-o", "--output", type=FILE, metavar="FILE", help="Write the figures as JSON, too."
)


def tell(table: str, benchmark: str, figures: Iterable[object], output: Path | None) -> None:
    """Print what a benchmark measured, and write it as JSON if a file is named.

    :param table: The figures in words.
    :param benchmark: Which benchmark.
    :param figures: Dataclasses, one a row.
    :param output: The file.
    """
    from duizhao.eval.measuring.record import machine, write_record

    say(f"{table}\nmachine: {machine()}")
    if output is not None:
        write_record(output, benchmark, figures)


def in_words(value: float | None, digits: int = 3) -> str:
    """Return a number for a table; a dash for what was not measured.

    >>> in_words(1234.5, 1), in_words(None)
    ('1,234.5', '–')
    """
    return "–" if value is None else f"{value:,.{digits}f}"
