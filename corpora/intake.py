"""Bytes in: from a file or from standard input, never more than the limit."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

from duizhao.corpora.formats.base import Limits
from duizhao.errors import FormatError, InputError

__all__ = ["STANDARD_INPUT", "read_utf8", "shown_path", "take_bytes"]

#: The path that stands for standard input.
STANDARD_INPUT = "-"

_SHOWN = "<stdin>"


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
    name = os.fspath(path)
    if name == STANDARD_INPUT:
        return _take_standard_input(limits)
    try:
        with Path(name).open("rb") as stream:
            limits.check("file_bytes", os.fstat(stream.fileno()).st_size, name)
            return _take(stream, name, limits)
    except FileNotFoundError:
        message = f"{name} does not exist; give the path of a file"
    except IsADirectoryError:
        message = f"{name} is a folder; give the path of a file"
    except PermissionError:
        # Windows says so of folders, too.
        folder = Path(name).is_dir()
        message = f"{name} is a folder; give the path of a file"
        if not folder:
            message = f"{name} may not be read; check its permissions"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{name} cannot be read ({reason}); give the path of a file"
    raise InputError(message)


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
        message = f"cannot read {path}: {error.strerror or error}"
        raise InputError(message) from error
    except UnicodeDecodeError as error:
        raise FormatError(str(path), f"not a text in UTF-8; expected {expected}") from error


def _take_standard_input(limits: Limits) -> bytes:
    # There is none in a program without a console.
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        message = "standard input is closed; give the path of a file"
        raise InputError(message)
    try:
        return _take(stream, _SHOWN, limits)
    except (OSError, ValueError) as error:
        message = f"standard input cannot be read ({error}); give the path of a file"
        raise InputError(message) from None


def _take(stream: BinaryIO, name: str, limits: Limits) -> bytes:
    data = stream.read(limits.file_bytes + 1)
    limits.check("file_bytes", len(data), name)
    return data
