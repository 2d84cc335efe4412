"""Bytes in: from a file or from standard input, never more than the limit."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from duizhao.corpora.files.limits import Limits
from duizhao.errors import FormatError, InputError

__all__ = [
    "STANDARD_INPUT",
    "first_bytes",
    "open_input",
    "read_utf8",
    "shown_path",
    "take_bytes",
    "unreadable",
]

#: The path that stands for standard input.
STANDARD_INPUT = "-"

_SHOWN = "<stdin>"
_BUFFER = 2**16


def shown_path(path: str | os.PathLike[str]) -> str:
    """Return how a path is called in messages and reports."""
    name = os.fspath(path)
    return _SHOWN if name == STANDARD_INPUT else name


def take_bytes(path: str | os.PathLike[str], limits: Limits) -> bytes:
    """Read a file, or standard input for ``-``.

    :param path: The file.
    :param limits: No more than their ``file_bytes`` is read.
    :return: All its bytes.
    :raises InputError: If the file is missing, a folder, unreadable or too large.
    """
    name = shown_path(path)
    with _opened(path) as stream, _telling(name):
        if name != _SHOWN:
            limits.check("file_bytes", os.fstat(stream.fileno()).st_size, name)
        data = stream.read(limits.file_bytes + 1)
    limits.check("file_bytes", len(data), name)
    return data


@contextlib.contextmanager
def open_input(
    path: str | os.PathLike[str], told: Callable[[int], None] | None = None
) -> Iterator[BinaryIO]:
    """Open a file, or standard input for ``-``, to be read as it goes by.

    :param path: The file.
    :param told: Called with the number of bytes each time some were read.
    :return: A stream; what the system says while it is read becomes an :class:`InputError`.
    :raises InputError: If the file is missing, a folder, or unreadable.
    """
    with _opened(path) as stream:
        yield cast("BinaryIO", io.BufferedReader(_Told(stream, shown_path(path), told), _BUFFER))


def first_bytes(stream: BinaryIO) -> bytes:
    """Return the first bytes of what :func:`open_input` gave, which are still to be read.

    :param stream: From which nothing was read yet.
    :return: 64 KiB, or all if there is less: a pipe is waited for.
    """
    return cast("io.BufferedReader", stream).peek()


@contextlib.contextmanager
def _opened(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    name = os.fspath(path)
    if name == STANDARD_INPUT:
        # There is none in a program without a console.
        source = getattr(sys.stdin, "buffer", None)
        if source is None:
            message = "standard input is closed; give the path of a file"
            raise InputError(message)
        yield source
        return
    with _telling(name):
        stream = Path(name).open("rb")  # noqa: SIM115 - errors while it is read are others
    with stream:
        yield stream


class _Told(io.RawIOBase):
    """A stream whose errors name the file."""

    def __init__(
        self, stream: BinaryIO, name: str, told: Callable[[int], None] | None = None
    ) -> None:
        self._stream, self._name, self._told = stream, name, told

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def fileno(self) -> int:
        """Return the number of the file."""
        return self._stream.fileno()

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - as io declares it
        """Read."""
        with _telling(self._name):
            data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        if self._told is not None:
            self._told(len(data))
        return len(data)


@contextlib.contextmanager
def _telling(name: str) -> Iterator[None]:
    """Turn an error of the system into one sentence."""
    try:
        yield
        return
    except FileNotFoundError:
        message = f"{name} does not exist; give the path of a file"
    except IsADirectoryError as error:
        message = unreadable(name, error)
    except PermissionError as error:
        message = unreadable(name, error)
        if not Path(name).is_dir():
            message = f"{name} may not be read; check its permissions"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{name} cannot be read ({reason}); give the path of a file"
        if name == _SHOWN:
            message = f"standard input cannot be read ({reason}); give the path of a file"
    raise InputError(message)


def unreadable(path: str | os.PathLike[str], error: OSError) -> str:
    """Return what is said of a file that the system does not give.

    :param path: The file, or a folder that was named in its place: the way to its files is told.
    :param error: What the system said.
    """
    if not Path(path).is_dir():  # Windows refuses folders as it does files without rights
        return f"cannot read {path}: {error.strerror or error}"
    inside = Path(path, "alignment.json")
    if inside.is_file():
        return f"{path} is a folder; give the file in it: {inside}"
    return (
        f"{path} is a folder; give the path of a file, or all pairs of two folders to: duizhao "
        "corpus run"
    )


def read_utf8(path: Path, expected: str) -> str:
    """Read a file of the project's own kinds: gold, beads, sentences given line by line.

    :param path: The file, in UTF-8.
    :param expected: What it should hold, for the message.
    :raises InputError: If it cannot be read.
    :raises FormatError: If it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = unreadable(path, error)
        raise InputError(message) from error
    except UnicodeDecodeError as error:
        raise FormatError(str(path), f"not a text in UTF-8; expected {expected}") from error
