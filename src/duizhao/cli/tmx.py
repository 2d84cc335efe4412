"""The commands ``duizhao tmx``: look after translation memories of any size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duizhao.cli.console import console_options
from duizhao.cli.input_options import FILE
from duizhao.cli.memory_options import (
    RECOVER,
    STRICT,
    Target,
    language_options,
    target_options,
)
from duizhao.cli.tmx_inspect import stats_command, validate_command
from duizhao.errors import InputError

if TYPE_CHECKING:
    from duizhao.corpora.units.filter import UnitFilter

__all__ = ["READABLE", "WRITABLE", "tmx_group"]

#: Spelt out so that ``--help`` loads nothing; a test holds them to the library's own.
READABLE = ("tmx", "xliff", "tsv", "csv", "jsonl", "moses")
WRITABLE = ("tmx", "xliff", "xliff-1.2", "tsv", "csv", "jsonl", "moses")
_KEEPS = ("all", "first", "last")


@click.group("tmx")
def tmx_group() -> None:
    """Validate, count, merge, filter and convert translation memories.

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
@RECOVER
@STRICT
@console_options
@target_options
def merge_command(
    files: tuple[Path, ...],
    keep: str,
    source_lang: str | None,
    target_lang: str | None,
    rename: dict[str, str],
    recover: bool,
    strict: bool,
    target: Target,
) -> None:
    """Put the memories FILES together, each unit once.

    Units with the same texts are written once. With --keep last, of several translations of a
    source only the one that comes last is written, so put the memory that is to win at the end;
    with --keep first, the one that comes first.

    \b
    Example:
      duizhao tmx merge old.tmx new.tmx --keep last -o memory.tmx
    """
    target.convert(
        files,
        input_format="tmx",
        output_format="tmx",
        source_lang=source_lang,
        target_lang=target_lang,
        rename=rename,
        keep=keep,
        recover=recover,
        strict=strict,
    )


@tmx_group.command("filter")
@click.argument("file", type=FILE)
@language_options
@click.option(
    "--min-probability",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Keep units whose x-probability is at least P.",
)
@click.option(
    "--prop",
    "props",
    multiple=True,
    metavar="NAME=REGEX",
    help="Keep units with a property NAME in which REGEX is found; may be given several times.",
)
@click.option("--source", metavar="REGEX", help="Keep units whose source it is found in.")
@click.option("--target", "wanted", metavar="REGEX", help="Keep units whose target it is found in.")
@click.option("--not-source", metavar="REGEX", help="Leave out units whose source it is found in.")
@click.option("--not-target", metavar="REGEX", help="Leave out units whose target it is found in.")
@click.option("--shortest", type=int, default=0, metavar="N", help="Least characters of a side.")
@click.option("--longest", type=int, metavar="N", help="Most characters of a side.")
@click.option("--ratio", type=float, metavar="R", help="Most that one side is longer, in times.")
@click.option("--after", metavar="DAY", help="Keep units changed on DAY (2026-01-31) or later.")
@click.option("--before", metavar="DAY", help="Keep units last changed before DAY.")
@click.option("--different", is_flag=True, help="Leave out units with equal source and target.")
@click.option("--once", is_flag=True, help="Leave out units with the same texts as one before.")
@RECOVER
@STRICT
@console_options
@target_options
def filter_command(
    file: Path,
    source_lang: str | None,
    target_lang: str | None,
    rename: dict[str, str],
    recover: bool,
    strict: bool,
    target: Target,
    **criteria: Any,  # noqa: ANN401 - as click hands them over
) -> None:
    """Write the units of the memory FILE that fulfil every condition.

    With --source-lang or --target-lang, units are written with these two languages only. Units
    with text on one side only are always left out. REGEX is a regular expression of Python.

    \b
    Example:
      duizhao tmx filter memory.tmx --min-probability 0.9 --once -o sure.tmx
    """
    target.convert(
        [file],
        input_format="tmx",
        output_format="tmx",
        source_lang=source_lang,
        target_lang=target_lang,
        rename=rename,
        only=_filter(**criteria),
        recover=recover,
        strict=strict,
    )


def _filter(props: tuple[str, ...], **given: Any) -> UnitFilter:  # noqa: ANN401
    """Return the conditions that the options make."""
    from duizhao.corpora.units.filter import UnitFilter, compile_pattern, parse_day

    named = []
    for pair in props:
        name, equals, pattern = pair.partition("=")
        if not name or not equals:
            message = f"--prop {pair} is not of the form NAME=REGEX; give one such as x-align=1-1"
            raise InputError(message)
        named.append((name, compile_pattern(pattern)))
    given["target"] = given.pop("wanted")
    given["minimum_probability"] = given.pop("min_probability")
    for key in ("source", "target", "not_source", "not_target"):
        given[key] = None if given[key] is None else compile_pattern(given[key])
    for key in ("after", "before"):
        given[key] = None if given[key] is None else parse_day(given[key])
    return UnitFilter(props=tuple(named), **given)


@tmx_group.command("convert")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option(
    "--from", "from_", type=click.Choice(READABLE), help="Format of FILES; told by the name."
)
@click.option("--to", type=click.Choice(WRITABLE), help="Format to write; told by the name.")
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
@RECOVER
@STRICT
@console_options
@target_options
def convert_command(
    files: tuple[Path, ...],
    from_: str | None,
    to: str | None,
    source_lang: str | None,
    target_lang: str | None,
    rename: dict[str, str],
    columns: tuple[str, str] | None,
    props: tuple[str, ...],
    no_guard: bool,
    recover: bool,
    strict: bool,
    target: Target,
) -> None:
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
    target.convert(
        files,
        input_format=from_,
        output_format=to,
        source_lang=source_lang,
        target_lang=target_lang,
        rename=rename,
        columns=columns,
        props=props,
        guarded=not no_guard,
        recover=recover,
        strict=strict,
    )


tmx_group.add_command(validate_command)
tmx_group.add_command(stats_command)
