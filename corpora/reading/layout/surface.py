"""What a reader reads of a block, and where each of its characters stands in the document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.document import Piece
from duizhao.corpora.text.scripts import is_cjk

__all__ = ["Surface", "lay", "may_have_markup"]

# Markup that stands for nothing on the page: the brackets and address of a Markdown link, simple
# HTML tags, the marks of a Markdown heading. Bounded, so that a hostile text costs no more.
_LINK = lazy.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{0,300}\)")
_TAG = lazy.compile(r"</?(?:p|br|b|i|u|em|strong|span|div|h[1-6]|li|ul|ol) ?/?>", re.IGNORECASE)
_HASHES = lazy.compile(r"#{1,6}[ \t]+")


@dataclass(frozen=True)
class Surface:
    """The visible text of a block.

    :param text: The text, with lines joined and markup left out.
    :param pieces: How it maps to the document: in order, without overlap, at least one.
    """

    text: str
    pieces: tuple[Piece, ...]

    def cut(self, start: int, end: int) -> tuple[Piece, ...]:
        """Return the pieces of ``text[start:end]``, counted from ``start``."""
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.at) - 1)
        found = []
        for piece in self.pieces[first:]:
            if piece.at >= end:
                break
            low, high = max(piece.at, start), min(piece.at + piece.length, end)
            if low < high:
                found.append(Piece(low - start, piece.start + low - piece.at, high - low))
        return tuple(found)


def lay(text: str, spans: Iterable[tuple[int, int]]) -> Surface:
    """Join the lines of one block as a reader would.

    Nothing is put between two lines where one of them has a CJK character at the joint, a space
    elsewhere; a hyphen at the end of a line before a small letter is dropped.

    :param text: The document.
    :param spans: The lines of the block, at least one, in order.
    """
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for start, end in spans:
        runs = list(_visible(text, start, end)) or [(start, end)]
        if pieces:
            joint = _joiner(parts[-1], text[runs[0][0]])
            if joint is None:
                last = pieces[-1]
                pieces[-1] = Piece(last.at, last.start, last.length - 1)
                parts[-1] = parts[-1][:-1]
                length -= 1
            else:
                parts.append(joint)
                length += len(joint)
        for low, high in runs:
            pieces.append(Piece(length, low, high - low))
            parts.append(text[low:high])
            length += high - low
    return Surface("".join(parts), tuple(pieces))


def _joiner(before: str, after: str) -> str | None:
    """Return what goes between two lines; ``None`` where a hyphen is to be dropped."""
    if before.endswith("-") and before[-2:-1].isalpha() and after.islower():
        return None
    return "" if is_cjk(before[-1]) or is_cjk(after) else " "


def may_have_markup(text: str, start: int, end: int) -> bool:
    """Say whether a line has a character that markup begins with; cheap."""
    return text[start] == "#" or text.find("[", start, end) >= 0 or text.find("<", start, end) >= 0


def _visible(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of a line that are not markup; nothing if all of it is."""
    if not may_have_markup(text, start, end):
        yield start, end
        return
    hidden = [match.span() for match in _TAG.finditer(text, start, end)]
    for link in _LINK.finditer(text, start, end):
        hidden += [(link.start(), link.start(1)), (link.end(1), link.end())]
    hashes = _HASHES.match(text, start, end)
    if hashes:
        hidden.append(hashes.span())
    at = start
    runs = []
    for low, high in sorted(hidden):
        if low > at:
            runs.append((at, low))
        at = max(at, high)
    if at < end:
        runs.append((at, end))
    if any(text[low:high].strip() for low, high in runs):
        yield from runs
