"""Write an alignment as a table: tab-separated values, one bead a row."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.document import Document
from duizhao.corpora.exchange.bead_text import beads_at, join_sentences
from duizhao.corpora.files.rows import write_rows
from duizhao.corpora.locators import place_in_words
from duizhao.corpora.text.clean import clean_line

__all__ = ["COLUMNS", "write_tsv"]

COLUMNS = (
    "type",
    "probability",
    "similarity",
    "moved",
    "source_document",
    "source_ids",
    "target_ids",
    "source",
    "target",
    "source_place",
    "target_place",
    "findings",
)


def write_tsv(alignment: Alignment, stream: BinaryIO) -> None:
    """Write the beads as rows under a row of names, in UTF-8 without a byte order mark.

    Numbers in a list stand with a space between them. Texts are one line each; a text with a
    quotation mark is quoted as in CSV.

    :param alignment: What to write.
    :param stream: Where to write; stays open.
    """
    findings = _findings(alignment)
    beads = zip(alignment.beads, findings, strict=True)
    rows = (_row(alignment, bead, ids) for bead, ids in beads)
    write_rows(itertools.chain([COLUMNS], rows), stream, "\t")


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


def _row(alignment: Alignment, bead: Bead, findings: list[str]) -> Iterator[object]:
    yield bead.type
    yield f"{bead.probability:.4f}"
    yield f"{bead.similarity:.4f}"
    yield "true" if bead.moved else "false"
    yield bead.source_document
    yield " ".join(map(str, bead.source))
    yield " ".join(map(str, bead.target))
    source = alignment.documents[bead.source_document]
    yield join_sentences(source, bead.source)
    yield join_sentences(alignment.target, bead.target)
    yield _place(source, bead.source)
    yield _place(alignment.target, bead.target)
    yield " ".join(findings)
