"""Manifests as tables: TSV, CSV, JSON Lines and Parquet."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from duizhao.align.corpus.manifest.entry import OPTIONS, Entry, Manifest, checked
from duizhao.align.corpus.urls import file_system, is_url
from duizhao.align.judging.policy import Policy
from duizhao.align.judging.presets import NO_PRESET, PRESETS
from duizhao.corpora.files.input import open_input
from duizhao.corpora.files.output import write_whole
from duizhao.corpora.files.rows import (
    SOURCES,
    TARGETS,
    stream_comma_rows,
    stream_tab_rows,
    write_rows,
)
from duizhao.corpora.text.clean import clean_line
from duizhao.errors import FormatError, InputError, MissingExtraError
from duizhao.similar import did_you_mean

__all__ = ["COLUMNS", "TABLES", "entries_of", "read_table", "write_table"]

COLUMNS = ("id", "source", "target", *OPTIONS, "confidence")
"""The columns that a manifest may have; others are passed over, and a warning names them."""

TABLES = (".tsv", ".csv", ".jsonl", ".ndjson", ".parquet")
"""What the names of manifests end with."""

_log = logging.getLogger(__name__)

# What is no choice of the user, but may stand in rows that a run or a program made.
_MADE = ("behind", "problem")
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
_FLAGS = ("presplit", "align_all")
_KNOWN = {"policy": tuple(policy.value for policy in Policy), "preset": (*PRESETS, NO_PRESET)}
_ROWS_AT_ONCE = 4096


def read_table(path: str | os.PathLike[str]) -> Manifest:
    """Read a manifest.

    A row that is broken becomes an entry with its problem, so that the run's table has a line for
    it; a table without the columns ``source`` and ``target`` is refused. Relative paths are taken
    from the manifest's folder.

    :param path: The file, or its URL; its name tells its format.
    :raises InputError: If it cannot be read, or is no such table.
    :raises MissingExtraError: If it is Parquet, and no library that reads it is installed.
    """
    name = os.fspath(path)
    suffix = PurePath(name).suffix.lower()
    if suffix not in TABLES:
        message = f"{name} is no manifest; expected a folder, or a table ending in one of"
        raise InputError(f"{message} {', '.join(TABLES)}")
    if suffix == ".parquet":
        rows = _parquet(name)
    else:
        with _opened(name) as stream:
            rows = list(_json(stream, name) if "json" in suffix else _cells(stream, name, suffix))
    _warn_of_columns(rows, name)
    entries = checked(_entry(number, row, _beside(name)) for number, row in rows)
    if not entries:
        message = f"{name} has no rows; expected a pair of documents in each"
        raise InputError(message)
    return Manifest(entries, name)


def write_table(manifest: Manifest, path: str | os.PathLike[str]) -> int:
    """Write a manifest as TSV, CSV or JSON Lines, whole or not at all.

    :param manifest: What to write; columns that are empty in all rows are left out.
    :param path: The file; its name tells its format. Paths are written as they are.
    :return: How many rows were written.
    :raises InputError: If the name tells no such format.
    :raises OutputError: If it cannot be written there.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    if suffix not in TABLES or suffix == ".parquet":
        message = f"{path} cannot be a manifest; let its name end in .tsv, .csv or .jsonl"
        raise InputError(message)
    rows = [{name: getattr(entry, name) for name in COLUMNS} for entry in manifest]
    used = [name for name in COLUMNS if name in COLUMNS[:3] or any(row[name] for row in rows)]

    def as_lines(stream: BinaryIO) -> None:
        for row in rows:
            line = {name: row[name] for name in used if row[name] or name in COLUMNS[:3]}
            stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")

    def as_cells(stream: BinaryIO) -> None:
        cells = ([_cell(row[name]) for name in used] for row in rows)
        write_rows([used, *cells], stream, "," if suffix == ".csv" else "\t")

    write_whole(file, as_lines if "json" in suffix else as_cells)
    return len(rows)


def _warn_of_columns(rows: Iterable[tuple[int, Mapping[str, Any]]], name: str) -> None:
    """Say which columns are not known, so that a misspelt choice is not lost in silence."""
    known = (*COLUMNS, *_MADE)
    columns = dict.fromkeys(str(column) for _, row in rows for column in row)
    unknown = [column for column in columns if column and column not in known]
    if unknown:
        said = ", ".join(f"{column!r}{did_you_mean(column, COLUMNS)}" for column in unknown)
        _log.warning("%s: columns that are not known are passed over: %s", name, said)


def _beside(name: str) -> Callable[[str], str]:
    """Return what takes relative paths from the folder of a manifest."""
    if is_url(name):
        folder = name.rsplit("/", 1)[0]
        return lambda path: path if path.startswith("/") else f"{folder}/{path}"
    return lambda path: str(Path(name).parent / path)


@contextlib.contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """Open a file of this machine, or one elsewhere."""
    if not is_url(name):
        with open_input(name) as stream:
            yield stream
        return
    system, there = file_system(name)
    try:
        with system.open(there, "rb") as stream:
            yield stream
    except OSError as error:
        message = f"{name} cannot be read: {error}"
        raise InputError(message) from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return clean_line(str(value))


def _cells(stream: BinaryIO, name: str, suffix: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the rows of a delimited table by the names of its columns."""
    rows = stream_comma_rows(stream, name) if suffix == ".csv" else stream_tab_rows(stream, name)
    header = _header(next(iter(rows), []), name)
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        values = dict(zip(header, row, strict=False))
        if len(row) < len(header) and len(row) <= max(map(header.index, ("source", "target"))):
            values["problem"] = f"its line has {len(row)} cells, not {len(header)}"
        yield number, values


def _header(cells: Sequence[str], name: str) -> list[str]:
    header = [clean_line(cell).casefold().replace("-", "_").replace(" ", "_") for cell in cells]
    for wanted, known in (("source", SOURCES), ("target", TARGETS)):
        found = next((each for each in known if each in header), None)
        if found is None:
            message = (
                f"{name} has no column {wanted!r}; expected a first line with at least"
                " source and target"
            )
            raise InputError(message)
        header[header.index(found)] = wanted
    return header


def _json(stream: BinaryIO, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the objects of a file of JSON Lines; a line that is none is told."""
    any_row = False
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            if not any_row:
                message = "not a JSON object; expected one a line, with id, source and target"
                raise FormatError(name, message, number)
            row = {"problem": "its line is no JSON object"}
        any_row = True
        yield number, row


def _parquet(name: str) -> list[tuple[int, Mapping[str, Any]]]:
    """Return the rows of a Parquet file."""
    try:
        import pyarrow.parquet as pq
        from pyarrow.lib import ArrowException
    except ImportError as error:
        raise MissingExtraError("pyarrow", "parquet") from error
    try:
        with _opened(name) as stream:
            table = pq.read_table(io.BytesIO(stream.read()))
    except ArrowException as error:
        raise FormatError(name, "not a whole Parquet file; write it anew") from error
    header = _header(table.column_names, name)
    rows = table.rename_columns(header).to_pylist()
    return list(enumerate(rows, 1))


def _entry(number: int, row: Mapping[str, Any], beside: Callable[[str], str]) -> Entry:
    values: dict[str, Any] = {}
    problem = str(row.get("problem") or "")
    for name in ("id", "source", "target", *OPTIONS):
        value = row.get(name)
        if name in _FLAGS:
            word = str(value if value is not None else "").strip().casefold()
            if word not in _WORDS:
                problem = problem or f"{name} is {word!r}; expected yes or no"
            values[name] = _WORDS.get(word, False)
            continue
        if value is not None and not isinstance(value, (str, int)):
            problem = problem or f"{name} is no text"
            value = ""
        values[name] = str(value if value is not None else "").strip()
        known = _KNOWN.get(name)
        if known and values[name] and values[name] not in known:
            problem = problem or f"{name} is {values[name]!r}; known: {', '.join(known)}"
    for name in ("source", "target"):
        path = values[name]
        values[name] = path if not path or path == "-" or is_url(path) else beside(path)
    values["id"] = values["id"] or _id_of(row, number)
    with contextlib.suppress(TypeError, ValueError):
        values["confidence"] = float(row.get("confidence") or "")
    return Entry(**values, line=number, problem=problem)


def _id_of(row: Mapping[str, Any], number: int) -> str:
    """Name an entry after its original, or else after its line."""
    path = str(row.get("source") or row.get("target") or "")
    stem = PurePath(path).stem
    return stem or f"line-{number}"


def entries_of(rows: Iterable[Mapping[str, Any]], base: Path) -> tuple[Entry, ...]:
    """Return entries of rows at hand, such as those of a data frame.

    :param rows: By the names of :data:`COLUMNS`.
    :param base: The folder that relative paths are taken from.
    """
    beside = _beside(str(base / "rows"))
    numbered = list(enumerate(rows, 1))
    _warn_of_columns(numbered, "the rows")
    return checked(_entry(number, row, beside) for number, row in numbered)
