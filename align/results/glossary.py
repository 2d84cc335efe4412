"""A by-product of alignment: names and terms that stand for each other, for somebody to review.

Each linked bead offers the terms of both sides. Two terms belong together if they stand in the same
beads (Dice's coefficient, Dice 1945) and mean the same (cosine of their vectors), and if each is
the other's best. Terms that occur once are taken if they are names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.encoding import encode_texts
from duizhao.align.results.term_candidates import DOT, candidates
from duizhao.align.results.term_evidence import is_borne_out
from duizhao.align.results.term_wholes import Pairing, whole_forms
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
# A passage that has a term inside says more of how it is written than all that it opens.
_INSIDE = 1000
# A pair that stands within a longer one in this share of its passages is no term of its own.
_ALWAYS = 0.8


@dataclass(frozen=True)
class _Side:
    """The terms of one side.

    :param words: The terms.
    :param beads: For each, the beads that have it.
    """

    words: list[str]
    beads: list[frozenset[int]]


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
    pairs = [
        Pairing(source.words[i], target.words[j], tuple(texts[n] for n in sorted(both)), cosine)
        for i, j, both, cosine in _pairs(source, target, vectors[0], vectors[1])
    ]
    whole = whole_forms(pairs, langs, lambda each: encode_texts(encoder, each))
    folded = [tuple(map(str.lower, pair)) for pair in texts.values()]
    terms = [_counted(pair, folded) for pair in whole if is_borne_out(pair, langs)]
    terms.sort(key=lambda t: (-t.confidence * np.log1p(t.count), t.source, t.target))
    return list(_without_parts(terms))


def _counted(pair: Pairing, texts: Sequence[tuple[str, ...]]) -> Term:
    """Return a pair as a term, with the passages that have its sides counted.

    :param pair: The pair.
    :param texts: All passages, in small letters.
    """
    sides = _holding(pair.source), _holding(pair.target)
    has = [(sides[0](a), sides[1](b)) for a, b in texts]
    source, target = sum(a for a, _ in has), sum(b for _, b in has)
    both = min(sum(a and b for a, b in has), source, target) or 1
    dice = 2 * both / max(source + target, 2)
    return Term(
        pair.source,
        pair.target,
        both,
        max(source, both),
        max(target, both),
        0.5 * (dice + max(0.0, min(1.0, pair.cosine))),
        pair.passages[0],
    )


def _holding(term: str) -> Callable[[str], bool]:
    """Return what tells whether a text in small letters has a term, as a word of its own."""
    word = re.escape(term.lower())
    before = r"(?<![a-z])" if term[0].isascii() else ""
    after = r"(?![a-z])" if term[-1].isascii() else ""
    found = re.compile(before + word + after)
    return lambda text: found.search(text) is not None


def _without_parts(terms: Sequence[Term]) -> Iterator[Term]:
    """Yield each source and target once, without what is only ever a part of a longer pair.

    :param terms: The best first.
    """
    seen: tuple[set[str], set[str]] = set(), set()
    left = []
    for term in terms:
        keys = term.source.lower(), term.target.lower()
        if keys[0] not in seen[0] and keys[1] not in seen[1]:
            left.append(term)
            seen[0].add(keys[0])
            seen[1].add(keys[1])
    for term in left:
        if not any(_is_part(term, other) for other in left):
            yield term


def _is_part(term: Term, whole: Term) -> bool:
    """Say whether a pair is hardly anywhere but within a longer one."""
    return (
        whole is not term
        and whole.count >= _ALWAYS * term.count
        and term.source.lower() in whole.source.lower()
        and term.target.lower() in whole.target.lower()
        and (term.source, term.target) != (whole.source, whole.target)
    )


def _texts(alignment: Alignment) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the beads that can be learned from, as text."""
    unfit = unfit_beads(alignment)
    for n, bead in enumerate(alignment.beads):
        document = alignment.documents[bead.source_document]
        usable = not bead.is_null and bead.probability >= _SURE and n not in unfit
        if usable and document.lang == alignment.sources[0].lang:
            yield n, bead_texts(alignment, bead)


def _side(texts: dict[int, str], lang: str) -> _Side:
    """Collect the terms of a side: names, and what stands in two beads at least.

    A term is written as most of its passages write it, those that it opens aside.
    """
    beads: defaultdict[str, set[int]] = defaultdict(set)
    names: defaultdict[str, bool] = defaultdict(bool)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for n, each in candidates(texts, lang).items():
        for candidate in each:
            key = candidate.text.lower()
            beads[key].add(n)
            names[key] |= candidate.is_name
            forms[key][candidate.text] += 1 if candidate.opens else _INSIDE
    chosen = [key for key in beads if names[key] or len(beads[key]) > 1]
    shown = {key: forms[key].most_common(1)[0][0] for key in chosen}
    capitals = {key for key in chosen if names[key] or not shown[key].islower()}
    chosen = _wholes(chosen, beads, names, capitals)
    chosen.sort(key=lambda key: (-len(beads[key]), key))
    chosen = chosen[:_MOST]
    return _Side(
        [shown[key] for key in chosen],
        [frozenset(beads[key]) for key in chosen],
    )


def _wholes(
    terms: Sequence[str],
    beads: Mapping[str, set[int]],
    names: Mapping[str, bool],
    capitals: Collection[str],
) -> list[str]:
    """Return terms without parts of names that never stand without the rest.

    :param terms: Terms in small letters.
    :param beads: For each, the beads that have it.
    :param names: For each, whether it is a name.
    :param capitals: Those that are names or written with capitals, as parts of names are.
    """
    alike: defaultdict[frozenset[int], list[str]] = defaultdict(list)
    for term in terms:
        if term in capitals and len(beads[term]) > 1:
            alike[frozenset(beads[term])].append(term)
    parts = {
        one
        for same in alike.values()
        for one in same
        for whole in same
        if one != whole
        and names[whole]
        and (whole.startswith(one) or whole.endswith(one))
        and _is_rest(one, whole)
    }
    return [term for term in terms if term not in parts]


def _is_rest(part: str, whole: str) -> bool:
    """Say whether what a part lacks is no word of its own: a name's other word, one character."""
    return " " in whole or DOT in whole or len(whole) - len(part) == 1


def _pairs(
    source: _Side, target: _Side, source_vectors: FloatArray, target_vectors: FloatArray
) -> Iterator[tuple[int, int, frozenset[int], float]]:
    """Yield terms that are each other's best, the beads that have both, and their cosine."""
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
            yield i, j, source.beads[i] & target.beads[j], float(cosines[i, j])
