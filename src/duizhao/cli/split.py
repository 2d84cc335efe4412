"""The command ``duizhao split``: what the aligner sees of a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.shared_options.inputs import FILE, file_options, parse_limits
from duizhao.cli.shared_options.output import json_option
from duizhao.cli.terminal import deliver

if TYPE_CHECKING:
    from duizhao.corpora.document import Document

__all__ = ["split_command"]

_COLUMNS = ("id", "kind", "start", "end", "place", "text")


@click.command("split")
@click.argument("file", type=FILE)
@click.option("--lang", metavar="LANG", help="Language of FILE, such as zh; found if not given.")
@click.option("--encoding", metavar="NAME", help="Encoding of FILE, such as gb18030.")
@click.option("--input-format", metavar="NAME", help="Format of FILE, such as docx.")
@file_options
@json_option("a JSON array instead of a table")
def split_command(
    file: Path,
    lang: str | None,
    encoding: str | None,
    input_format: str | None,
    presplit: bool,
    limits: tuple[str, ...],
    as_json: bool,
) -> None:
    """Print the sentences of FILE, one a line, with their kind, offsets and place.

    Offsets count the characters of the visible text, from 0; the place says where a person finds
    the sentence in the file. FILE may be - for standard input; of a translation memory or an XLIFF
    file, the source side is shown. The table is separated by tabs;
    everything is printed in UTF-8.

    \b
    Example:
      duizhao split digest.zh.docx
    """
    from duizhao.corpora.reading.read import ReadOptions, read_document

    options = ReadOptions(
        lang, encoding, input_format, presplit, bitext=True, limits=parse_limits(limits)
    )
    document = read_document(file, options)
    lines = _json_lines(document) if as_json else _table_lines(document)
    # As bytes: a terminal of another encoding, or Windows, would change a text.
    deliver(io.BytesIO("".join(lines).encode("utf-8", "backslashreplace")))


def _table_lines(document: Document) -> Iterator[str]:
    from duizhao.corpora.locators import place_in_words
    from duizhao.corpora.text.clean import clean_line

    yield _row(_COLUMNS)
    for s in document.sentences:
        place = clean_line(place_in_words(s.place))
        yield _row((s.id, s.kind.value, s.start, s.end, place, clean_line(s.text)))


def _row(values: tuple[object, ...]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, delimiter="\t", lineterminator="\n").writerow(values)
    return line.getvalue()


def _json_lines(document: Document) -> Iterator[str]:
    """Yield a JSON array with one sentence a line."""
    from duizhao.corpora.locators import place_as_json

    opening = "["
    for s in document.sentences:
        item = {
            "id": s.id,
            "kind": s.kind.value,
            "start": s.start,
            "end": s.end,
            "place": None if s.place is None else place_as_json(s.place),
            "text": s.text,
        }
        yield f"{opening}\n {json.dumps(item, ensure_ascii=False)}"
        opening = ","
    yield "\n]\n"
