"""What only the page shows: the texts as paragraphs, their maps, and what the filters offer."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from duizhao.align.report.html.maps import Plot, Ribbon, plot_of, ribbon_of
from duizhao.align.report.html.paragraphs import Chunk, chunks_of
from duizhao.align.report.view import KINDS, build_view
from duizhao.align.report.view_types import Card, View
from duizhao.corpora.alignment import Alignment, Severity

__all__ = ["PageView", "build_page_view", "evidence_of"]

# Evidence that says nothing to a reader: an offset into the file, and the rule by another name.
_SILENT = frozenset({"hole"})


@dataclass(frozen=True)
class PageView:
    """What only the page shows, beside what it has in common with the other forms.

    :param view: What every form shows.
    :param beads: Numbers of beads by type, the most frequent first, without asides.
    :param moved: How many beads are moved.
    :param asides: How many beads hold only sentences that are not aligned.
    :param kinds: Numbers of findings by kind, which is the category but for lost clauses, and by
        severity.
    :param groups: The findings by severity, worst first; no group is empty.
    :param ribbons: One for each document.
    :param states: The states of their bands that occur.
    :param plots: One for each source.
    :param chunks: The paragraphs.
    :param anchors: By row, the anchor of its first sentence.
    """

    view: View
    beads: tuple[tuple[str, int], ...]
    moved: int
    asides: int
    kinds: Mapping[str, Mapping[Severity, int]]
    groups: tuple[tuple[Severity, tuple[Card, ...]], ...]
    ribbons: tuple[Ribbon, ...]
    states: frozenset[str]
    plots: tuple[Plot, ...]
    chunks: tuple[Chunk, ...]
    anchors: Mapping[int, str]


def build_page_view(alignment: Alignment) -> PageView:
    """Arrange an alignment for the page.

    :param alignment: What the aligner found.
    :return: What the template walks through.
    """
    view = build_view(alignment)
    placed = {
        (number, line.id): (row, line)
        for row in view.rows
        for (number, _), cell in zip(
            alignment.sides(row.bead), (row.source, row.target), strict=True
        )
        for line in cell.lines
    }
    ribbons = tuple(
        ribbon_of(document, [placed[number, i][0] for i in range(len(document.sentences))])
        for number, document in enumerate(alignment.documents)
    )
    types = Counter(row.bead.type for row in view.rows if row.state != "aside")
    kinds: dict[str, Counter[Severity]] = defaultdict(Counter)
    for card in view.cards:
        kinds[card.kind][card.finding.severity] += 1
    groups = {s: tuple(card for card in view.cards if card.finding.severity is s) for s in Severity}
    plots = (plot_of(alignment, number, view.rows) for number in range(len(alignment.sources)))
    return PageView(
        view=view,
        beads=tuple(sorted(types.items(), key=lambda item: (-item[1], item[0]))),
        moved=sum(row.state == "moved" for row in view.rows),
        asides=sum(row.state == "aside" for row in view.rows),
        kinds={kind: kinds[kind] for kind in KINDS if kind in kinds},
        groups=tuple((severity, cards) for severity, cards in groups.items() if cards),
        ribbons=ribbons,
        states=frozenset(band.state for ribbon in ribbons for band in ribbon.bands),
        plots=tuple(plots),
        chunks=chunks_of(alignment, placed),
        anchors={row.number: (*row.source.lines, *row.target.lines)[0].anchor for row in view.rows},
    )


def evidence_of(evidence: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return names and values of what speaks for a finding, as far as a reader can use them."""
    rule = evidence.get("rule")
    return [
        (name, said)
        for name, value in evidence.items()
        if (said := _value(value)) and name not in _SILENT and (name == "rule" or value != rule)
    ]


def _value(value: object) -> str:
    """Say a value in words: a passage by its text, a list by its members."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, Mapping) and isinstance(value.get("text"), str):
        return f"“{value['text']}”"
    if isinstance(value, (list, tuple)):
        return " · ".join(map(_value, value))
    if isinstance(value, Mapping):
        return " · ".join(f"{name}: {_value(one)}" for name, one in value.items())
    return json.dumps(value, ensure_ascii=False)
