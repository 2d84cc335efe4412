"""The formats that units of a bitext can be read from and written to, by name.

Each is two functions in a module that is imported when it is used. A format is added by a line in
:data:`UNIT_FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import BinaryIO, TypeAlias, cast

from duizhao.corpora.files.input import STANDARD_INPUT
from duizhao.corpora.files.output import Written
from duizhao.corpora.units.unit import MemoryHeader, Pair, TranslationUnit
from duizhao.errors import InputError, UnknownNameError

__all__ = [
    "UNIT_FORMATS",
    "Reader",
    "UnitFormat",
    "UnitReadOptions",
    "UnitReading",
    "UnitWriteOptions",
    "Writer",
    "choose_unit_format",
    "format_by_suffix",
    "load_reader",
    "load_writer",
]


@dataclass(frozen=True)
class UnitReadOptions:
    """How units are read; :func:`duizhao.corpora.units.convert.convert_memory` says of each."""

    source_lang: str | None = None
    target_lang: str | None = None
    recover: bool = False
    strict: bool = False
    columns: tuple[str, str] | None = None
    guarded: bool = True


@dataclass(frozen=True)
class UnitWriteOptions:
    """How units are written; :func:`duizhao.corpora.units.convert.convert_memory` says of each.

    :param target_lang: None for a format that holds any number of languages.
    :param header: What a memory says of itself.
    """

    source_lang: str = ""
    target_lang: str | None = None
    created: str | None = None
    header: MemoryHeader | None = None
    doctype: bool = False
    props: tuple[str, ...] = ()
    guarded: bool = True


@dataclass(frozen=True)
class UnitReading:
    """Units that are read as they are asked for.

    :param units: In the order of the file.
    :param header: What the file says of itself; its language is ``""`` if it does not.
    :param recovered: Says, after the last unit, what was broken: a sentence, or None.
    """

    units: Iterable[TranslationUnit]
    header: MemoryHeader
    recovered: Callable[[], str | None] = lambda: None


Reader: TypeAlias = Callable[[Sequence[BinaryIO], Sequence[str], UnitReadOptions], UnitReading]
Writer: TypeAlias = Callable[[Iterable[Pair], Sequence[BinaryIO], UnitWriteOptions], Written]


@dataclass(frozen=True)
class UnitFormat:
    """A format.

    :param name: Its name, as options take it.
    :param suffixes: Endings of file names, in lower case, with the dot.
    :param reader: ``"module:function"`` of its :data:`Reader`, if it can be read.
    :param writer: The same of its :data:`Writer`, if it can be written.
    :param files: How many files it takes: one, or one for each of the two languages.
    :param any_languages: Whether it holds units with any number of languages.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: str | None
    writer: str | None
    files: int = 1
    any_languages: bool = False


UNIT_FORMATS: dict[str, UnitFormat] = {
    known.name: known
    for known in (
        UnitFormat(
            "tmx",
            (".tmx",),
            "tmx.memory:read_memory",
            "tmx.memory:write_memory",
            any_languages=True,
        ),
        UnitFormat(
            "xliff",
            (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"),
            "xliff.reader:read_xliff_units",
            "xliff.writer:write_xliff_21",
        ),
        # Read as the format above, whatever the version.
        UnitFormat("xliff-1.2", (), None, "xliff.writer:write_xliff_12"),
        UnitFormat("po", (".po", ".pot"), "po:read_po_units", None),
        UnitFormat("tsv", (".tsv", ".tab"), "tables:read_tsv", "tables:write_tsv"),
        UnitFormat("csv", (".csv",), "tables:read_csv", "tables:write_csv"),
        UnitFormat(
            "jsonl",
            (".jsonl", ".ndjson"),
            "lines:read_jsonl",
            "lines:write_jsonl",
            any_languages=True,
        ),
        UnitFormat("moses", (), "lines:read_moses", "lines:write_moses", files=2),
    )
}
"""The formats, by name."""


def format_by_suffix(path: str) -> UnitFormat | None:
    """Return the format that the name of a file tells, if it does.

    >>> known = format_by_suffix("a.XLF")
    >>> known.name if known else None
    'xliff'
    """
    suffix = PurePath(path).suffix.lower()
    return next((known for known in UNIT_FORMATS.values() if suffix in known.suffixes), None)


def choose_unit_format(path: str, name: str | None, files: int = 1) -> UnitFormat:
    """Say which format a file is in.

    :param path: Its name; ``-`` is a memory.
    :param name: The format that the user names, if one is.
    :param files: How many files were given: two whose names tell nothing are a pair of plain texts.
    :raises UnknownNameError: If there is no such format.
    :raises InputError: If the name of the file does not tell.
    """
    if name is not None:
        if name not in UNIT_FORMATS:
            what = "format of units"
            raise UnknownNameError(what, name, UNIT_FORMATS)
        return UNIT_FORMATS[name]
    if path == STANDARD_INPUT:
        return UNIT_FORMATS["tmx"]
    found = format_by_suffix(path)
    if found is None and files > 1:
        return UNIT_FORMATS["moses"]
    if found is None:
        message = f"the name {path} does not tell its format; name one: {', '.join(UNIT_FORMATS)}"
        raise InputError(message)
    return found


def load_reader(known: UnitFormat) -> Reader:
    """Return the reader of a format.

    :raises InputError: If it has none.
    """
    return cast("Reader", _load(known, known.reader, "read"))


def load_writer(known: UnitFormat) -> Writer:
    """Return the writer of a format.

    :raises InputError: If it has none.
    """
    return cast("Writer", _load(known, known.writer, "written"))


def _load(known: UnitFormat, name: str | None, done: str) -> object:
    if name is None:
        message = f"{known.name} cannot be {done} here; choose another format"
        raise InputError(message)
    module, _, function = name.partition(":")
    return getattr(import_module(f"duizhao.corpora.units.{module}"), function)
