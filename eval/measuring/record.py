"""What a benchmark leaves behind: its figures, when and on what they were measured."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np

from duizhao.corpora.files.output import write_whole
from duizhao.version import __version__

__all__ = ["machine", "write_record"]


def machine() -> str:
    """Return what the figures were measured on, in words."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} processors, {system}, Python {platform.python_version()}"


def write_record(path: Path, benchmark: str, figures: Iterable[object]) -> None:
    """Write a benchmark's figures as JSON.

    :param path: The file.
    :param benchmark: Which benchmark, such as ``"encoders"``.
    :param figures: Dataclasses, one a row.
    :raises OutputError: If the file cannot be written there.
    """
    record = {
        "benchmark": benchmark,
        "version": __version__,
        "date": datetime.now(timezone.utc).date().isoformat(),
        "machine": machine(),
        "numpy": np.__version__,
        "figures": [_row(each) for each in figures],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    write_whole(path, lambda stream: stream.write(text.encode()))


def _row(figures: object) -> dict[str, Any]:
    if not is_dataclass(figures) or isinstance(figures, type):
        message = f"{figures!r} is no dataclass"
        raise TypeError(message)
    return asdict(figures)
