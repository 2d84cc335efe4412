"""What is said of paragraphs whose sentences cannot be told apart: where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from duizhao.align.report.messages import LANGUAGES, Messages, number_ranges
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.document import Document
from duizhao.corpora.paragraph_links import ParagraphLink, SourceParagraph

__all__ = ["ParagraphNote", "paragraph_notes"]


@dataclass(frozen=True)
class ParagraphNote:
    """A paragraph of the target to be read beside whole paragraphs of the sources.

    :param first: The id of its first sentence.
    :param document: The source that the first of its paragraphs stands in.
    :param sentence: The id of the first sentence there.
    :param said: What the reader is told, by interface language.
    """

    first: int
    document: int
    sentence: int
    said: Mapping[str, str]


def paragraph_notes(alignment: Alignment) -> tuple[ParagraphNote, ...]:
    """Return a note for each paragraph whose links of sentences are not to be gone by.

    :param alignment: What the aligner found.
    """
    return tuple(
        ParagraphNote(
            link.first,
            link.sources[0].document,
            link.sources[0].first,
            {ui: _said(alignment, link, Messages(ui)) for ui in LANGUAGES},
        )
        for link in alignment.paragraphs
        if link.uncertain and link.sources
    )


def _said(alignment: Alignment, link: ParagraphLink, words: Messages) -> str:
    several = len(alignment.sources) > 1
    parts = []
    for document, run in groupby(link.sources, key=lambda each: each.document):
        numbers = {_number(alignment.documents[document], each) for each in run}
        form = "one" if len(numbers) == 1 else "many"
        name = words("role.source") + f" {document + 1}" if several else ""
        where = "paragraphs.of." if several else "paragraphs.of_it."
        listed = words("verdict.between").join(number_ranges(numbers))
        parts.append(words(where + form, numbers=listed, name=name))
    key = "paragraphs.digest" if alignment.policy == "digest" else "paragraphs.full"
    return words(key, places=words("verdict.between").join(parts))


def _number(document: Document, paragraph: SourceParagraph) -> int:
    """Return what a reader counts the paragraph as: as its file does, or by its blocks."""
    sentence = document.sentences[paragraph.first]
    place = sentence.place
    if place is not None and place.paragraph is not None and place.chapter is None:
        return place.paragraph
    return sentence.block + 1
