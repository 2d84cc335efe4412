"""What seems lost and may stand elsewhere: names and numbers of a missing passage, a broken end.

Before a passage is called missing, its seldom names and numbers are looked for in sentences of the
other side that nothing else explains: a digest condenses two sentences into one, and moves them.
Before a sentence that stops in the middle is left at that, the loose sentences of the target are
asked whether one of them is its end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.text.clauses import names

__all__ = ["Trace", "Traces"]

# A name or number in more sentences of a side than this tells nothing of where one belongs.
_SELDOM = 2
# So many of them must stand together: one name alone may be that of another event.
_LEAST_TRACES = 2


@dataclass(frozen=True)
class Trace:
    """A place where the names and numbers of a missing sentence stand.

    :param sentence: The id of the sentence that has them, on the other side.
    :param shared: The names and numbers, as the missing sentence writes them.
    """

    sentence: int
    shared: tuple[str, ...]


class Traces:
    """The seldom names and numbers that two documents share.

    :param here: The document that misses sentences on the other side.
    :param there: The other side.
    :param beads: The alignment of the two.
    :param side: The side of ``here`` in a bead: 0 for the source, 1 for the target.
    """

    def __init__(self, here: Document, there: Document, beads: Sequence[Bead], side: int) -> None:
        self._texts = {s.id: s.text for s in here.aligned_sentences()}
        self._marks = {number: names(text) for number, text in self._texts.items()}
        self._holders = _holders(self._marks)
        self._there = _holders({s.id: names(s.text) for s in there.aligned_sentences()})
        self._explained: defaultdict[int, set[str]] = defaultdict(set)
        for bead in beads:
            own, other = _sides(bead, side)
            for there_id in other:
                for here_id in own:
                    self._explained[there_id] |= self._marks.get(here_id, frozenset())

    def find(self, sentence: int) -> Trace | None:
        """Return where the names and numbers of a sentence stand, if several stand together.

        :param sentence: The id of a sentence that is linked to nothing.
        """
        counts: defaultdict[int, list[str]] = defaultdict(list)
        for mark in sorted(self._marks.get(sentence, frozenset())):
            others = self._there.get(mark, ())
            if len(others) <= _SELDOM and len(self._holders[mark]) <= _SELDOM:
                for other in others:
                    if mark not in self._explained[other]:
                        counts[other].append(mark)
        best = max(counts, key=lambda other: (len(counts[other]), -other), default=None)
        if best is None:
            return None
        shared = _as_written(self._texts[sentence], frozenset(counts[best]))
        return Trace(best, shared) if len(shared) >= _LEAST_TRACES else None


def _sides(bead: Bead, side: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (bead.target, bead.source) if side else (bead.source, bead.target)


def _as_written(text: str, marks: frozenset[str]) -> tuple[str, ...]:
    """Return names and numbers as a text writes them; words side by side are one name.

    >>> _as_written("Hans Modrow died in 2023.", frozenset({"hans", "modrow", "2023"}))
    ('Hans Modrow', '2023')
    """
    found: dict[str, None] = {}
    start = end = -1
    for match in re.finditer(r"[^\W_]+(?:[.,-][^\W_]+)*", text):
        if names(match[0]).isdisjoint(marks):
            continue
        beside = end >= 0 and not text[end : match.start()].strip(" \u00a0")
        if beside and text[end - 1].isalpha() and match[0][0].isalpha():
            found.pop(text[start:end], None)
        else:
            start = match.start()
        end = match.end()
        found[text[start:end]] = None
    return tuple(found)


def _holders(marks: Mapping[int, frozenset[str]]) -> dict[str, list[int]]:
    """Return the sentences that have each name or number."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, own in marks.items():
        for mark in own:
            holders[mark].append(number)
    return dict(holders)
