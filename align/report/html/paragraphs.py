"""The two texts as paragraphs side by side, cut into groups between which nothing is linked.

Each side keeps its own order. A group holds the paragraphs of both sides that the links in order
tie together; what has no counterpart stands in a group of its own, whose other side is empty.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from duizhao.align.chains import heaviest_chain
from duizhao.align.report.marks import place_of
from duizhao.align.report.view_types import Line, Row
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.text.languages import joiner

__all__ = ["Chunk", "Group", "Para", "Placed", "Words", "chunks_of"]

# Sentences of a chunk, which is laid out and drawn at once when it comes near the screen: about
# two screens of text.
_CHUNK = 40
# A group of more sentences is cut inside its paragraphs, for a text without any would be one.
_LONGEST = 60

Placed = Mapping[tuple[int, int], tuple[Row, Line]]
"""The row and the line of each sentence, by the numbers of its document and its own."""

# From the first sentence to behind the last: source, then target.
_Range = tuple[int, int, int, int]


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
            spans.append((first, last + 1, bead.target[0], bead.target[-1] + 1))
    spans.sort(key=lambda span: (span[2], span[0]))
    knots: list[_Range] = []
    for s0, s1, t0, t1 in (spans[i] for i in heaviest_chain([span[0] for span in spans])):
        if knots and (s0 < knots[-1][1] or t0 < knots[-1][3]):
            a, b, c, d = knots.pop()
            knots.append((a, max(b, s1), c, max(d, t1)))
        else:
            knots.append((s0, s1, t0, t1))
    return knots


def _ranges(texts: _Texts, knots: Sequence[_Range]) -> Iterator[_Range]:
    """Yield the groups' ranges: cut where a block begins on both sides and no link crosses."""
    n, m = len(texts.source.sentences), len(texts.target.sentences)
    open_s = open_t = from_s = from_t = 0
    for s0, s1, t0, t1 in [*knots, (n, n, m, m)]:
        source = texts.source.borders(from_s, s0)
        target = texts.target.borders(from_t, t0)
        if not _can_cut(source, target, (from_s, s0, from_t, t0)):
            if (s0 - open_s) + (t0 - open_t) < _LONGEST:
                from_s, from_t = s1, t1
                continue
            source, target = (from_s, s0), (from_t, t0)
        if (open_s, open_t) != (source[0], target[0]):
            yield open_s, source[0], open_t, target[0]
        yield from _apart(texts, (source[0], source[-1], target[0], target[-1]))
        open_s, open_t = source[-1], target[-1]
        from_s, from_t = s1, t1


def _can_cut(source: Sequence[int], target: Sequence[int], between: _Range) -> bool:
    """Say whether both sides begin a block there, with not too much left before and after."""
    if not (source and target):
        return False
    s0, s1, t0, t1 = between
    before = (source[0] - s0) + (target[0] - t0)
    after = (s1 - source[-1]) + (t1 - target[-1])
    return max(before, after) < _LONGEST


def _apart(texts: _Texts, between: _Range) -> Iterator[_Range]:
    """Yield the groups of passages that no link in order touches."""
    s0, s1, t0, t1 = between
    source = list(_runs(texts, texts.source, s0, s1))
    target = list(_runs(texts, texts.target, t0, t1))
    if len(source) == len(target) == 1 and source[0][2] and target[0][2]:
        yield s0, s1, t0, t1
        return
    yield from ((low, high, t0, t0) for low, high, _ in source)
    yield from ((s1, s1, low, high) for low, high, _ in target)


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
    s0, s1, t0, t1 = one
    source = _paras(texts, texts.source, s0, s1)
    target = _paras(texts, texts.target, t0, t1)
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
        between = joiner(document.lang)
        words: list[Words] = []
        before = None
        for key in side.sentences[a:b]:
            sentence = document.sentences[key[1]]
            place = {} if words and sentence.place == before else place_of(sentence)
            row, line = texts.placed[key]
            words.append(Words(line, row, between if words else "", place))
            before = sentence.place
        kind = document.sentences[first].kind.value
        starts = side.starts[bisect_left(side.starts, a)] == a
        paras.append(Para(number, kind, document.lang, tuple(words), not starts))
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
