"""A by-product of alignment: names and terms that stand for each other, for somebody to review.

Each linked bead offers the terms of both sides. Two terms belong together if they stand in the same
beads (Dice's coefficient, Dice 1945) and mean the same (cosine of their vectors), and if each is
the other's best. Terms that occur once are taken if they are names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from duizhao.align.encoding import encode_texts
from duizhao.align.results.term_candidates import candidates
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.exchange.bead_text import bead_texts, unfit_beads
from duizhao.corpora.exchange.terms import Term
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder

__all__ = ["find_terms"]

# Beads less probable than this teach wrong pairs.
_SURE = 0.5
# What a pair needs. Read on the project's sample and the user's pair; see docs/benchmarks.md.
_LEAST_DICE = 0.4
_LEAST_COSINE = 0.5
# One bead proves nothing by itself: the vectors have to.
_LEAST_COSINE_ONCE = 0.6
# Terms of a side that are compared, the most frequent first.
_MOST = 4000


@dataclass(frozen=True)
class _Side:
    """The terms of one side.

    :param words: The terms.
    :param beads: For each, the beads that have it.
    :param names: For each, whether it is a name.
    """

    words: list[str]
    beads: list[frozenset[int]]
    names: list[bool]


def find_terms(alignment: Alignment, encoder: Encoder) -> list[Term]:
    """Find names and terms that stand for each other in linked beads.

    What is no name needs two beads that have it.

    :param alignment: Beads; those whose target lost text, and unsure ones, are left aside.
    :param encoder: Turns terms into vectors.
    :return: The surest and most frequent first. Of languages whose words are not told apart
        (neither Chinese nor written with spaces) there are none.
    """
    texts = dict(_texts(alignment))
    langs = alignment.sources[0].lang, alignment.target.lang
    source, target = (
        _side({n: pair[side] for n, pair in texts.items()}, langs[side]) for side in (0, 1)
    )
    if not source.words or not target.words:
        return []
    vectors = [encode_texts(encoder, side.words) for side in (source, target)]
    terms = [
        Term(
            source.words[i],
            target.words[j],
            len(both),
            len(source.beads[i]),
            len(target.beads[j]),
            confidence,
            texts[min(both)],
        )
        for i, j, both, confidence in _pairs(source, target, vectors[0], vectors[1])
    ]
    return sorted(terms, key=lambda t: (-t.confidence * np.log1p(t.count), t.source, t.target))


def _texts(alignment: Alignment) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the beads that can be learned from, as text."""
    unfit = unfit_beads(alignment)
    for n, bead in enumerate(alignment.beads):
        document = alignment.documents[bead.source_document]
        usable = not bead.is_null and bead.probability >= _SURE and n not in unfit
        if usable and document.lang == alignment.sources[0].lang:
            yield n, bead_texts(alignment, bead)


def _side(texts: dict[int, str], lang: str) -> _Side:
    """Collect the terms of a side: names, and what stands in two beads at least."""
    beads: defaultdict[str, set[int]] = defaultdict(set)
    names: defaultdict[str, bool] = defaultdict(bool)
    for n, each in candidates(texts, lang).items():
        for candidate in each:
            beads[candidate.text].add(n)
            names[candidate.text] |= candidate.is_name
    chosen = [word for word in beads if names[word] or len(beads[word]) > 1]
    chosen.sort(key=lambda word: (-len(beads[word]), word))
    chosen = chosen[:_MOST]
    return _Side(chosen, [frozenset(beads[w]) for w in chosen], [names[w] for w in chosen])


def _pairs(
    source: _Side, target: _Side, source_vectors: FloatArray, target_vectors: FloatArray
) -> Iterator[tuple[int, int, frozenset[int], float]]:
    """Yield terms that are each other's best, the beads that have both, and how sure that is."""
    cosines = source_vectors @ target_vectors.T
    scores = np.zeros_like(cosines)
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for j, beads in enumerate(target.beads):
        for n in beads:
            holders[n].append(j)
    for i, beads in enumerate(source.beads):
        for j in {j for n in beads for j in holders[n]}:
            both = len(beads & target.beads[j])
            dice = 2 * both / (len(beads) + len(target.beads[j]))
            cosine = float(cosines[i, j])
            least = _LEAST_COSINE if both > 1 else _LEAST_COSINE_ONCE
            if dice >= _LEAST_DICE and cosine >= least:
                scores[i, j] = 0.5 * (dice + cosine)
    best_target, best_source = scores.argmax(axis=1), scores.argmax(axis=0)
    for i, j in enumerate(best_target.tolist()):
        if scores[i, j] > 0 and best_source[j] == i:
            yield i, j, source.beads[i] & target.beads[j], float(scores[i, j])
