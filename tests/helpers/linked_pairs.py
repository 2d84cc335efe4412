"""Material for layers: pairs of sentences that are linked one by one, or as asked."""

from __future__ import annotations

from collections.abc import Sequence

from duizhao.align.findings.material import Hit, Material
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Block, Document, Kind, Piece, Sentence
from helpers.hash_encoder import HashEncoder

__all__ = ["check_places", "linked", "presplit"]


def presplit(sentences: Sequence[str], lang: str) -> Document:
    """Make a document whose sentences are these, whatever is in them."""
    text, found, blocks = "", [], []
    for n, sentence in enumerate(sentences):
        start, end = len(text), len(text) + len(sentence)
        pieces = (Piece(0, start, len(sentence)),)
        found.append(Sentence(n, start, end, Kind.TEXT, sentence, n, pieces))
        blocks.append(Block(start, end, Kind.TEXT))
        text += sentence + "\n"
    return Document(lang, lang, text, tuple(blocks), tuple(found), "")


def linked(
    source: Sequence[str],
    target: Sequence[str],
    langs: tuple[str, str] = ("en", "zh"),
    beads: Sequence[tuple[tuple[int, ...], tuple[int, ...]]] | None = None,
) -> Material:
    """Make what a layer looks at; sentence by sentence if no beads are given."""
    if beads is None:
        beads = [((n,), (n,)) for n in range(len(source))]
    documents = presplit(source, langs[0]), presplit(target, langs[1])
    return Material(documents, tuple(Bead(*ids) for ids in beads), HashEncoder(), Policy.FULL)


def check_places(hits: Sequence[Hit], material: Material) -> None:
    """Assert what holds of any hit: places that quote their document, a confidence, messages."""
    for hit in hits:
        for place in (hit.source, hit.target):
            if place is not None:
                text = material.documents[place.document].text
                assert text[place.start : place.end] == place.text
        assert 0 < hit.confidence < 1
        assert hit.message.keys() == {"en", "zh"}
        assert all(hit.message.values())
