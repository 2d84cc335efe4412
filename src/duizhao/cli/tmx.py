"""The commands ``duizhao tmx``: look after translation memories of any size."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from duizhao.cli.shared_options.inputs import FILE
from duizhao.cli.shared_options.memory import (
    conversion_options,
    convert,
    language_options,
    repair_options,
)
from duizhao.cli.tmx_inspect import stats_command, validate_command
from duizhao.errors import InputError

__all__ = ["READABLE", "WRITABLE", "tmx_group"]

#: Spelt out so that ``--help`` loads nothing; a test holds them to the library's own.
READABLE = ("tmx", "xliff", "po", "tsv", "csv", "jsonl", "moses")
WRITABLE = ("tmx", "xliff", "xliff-1.2", "tsv", "csv", "jsonl", "moses")
_KEEPS = ("all", "first", "last")


@click.group("tmx")
def tmx_group() -> None:
    """Validate, count, repair, merge, filter and convert translation memories.

    Files of any size are read as they go by. TMX as the world writes it is read (any encoding,
    level 2, with a DOCTYPE or without); what is written is TMX 1.4 that every tool reads.

    \b
    Example:
      duizhao tmx validate memory.tmx
    """


@tmx_group.command("merge")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option(
    "--keep",
    type=click.Choice(_KEEPS),
    default="all",
    help="Keep all translations of a source (as if not given), the first, or the last.",
)
@language_options
@conversion_options
def merge_command(files: tuple[Path, ...], **options: Any) -> None:  # noqa: ANN401
    """Put the memories FILES together, each unit once.

    Units with the same texts are written once. With --keep last, of several translations of a
    source only the one that comes last is written, so put the memory that is to win at the end;
    with --keep first, the one that comes first.

    \b
    Example:
      duizhao tmx merge old.tmx new.tmx --keep last -o memory.tmx
    """
    convert(files, input_format="tmx", output_format="tmx", **options)


@tmx_group.command("repair")
@click.argument("files", type=FILE, nargs=-1, required=True)
@language_options
@repair_options
def repair_command(files: tuple[Path, ...], **options: Any) -> None:  # noqa: ANN401
    """Write the units of the broken memories FILES as a memory that every tool reads.

    Characters that XML cannot hold are taken out, & and < that stand alone are written as XML wants
    them, text without <seg> gets one, bytes are read in the encoding that they are in. Of a unit
    whose elements are closed in the wrong order the plain texts are kept. What cannot be saved is
    left out, and everything is counted.

    \b
    Example:
      duizhao tmx repair broken.tmx -o memory.tmx
    """
    convert(files, input_format="tmx", output_format="tmx", recover=True, strict=False, **options)


def _prop_patterns(
    _context: object, _option: object, pairs: tuple[str, ...]
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return names of properties with what must be found in them."""
    from duizhao.corpora.units.filter import compile_pattern

    named = []
    for pair in pairs:
        name, equals, pattern = pair.partition("=")
        if not name or not equals:
            message = f"--prop {pair} is not of the form NAME=REGEX; give one such as x-align=1-1"
            raise InputError(message)
        named.append((name, compile_pattern(pattern)))
    return tuple(named)


def _pattern(_context: object, _option: object, text: str | None) -> re.Pattern[str] | None:
    from duizhao.corpora.units.filter import compile_pattern

    return None if text is None else compile_pattern(text)


def _pattern_option(name: str, help_: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(name, callback=_pattern, metavar="REGEX", help=help_)


def _day(_context: object, _option: object, text: str | None) -> str | None:
    from duizhao.corpora.units.filter import parse_day

    return None if text is None else parse_day(text)


@tmx_group.command("filter")
@click.argument("file", type=FILE)
@language_options
@click.option(
    "--min-probability",
    "minimum_probability",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Keep units whose x-probability is at least P.",
)
@click.option(
    "--prop",
    "props",
    multiple=True,
    callback=_prop_patterns,
    metavar="NAME=REGEX",
    help="Keep units with a property NAME in which REGEX is found; may be given several times.",
)
@_pattern_option("--source", "Keep units whose source it is found in.")
@_pattern_option("--target", "Keep units whose target it is found in.")
@_pattern_option("--not-source", "Leave out units whose source it is found in.")
@_pattern_option("--not-target", "Leave out units whose target it is found in.")
@click.option("--shortest", type=int, default=0, metavar="N", help="Least characters of a side.")
@click.option("--longest", type=int, metavar="N", help="Most characters of a side.")
@click.option("--ratio", type=float, metavar="R", help="Most that one side is longer, in times.")
@click.option(
    "--after", callback=_day, metavar="DAY", help="Keep units changed on DAY (2026-01-31) or later."
)
@click.option("--before", callback=_day, metavar="DAY", help="Keep units last changed before DAY.")
@click.option("--different", is_flag=True, help="Leave out units with equal source and target.")
@click.option("--once", is_flag=True, help="Leave out units with the same texts as one before.")
@conversion_options
def filter_command(file: Path, **options: Any) -> None:  # noqa: ANN401
    """Write the units of the memory FILE that fulfil every condition.

    With --source-lang or --target-lang, units are written with these two languages only. Units
    with text on one side only are always left out. REGEX is a regular expression of Python.

    \b
    Example:
      duizhao tmx filter memory.tmx --min-probability 0.9 --once -o sure.tmx
    """
    from duizhao.corpora.units.filter import UnitFilter

    only = UnitFilter(**{each.name: options.pop(each.name) for each in fields(UnitFilter)})
    convert([file], only=only, input_format="tmx", output_format="tmx", **options)


@tmx_group.command("convert")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option(
    "--from",
    "input_format",
    type=click.Choice(READABLE),
    help="Format of FILES; told by the name.",
)
@click.option(
    "--to",
    "output_format",
    type=click.Choice(WRITABLE),
    help="Format to write; told by the name.",
)
@language_options
@click.option(
    "--columns",
    nargs=2,
    metavar="SOURCE TARGET",
    help="Columns of a table that is read, by name or number from 1.",
)
@click.option(
    "--prop",
    "props",
    multiple=True,
    metavar="NAME",
    help="Give the property NAME a column in a table; may be given several times.",
)
@click.option(
    "--no-guard",
    is_flag=True,
    help="Take and write the cells of a CSV as they are, without an apostrophe before =, +, - and"
    " @.",
)
@conversion_options
def convert_command(files: tuple[Path, ...], no_guard: bool, **options: Any) -> None:  # noqa: ANN401
    """Convert FILES to another format: TMX, XLIFF, TSV, CSV, JSON Lines, Moses.

    XLIFF is written as 2.1, or with --to xliff-1.2 as 1.2; both versions are read.

    Moses' format is a pair of plain texts, one line a unit: two FILES, and for the output the
    beginning of the names, to which the languages are added.

    \b
    Examples:
      duizhao tmx convert memory.tmx -o memory.csv
      duizhao tmx convert memory.tmx -o memory.xlf
      duizhao tmx convert corpus.zh-CN corpus.en-US -o memory.tmx
    """
    convert(files, guarded=not no_guard, **options)


tmx_group.add_command(validate_command)
tmx_group.add_command(stats_command)
