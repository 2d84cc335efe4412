"""Names that became others: the source has a place or person, the target has another one.

One name that is missing says little, for translators leave out, add and explain. So a name counts
as wrong only where both sides of a bead have one that the other lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from duizhao.align.findings.material import Hit, Linked, Material, Passage
from duizhao.align.findings.names.balance import (
    Named,
    heard_less,
    is_company,
    is_telling,
    is_written,
    lone,
    more_often,
    stands_alone,
)
from duizhao.align.findings.names.match import Mentions, find_places, known_as, lies_in, places_of
from duizhao.align.findings.names.people import BeadTexts, strangers
from duizhao.align.findings.names.types import Name, Person
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Severity

__all__ = ["names"]

# Of 4,474 clean pairs of news, health, talks and software texts (2,237, either way round) 4 are
# flagged for a place and none for a person; of 260 swapped places 257 are found. Doubtful is a
# place where both sides name several that the other lacks, or that a neighbour lacks as well.
_PLACE_SURE, _PLACE_DOUBTFUL, _PLACE_STRANGE = 0.9, 0.6, 0.6
_PERSON_SURE = 0.7
# Sides that are less alike than this share of the middle bead are hardly translations of each
# other, and name what they like.
_LEAST_SIMILAR = 0.5
# Of a longer list of places only these are looked at, and of a longer text no persons.
_MOST_PLACES = 50
_LONGEST_TEXT = 3000


@dataclass(frozen=True)
class _Pair:
    """A bead with the places that it names.

    :param linked: The bead.
    :param source: The places of its source side.
    :param target: Those of its target side.
    """

    linked: Linked
    source: Mentions
    target: Mentions

    @property
    def sides(self) -> tuple[Mentions, Mentions]:
        """The places of the English and of the Chinese side."""
        if self.linked.source.lang == "en":
            return self.source, self.target
        return self.target, self.source

    def by_language(self, source: Name, target: Name) -> tuple[Name, Name, str]:
        """Return an English name, a Chinese one, and the Chinese text."""
        if self.linked.source.lang == "en":
            return source, target, self.target.text
        return target, source, self.source.text


@dataclass(frozen=True)
class _Lone:
    """The places of a bead's source and target that the other side lacks, each once."""

    source: list[Name]
    target: list[Name]


def names(material: Material) -> Iterator[Hit]:
    """Yield each place and person of the source that became another in the target.

    Texts other than Chinese and English pairs have none.

    :param material: What to look at.
    """
    beads = [linked for linked in material.linked if _is_bilingual(linked)]
    if not beads:
        return
    pairs = [_pair(linked) for linked in _alike(beads)]
    named = Named(material.documents[:-1])
    lone_ones = [_lone(pair) for pair in pairs]
    for at, pair in enumerate(pairs):
        near = [*lone_ones[max(0, at - 1) : at], *lone_ones[at + 1 : at + 2]]
        yield from _wrong_places(pair, lone_ones[at], near, named)
    yield from _wrong_people(pairs)


def _alike(beads: Sequence[Linked]) -> Iterator[Linked]:
    """Yield the beads of two sides that seem to be translations of each other.

    A short sentence with another place in it is little like the first, but its neighbours hold it.
    """
    least = _LEAST_SIMILAR * median(linked.bead.similarity for linked in beads)
    alike = [linked.bead.similarity >= least for linked in beads]
    for at, linked in enumerate(beads):
        held = (
            0 < at < len(beads) - 1
            and alike[at - 1]
            and alike[at + 1]
            and beads[at - 1].at + 1 == linked.at == beads[at + 1].at - 1
        )
        if alike[at] or held:
            yield linked


def _is_bilingual(linked: Linked) -> bool:
    return {linked.source.lang, linked.target.lang} == {"en", "zh"}


def _pair(linked: Linked) -> _Pair:
    """Return a bead with its places."""
    sides: tuple[Passage, Passage] = linked.source, linked.target
    return _Pair(linked, *(find_places(side.prose, side.lang) for side in sides))


def _lone(pair: _Pair) -> _Lone:
    """Return the places that the other side lacks. Those of the source matter beside others."""
    en, zh = lone(*pair.sides)
    source, target = (en, zh) if pair.linked.source.lang == "en" else (zh, en)
    if pair.linked.target.lang == "zh":
        target = _apart(target, pair.target, pair.source)
    else:
        source = _apart(source, pair.source, pair.target)
    target = heard_less(target, pair.source, glossed=True)
    return _Lone(heard_less(source, pair.target, glossed=False) if target else source, target)


def _apart(names: Sequence[Name], zh: Mentions, en: Mentions) -> list[Name]:
    """Return the Chinese names that are hardly part of other words and names."""
    return [name for name in names if stands_alone(zh.text, name) and not is_company(name, zh, en)]


def _wrong_places(pair: _Pair, lone: _Lone, near: Sequence[_Lone], named: Named) -> Iterator[Hit]:
    """Yield the places of a bead that became others."""
    was, now = _without_kin(pair, lone)
    doubtful = len(was) > 1 and len(now) > 1
    left = dict.fromkeys(now)
    for a, b in _matched(pair, _mentions(pair.source, was), _once(now)):
        left.pop(b)
        was = [name for name in was if name.ids != a.ids]
        moved = any(_has(each.target, a) or _has(each.source, b) for each in near)
        yield _place_hit(pair.linked, a, b, _PLACE_DOUBTFUL if doubtful or moved else _PLACE_SURE)
    often = more_often(pair.source, pair.target, pair.linked.target.lang) if left else []
    for a, b in _matched(pair, often, _once(left)):
        if not lies_in(places_of(a), places_of(b)):
            left.pop(b)
            moved = any(_has(each.source, b) for each in near)
            sure = _PLACE_DOUBTFUL if moved or named.has(b) else _PLACE_SURE
            yield _place_hit(pair.linked, a, b, sure)
    # What is wrong stands for something; a place too many is rather an explanation.
    for b in left if 0 < len(_surely(pair.source)) >= len(_surely(pair.target)) else ():
        if is_telling(pair.target, b, pair.source) and not named.has(b):
            yield _strange_hit(pair.linked, b)
    often = more_often(pair.target, pair.source, pair.linked.source.lang) if was else []
    if often:
        was = heard_less(was, pair.target, glossed=False)
    for a, b in _matched(pair, _mentions(pair.source, was), often):
        if not lies_in(places_of(a), places_of(b)):
            yield _place_hit(pair.linked, a, b, _PLACE_DOUBTFUL)


def _surely(found: Mentions) -> list[Name]:
    """Return the names of a text that are surely places."""
    return [name for name in found.names if not name.weak]


def _mentions(found: Mentions, names: Sequence[Name]) -> list[tuple[Name, int]]:
    """Return all mentions of some places."""
    ids = {name.ids for name in names}
    return [(name, _MOST_PLACES) for name in found.names if name.ids in ids][:_MOST_PLACES]


def _once(names: Iterable[Name]) -> list[tuple[Name, int]]:
    return [(name, 1) for name in names]


def _has(names: Sequence[Name], name: Name) -> bool:
    """Say whether a place is among others."""
    return any(not name.ids.isdisjoint(other.ids) for other in names)


def _without_kin(pair: _Pair, lone: _Lone) -> tuple[list[Name], list[Name]]:
    """Return the lone places but for the capital for the country, and the country for the city."""
    was, now = list(lone.source), []
    matched = [places_of(name) for name in pair.source.names if name not in was and not name.weak]
    for b in lone.target:
        places = places_of(b)
        keys = {place.key for place in places} - {""}
        if any(not keys.isdisjoint(below.parents) for each in matched for below in each):
            continue
        kin = next((a for a in was if lies_in(places_of(a), places)), None)
        if kin is None:
            now.append(b)
            continue
        # A city that is left over became the one that lies in the country.
        if not (_is_city(kin) and any(_is_city(c) for c in lone.target if c is not b)):
            was.remove(kin)
        if _is_city(b) and any(map(_is_city, was)):
            now.append(b)
    return was, now


def _is_city(name: Name) -> bool:
    """Say whether a name is that of a place within a country, and of nothing greater."""
    return not any(place.key for place in places_of(name))


def _matched(
    pair: _Pair, was: Sequence[tuple[Name, int]], now: Sequence[tuple[Name, int]]
) -> Iterator[tuple[Name, Name]]:
    """Yield pairs of a source and a target name, those at the most similar points first.

    :param was: Names of the source, and for how many of the target each place may stand.
    :param now: Names of the target, and for how many of the source.
    """
    sizes = len(pair.source.text), len(pair.target.text)
    apart = [
        (abs(a.start / sizes[0] - b.start / sizes[1]), a.start, b.start, a, b)
        for a, _ in was
        for b, _ in now
    ]
    apart = [each for each in apart if not is_written(*pair.by_language(each[3], each[4]))]
    left = [{name.ids: count for name, count in names} for names in (was, now)]
    seen: set[tuple[int, Name]] = set()
    for *_, a, b in sorted(apart, key=lambda each: each[:3]):
        if seen.isdisjoint(((0, a), (1, b))) and left[0][a.ids] > 0 and left[1][b.ids] > 0:
            left[0][a.ids] -= 1
            left[1][b.ids] -= 1
            seen |= {(0, a), (1, b)}
            yield a, b


def _place_hit(linked: Linked, source: Name, target: Name, sure: float) -> Hit:
    was, now = _quoted(linked, source, target)
    right, meant = known_as(source, linked.target.lang), known_as(target, linked.source.lang)
    return Hit(
        rule=Rule.WRONG_PLACE,
        confidence=sure,
        message={
            "en": f"The original has “{was}”, usually “{right}”; the translation has "
            f"“{now}”, which is “{meant}”. Check the place.",
            "zh": f"原文是“{was}”，通常译作“{right}”；译文却是“{now}”（即“{meant}”）。请核对地名。",
        },
        source=linked.source.place(source.start, source.end),
        target=linked.target.place(target.start, target.end),
        evidence={"source": was, "target": now, "usual": right, "means": meant},
    )


def _strange_hit(linked: Linked, target: Name) -> Hit:
    now = linked.target.text[target.start : target.end]
    meant = known_as(target, linked.source.lang)
    return Hit(
        rule=Rule.WRONG_PLACE,
        confidence=_PLACE_STRANGE,
        message={
            "en": f"The translation has “{now}”, which is “{meant}”; the original names it "
            "nowhere. Check the place.",
            "zh": f"译文有“{now}”（即“{meant}”），原文通篇未提及。请核对地名。",
        },
        source=linked.source.place(),
        target=linked.target.place(target.start, target.end),
        evidence={"target": now, "means": meant},
    )


def _quoted(linked: Linked, source: Name | Person, target: Name | Person) -> tuple[str, str]:
    """Return two names as their documents write them."""
    source_text, target_text = linked.source.text, linked.target.text
    return source_text[source.start : source.end], target_text[target.start : target.end]


def _wrong_people(pairs: Sequence[_Pair]) -> Iterator[Hit]:
    """Yield the persons of the beads that became others."""
    short = [pair for pair in pairs if max(map(len, _texts(pair))) <= _LONGEST_TEXT]
    sides = [BeadTexts(*_texts(pair), *(each.names for each in pair.sides)) for pair in short]
    for at, en, zh in strangers(sides):
        yield _person_hit(short[at].linked, en, zh)


def _texts(pair: _Pair) -> tuple[str, str]:
    """Return the English and the Chinese text."""
    en, zh = pair.sides
    return en.text, zh.text


def _person_hit(linked: Linked, en: Person, zh: Person) -> Hit:
    into_chinese = linked.target.lang == "zh"
    source, target = (en, zh) if into_chinese else (zh, en)
    was, now = _quoted(linked, source, target)
    usual = en.usual if into_chinese else ""
    elsewhere = f" Elsewhere it is “{usual}”." if usual else ""
    return Hit(
        rule=Rule.WRONG_NAME,
        confidence=_PERSON_SURE,
        message={
            "en": f"The original has “{was}”, the translation “{now}”, and neither "
            f"is found on the other side.{elsewhere} Check the name.",
            "zh": f"原文是“{was}”，译文却是“{now}”，两者在对方均无对应。"
            + (f"别处译作“{usual}”。" if usual else "")
            + "请核对名称。",
        },
        source=linked.source.place(source.start, source.end),
        target=linked.target.place(target.start, target.end),
        evidence={"source": was, "target": now, "usual": usual},
        # Who is named elsewhere, too, is rather told where the original has a pronoun.
        worst=Severity.INFO if zh.is_known else Severity.CRITICAL,
    )
