"""What every form of the report shows, as plain values.

Row numbers count from 1; sentence numbers are the ids of :mod:`duizhao.corpora.document`. Texts
hold nothing that XML or HTML cannot; escaping is the work of the forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duizhao.align.report.marks import Reading, Run
from duizhao.corpora.alignment import Bead, Category, Finding, Severity
from duizhao.corpora.text.languages import join

__all__ = ["Card", "Cell", "Line", "Listed", "Move", "Paper", "Quote", "Row", "View"]


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
    """

    number: int
    role: str
    name: str
    lang: str
    sentences: int
    asides: int
    characters: int
    coverage: float


@dataclass(frozen=True)
class Line:
    """A sentence in a cell.

    :param anchor: What a link calls it.
    :param id: Its number in its document.
    :param runs: Its text, cut at the marks.
    """

    anchor: str
    id: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Its text as a whole."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Cell:
    """One side of a row.

    :param lang: The language of its text.
    :param place: Where it begins in the file, by interface language; empty if that is not known.
    :param lines: Its sentences.
    """

    lang: str
    place: Mapping[str, str]
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Its sentences one after another, joined as their language joins them."""
        return join((line.text for line in self.lines), self.lang)


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

    def side(self, name: str) -> Cell:
        """Return the side of a name, ``"source"`` or ``"target"``."""
        return self.source if name == "source" else self.target

    @property
    def kind(self) -> str:
        """What a map shows of the row: its flaw if it has one, else its state."""
        return self.flaw or self.state


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
class Listed:
    """One of the places of a finding that stands for several.

    :param anchor: What a link to it calls it; empty where the page does not show it.
    :param row: The row that it stands in, 0 for none.
    :param document: The number of its document.
    :param text: What stands there, maybe shortened.
    """

    anchor: str
    row: int
    document: int
    text: str


@dataclass(frozen=True)
class Card:
    """A finding as listed.

    :param finding: The finding.
    :param kind: What :func:`~duizhao.align.report.kinds.kind_of` says that it is.
    :param order: Its place in the order of the side-by-side view, from 0.
    :param behind: Whether it is not among those that are shown at first.
    :param source: The source passage.
    :param target: The target passage.
    :param listed: All its places, if it stands for several.
    """

    finding: Finding
    kind: str
    order: int
    behind: bool
    source: Quote | None
    target: Quote | None
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True)
class View:
    """What every form of the report shows.

    :param papers: The documents.
    :param readings: The same as they are read.
    :param strangers: The names of sources that do not seem to belong to the target.
    :param unknown: A sentence for each language that the encoder does not know, ``"en"`` and
        ``"zh"``.
    :param rows: The beads, side by side.
    :param cards: The findings, in the order of the rows.
    :param counts: Numbers of findings by category and severity.
    """

    papers: tuple[Paper, ...]
    readings: tuple[Reading, ...]
    strangers: tuple[str, ...]
    unknown: tuple[Mapping[str, str], ...]
    rows: tuple[Row, ...]
    cards: tuple[Card, ...]
    counts: Mapping[Category, Mapping[Severity, int]]
