"""Links of paragraphs, and where they are the ones to go by."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from helpers.hash_encoder import HashEncoder

from duizhao.align.aligner.paragraphs.links import paragraph_links
from duizhao.align.aligner.paragraphs.pairs import Pair
from duizhao.align.decisions.file import Decisions
from duizhao.align.decisions.links import LinkDecision
from duizhao.align.pipeline import align_documents
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.paragraph_links import ParagraphLink
from duizhao.corpora.reading.read import document_from_text


def text(lang: str, *paragraphs: str) -> Document:
    """Return a document; sentences of a paragraph are lines."""
    return document_from_text("\n\n".join(paragraphs), lang=lang, path=lang, presplit=True)


SOURCE = text("en", "One.\nTwo.", "Three.", "Four.\nFive.")
TARGET = text("zh", "一。\n二。", "三。")


def links(
    beads: Sequence[tuple[tuple[int, ...], tuple[int, ...], float]], *pairs: Pair
) -> tuple[ParagraphLink, ...]:
    return paragraph_links([SOURCE], TARGET, [Bead(*each) for each in beads], pairs)


PLAIN = [((0,), (0,), 0.9), ((1,), (1,), 0.9), ((2,), (2,), 0.9), ((3,), (), 1.0), ((4,), (), 1.0)]


def test_each_paragraph_of_the_target_has_a_link() -> None:
    first, second = links(PLAIN, Pair(0, 0, 0.99), Pair(1, 0, 0.2), Pair(1, 1, 0.3))
    assert [(s.first, s.last) for s in first.sources] == [(0, 1)]
    assert first.probability == 0.99
    assert (second.first, second.last, second.sources) == (2, 2, ())
    assert second.probability == pytest.approx(0.7)


def test_sources_stand_in_order_and_the_least_sure_counts() -> None:
    first, _ = links(PLAIN, Pair(2, 0, 0.7), Pair(0, 0, 0.95))
    assert [(s.first, s.last) for s in first.sources] == [(0, 1), (3, 4)]
    assert first.probability == 0.7


@pytest.mark.parametrize(
    ("beads", "uncertain"),
    [
        (PLAIN, False),
        # The mean over characters is what counts.
        ([((0,), (0,), 0.9), ((1,), (1,), 0.6), *PLAIN[2:]], True),
        ([((0,), (0,), 0.9), ((1,), (), 0.6), ((), (1,), 0.6), *PLAIN[2:]], True),
        # Many to many, however sure, unless it is the whole of both paragraphs.
        ([((0, 1, 2), (0, 1), 0.99), ((), (2,), 0.9), *PLAIN[3:]], True),
        ([((0, 1), (0, 1), 0.99), *PLAIN[2:]], False),
        ([((0, 1), (0, 1), 0.3), *PLAIN[2:]], False),
    ],
)
def test_where_the_beads_are_doubtful_the_paragraph_is_what_to_go_by(
    beads: list[tuple[tuple[int, ...], tuple[int, ...], float]], uncertain: bool
) -> None:
    first, _ = links(beads, Pair(0, 0, 0.99))
    assert first.uncertain is uncertain


def test_what_comes_from_nowhere_is_not_uncertain() -> None:
    doubtful = [((0,), (0,), 0.2), ((1,), (1,), 0.2), *PLAIN[2:]]
    assert [link.uncertain for link in links(doubtful, Pair(0, 0, 0.1))] == [False, False]


def test_nothing_weighed_is_nothing_linked() -> None:
    assert links(PLAIN) == ()


WORDS = ["harbour", "lantern", "meadow", "quarry", "saddle", "timber", "velvet", "walnut"]


def test_an_editors_link_is_a_link_of_paragraphs() -> None:
    lines = [f"{word} {word} and the rest." for word in WORDS]
    paragraphs = "\n".join(lines[:3]), "\n".join(lines[3:6]), "\n".join(lines[6:])
    source = text("en", *paragraphs)
    target = text("zh", *(paragraph.upper() for paragraph in paragraphs))
    plain = align_documents(source, target, HashEncoder())
    assert [[s.first for s in link.sources] for link in plain.paragraphs] == [[0], [3], [6]]
    assert not any(link.uncertain for link in plain.paragraphs)
    moved = LinkDecision(lines[6], lines[0].upper(), confirmed=True)
    decisions = Decisions(links=(moved,))
    first, *_ = align_documents(source, target, HashEncoder(), decisions=decisions).paragraphs
    assert (0, 6, 7, 1.0) in [(s.document, s.first, s.last, s.probability) for s in first.sources]


def test_a_paragraph_made_of_two_sources_comes_from_both() -> None:
    lines = [f"{word} {word} and the rest." for word in WORDS]
    parts = ["\n".join(lines[k : k + 2]) for k in range(0, len(lines), 2)]
    sources = [text("en", *parts[:2]), text("en", *parts[2:])]
    target = text("zh", "\n".join(line.upper() for line in lines))
    (link,) = align_documents(sources, target, HashEncoder()).paragraphs
    places = [(each.document, each.first, each.last) for each in link.sources]
    assert places == [(0, 0, 1), (0, 2, 3), (1, 0, 1), (1, 2, 3)]
