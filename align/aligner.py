"""The aligner: two documents and an encoder to beads, each with its probability and its reasons."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from duizhao.align.anchors import Coarse, chain, coarse_pass
from duizhao.align.band import Band, band_around, full_band
from duizhao.align.features import FEATURES, LONGEST, Side, bead_types, feature_blocks
from duizhao.align.lattice import best_path, build_lattice, posteriors
from duizhao.align.spans import side_of
from duizhao.align.weights import Weights, default_weights
from duizhao.corpora.bitext import Bead
from duizhao.corpora.types import Document, Sentence
from duizhao.models.encoder import Encoder, FloatArray

__all__ = ["Progress", "align_documents", "choose_band", "usual_log_ratio"]

# What long work reports to: a stage's name, what is done of it, and the whole of it.
Progress = Callable[[str, int, int], None]

# Lattices up to this many cells are searched whole: 500 by 500 sentences take 0.1 GB.
_EXACT_CELLS = 250_000
# The band of larger ones: anchors to look back and ahead, and columns beyond them. On the Bible
# (5,000 by 6,301 sentences) twice the reach and pad changed no bead; see docs/benchmarks.md.
_REACH, _PAD = 5, 12
# Characters of English for one of Chinese, median of 5,267 segments of news, health and software
# texts: e ** 1.13 = 3.1. Between scripts of one kind it is 1.
_ENGLISH_PER_CHINESE = 1.13
# Languages written with about one character a syllable.
_DENSE_SCRIPTS = frozenset({"zh", "ja", "ko"})
_SIMILARITY = FEATURES.index("similarity")
# The prior counts as this many anchors when the document's own ratio is estimated.
_PRIOR_ANCHORS = 5


def align_documents(
    source: Document,
    target: Document,
    encoder: Encoder,
    *,
    weights: Weights | None = None,
    progress: Progress | None = None,
) -> tuple[Bead, ...]:
    """Align two documents.

    The most probable sequence of beads is found over all monotone ones (Viterbi on the lattice of
    :mod:`duizhao.align.lattice`); each bead's probability is its share among all sequences
    (forward-backward). Sentences whose kind takes no part in the alignment, such as teasers,
    stand in null beads of probability 1.

    :param source: The original.
    :param target: Its translation or digest.
    :param encoder: Turns sentences into vectors.
    :param weights: The weights of the bead features; those of the package if None.
    :param progress: Called as the work goes on.
    :return: Beads in reading order; every sentence of both documents stands in exactly one.
    """
    weights = weights or default_weights()
    sentences = list(source.aligned_sentences()), list(target.aligned_sentences())
    beads: list[Bead] = []
    if all(sentences):
        prior = _prior_log_ratio(source.lang, target.lang)
        beads = _align(sentences, encoder, weights, prior, progress)
    else:
        beads = [Bead((s.id,), ()) for s in sentences[0]]
        beads += [Bead((), (s.id,)) for s in sentences[1]]
    return _with_bystanders(beads, source, target)


def _align(
    sentences: tuple[list[Sentence], list[Sentence]],
    encoder: Encoder,
    weights: Weights,
    prior: float,
    progress: Progress | None,
) -> list[Bead]:
    """Align sentences, neither side empty."""
    report = progress or (lambda _stage, _done, _total: None)
    total = sum(map(len, sentences))
    report("encode", 0, total)
    a, b = (side_of(side, encoder, LONGEST) for side in sentences)
    report("encode", total, total)
    coarse = coarse_pass(a.spans[0], b.spans[0])
    anchors = chain(coarse)
    ratio = usual_log_ratio(a, b, coarse, anchors, prior)
    band = choose_band(len(sentences[0]), len(sentences[1]), coarse, anchors)
    steps = bead_types()
    lattice = build_lattice([band], steps)
    scores = np.empty((len(steps), lattice.cells), np.float32)
    for cells, values in feature_blocks(a, b, coarse, band, steps, ratio):
        scores[:, cells] = weights.scores(values, steps)
        report("align", cells.stop, lattice.cells)
    (path,) = best_path(lattice, scores)
    probabilities = posteriors(lattice, scores).of_path(lattice, scores, path)
    on_path = _values_on_path(path, feature_blocks(a, b, coarse, band, steps, ratio))
    rows, columns = band.cells()
    beads = []
    for (t, cell), probability, value in zip(path, probabilities, on_path, strict=True):
        linked = all(steps[t])
        beads.append(
            Bead(
                source=_ids(sentences[0], int(rows[cell]), steps[t][0]),
                target=_ids(sentences[1], int(columns[cell]), steps[t][1]),
                probability=float(probability),
                similarity=float(value[_SIMILARITY]) if linked else 0.0,
                parts=weights.parts(value, steps[t]),
            )
        )
    return beads


def _ids(sentences: Sequence[Sentence], end: int, size: int) -> tuple[int, ...]:
    """Return the ids of the ``size`` sentences before position ``end``."""
    return tuple(s.id for s in sentences[end - size : end])


def _values_on_path(
    path: Sequence[tuple[int, int]], blocks: Iterable[tuple[slice, FloatArray]]
) -> list[FloatArray]:
    """Return the features, shape (F,), of each bead of a path.

    They are computed a second time: keeping those of all beads would take F times the memory.
    """
    values: dict[int, FloatArray] = {}
    by_cell = {cell: t for t, cell in path}
    cells = np.array([cell for _, cell in path])
    for block, features in blocks:
        for cell in cells[(cells >= block.start) & (cells < block.stop)]:
            values[int(cell)] = features[:, by_cell[int(cell)], cell - block.start]
    return [values[cell] for _, cell in path]


def usual_log_ratio(
    source: Side, target: Side, coarse: Coarse, anchors: Sequence[int], prior: float
) -> float:
    """Return the usual logarithm of source over target characters in these two documents.

    It is the median over the anchors, held to a prior while they are few. The documents' whole
    lengths say nothing of it: a digest would pass for a terse translation.

    :param source: The source side.
    :param target: The target side.
    :param coarse: What the coarse pass found.
    :param anchors: The chosen rows of its pairs.
    :param prior: The logarithm expected of the two languages.
    """
    if not anchors:
        return prior
    rows, columns = coarse.pairs[anchors].T
    ratios = np.log((source.lengths[rows] + 1) / (target.lengths[columns] + 1))
    count = len(anchors)
    return float((np.median(ratios) * count + prior * _PRIOR_ANCHORS) / (count + _PRIOR_ANCHORS))


def choose_band(n: int, m: int, coarse: Coarse, anchors: Sequence[int]) -> Band:
    """Return the whole lattice for small documents, and a band along the anchors for large ones.

    :param n: N source sentences.
    :param m: M target sentences.
    :param coarse: What the coarse pass found.
    :param anchors: The chosen rows of its pairs.
    """
    if (n + 1) * (m + 1) <= _EXACT_CELLS:
        return full_band(n, m)
    pairs = [(int(a), int(b)) for a, b in coarse.pairs[anchors]]
    return band_around(n, m, pairs, reach=_REACH, pad=_PAD)


def _prior_log_ratio(source_lang: str, target_lang: str) -> float:
    """Return the logarithm of source over target characters expected of two languages."""
    dense = [lang in _DENSE_SCRIPTS for lang in (source_lang, target_lang)]
    return _ENGLISH_PER_CHINESE * (dense[1] - dense[0])


def _with_bystanders(beads: list[Bead], source: Document, target: Document) -> tuple[Bead, ...]:
    """Put the sentences that took no part back in their places, as null beads."""
    aside = [
        deque(Bead((s.id,), ()) for s in source.sentences if not s.kind.aligned),
        deque(Bead((), (s.id,)) for s in target.sentences if not s.kind.aligned),
    ]
    out: list[Bead] = []
    for bead in beads:
        for waiting, ids in zip(aside, (bead.source, bead.target), strict=True):
            while waiting and ids and (*waiting[0].source, *waiting[0].target)[0] < ids[-1]:
                out.append(waiting.popleft())
        out.append(bead)
    return (*out, *aside[0], *aside[1])
