"""Write an alignment as a table: tab-separated values, one bead a row."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from duizhao.corpora.alignment import Alignment
from duizhao.corpora.document import Document
from duizhao.corpora.exchange.bead_text import bead_texts, beads_at
from duizhao.corpora.files.rows import stream_tab_rows, write_rows
from duizhao.corpora.locators import place_in_words
from duizhao.corpora.text.clean import clean_line
from duizhao.errors import FormatError

__all__ = ["BEAD_COLUMNS", "bead_rows", "read_tsv", "write_tsv"]

BEAD_COLUMNS: Mapping[str, object] = {
    "type": str,
    "probability": float,
    "similarity": float,
    "moved": bool,
    "source_document": int,
    "source_ids": list[int],
    "target_ids": list[int],
    "source": str,
    "target": str,
    "source_place": str,
    "target_place": str,
    "findings": list[str],
}
"""The columns of a table of beads, with the types of their values."""


def write_tsv(alignment: Alignment, stream: BinaryIO) -> None:
    """Write the beads as rows under a row of names, in UTF-8 without a byte order mark.

    Numbers in a list stand with a space between them. Texts are one line each; a text with a
    quotation mark is quoted as in CSV.

    :param alignment: What to write.
    :param stream: Where to write; stays open.
    """
    rows = (map(_cell, row.values()) for row in bead_rows(alignment))
    write_rows(itertools.chain([BEAD_COLUMNS], rows), stream, "\t")


def read_tsv(path: Path) -> Iterator[dict[str, object]]:
    """Yield the rows of a table as :func:`bead_rows` does; it says four digits of a decimal.

    :param path: A file that :func:`write_tsv` wrote.
    :raises FormatError: If somebody else changed it.
    """
    with path.open("rb") as stream:
        rows = stream_tab_rows(stream, str(path))
        for line, row in enumerate(rows, 1):
            try:
                if line > 1:
                    cells = zip(BEAD_COLUMNS.items(), row, strict=True)
                    yield {name: _value(cell, kind) for (name, kind), cell in cells}
                elif row != list(BEAD_COLUMNS):
                    raise ValueError
            except ValueError:
                message = "not as duizhao wrote it; remove it, and the next run writes it anew"
                raise FormatError(str(path), message, line) from None


def _value(cell: str, kind: object) -> object:
    """Return the value that a cell of the file stands for."""
    if kind is bool:
        return cell == "true"
    if kind == list[int]:
        return [int(word) for word in cell.split()]
    if kind == list[str]:
        return cell.split()
    return int(cell) if kind is int else float(cell) if kind is float else cell


def _cell(value: object) -> str:
    """Return a value as it stands in the file."""
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def bead_rows(alignment: Alignment) -> Iterator[dict[str, object]]:
    """Yield each bead as a row, its values by the names of :data:`BEAD_COLUMNS` and in that order.

    Texts are one line each.

    :param alignment: What the aligner found.
    """
    for bead, findings in zip(alignment.beads, _findings(alignment), strict=True):
        source, target = alignment.documents[bead.source_document], alignment.target
        texts = bead_texts(alignment, bead)
        yield {
            "type": bead.type,
            "probability": float(bead.probability),
            "similarity": float(bead.similarity),
            "moved": bead.moved,
            "source_document": bead.source_document,
            "source_ids": list(bead.source),
            "target_ids": list(bead.target),
            "source": texts[0],
            "target": texts[1],
            "source_place": _place(source, bead.source),
            "target_place": _place(target, bead.target),
            "findings": findings,
        }


def _findings(alignment: Alignment) -> list[list[str]]:
    """Return the ids of the findings that touch each bead, in the order of the report."""
    open_ones = (f for f in alignment.findings if not f.is_dismissed)
    pairs = [(f.id, p) for f in open_ones for p in (f.source, f.target) if p is not None]
    findings: list[dict[str, None]] = [{} for _ in alignment.beads]
    for (name, _), beads in zip(pairs, beads_at(alignment, [p for _, p in pairs]), strict=True):
        for n in beads:
            findings[n][name] = None
    return [list(names) for names in findings]


def _place(document: Document, ids: Sequence[int]) -> str:
    """Say where the first of some sentences begins."""
    return clean_line(place_in_words(document.sentences[ids[0]].place)) if ids else ""
