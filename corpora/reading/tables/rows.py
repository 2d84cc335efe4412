"""Rows of the tables of a document, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.files.rows import read_rows
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.formats.story import cell_position
from duizhao.corpora.text.clean import clean_line

__all__ = ["Row", "Table", "tables_of_reading", "tables_of_text"]

# A cell that stands further to the right is one of a sheet that nobody fills by hand.
_WIDEST = 1000


@dataclass(frozen=True)
class Row:
    """A row of a table.

    :param cells: The text of each cell on one line; empty where there is none.
    :param line: The line of the file that it begins at, from 1, in a file of lines.
    :param name: What a person calls it, as ``"table 1, row 2"``, in any other file.
    """

    cells: tuple[str, ...]
    line: int | None = None
    name: str | None = None


@dataclass(frozen=True)
class Table:
    """A table.

    :param rows: Those with text, in order.
    :param name: What a person calls it.
    """

    rows: tuple[Row, ...]
    name: str = ""

    @property
    def width(self) -> int:
        """The number of its columns."""
        return max((len(row.cells) for row in self.rows), default=0)


def tables_of_text(data: bytes, path: str, limits: Limits) -> tuple[Table, str]:
    """Read a table of tabs or commas.

    :param data: The file.
    :param path: What to call it in messages.
    :param limits: What it may cost.
    :return: The table, and the encoding of the file.
    :raises InputError: If it is no text, or no table.
    """
    rows, encoding = read_rows(data, path, limits)
    return Table(tuple(Row(tuple(map(clean_line, cells)), line) for line, cells in rows)), encoding


def tables_of_reading(reading: Reading) -> tuple[list[Table], int]:
    """Put the cells of a document together again.

    :param reading: What its reader gave.
    :return: Its tables, and how many texts stand outside of them.
    """
    gathered: dict[str, dict[int, dict[int, list[str]]]] = {}
    outside = 0
    for part in reading.parts or ():
        text = reading.text[part.start : part.end]
        at = cell_position(part.place.cell) if part.place and part.place.cell else None
        if at is None or at[2] > _WIDEST:
            outside += any(map(str.isalpha, text))
            continue
        table, row, column = at
        gathered.setdefault(table, {}).setdefault(row, {}).setdefault(column, []).append(text)
    return [Table(tuple(_rows(name, rows)), name) for name, rows in gathered.items()], outside


def _rows(table: str, rows: dict[int, dict[int, list[str]]]) -> Iterator[Row]:
    for number, cells in sorted(rows.items()):
        texts = [_one_line(cells.get(at, ())) for at in range(1, max(cells) + 1)]
        name = f"row {number}"
        yield Row(tuple(texts), name=f"{table}, {name}" if table else name)


def _one_line(texts: Sequence[str]) -> str:
    """Return the paragraphs of a cell as one line."""
    return clean_line("\n".join(texts))
