"""Clean translations: documents whose sentences translate each other one by one, in order.

Pairs with known gaps are made from them (:mod:`duizhao.eval.beads.synthetic`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from duizhao.eval.gold.segments import read_segments

__all__ = ["LEAST", "MOST", "CleanTranslation", "clean_translations"]

LEAST = 8
"""Sentences that a document must have: in fewer there is no room for gaps between links."""

MOST = 80
"""Sentences that are taken of a document: the search is quadratic in them, and twenty short
documents differ in more ways than one long one."""


@dataclass(frozen=True)
class CleanTranslation:
    """A document and its translation, sentence by sentence.

    :param name: Its name; equal names stand for one document.
    :param langs: The languages of the two sides.
    :param pairs: Sentences and their translations, neither blank, without line breaks.
    """

    name: str
    langs: tuple[str, str]
    pairs: tuple[tuple[str, str], ...]


def clean_translations(path: Path) -> list[CleanTranslation]:
    """Read the documents whose segments go one by one, English first; short ones are left out.

    :param path: As for :func:`duizhao.eval.gold.segments.read_segments`.
    :return: The documents of :data:`LEAST` segments or more, cut after :data:`MOST`.
    :raises FormatError: If a line is not of that form.
    """
    read = ((each.name, tuple(each.pairs[:MOST])) for each in read_segments(path))
    return [CleanTranslation(name, ("en", "zh"), p) for name, p in read if len(p) >= LEAST]
