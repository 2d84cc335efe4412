"""The source sentences that the words of a blank may have stood in.

Its own bead counts most, a shared name or number can outweigh it: a digest moves sentences about,
and a bead of one short fragment is unsure.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from duizhao import lazy
from duizhao.align.findings.blanks.gaps import Gap
from duizhao.align.findings.blanks.lost_words import Question, letters
from duizhao.align.findings.material import Passage
from duizhao.align.findings.spans.borders import pairs_of_marks
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document, Sentence
from duizhao.corpora.text.clauses import names

__all__ = ["Bonus", "Context"]

# What speaks for a source sentence beside its cosine with the gap's sentence. Chosen by hand on
# the sample pair; the scale is that of the cosine.
_IN_BEAD = 0.35  # it stands in the gap's bead; times the bead's probability
_NEAR = 0.1  # it stands unlinked beside it
_LEFT_OVER = 0.35  # and the gap's sentence is unlinked as well
_SHARED = 0.5  # a name or number in both, and nowhere else in the source
# What says less than this is a stump: 然而，。 What is left of one tells nothing of its original.
_LITTLE = 18  # in letters of English
# Unlinked sentences on either side of a bead that are looked at, at most.
_REACH = 12
# A name in more source sentences than this tells hardly more than nothing: 1/9 of _SHARED.
_SELDOM = 3
# Sentences beside a bead that a quotation may go on in.
_LONGEST_QUOTATION = 8
_QUOTES = lazy.compile(r'[“”"「」『』«»„＂]')


@dataclass(frozen=True)
class Bonus:
    """What speaks for a source sentence before the vectors do.

    :param neighbourhood: What the alignment says.
    :param shared: Names and numbers in both, with how many source sentences have each.
    """

    neighbourhood: float = 0.0
    shared: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """All together, on the scale of the cosine."""
        named = sum(1.0 / count**2 for count in self.shared.values())
        return self.neighbourhood + _SHARED * min(1.0, named)


class Context:
    """Where source sentences stand, and what they name."""

    def __init__(self, source: Document, beads: Sequence[Bead]) -> None:
        self._beads = beads
        self._at = {j: at for at, bead in enumerate(beads) for j in bead.target}
        self._of = {i: at for at, bead in enumerate(beads) for i in bead.source}
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        self._ids = set()
        self._quoting = set()
        for sentence in source.aligned_sentences():
            self._ids.add(sentence.id)
            if _QUOTES.search(sentence.text):
                self._quoting.add(sentence.id)
            for name in names(sentence.text):
                self._holders[name].append(sentence.id)

    def candidates(self, sentence: Sentence, *, blank: bool, quoted: bool) -> dict[int, Bonus]:
        """Return the source sentences that a target sentence may come from, by id, rising.

        :param sentence: A sentence with a gap.
        :param blank: Whether words are gone within it. Of one without an original little is left,
            and that lost, most likely, what stands there and has no translation.
        :param quoted: Whether a quotation is gone.
        """
        at = self._at.get(sentence.id)
        neighbourhood = dict(self._neighbourhood(at))
        if blank and at is not None and not self._beads[at].source:
            unsaid = {i for i, near in neighbourhood.items() if near}
            if letters(sentence.text) > _LITTLE:
                unsaid &= self._quoting if quoted else set()
            for i in unsaid & self._quoting or unsaid:
                neighbourhood[i] += _LEFT_OVER
        shared: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for name in sorted(names(sentence.text)):
            holders = self._holders.get(name, [])
            for i in holders:
                if len(holders) <= _SELDOM or i in neighbourhood:
                    shared[i][name] = len(holders)
        found = sorted(self._ids & (neighbourhood.keys() | shared.keys()))
        return {i: Bonus(neighbourhood.get(i, 0.0), shared.get(i, {})) for i in found}

    def _neighbourhood(self, at: int | None) -> Iterator[tuple[int, float]]:
        """Yield the sentences around a bead with what speaks for each, the bead's own last."""
        if at is None:
            return
        bead = self._beads[at]
        for step in (-1, 1):
            i = at + step
            while 0 <= i < len(self._beads) and abs(i - at) <= _REACH:
                yield from (
                    (n, 0.0 if self._beads[i].target else _NEAR) for n in self._beads[i].source
                )
                if not self._beads[i].is_null:
                    break
                i += step
        yield from ((n, _IN_BEAD * bead.probability) for n in bead.source)

    def stretch(self, own: int) -> int:
        """Return the first target sentence of those without an original that one stands among."""
        at = self._at.get(own)
        if at is None or self._beads[at].source:
            return own
        while at and self._beads[at - 1].is_null:
            at -= 1
        targets = (bead.target[0] for bead in self._beads[at:] if bead.target)
        return next(targets)

    def question(
        self,
        original: int,
        gaps: Sequence[Gap],
        homes: Sequence[Sentence],
        source: Document,
        target: Document,
    ) -> Question:
        """Ask for the words that gaps lost.

        :param original: The source sentence that fits best.
        :param gaps: The gaps.
        :param homes: The target sentence of each.
        :param source: The original.
        :param target: The translation or digest.
        """
        at = self._of[original]
        ids, own = [original], {home.id for home in homes}
        if self._at.get(homes[0].id) == at:
            ids = list(self._beads[at].source)
        quoted = gaps[0].rule is Rule.EMPTY_QUOTES
        if quoted:
            ids = self._with_quotations(ids, len(gaps), source, own)
        own.update(j for i in ids for j in self._beads[self._of[i]].target)
        after = max(own) + 1
        if gaps[0].rule is Rule.UNFINISHED and self._is_loose(after):
            own.add(after)
        return Question(
            Passage(0, source, tuple(source.sentences[i] for i in ids)),
            Passage(0, target, tuple(target.sentences[j] for j in sorted(own))),
            tuple(gap.hole for gap in gaps),
            quoted=quoted,
            brief=gaps[0].rule is Rule.ORPHAN_UNIT,
        )

    def _is_loose(self, j: int) -> bool:
        """Say whether a target sentence has no original."""
        return j in self._at and not self._beads[self._at[j]].source

    def _with_quotations(
        self, ids: Sequence[int], number: int, source: Document, own: set[int]
    ) -> list[int]:
        """Return sentences with those beside them that no one says and that hold a quotation.

        Sentences that have so many quotations themselves stay alone.
        """
        found = list(ids)
        text = Passage(0, source, tuple(source.sentences[i] for i in ids)).text
        marked = pairs_of_marks(text)
        whole = [a >= 0 and b <= len(text) for a, b in marked]
        if all(whole) and sum(_QUOTES.match(text, a) is not None for a, _ in marked) >= number:
            return found
        for step, last in ((-1, ids[0]), (1, ids[-1])):
            more: list[int] = []
            for i in itertools.count(last + step, step):
                if len(more) >= _LONGEST_QUOTATION or i not in self._of:
                    break
                if not own.issuperset(self._beads[self._of[i]].target):
                    break
                more.append(i)
            texts = [source.sentences[i].text for i in more]
            while texts and not _QUOTES.search(texts[-1]):
                texts.pop()
            found += more[: len(texts)]
        return sorted(set(found))

    def rest(self, original: int, sentence: Sentence, target: Document, gap: Gap) -> list[Sentence]:
        """Return the target sentences that may cover a source sentence."""
        ids = {sentence.id, *self._beads[self._of[original]].target}
        if self._at.get(sentence.id) == self._of[original]:
            ids.update(self._beads[self._at[sentence.id]].target)
        if gap.rule is Rule.UNFINISHED and not gap.weak:
            # What stopped at a line end may go on behind it.
            ids.update(s.id for s in target.sentences[sentence.id + 1 : sentence.id + 2])
        return [target.sentences[j] for j in sorted(ids)]
