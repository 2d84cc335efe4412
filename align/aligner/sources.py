"""Several sources for one target: each target sentence goes to the source that it comes from.

A digest may be made of more than one article. First the target is held against each source by
itself; what each target sentence is most like, and the names that only one of the sources has, say
where it comes from, and neighbours tend to come from the same place. Then each source is aligned
with its own target sentences alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from duizhao.align.aligner.anchors import coarse_pass
from duizhao.align.aligner.beads import Aligned, Progress, find_beads
from duizhao.align.aligner.shared_words import words_of
from duizhao.align.aligner.spans import side_of
from duizhao.align.decisions.links import NO_CONSTRAINTS, Constraints
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document, Sentence
from duizhao.corpora.text.pinyin import capitalised, spelled
from duizhao.errors import AlignmentError
from duizhao.models.arrays import DoubleArray
from duizhao.models.encoder import Encoder

__all__ = ["attribute", "find_beads_of_sources"]

# Log-odds that a sentence comes from one source rather than another: for a cosine that is higher by
# one, for a name that only this source has, against a change of source from one sentence to the
# next, and for the first source, which is the original. Chosen by hand on one digest of two
# articles, the user's own; its 49 sentences are all the evidence there is.
_SIMILARITY, _NAME, _CHANGE, _FIRST = 20.0, 3.0, 1.25, 1.0
# A number is worth so much of a name: texts of one subject share numbers by chance.
_NUMBER = 0.25
_MOST_NAMES = 2
# The best of many sentences that have nothing to do with one is the more like it the more they
# are: the highest of n normal values lies about sqrt(2 log n) deviations above their mean. Cosines
# of unrelated sentences of English and Chinese news deviate by a tenth.
_DEVIATION = 0.1


def find_beads_of_sources(
    sources: Sequence[Document],
    target: Document,
    encoder: Encoder,
    *,
    constraints: Sequence[Constraints] = (),
    progress: Progress | None = None,
) -> Aligned:
    """Align one or several sources with one target.

    :param sources: At least one.
    :param target: What was made of them.
    :param encoder: Turns sentences into vectors.
    :param constraints: What was decided of each source; nothing if empty.
    :param progress: Called as the work goes on.
    :raises AlignmentError: If there is no source.
    """
    if not sources:
        message = "no source was given; expected at least one"
        raise AlignmentError(message)
    decided = constraints or [NO_CONSTRAINTS] * len(sources)
    if len(sources) == 1:
        return find_beads(sources[0], target, encoder, constraints=decided[0], progress=progress)
    of = attribute(sources, target, encoder)
    for k, each in enumerate(decided):
        of.update((n, k) for link in each.forced for n in link[1])
    results = [
        find_beads(
            source,
            target,
            encoder,
            constraints=each,
            only={sentence for sentence, home in of.items() if home == k},
            progress=progress,
        )
        for k, (source, each) in enumerate(zip(sources, decided, strict=True))
    ]
    beads = _merged([result.beads for result in results])
    aside = [Bead((), (s.id,)) for s in target.sentences if s.id not in of]
    for bead in aside:
        at = next((n for n, b in enumerate(beads) if b.target > bead.target), len(beads))
        beads.insert(at, bead)
    pairs = [
        replace(pair, source_document=k)
        for k, result in enumerate(results)
        for pair in result.paragraphs
    ]
    kinship = tuple(kin for result in results for kin in result.kinship)
    return Aligned(tuple(beads), kinship, tuple(pairs))


def attribute(sources: Sequence[Document], target: Document, encoder: Encoder) -> dict[int, int]:
    """Return the number of the source that each target sentence comes from, by sentence id.

    :param sources: At least one.
    :param target: What was made of them; only sentences that take part in the alignment count.
    :param encoder: Turns sentences into vectors.
    """
    sentences = list(target.aligned_sentences())
    if not sentences:
        return {}
    texts = [list(source.aligned_sentences()) for source in sources]
    evidence = _SIMILARITY * _likeness(texts, sentences, encoder) + _NAME * _names(texts, sentences)
    evidence[0] += _FIRST
    return dict(zip((s.id for s in sentences), _smoothed(evidence), strict=True))


def _likeness(
    sources: Sequence[Sequence[Sentence]], target: Sequence[Sentence], encoder: Encoder
) -> DoubleArray:
    """Return how like the best sentence of each source is, shape (sources, M)."""
    own = side_of([s.text for s in target], encoder, 1).spans[0]
    out = np.full((len(sources), len(target)), -1.0)
    for k, source in enumerate(sources):
        if source:
            other = side_of([s.text for s in source], encoder, 1).spans[0]
            chance = _DEVIATION * math.sqrt(2.0 * math.log(len(source) + 1))
            out[k] = coarse_pass(other, own).target_best - chance
    return out


def _names(sources: Sequence[Sequence[Sentence]], target: Sequence[Sentence]) -> DoubleArray:
    """Return how many names of each target sentence stand in one source only, (sources, M).

    A name may be written alike on both sides, or in pinyin on one of them.
    """
    names = [_written(source) for source in sources]
    out = np.zeros((len(sources), len(target)))
    for j, sentence in enumerate(target):
        own = _written([sentence])
        for word in own[0] | own[1] | own[2]:
            homes = [
                k
                for k, known in enumerate(names)
                if (word in own[0] and word in known[0])
                or (word in own[1] and word in known[2])
                or (word in own[2] and word in known[1])
            ]
            if len(homes) == 1:
                out[homes[0], j] += _NUMBER if word[0].isdigit() else 1.0
    return np.minimum(out, _MOST_NAMES)


def _written(
    sentences: Sequence[Sentence],
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return Latin words and numbers, names in Latin letters, and what characters spell."""
    texts = [sentence.text for sentence in sentences]
    return (
        frozenset(word for text in texts for word in words_of(text)),
        frozenset(word for text in texts for word in capitalised(text)),
        frozenset(word for text in texts for word in spelled(text)),
    )


def _smoothed(evidence: DoubleArray) -> list[int]:
    """Return the best sequence of sources when each change costs something (Viterbi)."""
    count, length = evidence.shape
    value = evidence[:, 0].copy()
    came = np.zeros((length, count), np.intp)
    for j in range(1, length):
        best = int(value.argmax())
        stay = value >= value[best] - _CHANGE
        came[j] = np.where(stay, np.arange(count), best)
        value = np.where(stay, value, value[best] - _CHANGE) + evidence[:, j]
    path = [int(value.argmax())]
    for j in range(length - 1, 0, -1):
        path.append(int(came[j][path[-1]]))
    return path[::-1]


def _merged(parts: Sequence[Sequence[Bead]]) -> list[Bead]:
    """Return the beads of all sources in the order of the target."""
    keyed: list[tuple[tuple[int, int, int], Bead]] = []
    for k, beads in enumerate(parts):
        at = -1
        for number, bead in enumerate(beads):
            at = bead.target[0] if bead.target else at
            keyed.append(((at, k, number), replace(bead, source_document=k)))
    return [bead for _, bead in sorted(keyed, key=lambda item: item[0])]
