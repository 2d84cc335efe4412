"""What is said of a passage, and where it stands in a reading."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.corpora.reading.base import Part, Reading
from duizhao.corpora.reading.origins import Origin, is_solid
from duizhao.errors import InputError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Edge", "Remark", "Spots", "Stretch", "edges"]


@dataclass(frozen=True)
class Remark:
    """What a comment says, and of which words.

    :param start: Where the words begin in the document's text, in code points.
    :param end: Where they end; equal to ``start`` for a point between two characters.
    :param lines: What is said: a title, then the rest; each without line ends.
    :param severity: The severity of what it tells, such as ``"major"``.
    """

    start: int
    end: int
    lines: tuple[str, ...]
    severity: str = ""


@dataclass(frozen=True, eq=False)
class Stretch:
    """A run of characters in a node of the file's tree.

    :param node: The element that they stand in or, with ``tail``, behind.
    :param tail: Whether they stand behind it.
    :param low: Where the run begins in the text there.
    :param high: Where it ends.
    :param whole: Whether what is read is not what stands there, so that it cannot be cut.
    """

    node: etree._Element
    tail: bool
    low: int
    high: int
    whole: bool

    @property
    def start(self) -> Edge:
        """The edge before it."""
        return Edge(self.node, self.tail, None if self.whole else self.low, after=False)

    @property
    def end(self) -> Edge:
        """The edge behind it."""
        return Edge(self.node, self.tail, None if self.whole else self.high, after=True)


@dataclass(frozen=True, eq=False)
class Edge:
    """A place between two characters of a file's tree.

    :param node: The element whose text it stands in or, with ``tail``, whose tail.
    :param tail: Whether it stands behind the element.
    :param at: How many characters of the text there stand before it; None if the element cannot be
        cut, and the place is before or behind all of it.
    :param after: Whether it clings to the character before it, not to the one that follows.
    """

    node: etree._Element
    tail: bool
    at: int | None
    after: bool


class _Placed:
    """A part with the place of each of its solid characters."""

    def __init__(self, part: Part, text: str) -> None:
        shown = enumerate(text[part.start : part.end], part.start)
        self.at = [place for place, character in shown if is_solid(character)]
        self.taken = [
            (origin, n)
            for origin in part.origins
            for n, character in enumerate(origin.text)
            if is_solid(character)
        ]

    def stretch(self, number: int) -> Stretch:
        origin, at = self.taken[number]
        return _stretch(origin, at, at + 1)

    def stretches(self, start: int, end: int) -> Iterable[Stretch]:
        low, high = bisect_left(self.at, start), bisect_left(self.at, end)
        while low < high:
            origin, first = self.taken[low]
            while low < high and self.taken[low][0] is origin:
                last = self.taken[low][1]
                low += 1
            yield _stretch(origin, first, last + 1)


def _stretch(origin: Origin, low: int, high: int) -> Stretch:
    there = (origin.node.tail if origin.tail else origin.node.text) or ""
    taken = there[origin.start : origin.start + len(origin.text)]
    same = [is_solid(a) for a in origin.text] == [is_solid(b) for b in taken]
    low, high = origin.start + low, origin.start + high
    return Stretch(origin.node, origin.tail, low, high, whole=not same)


class Spots:
    """Where the text of a reading stands in the file's tree.

    :param reading: What a reader made of the file, with origins.
    :param path: The file, for messages.
    :raises InputError: If the origins do not fit the text.
    """

    def __init__(self, reading: Reading, path: str) -> None:
        self._parts: list[_Placed] = []
        for part in reading.parts or ():
            placed = _Placed(part, reading.text)
            if not (part.origins and placed.at):
                continue
            if len(placed.at) != len(placed.taken):
                message = f"{path} cannot be annotated: its text was changed while it was read"
                raise InputError(message)
            self._parts.append(placed)
        self._starts = [placed.at[0] for placed in self._parts]

    def root(self) -> etree._Element | None:
        """Return the root of the tree that the first character stands in."""
        if not self._parts:
            return None
        return self._parts[0].stretch(0).node.getroottree().getroot()

    def passage(self, start: int, end: int) -> list[Stretch]:
        """Return the runs of a passage, in the order of the text, of one tree only.

        :param start: Where it begins in the reading's text.
        :param end: Where it ends.
        :return: Maybe nothing: what stands there once for several places has no origin.
        """
        first = max(0, bisect_left(self._starts, start) - 1)
        found: list[Stretch] = []
        for placed in self._parts[first:]:
            if placed.at[0] >= end:
                break
            found += placed.stretches(start, end)
        trees = [stretch.node.getroottree().getroot() for stretch in found]
        return [s for s, tree in zip(found, trees, strict=True) if tree is trees[0]]

    def beside(self, at: int) -> tuple[Stretch, bool] | None:
        """Return the character beside a point: the one before it, or the one that begins there.

        :param at: Where the point stands in the reading's text.
        :return: The character, and whether the point is behind it; None if nothing of the text has
            a place.
        """
        number = bisect_left(self._starts, at)
        begins = number < len(self._starts) and self._starts[number] == at
        if begins or number == 0:
            return (self._parts[number].stretch(0), False) if self._parts else None
        placed = self._parts[number - 1]
        return placed.stretch(bisect_left(placed.at, at) - 1), True

    def point(self, at: int) -> Edge | None:
        """Return a point: behind the character before it, or before what begins there.

        :param at: Where it stands in the reading's text.
        :return: None if nothing of the text has a place.
        """
        found = self.beside(at)
        if found is None:
            return None
        stretch, after = found
        return stretch.end if after else stretch.start

    def first(self) -> Edge | None:
        """Return the place before the first character that has one."""
        return self.point(0)


def edges(found: Sequence[Stretch]) -> tuple[Edge, Edge]:
    """Return the edges of a passage.

    :param found: Its runs, at least one.
    """
    return found[0].start, found[-1].end
