"""What a name is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Kind", "Name"]


class Kind(str, Enum):
    """What a name names."""

    PLACE = "place"
    PERSON = "person"
    OTHER = "other"


@dataclass(frozen=True)
class Name:
    """A name in a text.

    :param text: As it is written.
    :param start: Where it begins, in code points.
    :param end: Where it ends.
    :param kind: What it names, as far as that is known.
    :param ids: The numbers of the places that it may mean.
    :param weak: Whether it may as well be something else: it speaks for a match, never against.
    """

    text: str
    start: int
    end: int
    kind: Kind
    ids: frozenset[int] = frozenset()
    weak: bool = False
