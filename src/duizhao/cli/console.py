"""What goes to standard error: progress, warnings, and how much of them."""

from __future__ import annotations

import functools
import logging
import sys
from collections.abc import Callable
from typing import Any

import click

from duizhao.cli.terminal import say, send, shown

__all__ = ["Console", "console_options"]

_STAGES = {
    "encode": "Encoding",
    "align": "Aligning",
    "fit": "Fitting",
    "units": "Reading",
    "measure": "Measuring",
    "documents": "Reading",
}
# After these, the next thing printed is the result.
_LAST = frozenset({"align", "units", "measure", "documents"})


class Console:
    """Standard error for one run.

    :param quiet: Say nothing but errors.
    :param verbose: Say what is being done, even where no terminal is.
    """

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self.quiet = quiet
        self._shown = ""
        self._live = sys.stderr.isatty() and not quiet
        level = logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING
        logger = logging.getLogger("duizhao")
        logger.handlers = [_Handler()]
        logger.setLevel(level)
        logger.propagate = False

    def progress(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is, in one line that is overwritten; nothing without a terminal."""
        if not self._live:
            return
        self.show(f"{_STAGES.get(stage, stage)} {done * 100 // max(total, 1):3}%")
        if stage in _LAST and done >= total:
            self.show("")

    def show(self, line: str) -> None:
        """Show a line in place of the last one; nothing without a terminal.

        :param line: What to show; the empty text takes the last line away.
        """
        if self._live and line != self._shown:
            self._shown = line
            send(f"\r{shown(line)}\033[K", err=True)


class _Handler(logging.Handler):
    """Writes the library's log records as plain lines to standard error, each line once.

    A translation that may hold its original is read twice, and its reader says things twice.
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        prefix = {"WARNING": "Warning: ", "ERROR": "Error: "}.get(record.levelname, "")
        line = prefix + record.getMessage()
        if line not in self._said:
            self._said.add(line)
            say(line, err=True)


def console_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--quiet`` and ``--verbose`` to a command, and hand it a :class:`Console`."""

    @click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
    @click.option("-v", "--verbose", is_flag=True, help="Say what is being done.")
    @functools.wraps(command)
    def wrapped(*args: Any, quiet: bool, verbose: bool, **kwargs: Any) -> Any:  # noqa: ANN401
        if quiet and verbose:
            message = "--quiet and --verbose exclude each other"
            raise click.UsageError(message)
        return command(*args, console=Console(quiet=quiet, verbose=verbose), **kwargs)

    return wrapped
