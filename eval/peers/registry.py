"""The aligners that are compared.

Ours takes a document's mean vector out of its sentences. That is a trick that serves others as
well, so those that use vectors run twice: on the encoder's own, as they are published, and on the
vectors that ours sees in the end.
"""

from __future__ import annotations

from duizhao.align.aligner.beads import find_beads
from duizhao.align.aligner.paragraphs.links import paragraph_links
from duizhao.align.aligner.weights import weights_for
from duizhao.corpora.alignment import Bead
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.eval.measuring.saved_vectors import SavedEncoder
from duizhao.eval.peers.base import Aligner, Work
from duizhao.eval.peers.bertalign import BERTALIGN
from duizhao.eval.peers.gale_church import GALE_CHURCH
from duizhao.eval.peers.vecalign import VECALIGN
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder

__all__ = ["PEERS", "ours", "texts_beside"]

PEERS = (BERTALIGN, BERTALIGN.on_centred(), VECALIGN, VECALIGN.on_centred(), GALE_CHURCH)
"""The others."""


def ours(encoder: Encoder) -> Aligner:
    """Return this package's aligner with its own weights.

    :param encoder: The encoder that makes the vectors; weights may be fitted to it.
    """
    signature = weights_for(encoder).signature
    return Aligner("duizhao", signature, _align, probabilities=True, paragraphs=_paragraphs)


def _align(work: Work) -> tuple[Bead, ...]:
    """Run the aligner as users do, with an encoder that has all vectors already."""
    encoder = _saved(work)
    return find_beads(work.source, work.target, encoder).beads


def _paragraphs(work: Work) -> frozenset[tuple[int, int]]:
    """Return the links of paragraphs as the package reports them, by their blocks."""
    found = find_beads(work.source, work.target, _saved(work))
    links = paragraph_links([work.source], work.target, found.beads, found.paragraphs)
    return frozenset(
        (work.target.sentences[link.first].block, work.source.sentences[each.first].block)
        for link in links
        for each in link.sources
    )


def _saved(work: Work, beyond: Encoder | None = None) -> SavedEncoder:
    source, target = ([as_encoded(text) for text in texts] for texts in work.texts)
    sides = [(source, work.source_spans), (target, work.target_spans)]
    return SavedEncoder(work.model, sides, work.beside, beyond)


def texts_beside(work: Work, encoder: Encoder) -> dict[str, FloatArray]:
    """Return what our aligner has encoded beside the runs, such as clauses, with the vectors.

    It is run to find out, so that it can be timed afterwards without encoding anything.

    :param work: The documents and the encoder's own vectors.
    :param encoder: The encoder.
    """
    saved = _saved(work, encoder)
    find_beads(work.source, work.target, saved)
    return saved.beside
