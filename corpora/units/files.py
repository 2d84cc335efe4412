"""Files of translation units, read one after the other as one stream."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from duizhao.corpora.files.input import STANDARD_INPUT, first_bytes, open_input, shown_path
from duizhao.corpora.units.formats import (
    UNIT_FORMATS,
    UnitFormat,
    UnitReadOptions,
    choose_unit_format,
    format_by_suffix,
    load_reader,
)
from duizhao.corpora.units.marks import expect_format, told_format
from duizhao.corpora.units.pairs import PairChooser
from duizhao.corpora.units.unit import NOTHING, MemoryHeader, Pair, TranslationUnit
from duizhao.errors import InputError, WrongFormatError

__all__ = ["UnitFiles"]


class UnitFiles:
    """Files whose units are read as they are asked for.

    :param paths: The files, ``-`` for standard input; the two of a pair of plain texts are one
        input.
    :param format_name: Their format; told by the content and the name of each if None.
    :param options: How they are read.
    :param rename: New language tags by old ones.
    :param progress: Called with ``"units"``, the bytes read and the bytes of all files.
    """

    def __init__(
        self,
        paths: Sequence[str | os.PathLike[str]],
        format_name: str | None,
        options: UnitReadOptions,
        *,
        rename: Mapping[str, str] = NOTHING,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self.paths = [Path(path) for path in paths]
        self.header = MemoryHeader()
        self.chooser: PairChooser | None = None
        self.broken: list[str] = []
        self._format_name, self._options, self._progress = format_name, options, progress
        self._rename = {old.lower(): new for old, new in rename.items()}
        self._name = ""

    def units(self) -> Iterator[TranslationUnit]:
        """Yield the units of all files, from the beginning.

        What was broken and passed over is then in ``broken``, a sentence for each file; what the
        first file says of itself is in ``header`` once its first unit came.

        :raises InputError: If a file cannot be used.
        """
        self.broken.clear()
        told = self._told()
        for n, (known, paths) in enumerate(self._inputs()):
            with contextlib.ExitStack() as stack:
                streams = [stack.enter_context(open_input(path, told)) for path in paths]
                names = [shown_path(path) for path in paths]
                self._name = names[0]
                heads = [first_bytes(stream) for stream in streams]
                reading = load_reader(self._format(known, names, heads))(
                    streams, names, self._options
                )
                if n == 0:
                    lang = self._renamed(reading.header.source_lang)
                    self.header = dataclasses.replace(reading.header, source_lang=lang)
                yield from map(self._renamed_unit, reading.units) if self._rename else reading.units
                message = reading.recovered()
                if message:
                    self.broken.append(message)

    def pairs(self) -> Iterator[Pair]:
        """Return the units with their texts in the two languages, from the beginning.

        :raises InputError: If a file cannot be used, or the two languages are not there.
        """
        units = self.units()
        first = next(units, None)
        wanted = (self._options.source_lang, self._options.target_lang)
        self.chooser = PairChooser(self._name, self.header.source_lang, *wanted)
        return self.chooser.pairs(units if first is None else itertools.chain([first], units))

    def _renamed(self, lang: str) -> str:
        return self._rename.get(lang.lower(), lang)

    def _renamed_unit(self, unit: TranslationUnit) -> TranslationUnit:
        variants = tuple([v._replace(lang=self._renamed(v.lang)) for v in unit.variants])
        return unit._replace(variants=variants)

    def _inputs(self) -> Iterator[tuple[UnitFormat | None, Sequence[Path]]]:
        """Yield each input: its format, as far as it or its name is told, and its files."""
        count = len(self.paths)
        whole = self._named(self.paths[0], count)
        if whole is None or whole.files == 1:
            for path in self.paths:
                yield self._named(path), [path]
            return
        if count != whole.files:
            message = f"{whole.name} has {whole.files} files, not {count}; give both"
            raise InputError(message)
        yield whole, self.paths

    def _named(self, path: Path, count: int = 1) -> UnitFormat | None:
        name = str(path)
        if self._format_name is None and count == 1 and name != STANDARD_INPUT:
            return format_by_suffix(name)
        return choose_unit_format(name, self._format_name, count)

    def _format(
        self, known: UnitFormat | None, names: Sequence[str], heads: Sequence[bytes]
    ) -> UnitFormat:
        """Return the format of an input, which its content tells before its name does.

        :raises WrongFormatError: If it is of another one.
        """
        told = told_format(heads[0]) if self._format_name is None and len(heads) == 1 else None
        if told is not None:
            return UNIT_FORMATS[told]
        if known is None:
            message = f"its name does not tell its format; name one: {', '.join(UNIT_FORMATS)}"
            raise WrongFormatError(names[0], message, head=heads[0])
        for name, head in zip(names, heads, strict=True):
            expect_format(head, name, known.name)
        return known

    def _told(self) -> Callable[[int], None]:
        """Return what adds up the bytes that were read."""
        sizes = [p.stat().st_size for p in self.paths if str(p) != STANDARD_INPUT and p.is_file()]
        total, done = sum(sizes), 0

        def told(count: int) -> None:
            nonlocal done
            done += count
            if total and self._progress is not None:
                self._progress("units", done, total)

        return told
