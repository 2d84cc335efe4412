"""Verbatim items that a translation lost, changed or has twice.

The items of a link are compared as sets in which each counts as often as it stands there: their
order is free. An item that its own link lacks is looked for in the sentences around, and if the
whole translation has it as often as the whole original, it only moved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from duizhao import lazy
from duizhao.align.findings.material import Cause, Hit, Linked, Material, Passage
from duizhao.align.findings.verbatim import messages
from duizhao.align.findings.verbatim.inline_codes import inline_codes
from duizhao.align.findings.verbatim.items import (
    Item,
    family,
    is_formatting,
    is_words,
    items_of,
    occurrences,
)
from duizhao.align.findings.verbatim.likeness import Change, change_of
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Place, Severity
from duizhao.corpora.document import VerbatimKind
from duizhao.corpora.text.scripts import CJK

__all__ = ["verbatim"]

# Sentences before and behind a link in which an item may stand instead.
_AROUND = 2
# From which share of a sentence on its items are all that it says.
_MOSTLY = 0.5
# Items of one side of one link that are compared with each other; a longer list is a table.
_MOST = 60

_CHANGED_SURE = 0.9
_REPLACED_SURE = 0.4
_EXTRA_SURE = 0.8
_DOUBLED_SURE = 0.6

# The name of an anchor, where it stands and where something points to it: [[a]] and <<a,label>>.
_ANCHOR_NAME = lazy.compile(r"^(?:\[\[|<<|\{#)([\w.:-]{1,100})", re.ASCII)
_ANCHOR_FORMS = (r"(?:\[\[|\{{#){}[\]}}]", r"(?:<<|xref:|\(#){}[>,\[)]")

# How sure it is that an item should be there, and how much its loss matters at most. A changed item
# of these kinds matters at most as much as the second row says.
_LOST = {
    VerbatimKind.PLACEHOLDER: (0.8, Severity.CRITICAL),
    VerbatimKind.URL: (0.65, Severity.MINOR),
    VerbatimKind.EMAIL: (0.7, Severity.MINOR),
    VerbatimKind.HANDLE: (0.7, Severity.MINOR),
    VerbatimKind.HASHTAG: (0.4, Severity.INFO),
    VerbatimKind.CODE: (0.6, Severity.MINOR),
    VerbatimKind.PATH: (0.6, Severity.MINOR),
    VerbatimKind.OPTION: (0.6, Severity.MINOR),
    VerbatimKind.TAG: (0.6, Severity.MINOR),
    VerbatimKind.ANCHOR: (0.6, Severity.MINOR),
    VerbatimKind.COMMAND: (0.6, Severity.MINOR),
}
_WORDS_SURE = 0.3
_NAMED = lazy.compile(f"[@＠]\\s?[{CJK}]")
_MINOR_IF_CHANGED = frozenset({VerbatimKind.TAG, VerbatimKind.HASHTAG, VerbatimKind.COMMAND})
# What stands twice by mistake only; a name of code is often said again instead of "it".
_NOT_TWICE = frozenset(
    {VerbatimKind.PLACEHOLDER, VerbatimKind.URL, VerbatimKind.EMAIL, VerbatimKind.HANDLE}
)


def verbatim(material: Material) -> Iterator[Hit]:
    """Yield verbatim items, and inline codes, that only one side of a link has.

    :param material: What to look at.
    """
    yield from inline_codes(material)
    if not any(document.verbatim for document in material.documents):
        return
    whole = _Whole(material)
    for linked in material.linked:
        sides = _Side(linked.source), _Side(linked.target)
        if sides[0].items or sides[1].items:
            yield from _compared(linked, *sides, whole)
    for at, bead in enumerate(material.beads):
        if not bead.target and material.documents[bead.source_document].verbatim:
            yield from _dropped(material, at, whole)


class _Side:
    """One side of a link with what stands around it.

    :param passage: The side.
    """

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.number = passage.number
        self.items = tuple(items_of(passage.document, passage.sentences))[:_MOST]

    def alone(self, other: _Side) -> list[Item]:
        """Return the items that this side has more often than the other."""
        left = Counter(item.key for item in other.items)
        found = []
        for item in self.items:
            if left[item.key] > 0:
                left[item.key] -= 1
            else:
                found.append(item)
        return found


@dataclass
class _Whole:
    """How often each item stands in each document.

    :param material: The documents.
    """

    material: Material

    @cached_property
    def _counts(self) -> list[Counter[str]]:
        return [
            Counter(item.key for item in items_of(document, document.sentences))
            for document in self.material.documents
        ]

    def moved(self, item: Item, here: int, there: int, at: int) -> bool:
        """Say whether the other text has an item as often, in a bead, around it or as a whole.

        :param item: The item.
        :param here: The number of its document.
        :param there: The number of the other one.
        :param at: The number of its bead.
        """
        here_too, there_too = self._said(item.key, at, here), self._said(item.key, at, there)
        if here_too <= there_too and there_too:
            return True
        beads = range(max(0, at - _AROUND), min(len(self.material.beads), at + _AROUND + 1))
        for near in beads:
            if near != at and self._said(item.key, near, there) > self._said(item.key, near, here):
                return True
        if item.kind is VerbatimKind.TAG:
            return False  # they stand everywhere
        return self._counts[here][item.key] <= self._counts[there][item.key]

    def _said(self, key: str, at: int, number: int) -> int:
        """Count an item in what a bead has of a document."""
        bead, document = self.material.beads[at], self.material.documents[number]
        ids = bead.target if number == self.material.last else bead.source
        if not ids or (number != self.material.last and bead.source_document != number):
            return 0
        first, last = document.sentences[ids[0]], document.sentences[ids[-1]]
        return occurrences(key, document.text[first.start : last.end])


def _compared(linked: Linked, source: _Side, target: _Side, whole: _Whole) -> Iterator[Hit]:
    """Yield what is wrong with the items of one link."""
    numbers = source.number, target.number
    lost = [i for i in source.alone(target) if not whole.moved(i, *numbers, linked.at)]
    new = [i for i in target.alone(source) if not whole.moved(i, *numbers[::-1], linked.at)]
    certain = 0.5 + 0.5 * linked.bead.probability
    for one, other, change in _pairs(lost, new):
        lost.remove(one)
        new.remove(other)
        hit = _changed(linked, one, other, change, certain)
        if hit is not None:
            yield hit
    for item in lost:
        named = item.kind is VerbatimKind.HANDLE and _NAMED.search(linked.target.text)
        if not named:  # people are called otherwise on another network
            end = len(linked.target.text)
            point = linked.target.place(end, end)
            yield from _lost(item, source.number, point, certain)
    yield from _extra(linked, new, source, target, certain)


def _pairs(lost: Sequence[Item], new: Sequence[Item]) -> list[tuple[Item, Item, Change]]:
    """Return the items that became others, the most alike first."""
    ones = Counter(family(item.kind) for item in lost)
    others = Counter(family(item.kind) for item in new)
    scored = []
    for i, one in enumerate(lost):
        for j, other in enumerate(new):
            kind = family(one.kind)
            change, alike = change_of(one, other, alone=ones[kind] == others[kind] == 1)
            if change is not Change.OTHER:
                scored.append((-alike, i, j, change))
    taken: tuple[set[int], set[int]] = set(), set()
    pairs: list[tuple[Item, Item, Change]] = []
    for _, i, j, change in sorted(scored, key=lambda row: row[:3]):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((lost[i], new[j], change))
    return pairs


def _changed(linked: Linked, one: Item, other: Item, change: Change, certain: float) -> Hit | None:
    if change is Change.LOCALISED:
        return None
    worst = Severity.MINOR if one.kind in _MINOR_IF_CHANGED else Severity.CRITICAL
    sure = _CHANGED_SURE
    if change is Change.REPLACED or (one.kind is VerbatimKind.TAG and is_formatting(one.text)):
        sure, worst = _REPLACED_SURE, Severity.INFO
    elif _is_renamed(one, other, linked):
        worst = Severity.INFO
    elif family(one.kind) is VerbatimKind.CODE and is_words(one.key):
        worst = Severity.MINOR
    return Hit(
        rule=Rule.VERBATIM_CHANGED,
        confidence=sure * certain,
        message=messages.changed(one.text, other.text),
        source=one.place(linked.source.number),
        target=other.place(linked.target.number),
        evidence={"kind": one.kind.value, "original": one.text, "translation": other.text},
        worst=worst,
        cause=Cause(
            f"changed {one.key} {other.key}", messages.several_changed(one.text, other.text)
        ),
    )


def _is_renamed(one: Item, other: Item, linked: Linked) -> bool:
    """Say whether an anchor has another name throughout: what points to it still does."""
    name, new = (match[1] if (match := _ANCHOR_NAME.search(i.text)) else "" for i in (one, other))
    if not name or not new:
        return False
    source, target = linked.source.document.text, linked.target.document.text
    counts = [
        [len(re.findall(form.format(re.escape(n)), text)) for form in _ANCHOR_FORMS]
        for n, text in ((name, source), (new, target), (name, target))
    ]
    return min(counts[1]) > 0 and counts[0] == counts[1] and not any(counts[2])


def _lost(item: Item, number: int, point: Place | None, certain: float) -> Iterator[Hit]:
    if item.kind not in _LOST:
        return  # the name of a standard or of a device may be written out
    sure, worst = _LOST[item.kind]
    if item.kind is VerbatimKind.CODE and is_words(item.key):
        sure, worst = _WORDS_SURE, Severity.INFO
    if item.kind is VerbatimKind.TAG and is_formatting(item.text):
        worst = Severity.INFO
    yield Hit(
        rule=Rule.VERBATIM_LOST,
        confidence=sure * certain,
        message=messages.lost(item.text),
        source=item.place(number),
        target=point,
        evidence={"kind": item.kind.value, "original": item.text},
        worst=worst,
    )


def _dropped(material: Material, at: int, whole: _Whole) -> Iterator[Hit]:
    """Yield the items of sentences without a link that say little else: "(by @ann)"."""
    bead = material.beads[at]
    passage = material.passage(bead.source_document, bead.source)
    if not all(map(passage.document.is_aligned, passage.sentences)):
        return  # a translation may do without a listing
    size = sum(len(sentence.text) for sentence in passage.sentences)
    items = list(items_of(passage.document, passage.sentences))[:_MOST]
    if sum(len(item.text) for item in items) < _MOSTLY * size:
        return
    for item in items:
        if not whole.moved(item, passage.number, material.last, at):
            yield from _lost(item, passage.number, None, 0.5 + 0.5 * bead.probability)


def _extra(
    linked: Linked, new: Sequence[Item], source: _Side, target: _Side, certain: float
) -> Iterator[Hit]:
    """Yield items of the translation that are too much."""
    for item in new:
        if item.kind not in _NOT_TWICE:
            continue
        twice = any(item.key == each.key for each in source.items)
        if not twice and item.kind is not VerbatimKind.PLACEHOLDER:
            continue  # a translator's note may give an address
        text = messages.doubled(item.text) if twice else messages.unknown(item.text)
        yield Hit(
            rule=Rule.VERBATIM_EXTRA,
            confidence=(_DOUBLED_SURE if twice else _EXTRA_SURE) * certain,
            message=text,
            source=linked.source.place(),
            target=item.place(target.number),
            evidence={"kind": item.kind.value, "translation": item.text},
            worst=Severity.MINOR if twice else Severity.CRITICAL,
        )
