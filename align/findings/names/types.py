"""What a name is, and a person."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Name", "Person"]


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


@dataclass(frozen=True)
class Person:
    """A person in a text.

    :param text: The name as it is written.
    :param start: Where it begins.
    :param end: Where it ends.
    :param usual: What the translation calls it elsewhere, if it does.
    :param is_known: Whether the other language's text names it elsewhere.
    """

    text: str
    start: int
    end: int
    usual: str = ""
    is_known: bool = False
