"""Rows of delimited tables, read and written.

A table is read in one of two ways. :func:`read_rows` takes it whole, guesses its encoding and its
delimiter, and says at which line a row begins: for texts of people's own. :func:`stream_tab_rows`
and :func:`stream_comma_rows` take tables of any size as they go by, as programs write them.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from duizhao import lazy
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.text.clean import clean_line
from duizhao.errors import FormatError, InputError

__all__ = [
    "SOURCES",
    "TARGETS",
    "choose_columns",
    "column_number",
    "guard",
    "read_rows",
    "stream_comma_rows",
    "stream_tab_rows",
    "unguard",
    "write_rows",
]

_DELIMITERS = "\t,;|"
# The rows that tell the delimiter.
_SAMPLE = 50
# A quoted field that is longer has lost its closing quote.
_LONGEST_FIELD = 100_000
_LONGEST_CELL = 2**26
# Names of columns, in the order in which they are looked for.
SOURCES = ("source", "src", "original", "源文", "原文", "源语言", "源文本", "源")
"""What the column of a text is called."""
TARGETS = ("target", "tgt", "trg", "translation", "译文", "目标", "目标语言", "目标文本", "翻译")
"""What the column of its translation is called."""
_FORMULA = lazy.compile(r"'*[=+\-@]")
_GUARDED = lazy.compile(r"'+[=+\-@]")


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


def stream_tab_rows(stream: BinaryIO, path: str) -> Iterator[list[str]]:
    """Yield the cells of each line of a table of tabs.

    A line that makes no sense as CSV is split at its tabs: many have plain quotation marks.

    :param stream: The file, of any size, in UTF-8.
    :param path: What to call it in messages.
    :raises FormatError: If it is not in UTF-8.
    """
    _allow_long_cells()
    for line in _text_lines(stream, path):
        plain = line.rstrip("\r\n")
        row = plain.split("\t")
        if '"' in plain:
            with contextlib.suppress(csv.Error):
                row = next(csv.reader([plain], delimiter="\t", strict=True))
        yield row


def stream_comma_rows(stream: BinaryIO, path: str) -> Iterator[list[str]]:
    """Yield the cells of each row of a table of commas.

    The delimiter is the one among ``,``, ``;``, the tab and ``|`` that the first row has most of.

    :param stream: The file, of any size, in UTF-8.
    :param path: What to call it in messages.
    :raises FormatError: If it is not in UTF-8, or a row is broken.
    """
    _allow_long_cells()
    lines = _text_lines(stream, path)
    first = next(lines, "")
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(itertools.chain([first], lines), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        message = f"broken table ({error}); save it anew as CSV"
        raise FormatError(path, message, reader.line_num) from None


def _allow_long_cells() -> None:
    # The csv module's own limit, 128 KiB, is one for all its readers; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))


def _text_lines(stream: BinaryIO, path: str) -> Iterator[str]:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    number = 0
    try:
        for line in text:
            number += 1
            yield line
    except UnicodeDecodeError:
        message = "not a text in UTF-8; save it as UTF-8"
        raise FormatError(path, message, number + 1) from None
    finally:
        if not stream.closed:
            text.detach()


def choose_columns(
    header: Sequence[str], columns: tuple[str, str] | None, path: str
) -> tuple[tuple[int, int], bool] | None:
    """Return the columns of source and target, from 0, and whether the first row names them.

    :param header: The first row.
    :param columns: Names in the first row, or numbers from 1; those called ``source`` and
        ``target``, or the like, if None.
    :param path: What to call the table in messages.
    :return: None if no column was asked for and the first row calls none so.
    :raises InputError: If there is no such column.
    """
    if columns is not None:
        source, target = (column_number(header, column, path) for column in columns)
        return (source, target), not all(column.isdecimal() for column in columns)
    names = [clean_line(name).casefold() for name in header]
    source, target = (
        next((names.index(name) for name in known if name in names), -1)
        for known in (SOURCES, TARGETS)
    )
    return None if source < 0 or target < 0 else ((source, target), True)


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


def write_rows(
    rows: Iterable[Iterable[object]],
    stream: BinaryIO,
    delimiter: str,
    *,
    encoding: str = "utf-8",
    line_end: str = "\n",
) -> None:
    """Write rows, quoted as in CSV where a cell needs it.

    :param rows: Cells as lines without line ends, or numbers.
    :param stream: Where to write; stays open.
    :param delimiter: Stands between cells.
    :param encoding: ``"utf-8-sig"`` begins with the mark by which Excel knows UTF-8.
    :param line_end: Stands after each row.
    """
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    finally:
        text.detach()


def guard(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> guard("=1+1"), guard("- Yes."), guard("'=1"), guard("it's")
    ("'=1+1", "'- Yes.", "''=1", "it's")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return what :func:`guard` was given.

    >>> unguard("'=1+1"), unguard("''=1"), unguard("'tis")
    ('=1+1', "'=1", "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text
