"""Rows of a delimited table: which mark parts the cells, where a row begins."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Iterator, Sequence

from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.errors import FormatError, InputError

__all__ = ["column_number", "read_rows"]

_DELIMITERS = "\t,;|"
# The rows that tell the delimiter.
_SAMPLE = 50
# A quoted field that is longer has lost its closing quote.
_LONGEST_FIELD = 100_000


def read_rows(data: bytes, path: str, limits: Limits) -> tuple[list[tuple[int, list[str]]], str]:
    """Read the rows of a table.

    The delimiter of a ``.csv`` is the one that parts the first rows most evenly, elsewhere it is
    the tab. Quotation marks enclose cells as in CSV, unless that makes no sense: many
    tab-separated files have plain quotation marks.

    :param data: The file.
    :param path: What to call it in messages.
    :param limits: What it may cost.
    :return: The number of the line that each row begins at, from 1, and its cells; rows without
        text are left out. Then the encoding.
    :raises InputError: If it is no text, or no table.
    """
    text, encoding = decode(data, None, path)
    if "\x00" in text:
        message = f"{path} has zero bytes; give a table of plain text"
        raise InputError(message)
    delimiter = _delimiter(text, path)
    try:
        return list(_rows(text, delimiter, path, limits, quoted=True)), encoding
    except csv.Error:
        return list(_rows(text, delimiter, path, limits, quoted=False)), encoding


def _delimiter(text: str, path: str) -> str:
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122 - a name, maybe of no file
    if suffix != ".csv":
        return "\t"
    lines = [line for line in text[: _SAMPLE * 2000].splitlines() if line.strip()][:_SAMPLE]
    scores = {}
    for mark in _DELIMITERS:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=mark))
        size, often = max(counts.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        scores[mark] = often if size > 1 else 0
    best = max(_DELIMITERS, key=lambda mark: scores[mark])
    return best if scores[best] * 2 > len(lines) else "\t"


def _rows(
    text: str, delimiter: str, path: str, limits: Limits, *, quoted: bool
) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=quoted,
    )
    line = 1
    cells = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            if quoted:
                raise
            message = f"{error}; give a table with one row a line"
            raise FormatError(path, message, line) from None
        if row is None:
            return
        if quoted and max(map(len, row), default=0) > _LONGEST_FIELD:
            raise csv.Error(delimiter)
        cells += len(row)
        limits.check("parts", cells, path)
        if any(cell.strip() for cell in row):
            yield line, row
        line = reader.line_num + 1


def column_number(header: Sequence[str], column: str, path: str) -> int:
    """Return the number of a column, from 0.

    :param header: The first row.
    :param column: A name in the first row, or a number from 1.
    :param path: What to call the table in messages.
    :raises InputError: If there is no such column.
    """
    names = [name.strip().casefold() for name in header]
    if column.strip().casefold() in names:
        return names.index(column.strip().casefold())
    if column.isdecimal() and 1 <= int(column) <= len(header):
        return int(column) - 1
    message = (
        f"{path} has no column {column!r}; name one of its first row or a number up to"
        f" {len(header)}"
    )
    raise InputError(message)
