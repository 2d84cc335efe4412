"""A table in a file to a bitext: a row is a unit."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.registry import load_format
from duizhao.corpora.reading.tables.columns import (
    Columns,
    Wanted,
    find_columns,
    header_rows,
)
from duizhao.corpora.reading.tables.rows import (
    Row,
    Table,
    tables_of_reading,
    tables_of_text,
)
from duizhao.corpora.units.unit import Bitext, BitextUnit
from duizhao.errors import InputError

__all__ = ["TABLE_FORMATS", "read_table"]

_log = logging.getLogger(__name__)

_NOTHING = Wanted()

TABLE_FORMATS = ("tsv", "xlsx", "docx", "odt", "html", "markdown", "pptx")
"""The names of the formats that may hold a table of two columns."""


def read_table(
    data: bytes,
    path: str,
    name: str,
    limits: Limits,
    wanted: Wanted = _NOTHING,
    reading: Reading | None = None,
) -> Bitext:
    """Read the table, or the tables, of a file as a bitext.

    :param data: The file.
    :param path: What to call it in messages.
    :param name: Its format, one of :data:`TABLE_FORMATS`.
    :param limits: What it may cost.
    :param wanted: What a user said of the columns.
    :param reading: What the reader of its format made of it, if it was read already.
    :return: A unit for each row with text in one of its two columns; left aside are texts
        ``outside`` of them.
    :raises InputError: If the file cannot be read, or has no two columns of text.
    """
    if name == "tsv":
        table, encoding = tables_of_text(data, path, limits)
        tables, outside = [table], 0
    else:
        reading = reading or load_format(name).read(data, path, limits)
        tables, outside = tables_of_reading(reading)
        encoding = reading.encoding
    units: list[BitextUnit] = []
    langs: tuple[str | None, str | None] = (None, None)
    for group in _alike(tables):
        columns = find_columns([row.cells for table in group for row in table.rows], wanted, path)
        if columns is None:
            outside += sum(_texts(row.cells) for table in group for row in table.rows)
            continue
        langs = langs if any(langs) else columns.langs
        for number, table in enumerate(group):
            cells = [row.cells for row in table.rows]
            skip = columns.skip if number == 0 else header_rows(cells)
            units += _units(table.rows[skip:], columns)
            # Titles above the names of the columns.
            outside += sum(map(_texts, cells[: max(0, skip - 1)]))
            outside += sum(_texts(_beside(row, columns)) for row in cells[skip:])
    if not any(unit.source for unit in units):
        message = (
            f"{path} has no two columns of text; give a row for each pair, source first, or a text"
            " of one language together with its translation to: duizhao align"
        )
        raise InputError(message)
    if outside:
        _log.warning("%s: texts outside of its two columns are left aside: %d", path, outside)
    aside = {"outside": outside} if outside else {}
    return Bitext(tuple(units), langs[0], langs[1], encoding, aside)


def _alike(tables: Sequence[Table]) -> Iterator[list[Table]]:
    """Group the tables of one width: a long table is often set as several."""
    groups: dict[int, list[Table]] = {}
    for table in tables:
        groups.setdefault(table.width, []).append(table)
    yield from groups.values()


def _units(rows: Sequence[Row], columns: Columns) -> Iterator[BitextUnit]:
    for row in rows:
        source, target = (_cell(row, at) for at in (columns.source, columns.target))
        key = "" if columns.key is None else _cell(row, columns.key)
        if source or target:
            yield BitextUnit(key or None, source, target, line=row.line, cell=row.name)


def _cell(row: Row, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


def _beside(cells: Sequence[str], columns: Columns) -> list[str]:
    """Return the cells that are neither text nor its translation nor the name of the row."""
    taken = (columns.source, columns.target, columns.key)
    return [cell for at, cell in enumerate(cells) if at not in taken]


def _texts(cells: Sequence[str]) -> int:
    return sum(any(map(str.isalpha, cell)) for cell in cells)
