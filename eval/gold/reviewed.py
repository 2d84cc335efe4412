"""Gold from alignments that an editor has reviewed: stretches of links that are all confirmed.

An ``alignment.json`` is what the aligner found, and no gold. Where the file of decisions that the
report saves lies in the same folder, its confirmed links are; a stretch in which every sentence of
both sides stands in one is a document pair with gold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from duizhao.align.decisions.file import Decisions
from duizhao.align.decisions.links import Link, LinkDecision, constraints_of
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.exchange.alignment_json import read_alignment
from duizhao.corpora.files.input import read_utf8
from duizhao.corpora.reading.read import document_from_text
from duizhao.errors import FormatError
from duizhao.eval.gold.clean import LEAST
from duizhao.eval.gold.pairs import GoldPair

__all__ = ["reviewed_pairs"]

_NOT_REVIEWED = f"no stretch of {LEAST} links that decisions beside it confirm"
_OTHER = "neither an alignment nor decisions"


def reviewed_pairs(paths: Sequence[Path]) -> tuple[list[GoldPair], list[tuple[Path, str]]]:
    """Return the stretches that were reviewed, and the files that gave none, with the reason.

    :param paths: JSON files of one folder: alignments and decisions, which hold for all of them.
    :raises InputError: If a file cannot be read, or is a broken one of either kind.
    """
    alignments: list[Path] = []
    links: list[LinkDecision] = []
    unused: list[tuple[Path, str]] = []
    for path in paths:
        kind = _kind(path)
        if kind == "alignment":
            alignments.append(path)
        elif kind == "duizhao-decisions":
            links += Decisions.load(path).links
        elif kind == "duizhao-links":
            links += Decisions.load_links(path).links
        else:
            unused.append((path, _OTHER))
    pairs: list[GoldPair] = []
    for path in alignments:
        found = list(_of_alignment(path, links)) if links else []
        pairs += found
        if not found:
            unused.append((path, _NOT_REVIEWED))
    return pairs, unused


def _kind(path: Path) -> str:
    """Say what a JSON file is, by its first level."""
    try:
        data = json.loads(read_utf8(path, "an alignment or decisions"))
    except ValueError as error:
        message = "is no JSON"
        raise FormatError(str(path), message) from error
    if not isinstance(data, dict):
        return ""
    return "alignment" if "beads" in data and "documents" in data else str(data.get("format", ""))


def _of_alignment(path: Path, decisions: Sequence[LinkDecision]) -> Iterator[GoldPair]:
    alignment = read_alignment(path)
    target = alignment.target
    every = constraints_of(decisions, alignment.sources, target)
    for number, (source, constraints) in enumerate(zip(alignment.sources, every, strict=True)):
        confirmed = set(constraints.forced)
        own = [bead for bead in alignment.beads if bead.source_document == number]
        for stretch in _stretches(own, confirmed):
            yield _pair(f"{path.name}#{len(alignment.sources)}.{number}", source, target, stretch)


def _stretches(beads: Sequence[Bead], confirmed: set[Link]) -> Iterator[list[Bead]]:
    """Yield the runs of confirmed beads in which no sentence of either side is passed over."""
    rows: list[Bead] = []
    next_ones: list[int | None] = [None, None]
    for bead in beads:
        sides = bead.source, bead.target
        if rows and not all(
            not ids or after in (None, ids[0]) for ids, after in zip(sides, next_ones, strict=True)
        ):
            yield from _long(rows)
            rows, next_ones = [], [None, None]
        if sides not in confirmed or bead.moved:
            yield from _long(rows)
            rows, next_ones = [], [None, None]
            continue
        rows.append(bead)
        next_ones = [
            ids[-1] + 1 if ids else after for ids, after in zip(sides, next_ones, strict=True)
        ]
    yield from _long(rows)


def _long(rows: list[Bead]) -> Iterator[list[Bead]]:
    """Yield a run that is long enough and has sentences on both sides."""
    if len(rows) >= LEAST and any(b.source for b in rows) and any(b.target for b in rows):
        yield rows


def _pair(name: str, source: Document, target: Document, beads: Sequence[Bead]) -> GoldPair:
    """Return a stretch of two documents as a pair of its own."""
    sides = [bead.source for bead in beads], [bead.target for bead in beads]
    texts = [
        [document.sentences[i].text for ids in side for i in ids]
        for document, side in zip((source, target), sides, strict=True)
    ]
    a, b = (
        document_from_text(
            "\n".join(" ".join(text.split()) for text in side),
            lang=document.lang,
            path=document.path,
            presplit=True,
        )
        for side, document in zip(texts, (source, target), strict=True)
    )
    left, right = (min(ids[0] for ids in side if ids) for side in sides)
    moved_up = (
        Bead(tuple(i - left for i in bead.source), tuple(j - right for j in bead.target))
        for bead in beads
    )
    return GoldPair(name, a, b, tuple(moved_up))
