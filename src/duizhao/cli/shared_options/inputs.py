"""Options about the files that a command reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duizhao.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from duizhao.corpora.files.limits import Limits

__all__ = ["EXISTING", "FILE", "FOLDER", "file_options", "limit_option", "parse_limits"]


class _NamedPath(click.Path):
    """A path that is not empty: an unset variable in a script is not the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as click declares it
        """Refuse an empty name."""
        if value == "":
            self.fail("the name is empty", param, ctx)
        return super().convert(value, param, ctx)


FILE = _NamedPath(path_type=Path)
"""The type of every path on the command line that may be missing, or be written."""
EXISTING = click.Path(exists=True, path_type=Path)
"""The type of a file or folder that is there."""
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
"""The type of a folder that is there."""


def limit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--limit`` to a command; :func:`parse_limits` reads what it collects."""
    return click.option(
        "--limit",
        "limits",
        multiple=True,
        metavar="NAME=VALUE",
        help="Raise a limit on what a file may cost, such as pages=50000; may be given several"
        " times.",
    )(command)


def file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--presplit`` and ``--limit`` to a command."""
    presplit = click.option(
        "--presplit", is_flag=True, help="Inputs hold one sentence a line, kept as given."
    )
    return presplit(limit_option(command))


def parse_limits(pairs: Iterable[str]) -> Limits:
    """Return the limits with some of them changed.

    :param pairs: Settings such as ``"pages=50000"``.
    :raises UnknownNameError: If there is no limit of that name.
    :raises InputError: If a value is not a whole number above zero.
    """
    from dataclasses import fields

    from duizhao.corpora.files.limits import Limits

    known = [field.name for field in fields(Limits)]
    values = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in known:
            what = "limit"
            raise UnknownNameError(what, name, known)
        # More digits than any machine has bytes; Python refuses thousands of them.
        if not (value.isascii() and value.isdigit() and len(value) < 20 and int(value) > 0):
            message = f"--limit {pair} has no whole number above zero; give it as {name}=100000"
            raise InputError(message)
        values[name] = int(value)
    return Limits(**values)
