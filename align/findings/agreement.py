"""What the layers' findings say of one another: an editor should see one thing once.

Every layer looks alone. Here a finding that another one explains is taken out, two that say the
same become one that is surer, and nothing else changes. What explains a finding is itself sure, is
never taken out in its turn, and covers its passage, so that no passage loses its last finding.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from math import prod
from typing import Any, TypeAlias

from duizhao.align.findings.material import Hit, Material
from duizhao.align.findings.notes import with_notes
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Category, Place

__all__ = ["SURE", "agreed"]

SURE = 0.5
"""What is less sure than this explains nothing: it is rather wrong than right."""

_Key: TypeAlias = tuple[Any, ...]

# What goes with a passage that was lost.
_WENT = frozenset({Rule.MISSING_VALUE, Rule.TERM_MISSING})
# Words that the target lost; what may be wrong in text that was left untranslated.
_LOST = frozenset({Category.BLANK, Category.TRUNCATED, Category.OMISSION})
_GAPS = frozenset({Category.BLANK, Category.TRUNCATED})
_WRONG = (Category.NUMBER, Category.NAME, Category.TERM)
# What compares a text with its translation.
_OF_A_PAIR = (
    *_WRONG,
    *(Category.OMISSION, Category.ADDITION, Category.CONTRARY, Category.ATTRIBUTION),
    *(Category.VERBATIM, Category.LEFTOVER, Category.TRUNCATED),
)
# The evidence that names the numbers that went with a passage.
_NUMBERS = "values"
_CLAUSES = frozenset({Rule.OMITTED_CLAUSE, Rule.ADDED_CLAUSE})
# A lost clause of which an item is this share is that item: "(see https://boats.example/keel)". An
# omitted sentence of which a blank lost this share is that blank; the rest is who said it.
_MOSTLY = 0.5
# The side of the passage that a finding of a category is about, if it is about one side.
_ABOUT = {Category.OMISSION: ("source",), Category.ADDITION: ("target",)}


def agreed(hits: Iterable[Hit], material: Material) -> list[Hit]:
    """Return findings without those that others explain, in an order of their own.

    One step after the other, each on what the step before has left:

    1. Of findings of one category at the same places the surest stays. A note of the program that
       translated is told once: see :mod:`duizhao.align.findings.notes`.
    2. Where something else stands in the place of a sentence, nothing more is said of the two.
       Text left untranslated explains what is missing, added, or wrong in numbers, names and terms
       there; what is missing, only if all of its translation was left so.
    3. Sentences that only moved are neither missing nor added; a clause may be lost on the way.
    4. A passage that is said twice is not added as well.
    5. What repeats itself within a longer passage that is added, is added with it.
    6. A clause lost where a blank shows is that blank; both together are surer:
       1 - (1 - p)(1 - q).
    7. What a blank lost is neither a sentence omitted nor a sentence cut off: if blanks show most
       of each omitted sentence, they are surer in the same way; a stump beside a blank that lost
       the same passage goes.
    8. Where what is missing is mostly code, an address or the like, that is missing.
    9. A number that is missing because its sentence or clause is, is named there; a command that is
       missing because its sentences are, is missing with them.

    :param hits: What the layers found, in any order.
    :param material: What they looked at.
    :return: Some of the hits, of which steps 1, 6, 7 and 9 may have changed rule, confidence and
        evidence. The same again if this is done again, and whatever the order of the hits.
    """
    left = with_notes(_surest(sorted(hits, key=_key)), SURE)
    homes = _Homes(material)
    others = [hit for hit in left if hit.rule is Rule.OMITTED_REPLACED]
    left = _without(left, _OF_A_PAIR, others, "source", "target", but={Rule.OMITTED_REPLACED})
    raw = [hit for hit in _sure(left, Category.UNTRANSLATED) if homes.is_whole(hit.target)]
    left = _without(left, (*_WRONG, Category.OMISSION), raw, "source", "target")
    raw = _sure(left, Category.UNTRANSLATED)
    left = _without(left, (*_WRONG, Category.ADDITION), raw, "target")
    moved = _sure(left, Category.MOVED)
    left = _without(left, tuple(_ABOUT), moved, "source", "target", but=_CLAUSES)
    left = _without(left, (Category.ADDITION,), _sure(left, Category.REPEATED), "target")
    left = _without_own_repeats(left)
    left = _shown_by_blanks(_merged(left, homes), homes)
    left = _with_items(left)
    return sorted(_gathered(left), key=_key)


def _key(hit: Hit) -> _Key:
    """Return what hits are ordered by: places, what is wrong, and the surest first."""
    evidence = sorted((hit.evidence or {}).items())
    return (
        _spot(hit.target),
        _spot(hit.source),
        hit.category.value,
        -hit.confidence,
        hit.rule.sign,
        sorted(hit.message.items()),
        repr(evidence),
        hit.worst.rank,
    )


def _spot(place: Place | None) -> tuple[int, int, int]:
    return (-1, -1, -1) if place is None else (place.document, place.start, place.end)


def _surest(hits: Iterable[Hit]) -> list[Hit]:
    """Return the surest of the hits of each category at the same places."""
    kept: dict[_Key, Hit] = {}
    for hit in hits:  # the surest first
        kept.setdefault((hit.category, _spot(hit.source), _spot(hit.target)), hit)
    return list(kept.values())


def _sure(hits: Iterable[Hit], category: Category) -> list[Hit]:
    """Return the hits of a category that are sure enough to explain others."""
    return [
        hit
        for hit in hits
        if hit.category is category
        and hit.confidence >= SURE
        # It is a translation, whose own mistakes are told.
        and hit.rule is not Rule.UNTRANSLATED_FUZZY
    ]


def _without(
    hits: Sequence[Hit],
    categories: tuple[Category, ...],
    causes: Sequence[Hit],
    *sides: str,
    but: Collection[Rule] = (),
) -> list[Hit]:
    """Return hits without those of some categories that lie within the passages of others.

    :param hits: Hits.
    :param categories: What may be explained.
    :param causes: What explains it.
    :param sides: The sides that count: a hit is explained if it has passages there and each lies
        within one of a cause. An omission is in the source, an addition in the target.
    :param but: Rules that are not explained.
    """
    covers = {side: _Cover(causes, side) for side in sides}

    def is_explained(hit: Hit) -> bool:
        if hit.category not in categories or hit.rule in but:
            return False
        about = _ABOUT.get(hit.category, sides)
        passages = [
            (side, place) for side in sides if side in about and (place := _passage(hit, side))
        ]
        return bool(passages) and all(
            covers[side].of(place) is not None for side, place in passages
        )

    return [hit for hit in hits if not is_explained(hit)]


def _without_own_repeats(hits: Sequence[Hit]) -> list[Hit]:
    """Return hits without repeats that no original speaks of, within longer added passages.

    The text repeats itself there, and no original says whether it should.
    """
    cover = _Cover(_sure(hits, Category.ADDITION), "target")

    def is_added(hit: Hit) -> bool:
        place = _passage(hit, "target")
        return place is not None and cover.of(place) is not None

    return [
        hit
        for hit in hits
        if hit.category is not Category.REPEATED or hit.source is not None or not is_added(hit)
    ]


def _passage(hit: Hit, side: str) -> Place | None:
    """Return the passage of a hit on one side; None if it has none, or a point only."""
    place: Place | None = getattr(hit, side)
    return place if place is not None and place.end > place.start else None


class _Cover:
    """Passages of one side, asked which of them holds another passage.

    :param hits: Hits, in an order that depends on nothing but them.
    :param side: ``"source"`` or ``"target"``.
    """

    def __init__(self, hits: Iterable[Hit], side: str) -> None:
        found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for number, hit in enumerate(hits):
            place = _passage(hit, side)
            if place is not None:
                found[place.document].append((place.start, place.end, number))
        self._starts: dict[int, list[int]] = {}
        self._longest: dict[int, list[tuple[int, int]]] = {}
        for document, spans in found.items():
            spans.sort()
            self._starts[document] = [start for start, _, _ in spans]
            # Up to each start the passage that reaches farthest, of equal ones the first.
            reach = ((end, -number) for _, end, number in spans)
            self._longest[document] = list(accumulate(reach, max))

    def of(self, place: Place) -> int | None:
        """Return the number of a hit whose passage holds this one; None if there is none."""
        at = bisect_right(self._starts.get(place.document, []), place.start) - 1
        if at < 0:
            return None
        end, number = self._longest[place.document][at]
        return -number if end >= place.end else None


def _merged(hits: Sequence[Hit], homes: _Homes) -> list[Hit]:
    """Return hits in which a lost clause and the blank that it left are one."""
    gaps: dict[int, list[int]] = defaultdict(list)
    for number, hit in enumerate(hits):
        if hit.category in _GAPS and _passage(hit, "source"):
            for home in homes.of(hit.source) & homes.of(hit.target):
                gaps[home].append(number)
    clauses: dict[int, list[int]] = defaultdict(list)
    for number, hit in enumerate(hits):
        if hit.rule is Rule.OMITTED_CLAUSE:
            near = (n for home in homes.of(hit.source) for n in gaps.get(home, ()))
            over = {n: _overlap(hits[n].source, hit.source) for n in near}
            best = max(over, key=lambda n: (over[n], -n), default=None)
            if best is not None and over[best]:
                clauses[best].append(number)
    left: dict[int, Hit] = dict(enumerate(hits))
    for number, same in clauses.items():
        together = [left[number], *(left[n] for n in same)]
        sure = 1.0 - prod(1.0 - hit.confidence for hit in together)
        if sure >= SURE:
            left[number] = _surer(together, sure)
            for n in same:
                del left[n]
    return list(left.values())


def _shown_by_blanks(hits: Sequence[Hit], homes: _Homes) -> list[Hit]:
    """Return hits without the omitted sentences and the stumps that blanks show."""
    blanks: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, hit in enumerate(hits):
        if hit.category is Category.BLANK and hit.confidence >= SURE:
            for sentence in homes.sentences(_passage(hit, "source")):
                blanks[_spot(sentence)[:2]].append(number)
    lost = {_spot(hits[n].source) for numbers in blanks.values() for n in numbers}
    left: dict[int, Hit] = dict(enumerate(hits))
    same: dict[int, list[Hit]] = defaultdict(list)
    for number, hit in enumerate(hits):
        if hit.category is Category.TRUNCATED and _spot(hit.source) in lost:
            del left[number]
        if hit.category is not Category.OMISSION or hit.rule is Rule.OMITTED_CLAUSE:
            continue
        shown = [
            {n for n in blanks[_spot(each)[:2]] if _mostly(hits[n].source, each)}
            for each in homes.sentences(_passage(hit, "source"))
        ]
        if shown and all(shown):
            del left[number]
            for n in set().union(*shown):
                same[n].append(hit)
    for number, others in same.items():
        every = [left[number], *others]
        left[number] = _surer(every, 1.0 - prod(1.0 - hit.confidence for hit in every))
    return list(left.values())


def _mostly(one: Place | None, whole: Place) -> bool:
    """Say whether most of a passage is within another one."""
    return _overlap(one, whole) >= _MOSTLY * (whole.end - whole.start)


def _surer(together: Sequence[Hit], confidence: float) -> Hit:
    """Return the first of several hits with the confidence of all."""
    first, *others = together
    agrees = sorted({*_listed(first, "agrees"), *(hit.rule.sign for hit in others)})
    evidence = {**(first.evidence or {}), "agrees": agrees}
    return replace(first, confidence=confidence, evidence=evidence)


def _listed(hit: Hit, key: str) -> list[str]:
    value = (hit.evidence or {}).get(key, ())
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else []


def _with_items(hits: Sequence[Hit]) -> list[Hit]:
    """Return hits without omissions of which most is something that is not translated."""
    clauses = [hit for hit in hits if hit.category is Category.OMISSION]
    cover = _Cover(clauses, "source")
    gone: set[int] = set()
    for hit in hits:
        place = _passage(hit, "source") if hit.rule is Rule.VERBATIM_LOST else None
        cause = cover.of(place) if place else None
        whole = None if cause is None else clauses[cause].source
        if cause is None or whole is None:
            continue
        if _mostly(place, whole):
            gone.add(id(clauses[cause]))
    return [hit for hit in hits if id(hit) not in gone]


def _overlap(one: Place | None, other: Place | None) -> int:
    """Return how many characters two passages share."""
    if one is None or other is None or one.document != other.document:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))


class _Homes:
    """The beads that passages lie in.

    :param material: The documents and beads.
    """

    def __init__(self, material: Material) -> None:
        self._documents = material.documents
        self._starts = [[s.start for s in d.sentences] for d in material.documents]
        self._beads: dict[tuple[int, int], int] = {}
        for at, bead in enumerate(material.beads):
            for document, ids in (
                (bead.source_document, bead.source),
                (material.last, bead.target),
            ):
                self._beads.update(((document, i), at) for i in ids)
        self._targets = {
            at: (sentences[bead.target[0]].start, sentences[bead.target[-1]].end)
            for sentences in [material.target.sentences]
            for at, bead in enumerate(material.beads)
            if bead.target
        }

    def of(self, place: Place | None) -> set[int]:
        """Return the numbers of the beads that a passage or point touches."""
        if place is None:
            return set()
        starts = self._starts[place.document]
        first = max(0, bisect_right(starts, place.start) - 1)
        last = max(first + 1, bisect_right(starts, max(place.start, place.end - 1)))
        found = (self._beads.get((place.document, i)) for i in range(first, last))
        return {at for at in found if at is not None}

    def sentences(self, place: Place | None) -> list[Place]:
        """Return the sentences that a passage touches; none if there is no passage."""
        if place is None:
            return []
        starts = self._starts[place.document]
        sentences = self._documents[place.document].sentences
        first = max(0, bisect_right(starts, place.start) - 1)
        touched = sentences[first : bisect_right(starts, place.end - 1)]
        return [
            Place(place.document, each.start, each.end, each.text)
            for each in touched
            if each.end > place.start
        ]

    def is_whole(self, target: Place | None) -> bool:
        """Tell whether a passage of the target is all of the target side of its beads."""
        extents = [self._targets[at] for at in self.of(target) if at in self._targets]
        return target is not None and all(
            target.start <= start and end <= target.end for start, end in extents
        )


def _gathered(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Yield hits without what went with a lost passage: numbers, which it names, terms, items."""
    lost = [hit for hit in hits if hit.category in _LOST and hit.confidence >= SURE]
    others = [hit for hit in hits if not (hit.category in _LOST and hit.confidence >= SURE)]
    cover = _Cover(lost, "source")
    went: dict[int, list[Place]] = defaultdict(list)
    for hit in others:
        # A command of sentences without counterpart; what lacks beside a translation is told.
        went_whole = hit.rule is Rule.VERBATIM_LOST and hit.target is None
        place = _passage(hit, "source") if hit.rule in _WENT or went_whole else None
        cause = cover.of(place) if place else None
        if place is None or cause is None:
            yield hit
        elif hit.rule is Rule.MISSING_VALUE:
            went[cause].append(place)
    yield from (_naming(hit, went.get(number, ())) for number, hit in enumerate(lost))


def _naming(hit: Hit, went: Sequence[Place]) -> Hit:
    """Return a hit that names the numbers that went with its passage."""
    evidence = dict(hit.evidence or {})
    if not went or not isinstance(evidence.get(_NUMBERS, []), list):
        return hit
    texts = (place.text for place in sorted(went, key=_spot))
    evidence[_NUMBERS] = list(dict.fromkeys([*_listed(hit, _NUMBERS), *texts]))
    return replace(hit, evidence=evidence)
