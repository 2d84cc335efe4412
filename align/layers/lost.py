"""What stood in a blank: the words of the source that a gap in the target has lost.

Each gap's sentence is compared with every source sentence. Its own bead counts most, a shared name
or number can outweigh it: a digest moves sentences about, and a bead of one short fragment is
unsure. Within the chosen sentence, the words lost are the clauses that the rest of the target
sentence covers least.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from duizhao.align.blanks import Gap
from duizhao.align.clauses import Clause, clauses, names, quotations
from duizhao.align.spans import encode_texts
from duizhao.corpora.bitext import Bead, Place
from duizhao.corpora.types import Document, Sentence
from duizhao.models.encoder import Encoder, FloatArray

__all__ = ["Lost", "find_lost", "sentences_of"]

# What speaks for a source sentence beside its cosine with the gap's sentence. Chosen by hand on
# the sample pair; the scale is that of the cosine.
_IN_BEAD = 0.35  # it stands in the gap's bead; times the bead's probability
_NEAR = 0.1  # it stands unlinked beside it
_SHARED = 0.5  # a name or number in both, and nowhere else in the source
# A passage that scores less than this is no answer.
_LEAST = 0.3
# How much better than the sentence's mean a clause may be covered and still count as lost.
_MARGIN = 0.02


@dataclass(frozen=True)
class Lost:
    """The source passage that a gap has lost.

    :param place: The passage; ``document`` is 0.
    :param sentence: The id of its (first) sentence.
    :param score: How well it fits, about 0 to 1.5.
    :param evidence: The parts of the score.
    """

    place: Place
    sentence: int
    score: float
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
    originals = list(source.aligned_sentences())
    if not gaps or not originals:
        return [None] * len(gaps)
    vectors = encode_texts(encoder, [s.text for s in originals])
    named = [names(s.text) for s in originals]
    return [
        _lost(gap, sentence, originals, vectors, named, beads, encoder)
        for gap, sentence in zip(gaps, sentences_of(gaps, target), strict=True)
    ]


def sentences_of(gaps: Sequence[Gap], target: Document) -> list[Sentence]:
    """Return the sentence that each gap stands in.

    :param gaps: Gaps in the target.
    :param target: The translation or digest, of one sentence at least if there is a gap.
    """
    ends = [s.end for s in target.sentences]
    return [target.sentences[min(bisect_left(ends, gap.end), len(ends) - 1)] for gap in gaps]


def _lost(
    gap: Gap,
    sentence: Sentence,
    originals: Sequence[Sentence],
    vectors: FloatArray,
    named: Sequence[frozenset[str]],
    beads: Sequence[Bead],
    encoder: Encoder,
) -> Lost | None:
    """Find what one gap has lost."""
    (own,) = encode_texts(encoder, [sentence.text])
    bonus = _neighbourhood(sentence, beads)
    own_names = names(sentence.text)
    shared = [sorted(theirs & own_names) for theirs in named]
    frequency = Counter(name for both in shared for name in both)
    scores = vectors @ own
    for i, original in enumerate(originals):
        scores[i] += bonus.get(original.id, 0.0)
        scores[i] += _SHARED * min(1.0, sum(1.0 / frequency[name] ** 2 for name in shared[i]))
    best = int(scores.argmax())
    if scores[best] < _LEAST:
        return None
    passage = _uncovered(gap, sentence, originals[best], encoder)
    evidence = {"score": round(float(scores[best]), 3), "shared": shared[best]}
    return Lost(passage, originals[best].id, float(scores[best]), evidence)


def _neighbourhood(sentence: Sentence, beads: Sequence[Bead]) -> dict[int, float]:
    """Return what the alignment adds to source sentences, by id."""
    at = next(i for i, bead in enumerate(beads) if sentence.id in bead.target)
    bonus = dict.fromkeys(beads[at].source, _IN_BEAD * beads[at].probability)
    for step in (-1, 1):
        i = at + step
        while 0 <= i < len(beads) and not beads[i].target:
            bonus.update(dict.fromkeys(beads[i].source, _NEAR))
            i += step
    return bonus


def _uncovered(gap: Gap, sentence: Sentence, original: Sentence, encoder: Encoder) -> Place:
    """Return the stretch of the original that the rest of the target sentence covers least."""
    pieces = clauses(original)
    if gap.pattern == "empty-quotes":
        pieces = quotations(original) or pieces
    rest = [c.text for c in clauses(sentence)]
    cosines = (
        encode_texts(encoder, [piece.text for piece in pieces]) @ encode_texts(encoder, rest).T
    )
    covered = cosines.max(axis=1)
    if gap.pattern == "empty-quotes":
        first = last = int(covered.argmin())
    else:
        lengths = np.array([len(piece.text) for piece in pieces])
        first, last = _heaviest_run(lengths, covered)
    return _place(original, pieces[first], pieces[last])


def _heaviest_run(lengths: npt.NDArray[np.int64], covered: FloatArray) -> tuple[int, int]:
    """Return the first and last of the neighbouring clauses that hold the most uncovered text.

    A clause weighs its length times how far its cover stays below the sentence's mean (weighted
    by length), so that a long lost clause outweighs a short phrase that is merely unlike
    anything. The best run is found in one pass (Kadane's algorithm).
    """
    weights = lengths * (float(np.average(covered, weights=lengths)) + _MARGIN - covered)
    best = (0, 0)
    best_sum = total = -np.inf
    start = 0
    for i, weight in enumerate(weights):
        if total <= 0:
            start, total = i, 0.0
        total += weight
        if total > best_sum:
            best, best_sum = (start, i), total
    return best


def _place(original: Sentence, first: Clause, last: Clause) -> Place:
    """Return the passage from one clause to another, without the spaces around it."""
    text = original.text[first.start : last.end]
    start = first.start + len(text) - len(text.lstrip())
    end = first.start + len(text.rstrip())
    return Place(0, original.offset(start), original.offset(end), text.strip())
