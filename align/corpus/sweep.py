"""Removing what a killed run left half written."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from duizhao.corpora.temporary import is_temporary

__all__ = ["sweep"]


def sweep(folder: Path, *, below: bool = False) -> int:
    """Remove temporary files of results in a folder.

    :param folder: The folder; it may be absent.
    :param below: Whether those in folders below it are removed as well.
    :return: How many there were.
    """
    count = 0
    for parent, folders, names in os.walk(folder):
        if not below:
            folders.clear()
        for name in names:
            if is_temporary(name):
                with contextlib.suppress(OSError):
                    Path(parent, name).unlink()
                    count += 1
    return count
