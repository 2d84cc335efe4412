"""Which clauses of a source sentence a blank lost: those that the rest of the target covers least.

Languages of whose words nothing is known are asked by their clauses.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from duizhao.align.findings.blanks.gaps import Gap
from duizhao.align.findings.heaviest_run import heaviest_run
from duizhao.align.findings.spans.whole_span import whole_span
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Place
from duizhao.corpora.document import Sentence
from duizhao.corpora.text.clauses import Clause, clauses, quotations
from duizhao.models.arrays import FloatArray, IntArray

__all__ = ["Narrowing", "most_uncovered"]

# How much better than the sentence's mean a clause may be covered and still count as lost.
_MARGIN = 0.02


class Narrowing:
    """Finds the stretch of a source sentence that the target covers least."""

    def __init__(
        self,
        gap: Gap,
        original: Sentence,
        target: Sequence[Sentence],
        holes: int,
        lang: str,
    ) -> None:
        self._original, self._lang = original, lang
        self._holes = holes
        self._single = gap.rule is Rule.EMPTY_QUOTES
        quoted = quotations(original) if self._single else []
        self._pieces = quoted or clauses(original)
        self._target = [clause.text for sentence in target for clause in clauses(sentence)]

    def texts(self) -> Iterator[str]:
        """Yield what has to be encoded."""
        yield from (piece.text for piece in self._pieces)
        yield from self._target

    def find(self, vectors: Callable[[Sequence[str]], FloatArray]) -> list[tuple[Place, float]]:
        """Return a stretch for each hole, and how much worse it is covered than the rest."""
        cosines = vectors([piece.text for piece in self._pieces]) @ vectors(self._target).T
        covered = cosines.max(axis=1)
        lengths = np.array([len(piece.text) for piece in self._pieces])
        if self._single:
            worst = sorted(covered.argsort(kind="stable")[: self._holes].tolist())
            shares = [(n, n) for n in worst]
        else:
            stretch = _widened(covered, *most_uncovered(lengths, covered), self._holes)
            shares = _shared(lengths, *stretch, self._holes)
        # Of more holes than there is to share the last ones have the last share.
        shares += shares[-1:] * (self._holes - len(shares))
        inside = np.zeros(len(lengths), bool)
        for first, last in shares:
            inside[first : last + 1] = True
        less = 0.0
        if not inside.all():
            there, else_ = (
                float(np.average(covered[part], weights=lengths[part]))
                for part in (inside, ~inside)
            )
            less = else_ - there
        return [
            (_place(self._original, self._pieces[first], self._pieces[last], self._lang), less)
            for first, last in shares
        ]


def _widened(covered: FloatArray, first: int, last: int, holes: int) -> tuple[int, int]:
    """Return a stretch of clauses with those beside it, so that each hole has one, if there are.

    :param covered: How well each of C clauses is covered, shape (C,).
    :param first: The first clause of the stretch.
    :param last: Its last.
    :param holes: How many clauses are wanted.
    """
    while last + 1 - first < min(holes, len(covered)):
        behind = covered[last + 1] if last + 1 < len(covered) else np.inf
        if first and covered[first - 1] < behind:
            first -= 1
        else:
            last += 1
    return first, last


def _shared(lengths: IntArray, first: int, last: int, holes: int) -> list[tuple[int, int]]:
    """Cut a stretch of clauses into neighbouring parts of about the same length, one a hole.

    :param lengths: Characters of each of C clauses, shape (C,).
    :param first: The first clause of the stretch.
    :param last: Its last.
    :param holes: How many parts are wanted; there are no more than clauses.
    """
    ends = lengths[first : last + 1].cumsum()
    parts = min(holes, last + 1 - first)
    cuts = [first]
    for part in range(1, parts):
        nearest = first + 1 + int(abs(ends - ends[-1] * part / parts).argmin())
        cuts.append(min(max(nearest, cuts[-1] + 1), last + 1 - (parts - part)))
    return [(a, b - 1) for a, b in itertools.pairwise([*cuts, last + 1])]


def most_uncovered(lengths: IntArray, covered: FloatArray) -> tuple[int, int]:
    """Return the first and last of the neighbouring clauses that hold the most uncovered text.

    A clause weighs its length times how far its cover stays below the sentence's mean (weighted
    by length), so that a long lost clause outweighs a short phrase that is merely unlike anything.

    :param lengths: Characters of each of C clauses, shape (C,), C at least 1.
    :param covered: How well each is covered, shape (C,), in units of cosine.
    """
    weights = lengths * (float(np.average(covered, weights=lengths)) + _MARGIN - covered)
    _, first, end = heaviest_run(weights.tolist())
    return first, end - 1


def _place(original: Sentence, first: Clause, last: Clause, lang: str) -> Place:
    """Return the passage from one clause to another, with no half quotation or bracket."""
    begin, end = whole_span(original.text, first.start, last.end, lang)
    text = original.text[begin:end]
    return Place(0, original.offset(begin), original.offset(end), text)
