"""Encoders side by side: speed, memory, and what their vectors are worth for alignment."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from duizhao.align.aligner.beads import find_beads
from duizhao.align.aligner.spans import side_of
from duizhao.corpora.alignment import Bead
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.eval.beads.scores import score_documents
from duizhao.eval.encoders.retrieval import Retrieval, count_retrieved, margins
from duizhao.eval.encoders.token_coverage import EVIDENCE, bead_coverage, token_sides
from duizhao.eval.gold.pairs import GoldPair, GoldPairs, load_pairs
from duizhao.eval.measuring.new_process import in_new_process, peak_memory
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder, TokenEncoder
from duizhao.models.registry import load_encoder

__all__ = ["EncoderFigures", "measure_encoder"]

# Sentences that are timed: a slow model stops after so many seconds, after the part that it is at.
_MOST_SENTENCES = 2000
_MOST_SECONDS = 20.0
# The first sentences, which warm an encoder up and are not counted; parts grow from there.
_FIRST = 100


@dataclass(frozen=True)
class EncoderFigures:
    """What was measured of one encoder, in a process of its own and without a cache.

    :param name: Its name.
    :param signature: Its signature, and that of the gold.
    :param dimensions: The length of its vectors.
    :param composes: Whether it composes runs of sentences from single ones.
    :param first_vector: Seconds from the start of the process to the first vector.
    :param speed: Sentences a second, after the first ones.
    :param peak: The most memory that was taken, in bytes; None where it cannot be told.
    :param retrieval: Share of 1-1 links found in the whole document by margin of the cosine of
        centred vectors, 0 to 1.
    :param with_tokens: The same with the coverage of their tokens; None for an encoder that shows
        no tokens.
    :param links: How many links that is of.
    :param strict_f1: Of the alignment with the package's weights, 0 to 1.
    """

    name: str
    signature: str
    dimensions: int
    composes: bool
    first_vector: float
    speed: float
    peak: int | None
    retrieval: float
    with_tokens: float | None
    links: int
    strict_f1: float


def measure_encoder(
    name: str, gold: Path | None = None, device: str | None = None, batch_size: int | None = None
) -> EncoderFigures:
    """Measure an encoder in a process of its own.

    :param name: As for :func:`duizhao.models.registry.load_encoder`.
    :param gold: The folder of a gold set; None for the sample.
    :param device: Where a sentence-transformers model runs.
    :param batch_size: How many texts pass such a model together.
    :raises DuizhaoError: If the encoder or the gold set cannot be used.
    """
    figures: EncoderFigures = in_new_process(_measure, name, gold, device, batch_size)
    return figures


def _measure(
    started: float, name: str, gold: Path | None, device: str | None, batch_size: int | None
) -> EncoderFigures:
    encoder = load_encoder(name, cache=False, device=device, batch_size=batch_size)
    encoder.encode(["One sentence to begin with."])
    first = time.time() - started
    pairs = load_pairs(gold)
    speed = _speed(encoder, pairs)
    peak = peak_memory()
    retrieval = sum((_retrieved(pair, encoder) for pair in pairs.pairs), Retrieval())
    covered = Retrieval()
    if isinstance(encoder, TokenEncoder):
        covered = sum((_covered(pair, encoder) for pair in pairs.pairs), Retrieval())
    scores = score_documents((pair.beads, _aligned(pair, encoder)) for pair in pairs.pairs)
    return EncoderFigures(
        name=encoder.name,
        signature=f"enc:{encoder.signature}|gold:{pairs.signature}",
        dimensions=encoder.dimensions,
        composes=encoder.composes,
        first_vector=first,
        speed=speed,
        peak=peak,
        retrieval=retrieval.accuracy,
        with_tokens=covered.accuracy if covered.links else None,
        links=retrieval.links,
        strict_f1=scores.strict.f1,
    )


def _speed(encoder: Encoder, pairs: GoldPairs) -> float:
    """Return sentences a second, both languages in turn; the first ones warm the encoder up."""
    texts = [
        sentence.text
        for pair in pairs.pairs
        for both in zip(pair.source.sentences, pair.target.sentences, strict=False)
        for sentence in both
    ][:_MOST_SENTENCES]
    encoder.encode(texts[:_FIRST])
    start = time.perf_counter()
    done, size = 0, _FIRST
    while done < len(texts) and time.perf_counter() - start < _MOST_SECONDS:
        done += len(encoder.encode(texts[done : done + size]))
        size *= 2
    return done / (time.perf_counter() - start)


def _retrieved(pair: GoldPair, encoder: Encoder) -> Retrieval:
    """Look for the pair's 1-1 links as the aligner sees the vectors."""
    return count_retrieved(margins(_cosines(pair, encoder)), _links(pair))


def _covered(pair: GoldPair, encoder: TokenEncoder) -> Retrieval:
    """Look for them by the coverage of their tokens as well."""
    source, target = ([as_encoded(s.text) for s in d.sentences] for d in (pair.source, pair.target))
    sides = token_sides(source, target, encoder)
    whole = slice(0, len(source)), slice(0, len(target))
    coverage = bead_coverage(*sides, *whole, [(1, 1)])[1, 1].mean(axis=0)
    return count_retrieved(margins(_cosines(pair, encoder) + EVIDENCE * coverage), _links(pair))


def _cosines(pair: GoldPair, encoder: Encoder) -> FloatArray:
    source, target = (
        side_of([s.text for s in document.sentences], encoder, 1).spans[0]
        for document in (pair.source, pair.target)
    )
    cosines: FloatArray = source @ target.T
    return cosines


def _links(pair: GoldPair) -> list[tuple[int, int]]:
    beads = (bead for bead in pair.beads if len(bead.source) == len(bead.target) == 1)
    return [(bead.source[0], bead.target[0]) for bead in beads]


def _aligned(pair: GoldPair, encoder: Encoder) -> Sequence[Bead]:
    return find_beads(pair.source, pair.target, encoder).beads
