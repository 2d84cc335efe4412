"""The dictionary as a tree of characters, which loads at once.

Words, how often each occurs, and its class are those of jieba's dictionary (Sun Junyi, MIT
licence). ``benchmarks/derive_words.py`` lays them out in ``data/words.npz`` level by level: the
children of a node stand together and in order, so a step down is one search among few. Loading
takes .04 s and 6 MB where the dictionary's own text takes 1.5 s and 100 MB.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from duizhao.packed import Arrays

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Step", "WordTable", "data", "word_table"]

_DATA = files("duizhao.corpora.text.dictionary") / "data"
# The dictionary has no character above these.
_CODES = 1 << 16


class Step(NamedTuple):
    """A word on the likeliest path through a text."""

    end: int
    """Where it ends."""
    tag: str
    """Its class; ``x`` if the dictionary lacks it."""


@dataclass(frozen=True)
class WordTable:
    """Words as a tree; node 0 is the root, and a node's number is greater than its parent's.

    :param first: By node, its first child; its last is before the first of the next node.
    :param characters: By node, the code of the character that leads to it.
    :param count: By node, the number of its frequency among the different ones; 0 if what leads to
        it is no word.
    :param tag: By node, the number of its class.
    :param top: By code, the node of a character that begins a word; 0 if it begins none.
    :param scores: By number of a frequency, the logarithm of the share in all words; that of 0 is
        of a word that occurs once.
    :param tags: The classes.
    """

    first: array[int]
    characters: array[int]
    count: array[int]
    tag: array[int]
    top: array[int]
    scores: tuple[float, ...]
    tags: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Say whether a word is in the dictionary.

        :param word: One character or more.

        >>> table = word_table()
        >>> table.has("北京"), table.has("北京很")
        (True, False)
        """
        code = ord(word[0])
        node = self.top[code] if code < _CODES else 0
        for character in word[1:]:
            node = self._child(node, ord(character)) if node else 0
        return node != 0 and self.count[node] != 0

    def path(self, text: str) -> list[Step]:
        """Return the words of the most probable path through a text, each seen as independent.

        Of two paths that are as probable, the one with the longer word in front counts. Characters
        that no word begins are words of their own.

        :param text: The text.

        >>> [step.end for step in word_table().path("我爱北京")]
        [1, 2, 4]
        """
        first, characters, count = self.first, self.characters, self.count
        codes = [*map(ord, text)]
        size = len(codes)
        total = [0.0] * (size + 1)  # of the best path from here to the end
        steps = [(0, 0)] * size
        for start in range(size - 1, -1, -1):
            node = self.top[codes[start]] if codes[start] < _CODES else 0
            which, end = count[node], start + 1
            best, chosen = self.scores[which] + total[end], (end, node)
            is_word = which != 0
            while node and end < size:
                low, high = first[node], first[node + 1]
                node = bisect_left(characters, codes[end], low, high)
                if node == high or characters[node] != codes[end]:
                    break
                end += 1
                which = count[node]
                if which:
                    score = self.scores[which] + total[end]
                    if score >= best or not is_word:
                        best, chosen, is_word = score, (end, node), True
            total[start], steps[start] = best, chosen
        found, at = [], 0
        while at < size:
            at, node = steps[at]
            found.append(Step(at, self.tags[self.tag[node]]))
        return found

    def _child(self, node: int, code: int) -> int:
        """Return the child that a character leads to, or 0."""
        low, high = self.first[node], self.first[node + 1]
        at = bisect_left(self.characters, code, low, high)
        return at if at < high and self.characters[at] == code else 0


@cache
def data() -> Mapping[str, npt.NDArray[Any]]:
    """Return the arrays of the data file by their names."""
    with _DATA.joinpath("words.npz").open("rb") as file, Arrays(file) as arrays:
        return {name: arrays[name] for name in arrays.names}


@cache
def word_table() -> WordTable:
    """Return the dictionary that comes with the package."""
    import numpy as np

    words = data()
    first = np.cumsum(words["children"], dtype=np.uint32)
    first = np.concatenate([[1], first + 1]).astype(np.uint32)
    beginnings = words["characters"][1 : first[1]]
    top = np.zeros(_CODES, np.uint16)
    top[beginnings] = np.arange(1, len(beginnings) + 1)
    every = math.log(words["total"])
    counts = words["counts"].tolist()
    return WordTable(
        _ints("I", first),
        _ints("H", words["characters"]),
        _ints("H", words["count"]),
        _ints("B", words["tag"]),
        _ints("H", top),
        tuple(math.log(often) - every for often in counts),
        tuple(str(words["tags"]).split()),
    )


def _ints(code: str, values: npt.NDArray[Any]) -> array[int]:
    """Return integers in the form whose items Python reads fastest."""
    found = array(code)
    found.frombytes(values.astype(code, copy=False).tobytes())
    return found
