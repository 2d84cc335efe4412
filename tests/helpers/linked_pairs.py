"""Material for layers: pairs of sentences that are linked one by one, or as asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duizhao.align.findings.material import Hit, Material
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Bead
from duizhao.corpora.text.verbatim import find_verbatim
from helpers.build import document
from helpers.hash_encoder import HashEncoder

__all__ = ["check_places", "linked"]


def linked(
    source: Sequence[str],
    target: Sequence[str],
    langs: tuple[str, str] = ("en", "zh"),
    beads: Sequence[tuple[tuple[int, ...], tuple[int, ...]]] | None = None,
) -> Material:
    """Make what a layer looks at; sentence by sentence if no beads are given."""
    if beads is None:
        beads = [((n,), (n,)) for n in range(len(source))]
    made = (
        document(langs[0], *source, path=langs[0], paragraphs=True),
        document(langs[1], *target, path=langs[1], paragraphs=True),
    )
    documents = tuple(replace(each, verbatim=find_verbatim(each.text)) for each in made)
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
