"""The two texts as paragraphs side by side, cut into groups between which nothing is linked.

Each side keeps its own order. A group holds the paragraphs of both sides that the links in order
tie together; what has no counterpart stands in a group of its own, whose other side is empty.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from duizhao.align.chains import heaviest_chain
from duizhao.align.report.marks import place_of
from duizhao.align.report.paragraph_notes import ParagraphNote, paragraph_notes
from duizhao.align.report.view_types import Line, Row
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.text.languages import between

__all__ = ["Chunk", "Group", "Para", "Placed", "Words", "chunks_of"]

# Sentences of a chunk, which is laid out and drawn at once when it comes near the screen: about
# two screens of text.
_CHUNK = 40
# A group of more sentences is cut inside its paragraphs, for a text without any would be one.
_LONGEST = 60

Placed = Mapping[tuple[int, int], tuple[Row, Line]]
"""The row and the line of each sentence, by the numbers of its document and its own."""


class _Range(NamedTuple):
    """A passage of both texts, in places of their reading order.

    :param s0: Its first sentence in the sources.
    :param s1: Behind its last one there; ``s0`` if there is none.
    :param t0: Its first sentence in the target.
    :param t1: Behind its last one there.
    """

    s0: int
    s1: int
    t0: int
    t1: int

    @property
    def size(self) -> int:
        """How many sentences it has on both sides."""
        return self.s1 - self.s0 + self.t1 - self.t0


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
    :param note: What is said of a paragraph whose sentences cannot be told apart; None of others.
    """

    document: int
    kind: str
    lang: str
    words: tuple[Words, ...]
    continued: bool
    note: ParagraphNote | None = None


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
class _Side:
    """One side's sentences in reading order, each with its document, and where blocks begin."""

    sentences: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]

    def borders(self, low: int, high: int) -> tuple[int, ...]:
        """Return the beginnings of blocks from ``low`` to ``high``, both included."""
        return self.starts[bisect_left(self.starts, low) : bisect_right(self.starts, high)]


@dataclass(frozen=True)
class _Texts:
    """What the groups are made from."""

    alignment: Alignment
    source: _Side
    target: _Side
    placed: Placed
    notes: Mapping[int, ParagraphNote]


def chunks_of(alignment: Alignment, placed: Placed) -> tuple[Chunk, ...]:
    """Arrange the texts as paragraphs.

    :param alignment: What the aligner found.
    :param placed: The row and the line of each sentence.
    :return: Chunks of groups; each sentence of each document stands in one paragraph.
    """
    last = len(alignment.documents) - 1
    texts = _Texts(
        alignment,
        _side(alignment, _source_order(alignment)),
        _side(alignment, [(last, i) for i in range(len(alignment.target.sentences))]),
        placed,
        {note.first: note for note in paragraph_notes(alignment)},
    )
    groups = [_group(texts, one) for one in _ranges(texts, _knots(texts))]
    return tuple(_chunks(groups))


def _source_order(alignment: Alignment) -> list[tuple[int, int]]:
    """Return the sources' sentences: each source in its order, several where the target has them.

    A block stands at the first place of the target that it, or a block before it, is linked to.
    """
    if len(alignment.sources) == 1:
        return [(0, i) for i in range(len(alignment.sources[0].sentences))]
    at = {
        (bead.source_document, i): bead.target[0]
        for bead in alignment.beads
        if not bead.is_null and not bead.moved
        for i in bead.source
    }
    keyed = []
    for number, document in enumerate(alignment.sources):
        reached = 0
        first: dict[int, int] = {}
        for sentence in document.sentences:
            first[sentence.block] = min(
                first.get(sentence.block, len(alignment.target.sentences)),
                at.get((number, sentence.id), len(alignment.target.sentences)),
            )
        for sentence in document.sentences:
            linked = first[sentence.block] < len(alignment.target.sentences)
            reached = max(reached, first[sentence.block]) if linked else reached
            keyed.append((reached, number, sentence.id))
    return [(number, i) for _, number, i in sorted(keyed)]


def _side(alignment: Alignment, sentences: Sequence[tuple[int, int]]) -> _Side:
    blocks = [(d, alignment.documents[d].sentences[i].block) for d, i in sentences]
    starts = [i for i in range(len(blocks)) if not i or blocks[i] != blocks[i - 1]]
    return _Side(tuple(sentences), (*starts, len(blocks)))


def _knots(texts: _Texts) -> list[_Range]:
    """Return the passages that links in order tie together, in the order of both sides."""
    at = {key: i for i, key in enumerate(texts.source.sentences)}
    spans = []
    for bead in texts.alignment.beads:
        if not bead.is_null and not bead.moved:
            first, last = (at[bead.source_document, bead.source[i]] for i in (0, -1))
            spans.append(_Range(first, last + 1, bead.target[0], bead.target[-1] + 1))
    spans.sort(key=lambda span: (span.t0, span.s0))
    knots: list[_Range] = []
    for span in (spans[i] for i in heaviest_chain([span.s0 for span in spans])):
        if knots and (span.s0 < knots[-1].s1 or span.t0 < knots[-1].t1):
            before = knots.pop()
            span = before._replace(s1=max(before.s1, span.s1), t1=max(before.t1, span.t1))
        knots.append(span)
    return knots


def _ranges(texts: _Texts, knots: Sequence[_Range]) -> Iterator[_Range]:
    """Yield the groups' ranges: cut where a block begins on both sides and no link crosses.

    Of blocks between ``|`` with sentences that knots ``a`` to ``c`` tie, and ``.`` that nothing
    ties, these are three groups, of which the second has no target::

        source  | a  a | .  . | b | c  c |
        target  | a  a |        b   c    |
        groups    1  1   2  2   3   3  3
    """
    ends = len(texts.source.sentences), len(texts.target.sentences)
    group = (0, 0)  # where the group begins that is being filled
    tied = (0, 0)  # behind the last knot in it
    for knot in [*knots, _Range(ends[0], ends[0], ends[1], ends[1])]:
        between = _Range(tied[0], knot.s0, tied[1], knot.t0)
        tied = knot.s1, knot.t1
        source = texts.source.borders(between.s0, between.s1)
        target = texts.target.borders(between.t0, between.t1)
        if source and target and _is_short(between, source, target):
            free = _Range(source[0], source[-1], target[0], target[-1])
        elif _Range(group[0], knot.s0, group[1], knot.t0).size < _LONGEST:
            continue
        else:
            free = between
        if group != (free.s0, free.t0):
            yield _Range(group[0], free.s0, group[1], free.t0)
        yield from _apart(texts, free)
        group = free.s1, free.t1


def _is_short(between: _Range, source: Sequence[int], target: Sequence[int]) -> bool:
    """Say whether not too much stands before the first borders and behind the last ones."""
    before = _Range(between.s0, source[0], between.t0, target[0])
    behind = _Range(source[-1], between.s1, target[-1], between.t1)
    return max(before.size, behind.size) < _LONGEST


def _apart(texts: _Texts, between: _Range) -> Iterator[_Range]:
    """Yield the groups of passages that no link in order touches."""
    _, s1, t0, _ = between
    source = list(_runs(texts, texts.source, *between[:2]))
    target = list(_runs(texts, texts.target, *between[2:]))
    if len(source) == len(target) == 1 and source[0][2] and target[0][2]:
        yield between
        return
    yield from (_Range(low, high, t0, t0) for low, high, _ in source)
    yield from (_Range(s1, s1, low, high) for low, high, _ in target)


def _runs(texts: _Texts, side: _Side, low: int, high: int) -> Iterator[tuple[int, int, bool]]:
    """Yield runs of blocks that are, or are not, aside; none too long to be drawn at once."""
    cuts = sorted({low, high, *side.borders(low, high)})
    pieces = [(a, b) for x, y in pairwise(cuts) for a, b in pairwise([*range(x, y, _LONGEST), y])]
    start = low
    for i, (a, b) in enumerate(pieces):
        aside = _all_aside(texts, side, a, b)
        following = pieces[i + 1] if i + 1 < len(pieces) else None
        if (
            following is None
            or following[1] - start > _LONGEST
            or _all_aside(texts, side, *following) != aside
        ):
            yield start, b, aside
            start = b


def _all_aside(texts: _Texts, side: _Side, low: int, high: int) -> bool:
    return all(texts.placed[key][0].state == "aside" for key in side.sentences[low:high])


def _group(texts: _Texts, one: _Range) -> Group:
    source = _paras(texts, texts.source, one.s0, one.s1)
    target = _paras(texts, texts.target, one.t0, one.t1)
    states = {words.row.state for para in (*source, *target) for words in para.words}
    if source and target:
        empty = ""
    elif states & {"omitted", "added"}:
        empty = "source" if target else "target"
    else:
        empty = "moved" if "moved" in states else "aside"
    return Group(source, target, empty)


def _paras(texts: _Texts, side: _Side, low: int, high: int) -> tuple[Para, ...]:
    paras = []
    cuts = sorted({low, high, *side.borders(low, high)})
    for a, b in pairwise(cuts):
        number, first = side.sentences[a]
        document = texts.alignment.documents[number]
        words: list[Words] = []
        before = None
        for key in side.sentences[a:b]:
            sentence = document.sentences[key[1]]
            place = {} if words and sentence.place == before else place_of(sentence)
            row, line = texts.placed[key]
            gap = between(words[-1].line.text, line.text, document.lang) if words else ""
            words.append(Words(line, row, gap, place))
            before = sentence.place
        kind = document.sentences[first].kind.value
        starts = side.starts[bisect_left(side.starts, a)] == a
        note = texts.notes.get(first) if side is texts.target else None
        paras.append(Para(number, kind, document.lang, tuple(words), not starts, note))
    return tuple(paras)


def _chunks(groups: Iterable[Group]) -> Iterator[Chunk]:
    held: list[Group] = []
    size = 0
    for group in groups:
        held.append(group)
        size += sum(len(para.words) for para in (*group.source, *group.target))
        if size >= _CHUNK:
            yield Chunk(tuple(held), size)
            held, size = [], 0
    if held:
        yield Chunk(tuple(held), size)
