"""What is printed: the one place where text leaves for a terminal.

Names of files, texts and decisions come from strangers. A terminal obeys some of their characters:
it changes its title, its colours or what was printed before. Here they are shown instead.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from typing import BinaryIO

import click

from duizhao.errors import OutputError

__all__ = ["deliver", "escape_json", "say", "send", "showing_errors", "shown"]


def shown(text: str) -> str:
    r"""Return a text whose lines and tabs stay, and no other character of which acts.

    >>> shown("a\x1b[31m.txt\n")
    'a␛[31m.txt\n'
    """
    if text.replace("\n", "").isprintable():
        return text
    from duizhao.align.report.characters import inert

    return inert(text)


def escape_json(text: str) -> str:
    r"""Return the same JSON with every character that acts written as an escape.

    >>> escape_json('{"a": "\u202eb"}')
    '{"a": "\\u202eb"}'
    """
    from duizhao.align.report.characters import ACTING

    return ACTING.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    # JSON itself leaves DEL as it is.
    return "\\u007f" if match[0] == "\x7f" else json.dumps(match[0])[1:-1]


def say(text: str, *, err: bool = False) -> None:
    """Print a line or lines, in which no character acts.

    :param text: What to print, without the last line end.
    :param err: To standard error.
    :raises OutputError: If standard output cannot be written.
    """
    send(f"{shown(text)}\n", err=err)


def send(text: str, *, err: bool = False, color: bool | None = None) -> None:
    """Print what the terminal shall obey: our own colours and movements.

    :param text: Text whose other parts were made by :func:`shown` or the like.
    :param err: To standard error.
    :param color: As for :func:`click.echo`.
    :raises OutputError: If standard output cannot be written.
    """
    if err:
        with contextlib.suppress(OSError):  # nobody is left to be told
            click.echo(text, err=True, nl=False, color=color)  # noqa: TID251 - here only
        return
    with _written():
        click.echo(text, nl=False, color=color)  # noqa: TID251 - here only


def deliver(stream: BinaryIO) -> None:
    """Copy a result in UTF-8 to standard output: as it is to a program, shown to a terminal.

    What reads a pipe may stop before the end.

    :raises OutputError: If standard output cannot be written.
    """
    if sys.stdout.isatty():
        send(shown(stream.read().decode("utf-8", "replace")))
        return
    with _written(), contextlib.suppress(BrokenPipeError):
        shutil.copyfileobj(stream, sys.stdout.buffer)
        sys.stdout.buffer.flush()


@contextlib.contextmanager
def _written() -> Iterator[None]:
    """Turn an error of the system into one sentence; click handles a pipe that was closed."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is left in the buffer would fail again, with a traceback, at the end of the process.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        message = (
            f"standard output cannot be written ({error.strerror or error}); "
            "send it to a place with room"
        )
        raise OutputError(message) from error


@contextlib.contextmanager
def showing_errors() -> Iterator[None]:
    """Let click's errors, which repeat what was typed, pass with no character that acts."""
    try:
        yield
    except click.ClickException as error:
        error.message = shown(error.message)  # type: ignore[misc]
        raise
