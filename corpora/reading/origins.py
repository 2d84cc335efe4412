"""Which node of a file's tree each visible character was taken from.

Readers change white space and soft hyphens only (see ``tidy`` in ``formats/story.py``),
so the other characters, here called *solid*, stand in a text in the order in which they were
gathered: the n-th solid character of a part is the n-th of its origins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Origin", "cut_origins", "is_solid", "solid_count"]


@dataclass(frozen=True, eq=False)
class Origin:
    """A run of text as it was gathered, and where it stands in the tree.

    :param text: The run.
    :param node: The element that it stands in or, with ``tail``, behind.
    :param tail: Whether it stands behind the element.
    :param start: Where it begins in the text there, in code points.
    """

    text: str
    node: etree._Element
    tail: bool = False
    start: int = 0


def is_solid(character: str) -> bool:
    """Say whether a character is neither white space nor a soft hyphen.

    :param character: One code point.
    """
    return not (character.isspace() or character == "\xad")


def solid_count(text: str) -> int:
    r"""Return how many solid characters a text has.

    >>> solid_count("长期 合\xad作\n")
    4
    """
    return sum(map(is_solid, text))


def cut_origins(origins: Iterable[Origin], first: int, count: int) -> tuple[Origin, ...]:
    """Return the origins of some solid characters of a text.

    :param origins: The origins of all of it.
    :param first: How many solid characters to leave out.
    :param count: How many to take.
    """
    return tuple(_cut(origins, first, first + count))


def _cut(origins: Iterable[Origin], first: int, end: int) -> Iterator[Origin]:
    at = 0
    for origin in origins:
        places = [n for n, character in enumerate(origin.text) if is_solid(character)]
        low, high = max(first - at, 0), min(end - at, len(places))
        at += len(places)
        if low < high:
            start, stop = places[low], places[high - 1] + 1
            yield replace(origin, text=origin.text[start:stop], start=origin.start + start)
