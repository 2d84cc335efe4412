"""What holds of every document and of every alignment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.text.scripts import INVISIBLE


def ids(beads: Sequence[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


def check_beads(beads: Sequence[Bead], source: Document, target: Document) -> None:
    """What holds of every result."""
    counts = Counter(i for bead in beads for i in bead.source)
    assert counts == Counter(s.id for s in source.sentences)
    counts = Counter(i for bead in beads for i in bead.target)
    assert counts == Counter(s.id for s in target.sentences)
    in_order = [bead for bead in beads if not bead.moved]
    for side in ("source", "target"):
        # A teaser between two sentences of one bead stands before that bead.
        last = [getattr(bead, side)[-1] for bead in in_order if getattr(bead, side)]
        assert last == sorted(last), "nothing is out of order without being called moved"
    for bead in beads:
        assert 0.0 <= bead.probability <= 1.0
        assert -1.0001 <= bead.similarity <= 1.0001
        assert not bead.is_null or (bead.similarity == 0.0 and not bead.moved)


def visible(text: str) -> set[int]:
    return {i for i, c in enumerate(text) if not c.isspace() and c not in INVISIBLE}


def check_document(document: Document) -> None:
    """Hold a document to what every document promises."""
    text = document.text
    in_sentences: set[int] = set()
    in_blocks: set[int] = set()
    for number, block in enumerate(document.blocks):
        inside = set(range(block.start, block.end))
        assert not inside & in_blocks
        in_blocks |= inside
        own = [s for s in document.sentences if s.block == number]
        assert own
        assert all(s.kind is block.kind for s in own)
        assert own[0].start == block.start
        assert own[-1].end == block.end
    for sentence in document.sentences:
        inside = set(range(sentence.start, sentence.end))
        assert not inside & in_sentences
        in_sentences |= inside
        assert sentence.text == sentence.text.strip() != ""
        at = sentence.start
        for piece in sentence.pieces:
            end = piece.start + piece.length
            assert at <= piece.start < end <= sentence.end
            assert sentence.text[piece.at : piece.at + piece.length] == text[piece.start : end]
            at = end
    assert visible(text) <= in_sentences
    assert visible(text) <= in_blocks
