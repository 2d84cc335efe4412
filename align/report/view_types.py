"""What the gap report shows, as plain values: the template only walks through them.

Row numbers count from 1; sentence numbers are the ids of :mod:`duizhao.corpora.document`. Texts are
those of the documents: escaping is the template's work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duizhao.align.report.marks import Run
from duizhao.corpora.alignment import Bead, Category, Finding, Severity

__all__ = [
    "Band",
    "Card",
    "Cell",
    "Chunk",
    "Group",
    "Line",
    "Move",
    "Paper",
    "Para",
    "Part",
    "Plot",
    "Quote",
    "Row",
    "Spot",
    "View",
    "Words",
]


@dataclass(frozen=True)
class Band:
    """A stretch of a document in one state, for its ribbon.

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


@dataclass(frozen=True)
class Paper:
    """One of the documents compared.

    :param number: Its number in the alignment.
    :param role: ``"source"`` or ``"target"``.
    :param name: The name of its file.
    :param lang: Its language.
    :param sentences: How many sentences it has.
    :param asides: How many of them are of a kind that is not aligned.
    :param characters: The length of its text.
    :param coverage: How much of it is linked, in percent.
    :param bands: Its ribbon.
    :param parts: What of the ribbon can be clicked on.
    """

    number: int
    role: str
    name: str
    lang: str
    sentences: int
    asides: int
    characters: int
    coverage: float
    bands: tuple[Band, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Line:
    """A sentence in a cell.

    :param anchor: What a link calls it.
    :param id: Its number in its document.
    :param kind: The kind of its block.
    :param place: Where it is in the file, by interface language; empty if that is not known or the
        sentence before it in the cell is at the same place.
    :param runs: Its text, cut at the marks.
    """

    anchor: str
    id: int
    kind: str
    place: Mapping[str, str]
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Cell:
    """One side of a row.

    :param lang: The language of its text.
    :param lines: Its sentences.
    """

    lang: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Move:
    """Where the other side of a moved row would stand.

    :param side: The side that stands elsewhere, ``"source"`` or ``"target"``.
    :param row: The row after which it would stand.
    :param down: Whether that row is further down.
    """

    side: str
    row: int
    down: bool


@dataclass(frozen=True)
class Row:
    """A bead, side by side.

    :param number: Its number, from 1.
    :param bead: The bead.
    :param state: ``"linked"``, ``"moved"``, ``"omitted"``, ``"added"`` or ``"aside"``.
    :param source: The source side.
    :param target: The target side.
    :param move: Where the other side of a moved row would stand.
    :param flaw: What is lost inside a linked row: ``"blank"``, ``"clause"`` or nothing.
    """

    number: int
    bead: Bead
    state: str
    source: Cell
    target: Cell
    move: Move | None = None
    flaw: str = ""

    @property
    def kind(self) -> str:
        """What a map shows of the row: its flaw if it has one, else its state."""
        return self.flaw or self.state


@dataclass(frozen=True)
class Words:
    """A sentence within its paragraph.

    :param line: The sentence.
    :param row: The row that it stands in.
    :param gap: What stands before it, between it and the sentence before.
    :param place: Where it is in the file, if that differs from the sentence before.
    """

    line: Line
    row: Row
    gap: str
    place: Mapping[str, str]


@dataclass(frozen=True)
class Para:
    """A paragraph, heading or list item, or a part of one.

    :param document: The number of its document.
    :param kind: What its block is.
    :param lang: The language of the text.
    :param words: Its sentences.
    :param continued: Whether its beginning stands in the group before.
    """

    document: int
    kind: str
    lang: str
    words: tuple[Words, ...]
    continued: bool


@dataclass(frozen=True)
class Group:
    """Paragraphs of the two sides that stand beside each other.

    :param source: Those of the sources.
    :param target: Those of the target.
    :param empty: If one side has none, why: ``"source"`` or ``"target"`` for text that is not in
        the source or target, ``"moved"`` or ``"aside"``; empty if both have some.
    """

    source: tuple[Para, ...]
    target: tuple[Para, ...]
    empty: str


@dataclass(frozen=True)
class Chunk:
    """Groups that are laid out at once.

    :param groups: The groups.
    :param sentences: How many sentences they hold.
    """

    groups: tuple[Group, ...]
    sentences: int


@dataclass(frozen=True)
class Quote:
    """A place as quoted in a finding.

    :param anchor: What a link to the place calls it; empty where the page does not show it.
    :param lang: The language of the text.
    :param row: The row that it stands in, 0 for none.
    :param place: Where it is in the file, by interface language; empty if that is not known.
    :param before: The text before it.
    :param runs: The place itself.
    :param after: The text after it.
    """

    anchor: str
    lang: str
    row: int
    place: Mapping[str, str]
    before: str
    runs: tuple[Run, ...]
    after: str


@dataclass(frozen=True)
class Card:
    """A finding as listed.

    :param finding: The finding.
    :param kind: Its category, or ``"clause"`` for a clause lost from a linked sentence.
    :param order: Its place in the order of the side-by-side view, from 0.
    :param source: The source passage.
    :param target: The target passage.
    :param evidence: Names and values of what speaks for it.
    """

    finding: Finding
    kind: str
    order: int
    source: Quote | None
    target: Quote | None
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class View:
    """Everything that the page shows.

    :param papers: The documents.
    :param strangers: The names of sources that do not seem to belong to the target.
    :param policy: The policy in force.
    :param signature: What made the numbers.
    :param beads: Numbers of beads by type, the most frequent first, without asides.
    :param moved: How many beads are moved.
    :param asides: How many beads hold only sentences that are not aligned.
    :param failures: The layers of findings that could not finish, and why.
    :param findings: Numbers of findings by category and severity.
    :param kinds: The same by kind, which is the category but for lost clauses.
    :param groups: The findings by severity, worst first; no group is empty.
    :param rows: The beads, side by side.
    :param chunks: The paragraphs.
    :param anchors: By row, the anchor of its first sentence.
    :param states: The states of bands that occur.
    :param plots: One plot for each source.
    """

    papers: tuple[Paper, ...]
    strangers: tuple[str, ...]
    policy: str
    signature: str
    beads: tuple[tuple[str, int], ...]
    moved: int
    asides: int
    failures: tuple[tuple[str, str], ...]
    findings: Mapping[Category, Mapping[Severity, int]]
    kinds: Mapping[str, Mapping[Severity, int]]
    groups: tuple[tuple[Severity, tuple[Card, ...]], ...]
    rows: tuple[Row, ...]
    chunks: tuple[Chunk, ...]
    anchors: Mapping[int, str]
    states: frozenset[str]
    plots: tuple[Plot, ...]
