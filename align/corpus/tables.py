"""The tables of a run: all documents, findings and beads, as CSV and as Parquet."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from duizhao.align.corpus.outcome import BEAD_TABLE, DOCUMENT_COLUMNS, FINDING_TABLE
from duizhao.corpora.files.output import Writer
from duizhao.corpora.files.rows import guard, write_rows
from duizhao.corpora.text.clean import clean_line

__all__ = ["TABLES", "can_write_parquet", "table_writers"]

TABLES: Mapping[str, Mapping[str, object]] = {
    "documents": DOCUMENT_COLUMNS,
    "findings": FINDING_TABLE,
    "beads": BEAD_TABLE,
}
"""The columns of each table, by its name."""

_ROWS_AT_ONCE = 5_000

Row = Mapping[str, object]


def can_write_parquet() -> bool:
    """Tell whether the library that writes Parquet is installed."""
    from importlib.util import find_spec

    return find_spec("pyarrow") is not None


def table_writers(
    folder: Path, tables: Mapping[str, Iterable[Row]], *, parquet: bool
) -> dict[Path, Writer]:
    """Return what writes the tables, by file.

    :param folder: The folder of the run.
    :param tables: The rows of tables, by the names of :data:`TABLES`; gone through once for each
        file.
    :param parquet: Whether Parquet is written besides CSV.
    """
    writers: dict[Path, Writer] = {}
    for name, rows in tables.items():
        columns = TABLES[name]
        writers[folder / f"{name}.csv"] = _csv(columns, rows)
        if parquet:
            writers[folder / f"{name}.parquet"] = _parquet(columns, rows)
    return writers


def _csv(columns: Mapping[str, object], rows: Iterable[Row]) -> Writer:
    def write(stream: BinaryIO) -> None:
        cells = ([_cell(row.get(name)) for name in columns] for row in rows)
        write_rows(itertools.chain([list(columns)], cells), stream, ",", encoding="utf-8-sig")

    return write


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return guard(clean_line(_text(value))) if isinstance(value, str) else value


def _parquet(columns: Mapping[str, object], rows: Iterable[Row]) -> Writer:
    def write(stream: BinaryIO) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds: Any = {
            str: pa.string(),
            int: pa.int64(),
            float: pa.float64(),
            bool: pa.bool_(),
            list[int]: pa.list_(pa.int64()),
            list[str]: pa.list_(pa.string()),
        }
        schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
        with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
            for part in _parts(rows):
                cells = [{name: _value(row.get(name)) for name in columns} for row in part]
                writer.write_table(pa.Table.from_pylist(cells, schema=schema))

    return write


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows some at a time; at least once, so that an empty table has its columns."""
    left = iter(rows)
    part = list(itertools.islice(left, _ROWS_AT_ONCE))
    while True:
        yield part
        part = list(itertools.islice(left, _ROWS_AT_ONCE))
        if not part:
            return


def _value(value: object) -> object:
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    """Replace what is no character: halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode()
