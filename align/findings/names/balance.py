"""Places of which one side of a bead has more than the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from duizhao import lazy
from duizhao.align.findings.names.match import (
    Mentions,
    find_places,
    heard_place,
    is_well_known,
    mentions_in_rest,
    named_in_chinese,
    named_in_english,
    places_of,
)
from duizhao.align.findings.names.places import SOUNDS
from duizhao.align.findings.names.transliteration import transliterated
from duizhao.align.findings.names.types import Name
from duizhao.corpora.document import Document
from duizhao.corpora.text.chinese_words import word_across
from duizhao.corpora.text.scripts import HANZI

__all__ = [
    "Named",
    "heard_less",
    "is_company",
    "is_telling",
    "is_written",
    "lone",
    "more_often",
    "stands_alone",
]

# A Chinese name of so few characters may be part of a longer word.
_SHORT = 2
# An institution that English calls by a name of its own: 英国气象局 is the Met Office.
_INSTITUTION = lazy.compile(
    f"[{HANZI}]{{0,9}}?(?:局|公司|邮政|党|社|之声|委员会|大学|银行|协会|学院|法院)"
)
# What says which part of a place is meant, where its name would end in a point of the compass.
_POINTS = frozenset("南北东西")
_PART_OF = lazy.compile("部(?!分|门|长|署|队|落)|[岸侧端坡麓缘]")
# As alike as a name and its transliteration are; see transliteration.
_ALIKE = 0.75
# An institution by its letters.
_LETTERS = lazy.compile(r"(?<![A-Za-z])[A-Z]{3,6}(?![A-Za-z])")
# In a text of fewer sentences much is not named that the translator may have to name.
_LEAST_SENTENCES = 6
# Of a longer list of places only these are looked at.
_MOST_PLACES = 50


def lone(en: Mentions, zh: Mentions) -> tuple[list[Name], list[Name]]:
    """Return the English and the Chinese places that the other side lacks, each once.

    :param en: The places of the English text.
    :param zh: Those of the Chinese one.
    """
    ens = [name for name in _sure(en.names) if not named_in_chinese(name, zh)]
    return ens, [name for name in _sure(zh.names) if not named_in_english(name, en)]


def heard_less(names: Iterable[Name], other: Mentions, *, glossed: bool) -> list[Name]:
    """Return the names that the other text does not write by their sound.

    :param names: Names of places.
    :param other: The other text.
    :param glossed: Whether what only stands in brackets there counts.
    """
    return [name for name in names if not heard_place(name, other, glossed=glossed)]


def _sure(names: Iterable[Name]) -> list[Name]:
    """Return the first name of each place, without those that may be something else."""
    first: dict[frozenset[int], Name] = {}
    for name in names:
        if not name.weak and len(first) < _MOST_PLACES:
            first.setdefault(name.ids, name)
    return list(first.values())


def more_often(found: Mentions, other: Mentions, lang: str) -> list[tuple[Name, int]]:
    """Return the names of places that the other side has too, but not so often.

    :param found: The places of a text.
    :param other: Those of the other.
    :param lang: The language of the other text.
    :return: Each mention of such a place, and how many of the place are left over.
    """
    sure = [name for name in found.names if not name.weak][:_MOST_PLACES]
    counts = Counter(name.ids for name in sure)
    over: dict[frozenset[int], int] = {}
    for ids, count in counts.items():
        there = sum(not ids.isdisjoint(name.ids) for name in other.names[:_MOST_PLACES])
        if 0 < there < count:
            name = next(name for name in sure if name.ids == ids)
            over[ids] = count - there - mentions_in_rest(name, other, lang)
    return [(name, over[name.ids]) for name in sure if over.get(name.ids, 0) > 0]


def stands_alone(text: str, name: Name) -> bool:
    """Say whether a Chinese name is hardly part of another word.

    :param text: The text.
    :param name: A name of a place in it.
    """
    size = name.end - name.start
    if name.text[-1] in _POINTS and _PART_OF.match(text, name.end):
        return False  # 太浩湖南部: the south of a lake
    if size > _SHORT:
        sounds = SOUNDS.issuperset(text[name.start : name.end + 1])
        return size > _SHORT + 1 or is_well_known(name) or not sounds
    return not word_across(text[: name.start], text[name.start :])


def is_company(name: Name, zh: Mentions, en: Mentions) -> bool:
    """Say whether a Chinese place begins the name of what English calls by its letters: CBS.

    :param name: The place.
    :param zh: The places of the Chinese text.
    :param en: Those of the English one.
    """
    if _INSTITUTION.match(zh.text, name.end) is None:
        return False
    return any(letters not in zh.text for letters in _LETTERS.findall(en.text))


def is_written(en: Name, zh: Name, text: str) -> bool:
    """Say whether a Chinese name is rather a part, or another spelling, of an English one.

    Of 库姆伯纳尔德 the table may know 库姆, which is another place than Cumbernauld.

    :param en: A name of a place.
    :param zh: A name of another.
    :param text: The Chinese text.
    """
    if not SOUNDS.issuperset(zh.text):
        return False
    start, end = zh.start, zh.end
    while start and text[start - 1] in SOUNDS:
        start -= 1
    while end < len(text) and text[end] in SOUNDS:
        end += 1
    # A well-known place that stands by itself is meant.
    if end - start == len(zh.text) and is_well_known(zh):
        return False
    return transliterated(en.text, text[start:end]) >= _ALIKE or any(
        transliterated(word, zh.text) >= _ALIKE for word in en.text.split()
    )


def is_telling(found: Mentions, name: Name, other: Mentions) -> bool:
    """Say whether a place speaks by itself, and not as a part of another name.

    :param found: The places of a text.
    :param name: One of them.
    :param other: Those of the other text.
    """
    if not is_well_known(name) or found.text[: name.start].endswith("《"):
        return False
    if heard_place(name, other, faintly=True):
        return False
    return name.text.isascii() or _INSTITUTION.match(found.text, name.end) is None


@dataclass(frozen=True)
class Named:
    """The places that whole documents name.

    :param documents: The documents.
    """

    documents: Sequence[Document]

    @cached_property
    def _ids(self) -> frozenset[int]:
        return frozenset(number for name in self._names() for number in name.ids)

    @cached_property
    def _kin(self) -> tuple[frozenset[str], frozenset[str]]:
        """The keys of all places that are surely named, and of what they lie in."""
        keys: set[str] = set()
        above: set[str] = set()
        seen: set[frozenset[int]] = set()
        for name in self._names():
            if not name.weak and name.ids not in seen:
                seen.add(name.ids)
                places = places_of(name)
                keys |= {place.key for place in places}
                above |= {key for place in places for key in place.parents}
        return frozenset(keys - {""}), frozenset(above)

    @cached_property
    def _is_short(self) -> bool:
        return sum(len(document.sentences) for document in self.documents) < _LEAST_SENTENCES

    def _names(self) -> Iterator[Name]:
        for document in self.documents:
            yield from find_places(document.text, document.lang).names

    def has(self, name: Name) -> bool:
        """Say whether a place is named anywhere, or one that it lies in, or that lies in it.

        Short documents are taken to name everything.

        :param name: A name of the place.
        """
        if not name.ids.isdisjoint(self._ids) or self._is_short:
            return True
        keys, above = self._kin
        return any(
            place.key in above or not place.parents.isdisjoint(keys) for place in places_of(name)
        )
