"""What the commands about translation memories share: their options, and what is told."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from duizhao.cli.console import Console
from duizhao.cli.output import JSON_SUMMARY, STANDARD, output_option, write_standard_output
from duizhao.errors import InputError

if TYPE_CHECKING:
    from duizhao.corpora.units.convert import Converted

__all__ = ["RECOVER", "STRICT", "Target", "language_options", "target_options"]

RECOVER = click.option(
    "--recover", is_flag=True, help="Keep the whole units of a broken memory, and say where it is."
)
STRICT = click.option("--strict", is_flag=True, help="Refuse what breaks the rules of TMX 1.4.")


@dataclass(frozen=True)
class Target:
    """Where units are written, and what is told of it.

    :param output: The file; ``-`` is standard output.
    :param units_per_file: Begin another file after so many units.
    :param created: When it is made; the present if None, nothing if ``"none"``.
    :param doctype: Name the document type definition.
    :param as_json: Print the summary as JSON.
    :param console: Where progress is shown; whether there is a summary.
    """

    output: Path
    units_per_file: int | None
    created: str | None
    doctype: bool
    as_json: bool
    console: Console

    def convert(self, inputs: Sequence[Path], **options: Any) -> None:  # noqa: ANN401
        """Write the units of some files, and say what became of them.

        :param inputs: The files.
        :param options: As :func:`duizhao.corpora.units.convert.convert_memory` takes them.
        """
        from duizhao.corpora.units.convert import convert_memory
        from duizhao.corpora.units.tmx.writer import creation_time

        created = creation_time() if self.created is None else self.created

        def convert(output: Path | BinaryIO) -> Converted:
            return convert_memory(
                inputs,
                output,
                units_per_file=self.units_per_file,
                created=None if created == "none" else created,
                doctype=self.doctype,
                progress=self.console.progress,
                **options,
            )

        standard = self.output == STANDARD
        self._tell(write_standard_output(convert) if standard else convert(self.output))

    def _tell(self, result: Converted) -> None:
        for message in result.broken:
            click.echo(f"Warning: {message}", err=True)
        to_stderr = self.output == STANDARD
        if self.as_json:
            summary = {
                "written": result.written,
                "left_out": result.left_out,
                "stripped": result.stripped,
                "files": [os.fspath(path) for path in result.files],
                "broken": result.broken,
            }
            click.echo(json.dumps(summary, ensure_ascii=False), err=to_stderr)
        elif not self.console.quiet:
            click.echo(_in_words(result), err=to_stderr)


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


_LANGUAGES = (
    click.option("--source-lang", metavar="LANG", help="Language of the source, such as zh-CN."),
    click.option("--target-lang", metavar="LANG", help="Language of the target, such as en-US."),
    click.option(
        "--rename-lang",
        multiple=True,
        metavar="OLD=NEW",
        help="Write the language tag OLD as NEW, such as zh=zh-CN; may be given several times.",
    ),
)


def language_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about languages; ``rename`` is a dict then."""

    @functools.wraps(command)
    def wrapped(*args: Any, rename_lang: tuple[str, ...], **kwargs: Any) -> Any:  # noqa: ANN401
        rename = {}
        for pair in rename_lang:
            old, _, new = pair.partition("=")
            if not old or not new:
                message = f"--rename-lang {pair} names no two tags; give one such as zh=zh-CN"
                raise InputError(message)
            rename[old.lower()] = new
        return command(*args, rename=rename, **kwargs)

    for option in reversed(_LANGUAGES):
        wrapped = option(wrapped)
    return wrapped


_TARGETS = (
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


def target_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about what is written, and hand the command a :class:`Target`."""

    @functools.wraps(command)
    def wrapped(
        *args: Any,  # noqa: ANN401
        output: Path,
        units_per_file: int | None,
        created: str | None,
        doctype: bool,
        as_json: bool,
        console: Console,
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        target = Target(output, units_per_file, created, doctype, as_json, console)
        return command(*args, target=target, **kwargs)

    for option in reversed(_TARGETS):
        wrapped = option(wrapped)
    return wrapped
