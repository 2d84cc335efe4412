"""From places in a document to marks in the text that a reader reads.

A finding's place is given in document offsets; the report shows sentences, whose text has line
ends joined. :class:`Reading` translates, and :func:`cut` cuts a sentence's text into runs, so
that marks may overlap, stand inside each other, or cover nothing at all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from duizhao import lazy
from duizhao.align.report.characters import plain
from duizhao.corpora.document import Document, Sentence
from duizhao.corpora.locators import place_in_words
from duizhao.corpora.text.languages import between

__all__ = [
    "Layer",
    "Reading",
    "Run",
    "Span",
    "anchor_of",
    "cut",
    "hole_in",
    "place_of",
    "text_range",
]

_WORD = lazy.compile(r"\w")
_PARAGRAPH = " ¶ "


@dataclass(frozen=True)
class Span:
    """A part of one sentence that a finding marks.

    :param sentence: The sentence's id.
    :param start: Where it begins in the sentence's text.
    :param end: Where it ends; equal to ``start`` for a point.
    :param opens: Whether this is the first part of the finding's place.
    :param closes: Whether it is the last.
    """

    sentence: int
    start: int
    end: int
    opens: bool = True
    closes: bool = True


@dataclass(frozen=True)
class Layer:
    """A span together with what marks it.

    :param span: The part of the sentence.
    :param finding: The finding's id.
    :param kind: Its kind, a row of :mod:`duizhao.align.report.kinds`.
    :param side: ``"s"`` for source, ``"t"`` for target.
    :param hole: Where in the text something is missing, if the place is not itself a point.
    :param number: Which of the finding's places on this side it is, from 0.
    :param behind: Whether the finding is not among those that are shown at first.
    """

    span: Span
    finding: str
    kind: str
    side: str
    hole: int | None = None
    number: int = 0
    behind: bool = False

    @property
    def anchor(self) -> str:
        """What a link calls the place."""
        return anchor_of(self.finding, self.side, self.number)


@dataclass(frozen=True)
class Run:
    """A stretch of text under the same marks.

    :param text: The text; empty at a point or a hole.
    :param layers: What marks it, the widest first.
    :param opens: For each layer, whether the mark begins here.
    :param closes: For each layer, whether it ends here.
    :param hole: Whether the run stands for missing text.
    """

    text: str
    layers: tuple[Layer, ...] = ()
    opens: tuple[bool, ...] = ()
    closes: tuple[bool, ...] = ()
    hole: bool = False


def anchor_of(finding: str, side: str, number: int = 0) -> str:
    """Return what a link calls a place of a finding.

    :param finding: The finding's id.
    :param side: ``"s"`` for source, ``"t"`` for target.
    :param number: Which of its places on that side, from 0.

    >>> anchor_of("F001", "t"), anchor_of("F001", "t", 2)
    ('F001-t', 'F001-t-2')
    """
    return f"{finding}-{side}-{number}" if number else f"{finding}-{side}"


def place_of(sentence: Sentence) -> Mapping[str, str]:
    """Say where a sentence is in its file, by interface language; empty if that is not known."""
    said = {ui: place_in_words(sentence.place, ui) for ui in ("en", "zh")}
    return said if said["en"] else {}


def text_range(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Return which part of a sentence's text stands at a passage of the document.

    The inverse of :meth:`~duizhao.corpora.document.Sentence.offset`: the part runs from the first
    character at or after ``start`` to the last one before ``end``. A passage that holds nothing
    but a joined line end gives the joiner.

    :param sentence: A sentence; the passage is clipped to it.
    :param start: Where the passage begins in the document.
    :param end: Where it ends, at least ``start``.
    :return: Start and end in the sentence's text, in order.
    """
    if start == end:
        point = _at_end(sentence, start)
        return point, point
    low, high = _at_start(sentence, start), _at_end(sentence, end)
    return min(low, high), max(low, high)


def _at_start(sentence: Sentence, offset: int) -> int:
    for piece in sentence.pieces:
        if offset < piece.start + piece.length:
            return piece.at + max(0, offset - piece.start)
    return len(sentence.text)


def _at_end(sentence: Sentence, offset: int) -> int:
    best = 0
    for piece in sentence.pieces:
        if offset <= piece.start:
            break
        best = piece.at + min(offset - piece.start, piece.length)
    return best


def hole_in(text: str) -> int:
    """Return where in a blank passage the missing words would stand.

    :param text: A passage of a translation that lost words.
    :return: The offset after the last word, or after the first mark where there is no word.

    >>> hole_in("“”"), hole_in("第一是；"), hole_in("，，")
    (1, 3, 1)
    """
    last = max((match.end() for match in _WORD.finditer(text)), default=0)
    return last or min(1, len(text))


class Reading:
    """A document as its sentences read, one after another, without what no form can hold.

    :param document: The document.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._starts = [s.start for s in document.sentences]
        self._ends = [s.end for s in document.sentences]
        text, self._base = _join(document)
        self.text = plain(text)

    def locate(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the parts of sentences that a passage of the document covers.

        :param start: Where the passage begins in the document.
        :param end: Where it ends; equal to ``start`` for a point.
        :return: One span a sentence, in order. A point, or a passage between sentences, gives
            one empty span in the sentence that ends there or before; a document without
            sentences gives none.
        """
        sentences = self.document.sentences
        if not sentences:
            return ()
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        parts = [
            Span(i, *text_range(sentences[i], start, end))
            for i in range(first, last)
            if end > start
        ]
        parts = [part for part in parts if part.start < part.end] or parts[:1]
        if not parts:
            return (self._point(start),)
        return tuple(
            replace(part, opens=part is parts[0], closes=part is parts[-1]) for part in parts
        )

    def _point(self, offset: int) -> Span:
        before = max(0, bisect_left(self._starts, offset) - 1)
        after = before + 1
        sentences = self.document.sentences
        if offset > self._ends[before] and after < len(sentences) and offset == self._starts[after]:
            before = after
        at, _ = text_range(sentences[before], offset, offset)
        return Span(before, at, at)

    def sentence(self, i: int) -> str:
        """Return the text of a sentence, as long as in the document."""
        start = self._base[i]
        return self.text[start : start + len(self.document.sentences[i].text)]

    def passage(self, spans: Sequence[Span]) -> tuple[int, int]:
        """Return where a place stands in :attr:`text`.

        :param spans: What :meth:`locate` returned, at least one.
        :return: Start and end in :attr:`text`.
        """
        first, last = spans[0], spans[-1]
        return self._base[first.sentence] + first.start, self._base[last.sentence] + last.end


def _join(document: Document) -> tuple[str, list[int]]:
    parts: list[str] = []
    base: list[int] = []
    length = 0
    for i, sentence in enumerate(document.sentences):
        before = ""
        if i:
            last = document.sentences[i - 1]
            same = last.block == sentence.block
            before = between(last.text, sentence.text, document.lang) if same else _PARAGRAPH
        base.append(length + len(before))
        parts += (before, sentence.text)
        length += len(before) + len(sentence.text)
    return "".join(parts), base


def cut(text: str, layers: Iterable[Layer]) -> tuple[Run, ...]:
    """Cut a sentence's text into runs under the same marks.

    :param text: The sentence's text.
    :param layers: The marks on this sentence, in any order; they may overlap.
    :return: Runs whose texts add up to ``text``.
    """
    ordered = sorted(layers, key=lambda x: (x.span.start, -x.span.end, x.finding, x.side))
    edges = {0, len(text)}
    for layer in ordered:
        edges |= {layer.span.start, layer.span.end}
        if layer.hole is not None:
            edges.add(layer.hole)
    here: dict[int, list[Layer]] = {}
    for layer in ordered:
        point = layer.span.start if layer.span.start == layer.span.end else layer.hole
        if point is not None:
            here.setdefault(point, []).append(layer)
    runs: list[Run] = []
    open_: list[Layer] = []  # in the order of ``ordered``, as those that begin first are
    coming = 0
    rising = sorted(edges)
    for edge, following in zip(rising, [*rising[1:], None], strict=True):
        open_ = [x for x in open_ if x.span.end >= edge]
        runs += _empty_runs(edge, here.get(edge, ()), open_)
        while coming < len(ordered) and ordered[coming].span.start == edge:
            open_.append(ordered[coming])
            coming += 1
        if following is not None:
            over = tuple(x for x in open_ if following <= x.span.end)
            runs.append(Run(text[edge:following], over))
    return _with_ends(runs)


def _empty_runs(edge: int, layers: Sequence[Layer], begun: Sequence[Layer]) -> list[Run]:
    """Return the holes at an edge, of layers in order, under those that began before it."""
    runs = []
    for layer in layers:
        if layer.span.start == layer.span.end:
            over = tuple(x for x in begun if edge < x.span.end)
        else:
            over = tuple(x for x in begun if x is not layer)
        runs.append(Run("", (*over, layer), hole=True))
    return runs


def _with_ends(runs: Sequence[Run]) -> tuple[Run, ...]:
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for i, run in enumerate(runs):
        for layer in run.layers:
            first.setdefault(id(layer), i)
            last[id(layer)] = i
    return tuple(
        replace(
            run,
            opens=tuple(x.span.opens and first[id(x)] == i for x in run.layers),
            closes=tuple(x.span.closes and last[id(x)] == i for x in run.layers),
        )
        for i, run in enumerate(runs)
    )
