"""From an alignment to what every form of the report shows."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from duizhao.align.known_languages import language_notices, strangers
from duizhao.align.report.characters import border, plain, shorten
from duizhao.align.report.kinds import kind_of
from duizhao.align.report.marks import (
    Layer,
    Reading,
    Run,
    Span,
    anchor_of,
    cut,
    hole_in,
    place_of,
)
from duizhao.align.report.verdict import needs_look
from duizhao.align.report.view_types import Card, Cell, Line, Listed, Move, Paper, Quote, Row, View
from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.document import Document

__all__ = ["build_view"]

# Findings of these categories say that a linked row lacks words at its target.
_BLANKS = frozenset({Category.BLANK, Category.TRUNCATED})

# Characters shown on each side of a quoted place: about one clause of Chinese.
_CONTEXT = 30
# A longer passage is quoted by its two ends: the side-by-side view has it whole.
_LONGEST_QUOTE = 400
# One of many places of a finding is quoted in about a line.
_LONGEST_LISTED = 120


@dataclass
class _Marks:
    """The places of all findings, found once: by document and sentence, and by anchor."""

    layers: dict[tuple[int, int], list[Layer]] = field(default_factory=lambda: defaultdict(list))
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)


def build_view(alignment: Alignment) -> View:
    """Arrange an alignment for the forms of the report.

    :param alignment: What the aligner found.
    """
    readings = tuple(map(Reading, alignment.documents))
    marks = _find_marks(alignment, readings)
    row_of = {key: number + 1 for key, number in alignment.bead_numbers().items()}
    counts: dict[Category, Counter[Severity]] = defaultdict(Counter)
    for finding in alignment.findings:
        counts[finding.category][finding.severity] += 1
    return View(
        papers=tuple(_papers(alignment)),
        readings=readings,
        strangers=tuple(map(_name, strangers(alignment))),
        unknown=language_notices(alignment, map(_name, alignment.documents)),
        rows=tuple(_rows(alignment, readings, marks, row_of)),
        cards=tuple(_cards(alignment, readings, marks, row_of)),
        counts={category: counts[category] for category in Category if category in counts},
    )


def _name(document: Document) -> str:
    """Return what to call a document: the last part of its path, wherever it was written."""
    return plain(re.split(r"[\\/]", document.path)[-1])


def _sides(finding: Finding) -> Iterable[tuple[str, Place]]:
    if finding.source is not None:
        yield "s", finding.source
    if finding.target is not None:
        yield "t", finding.target


def _places(finding: Finding) -> Sequence[tuple[str, Place]]:
    """Return the places that a finding marks: its own, or those of all that it stands for."""
    return tuple(map(_entry, _list_of(finding))) or tuple(_sides(finding))


def _list_of(finding: Finding) -> Sequence[Mapping[str, Any]]:
    listed = finding.evidence.get("places")
    return listed if isinstance(listed, (list, tuple)) else ()


def _entry(entry: Mapping[str, Any]) -> tuple[str, Place]:
    place = Place(entry["document"], entry["start"], entry["end"], entry["text"])
    return entry["side"][0], place


def _find_marks(alignment: Alignment, readings: Sequence[Reading]) -> _Marks:
    marks = _Marks()
    for finding in alignment.findings:
        seen: Counter[str] = Counter()
        for side, place in _places(finding):
            spans = readings[place.document].locate(place.start, place.end)
            number = seen[side]
            seen[side] += 1
            marks.spans[anchor_of(finding.id, side, number)] = spans
            for span in spans:
                layer = _layer(finding, side, span, readings[place.document], number)
                marks.layers[place.document, span.sentence].append(layer)
    return marks


def _layer(finding: Finding, side: str, span: Span, reading: Reading, number: int) -> Layer:
    hole = None
    if side == "t" and finding.category is Category.BLANK and span.closes and span.start < span.end:
        hole = span.start + hole_in(reading.sentence(span.sentence)[span.start : span.end])
    behind = not needs_look(finding)
    return Layer(span, finding.id, kind_of(finding), side, hole, number, behind)


def _state(alignment: Alignment, bead: Bead) -> str:
    if not bead.is_null:
        return "moved" if bead.moved else "linked"
    number, ids = alignment.sides(bead)[not bead.source]
    document = alignment.documents[number]
    if not any(document.is_aligned(document.sentences[i]) for i in ids):
        return "aside"
    return "omitted" if bead.source else "added"


def _flaws(
    alignment: Alignment, marks: _Marks, row_of: Mapping[tuple[int, int], int]
) -> Mapping[int, str]:
    """Return what is lost inside rows; a blank is told before a clause, nothing dismissed is."""
    flaws: dict[int, str] = {}
    for finding in alignment.findings:
        flaw = "blank" if finding.category in _BLANKS else kind_of(finding)
        if flaw not in {"blank", "clause"} or finding.is_dismissed:
            continue
        side, place = list(_sides(finding))[-1]
        for span in marks.spans[anchor_of(finding.id, side)][:1]:
            row = row_of[place.document, span.sentence]
            flaws[row] = "blank" if flaws.get(row) == "blank" else flaw
    return flaws


def _rows(
    alignment: Alignment,
    readings: Sequence[Reading],
    marks: _Marks,
    row_of: Mapping[tuple[int, int], int],
) -> list[Row]:
    flaws = _flaws(alignment, marks, row_of)
    rows = []
    for number, bead in enumerate(alignment.beads, 1):
        state = _state(alignment, bead)
        source, target = (_cell(readings, *side, marks) for side in alignment.sides(bead))
        move = _move(alignment, number, row_of) if state == "moved" else None
        flaw = "" if bead.is_null else flaws.get(number, "")
        rows.append(Row(number, bead, state, source, target, move, flaw))
    return rows


def _cell(readings: Sequence[Reading], number: int, ids: Iterable[int], marks: _Marks) -> Cell:
    reading = readings[number]
    document = reading.document
    lines = [
        Line(f"d{number}-{i}", i, cut(reading.sentence(i), marks.layers.get((number, i), ())))
        for i in ids
    ]
    place = place_of(document.sentences[lines[0].id]) if lines else {}
    return Cell(document.lang, place, tuple(lines))


def _move(alignment: Alignment, number: int, row_of: Mapping[tuple[int, int], int]) -> Move:
    """Find the side of a moved row that would stand farther off in its document's order."""
    sides = alignment.sides(alignment.beads[number - 1])
    moves = []
    for name, (document, ids) in zip(("source", "target"), sides, strict=True):
        row = _neighbour(alignment, document, ids[0], row_of)
        moves.append(Move(name, row, row > number))
    return max(moves, key=lambda move: abs(move.row - number))


def _neighbour(
    alignment: Alignment, document: int, first: int, row_of: Mapping[tuple[int, int], int]
) -> int:
    """Return the row of the nearest sentence before, or else after, that is not itself moved."""
    count = len(alignment.documents[document].sentences)
    for i in itertools.chain(range(first - 1, -1, -1), range(first + 1, count)):
        row = row_of[document, i]
        if not alignment.beads[row - 1].moved:
            return row
    return row_of[document, first]


def _papers(alignment: Alignment) -> Iterable[Paper]:
    last = len(alignment.documents) - 1
    for number, document in enumerate(alignment.documents):
        yield Paper(
            number=number,
            role="target" if number == last else "source",
            name=_name(document),
            lang=document.lang,
            sentences=len(document.sentences),
            asides=sum(not document.is_aligned(sentence) for sentence in document.sentences),
            characters=len(document.text),
            coverage=100 * alignment.coverage(number),
        )


def _cards(
    alignment: Alignment,
    readings: Sequence[Reading],
    marks: _Marks,
    row_of: Mapping[tuple[int, int], int],
) -> list[Card]:
    keyed = []
    for finding in alignment.findings:
        quotes = {}
        for side, place in _sides(finding):
            quotes[side] = _quote(finding, side, place, readings[place.document], row_of)
        shown = quotes.get("t") or quotes["s"]
        start = [place.start for _, place in _sides(finding)][-1]
        listed = tuple(_all_places(finding, marks, row_of))
        keyed.append(((shown.row, start), finding, quotes, listed))
    keyed.sort(key=lambda item: item[0])
    return [
        Card(
            finding=finding,
            kind=kind_of(finding),
            order=order,
            behind=not needs_look(finding),
            source=quotes.get("s"),
            target=quotes.get("t"),
            listed=listed,
        )
        for order, (_, finding, quotes, listed) in enumerate(keyed)
    ]


def _all_places(
    finding: Finding, marks: _Marks, row_of: Mapping[tuple[int, int], int]
) -> Iterable[Listed]:
    """Yield the places that a finding stands for, one of the target or else of the source each."""
    listed = [_entry(entry) for entry in _list_of(finding)]
    seen: Counter[str] = Counter()
    for n, (side, place) in enumerate(listed):
        anchor = anchor_of(finding.id, side, seen[side])
        seen[side] += 1
        if side == "s" and n + 1 < len(listed) and listed[n + 1][0] == "t":
            continue  # the same said of the target
        spans = marks.spans[anchor]
        row = row_of[place.document, spans[0].sentence] if spans else 0
        text = shorten(plain(" ".join(place.text.split())), _LONGEST_LISTED)
        yield Listed(anchor if spans else "", row, place.document, text)


def _quote(
    finding: Finding,
    side: str,
    place: Place,
    reading: Reading,
    row_of: Mapping[tuple[int, int], int],
) -> Quote:
    lang = reading.document.lang
    spans = reading.locate(place.start, place.end)
    if not spans:
        return Quote("", lang, 0, {}, "", (Run(plain(place.text)),), "")
    start, end = reading.passage(spans)
    text = shorten(reading.text[start:end], _LONGEST_QUOTE)
    hole = None
    if side == "t" and finding.category is Category.BLANK and text:
        hole = hole_in(text)
    layer = Layer(Span(0, 0, len(text)), finding.id, kind_of(finding), side, hole)
    first = min(start, border(reading.text, max(0, start - _CONTEXT), 1))
    last = max(end, border(reading.text, min(end + _CONTEXT, len(reading.text)), -1))
    return Quote(
        anchor=anchor_of(finding.id, side),
        lang=lang,
        row=row_of[place.document, spans[0].sentence],
        place=place_of(reading.document.sentences[spans[0].sentence]),
        before=("…" if first else "") + reading.text[first:start],
        runs=cut(text, (layer,)),
        after=reading.text[end:last] + ("…" if last < len(reading.text) else ""),
    )
