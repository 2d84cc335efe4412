"""All the errors that this library raises on purpose.

::

    DuizhaoError
    ├── InputError           a file or text that cannot be used
    │   └── FormatError      its content breaks the rules of its format (path, line)
    │       └── WrongFormatError     it is of another format than the one that is wanted (wanted)
    ├── OutputError          a result that cannot be written
    ├── UnknownNameError     a name that is not among the known ones (lists them)
    ├── EncoderError         a model that cannot be loaded or used
    │   └── MissingExtraError    an optional package is absent (names the pip line)
    └── AlignmentError       arguments that the aligner cannot work with

Catch :class:`DuizhaoError` to handle everything that a user can cause. The command line does so
once, and prints the message, which is one sentence: what was given, what was expected, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable

from duizhao.similar import did_you_mean

__all__ = [
    "AlignmentError",
    "DuizhaoError",
    "EncoderError",
    "FormatError",
    "InputError",
    "MissingExtraError",
    "OutputError",
    "UnknownNameError",
    "WrongFormatError",
]


class DuizhaoError(Exception):
    """The base of every error that this library raises on purpose."""


class InputError(DuizhaoError):
    """A file or text cannot be used as input."""


class FormatError(InputError):
    """The content of a file breaks the rules of its format.

    :param path: The file, as the user named it.
    :param message: What is wrong.
    :param line: The 1-based line, if one can be named.
    """

    def __init__(self, path: str, message: str, line: int | None = None) -> None:
        self.path = path
        self.line = line
        place = path if line is None else f"{path}, line {line}"
        super().__init__(f"{place}: {message}")


class WrongFormatError(FormatError):
    """A file is not of the format that is wanted, nor a damaged one of it.

    :param path: The file, as the user named it.
    :param message: What is wrong.
    :param wanted: The name of the format; empty for any of units, ``"bitext"`` for any that holds
        a text and its translation.
    :param head: The first bytes of the file, which tell what it is.
    """

    def __init__(self, path: str, message: str, wanted: str = "", head: bytes = b"") -> None:
        self.wanted = wanted
        self.head = head
        super().__init__(path, message)


class OutputError(DuizhaoError):
    """A result cannot be written where it was asked for."""


class UnknownNameError(DuizhaoError):
    """A name was given that is not among the known ones.

    :param what: What kind of thing was named, such as ``"model"``.
    :param name: The name as given.
    :param known: The names that there are.
    """

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(known)
        meant = did_you_mean(name, self.known)
        super().__init__(f"unknown {what} {name!r}{meant}; known: {', '.join(self.known)}")


class EncoderError(DuizhaoError):
    """A model cannot be loaded or used."""


class MissingExtraError(EncoderError):
    """An optional package is not installed.

    :param package: The package that is absent.
    :param extra: The extra of duizhao that brings it.
    """

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            f"{package} is not installed; it comes with: pip install 'duizhao[{extra}]'"
        )


class AlignmentError(DuizhaoError):
    """The aligner was given arguments that it cannot work with."""
