"""Check an existing bitext: its links stay, what its translation lost is found."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from duizhao.align.aligner import Progress
from duizhao.align.anchors import coarse_pass
from duizhao.align.band import band_around
from duizhao.align.decisions import NOTHING_SAVED, Saved, decide
from duizhao.align.features import FEATURES, Side, feature_blocks
from duizhao.align.findings import find_all, in_order
from duizhao.align.lattice import Step
from duizhao.align.policy import Policy, severity
from duizhao.align.signature import signature_of
from duizhao.align.spans import side_of
from duizhao.align.task import expected_log_ratio, usual_log_ratio
from duizhao.align.weights import Weights, weights_for
from duizhao.corpora.bitext import Alignment, Bead, Category, Finding, Place
from duizhao.corpora.bitext_files import BitextReading
from duizhao.corpora.language import detect_language
from duizhao.corpora.types import Document, Sentence
from duizhao.models.encoder import Encoder, FloatArray

__all__ = ["check_bitext"]

_log = logging.getLogger(__name__)

# What may become of a unit: linked, or both sides left alone.
_STEPS: tuple[Step, ...] = ((1, 0), (0, 1), (1, 1))
_SIMILARITY = FEATURES.index("similarity")
# Units compared with one another at once: enough rivals to tell, and linear time in all.
_WINDOW = 2000

# A text that is the same on both sides is surely not translated if it has this many words, or
# Chinese characters; fewer may be a name, a title or a code.
_SURE_WORDS = 4
_EQUAL_SURE, _EQUAL_DOUBTFUL = 0.95, 0.5
# Text in the language of the source; the language of a short text is guessed.
_LANGUAGE_SURE, _LANGUAGE_DOUBTFUL = 0.9, 0.5
_SURE_LENGTH = 12
_NEW = frozenset({"new", "needs-translation"})

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile("[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7a3]|[^\\W\\d_]{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|\S*[/\\]\S*\.\w{1,5}")


def check_bitext(
    bitext: BitextReading,
    encoder: Encoder,
    *,
    policy: str | None = None,
    decisions: Saved = NOTHING_SAVED,
    progress: Progress | None = None,
) -> Alignment:
    """Find what the translation in an existing bitext lost.

    Each link gets its similarity, and as its probability how much rather the fitted weights
    would make it than leave both texts alone; links are never changed. A text without
    translation is an omission; one that is equal to its source, or in its language, is
    untranslated.

    :param bitext: The two documents and their links.
    :param encoder: Turns texts into vectors.
    :param policy: ``"full"`` or ``"digest"``; full if None, since a unit without a translation is
        an open end and no choice.
    :param decisions: What an editor said of findings; what was said of links is not obeyed.
    :param progress: Called with a stage, what is done of it and the whole of it.
    """
    source, target = bitext.source, bitext.target
    chosen = Policy(policy) if policy else Policy.FULL
    weights = weights_for(encoder)
    beads = tuple(_weighed(bitext, encoder, weights, progress))
    found = find_all((source, target), beads, encoder, chosen)
    ordered = in_order([*found, *_untranslated(bitext, beads, chosen)])
    findings = decide(ordered, (source, target), decisions.findings)
    if decisions.links:
        message = "%d decided links are not obeyed: a check keeps the links as they are"
        _log.warning(message, len(decisions.links))
    signature = signature_of(encoder, weights, chosen, splitting="given")
    return Alignment((source, target), beads, findings, signature, chosen.value)


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
    source, target = (side_of(side, encoder, 1) for side in texts)
    features = _diagonal(source, target, expected_log_ratio(*(d.lang for d in documents)))
    scores = weights.scores(features, _STEPS).astype(np.float64)
    odds = np.clip(scores[2] - scores[0] - scores[1], -50.0, 50.0)
    probability = 1.0 / (1.0 + np.exp(-odds))
    similarity = features[_SIMILARITY, _STEPS.index((1, 1))]
    for one, other in zip(similarity, probability, strict=True):
        yield float(one), float(other)


def _diagonal(source: Side, target: Side, expected: float) -> FloatArray:
    """Return the features of N pairs, shape (F, T, N)."""
    n = len(source.lengths)
    coarse = coarse_pass(source.spans[0], target.spans[0])
    anchors = np.stack([np.arange(n), np.arange(n)], axis=1)
    band = band_around(n, n, [(i, i) for i in range(n)], reach=1, pad=0)
    rows, columns = band.cells()
    ratio = usual_log_ratio(source, target, anchors, expected)
    out = np.empty((len(FEATURES), len(_STEPS), n), np.float32)
    for cells, values in feature_blocks(source, target, coarse, band, _STEPS, ratio):
        here = np.flatnonzero((rows[cells] == columns[cells]) & (rows[cells] > 0))
        out[:, :, rows[cells][here] - 1] = values[:, :, here]
    return out


def _untranslated(
    bitext: BitextReading, beads: Sequence[Bead], policy: Policy
) -> Iterator[Finding]:
    """Make one finding of each target text that is still in the source language."""
    source, target = bitext.source, bitext.target
    for bead, state in zip(beads, bitext.states, strict=True):
        if bead.is_null:
            continue
        pair = source.sentences[bead.source[0]], target.sentences[bead.target[0]]
        why, confidence = _why_untranslated(pair, (source.lang, target.lang), state)
        if why is None:
            continue
        yield Finding(
            id="F000",
            category=Category.UNTRANSLATED,
            severity=severity(Category.UNTRANSLATED, policy, confidence),
            confidence=confidence,
            message=_MESSAGES[why],
            source=_place(0, source, pair[0]),
            target=_place(1, target, pair[1]),
            evidence={"why": why, **({"state": state} if state else {})},
        )


_MESSAGES = {
    "equal": {
        "en": "The translation is the same as the original.",
        "zh": "译文与原文相同，未翻译。",
    },
    "language": {
        "en": "The translation is in the language of the original.",
        "zh": "译文仍是原文的语言，未翻译。",
    },
}


def _why_untranslated(
    pair: tuple[Sentence, Sentence], langs: tuple[str, str], state: str | None
) -> tuple[str | None, float]:
    """Say why a text counts as untranslated, if it does, and how sure that is."""
    original, translation = (_ADDRESS.sub(" ", sentence.text) for sentence in pair)
    if langs[0] == langs[1] or not _LETTER.search(translation):
        return None, 0.0
    if _folded(original) == _folded(translation):
        sure = len(_WORD.findall(translation)) >= _SURE_WORDS or state in _NEW
        return "equal", _EQUAL_SURE if sure else _EQUAL_DOUBTFUL
    words = _WORD.findall(translation)
    if len(words) < _SURE_WORDS or detect_language(translation) != langs[0]:
        return None, 0.0
    if detect_language(original) != langs[0]:
        return None, 0.0
    sure = len(words) >= _SURE_LENGTH or langs[0] in {"zh", "ja", "ko"}
    return "language", _LANGUAGE_SURE if sure else _LANGUAGE_DOUBTFUL


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _place(number: int, document: Document, sentence: Sentence) -> Place:
    return Place(number, sentence.start, sentence.end, document.text[sentence.start : sentence.end])
