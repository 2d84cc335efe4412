"""Judge two texts whose links are given: they stay, and what the translation lost is found."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from duizhao.align.aligner.band import band_around
from duizhao.align.aligner.beads import Progress
from duizhao.align.aligner.features import FEATURES, EncodedSide, feature_blocks
from duizhao.align.aligner.lattice import Step
from duizhao.align.aligner.search_space import coarse_of_prose, usual_log_ratio
from duizhao.align.aligner.spans import side_of
from duizhao.align.aligner.weights import Weights, weights_for
from duizhao.align.decisions.file import NO_DECISIONS, Decisions
from duizhao.align.finish import GIVEN, finish
from duizhao.align.identical import identical_lines, prose_coverage
from duizhao.align.judging.policy import Policy, choose_policy
from duizhao.align.judging.settings import NO_SETTINGS, Settings
from duizhao.align.lengths import expected_log_ratio
from duizhao.align.logistic import probability_of
from duizhao.corpora.alignment import Alignment, Bead
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

if TYPE_CHECKING:
    from duizhao.corpora.exchange.bitext import BitextReading

__all__ = ["judge_bitext"]

_log = logging.getLogger(__name__)

# What may become of a unit: linked, or both sides left alone.
_STEPS: tuple[Step, ...] = ((1, 0), (0, 1), (1, 1))
_SIMILARITY = FEATURES.index("similarity")
# Units compared with one another at once: enough rivals to tell, and linear time in all.
_WINDOW = 2000
# Of fewer rows a few that are empty say nothing of what the table is meant to be: a quarter of
# twenty is five.
_TELLING = 20


def judge_bitext(
    bitext: BitextReading,
    encoder: Encoder | None = None,
    *,
    decisions: Decisions = NO_DECISIONS,
    settings: Settings = NO_SETTINGS,
    policy: Policy | None = None,
    progress: Progress | None = None,
) -> Alignment:
    """Return the alignment of a bitext with its findings.

    :param bitext: Two documents and the links between them.
    :param encoder: Turns texts into vectors; the default one, with its cache, if None.
    :param decisions: What an editor said of findings; what was said of links is not obeyed.
    :param settings: What was chosen about findings.
    :param policy: What is expected of the translation. If None, of a table that by which aligned
        texts are judged, how much of the original is covered; else all.
    :param progress: Called with a stage, what is done of it and the whole of it.
    """
    encoder = load_encoder() if encoder is None else encoder
    beads = tuple(_weighed(bitext, encoder, weights_for(encoder), progress))
    alignment = Alignment((bitext.source, bitext.target), beads, aside=bitext.aside)
    if policy is None and bitext.is_table and len(beads) >= _TELLING:
        policy = choose_policy(prose_coverage(alignment))
    alignment = finish(
        alignment,
        encoder,
        policy or Policy.FULL,
        splitting=GIVEN,
        decisions=decisions,
        settings=settings,
        states=bitext.states,
        codes=bitext.codes,
    )
    if decisions.links:
        message = "%d decided links are not obeyed: a check keeps the links as they are"
        _log.warning(message, len(decisions.links))
    return alignment


def _weighed(
    bitext: BitextReading, encoder: Encoder, weights: Weights, progress: Progress | None
) -> Iterator[Bead]:
    """Yield the beads with similarity and probability."""
    linked = [bead for bead in bitext.beads if not bead.is_null]
    values: list[tuple[float, float]] = []
    for at in range(0, len(linked), _WINDOW):
        window = linked[at : at + _WINDOW]
        values += _values(bitext, window, encoder, weights)
        if progress:
            progress("encode", min(at + _WINDOW, len(linked)), len(linked))
    if progress:
        progress("align", 1, 1)
    found = iter(values)
    for bead in bitext.beads:
        if bead.is_null:
            yield bead
            continue
        similarity, probability = next(found)
        yield replace(bead, similarity=similarity, probability=probability)


def _values(
    bitext: BitextReading, beads: Sequence[Bead], encoder: Encoder, weights: Weights
) -> Iterator[tuple[float, float]]:
    """Yield similarity and probability of links, from the features of the diagonal.

    With the scores s of its bead types, a link of two texts has the probability
    exp s(1-1) / (exp s(1-1) + exp(s(1-0) + s(0-1))). It is what the aligner's lattice gives for a
    pair without neighbours, where the two texts left alone stand in one order only.
    """
    documents = bitext.source, bitext.target
    texts = [
        [document.sentences[ids[0]].text for ids in sides]
        for document, sides in zip(
            documents, zip(*((b.source, b.target) for b in beads), strict=True), strict=True
        )
    ]
    same = identical_lines(*texts)
    source, target = (
        side_of(side, encoder, 1, copied=copied)
        for side, copied in zip(texts, (same.source, same.target), strict=True)
    )
    features = _diagonal(source, target, expected_log_ratio(*(d.lang for d in documents)))
    scores = weights.scores(features, _STEPS).astype(np.float64)
    odds = scores[2] - scores[0] - scores[1]
    similarity = features[_SIMILARITY, _STEPS.index((1, 1))]
    yield from zip(similarity.tolist(), map(probability_of, odds.tolist()), strict=True)


def _diagonal(source: EncodedSide, target: EncodedSide, expected: float) -> FloatArray:
    """Return the features of N pairs, shape (F, T, N)."""
    n = len(source.lengths)
    _, coarse = coarse_of_prose(source, target)
    prose = np.intersect1d(source.prose, target.prose)
    anchors = np.stack([prose, prose], axis=1)
    band = band_around(n, n, [(i, i) for i in range(n)], reach=1, pad=0)
    rows, columns = band.cells()
    ratio = usual_log_ratio(source, target, anchors, expected)
    out = np.empty((len(FEATURES), len(_STEPS), n), np.float32)
    for cells, values in feature_blocks(source, target, coarse, band, _STEPS, ratio):
        here = np.flatnonzero((rows[cells] == columns[cells]) & (rows[cells] > 0))
        out[:, :, rows[cells][here] - 1] = values[:, :, here]
    return out
