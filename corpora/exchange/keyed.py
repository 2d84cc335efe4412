"""Two files of strings to a bitext: strings of one key are a text and its translation."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document, Locator
from duizhao.corpora.text.clean import clean_line

if TYPE_CHECKING:
    from duizhao.corpora.exchange.bitext import BitextReading

__all__ = ["pair_by_key"]

# Two files belong together if this share of the keys of the shorter one stands in both.
_AGREE = 0.5
# How many of a thing a string is for, by CLDR: a language has one form for what another has six of,
# and all have this one: https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules
_NUMBER = lazy.compile(r"(.+[._])(?:zero|one|two|few|many)")
_OTHER = "other"


def pair_by_key(source: Document, target: Document) -> BitextReading | None:
    """Pair the strings of two documents by their keys, in the order of the source.

    A string whose key stands on one side only has no counterpart; those of the target come last.
    Of a string with forms for numbers, a form that a side lacks is said there by the usual one.

    :param source: The original.
    :param target: Its translation.
    :return: None if not all of their sentences stand at keys, or too few keys are the same.
    """
    here, there = _strings(source), _strings(target)
    if here is None or there is None:
        return None
    shared = sum(key in there for key in here)
    if shared < _AGREE * min(len(here), len(there)):
        return None
    # Most pairs of documents come no further, and these load every reader of bitexts.
    from duizhao.corpora.exchange.bitext import BitextReading
    from duizhao.corpora.exchange.unit_side import UnitSide

    sides = UnitSide(), UnitSide()
    beads = []
    for key in {**here, **there}:
        ids = [
            side.add(*found[name]) if (name := _found(key, found)) else ()
            for side, found in zip(sides, (here, there), strict=True)
        ]
        beads.append(Bead(ids[0], ids[1]))
    documents = [
        side.document(known.path, known.lang, known.sha256, known.encoding)
        for side, known in zip(sides, (source, target), strict=True)
    ]
    states, codes = (None,) * len(beads), (((), ()),) * len(beads)
    return BitextReading(documents[0], documents[1], tuple(beads), states, codes, {})


def _found(key: str, strings: Collection[str]) -> str | None:
    """Return the key that stands for a key among some: of a form that is not there, the usual."""
    if key in strings:
        return key
    form = _NUMBER.fullmatch(key)
    return usual if form and (usual := form[1] + _OTHER) in strings else None


def _strings(document: Document) -> dict[str, tuple[str, Locator]] | None:
    """Return the strings of a document with their places, by key; None if it has no keys."""
    spans: dict[str, tuple[int, int, Locator]] = {}
    for sentence in document.sentences:
        place, block = sentence.place, document.blocks[sentence.block]
        if place is None or place.unit is None:
            return None
        # A string of several lines may be several blocks.
        start, _, first = spans.get(place.unit, (block.start, 0, place))
        spans[place.unit] = start, block.end, first
    text = document.text
    return {key: (clean_line(text[low:high]), at) for key, (low, high, at) in spans.items()}
