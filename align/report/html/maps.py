"""The maps of a report: the parts of a ribbon that can be clicked on, and the alignment plot."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duizhao.align.report.view_types import Row
from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.document import Document

__all__ = ["PLOT_SIZE", "Band", "Part", "Plot", "Ribbon", "Spot", "plot_of", "ribbon_of"]

PLOT_SIZE = 1000
"""Width and height of a plot in its own units."""

# Links on one ribbon. Twelve are 28 CSS pixels wide each on a telephone, above the 24 that WCAG
# 2.2 asks for (criterion 2.5.8), and few enough to tab through.
_PARTS = 12
# Points of the plot's line nearer than this, in its units, are one: 2 pixels on a screen.
_STEP = 4
# Symbols nearer than this are drawn once, which bounds their number whatever the documents.
_GRID = 10
# Passages named in the text beside the plot: what a reader goes through one by one.
_NAMED = 8
_FLAWS = ("blank", "clause")
_KINDS = ("linked", *_FLAWS, "moved", "omitted", "added")


@dataclass(frozen=True)
class Band:
    """A stretch of a document in one state, as its ribbon shows it.

    :param state: ``"linked"``, ``"moved"``, ``"blank"``, ``"clause"``, ``"null"`` or ``"aside"``.
    :param start: Where it begins, in percent of the document's sentences' characters.
    :param width: How long it is, in percent.
    """

    state: str
    start: float
    width: float


@dataclass(frozen=True)
class Part:
    """A part of a ribbon that leads to its place in the side-by-side view.

    :param first: The id of its first sentence.
    :param last: The id of its last sentence.
    :param lost: How many of its sentences have no counterpart.
    :param row: The row that it leads to.
    """

    first: int
    last: int
    lost: int
    row: int


@dataclass(frozen=True)
class Ribbon:
    """A document from end to end.

    :param bands: Its stretches.
    :param parts: What can be clicked on, in order.
    """

    bands: tuple[Band, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Spot:
    """A symbol of an alignment plot; source runs to the right, target downwards.

    :param kind: ``"moved"``, ``"blank"``, ``"clause"``, ``"omitted"`` or ``"added"``.
    :param row: Its row, the first of several.
    :param x0: Where it begins in the source.
    :param y0: Where it begins in the target.
    :param x1: Where it ends in the source.
    :param y1: Where it ends in the target.
    :param characters: The length of its longer side.
    """

    kind: str
    row: int
    x0: int
    y0: int
    x1: int
    y1: int
    characters: int


@dataclass(frozen=True)
class Plot:
    """Where the passages of one source stand in the target.

    :param number: The number of the source.
    :param path: The line of the linked passages, as SVG writes it.
    :param spots: The symbols of moved passages and of those without a counterpart.
    :param counts: Numbers of rows by kind.
    :param named: The longest passages without a counterpart, in order.
    :param moved: The first moved passages.
    :param flawed: The first passages inside which something is lost.
    """

    number: int
    path: str
    spots: tuple[Spot, ...]
    counts: Mapping[str, int]
    named: tuple[Spot, ...]
    moved: tuple[Spot, ...]
    flawed: tuple[Spot, ...]


def ribbon_of(document: Document, rows: Sequence[Row]) -> Ribbon:
    """Draw how much of a document is linked.

    :param document: The document.
    :param rows: The row of each of its sentences.
    :return: Its ribbon. At most twelve parts of about the same number of characters can be clicked
        on; a part leads to its first sentence without a counterpart, else to its first sentence.
    """
    ends = _ends(document)
    if not ends:
        return Ribbon((), ())
    states = []
    for sentence, row in zip(document.sentences, rows, strict=True):
        null = "null" if document.is_aligned(sentence) else "aside"
        states.append(null if row.kind in {"omitted", "added"} else row.kind)
    parts = []
    for k in range(_PARTS):
        first = _at(ends, k * ends[-1] / _PARTS)
        last = max(first, _at(ends, (k + 1) * ends[-1] / _PARTS - 1))
        lost = [i for i in range(first, last + 1) if states[i] == "null"]
        parts.append(Part(first, last, len(lost), rows[lost[0] if lost else first].number))
    return Ribbon(tuple(_bands(states, ends)), tuple(parts))


def _bands(states: Sequence[str], ends: Sequence[int]) -> Iterator[Band]:
    total = ends[-1] or 1
    start = 0
    for i, (state, end) in enumerate(zip(states, ends, strict=True)):
        if i + 1 == len(states) or states[i + 1] != state:
            yield Band(state, 100 * start / total, 100 * (end - start) / total)
            start = end


def _ends(document: Document) -> list[int]:
    return list(itertools.accumulate(len(s.text) for s in document.sentences))


def _at(ends: Sequence[int], offset: float) -> int:
    return min(bisect_right(ends, offset), len(ends) - 1)


class _Axis:
    """Turns the sentences of a document into positions on a plot."""

    def __init__(self, document: Document) -> None:
        self._ends = [0, *_ends(document)]
        self._total = self._ends[-1] or 1

    def span(self, ids: Sequence[int]) -> tuple[int, int]:
        """Return where a group of sentences begins and ends."""
        low, high = self._ends[ids[0]], self._ends[ids[-1] + 1]
        return round(PLOT_SIZE * low / self._total), round(PLOT_SIZE * high / self._total)

    def characters(self, ids: Sequence[int]) -> int:
        """Return how long a group of sentences is."""
        return sum(self._ends[i + 1] - self._ends[i] for i in ids)


def plot_of(alignment: Alignment, source: int, rows: Sequence[Row]) -> Plot:
    """Draw where the passages of a source stand in the target.

    :param alignment: What the aligner found.
    :param source: The number of the source.
    :param rows: Its beads, side by side.
    :return: The plot; its line and its symbols are bounded in number.
    """
    axes = _Axis(alignment.documents[source]), _Axis(alignment.target)
    drawn = [row for row in rows if row.bead.source_document == source and row.kind != "aside"]
    strokes, spots = _drawn(drawn, axes)
    counts = Counter(row.kind for row in drawn)
    return Plot(
        number=source,
        path="".join(map(_path, strokes)),
        spots=tuple(_thinned(spots)),
        counts={kind: counts[kind] for kind in _KINDS},
        named=_longest(spots),
        moved=tuple([s for s in spots if s.kind == "moved"][:_NAMED]),
        flawed=tuple([s for s in spots if s.kind in _FLAWS][:_NAMED]),
    )


def _drawn(
    rows: Iterable[Row], axes: tuple[_Axis, _Axis]
) -> tuple[list[list[tuple[int, int]]], list[Spot]]:
    """Return the lines through what is linked in order, and the symbols of all else."""
    strokes: list[list[tuple[int, int]]] = []
    spots: list[Spot] = []
    before = ""
    x = y = 0
    for row in rows:
        bead, kind = row.bead, row.kind
        spot = _spot(kind, row.number, bead, axes, (x, y))
        if bead.moved and not bead.is_null:
            spots.append(spot)
            continue
        x, y = spot.x1, spot.y1
        if not bead.is_null:
            if before != "linked":
                strokes.append([(spot.x0, spot.y0)])
            strokes[-1].append((x, y))
            if kind in _FLAWS:
                spots.append(spot)
        elif spots and before == kind and spots[-1].kind == kind:
            spots[-1] = _longer(spots[-1], spot)
        else:
            spots.append(spot)
        before = kind if bead.is_null else "linked"
    return strokes, spots


def _longest(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    gaps = sorted((s for s in spots if s.kind in {"omitted", "added"}), key=lambda s: -s.characters)
    return tuple(sorted(gaps[:_NAMED], key=lambda s: s.row))


def _spot(kind: str, row: int, bead: Bead, axes: tuple[_Axis, _Axis], at: tuple[int, int]) -> Spot:
    (x0, x1), (y0, y1) = (
        axis.span(ids) if ids else (here, here)
        for axis, ids, here in zip(axes, (bead.source, bead.target), at, strict=True)
    )
    sides = zip(axes, (bead.source, bead.target), strict=True)
    characters = max(axis.characters(ids) for axis, ids in sides)
    return Spot(kind, row, x0, y0, x1, y1, characters)


def _longer(spot: Spot, more: Spot) -> Spot:
    total = spot.characters + more.characters
    return replace(spot, x1=more.x1, y1=more.y1, characters=total)


def _path(points: Sequence[tuple[int, int]]) -> str:
    kept = [points[0]]
    for point in points[1:-1]:
        if max(abs(a - b) for a, b in zip(point, kept[-1], strict=True)) >= _STEP:
            kept.append(point)
    kept.append(points[-1])
    return "M" + "L".join(f"{x} {y}" for x, y in kept)


def _thinned(spots: Iterable[Spot]) -> Iterable[Spot]:
    seen = set()
    for spot in spots:
        # Along the diagonal and off it, where most symbols stand: squares would cut it unevenly.
        along, off = (spot.x0 + spot.y0) // 2, spot.x0 - spot.y0 + _GRID // 2
        length = spot.x1 - spot.x0 + spot.y1 - spot.y0
        key = (spot.kind, along // _GRID, off // _GRID, length // _GRID)
        if key not in seen:
            seen.add(key)
            yield spot
