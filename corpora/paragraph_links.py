"""Which paragraphs of the sources each paragraph of the target comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duizhao.errors import AlignmentError

__all__ = ["ParagraphLink", "SourceParagraph", "check_links"]


@dataclass(frozen=True)
class SourceParagraph:
    """A paragraph that another one comes from.

    :param document: The number of its document in :attr:`Alignment.documents`.
    :param first: The id of its first sentence.
    :param last: The id of its last sentence.
    :param probability: How sure it is that something of the target's paragraph comes from here, 0
        to 1.
    """

    document: int
    first: int
    last: int
    probability: float


@dataclass(frozen=True)
class ParagraphLink:
    """A paragraph of the target and the paragraphs that it comes from.

    :param first: The id of its first sentence.
    :param last: The id of its last sentence.
    :param sources: Where it comes from, in the order of the sources; empty if it comes from none.
    :param probability: How sure the least sure of these is; of none, that it is none, 0 to 1.
    :param uncertain: Whether this link is the one to go by: what the beads inside say of single
        sentences is unsure.
    """

    first: int
    last: int
    sources: tuple[SourceParagraph, ...]
    probability: float
    uncertain: bool = False


def check_links(links: Sequence[ParagraphLink], sizes: Sequence[int]) -> None:
    """Refuse links of sentences that are not there.

    :param links: The links.
    :param sizes: How many sentences each document has, the target last.
    :raises AlignmentError: If one names no passage of its document.
    """
    for link in links:
        places = [(each.document, each.first, each.last) for each in link.sources]
        if any(document >= len(sizes) - 1 for document, _, _ in places):
            message = f"a link of paragraphs names document {places[-1][0]}, which is no source"
            raise AlignmentError(message)
        for document, first, last in [(len(sizes) - 1, link.first, link.last), *places]:
            if not 0 <= first <= last < sizes[document]:
                message = f"sentences {first} to {last} of document {document} are no paragraph"
                raise AlignmentError(message)
