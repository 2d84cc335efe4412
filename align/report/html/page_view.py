"""What only the page shows: the texts as paragraphs, their maps, and what the filters offer."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from duizhao import lazy
from duizhao.align.report.asides import asides_in_words, many_asides
from duizhao.align.report.html.maps import Plot, Ribbon, plot_of, ribbon_of
from duizhao.align.report.html.paragraphs import Chunk, chunks_of
from duizhao.align.report.kinds import kinds
from duizhao.align.report.messages import LANGUAGES, Messages
from duizhao.align.report.verdict import behind_in_words, mismatch_in_words, verdict_of
from duizhao.align.report.view import build_view
from duizhao.align.report.view_types import Card, View
from duizhao.corpora.alignment import Alignment, Finding, Severity
from duizhao.corpora.issues import key_of

__all__ = ["PageView", "build_page_view", "evidence_of"]

# Evidence that an editor can use and the message does not say. The rest are measures and codes for
# programs, which have all of it in alignment.json.
_TOLD = ("shared", "continuation", "elsewhere", "similarity", "characters")


# A number stays on the line of what it counts.
_COUNTED = lazy.compile(r"(?<=\d) (?=\S)|(?<=[\u4e00-\u9fff]) (?=\d)")


@dataclass(frozen=True)
class PageView:
    """What only the page shows, beside what it has in common with the other forms.

    :param view: What every form shows.
    :param verdict: What must be known first, by interface language.
    :param if_right: What there is if texts belong together that do not seem to, by interface
        language; empty if they do seem to.
    :param aside: How much of the texts was not compared, by interface language; empty if nothing.
    :param aside_first: Whether that is so much that it is told first.
    :param behind: How much stands behind what is shown at first, by interface language; empty if
        nothing does.
    :param asked: Numbers of findings that are shown at first, by severity; what an editor dismissed
        does not count.
    :param beads: Numbers of beads by type, the most frequent first, without asides.
    :param moved: How many beads are moved.
    :param asides: How many beads hold only sentences that are not aligned.
    :param kinds: Numbers of findings by kind, which is the category but for lost clauses, and by
        severity.
    :param has_context: Whether marks show what is only there for comparison.
    :param groups: The findings by severity, worst first; no group is empty.
    :param ribbons: One for each document.
    :param states: The states of their bands that occur.
    :param loose: Whether some paragraphs are linked as a whole only.
    :param plots: One for each source.
    :param chunks: The paragraphs.
    :param anchors: By row, the anchor of its first sentence.
    """

    view: View
    verdict: Mapping[str, str]
    if_right: Mapping[str, str]
    aside: Mapping[str, str]
    aside_first: bool
    behind: Mapping[str, str]
    asked: Mapping[Severity, int]
    beads: tuple[tuple[str, int], ...]
    moved: int
    asides: int
    kinds: Mapping[str, Mapping[Severity, int]]
    has_context: bool
    groups: tuple[tuple[Severity, tuple[Card, ...]], ...]
    ribbons: tuple[Ribbon, ...]
    states: frozenset[str]
    loose: bool
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
    counts: dict[str, Counter[Severity]] = defaultdict(Counter)
    for card in view.cards:
        counts[card.kind][card.finding.severity] += 1
    asked = Counter(
        card.finding.severity
        for card in view.cards
        if not card.behind and not card.finding.is_dismissed
    )
    groups = {s: tuple(card for card in view.cards if card.finding.severity is s) for s in Severity}
    plots = (plot_of(alignment, number, view.rows) for number in range(len(alignment.sources)))
    said = {ui: Messages(ui) for ui in LANGUAGES}
    verdict = {
        ui: _COUNTED.sub("\u00a0", verdict_of(alignment.findings, words))
        for ui, words in said.items()
    }
    wrong = {
        ui: mismatch_in_words(view.strangers, len(alignment.sources), words)
        for ui, words in said.items()
    }
    if_right = {ui: words("verdict.if_right", verdict=verdict[ui]) for ui, words in said.items()}
    is_wrong = any(wrong.values())
    return PageView(
        view=view,
        verdict=wrong if is_wrong else verdict,
        if_right=if_right if is_wrong else {},
        aside=_if_any({ui: asides_in_words(alignment, words) for ui, words in said.items()}),
        aside_first=many_asides(alignment),
        behind=_if_any(
            {ui: behind_in_words(alignment.findings, words) for ui, words in said.items()}
        ),
        asked={severity: asked[severity] for severity in Severity if asked[severity]},
        beads=tuple(sorted(types.items(), key=lambda item: (-item[1], item[0]))),
        moved=sum(row.state == "moved" for row in view.rows),
        asides=sum(row.state == "aside" for row in view.rows),
        kinds={name: counts[name] for name in kinds() if name in counts},
        has_context=any(
            (card.source and kinds()[card.kind].source == "context")
            or (card.target and kinds()[card.kind].target == "context")
            for card in view.cards
        ),
        groups=tuple((severity, cards) for severity, cards in groups.items() if cards),
        ribbons=ribbons,
        states=frozenset(band.state for ribbon in ribbons for band in ribbon.bands),
        loose=any(link.uncertain for link in alignment.paragraphs),
        plots=tuple(plots),
        chunks=chunks_of(alignment, placed),
        anchors={row.number: (*row.source.lines, *row.target.lines)[0].anchor for row in view.rows},
    )


def _if_any(said: Mapping[str, str]) -> Mapping[str, str]:
    return said if any(said.values()) else {}


def evidence_of(finding: Finding) -> list[tuple[str, str]]:
    """Return names and values of what speaks for a finding, as far as an editor can use them.

    The last is the rule, as the settings name it.
    """
    evidence = finding.evidence
    told = [(name, said) for name in _TOLD if (said := _value(evidence.get(name, "")))]
    if rule := evidence.get("rule"):
        told.append(("rule", key_of(finding.category.value, _value(rule))))
    return told


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
