"""Stretches of words that stand twice: in one text, or in two.

A text is read as tokens: words in small letters, and single Han characters. Stretches are found by
hashing runs of a fixed number of tokens, in time linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from duizhao import lazy
from duizhao.corpora.text.scripts import HANZI

__all__ = ["Echo", "Tokens", "alike", "echoes", "has_echo"]

_TOKEN = lazy.compile(f"[{HANZI}]|[^\\W_{HANZI}]+")


@dataclass(frozen=True)
class Echo:
    """A stretch that stands twice in one text.

    :param first: Where the first copy begins, in characters.
    :param start: Where the second begins.
    :param end: Where it ends.
    """

    first: int
    start: int
    end: int


class Tokens:
    """A text as tokens.

    :param text: The text.
    """

    def __init__(self, text: str) -> None:
        self._found = list(_TOKEN.finditer(text))
        self.words = [found[0].lower() for found in self._found]

    @property
    def key(self) -> str:
        """The text in one spelling: equal for texts that differ in spaces, signs and capitals."""
        return " ".join(self.words)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Pairs of neighbouring tokens; of a single one, itself."""
        if len(self.words) < 2:
            return frozenset(self.words)
        return frozenset(map(" ".join, zip(self.words, self.words[1:], strict=False)))

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """Return where tokens stand in the text."""
        return self._found[first].start(), self._found[stop - 1].end()

    def runs(self, size: int) -> Iterable[tuple[str, ...]]:
        """Return all runs of so many tokens, in order."""
        return zip(*(self.words[n:] for n in range(size)), strict=False)


def alike(one: Tokens, other: Tokens) -> float:
    """Return the Jaccard index of two texts' pairs of tokens, 0 to 1.

    >>> alike(Tokens("他来了。"), Tokens("他来了！"))
    1.0
    """
    union = len(one.pairs | other.pairs)
    return len(one.pairs & other.pairs) / union if union else 0.0


def has_echo(tokens: Tokens, size: int) -> bool:
    """Say whether any run of so many tokens stands twice."""
    runs = list(tokens.runs(size))
    return len(set(runs)) < len(runs)


def echoes(tokens: Tokens, size: int, long: int) -> Iterator[Echo]:
    """Yield stretches that stand twice: one after the other, or anywhere if they are long.

    :param tokens: A text.
    :param size: Tokens of a stretch whose copy follows it at once; at least 1.
    :param long: Tokens of a stretch whose copy stands anywhere.

    >>> list(echoes(Tokens("The sea is calm, the sea is calm."), 4, 8))
    [Echo(first=0, start=17, end=32)]
    """
    seen: dict[tuple[str, ...], int] = {}
    words, done = tokens.words, 0
    for at, run in enumerate(tokens.runs(size)):
        first = seen.setdefault(run, at)
        if at < done or at - first < size:
            continue
        stop, most = at + size, min(len(words), 2 * at - first)
        while stop < most and words[stop] == words[first + stop - at]:
            stop += 1
        if stop - at >= long or at - first == stop - at:
            yield Echo(tokens.span(first, first + 1)[0], *tokens.span(at, stop))
            done = stop
