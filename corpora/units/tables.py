"""Units as rows of a table: tab-separated and comma-separated values.

The first row names the columns: the two languages, then properties. Tables of tabs are for
programs: UTF-8, cells as they are, quoted as in CSV where they hold a quotation mark. Tables of
commas are for spreadsheets: they begin with a byte order mark, by which Excel knows UTF-8, and a
cell that a spreadsheet would run as a formula (it begins with ``=``, ``+``, ``-`` or ``@``) gets an
apostrophe before it. So does a cell of such a beginning after apostrophes: one apostrophe is taken
away again when the table is read, and every text comes back.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from duizhao.corpora.files.output import Written
from duizhao.corpora.files.rows import column_number
from duizhao.corpora.text.clean import clean_line, illegal_characters
from duizhao.corpora.text.tags import primary_tag
from duizhao.corpora.units.formats import ReadOptions, UnitReading, WriteOptions
from duizhao.corpora.units.unit import MemoryHeader, Pair, TranslationUnit, Variant
from duizhao.errors import FormatError, InputError

__all__ = ["guard", "read_csv", "read_tsv", "unguard", "write_csv", "write_tsv"]

_FORMULA = re.compile(r"'*[=+\-@]")
_GUARDED = re.compile(r"'+[=+\-@]")
_TAG = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{1,8})*", re.IGNORECASE)
_SOURCES = ("source", "src", "original", "源文", "原文")
_TARGETS = ("target", "tgt", "trg", "translation", "译文", "目标")
_KNOWN = (_SOURCES, _TARGETS)
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 2**26


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


def write_tsv(pairs: Iterable[Pair], streams: Sequence[BinaryIO], options: WriteOptions) -> Written:
    """Write a table of tabs; :data:`duizhao.corpora.units.formats.Writer`."""
    return _write(pairs, streams[0], options, "\t", "utf-8", guarded=False)


def write_csv(pairs: Iterable[Pair], streams: Sequence[BinaryIO], options: WriteOptions) -> Written:
    """Write a table of commas; :data:`duizhao.corpora.units.formats.Writer`."""
    return _write(pairs, streams[0], options, ",", "utf-8-sig", guarded=options.guarded)


def _write(
    pairs: Iterable[Pair],
    stream: BinaryIO,
    options: WriteOptions,
    delimiter: str,
    encoding: str,
    *,
    guarded: bool,
) -> Written:
    written = stripped = 0
    left_out: Counter[str] = Counter()
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        rows = csv.writer(text, delimiter=delimiter, lineterminator="\n")
        rows.writerow([options.source_lang, options.target_lang or "", *options.props])
        for pair in pairs:
            raw = pair.texts
            cells = [clean_line(cell) for cell in raw]
            if not all(cells):
                left_out["empty"] += 1
                continue
            values = dict(reversed(pair.unit.props))
            cells += [clean_line(values.get(name, "")) for name in options.props]
            rows.writerow(map(guard, cells) if guarded else cells)
            stripped += sum(map(illegal_characters, raw))
            written += 1
        text.flush()
    finally:
        text.detach()
    return Written("unit", written, dict(left_out), stripped=stripped)


def read_tsv(
    streams: Sequence[BinaryIO], names: Sequence[str], options: ReadOptions
) -> UnitReading:
    """Read a table of tabs; :data:`duizhao.corpora.units.formats.Reader`.

    A line that makes no sense as CSV is split at its tabs: many have plain quotation marks.
    """
    rows = _tab_rows(streams[0], names[0])
    return _reading(rows, names[0], options, guarded=False)


def read_csv(
    streams: Sequence[BinaryIO], names: Sequence[str], options: ReadOptions
) -> UnitReading:
    """Read a table of commas; :data:`duizhao.corpora.units.formats.Reader`.

    The delimiter is the one among ``,``, ``;``, the tab and ``|`` that the first row has most of.
    """
    rows = _comma_rows(streams[0], names[0])
    return _reading(rows, names[0], options, guarded=options.guarded)


def _tab_rows(stream: BinaryIO, path: str) -> Iterator[tuple[int, list[str]]]:
    _allow_long_cells()
    for number, line in enumerate(_text_lines(stream, path), start=1):
        plain = line.rstrip("\r\n")
        if '"' not in plain:
            yield number, plain.split("\t")
            continue
        try:
            yield number, next(csv.reader([plain], delimiter="\t", strict=True))
        except csv.Error:
            yield number, plain.split("\t")


def _comma_rows(stream: BinaryIO, path: str) -> Iterator[tuple[int, list[str]]]:
    _allow_long_cells()
    lines = _text_lines(stream, path)
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=first.count)

    def all_lines() -> Iterator[str]:
        yield first
        yield from lines

    reader = csv.reader(all_lines(), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
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


def _reading(
    rows: Iterator[tuple[int, list[str]]], path: str, options: ReadOptions, *, guarded: bool
) -> UnitReading:
    line, header = next(rows, (1, []))
    columns, langs, named = _columns(header, path, options)

    def units() -> Iterator[TranslationUnit]:
        number = 0
        for _, row in rows if named else _chained((line, header), rows):
            cells = [unguard(cell) for cell in row] if guarded else row
            texts = [clean_line(cells[n]) if n < len(cells) else "" for n in columns]
            if any(texts):
                number += 1
                props = tuple(
                    (name, value)
                    for name, cell in zip(header, cells, strict=False)
                    if named and name.startswith("x-") and (value := clean_line(cell))
                )
                yield TranslationUnit(tuple(map(Variant, langs, texts)), props, number=number)

    return UnitReading(units(), MemoryHeader(langs[0]))


def _chained(
    first: tuple[int, list[str]], rows: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rows


def _are_those(names: Sequence[str], options: ReadOptions) -> bool:
    """Tell names of languages from words: they are the languages that were asked for, if any."""
    given = (options.source_lang, options.target_lang)
    return all(
        lang is None or primary_tag(lang) == primary_tag(name)
        for lang, name in zip(given, names, strict=False)
    )


def _columns(
    header: Sequence[str], path: str, options: ReadOptions
) -> tuple[tuple[int, int], tuple[str, str], bool]:
    """Return the two columns, their languages, and whether the first row names them."""
    names = [clean_line(name) for name in header]
    lower = [name.casefold() for name in names]
    if options.columns is not None:
        one, other = (column_number(header, column, path) for column in options.columns)
        named = not all(column.isdecimal() for column in options.columns)
    else:
        found = [next((lower.index(n) for n in known if n in lower), None) for known in _KNOWN]
        tags = [n for n, name in enumerate(names[:2]) if _TAG.fullmatch(name)]
        if found[0] is not None and found[1] is not None:
            one, other, named = found[0], found[1], True
        else:
            one, other, named = 0, 1, len(tags) == 2 and _are_those(names, options)
    if len(names) < 2:
        message = f"{path} has no two columns of text; give a row for each pair, source first"
        raise InputError(message)
    langs = []
    for given, n in ((options.source_lang, one), (options.target_lang, other)):
        lang = given or (names[n] if named else "")
        if not _TAG.fullmatch(lang):
            message = (
                f"{path} does not name its languages; give --source-lang and --target-lang, or"
                " name the columns so"
            )
            raise InputError(message)
        langs.append(lang)
    return (one, other), (langs[0], langs[1]), named
