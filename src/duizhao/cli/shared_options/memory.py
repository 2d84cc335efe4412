"""What the commands about translation memories share: their options, and what is told."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.shared_options.output import (
    JSON_SUMMARY,
    STANDARD,
    output_option,
    write_standard_output,
)
from duizhao.cli.terminal import say
from duizhao.errors import InputError

if TYPE_CHECKING:
    from duizhao.corpora.units.convert import Converted

__all__ = ["RECOVER", "conversion_options", "convert", "language_options", "repair_options"]

RECOVER = click.option(
    "--recover",
    is_flag=True,
    help="Mend a broken memory (control characters, bare &, a missing <seg>, a wrong encoding),"
    " keep every unit that can be read, and say what was wrong.",
)


def _renames(_context: object, _option: object, pairs: tuple[str, ...]) -> dict[str, str]:
    """Return the new language tags by the old ones."""
    rename = {}
    for pair in pairs:
        old, _, new = pair.partition("=")
        if not old or not new:
            message = f"--rename-lang {pair} names no two tags; give one such as zh=zh-CN"
            raise InputError(message)
        rename[old] = new
    return rename


_LANGUAGES = (
    click.option("--source-lang", metavar="LANG", help="Language of the source, such as zh-CN."),
    click.option("--target-lang", metavar="LANG", help="Language of the target, such as en-US."),
    click.option(
        "--rename-lang",
        "rename",
        multiple=True,
        callback=_renames,
        metavar="OLD=NEW",
        help="Write the language tag OLD as NEW, such as zh=zh-CN; may be given several times.",
    ),
)
_READING = (
    RECOVER,
    click.option("--strict", is_flag=True, help="Refuse what breaks the rules of TMX 1.4."),
)
_WRITING = (
    console_options,
    output_option(),
    click.option(
        "--units-per-file",
        type=click.IntRange(min=1),
        metavar="N",
        help="Begin another memory after N units: name-001.tmx, name-002.tmx and so on.",
    ),
    click.option(
        "--created",
        metavar="TIME",
        help="When the memory was made, such as 2026-01-31T12:00:00Z, or none to leave it out;"
        " SOURCE_DATE_EPOCH or the present if not given.",
    ),
    click.option(
        "--doctype", is_flag=True, help="Name tmx14.dtd in a DOCTYPE; few tools ask for it."
    ),
    JSON_SUMMARY,
)


def language_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about languages, as :func:`convert` takes them."""
    for option in reversed(_LANGUAGES):
        command = option(command)
    return command


def conversion_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about what is read and written, as :func:`convert` takes them."""
    for option in reversed((*_READING, *_WRITING)):
        command = option(command)
    return command


def repair_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about what is written, as :func:`convert` takes them."""
    for option in reversed(_WRITING):
        command = option(command)
    return command


def convert(
    inputs: Sequence[Path],
    *,
    output: Path,
    created: str | None,
    as_json: bool,
    console: Console,
    **options: Any,  # noqa: ANN401
) -> None:
    """Write the units of some files, and say what became of them.

    :param inputs: The files.
    :param output: The file to write; ``-`` is standard output.
    :param created: When it is made; the present if None, nothing if ``"none"``.
    :param as_json: Print the summary as JSON.
    :param console: Where progress is shown; whether there is a summary.
    :param options: As :func:`duizhao.corpora.units.convert.convert_memory` takes them.
    """
    from duizhao.corpora.units.convert import convert_memory
    from duizhao.corpora.units.tmx.writer import creation_time

    options["created"] = None if created == "none" else created or creation_time()
    options["progress"] = console.progress

    def write(output: Path | BinaryIO) -> Converted:
        return convert_memory(inputs, output, **options)

    to_stderr = output == STANDARD
    result = write_standard_output(write) if to_stderr else write(output)
    for message in result.broken:
        say(f"Warning: {message}", err=True)
    if not result.written:
        say(f"Warning: {_nothing(result, inputs)}", err=True)
    if as_json:
        summary = {
            "written": result.written,
            "left_out": result.left_out,
            "stripped": result.stripped,
            "files": [os.fspath(path) for path in result.files],
            "broken": result.broken,
        }
        say(json.dumps(summary), err=to_stderr)
    elif not console.quiet:
        say(_in_words(result), err=to_stderr)


def _nothing(result: Converted, inputs: Sequence[Path]) -> str:
    """Say that what was written holds no unit, and why."""
    where = ", ".join(map(str, result.files)) or "what was written"
    why = f"there is no unit in {inputs[0]}" + (" and the other files" if inputs[1:] else "")
    return f"nothing stands in {where}: {'all units were left out' if result.left_out else why}"


def _in_words(result: Converted) -> str:
    paths, left_out = result.files, result.left_out
    where = f" to {paths[0]}" if paths else ""
    if len(paths) > 1:
        where += f" and {len(paths) - 1} more" if len(paths) > 2 else f" and {paths[1]}"
    line = f"{result.written} unit{'' if result.written == 1 else 's'} written{where}"
    if left_out:
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(left_out.items()))
        line += f"; {sum(left_out.values())} left out ({reasons})"
    if result.stripped:
        line += f"; {result.stripped} characters that XML cannot hold taken out"
    return line
