"""The files that a run leaves: the contract, the memory, the table, the report, XLIFF."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from duizhao.align.report.html.page import write_report
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.exchange.alignment_json import write_json
from duizhao.corpora.exchange.memory import write_tmx
from duizhao.corpora.exchange.table import write_tsv
from duizhao.corpora.exchange.xliff import write_xliff
from duizhao.corpora.files.output import Written, write_all
from duizhao.errors import OutputError, UnknownNameError

__all__ = ["DEFAULT_FORMATS", "FORMATS", "Outputs", "check_folder", "write_outputs"]

_log = logging.getLogger(__name__)

_WRITERS: dict[str, tuple[str, Callable[[Alignment, BinaryIO], object]]] = {
    "json": ("alignment.json", write_json),
    "tmx": ("aligned.tmx", write_tmx),
    "tsv": ("aligned.tsv", write_tsv),
    "html": ("report.html", write_report),
    "xliff": ("aligned.xlf", write_xliff),
}

FORMATS = tuple(_WRITERS)
"""The names of the output formats, in the order in which they are listed."""

DEFAULT_FORMATS = ("json", "tmx", "tsv", "html")
"""Those that are written if none is named."""


@dataclass(frozen=True)
class Outputs:
    """What was written.

    :param paths: The files, by format.
    :param memory: What became of the beads in the translation memory, if one was written.
    :param xliff: The same of the XLIFF file.
    """

    paths: Mapping[str, Path]
    memory: Written | None
    xliff: Written | None = None


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


def write_outputs(
    alignment: Alignment,
    folder: Path,
    *,
    formats: Iterable[str] | None = None,
    ui: str | None = None,
) -> Outputs:
    """Write an alignment in several formats, all of them or none.

    The inputs that the alignment was made from are never overwritten.

    :param alignment: What to write.
    :param folder: Where; it is made if it is not there.
    :param formats: Names among :data:`FORMATS`; if None, those of
        :data:`DEFAULT_FORMATS` that fit (a translation memory needs two languages).
    :param ui: The report's interface language, ``"en"`` or ``"zh"``; None leaves it to the browser.
    :raises UnknownNameError: If a format is not among the known ones.
    :raises OutputError: If the files cannot be written there.
    """
    wanted = list(dict.fromkeys(DEFAULT_FORMATS if formats is None else formats))
    for name in wanted:
        if name not in _WRITERS:
            raise UnknownNameError("format", name, FORMATS)
    if formats is None and any(d.lang == alignment.target.lang for d in alignment.sources):
        _log.info("no translation memory is written: it needs two languages")
        wanted.remove("tmx")
    paths = {name: folder / _WRITERS[name][0] for name in wanted}
    results: dict[str, object] = {}

    def writer(name: str) -> Callable[[BinaryIO], object]:
        def write(stream: BinaryIO) -> None:
            if name == "html":
                write_report(alignment, stream, ui=ui)
            else:
                results[name] = _WRITERS[name][1](alignment, stream)

        return write

    inputs = [Path(document.path) for document in alignment.documents]
    write_all({path: writer(name) for name, path in paths.items()}, protect=inputs)
    memory, xliff = results.get("tmx"), results.get("xliff")
    return Outputs(
        paths,
        memory if isinstance(memory, Written) else None,
        xliff if isinstance(xliff, Written) else None,
    )
