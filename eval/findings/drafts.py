"""A translation that is being edited, with exact account of what was done to it and where."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from duizhao.corpora.text.languages import joiner
from duizhao.eval.findings.documents import LANGS, CleanDocument

__all__ = ["Change", "Draft", "Edit", "EditedPair", "Piece", "Span", "laid"]

_BREAK = "\n\n"


@dataclass(frozen=True)
class Span:
    """A stretch of a text.

    :param start: Where it begins, in code points.
    :param end: Where it ends; equal to ``start`` for a point.
    """

    start: int
    end: int

    def overlaps(self, start: int, end: int, slack: int = 0) -> bool:
        """Say whether another stretch shares a character with this one, or lies this near.

        >>> Span(3, 5).overlaps(5, 9), Span(3, 5).overlaps(5, 9, 1), Span(4, 4).overlaps(4, 4)
        (False, True, True)
        """
        if slack == 0 and self.start < self.end and start < end:
            return max(self.start, start) < min(self.end, end)
        return max(self.start, start) <= min(self.end, end) + slack


@dataclass(frozen=True)
class Edit:
    """What was done at one place.

    :param source: The segments of the source that it concerns; None if it has none.
    :param target: Where it stands in the edited translation; None if nothing is left of it.
    :param lost: The words of the translation that are gone.
    :param given: The words that stand there now.
    :param twin: The passage that :attr:`target` repeats.
    """

    source: Span | None
    target: Span | None
    lost: str = ""
    given: str = ""
    twin: Span | None = None


@dataclass(frozen=True)
class EditedPair:
    """A source, its edited translation, and the truth.

    :param name: The name of the document.
    :param langs: The languages of both sides.
    :param texts: Source and edited translation.
    :param segments: Where each segment of the source stands.
    :param edits: What was done, in no order.
    """

    name: str
    langs: tuple[str, str]
    texts: tuple[str, str]
    segments: tuple[Span, ...]
    edits: tuple[Edit, ...]


@dataclass(eq=False)
class Piece:
    """A piece of the translation that is being edited.

    :param text: What it says now.
    :param paragraph: The number of its paragraph.
    :param segment: The number of its segment; None for what comes from elsewhere.
    """

    text: str
    paragraph: int
    segment: int | None


@dataclass(frozen=True)
class Change:
    """What is to be put in the place of some characters of a piece.

    :param start: Where they begin.
    :param end: Where they end.
    :param new: What stands there afterwards.
    """

    start: int
    end: int
    new: str = ""


@dataclass(frozen=True)
class _Note:
    """An edit whose place in the whole text is not known yet."""

    segments: range
    first: Piece | None
    last: Piece | None
    start: int
    end: int | None
    lost: str
    given: str
    twin: Piece | None


@dataclass
class Draft:
    """A document in one direction, whose translation can be edited.

    :param document: The document.
    :param langs: The languages of source and translation.
    """

    document: CleanDocument
    langs: tuple[str, str]
    pieces: list[Piece] = field(init=False)
    _notes: list[_Note] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        texts = self.document.texts[LANGS.index(self.langs[1])]
        rows = enumerate(zip(texts, self.document.paragraphs, strict=True))
        self.pieces = [Piece(text, paragraph, i) for i, (text, paragraph) in rows]

    @property
    def sources(self) -> tuple[str, ...]:
        """The segments of the source."""
        return self.document.texts[LANGS.index(self.langs[0])]

    def change(self, piece: Piece, change: Change) -> None:
        """Change characters of a piece of the translation.

        :param piece: A piece of a segment that is unchanged so far.
        :param change: What to put where.
        """
        lost = piece.text[change.start : change.end]
        piece.text = piece.text[: change.start] + change.new + piece.text[change.end :]
        end = change.start + len(change.new)
        self.note([piece], start=change.start, end=end, lost=lost, given=change.new)

    def note(
        self,
        pieces: Sequence[Piece],
        *,
        start: int = 0,
        end: int | None = None,
        lost: str = "",
        given: str = "",
        twin: Piece | None = None,
        merged: bool = False,
    ) -> None:
        """Record an edit that neighbouring pieces show.

        :param pieces: The pieces; the place is from the first to the last.
        :param start: Where it begins in the first.
        :param end: Where it ends in the last; at its end if None.
        :param lost: The words that are gone.
        :param given: The words that stand there now.
        :param twin: The piece that is repeated.
        :param merged: Whether the first piece holds the text of all, and the others are gone.
        """
        last = pieces[0 if merged else -1]
        segments = [piece.segment for piece in pieces if piece.segment is not None]
        whole = range(min(segments), max(segments) + 1) if segments else range(0)
        self._notes.append(_Note(whole, pieces[0], last, start, end, lost, given, twin))

    def drop(self, pieces: Sequence[Piece]) -> None:
        """Take neighbouring pieces out."""
        segments = [piece.segment for piece in pieces if piece.segment is not None]
        lost = joiner(self.langs[1]).join(piece.text for piece in pieces)
        whole = range(min(segments), max(segments) + 1)
        self._notes.append(_Note(whole, None, None, 0, 0, lost, "", None))
        self.pieces = [piece for piece in self.pieces if piece not in pieces]

    def finish(self) -> EditedPair:
        """Return the texts, and where everything stands in them."""
        lang, other = self.langs
        source, segments = laid(self.sources, self.document.paragraphs, lang)
        target, spans = laid(
            [piece.text for piece in self.pieces],
            [piece.paragraph for piece in self.pieces],
            other,
        )
        where = dict(zip(map(id, self.pieces), spans, strict=True))
        edits = tuple(_placed(note, segments, where) for note in self._notes)
        return EditedPair(self.document.name, self.langs, (source, target), segments, edits)


def _placed(note: _Note, segments: Sequence[Span], where: dict[int, Span]) -> Edit:
    source = None
    if note.segments:
        source = Span(segments[note.segments[0]].start, segments[note.segments[-1]].end)
    if note.first is None or note.last is None:
        return Edit(source, None, note.lost)
    first, last = where[id(note.first)], where[id(note.last)]
    end = last.end if note.end is None else last.start + note.end
    twin = None if note.twin is None else where[id(note.twin)]
    return Edit(source, Span(first.start + note.start, end), note.lost, note.given, twin)


def laid(
    texts: Sequence[str], paragraphs: Sequence[int], lang: str
) -> tuple[str, tuple[Span, ...]]:
    r"""Lay segments out as running text.

    :param texts: The segments, in order.
    :param paragraphs: The paragraph of each; neighbours of one paragraph stand together.
    :param lang: Their language, ``"en"`` or ``"zh"``.
    :return: The text, and where each segment stands in it.

    >>> laid(["One.", "Two.", "Three."], [0, 0, 1], "en")[0]
    'One. Two.\n\nThree.'
    """
    joins = [joiner(lang) if one == two else _BREAK for one, two in itertools.pairwise(paragraphs)]
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for text, join in zip(texts, [*joins, ""], strict=False):
        spans.append(Span(at, at + len(text)))
        parts += [text, join]
        at += len(text) + len(join)
    return "".join(parts), tuple(spans)
