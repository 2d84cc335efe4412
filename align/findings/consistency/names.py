"""One name that a Chinese translation writes in two ways: 罗森 and 洛森 for Rosen.

A person is found by the sound of the name, or by its letters where they are kept; a place by the
table of places. The usual way is the one that most links have; another way counts where a link has
it and not the usual one, and no other name beside it explains it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duizhao.align.findings.consistency.renderings import Rendering, explained, renderings_of
from duizhao.align.findings.material import Cause, Hit, Linked, Material
from duizhao.align.findings.names.match import Mentions, find_places
from duizhao.align.findings.names.people import people_in_english
from duizhao.align.findings.names.places import as_simplified
from duizhao.align.findings.names.told_apart import PART, no_names
from duizhao.align.judging.rules import Rule
from duizhao.corpora.text.scripts import has_hanzi

__all__ = ["names_two_ways"]

_PERSON_SURE, _PLACE_SURE = 0.7, 0.8
_LONGEST_TEXT = 3000
# A name of fewer letters sounds like much.
_LEAST_LETTERS = 4


@dataclass(frozen=True)
class _Named:
    """A name in a link, and how its translation writes it.

    :param linked: The link.
    :param start: Where the name begins in the source.
    :param end: Where it ends there.
    :param way: How the target writes it, in simplified characters.
    :param at: Where that begins in the target.
    """

    linked: Linked
    start: int
    end: int
    way: str
    at: int


def names_two_ways(material: Material) -> Iterator[Hit]:
    """Yield the places of each name that the target writes in two ways.

    :param material: What to look at; only Chinese translations of English are.
    """
    found: defaultdict[tuple[str, str], list[_Named]] = defaultdict(list)
    for linked in material.linked:
        if (linked.source.lang, linked.target.lang) != ("en", "zh") or linked.is_doubtful:
            continue
        if max(len(linked.source.text), len(linked.target.text)) > _LONGEST_TEXT:
            continue
        places = [find_places(side.prose, side.lang) for side in (linked.source, linked.target)]
        for one in _places(linked, places):
            found["place", linked.source.text[one.start : one.end]].append(one)
        for name, one in _people(linked, places[0]):
            found["person", name].append(one)
    for (kind, name), all_named in found.items():
        different = _different(name, all_named, kind)
        if different:
            yield from _hits(name, different, kind)


def _places(linked: Linked, places: Sequence[Mentions]) -> Iterator[_Named]:
    """Yield the places that both sides name once."""
    source, target = places
    for name in source.names:
        there = [one for one in target.names if one.ids & name.ids]
        if name.weak or len(there) != 1 or there[0].weak or len(there[0].text) == 1:
            continue
        way = as_simplified(there[0].text)
        if has_hanzi(way):
            yield _Named(linked, name.start, name.end, way, there[0].start)


def _people(linked: Linked, places: Mentions) -> Iterator[tuple[str, _Named]]:
    """Yield the persons of the source that are heard in the target, by the last part."""
    text = as_simplified(linked.target.prose)
    known = {word for name in places.names for word in PART.findall(name.text)}
    words = [word for word in PART.findall(linked.source.prose) if word[0].isupper()]
    for person in people_in_english(linked.source.prose, places.names):
        last = PART.findall(person.text)[-1]
        if len(last) < _LEAST_LETTERS or last in known or last in no_names():
            continue
        letters = re.search(rf"(?<![A-Za-z]){re.escape(last)}(?![A-Za-z])", text)
        if letters:
            yield last, _Named(linked, person.start, person.end, last, letters.start())
            continue
        others = [word for word in words if word != last]
        for way in renderings_of(last, text):
            if not explained(way, last, others):
                yield last, _Named(linked, person.start, person.end, way.text, way.start)


def _different(name: str, all_named: Sequence[_Named], kind: str) -> list[_Named]:
    """Return the places of the ways that differ, nothing if there is one way."""
    counts = Counter(one.way for one in all_named)
    if len(counts) < 2:
        return []
    usual = max(counts, key=lambda way: (counts[way], Rendering(way, 0, name).likeness, way))
    texts = {id(one.linked): as_simplified(one.linked.target.text) for one in all_named}
    apart = [
        one
        for one in all_named
        if one.way != usual
        and usual not in texts[id(one.linked)]
        and not _is_part(one.way, usual)
        and (kind == "place" or name in (one.way, usual) or _is_like(one.way, usual, name))
    ]
    return [one for one in all_named if one.way == usual] + apart if apart else []


def _is_like(way: str, usual: str, name: str) -> bool:
    return Rendering(way, 0, name).is_like(usual)


def _is_part(one: str, other: str) -> bool:
    return one in other or other in one


def _hits(name: str, all_named: Sequence[_Named], kind: str) -> Iterator[Hit]:
    ways = list(dict.fromkeys(one.way for one in all_named))
    listed_en, listed_zh = ", ".join(ways), "、".join(ways)
    message = {
        "en": f"“{name}” is written in {len(ways)} ways: {listed_en}. If they mean the same, choose"
        " one.",
        "zh": f"“{name}”有 {len(ways)} 种译法：{listed_zh}。如所指相同，请统一。",
    }
    cause = Cause(f"name {name}", message)
    for one in all_named:
        yield Hit(
            rule=Rule.INCONSISTENT_NAME,
            confidence=_PLACE_SURE if kind == "place" else _PERSON_SURE,
            message=message,
            source=one.linked.source.place(one.start, one.end),
            target=one.linked.target.place(one.at, one.at + len(one.way)),
            evidence={"name": name, "ways": ways},
            cause=cause,
        )
