"""Convert, filter and merge files of translation units, from any format to any."""

from __future__ import annotations

import functools
import itertools
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from duizhao.corpora.files.input import STANDARD_INPUT
from duizhao.corpora.files.output import (
    Writer,
    Written,
    numbered_path,
    side_path,
    write_all,
    write_whole,
)
from duizhao.corpora.temporary import temporary_folder
from duizhao.corpora.units.files import UnitFiles
from duizhao.corpora.units.filter import UnitFilter
from duizhao.corpora.units.formats import (
    UnitFormat,
    UnitReadOptions,
    UnitWriteOptions,
    choose_unit_format,
    load_writer,
)
from duizhao.corpora.units.merge import merge_units
from duizhao.corpora.units.unit import NOTHING, Pair
from duizhao.errors import InputError, OutputError

__all__ = ["Converted", "convert_memory"]

_Path: TypeAlias = str | os.PathLike[str]
_Langs: TypeAlias = tuple[str, str]
_Run: TypeAlias = Callable[[Sequence[BinaryIO], Iterable[Pair]], None]


@dataclass(frozen=True)
class Converted(Written):
    """What became of translation units.

    :param broken: What was broken in the inputs and passed over: a sentence for each such file.
    """

    broken: tuple[str, ...] = ()


def convert_memory(
    inputs: _Path | Sequence[_Path],
    output: _Path | BinaryIO,
    *,
    input_format: str | None = None,
    output_format: str | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
    rename: Mapping[str, str] = NOTHING,
    only: UnitFilter | None = None,
    keep: str | None = None,
    columns: tuple[str, str] | None = None,
    props: Sequence[str] = (),
    guarded: bool = True,
    recover: bool = False,
    strict: bool = False,
    units_per_file: int | None = None,
    created: str | None = None,
    doctype: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Converted:
    """Write the units of some files to another, in another format or the same.

    Files of any size are read as they go by. What is written is whole or not there at all, and the
    inputs are never overwritten.

    :param inputs: A file, or several whose units follow each other; ``-`` is standard input. Two
        files without a format are plain texts, the two sides of one input.
    :param output: The file, or a stream that stays open. Of a pair of plain texts, the beginning
        of their names, to which the languages are added.
    :param input_format: A name among :data:`duizhao.corpora.units.formats.UNIT_FORMATS`; told by
        the names of the files if None.
    :param output_format: Likewise; a stream is a translation memory if None.
    :param source_lang: The language of the source, such as ``"zh-CN"``: chooses among those of a
        memory, names that of a table. If neither language is given, a format that holds any number
        of languages keeps them all.
    :param target_lang: That of the target.
    :param rename: New language tags by old ones.
    :param only: What a unit must be to be written.
    :param keep: Write units with the same texts once, and ``"all"`` translations of a source, the
        ``"first"`` or the ``"last"``; units are not compared if None.
    :param columns: The columns of a table that is read: names in its first row, or numbers from 1.
    :param props: The properties that get a column in a table that is written.
    :param guarded: In tables of commas, an apostrophe guards cells that a spreadsheet would take
        for formulas; see :func:`duizhao.corpora.files.rows.guard`.
    :param recover: Keep the whole units of a broken memory.
    :param strict: Refuse a memory that breaks the rules of TMX 1.4.
    :param units_per_file: Begin another memory after so many units: ``name-001.tmx`` and so on.
    :param created: When the file is made, as ``2026-01-31T12:00:00Z``; without it no time is said.
    :param doctype: Name the document type definition of TMX.
    :param progress: Called with ``"units"``, the bytes read and the bytes of all inputs.
    :return: How many units were written, and how many were not, by reason: those of the filter,
        of :func:`duizhao.corpora.units.merge.merge_units` and of the format's writer.
    :raises InputError: If an input cannot be used.
    :raises OutputError: If the output cannot be written there, or not in that way.
    :raises UnknownNameError: If there is no such format or choice.
    """
    paths = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    place = Path(output) if isinstance(output, (str, os.PathLike)) else None
    known = choose_unit_format(STANDARD_INPUT if place is None else str(place), output_format)
    _check(known, paths, place, keep, units_per_file)
    options = UnitReadOptions(source_lang, target_lang, recover, strict, columns, guarded)
    files = UnitFiles(paths, input_format, options, rename=rename, progress=progress)
    write = load_writer(known)
    two = source_lang is not None or target_lang is not None or not known.any_languages
    unfit, repeated = Counter[str](), Counter[str]()
    chosen = functools.partial(
        _chosen, files, only, unfit, two=two, open_ends=known.name.startswith("xliff")
    )
    pairs = chosen()
    if keep is not None:
        pairs = merge_units(chosen, source_lang or "", repeated, keep=keep)
    # The first unit tells the languages.
    pairs = itertools.chain(list(itertools.islice(pairs, 1)), pairs)
    source, target = files.chooser.tags if files.chooser else (None, None)
    said = UnitWriteOptions(
        source or source_lang or files.header.source_lang or "*all*",
        target or target_lang,
        created=created,
        doctype=doctype,
        props=tuple(props),
        guarded=guarded,
    )
    results: list[Written] = []

    def run(streams: Sequence[BinaryIO], some: Iterable[Pair]) -> None:
        results.append(write(some, streams, said))

    written: tuple[Path, ...] = ()
    langs = (said.source_lang, said.target_lang or "")
    if place is None:
        run([cast("BinaryIO", output)], pairs)
    elif units_per_file is not None or known.files > 1:
        written = _write_parts(
            place, pairs, run, files.paths, langs if units_per_file is None else units_per_file
        )
    else:
        write_whole(place, lambda stream: run([stream], pairs), protect=files.paths)
        written = (place,)
    return Converted(
        "unit",
        sum(result.written for result in results),
        dict(sum((Counter(result.left_out) for result in results), unfit + repeated)),
        stripped=sum(result.stripped for result in results),
        files=written,
        broken=tuple(files.broken),
    )


def _check(
    known: UnitFormat,
    paths: Sequence[_Path],
    place: Path | None,
    keep: str | None,
    units_per_file: int | None,
) -> None:
    """Refuse what cannot be done, before anything is read."""
    if not paths:
        message = "no file was given; expected at least one"
        raise InputError(message)
    if keep == "last" and STANDARD_INPUT in map(str, paths):
        message = "--keep last reads the memories twice; give files instead of standard input"
        raise InputError(message)
    if units_per_file is not None and (known.name != "tmx" or place is None):
        message = "only a translation memory in files can be split; leave out --units-per-file"
        raise OutputError(message)
    if units_per_file is not None and units_per_file < 1:
        message = f"a file holds at least one unit, not {units_per_file}"
        raise OutputError(message)
    if known.files > 1 and place is None:
        message = "two files cannot go to standard output; give the beginning of their names"
        raise OutputError(message)


def _chosen(
    files: UnitFiles,
    only: UnitFilter | None,
    left_out: Counter[str],
    *,
    two: bool,
    open_ends: bool,
) -> Iterator[Pair]:
    """Yield the units that a filter keeps, from the beginning.

    :param left_out: Takes how many are not; what an earlier reading counted is forgotten.
    :param two: Whether they keep two languages only.
    :param open_ends: Whether a unit without a target is written, to be translated.
    """
    left_out.clear()
    if not two and only is None:
        yield from map(Pair, files.units())
        return
    pairs = files.pairs()
    if only is not None:
        pairs = only.keep(pairs, left_out)
    for pair in pairs:
        # A format of units to be translated takes one that has its source.
        lacks = two and (pair.source is None or (pair.target is None and not open_ends))
        if lacks and pair.lack == "language":
            left_out["language"] += 1
        else:
            yield pair.alone() if two else pair


def _write_parts(
    place: Path, pairs: Iterator[Pair], run: _Run, protect: Sequence[Path], parting: int | _Langs
) -> tuple[Path, ...]:
    """Write several files, which wait beside until all are complete.

    :param parting: So many units a file, or the languages that have a file each.
    """
    with temporary_folder() as folder:
        parts: dict[Path, Writer] = {}

        def part(path: Path) -> BinaryIO:
            staged = Path(folder, str(len(parts)))
            parts[path] = functools.partial(_copy, staged)
            return staged.open("wb")

        if isinstance(parting, int):
            while (next_ := list(itertools.islice(pairs, 1))) or not parts:
                with part(numbered_path(place, len(parts) + 1)) as stream:
                    run([stream], itertools.chain(next_, itertools.islice(pairs, parting - 1)))
        else:
            with (
                part(side_path(place, parting[0])) as one,
                part(side_path(place, parting[1])) as two,
            ):
                run([one, two], pairs)
        write_all(parts, protect=protect)
    return tuple(parts)


def _copy(source: Path, stream: BinaryIO) -> None:
    with source.open("rb") as part:
        shutil.copyfileobj(part, stream)
