"""What a name is."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Name"]


@dataclass(frozen=True)
class Name:
    """A name in a text.

    :param text: As it is written.
    :param start: Where it begins, in code points.
    :param end: Where it ends.
    :param ids: The numbers of the places that it may mean.
    :param weak: Whether it may as well be something else: it speaks for a match, never against.
    """

    text: str
    start: int
    end: int
    ids: frozenset[int] = frozenset()
    weak: bool = False
