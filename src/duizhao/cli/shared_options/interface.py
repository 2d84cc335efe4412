"""The language in which a command speaks of texts: the option, and what the terminal says.

The rule is that of :func:`duizhao.align.report.messages.choose_ui`. What a command prints is read
by whoever called it, so the terminal's languages count; a file may be read by anybody.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from duizhao.cli.shared_options.choices import INTERFACES

__all__ = ["reader_languages", "ui_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

# In the order in which programs look at them:
# https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
# The locales of who chose none; programs speak English there.
_NONE = frozenset({"C", "POSIX"})


def ui_option(help_: str) -> Callable[[_Command], _Command]:
    """Return the option ``--ui`` of a command.

    :param help_: What it is the language of, and which one is taken if it is not given.
    """
    return click.option("--ui", type=click.Choice(INTERFACES), help=help_)


def reader_languages() -> tuple[str, ...]:
    """Return the languages of who reads the terminal, the preferred one first.

    :return: Tags or locales, such as ``"zh_CN.UTF-8"``.
    """
    said = next(filter(None, (os.environ.get(name) for name in _VARIABLES)), "") or _of_windows()
    names = (said or "C").split(":")
    return tuple("en" if name.split(".")[0] in _NONE else name for name in names)


def _of_windows() -> str:
    """Return the language of the desktop on Windows, where the environment names none."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
