"""Lines that stand on both sides as they are: cells, addresses, names, code, whatever was left.

They are no translations, so nothing about translations can be learnt from them; but where they
stand in one order they tell, better than any vector, which parts of two texts face each other.

Letters: N source lines, M target lines.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.chains import heaviest_chain
from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.document import Document
from duizhao.models.arrays import BoolArray

__all__ = [
    "Identical",
    "Same",
    "identical_lines",
    "kept_as_they_are",
    "prose_coverage",
    "same_text",
]

# A line of so many characters says as much as a line can. In 22 real documents and translations,
# nine in ten of the common lines that are repeated are shorter: numbers, units, answers.
_TELLING = 12
# How often the space between two links is looked at again. In the same documents two rounds link
# all that is ever linked.
_ROUNDS = 6


@dataclass(frozen=True)
class Same:
    """A line that stands on both sides.

    :param source: Its number among the source lines.
    :param target: Its number among the target lines.
    :param weight: How much it says of the order of the two texts, above 0 to 1: long lines and
        those that stand once say most.
    """

    source: int
    target: int
    weight: float


@dataclass(frozen=True)
class Identical:
    """What two lists of lines have in common as it is.

    :param links: The lines whose counterpart is plain, both numbers rising.
    :param source: Whether each source line stands anywhere on the other side, shape (N,).
    :param target: The same of each target line, shape (M,).
    """

    links: tuple[Same, ...]
    source: BoolArray
    target: BoolArray


def same_text(text: str) -> str:
    """Return what two texts have in common if they are the same but for spaces and width.

    >>> same_text("Ｕｂｕｎｔｕ  22.04") == same_text("Ubuntu 22.04")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def identical_lines(source: Sequence[str], target: Sequence[str]) -> Identical:
    """Link the lines that stand on both sides in one order, where it is plain which is which.

    As in the patience method of comparing texts, lines that stand once on each side are linked
    first, then those that stand once between two links, and so on. A line that is repeated is
    linked, one by one, where both sides have it equally often; elsewhere nothing tells which of
    them is which, and it is left to the vectors. Links that cross others give way to those that
    weigh more together.

    :param source: N lines in reading order.
    :param target: M lines in reading order.

    >>> found = identical_lines(["Yes", "a", "Yes"], ["甲", "a", "Yes"])
    >>> [(link.source, link.target) for link in found.links]
    [(1, 1), (2, 2)]
    """
    keys = [same_text(text) for text in source], [same_text(text) for text in target]
    common = set(keys[0]).intersection(keys[1]) - {""}
    found: list[Same] = []
    gaps = [_Gap(*([n for n, key in enumerate(side) if key in common] for side in keys))]
    for _ in range(_ROUNDS):
        links = [_links(gap, keys) for gap in gaps]
        gaps = [part for gap, own in zip(gaps, links, strict=True) for part in gap.parts(own)]
        found += (link for own in links for link in own)
        if not gaps:
            break
    return Identical(
        tuple(sorted(found, key=lambda link: link.source)),
        *(np.array([key in common for key in side], np.bool_) for side in keys),
    )


@dataclass(frozen=True)
class _Gap:
    """Lines between two links: the numbers of those that are found anywhere on the other side."""

    rows: Sequence[int]
    columns: Sequence[int]

    def parts(self, links: Sequence[Same]) -> list[_Gap]:
        """Return the gaps that links leave of this one, where lines are left on both sides."""
        if not links:
            return []
        pieces = (
            _cut(self.rows, [link.source for link in links]),
            _cut(self.columns, [link.target for link in links]),
        )
        return [_Gap(a, b) for a, b in zip(*pieces, strict=True) if a and b]


def _cut(numbers: Sequence[int], at: Sequence[int]) -> list[list[int]]:
    """Return rising numbers in pieces, without those at which they are cut."""
    pieces: list[list[int]] = [[]]
    cuts = iter((*at, -1))
    cut = next(cuts)
    for number in numbers:
        if number == cut:
            pieces.append([])
            cut = next(cuts)
        else:
            pieces[-1].append(number)
    return pieces


def _links(gap: _Gap, keys: tuple[Sequence[str], Sequence[str]]) -> list[Same]:
    """Return the heaviest chain of links between lines that both sides have equally often."""
    places: tuple[defaultdict[str, list[int]], ...] = defaultdict(list), defaultdict(list)
    for side, numbers in enumerate((gap.rows, gap.columns)):
        for number in numbers:
            places[side][keys[side][number]].append(number)
    pairs = [
        Same(row, column, min(len(key), _TELLING) / _TELLING / len(rows))
        for key, rows in places[0].items()
        if len(rows) == len(places[1].get(key, ()))
        for row, column in zip(rows, places[1][key], strict=True)
    ]
    pairs.sort(key=lambda pair: pair.source)
    chain = heaviest_chain([pair.target for pair in pairs], [pair.weight for pair in pairs])
    return [pairs[number] for number in chain]


def kept_as_they_are(beads: Iterable[Bead], documents: Sequence[Document]) -> set[tuple[int, int]]:
    """Return the sentences that are linked with themselves, as numbers of document and sentence.

    :param beads: The beads of the documents.
    :param documents: The sources and, last, the target.
    """
    last = len(documents) - 1
    out: set[tuple[int, int]] = set()
    for bead in beads:
        if len(bead.source) == len(bead.target) == 1:
            source = documents[bead.source_document].sentences[bead.source[0]]
            target = documents[last].sentences[bead.target[0]]
            if same_text(source.text) == same_text(target.text):
                out |= {(bead.source_document, source.id), (last, target.id)}
    return out


def prose_coverage(alignment: Alignment) -> float:
    """Return how much of the first source is linked, not counting what was left as it is.

    :param alignment: Documents and beads.
    :return: Linked characters over characters, 0 to 1; 1 if all that takes part was left.
    """
    kept = kept_as_they_are(alignment.beads, alignment.documents)
    linked = {
        number
        for bead in alignment.beads
        if not bead.is_null and bead.source_document == 0
        for number in bead.source
    }
    total = done = 0
    for sentence in alignment.documents[0].aligned_sentences():
        if (0, sentence.id) not in kept:
            total += len(sentence.text)
            done += len(sentence.text) if sentence.id in linked else 0
    return done / total if total else 1.0
