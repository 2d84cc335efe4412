"""Which of a run's findings an editor spoke of in an earlier one.

Findings have no lasting number, and offsets move with every change. A finding is known again by
what a reader sees: its category, the texts at its places, and the sentence that it stands in.
"""

from __future__ import annotations

import logging
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nsmallest
from textwrap import shorten

import numpy as np

from duizhao.corpora.alignment import Category, Finding, Place
from duizhao.corpora.document import Document

__all__ = ["FindingDecision", "context_of", "decide", "match_findings"]

_log = logging.getLogger(__name__)

# Two texts are the same one, changed a little, if they share this much of their pairs of
# neighbouring characters (Dice's coefficient of the multisets). Of sentences of MAC-Dev in which
# one word was replaced, 97 in 100 are (English) and 98 (Chinese); of 60,000 pairs of different
# sentences, 2 and 4.
_ALIKE = 0.6
# A passage may hold this many pairs of characters that were not decided on: a word or two, but no
# sentence that the editor has not seen.
_MOST_NEW = 20
# Of findings that are equally like a decision, one with the same source passage is taken.
_SAME_SOURCE = 0.1
# Findings that are looked at for one decision, the most alike: more than a text repeats a sentence.
_RIVALS = 50
# What such a finding lost is guessed, so it is known by its place in the target, even a point.
_LOST_TEXT = frozenset({Category.BLANK, Category.TRUNCATED})
# Characters of a decision's texts that a warning shows.
_SHOWN = 60


@dataclass(frozen=True)
class FindingDecision:
    """What an editor said of one finding.

    :param category: The finding's category.
    :param source: The text of its source place, empty if there is none.
    :param target: The text of its target place, likewise.
    :param context: The sentence that it stands in, see :func:`context_of`.
    :param decision: ``"accepted"``, ``"dismissed"`` or empty.
    :param comment: What the editor noted, maybe empty.
    """

    category: Category
    source: str
    target: str
    context: str
    decision: str = ""
    comment: str = ""

    def in_short(self) -> str:
        """Return it as part of a line: its category and the beginnings of its texts."""
        texts = shorten(self.target or self.context, _SHOWN), shorten(self.source, _SHOWN)
        return " | ".join((self.category.value, *texts))


def context_of(finding: Finding, documents: Sequence[Document]) -> str:
    """Return the text of the sentence that a finding stands in.

    :param finding: One of an alignment's findings.
    :param documents: The alignment's documents.
    :return: The target sentence in which its target place begins, or else the source sentence in
        which its source place begins, or else the one that ends there; empty if there is none.
    """
    return _Contexts(documents).of(finding)[0]


class _Contexts:
    """Finds the sentences at the places of findings."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._starts = [[s.start for s in document.sentences] for document in documents]

    def of(self, finding: Finding) -> tuple[str, ...]:
        """Return the sentences that a finding may be said to stand in, the most fitting first."""
        places = [place for place in (finding.target, finding.source) if place is not None]
        within = [text for place in places for text in self._at(place, within=True)]
        before = [text for place in places for text in self._at(place, within=False)]
        return (*within, *before) or ("",)

    def _at(self, place: Place, *, within: bool) -> Iterator[str]:
        """Yield the sentence in which a place begins, or the one that ends there."""
        sentences = self._documents[place.document].sentences
        # Of a sentence that ends at the place, the next one may begin there.
        last = bisect_right(self._starts[place.document], place.start) - 1
        for sentence in sentences[max(last - 1, 0) : last + 1]:
            if sentence.start <= place.start < sentence.end:
                if within:
                    yield sentence.text
            elif sentence.end == place.start and not within:
                yield sentence.text


def decide(
    findings: Sequence[Finding],
    documents: Sequence[Document],
    decisions: Sequence[FindingDecision],
) -> tuple[Finding, ...]:
    """Return findings with what an editor said of them; what fits none is told.

    :param findings: Findings of a run.
    :param documents: What they were found in.
    :param decisions: What was said in the reports of earlier runs.
    """
    matched = match_findings(findings, documents, decisions)
    decided = list(findings)
    lost = []
    for said, number in zip(decisions, matched, strict=True):
        if number is None:
            lost.append(said)
        else:
            decided[number] = replace(
                findings[number], decision=said.decision, comment=said.comment
            )
    if lost:
        _log.warning(
            "%d of %d decisions fit no finding any more, first: %s",
            len(lost),
            len(decisions),
            lost[0].in_short(),
        )
    return tuple(decided)


def match_findings(
    findings: Sequence[Finding], documents: Sequence[Document], decisions: Sequence[FindingDecision]
) -> list[int | None]:
    """Find what an editor spoke of among the findings of a later run.

    First the same category, texts and context are looked for, then the same but for spaces, case
    and width, then the most alike: the same category and target passage in a sentence that
    changed a little. An omission is known by the source passage that is omitted. Of repeated
    findings those are taken that stand nearest in the order of the others.

    :param findings: The findings.
    :param documents: What they were found in.
    :param decisions: What was said, in the order in which the report showed it.
    :return: For each decision the index of its finding, or None; no finding twice.
    """
    if not decisions:
        return []
    contexts = _Contexts(documents)
    sides = [
        (f.source.text if f.source else "", f.target.text if f.target else "") for f in findings
    ]
    seen = [
        [FindingDecision(f.category, *texts, context) for context in contexts.of(f)]
        for f, texts in zip(findings, sides, strict=True)
    ]
    matching = _Matching(seen, decisions)
    matching.equal(_raw, first_only=True)
    matching.equal(_folded_key, first_only=False)
    matching.alike()
    return [matching.found.get(number) for number in range(len(decisions))]


def _raw(decision: FindingDecision) -> Hashable:
    return decision.category, decision.source, decision.target, decision.context


def _folded_key(decision: FindingDecision) -> Hashable:
    return decision.category, *map(_folded, (decision.source, decision.target, decision.context))


class _Matching:
    """One-to-one pairs of decisions and findings, made by ever looser rules."""

    def __init__(
        self,
        seen: Sequence[Sequence[FindingDecision]],
        decisions: Sequence[FindingDecision],
    ) -> None:
        self.seen, self.decisions = seen, decisions
        self.found: dict[int, int] = {}
        self.taken: set[int] = set()

    def _make(self, decision: int, finding: int) -> None:
        self.found[decision] = finding
        self.taken.add(finding)

    def _open(self) -> list[int]:
        return [v for v in range(len(self.decisions)) if v not in self.found]

    def _expected(self) -> list[float]:
        """Return where each decision's finding should stand, by the order of those found."""
        known = sorted(self.found.items())
        ends = (-1, -1), (len(self.decisions), len(self.seen))
        xs, ys = zip(ends[0], *known, ends[1], strict=True)
        return [float(y) for y in np.interp(range(len(self.decisions)), xs, ys)]

    def equal(self, key: Callable[[FindingDecision], Hashable], *, first_only: bool) -> None:
        """Pair decisions and findings of one key, those without rivals first."""
        asked: defaultdict[Hashable, list[int]] = defaultdict(list)
        for number in self._open():
            asked[key(self.decisions[number])].append(number)
        there: defaultdict[Hashable, list[int]] = defaultdict(list)
        for number, readings in enumerate(self.seen):
            if number not in self.taken:
                for k in {key(reading) for reading in readings[: 1 if first_only else None]}:
                    there[k].append(number)
        for k in sorted(asked, key=lambda k: (len(there[k]), asked[k])):
            self._pair(asked[k], there[k])

    def _pair(self, asked: list[int], there: list[int]) -> None:
        """Pair repeated decisions with repeated findings in their order, nearest first."""
        free = [number for number in there if number not in self.taken]
        if len(asked) < len(free):
            expected = self._expected()
            chosen = []
            for number in asked:
                near = min(free, key=lambda f, n=number: abs(f - expected[n]))  # type: ignore[misc]
                chosen.append(near)
                free.remove(near)
            free = sorted(chosen)
        for decision, finding in zip(asked, free, strict=False):
            self._make(decision, finding)

    def alike(self) -> None:
        """Pair what is left with what is most like it."""
        expected = self._expected()
        free = [
            (n, r) for n, reading in enumerate(self.seen) if n not in self.taken for r in reading
        ]
        indexes = {
            category: _Index([(n, r) for n, r in free if r.category is category])
            for category in {reading.category for _, reading in free}
        }
        pairs: list[tuple[float, float, int, int]] = []
        for number in self._open():
            said = self.decisions[number]
            if said.category in indexes:
                like = (
                    (-likeness, abs(finding - expected[number]), number, finding)
                    for finding, likeness in indexes[said.category].like(said)
                )
                pairs += nsmallest(_RIVALS, like)
        for _, _, decision, finding in sorted(pairs):
            if decision not in self.found and finding not in self.taken:
                self._make(decision, finding)


class _Index:
    """Finds what is like a decision among findings of one category, by pairs of characters."""

    def __init__(self, readings: Sequence[tuple[int, FindingDecision]]) -> None:
        # The number of each finding, its passage and its source passage.
        self._readings: list[tuple[int, str, str]] = []
        self._sizes: list[int] = []
        self._where: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, (finding, reading) in enumerate(readings):
            own, around = _essence(reading)
            self._readings.append((finding, own, _folded(reading.source)))
            pairs = _pairs(around)
            self._sizes.append(pairs.total())
            for pair, count in pairs.items():
                self._where[pair].append((number, count))

    def like(self, decision: FindingDecision) -> Iterator[tuple[int, float]]:
        """Yield the numbers of findings that may be the one meant, and how like it they are."""
        own, around = _essence(decision)
        source = _folded(decision.source)
        pairs = _pairs(around)
        size = pairs.total()
        shared: Counter[int] = Counter()
        for pair, count in pairs.items():
            for number, there in self._where.get(pair, ()):
                shared[number] += min(count, there)
        for number, common in shared.items():
            likeness = 2 * common / (size + self._sizes[number])
            if likeness >= _ALIKE:
                finding, its_own, its_source = self._readings[number]
                own_likeness = _likeness(own, its_own)
                if own_likeness >= _ALIKE:
                    same = _SAME_SOURCE * (source == its_source)
                    yield finding, (likeness + own_likeness) / 2 + same


def _essence(decision: FindingDecision) -> tuple[str, str]:
    """Return the passage that a finding is about, and the sentence that it is known by."""
    target = _folded(decision.target)
    by_source = decision.category is Category.OMISSION
    if by_source or not (target or decision.category in _LOST_TEXT):
        own = _folded(decision.source)
        return own, own if by_source else _folded(decision.context)
    return target, _folded(decision.context)


def _likeness(decided: str, now: str) -> float:
    """Return how like a passage is to one that was decided on, 0 to 1; 0 if too much is new."""
    if decided == now:
        return 1.0
    pairs, there = _pairs(decided), _pairs(now)
    common = (pairs & there).total()
    if there.total() - common > _MOST_NEW:
        return 0.0
    return 2 * common / (pairs.total() + there.total())


def _pairs(text: str) -> Counter[str]:
    """Return the pairs of neighbouring characters of a text and its two ends."""
    framed = f"\n{text}\n"
    return Counter(map(str.__add__, framed, framed[1:]))


@lru_cache(maxsize=1024)  # many findings may stand in one sentence
def _folded(text: str) -> str:
    """Return what a reader sees of a text, without regard to spaces, case and width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isprintable() and c not in " \ufffd")
