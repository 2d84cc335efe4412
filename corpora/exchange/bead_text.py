"""What one bead says as a translation unit: clean text, and the findings at its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set

from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.document import Document
from duizhao.corpora.text.clean import clean_line, illegal_characters
from duizhao.corpora.text.languages import join

__all__ = [
    "UNSURE",
    "UNSURE_IN_PARAGRAPH",
    "bead_texts",
    "beads_at",
    "finding_places",
    "flagged_beads",
    "illegal_in",
    "join_sentences",
    "open_beads",
    "unconfirmed_beads",
    "unfit_beads",
    "untranslated_beads",
]

UNSURE = 0.5
"""Beads less probable than this are rather wrong than right."""

UNSURE_IN_PARAGRAPH = 0.8
"""Beads less probable than this stand for nothing in a paragraph whose sentences cannot be told
apart. Of the units of made digests that leave out 70 %, .94 are right without this bar and .97 with
it; it costs 13 in 100 of those that are right (``benchmarks/fit_paragraphs.py``)."""

_WHOLE = frozenset({"equal", "language"})
_UNCONFIRMED = "fuzzy"
_LOST_TEXT = frozenset({Category.BLANK, Category.TRUNCATED})


def join_sentences(document: Document, ids: Iterable[int]) -> str:
    """Return sentences as one line, joined as their language joins them.

    :param document: Where they stand.
    :param ids: Their numbers.
    :return: One line; see :func:`~duizhao.corpora.text.languages.join`.
    """
    return join((clean_line(document.sentences[i].text) for i in ids), document.lang)


def bead_texts(alignment: Alignment, bead: Bead) -> tuple[str, str]:
    """Return the source and the target of a bead, each as one line.

    :param alignment: Where its sentences stand.
    :param bead: The bead.
    """
    source, target = (
        join_sentences(alignment.documents[number], ids) for number, ids in alignment.sides(bead)
    )
    return source, target


def illegal_in(alignment: Alignment, bead: Bead) -> int:
    """Count the characters of a bead that XML cannot hold.

    :param alignment: Where its sentences stand.
    :param bead: The bead.
    """
    return sum(
        illegal_characters(alignment.documents[number].sentences[i].text)
        for number, ids in alignment.sides(bead)
        for i in ids
    )


def beads_at(alignment: Alignment, places: Sequence[Place]) -> list[frozenset[int]]:
    """Return the beads that hold a sentence which a place touches.

    A point touches the sentences on both of its sides; a passage only those it shares a
    character with.

    :param alignment: Beads and documents.
    :param places: Passages or points of its documents.
    :return: For each place the numbers of its beads, as indices of ``alignment.beads``.
    """
    bead_of = alignment.bead_numbers()
    ends = [[s.end for s in d.sentences] for d in alignment.documents]
    return [
        frozenset(
            bead_of[place.document, i]
            for i in _touched(alignment.documents[place.document], ends[place.document], place)
        )
        for place in places
    ]


def _touched(document: Document, ends: list[int], place: Place) -> Iterable[int]:
    point = place.start == place.end
    for i in range(bisect_left(ends, place.start), len(ends)):
        sentence = document.sentences[i]
        if sentence.start > place.end:
            break
        if point or (sentence.start < place.end and sentence.end > place.start):
            yield sentence.id


def unfit_beads(alignment: Alignment) -> frozenset[int]:
    """Return the beads that have lost text, so that nobody should translate by them.

    :param alignment: Beads with findings.
    :return: Indices of beads whose target a critical or major ``blank`` or ``truncated`` finding
        touches, and of linked beads of whose source an ``omission`` says that a part has no
        counterpart, however little the policy makes of it. Dismissed findings are passed over.
    """
    valid = [f for f in alignment.findings if not f.is_dismissed]
    serious = [f for f in valid if f.severity.rank <= Severity.MAJOR.rank]
    cut = [p for f in serious if f.category in _LOST_TEXT for p in finding_places(f)[1]]
    left = [p for f in valid if f.category is Category.OMISSION for p in finding_places(f)[0]]
    found = frozenset[int]().union(*beads_at(alignment, cut))
    omitted = frozenset[int]().union(*beads_at(alignment, left))
    return found | {n for n in omitted if not alignment.beads[n].is_null}


def open_beads(alignment: Alignment) -> frozenset[int]:
    """Return the beads that are too unsure for the paragraph that they stand in.

    :param alignment: Beads and links of paragraphs.
    :return: Indices of linked beads less probable than :data:`UNSURE_IN_PARAGRAPH` whose target
        stands in a paragraph of which the paragraph link is the one to go by.
    """
    unsure = {
        j
        for link in alignment.paragraphs
        if link.uncertain
        for j in range(link.first, link.last + 1)
    }
    return frozenset(
        n
        for n, bead in enumerate(alignment.beads)
        if not bead.is_null
        and bead.probability < UNSURE_IN_PARAGRAPH
        and not unsure.isdisjoint(bead.target)
    )


def untranslated_beads(alignment: Alignment) -> frozenset[int]:
    """Return the beads whose target is still in the language of the source.

    :param alignment: Beads with findings.
    :return: Indices of beads that a minor ``untranslated`` finding, or a worse one, calls so as a
        whole. A passage within a sentence is not the whole, and a title that stays is a choice.
        Dismissed findings are passed over.
    """
    return _left_beads(alignment, _WHOLE, Severity.MINOR)


def unconfirmed_beads(alignment: Alignment) -> frozenset[int]:
    """Return the beads whose translation its file marks as fuzzy or not done.

    :param alignment: Beads with findings.
    :return: Indices of beads that an ``untranslated`` finding says so of; dismissed ones are passed
        over.
    """
    return _left_beads(alignment, {_UNCONFIRMED}, Severity.INFO)


def _left_beads(alignment: Alignment, rules: Set[str], least: Severity) -> frozenset[int]:
    """Return the beads of whose target an ``untranslated`` finding by one of the rules tells."""
    places = [
        place
        for finding in alignment.findings
        if finding.category is Category.UNTRANSLATED
        and finding.rule in rules
        and finding.severity.rank <= least.rank
        and not finding.is_dismissed
        for place in finding_places(finding)[1]
    ]
    return frozenset[int]().union(*beads_at(alignment, places))


def finding_places(finding: Finding) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Return the places of sources and of the target that a finding is about.

    :param finding: One that stands for itself, or for several of one cause: then their places are
        in its evidence.
    """
    listed = finding.evidence.get("places")
    if not isinstance(listed, (list, tuple)):
        return tuple(filter(None, (finding.source,))), tuple(filter(None, (finding.target,)))
    source, target = (
        tuple(
            Place(item["document"], item["start"], item["end"], item["text"])
            for item in listed
            if item["side"] == side
        )
        for side in ("source", "target")
    )
    return source, target


def flagged_beads(alignment: Alignment, severity: Severity) -> frozenset[int]:
    """Return the beads that a finding touches.

    :param alignment: Beads with findings.
    :param severity: Findings of less are passed over, and dismissed ones.
    :return: Indices of beads. What is omitted is looked for in the source only, and what is
        added in the target: beside the gap stand beads that lack nothing.
    """
    places: list[Place] = []
    for finding in alignment.findings:
        if finding.severity.rank <= severity.rank and not finding.is_dismissed:
            source, target = finding_places(finding)
            places += source if finding.category is not Category.ADDITION else ()
            places += target if finding.category is not Category.OMISSION else ()
    return frozenset[int]().union(*beads_at(alignment, places))
