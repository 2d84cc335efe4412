"""The text of a tree beside the source that it was parsed from, chunk by chunk.

A chunk is the text between two tags. Both sides have the same chunks in the same order, but for
what a parser moved, dropped or added: only such chunks have no place in the source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from duizhao.corpora.annotating.marking import Marked
from duizhao.corpora.annotating.remarks import Remark, Spots, Stretch
from duizhao.corpora.reading.origins import is_solid, solid_count

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Chunk", "Streams", "place_remarks"]

# More white space than that between two words is no space between words.
_LONGEST_SPACE = 1000


@dataclass(frozen=True)
class Chunk:
    """Text of the source between two tags.

    :param text: Its solid characters.
    :param spans: Where each begins and ends in the source.
    """

    text: str
    spans: tuple[tuple[int, int], ...]


class Streams:
    """Where each solid character of a tree stands in its source.

    :param root: The root of the tree.
    :param source: The source.
    :param chunks: The chunks of the source, in its order, none of them empty.
    :param allowed: Says of an element, and whether its tail is meant, if a mark may stand there.
    """

    def __init__(
        self,
        root: etree._Element,
        source: str,
        chunks: Sequence[Chunk],
        allowed: Callable[[etree._Element, bool], bool] = lambda _node, _tail: True,
    ) -> None:
        self._source = source
        nodes = list(_nodes(root))
        self._first = {(node, tail): n for n, (node, tail, _) in enumerate(nodes)}
        self._placed: list[Chunk | None] = [None] * len(nodes)
        texts, sources = [text for _, _, text in nodes], [chunk.text for chunk in chunks]
        for a, b, c, d in _same(texts, sources):
            self._place(texts, a, b, chunks[c:d])
        for n, (node, tail, _) in enumerate(nodes):
            if not allowed(node, tail):
                self._placed[n] = None
        self._numbers = [n for n, chunk in enumerate(self._placed) if chunk is not None]

    def _place(self, texts: Sequence[str], a: int, b: int, chunks: Sequence[Chunk]) -> None:
        spans = [span for chunk in chunks for span in chunk.spans]
        at = 0
        for n in range(a, b):
            text = texts[n]
            self._placed[n] = Chunk(text, tuple(spans[at : at + len(text)]))
            at += len(text)

    def runs(self, stretches: Sequence[Stretch]) -> tuple[tuple[int, int], ...]:
        """Return where a passage stands in the source; nothing where it does not.

        :param stretches: The runs of the passage in the tree.
        """
        found: list[tuple[int, int]] = []
        for stretch in stretches:
            chunk = self._chunk(stretch)
            if chunk is None:
                continue
            text = (stretch.node.tail if stretch.tail else stretch.node.text) or ""
            low, high = solid_count(text[: stretch.low]), solid_count(text[: stretch.high])
            for n, (start, end) in enumerate(chunk.spans[low:high]):
                if found and self._goes_on(found[-1][1], start, opens=not n):
                    found[-1] = (found[-1][0], max(found[-1][1], end))
                else:
                    found.append((start, end))
        return tuple(found)

    def _goes_on(self, end: int, start: int, *, opens: bool) -> bool:
        """Say whether a run goes on at a place: a chunk may go on in the next line."""
        gap = self._source[end : min(start, end + _LONGEST_SPACE)]
        return not gap.strip() and not (opens and "\n" in gap)

    def _chunk(self, stretch: Stretch) -> Chunk | None:
        number = self._first.get((stretch.node, stretch.tail))
        return None if number is None else self._placed[number]

    def near(self, stretch: Stretch) -> int:
        """Return the place in the source that is nearest to a run that has none there.

        :param stretch: The run.
        """
        number = self._first.get((stretch.node, stretch.tail), 0)
        before = bisect_right(self._numbers, number)
        if before:
            chunk = self._placed[self._numbers[before - 1]]
            return chunk.spans[-1][1] if chunk else 0
        chunk = self._placed[self._numbers[0]] if self._numbers else None
        return chunk.spans[0][0] if chunk else 0


def _same(texts: Sequence[str], sources: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield which texts are which sources, as the edges of both."""
    most = min(len(texts), len(sources))
    head = next((n for n in range(most) if texts[n] != sources[n]), most)
    yield 0, head, 0, head
    most -= head
    tail = next((n for n in range(most) if texts[-1 - n] != sources[-1 - n]), most)
    ends = len(texts) - tail, len(sources) - tail
    matcher = SequenceMatcher(None, texts[head : ends[0]], sources[head : ends[1]], autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        a, b, c, d = a + head, b + head, c + head, d + head
        if "".join(texts[a:b]) == "".join(sources[c:d]):
            yield a, b, c, d
    yield ends[0], len(texts), ends[1], len(sources)


def _nodes(root: etree._Element) -> Iterator[tuple[etree._Element, bool, str]]:
    """Yield the texts of a tree in the order of its source."""
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        is_tail = event != "start"
        if is_tail and element is root:
            continue
        text = element.tail if is_tail else element.text
        body = "".join(filter(is_solid, text or ""))
        if body:
            yield element, is_tail, body


def place_remarks(spots: Spots, streams: Streams, remarks: Sequence[Remark]) -> list[Marked]:
    """Return where remarks stand in the source of a tree.

    :param spots: Where the text of the reading stands in the tree.
    :param streams: Where the tree's text stands in the source.
    :param remarks: What to say of which words of the reading.
    """
    marked = []
    for remark in remarks:
        found = spots.passage(remark.start, remark.end) if remark.start < remark.end else []
        runs = streams.runs(found)
        if not runs:
            at = _point(spots, streams, remark, found)
            runs = ((at, at),)
        marked.append(Marked(remark, runs))
    return marked


def _point(spots: Spots, streams: Streams, remark: Remark, found: Sequence[Stretch]) -> int:
    if found:
        return streams.near(found[0])
    near = spots.beside(remark.start) if remark.start == remark.end else None
    near = near or spots.beside(0)
    if near is None:
        return 0
    stretch, after = near
    runs = streams.runs([stretch])
    return runs[0][after] if runs else streams.near(stretch)
