"""What the commands about translation memories share: units in, units out, and what is told."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import itertools
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from duizhao.cli.console import Console
from duizhao.cli.output import JSON_SUMMARY, STANDARD, output_option, write_standard_output
from duizhao.errors import InputError, OutputError

if TYPE_CHECKING:
    from duizhao.corpora.files.output import Written
    from duizhao.corpora.units.formats import ReadOptions, UnitFormat, WriteOptions
    from duizhao.corpora.units.pairs import PairChooser
    from duizhao.corpora.units.unit import MemoryHeader, Pair, TranslationUnit

__all__ = ["RECOVER", "STRICT", "Inputs", "Target", "language_options", "target_options"]

RECOVER = click.option(
    "--recover", is_flag=True, help="Keep the whole units of a broken memory, and say where it is."
)
STRICT = click.option("--strict", is_flag=True, help="Refuse what breaks the rules of TMX 1.4.")


@dataclass
class Inputs:
    """Files of units, read one after the other as their units are asked for.

    :param paths: The files; the two of a pair of plain texts are one input.
    :param format_name: Their format, if the user names it.
    :param options: How they are read.
    :param rename: New language tags by old ones, in lower case.
    :param console: Where progress is shown.
    """

    paths: Sequence[Path]
    format_name: str | None
    options: ReadOptions
    console: Console
    rename: dict[str, str] = field(default_factory=dict)
    header: MemoryHeader | None = None
    chooser: PairChooser | None = None
    messages: list[str] = field(default_factory=list)
    name: str = "the input"

    def units(self) -> Iterator[TranslationUnit]:
        """Yield the units of all files; what was broken is noted, once."""
        from duizhao.corpora.units.formats import load_reader

        self.messages.clear()
        told = self._progress()
        for known, paths in self._groups():
            with contextlib.ExitStack() as stack:
                streams, names = self._open(stack, paths, told)
                self.name = names[0]
                reading = load_reader(known)(streams, names, self.options)
                if self.header is None:
                    header = reading.header
                    lang = self.renamed(header.source_lang)
                    self.header = dataclasses.replace(header, source_lang=lang)
                yield from map(self._renamed_unit, reading.units) if self.rename else reading.units
                message = reading.recovered()
                if message:
                    self.messages.append(message)

    def pairs(self) -> Iterator[Pair]:
        """Yield the units with their texts in the two languages."""
        from duizhao.corpora.units.pairs import PairChooser

        units = self.units()
        first = next(units, None)
        declared = self.header.source_lang if self.header else ""
        wanted = (self.options.source_lang, self.options.target_lang)
        self.chooser = PairChooser(self.name, declared, *wanted)
        return self.chooser.pairs(itertools.chain([first] if first else [], units))

    def renamed(self, lang: str) -> str:
        """Return a language tag as it is to be written."""
        return self.rename.get(lang.lower(), lang)

    def _renamed_unit(self, unit: TranslationUnit) -> TranslationUnit:
        variants = tuple(v._replace(lang=self.renamed(v.lang)) for v in unit.variants)
        return unit._replace(variants=variants)

    def _groups(self) -> Iterator[tuple[UnitFormat, Sequence[Path]]]:
        from duizhao.corpora.units.formats import choose_unit_format

        whole = choose_unit_format(str(self.paths[0]), self.format_name, len(self.paths))
        if whole.files > 1:
            if len(self.paths) != whole.files:
                message = f"{whole.name} has {whole.files} files, not {len(self.paths)}; give both"
                raise InputError(message)
            yield whole, self.paths
            return
        for path in self.paths:
            yield choose_unit_format(str(path), self.format_name), [path]

    def _open(
        self, stack: contextlib.ExitStack, paths: Sequence[Path], told: Callable[[int], None]
    ) -> tuple[list[BinaryIO], list[str]]:
        from duizhao.corpora.files.input import open_input, shown_path

        streams = [stack.enter_context(open_input(path, told)) for path in paths]
        return streams, [shown_path(path) for path in paths]

    def _progress(self) -> Callable[[int], None]:
        total = sum(p.stat().st_size for p in self.paths if p != STANDARD and p.is_file())
        done = 0

        def told(count: int) -> None:
            nonlocal done
            done += count
            if total:
                self.console.progress("units", done, total)

        return told


@dataclass
class Target:
    """Where units are written, and what is told of it.

    :param output: The file; ``-`` is standard output.
    :param units_per_file: Begin another file after so many units.
    :param created: When it is made; the present if None, nothing if ``"none"``.
    :param doctype: Name the document type definition.
    :param as_json: Print the summary as JSON.
    :param console: Whether there is a summary.
    """

    output: Path
    units_per_file: int | None
    created: str | None
    doctype: bool
    as_json: bool
    console: Console

    def write(
        self,
        inputs: Inputs,
        pairs: Iterator[Pair],
        left_out: Counter[str],
        known: UnitFormat,
        options: WriteOptions,
    ) -> None:
        """Write units whole or not at all, and say what became of them.

        :param inputs: Where they come from; never overwritten.
        :param pairs: The units.
        :param left_out: Those that were left out before, by reason.
        :param known: The format to write.
        :param options: How; the languages are those of the first pair if they are not set.
        """
        from duizhao.corpora.units.formats import load_writer

        if self.units_per_file is not None and (known.name != "tmx" or self.output == STANDARD):
            message = "only a translation memory in files can be split; leave out --units-per-file"
            raise OutputError(message)
        write = load_writer(known)
        first = next(pairs, None)
        pairs = itertools.chain([first] if first else [], pairs)
        options = self._completed(options, inputs)
        results: list[Written] = []

        def run(streams: Sequence[BinaryIO], some: Iterable[Pair]) -> None:
            results.append(write(some, streams, options))

        if self.units_per_file is not None:
            paths = self._split(pairs, run, inputs, self.units_per_file)
        elif known.files > 1:
            paths = self._write_two(pairs, run, inputs, options)
        else:
            paths = self._write_one(pairs, run, inputs)
        for message in inputs.messages:
            click.echo(f"Warning: {message}", err=True)
        self._tell(results, left_out, paths, inputs)

    def _completed(self, options: WriteOptions, inputs: Inputs) -> WriteOptions:
        """Return the options with what is known once the first unit was read."""
        from duizhao.corpora.units.tmx.writer import creation_time

        declared = inputs.header.source_lang if inputs.header else ""
        source, target = inputs.chooser.tags if inputs.chooser else (None, None)
        created = creation_time() if self.created is None else self.created
        return dataclasses.replace(
            options,
            source_lang=source or options.source_lang or declared or "*all*",
            target_lang=target or options.target_lang,
            created=None if created == "none" else created,
            doctype=self.doctype,
        )

    def _write_one(self, pairs: Iterable[Pair], run: _Run, inputs: Inputs) -> list[Path]:
        from duizhao.corpora.files.output import write_whole

        if self.output != STANDARD:
            write_whole(self.output, lambda s: run([s], pairs), protect=inputs.paths)
            return [self.output]
        write_standard_output(lambda s: run([s], pairs))
        return []

    def _write_two(
        self, pairs: Iterable[Pair], run: _Run, inputs: Inputs, options: WriteOptions
    ) -> list[Path]:
        from duizhao.corpora.files.output import write_all

        if self.output == STANDARD:
            message = "two files cannot go to standard output; give the beginning of their names"
            raise OutputError(message)
        tags = (options.source_lang, options.target_lang or "")
        one, other = (self.output.with_name(f"{self.output.name}.{tag}") for tag in tags)
        with tempfile.TemporaryFile() as spool:

            def second(stream: BinaryIO) -> None:
                spool.seek(0)
                shutil.copyfileobj(spool, stream)

            writers = {one: lambda s: run([s, spool], pairs), other: second}
            write_all(writers, protect=inputs.paths)
        return [one, other]

    def _split(self, pairs: Iterator[Pair], run: _Run, inputs: Inputs, size: int) -> list[Path]:
        from duizhao.corpora.exchange.memory import numbered_path
        from duizhao.corpora.files.output import write_all

        with tempfile.TemporaryDirectory() as folder:
            parts: dict[Path, Callable[[BinaryIO], object]] = {}
            while (first := next(pairs, None)) is not None or not parts:
                staged = Path(folder, str(len(parts)))
                rest = itertools.islice(pairs, size - 1)
                with staged.open("wb") as stream:
                    run([stream], itertools.chain([first] if first else [], rest))
                parts[numbered_path(self.output, len(parts) + 1)] = functools.partial(_copy, staged)
            write_all(parts, protect=inputs.paths)
        return list(parts)

    def _tell(
        self,
        results: Sequence[Written],
        left_out: Counter[str],
        paths: Sequence[Path],
        inputs: Inputs,
    ) -> None:
        for result in results:
            left_out.update(result.left_out)
        written = sum(result.written for result in results)
        stripped = sum(result.stripped for result in results)
        to_stderr = self.output == STANDARD
        if self.as_json:
            summary = {
                "written": written,
                "left_out": dict(left_out),
                "stripped": stripped,
                "files": [os.fspath(path) for path in paths],
                "broken": inputs.messages,
            }
            click.echo(json.dumps(summary, ensure_ascii=False), err=to_stderr)
        elif not self.console.quiet:
            click.echo(_in_words(written, left_out, stripped, paths), err=to_stderr)


_Run = Callable[[Sequence[BinaryIO], Iterable["Pair"]], None]


def _copy(source: Path, stream: BinaryIO) -> None:
    with source.open("rb") as part:
        shutil.copyfileobj(part, stream)


def _in_words(written: int, left_out: Counter[str], stripped: int, paths: Sequence[Path]) -> str:
    where = f" to {paths[0]}" if paths else ""
    if len(paths) > 1:
        where += f" and {len(paths) - 1} more" if len(paths) > 2 else f" and {paths[1]}"
    line = f"{written} unit{'' if written == 1 else 's'} written{where}"
    if left_out:
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(left_out.items()))
        line += f"; {sum(left_out.values())} left out ({reasons})"
    if stripped:
        line += f"; {stripped} characters that XML cannot hold taken out"
    return line


_LANGUAGES = (
    click.option("--source-lang", metavar="LANG", help="Language of the source, such as zh-CN."),
    click.option("--target-lang", metavar="LANG", help="Language of the target, such as en-US."),
    click.option(
        "--rename-lang",
        multiple=True,
        metavar="OLD=NEW",
        help="Write the language tag OLD as NEW, such as zh=zh-CN; may be given several times.",
    ),
)


def language_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about languages; ``rename`` is a dict then."""

    @functools.wraps(command)
    def wrapped(*args: Any, rename_lang: tuple[str, ...], **kwargs: Any) -> Any:  # noqa: ANN401
        rename = {}
        for pair in rename_lang:
            old, _, new = pair.partition("=")
            if not old or not new:
                message = f"--rename-lang {pair} names no two tags; give one such as zh=zh-CN"
                raise InputError(message)
            rename[old.lower()] = new
        return command(*args, rename=rename, **kwargs)

    for option in reversed(_LANGUAGES):
        wrapped = option(wrapped)
    return wrapped


_TARGETS = (
    output_option(),
    click.option(
        "--units-per-file",
        type=click.IntRange(min=1),
        metavar="N",
        help="Begin another memory after N units: name-001.tmx, name-002.tmx and so on.",
    ),
    click.option(
        "--created",
        metavar="TIME",
        help="When the memory was made, such as 2026-01-31T12:00:00Z, or none to leave it out;"
        " SOURCE_DATE_EPOCH or the present if not given.",
    ),
    click.option(
        "--doctype", is_flag=True, help="Name tmx14.dtd in a DOCTYPE; few tools ask for it."
    ),
    JSON_SUMMARY,
)


def target_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about what is written, and hand the command a :class:`Target`."""

    @functools.wraps(command)
    def wrapped(
        *args: Any,  # noqa: ANN401
        output: Path,
        units_per_file: int | None,
        created: str | None,
        doctype: bool,
        as_json: bool,
        console: Console,
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        target = Target(output, units_per_file, created, doctype, as_json, console)
        return command(*args, target=target, console=console, **kwargs)

    for option in reversed(_TARGETS):
        wrapped = option(wrapped)
    return wrapped
