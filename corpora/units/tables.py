"""Units as rows of a table: tab-separated and comma-separated values.

The first row names the columns: the two languages, then properties. Tables of tabs are for
programs: UTF-8, cells as they are, quoted as in CSV where they hold a quotation mark. Tables of
commas are for spreadsheets: they begin with a byte order mark, by which Excel knows UTF-8, and a
cell that a spreadsheet would run as a formula (it begins with ``=``, ``+``, ``-`` or ``@``) gets an
apostrophe before it. So does a cell of such a beginning after apostrophes: one apostrophe is taken
away again when the table is read, and every text comes back.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from duizhao.corpora.files.output import Written
from duizhao.corpora.files.rows import (
    choose_columns,
    guard,
    stream_comma_rows,
    stream_tab_rows,
    unguard,
    write_rows,
)
from duizhao.corpora.text.clean import clean_line, illegal_characters
from duizhao.corpora.text.tags import is_language_tag, primary_tag
from duizhao.corpora.units.formats import UnitReading, UnitReadOptions, UnitWriteOptions
from duizhao.corpora.units.unit import MemoryHeader, Pair, TranslationUnit, Variant
from duizhao.errors import InputError

__all__ = ["read_csv", "read_tsv", "write_csv", "write_tsv"]


def write_tsv(
    pairs: Iterable[Pair], streams: Sequence[BinaryIO], options: UnitWriteOptions
) -> Written:
    """Write a table of tabs; :data:`duizhao.corpora.units.formats.Writer`."""
    return _write(pairs, streams[0], options, "\t", "utf-8", guarded=False)


def write_csv(
    pairs: Iterable[Pair], streams: Sequence[BinaryIO], options: UnitWriteOptions
) -> Written:
    """Write a table of commas; :data:`duizhao.corpora.units.formats.Writer`."""
    return _write(pairs, streams[0], options, ",", "utf-8-sig", guarded=options.guarded)


def _write(
    pairs: Iterable[Pair],
    stream: BinaryIO,
    options: UnitWriteOptions,
    delimiter: str,
    encoding: str,
    *,
    guarded: bool,
) -> Written:
    written = stripped = 0
    left_out: Counter[str] = Counter()

    def rows() -> Iterator[Iterable[str]]:
        nonlocal written, stripped
        yield [options.source_lang, options.target_lang or "", *options.props]
        for pair in pairs:
            cells = [clean_line(text) for text in pair.texts]
            if not all(cells):
                left_out["empty"] += 1
                continue
            values = dict(reversed(pair.unit.props))
            cells += [clean_line(values.get(name, "")) for name in options.props]
            yield map(guard, cells) if guarded else cells
            stripped += sum(map(illegal_characters, pair.texts))
            written += 1

    write_rows(rows(), stream, delimiter, encoding=encoding)
    return Written("unit", written, dict(left_out), stripped=stripped)


def read_tsv(
    streams: Sequence[BinaryIO], names: Sequence[str], options: UnitReadOptions
) -> UnitReading:
    """Read a table of tabs; :data:`duizhao.corpora.units.formats.Reader`."""
    return _reading(stream_tab_rows(streams[0], names[0]), names[0], options, guarded=False)


def read_csv(
    streams: Sequence[BinaryIO], names: Sequence[str], options: UnitReadOptions
) -> UnitReading:
    """Read a table of commas; :data:`duizhao.corpora.units.formats.Reader`."""
    rows = stream_comma_rows(streams[0], names[0])
    return _reading(rows, names[0], options, guarded=options.guarded)


def _reading(
    rows: Iterator[list[str]], path: str, options: UnitReadOptions, *, guarded: bool
) -> UnitReading:
    header = next(rows, [])
    columns, langs, named = _columns(header, path, options)

    def units() -> Iterator[TranslationUnit]:
        number = 0
        for row in rows if named else itertools.chain([header], rows):
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


def _columns(
    header: Sequence[str], path: str, options: UnitReadOptions
) -> tuple[tuple[int, int], tuple[str, str], bool]:
    """Return the two columns, their languages, and whether the first row names them."""
    names = [clean_line(name) for name in header]
    chosen = choose_columns(header, options.columns, path)
    if len(names) < 2:
        message = f"{path} has no two columns of text; give a row for each pair, source first"
        raise InputError(message)
    columns, named = chosen or ((0, 1), _are_languages(names[:2], options))
    given = (options.source_lang, options.target_lang)
    source, target = (
        lang or (names[n] if named else "") for lang, n in zip(given, columns, strict=True)
    )
    if not is_language_tag(source) or not is_language_tag(target):
        message = (
            f"{path} does not name its languages; give --source-lang and --target-lang, or"
            " name the columns so"
        )
        raise InputError(message)
    return columns, (source, target), named


def _are_languages(names: Sequence[str], options: UnitReadOptions) -> bool:
    """Tell tags of languages from words: they are the languages that were asked for, if any."""
    given = (options.source_lang, options.target_lang)
    return all(
        is_language_tag(name) and (lang is None or primary_tag(lang) == primary_tag(name))
        for lang, name in zip(given, names, strict=True)
    )
