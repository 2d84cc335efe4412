"""Translation memories of alignments."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from duizhao.corpora.alignment import Alignment
from duizhao.corpora.exchange.memory import ALL_TMX, TmxOptions, memory_writers
from duizhao.corpora.files.output import Written

__all__ = ["write_tmx"]


def write_tmx(alignment: Alignment, stream: BinaryIO, options: TmxOptions = ALL_TMX) -> Written:
    """Write the linked beads as one translation memory."""
    (write,) = memory_writers(alignment, Path("memory.tmx"), options).values()
    return write(stream)
