from __future__ import annotations

import random
from collections import Counter

import pytest
from helpers.build import read_lines
from helpers.hash_encoder import HashEncoder, invented
from helpers.material import seed

from duizhao.align.aligner.sources import attribute, find_beads_of_sources
from duizhao.align.decisions.links import Constraints
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import document_from_text, read_document
from duizhao.errors import AlignmentError
from duizhao.models.use.encoder import EmbeddedEncoder

ENCODER = HashEncoder()


def digest() -> tuple[list[Document], Document, list[int]]:
    """Three sources, a digest of them, and where each of its sentences comes from."""
    rng = random.Random(4)
    texts = [invented(rng, count) for count in (40, 25, 10)]
    parts = [(0, range(3, 12)), (1, range(5, 11)), (2, range(2, 8)), (0, range(20, 30))]
    lines = [texts[k][i].upper() for k, numbers in parts for i in numbers]
    home = [k for k, numbers in parts for _ in numbers]
    return [read_lines(t, path=f"{k}.txt") for k, t in enumerate(texts)], read_lines(lines), home


def test_each_sentence_goes_to_the_source_that_it_comes_from() -> None:
    sources, target, home = digest()
    assert attribute(sources, target, ENCODER) == dict(enumerate(home))
    result = find_beads_of_sources(sources, target, ENCODER)
    alignment = Alignment((*sources, target), result.beads)  # checks that nothing is missing
    assert alignment.coverage(3) == 1.0
    for bead in result.beads:
        if not bead.is_null:
            assert {home[j] for j in bead.target} == {bead.source_document}
            texts = sources[bead.source_document].sentences
            assert texts[bead.source[0]].text.upper() == target.sentences[bead.target[0]].text
    assert min(result.kinship) > 0.9


def test_one_source_and_sources_that_gave_nothing() -> None:
    sources, target, _ = digest()
    alone = find_beads_of_sources(sources[:1], target, ENCODER)
    Alignment((sources[0], target), alone.beads)
    stranger = read_lines(invented(random.Random(77), 30), path="stranger.txt")
    result = find_beads_of_sources([*sources, stranger], target, ENCODER)
    Alignment((*sources, stranger, target), result.beads)
    linked = Counter(b.source_document for b in result.beads if not b.is_null)
    assert linked[3] == 0
    assert result.beads == find_beads_of_sources([*sources, stranger], target, ENCODER).beads


def test_a_link_that_an_editor_made_takes_its_sentence_to_the_other_source() -> None:
    sources, target, home = digest()
    at = home.index(1)
    made = Constraints(forced=(((0,), (at,)),))
    nothing = Constraints()
    result = find_beads_of_sources(sources, target, ENCODER, constraints=[nothing, nothing, made])
    Alignment((*sources, target), result.beads)
    (bead,) = [bead for bead in result.beads if at in bead.target]
    assert (bead.source_document, bead.source, bead.target) == (2, (0,), (at,))


def test_no_source_is_refused() -> None:
    with pytest.raises(AlignmentError):
        find_beads_of_sources([], read_lines(["One."]), ENCODER)


def test_teasers_of_all_documents_stand_in_one_bead_each() -> None:
    text = "One cat sat here.\n\nRead more: Dogs »\n\nTwo dogs ran off.\n\nRead more: Cats »\n"
    documents = [document_from_text(text, lang="en", path=f"{k}.txt") for k in range(3)]
    result = find_beads_of_sources(documents[:2], documents[2], ENCODER)
    Alignment(tuple(documents), result.beads)


def test_the_digest_of_two_articles() -> None:
    documents = [read_document(seed(n)) for n in ("001", "002", "000")]
    result = find_beads_of_sources(documents[:2], documents[2], EmbeddedEncoder())
    alignment = Alignment(tuple(documents), result.beads)
    assert alignment.coverage(2) > 0.9
    linked = Counter(b.source_document for b in result.beads if not b.is_null)
    assert linked[0] > 35
    # A sentence without a counterpart is attributed all the same.
    homes = Counter(b.source_document for b in result.beads for _ in b.target)
    assert homes[1] >= 1
