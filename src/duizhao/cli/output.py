"""Results on standard output."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

__all__ = ["STANDARD", "write_standard_output"]

STANDARD = Path("-")
"""What stands for standard input and output."""


def write_standard_output(write: Callable[[BinaryIO], object]) -> None:
    """Write a result whole or not at all: what reads a pipe cannot take back half of one.

    :param write: Called once with a binary stream.
    """
    with tempfile.TemporaryFile() as spool:
        write(spool)
        spool.seek(0)
        with contextlib.suppress(BrokenPipeError):
            shutil.copyfileobj(spool, sys.stdout.buffer)
            sys.stdout.buffer.flush()
