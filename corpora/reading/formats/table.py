"""Tables of text: tab-separated and comma-separated values."""

from __future__ import annotations

from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.files.rows import column_number, read_rows
from duizhao.corpora.reading.base import Format, Reading, TextMaker

__all__ = ["FORMATS", "read_column"]


def read_column(data: bytes, path: str, limits: Limits, column: str | None = None) -> Reading:
    """Read a table as a text.

    One column, or the one chosen, is a text that is split already: each cell is kept as given.
    Without a choice among several columns all cells are read, as cells of a table.

    :param data: The file.
    :param path: What to call it in messages.
    :param limits: What it may cost.
    :param column: A name in the first row, which then is no text itself, or a number from 1.
    :raises InputError: If it is no text, no table, or has no such column.
    """
    rows, encoding = read_rows(data, path, limits)
    width = max((len(row) for _, row in rows), default=0)
    maker = TextMaker()
    if column is None and width > 1:
        for number, (line, row) in enumerate(rows, start=1):
            for n, cell in enumerate(row, start=1):
                place = Locator(cell=f"row {number}, column {n}", line=line)
                maker.add(_one_line(cell), Kind.CELL, place)
        return maker.reading(encoding=encoding)
    chosen = 0 if column is None else column_number(rows[0][1] if rows else [], column, path)
    named = column is not None and not column.isdecimal()
    for line, row in rows[1:] if named else rows:
        if chosen < len(row):
            maker.add(_one_line(row[chosen]), Kind.TEXT, Locator(line=line), whole=True)
    return maker.reading(encoding=encoding)


def _one_line(cell: str) -> str:
    return " ".join(cell.splitlines())


# Only its name makes a text a table.
FORMATS = {"tsv": Format("tsv", (".tsv", ".tab", ".csv"), lambda _: False, read_column)}
