"""Where the findings of an alignment stand in the texts of its translation units."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from duizhao.corpora.alignment import Alignment, Category, Finding, Place
from duizhao.corpora.document import Document, Sentence
from duizhao.corpora.exchange.bead_text import beads_at, finding_places, join_sentences
from duizhao.corpora.text.clean import LINE_ENDS, clean_line

__all__ = ["Mark", "marks_of", "nested", "passage_in"]

_BREAKS = frozenset(f" {LINE_ENDS}")


@dataclass(frozen=True)
class Mark:
    """A passage of a unit's text that a finding is about.

    :param start: Offset of its first character in the unit's text.
    :param end: Offset after its last; equal to ``start`` for a point between two characters.
    :param finding: The finding.
    """

    start: int
    end: int
    finding: Finding


def marks_of(alignment: Alignment) -> tuple[Mapping[int, list[Mark]], Mapping[int, list[Mark]]]:
    """Return the marks on the source and on the target side of each bead.

    :param alignment: Beads and findings.
    :return: Two mappings from indices of ``alignment.beads`` to marks, in their order in the text;
        a finding that goes over several beads is in each of them.
    """
    sides: tuple[defaultdict[int, list[Mark]], ...] = (defaultdict(list), defaultdict(list))
    findings = [
        (finding, place)
        for finding in alignment.findings
        if not finding.is_dismissed
        for place in chain(*finding_places(finding))
        if not _between(finding, place)
    ]
    found = beads_at(alignment, [place for _, place in findings])
    last = len(alignment.documents) - 1
    for (finding, place), beads in zip(findings, found, strict=True):
        document = alignment.documents[place.document]
        is_target = place.document == last
        for n in sorted(beads):
            bead = alignment.beads[n]
            span = passage_in(document, bead.target if is_target else bead.source, place)
            if span is not None:
                sides[is_target][n].append(Mark(*span, finding))
    for marks in (*sides[0].values(), *sides[1].values()):
        marks.sort(key=lambda mark: (mark.start, -mark.end, mark.finding.id))
    return sides[0], sides[1]


def _between(finding: Finding, place: Place) -> bool:
    """Tell where whole sentences are absent from: both units beside it are right as they are."""
    whole = finding.category in {Category.OMISSION, Category.ADDITION}
    return whole and place.start == place.end


def passage_in(document: Document, ids: Sequence[int], place: Place) -> tuple[int, int] | None:
    """Return where a passage stands in the text that :func:`join_sentences` makes of sentences.

    :param document: Where the sentences stand.
    :param ids: Their numbers.
    :param place: A passage or point of the document.
    :return: Offsets into the joined text, or None if the passage touches none of the sentences.
    """
    spans = []
    for n, i in enumerate(ids):
        sentence = document.sentences[i]
        if sentence.start > place.end or sentence.end < place.start:
            continue
        if place.start < place.end and not (
            sentence.start < place.end and place.start < sentence.end
        ):
            continue
        own = _own_offsets(sentence)
        clean = len(clean_line(sentence.text))
        # Whatever stands before it, joined with it, is longer by what joins them.
        base = len(join_sentences(document, ids[: n + 1])) - clean
        spans += [base + own[_index(sentence, at)] for at in (place.start, place.end)]
    return (min(spans), max(spans)) if spans else None


def _index(sentence: Sentence, at: int) -> int:
    """Return the first character of a sentence's text that stands at a document offset or later."""
    return bisect_left(range(len(sentence.text)), at, key=sentence.offset)


def _own_offsets(sentence: Sentence) -> list[int]:
    """Return, for each offset into a sentence's text, the one into its cleaned text.

    Cleaning deletes characters and puts one space for a run of breaks; all others stay in order.
    """
    clean = clean_line(sentence.text)
    offsets, at = [], 0
    for character in sentence.text:
        offsets.append(at)
        if at < len(clean) and (
            clean[at] == character or (clean[at] == " " and character in _BREAKS)
        ):
            at += 1
    return [*offsets, len(clean)]


def nested(marks: Iterable[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Tell marks that lie inside or outside each other from those that overlap partly.

    :param marks: Marks by start, the longer first.
    :return: Those that nest, and the others.
    """
    inside: list[Mark] = []
    across: list[Mark] = []
    ends: list[int] = []
    for mark in marks:
        while ends and ends[-1] <= mark.start:
            ends.pop()
        if ends and mark.end > ends[-1]:
            across.append(mark)
        else:
            inside.append(mark)
            ends.append(mark.end)
    return inside, across
