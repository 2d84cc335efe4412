"""Tables of tab- or comma-separated values, read as a text."""

from __future__ import annotations

from duizhao.corpora.reading.base import Format
from duizhao.corpora.reading.formats.table import read_column

__all__ = ["FORMAT"]


def _sniff(_data: bytes) -> bool:
    """Tell nothing: only its name makes a text a table."""
    return False


FORMAT = Format("tsv", (".tsv", ".tab", ".csv"), _sniff, read_column)
