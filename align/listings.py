"""Code listings that stand on both sides, the same but for what a translator does change in them.

Listings take no part in the alignment, but prose before one belongs to prose before its
counterpart. A translator changes comments and the texts between quotation marks, the rest of a
listing hardly.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from duizhao import lazy
from duizhao.align.identical import identical_lines, same_text
from duizhao.corpora.document import Document, VerbatimKind

__all__ = ["SameListing", "same_listings"]

# Texts between quotation marks, and comments as most languages write them: behind //, # or -- up
# to the end of the line, between /* and */ or <!-- and -->. A mark of a comment stands apart: those
# of `i--`, of a colour and of an address do not.
_QUOTED = lazy.compile(r"([\"'`])(?:(?!\1)[^\\\n]|\\.)*\1")
_COMMENT = lazy.compile(
    r"/\*.{0,2000}?\*/|<!--.{0,2000}?-->"
    r"|(?<![^\s;,{}()])(?://|#(?=\s|!)|--(?=\s))[^\n]*",
    re.DOTALL,
)
# A listing weighs as much as its lines do, up to so many anchors of prose: one that was put
# elsewhere must not draw the prose of a page along.
_MOST_WEIGHT = 3.0


@dataclass(frozen=True)
class SameListing:
    """A listing that stands on both sides.

    :param source: Its sentences in the source, rising ids, at least one.
    :param target: Its sentences in the target, likewise.
    :param weight: How much it says of the order of the two texts, above 0; 1 is what a plain pair
        of sentences says.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    weight: float


@dataclass(frozen=True)
class _Listing:
    """Code with no sentence between that takes part: ids, and lines without comments and texts."""

    ids: tuple[int, ...]
    lines: tuple[str, ...]

    @property
    def size(self) -> int:
        return sum(map(len, self.lines))


def same_listings(source: Document, target: Document) -> list[SameListing]:
    """Find the listings of which the same code stands on both sides, in one order.

    Lines of code are linked as :func:`duizhao.align.identical.identical_lines` links lines; two
    listings with more than half of the larger one in common are the same.

    :param source: The original.
    :param target: Its translation.
    :return: By rising source; the ids of the target rise as well.
    """
    sides = [list(_listings(document)) for document in (source, target)]
    if not all(sides):
        return []
    homes = [[n for n, own in enumerate(side) for _ in own.lines] for side in sides]
    lines = [[line for own in side for line in own.lines] for side in sides]
    common: defaultdict[tuple[int, int], int] = defaultdict(int)
    weights: defaultdict[tuple[int, int], float] = defaultdict(float)
    for link in identical_lines(*lines).links:
        pair = homes[0][link.source], homes[1][link.target]
        common[pair] += len(lines[0][link.source])
        weights[pair] += link.weight
    out: list[SameListing] = []
    for (a, b), size in sorted(common.items()):
        both = sides[0][a], sides[1][b]
        # More than half of the larger one, so a listing has one counterpart at most. In real
        # documents this holds of all 81 pairs of listings that have lines in common.
        if 2 * size > max(own.size for own in both):
            weight = min(weights[a, b], _MOST_WEIGHT)
            out.append(SameListing(both[0].ids, both[1].ids, weight))
    return out


def _listings(document: Document) -> Iterator[_Listing]:
    """Yield the listings of a document that take no part in the alignment."""
    code = iter([item for item in document.verbatim if item.kind is VerbatimKind.CODE])
    item = next(code, None)
    ids: list[int] = []
    lines: list[str] = []
    for sentence in document.sentences:
        if document.is_aligned(sentence):
            if lines:
                yield _Listing(tuple(ids), tuple(lines))
            ids, lines = [], []
            continue
        while item is not None and item.end < sentence.end:
            item = next(code, None)
        if item is not None and item.start <= sentence.start:
            ids.append(sentence.id)
            lines += _lines(document.text[sentence.start : sentence.end])
    if lines:
        yield _Listing(tuple(ids), tuple(lines))


def _lines(code: str) -> Iterator[str]:
    """Yield what lines of code have in common with their translation, without empty ones."""
    bare = _COMMENT.sub(" ", _QUOTED.sub('""', code))
    yield from filter(None, map(same_text, bare.splitlines()))
