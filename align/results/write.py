"""Write results: all that a run leaves in a folder, or an alignment in one format."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from duizhao.align.results.formats import (
    PLAIN_OUTPUT,
    REPORT_FORMS,
    RUN_FORMATS,
    OutputFormat,
    OutputOptions,
    choose_output_format,
)
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.files.output import Written, write_all
from duizhao.errors import OutputError

__all__ = ["DEFAULT_FORMATS", "check_folder", "write_one", "write_report", "write_results"]

_log = logging.getLogger(__name__)

DEFAULT_FORMATS = ("json", "tmx", "tsv", "html")
"""What a run leaves if no format is named."""


def check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be one, before any work is done for it.

    :param folder: Where results are to go; it need not exist.
    :raises OutputError: If it, or a folder above it, is a file.
    """
    for place in (folder, *folder.parents):
        if place.is_dir():
            return
        if place.exists():
            message = f"cannot write to {folder}: {place} is a file; choose another folder"
            raise OutputError(message)


def write_results(
    alignment: Alignment,
    folder: str | os.PathLike[str],
    *,
    formats: str | Iterable[str] | None = None,
    ui: str | None = None,
) -> dict[str, Written]:
    """Write an alignment in several formats, all of them or none.

    The inputs that the alignment was made from are never overwritten.

    :param alignment: What to write.
    :param folder: Where; it is made if it is not there.
    :param formats: Some of ``"json"``, ``"tmx"``, ``"tsv"``, ``"html"`` and ``"xliff"``; if None,
        those of :data:`DEFAULT_FORMATS` that fit (a translation memory needs two languages).
    :param ui: The report's interface language, ``"en"`` or ``"zh"``; None leaves it to the browser.
    :return: What was written where, by format.
    :raises UnknownNameError: If a format is not among the known ones.
    :raises OutputError: If the files cannot be written there.
    """
    chosen = [formats] if isinstance(formats, str) else formats
    names = dict.fromkeys(DEFAULT_FORMATS if chosen is None else chosen)
    wanted = [choose_output_format(RUN_FORMATS, name) for name in names]
    if formats is None and any(d.lang == alignment.target.lang for d in alignment.sources):
        _log.info("no translation memory is written: it needs two languages")
        wanted = [one for one in wanted if not one.needs_two_languages]
    options = OutputOptions(ui=ui)
    paths = {one.name: Path(folder, one.file_name) for one in wanted}
    writers = {
        path: write
        for one in wanted
        for path, write in one.plan(alignment, paths[one.name], options).items()
    }
    written = write_all(writers, protect=_inputs(alignment))
    return {name: replace(written[path], files=(path,)) for name, path in paths.items()}


def write_report(
    alignment: Alignment,
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002 - as the option is called
    *,
    ui: str | None = None,
) -> Written:
    """Write the report in one of its forms, whole or not at all.

    :param alignment: What to write.
    :param path: Where; the inputs that the alignment was made from are never overwritten.
    :param format: ``"html"``, ``"xlsx"``, ``"docx"``, ``"md"``, ``"txt"``, ``"jsonl"`` or
        ``"sarif"``; what the name of the file ends with if None.
    :param ui: The interface language, ``"en"`` or ``"zh"``; None leaves it to the form.
    :return: How many findings it tells, and the file.
    :raises UnknownNameError: If there is no such form or interface language.
    :raises MissingExtraError: If the form needs an extra that is not installed.
    :raises OutputError: If the file cannot be written there.
    """
    file = Path(path)
    form = choose_output_format(REPORT_FORMS, format or file.suffix.lower().removeprefix("."))
    return write_one(alignment, file, form, OutputOptions(ui=ui))


def write_one(
    alignment: Alignment,
    path: Path,
    known: OutputFormat,
    options: OutputOptions = PLAIN_OUTPUT,
    *,
    protect: Iterable[Path] = (),
) -> Written:
    """Write an alignment in one format.

    :param alignment: What to write.
    :param path: The file; a memory in several files numbers them.
    :param known: The format.
    :param options: How.
    :param protect: What must not be overwritten, besides the inputs that the alignment was made
        from.
    :return: What was written where.
    :raises OutputError: If a file cannot be written there, a code or the time is not of its form,
        or the two codes are equal.
    """
    writers = known.plan(alignment, path, options)
    written = write_all(writers, protect=[*protect, *_inputs(alignment)])
    return replace(next(iter(written.values())), files=tuple(written))


def _inputs(alignment: Alignment) -> list[Path]:
    """Return the texts that were aligned, as far as their names can be names of files."""
    return [Path(d.path) for d in alignment.documents if d.path and "\0" not in d.path]
