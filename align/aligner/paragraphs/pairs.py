"""How probable it is that something of a target paragraph comes from a source paragraph.

Three signs decide: the surest bead that links the two, how much better than any other paragraph
this one fits a sentence, and how far it lies from where the neighbours come from. Letters beside
those of :mod:`duizhao.align`: P source paragraphs, Q target paragraphs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from duizhao.align.aligner.anchors import Coarse
from duizhao.align.logistic import load_logistic
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Sentence
from duizhao.models.arrays import FloatArray, IntArray, median

__all__ = ["PAIR", "Pair", "find_pairs", "pair_signs"]

# Beside the paragraphs that beads link, so many that a sentence of the target's is most like.
_RIVALS = 3
# Beads less sure than this do not tell where a paragraph's neighbours come from.
_SURE = 0.5
# The logarithm of the odds of a bead is that of a probability held between .01 and .99: one that
# nothing links stands at the lower end.
_LEAST = 0.01
# Up to so many pairs of sentences are compared one and all; beyond, a paragraph with so many
# sentences around those that its own are linked to, so that time grows with length.
_MOST_PAIRS = 4_000_000
_WINDOW = 512
_AT_ONCE = 512
PAIR = load_logistic("aligner/paragraphs", "pair")
"""What makes two paragraphs belong together; ``benchmarks/fit_paragraphs.py`` fits it."""


@dataclass(frozen=True)
class Pair:
    """Two paragraphs that may belong together.

    :param source: The block of the source.
    :param target: The block of the target.
    :param probability: How sure it is that something of the second comes from the first, 0 to 1.
    :param source_document: Which of the sources the first belongs to.
    """

    source: int
    target: int
    probability: float
    source_document: int = 0


def find_pairs(
    sentences: tuple[Sequence[Sentence], Sequence[Sentence]],
    beads: Sequence[Bead],
    vectors: tuple[FloatArray, FloatArray],
    coarse: Coarse,
) -> tuple[Pair, ...]:
    """Weigh which paragraphs belong together.

    Where every paragraph is one sentence on both sides, or each text is one paragraph, there is
    nothing to say beside the beads.

    :param sentences: N source and M target sentences that take part, none of the sides empty.
    :param beads: Beads of these sentences, and maybe of others.
    :param vectors: Unit vectors of both sides, shapes (N, D) and (M, D).
    :param coarse: What the coarse pass found between them.
    :return: Pairs that a bead links or likeness suggests; none if there is nothing to say.
    """
    sides = _Side.of(sentences[0]), _Side.of(sentences[1])
    if all(len(side.starts) in (1, len(side.rows)) for side in sides):
        return ()
    signs = pair_signs(sentences, beads, vectors, coarse)
    return tuple(
        Pair(sides[0].blocks[p], sides[1].blocks[q], PAIR.probability(values))
        for (q, p), values in sorted(signs.items())
    )


def pair_signs(
    sentences: tuple[Sequence[Sentence], Sequence[Sentence]],
    beads: Sequence[Bead],
    vectors: tuple[FloatArray, FloatArray],
    coarse: Coarse,
    *,
    most_pairs: int = _MOST_PAIRS,
) -> dict[tuple[int, int], dict[str, float]]:
    """Return what speaks for pairs of paragraphs, by the names of :data:`PAIR`.

    :param sentences: As for :func:`find_pairs`.
    :param beads: As there.
    :param vectors: As there.
    :param coarse: As there.
    :param most_pairs: Up to so many pairs of sentences are compared one and all.
    :return: By the numbers of target and source paragraph among those that take part.
    """
    source, target = _Side.of(sentences[0]), _Side.of(sentences[1])
    links = _Links.of(beads, source, target)
    n, m = len(source.paragraph), len(target.paragraph)
    leads: dict[tuple[int, int], float] = {}
    for rows, columns in _pieces(source, target, links, whole=n * m <= most_pairs):
        margins = vectors[0][rows] @ vectors[1][columns].T
        margins -= 0.5 * coarse.source_background[rows][:, None]
        margins -= 0.5 * coarse.target_background[columns][None]
        found = _leads(margins, source.paragraph[rows], target.paragraph[columns], links)
        for pair, lead in found:
            leads[pair] = max(lead, leads.get(pair, lead))
    leads = dict.fromkeys(links.surest, 0.0) | leads
    homes = _homes(links, len(source.starts), len(target.starts))
    return {
        (q, p): {
            "bias": 1.0,
            "bead": _log_odds(links.surest.get((q, p), 0.0)),
            "lead": lead,
            "away": math.log1p(max(homes[q][0] - p, p - homes[q][1], 0)),
        }
        for (q, p), lead in leads.items()
    }


@dataclass(frozen=True)
class _Side:
    """The paragraphs of one side.

    :param rows: The row of each sentence, by its id.
    :param paragraph: The number of each row's paragraph, rising from 0, shape (N,).
    :param starts: The first row of each paragraph, shape (P,).
    :param blocks: The block of each paragraph.
    """

    rows: dict[int, int]
    paragraph: IntArray
    starts: IntArray
    blocks: list[int]

    @staticmethod
    def of(sentences: Sequence[Sentence]) -> _Side:
        blocks = np.array([sentence.block for sentence in sentences], np.intp)
        starts = _begins(blocks)
        rows = {sentence.id: row for row, sentence in enumerate(sentences)}
        paragraph = np.repeat(np.arange(len(starts)), np.diff([*starts, len(blocks)]))
        return _Side(rows, paragraph, starts, blocks[starts].tolist())


@dataclass(frozen=True)
class _Links:
    """What beads tie.

    :param surest: The probability of the surest bead between a target and a source paragraph.
    :param sources: The source paragraphs of each target paragraph.
    :param rows: The source rows that each target row is linked to.
    """

    surest: dict[tuple[int, int], float] = field(default_factory=dict)
    sources: dict[int, set[int]] = field(default_factory=dict)
    rows: dict[int, list[int]] = field(default_factory=dict)

    @staticmethod
    def of(beads: Sequence[Bead], source: _Side, target: _Side) -> _Links:
        found = _Links()
        for bead in beads:
            rows = [source.rows[i] for i in bead.source if i in source.rows]
            columns = [target.rows[j] for j in bead.target if j in target.rows]
            for column in columns if rows else ():
                found.rows.setdefault(column, []).extend(rows)
                for row in rows:
                    pair = int(target.paragraph[column]), int(source.paragraph[row])
                    found.sources.setdefault(pair[0], set()).add(pair[1])
                    found.surest[pair] = max(bead.probability, found.surest.get(pair, 0.0))
        return found


def _pieces(
    source: _Side, target: _Side, links: _Links, *, whole: bool
) -> Iterator[tuple[slice, slice]]:
    """Yield which rows are compared with which columns; together all columns.

    Paragraphs are kept whole, but for those that are longer than a piece.
    """
    n, m = len(source.paragraph), len(target.paragraph)
    ends = np.append(target.starts[1:], m)
    start = 0
    while start < m:
        fitting = ends[(ends > start) & (ends <= start + _AT_ONCE)]
        stop = int(fitting[-1]) if len(fitting) else start + _AT_ONCE
        linked = [row for j in range(start, stop) for row in links.rows.get(j, ())]
        middle = int(median(linked)) if linked else start * n // m
        low, high = (0, n) if whole else (max(0, middle - _WINDOW), min(n, middle + _WINDOW))
        yield slice(low, high), slice(start, stop)
        start = stop


def _leads(
    margins: FloatArray, rows: IntArray, columns: IntArray, links: _Links
) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield by how much source paragraphs are more like a target paragraph's sentence than others.

    :param margins: How far pairs of sentences exceed what is usual for them, shape (n, m).
    :param rows: The paragraph of each row, shape (n,).
    :param columns: The paragraph of each column, shape (m,).
    :param links: What beads tie.
    :return: Pairs of target and source paragraph, those that lead most and those that are tied,
        with the best lead: above 0 for the paragraph that a sentence is most like, below 0 for the
        others. A paragraph that is alone leads by its margin.
    """
    begins = _begins(rows)
    best = np.maximum.reduceat(margins, begins, axis=0)
    others = np.zeros_like(best)
    if len(best) > 1:
        two = np.partition(best, len(best) - 2, axis=0)[-2:]
        others = np.where(best >= two[1], two[0], two[1])
    starts = _begins(columns)
    leads = np.maximum.reduceat(best - others, starts, axis=1)
    first = int(rows[0])
    tops = np.argsort(-leads, axis=0, kind="stable")[:_RIVALS]
    for at, q in enumerate(columns[starts].tolist()):
        tied = [p - first for p in links.sources.get(q, ()) if 0 <= p - first < len(leads)]
        for p in {*tops[:, at].tolist(), *tied}:
            yield (q, first + p), float(leads[p, at])


def _begins(paragraphs: IntArray) -> IntArray:
    """Return where paragraphs begin, given that of each sentence."""
    return np.flatnonzero(np.concatenate([[True], paragraphs[1:] != paragraphs[:-1]]))


def _homes(links: _Links, sources: int, targets: int) -> list[tuple[int, int]]:
    """Return for each target paragraph between which paragraphs its neighbours' sources stand."""
    surest = [(_SURE, -1)] * targets
    for (q, p), probability in links.surest.items():
        surest[q] = max(surest[q], (probability, p))
    homes = [p for _, p in surest]
    before, after = [0] * targets, [sources - 1] * targets
    for q in range(1, targets):
        before[q] = homes[q - 1] if homes[q - 1] >= 0 else before[q - 1]
    for q in range(targets - 2, -1, -1):
        after[q] = homes[q + 1] if homes[q + 1] >= 0 else after[q + 1]
    return [(min(both), max(both)) for both in zip(before, after, strict=True)]


def _log_odds(probability: float) -> float:
    held = max(probability, _LEAST)
    return math.log(held / (1.0 + _LEAST - min(held, 1.0)))
