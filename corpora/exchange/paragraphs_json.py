"""Links of paragraphs as ``alignment.json`` has them: a part with a version of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duizhao.corpora.paragraph_links import ParagraphLink, SourceParagraph

__all__ = ["PARAGRAPHS_VERSION", "paragraphs_from_json", "paragraphs_json"]

PARAGRAPHS_VERSION = 1
"""The version of this part; another one is read by another version of the package."""

_DECIMALS = 4  # as in the rest of the file


def paragraphs_json(links: Sequence[ParagraphLink]) -> dict[str, object]:
    """Return links of paragraphs as JSON types, each in a line of the file.

    :param links: The links.
    """
    return {
        "version": PARAGRAPHS_VERSION,
        "links": [
            {
                "target": [link.first, link.last],
                "sources": [
                    [each.document, each.first, each.last, round(each.probability, _DECIMALS)]
                    for each in link.sources
                ],
                "probability": round(link.probability, _DECIMALS),
                "uncertain": link.uncertain,
            }
            for link in links
        ],
    }


def paragraphs_from_json(item: Mapping[str, Any] | None) -> tuple[ParagraphLink, ...]:
    """Return the links of a checked file.

    :param item: What the file has; None if it has no such part.
    :return: None of a part of another version: a file can be read without it.
    """
    if item is None or item["version"] != PARAGRAPHS_VERSION:
        return ()
    return tuple(
        ParagraphLink(
            first=link["target"][0],
            last=link["target"][1],
            sources=tuple(
                SourceParagraph(document, first, last, float(probability))
                for document, first, last, probability in link["sources"]
            ),
            probability=float(link["probability"]),
            uncertain=link["uncertain"],
        )
        for link in item["links"]
    )
