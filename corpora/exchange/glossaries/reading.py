"""Read a glossary, whatever its format."""

from __future__ import annotations

import os

from duizhao.corpora.exchange.glossaries.glossary import Glossary
from duizhao.corpora.exchange.glossaries.rows import concepts_of_rows
from duizhao.corpora.exchange.glossaries.tbx import read_tbx
from duizhao.corpora.files.input import shown_path, take_bytes
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.registry import load_format
from duizhao.corpora.reading.tables.rows import tables_of_reading, tables_of_text
from duizhao.errors import InputError

__all__ = ["read_glossary"]

_ZIP = b"PK\x03\x04"


def read_glossary(path: str | os.PathLike[str], limits: Limits) -> Glossary:
    """Read a glossary; its format is told from its content.

    :param path: The file.
    :param limits: What it may cost.
    :raises InputError: If it cannot be read, or holds no terms.
    :raises MissingExtraError: If its format needs a package that is not installed.
    """
    name = shown_path(path)
    data = take_bytes(path, limits)
    if data.startswith(_ZIP):
        tables, _ = tables_of_reading(load_format("xlsx").read(data, name, limits))
        rows = [row.cells for table in tables for row in table.rows]
        concepts = concepts_of_rows(rows, name)
    elif b"<" in data[:200].replace(b"\x00", b"")[:8]:
        concepts = read_tbx(data, name)
    else:
        table, _ = tables_of_text(data, name, limits)
        concepts = concepts_of_rows([row.cells for row in table.rows], name)
    if not concepts:
        message = (
            f"{name} holds no terms; expected a TBX, or a table with a term and its translation in"
            " each row"
        )
        raise InputError(message)
    return Glossary(tuple(concepts), name)
