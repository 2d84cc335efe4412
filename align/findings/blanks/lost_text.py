"""What stood in a blank: the words of the source that a gap in the target has lost.

Each gap's sentence is compared with the source sentences of its bead, with those around it and with
those that share a seldom name or number. Its own bead counts most, a shared name or number can
outweigh it: a digest moves sentences about, and a bead of one short fragment is unsure. Within the
chosen sentence, the words lost are the clauses that the rest of the target covers least.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from duizhao.align.encoding import encode_texts
from duizhao.align.findings.blanks.gaps import Gap
from duizhao.align.findings.heaviest_run import heaviest_run
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Bead, Place
from duizhao.corpora.document import Document, Sentence
from duizhao.corpora.text.clauses import Clause, clauses, names, quotations
from duizhao.models.arrays import FloatArray, IntArray
from duizhao.models.encoder import Encoder

__all__ = ["Lost", "find_lost", "most_uncovered", "sentences_of"]

# What speaks for a source sentence beside its cosine with the gap's sentence. Chosen by hand on
# the sample pair; the scale is that of the cosine.
_IN_BEAD = 0.35  # it stands in the gap's bead; times the bead's probability
_NEAR = 0.1  # it stands unlinked beside it
_SHARED = 0.5  # a name or number in both, and nowhere else in the source
# A passage that scores less than this is no answer.
_LEAST = 0.3
# How much better than the sentence's mean a clause may be covered and still count as lost.
_MARGIN = 0.02
# Unlinked sentences on either side of a bead that are looked at, at most.
_REACH = 12
# A name in more source sentences than this tells hardly more than nothing: 1/9 of _SHARED.
_SELDOM = 3


@dataclass(frozen=True)
class Lost:
    """The source passage that a gap has lost.

    :param place: The passage; ``document`` is 0.
    :param sentence: The id of its sentence.
    :param score: How well it fits, about 0 to 1.5.
    :param uncovered: How much worse the target covers the passage than the rest of its sentence,
        in units of cosine; 0 where the passage is the whole sentence.
    :param evidence: The parts of the score.
    """

    place: Place
    sentence: int
    score: float
    uncovered: float
    evidence: dict[str, object] = field(default_factory=dict)


def find_lost(
    gaps: Sequence[Gap], source: Document, target: Document, beads: Sequence[Bead], encoder: Encoder
) -> list[Lost | None]:
    """Find what each gap has lost.

    :param gaps: Gaps in the target.
    :param source: The original.
    :param target: The translation or digest.
    :param beads: The alignment of the two.
    :param encoder: The encoder that aligned them.
    :return: One entry a gap; None where no passage of the source fits.
    """
    if not gaps:
        return []
    # The gaps of a sentence share what it lost, quotations apart: a thousand of them cost one.
    homes = sentences_of(gaps, target)
    kinds = [(s.id, gap.rule is Rule.EMPTY_QUOTES) for gap, s in zip(gaps, homes, strict=True)]
    first = {kind: n for n, kind in reversed(list(enumerate(kinds)))}
    numbers = sorted(first.values())
    holes = Counter(kinds)
    sharing = [holes[kinds[n]] for n in numbers]
    found = _find_each([gaps[n] for n in numbers], sharing, source, target, beads, encoder)
    of_kind = {kinds[n]: iter(each) for n, each in zip(numbers, found, strict=True)}
    return [next(of_kind[kind]) for kind in kinds]


def _find_each(
    gaps: Sequence[Gap],
    holes: Sequence[int],
    source: Document,
    target: Document,
    beads: Sequence[Bead],
    encoder: Encoder,
) -> list[list[Lost | None]]:
    """Find what each gap has lost, each by itself; one share a hole of its kind in its sentence."""
    context = _Context(source, beads)
    own = sentences_of(gaps, target)
    near = [context.candidates(sentence) for sentence in own]
    vectors = _Vectors(
        encoder, [*(s.text for s in own), *(source.sentences[i].text for c in near for i in c)]
    )
    chosen = [_choose(s, c, source, vectors) for s, c in zip(own, near, strict=True)]
    narrowed = [
        _Narrowing(
            gap, source.sentences[best.id], context.rest(best.id, sentence, target, gap), number
        )
        for gap, sentence, best, number in zip(gaps, own, chosen, holes, strict=True)
        if best
    ]
    vectors = _Vectors(encoder, (text for each in narrowed for text in each.texts()))
    found = iter([each.find(vectors) for each in narrowed])
    return [
        [_lost(best, *share) for share in next(found)] if best else [None] * number
        for best, number in zip(chosen, holes, strict=True)
    ]


def _lost(best: _Chosen, place: Place, uncovered: float) -> Lost:
    return Lost(place, best.id, best.score, uncovered, best.evidence)


def sentences_of(gaps: Sequence[Gap], target: Document) -> list[Sentence]:
    """Return the sentence that each gap stands in.

    :param gaps: Gaps in the target.
    :param target: The translation or digest, of one sentence at least if there is a gap.
    """
    ends = [s.end for s in target.sentences]
    return [target.sentences[min(bisect_left(ends, gap.end), len(ends) - 1)] for gap in gaps]


class _Vectors:
    """Vectors of texts, each encoded once."""

    def __init__(self, encoder: Encoder, texts: Iterable[str]) -> None:
        self._rows = {text: n for n, text in enumerate(dict.fromkeys(texts))}
        self._vectors = encode_texts(encoder, list(self._rows))

    def __call__(self, texts: Sequence[str]) -> FloatArray:
        vectors: FloatArray = self._vectors[[self._rows[text] for text in texts]]
        return vectors


@dataclass(frozen=True)
class _Bonus:
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


class _Context:
    """Where source sentences stand, and what they name."""

    def __init__(self, source: Document, beads: Sequence[Bead]) -> None:
        self._beads = beads
        self._at = {j: at for at, bead in enumerate(beads) for j in bead.target}
        self._of = {i: at for at, bead in enumerate(beads) for i in bead.source}
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        self._ids = set()
        for sentence in source.aligned_sentences():
            self._ids.add(sentence.id)
            for name in names(sentence.text):
                self._holders[name].append(sentence.id)

    def candidates(self, sentence: Sentence) -> dict[int, _Bonus]:
        """Return the source sentences that a target sentence may come from, by id, rising."""
        neighbourhood = dict(self._neighbourhood(self._at.get(sentence.id)))
        shared: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for name in sorted(names(sentence.text)):
            holders = self._holders.get(name, [])
            for i in holders:
                if len(holders) <= _SELDOM or i in neighbourhood:
                    shared[i][name] = len(holders)
        found = sorted(self._ids & (neighbourhood.keys() | shared.keys()))
        return {i: _Bonus(neighbourhood.get(i, 0.0), shared.get(i, {})) for i in found}

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

    def rest(self, original: int, sentence: Sentence, target: Document, gap: Gap) -> list[Sentence]:
        """Return the target sentences that may cover a source sentence."""
        ids = {sentence.id, *self._beads[self._of[original]].target}
        if self._at.get(sentence.id) == self._of[original]:
            ids.update(self._beads[self._at[sentence.id]].target)
        if gap.rule is Rule.UNFINISHED and not gap.weak:
            # What stopped at a line end may go on behind it.
            ids.update(s.id for s in target.sentences[sentence.id + 1 : sentence.id + 2])
        return [target.sentences[j] for j in sorted(ids)]


@dataclass(frozen=True)
class _Chosen:
    """The source sentence that fits best.

    :param id: Its id.
    :param score: How well it fits.
    :param evidence: What speaks for it.
    """

    id: int
    score: float
    evidence: dict[str, object]


def _choose(
    sentence: Sentence, candidates: Mapping[int, _Bonus], source: Document, vectors: _Vectors
) -> _Chosen | None:
    """Choose the source sentence that a gap's sentence comes from."""
    if not candidates:
        return None
    texts = [source.sentences[i].text for i in candidates]
    scores = vectors(texts) @ vectors([sentence.text])[0]
    scores += np.array([bonus.total for bonus in candidates.values()])
    best = int(scores.argmax())
    number, score = list(candidates)[best], float(scores[best])
    if score < _LEAST:
        return None
    evidence = {"score": round(score, 3), "shared": sorted(candidates[number].shared)}
    return _Chosen(number, score, evidence)


class _Narrowing:
    """Finds the stretch of a source sentence that the target covers least."""

    def __init__(
        self, gap: Gap, original: Sentence, target: Sequence[Sentence], holes: int
    ) -> None:
        self._original = original
        self._holes = holes
        self._single = gap.rule is Rule.EMPTY_QUOTES
        quoted = quotations(original) if self._single else []
        self._pieces = quoted or clauses(original)
        self._target = [clause.text for sentence in target for clause in clauses(sentence)]

    def texts(self) -> Iterator[str]:
        """Yield what has to be encoded."""
        yield from (piece.text for piece in self._pieces)
        yield from self._target

    def find(self, vectors: _Vectors) -> list[tuple[Place, float]]:
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
            (_place(self._original, self._pieces[first], self._pieces[last]), less)
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


def _place(original: Sentence, first: Clause, last: Clause) -> Place:
    """Return the passage from one clause to another, without the spaces around it.

    A quotation that begins or ends in it is in it as a whole, if its sentence has all of it.
    """
    begin, end = first.start, last.end
    for quotation in quotations(original):
        if quotation.start < end and begin < quotation.end:
            begin, end = min(begin, quotation.start), max(end, quotation.end)
    text = original.text[begin:end]
    start = begin + len(text) - len(text.lstrip())
    end = begin + len(text.rstrip())
    return Place(0, original.offset(start), original.offset(end), text.strip())
