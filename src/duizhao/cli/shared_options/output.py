"""Results in one file or on standard output."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click

from duizhao.cli.shared_options.inputs import FILE
from duizhao.cli.terminal import deliver, escape_json, say
from duizhao.errors import OutputError

if TYPE_CHECKING:
    from duizhao.align.results.formats import OutputFormat, OutputOptions
    from duizhao.corpora.files.output import Written

__all__ = [
    "JSON_SUMMARY",
    "STANDARD",
    "echo_json",
    "json_option",
    "output_option",
    "write_alignment",
    "write_standard_output",
]

_T = TypeVar("_T")

STANDARD = Path("-")
"""What stands for standard input and output."""


def json_option(instead: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option ``--json`` of a command that prints something else without it.

    :param instead: What that is, such as ``"JSON instead of a table"``.
    """
    return click.option("--json", "as_json", is_flag=True, help=f"Print {instead or 'JSON'}.")


def echo_json(value: object) -> None:
    """Print a value as JSON for people and programs."""
    say(escape_json(json.dumps(value, ensure_ascii=False, indent=1)))


JSON_SUMMARY = json_option("the summary as JSON")


def output_option(only: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option that names the file to write.

    :param only: What standard output can take, if not everything.
    """
    help_ = f"File to write; - is standard output{only}."
    return click.option("-o", "--output", type=FILE, required=True, metavar="FILE", help=help_)


def write_alignment(
    alignment: Path, output: Path, known: OutputFormat, options: OutputOptions
) -> Written:
    """Write an ``alignment.json`` in another format.

    :param alignment: The file; neither it nor the texts that were aligned are overwritten.
    :param output: Where to write; ``-`` is standard output.
    :param known: The format.
    :param options: How.
    :return: What was written, without files if to standard output.
    :raises OutputError: If it cannot be written there.
    """
    from duizhao.align.results.write import write_one
    from duizhao.corpora.exchange.alignment_json import read_alignment

    found = read_alignment(alignment)
    if output != STANDARD:
        return write_one(found, output, known, options, protect=[alignment])
    writers = known.plan(found, output, options)
    if len(writers) > 1:
        message = f"{known.name} needs several files, standard output is one; name a file"
        raise OutputError(message)
    return write_standard_output(*writers.values())


def write_standard_output(write: Callable[[BinaryIO], _T]) -> _T:
    """Write a result whole or not at all: what reads a pipe cannot take back half of one.

    :param write: Called once with a binary stream.
    :return: What it returned.
    :raises OutputError: If neither a temporary file nor standard output has room for it.
    """
    from duizhao.corpora.temporary import temporary_room

    with temporary_room(), tempfile.TemporaryFile() as spool:
        returned = write(spool)
        spool.seek(0)
        deliver(spool)
    return returned
