"""The command group, and the one place where errors become messages."""

from __future__ import annotations

import re
from typing import Any

import click

from duizhao.cli.align import align_command
from duizhao.cli.annotate import annotate_command
from duizhao.cli.bench.group import bench_group
from duizhao.cli.cache import cache_group
from duizhao.cli.check import check_command
from duizhao.cli.corpus.group import corpus_group
from duizhao.cli.eval import eval_command
from duizhao.cli.export import export_command
from duizhao.cli.fit import fit_command
from duizhao.cli.installation.completion import completion_command
from duizhao.cli.installation.doctor import doctor_command
from duizhao.cli.models import models_command
from duizhao.cli.report import report_command
from duizhao.cli.show import show_command
from duizhao.cli.split import split_command
from duizhao.cli.terminal import say, showing_errors
from duizhao.cli.tmx import tmx_group
from duizhao.errors import DuizhaoError, WrongFormatError
from duizhao.version import __version__

__all__ = ["main"]


class _Failure(click.ClickException):
    """What a user did that cannot work; told in one sentence."""

    exit_code = 2


class _Stopped(click.ClickException):
    """Ctrl-C."""

    exit_code = 130  # as a shell says it: 128 and the number of the signal

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - as click declares it
        """Say so; what was half written is gone by now."""
        say(f"\nStopped. {self.message}".rstrip(), err=True)


class _Group(click.Group):
    """A group that turns the library's errors into messages with exit status 2, Ctrl-C into 130."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:  # noqa: ANN401 - as click declares it
        """Read the options before the command."""
        with showing_errors():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click declares it
        """Run a command; no error of the library becomes a traceback."""
        with showing_errors():
            try:
                return super().invoke(ctx)
            except WrongFormatError as error:
                from duizhao.cli.instead import told_instead

                raise _Failure(told_instead(error)) from error
            except DuizhaoError as error:
                raise _Failure(" ".join(str(error).split())) from error
            except KeyboardInterrupt as error:
                raise _Stopped(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="duizhao")
def main() -> None:
    """Align a text with its translation or digest, and show what the translation lost."""


def _summed_up(command: click.Command) -> click.Command:
    """Let the lists of commands have the whole first sentence of each; click would cut it."""
    first = " ".join((command.help or "").partition("\n\n")[0].split())
    command.short_help = re.split(r"(?<=\.) ", first)[0]
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _summed_up(below)
    return command


for _command in (
    align_command,
    annotate_command,
    bench_group,
    cache_group,
    check_command,
    completion_command,
    corpus_group,
    doctor_command,
    eval_command,
    export_command,
    fit_command,
    models_command,
    report_command,
    show_command,
    split_command,
    tmx_group,
):
    main.add_command(_summed_up(_command))
