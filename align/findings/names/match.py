"""Whether two names, one English and one Chinese, name the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from duizhao import lazy
from duizhao.align.findings.names.places import (
    SOUNDS,
    WORD,
    KnownPlace,
    as_simplified,
    load_places,
    plain,
)
from duizhao.align.findings.names.transliteration import best_within, transliterated
from duizhao.align.findings.names.types import Name
from duizhao.corpora.text.pinyin import spelled
from duizhao.corpora.text.scripts import has_hanzi

__all__ = [
    "Mentions",
    "find_places",
    "heard",
    "heard_place",
    "is_well_known",
    "known_as",
    "lies_in",
    "mentions_in_rest",
    "named_in_chinese",
    "named_in_english",
    "places_of",
    "sounds_in",
    "spelled_in",
]

# One character stands for a country where it stands beside another, or in such words.
_ABBREVIATIONS = {
    "US": "美", "GB": "英", "CN": "中", "JP": "日", "RU": "俄", "FR": "法", "DE": "德", "KR": "韩",
    "KP": "朝", "IN": "印", "AU": "澳", "CA": "加", "HK": "港", "TW": "台", "MO": "澳", "IT": "意",
    "IL": "以", "PS": "巴", "IR": "伊", "UA": "乌", "TH": "泰", "VN": "越", "MX": "墨", "TR": "土",
    "PH": "菲", "GB-ENG": "英", "SA": "沙", "PK": "巴", "NZ": "新", "SG": "新", "BR": "巴",
    "@AF": "非", "@AS": "亚", "@EU": "欧",
}  # fmt: skip
_BESIDE = "".join(dict.fromkeys(_ABBREVIATIONS.values())) + "欧非亚朝"
_BEFORE = "驻访赴旅留反亲抗援对在至向由离抵"
_AFTER = "国方军媒股籍裔企超甲商式语文人州督片币府队总首外防议政帝警"
# As alike as names are that hardly differ by chance; see transliteration.
_ALIKE = 0.75
# What is well known has its names in the table; another sound is hardly it.
_ALIKE_KNOWN = 0.9
# The table has countries, regions, what was written by hand and great cities first; smaller places
# bear the names of persons and things.
_WELL_KNOWN = 1500
# Fewer letters of pinyin stand for many characters.
_LEAST_SPELLED = 4
# What stands in brackets behind a Chinese name says how it is written, not that it is right.
_GLOSS = lazy.compile(r"[(（][A-Za-z][A-Za-z .,'’\-]{0,80}[)）]")
# These sound like places too: July and 智利.
_NO_PLACES = frozenset(
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)
# What English says beside the names of the table: the North, Northern troops; the Europa League.
_OTHERWISE = {
    "KP": lazy.compile(r"\b[Nn]orth(?:ern(?:ers?)?)?\b"),
    "KR": lazy.compile(r"\b[Ss]outh(?:ern(?:ers?)?)?\b"),
    "@EU": lazy.compile(r"\bEuro(?:pa|s)?\b|\bEuro[A-Z]"),
}
_RUN = lazy.compile(f"[{''.join(sorted(SOUNDS))}]{{2,}}")


def sounds_in(text: str) -> list[str]:
    """Return the stretches of a Chinese text that may write foreign names, or parts of them.

    :param text: The text, in simplified characters.
    """
    return _RUN.findall(text)


@lru_cache(maxsize=512)
def _abbreviation(key: str) -> re.Pattern[str] | None:
    one = _ABBREVIATIONS.get(key)
    if one is None:
        return None
    return re.compile(f"(?<=[{_BESIDE}{_BEFORE}]){one}|{one}(?=[{_BESIDE}{_AFTER}])")


@dataclass(frozen=True)
class Mentions:
    """The places of a text.

    :param text: The text; Chinese in simplified characters.
    :param names: The places that it names, in order.
    """

    text: str
    names: tuple[Name, ...]

    @cached_property
    def ids(self) -> frozenset[int]:
        """The numbers of all places that the names may mean."""
        return frozenset(number for name in self.names for number in name.ids)

    @cached_property
    def rest(self) -> str:
        """The text without the places that it surely names."""
        parts, end = [], 0
        for name in self.names:
            if not name.weak:
                parts.append(self.text[end : name.start])
                end = name.end
        return " ".join((*parts, self.text[end:]))

    @cached_property
    def bare(self) -> str:
        """The text without all that may be names of places, in which one character may stand."""
        parts, end = [], 0
        for name in self.names:
            parts.append(self.text[end : name.start])
            end = name.end
        return " ".join((*parts, self.text[end:]))


def find_places(text: str, lang: str) -> Mentions:
    """Return the places of a text.

    :param text: The text.
    :param lang: Its language.
    """
    plain_text = as_simplified(text) if lang == "zh" else text
    return Mentions(plain_text, tuple(load_places().find(plain_text, lang)))


def named_in_chinese(name: Name, found: Mentions) -> bool:
    """Say whether a Chinese text has any name of what an English place name may mean.

    :param name: The name.
    :param found: The places of the text; what is part of a longer name does not count.
    """
    if not name.ids.isdisjoint(found.ids):
        return True
    for place in places_of(name):
        if any(known in found.rest for known in place.zh):
            return True
        short = _abbreviation(place.key)
        if short is not None and short.search(found.bare):
            return True
    return False


def named_in_english(name: Name, found: Mentions) -> bool:
    """Say whether an English text has any name of what a Chinese place name may mean.

    :param name: The name.
    :param found: The places of the text.
    """
    if not name.ids.isdisjoint(found.ids):
        return True
    rest = found.rest
    places = places_of(name)
    names = (known for place in places for known in place.en)
    if any(_as_word(known).search(rest) for known in names if known in rest):
        return True
    others = (_OTHERWISE.get(place.key) for place in places)
    return any(pattern.search(rest) for pattern in others if pattern)


def mentions_in_rest(name: Name, found: Mentions, lang: str) -> int:
    """Count how often a text names a place otherwise than with a name of the table.

    :param name: A name of the place.
    :param found: The places of the text.
    :param lang: The language of the text.
    """
    if lang == "en":
        names = {known for place in places_of(name) for known in place.en if known in found.bare}
        return sum(len(_as_word(known).findall(found.bare)) for known in names)
    count = 0
    for place in places_of(name):
        count += sum(found.bare.count(known) for known in place.zh)
        short = _abbreviation(place.key)
        if short is not None:
            count += len(short.findall(found.bare))
    return count


def places_of(name: Name) -> list[KnownPlace]:
    """Return the places that a name may mean."""
    table = load_places()
    return [table.place(number) for number in sorted(name.ids)]


@lru_cache(maxsize=8192)
def _as_word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def lies_in(one: Iterable[KnownPlace], other: Iterable[KnownPlace]) -> bool:
    """Say whether a place lies in another, or the other in it, or both bear one name.

    :param one: The places that a name may mean.
    :param other: Those that another may mean.
    """
    others = list(other)
    return any(
        a.key in b.parents or b.key in a.parents or not set(a.zh).isdisjoint(b.zh)
        for a in one
        for b in others
    )


def known_as(name: Name, lang: str) -> str:
    """Return what a place is usually called in a language, or nothing.

    :param name: A name of a place.
    :param lang: ``"en"`` or ``"zh"``.
    """
    if not name.ids:
        return ""
    place = load_places().place(min(name.ids))
    return place.zh[0] if lang == "zh" else place.en[0]


def heard(word: str, runs: Iterable[str], alike: float = _ALIKE) -> bool:
    """Say whether a foreign name is heard in one of the stretches of Chinese.

    :param word: A word of the name, in Latin letters.
    :param runs: Stretches, as :func:`sounds_in` returns them.
    :param alike: How much, 0 to 1.
    """
    return any(best_within(word, run) >= alike for run in runs)


def heard_place(
    name: Name, found: Mentions, *, glossed: bool = True, faintly: bool = False
) -> bool:
    """Say whether a place is written by its sound in the other language's text.

    The places that the text names with names of their own are left out.

    :param name: A place's name.
    :param found: The places of the text.
    :param glossed: Whether a name that only stands in brackets counts.
    :param faintly: Whether a well-known place may be written by other sounds than its own.
    """
    rest = found.rest if glossed else _GLOSS.sub("", found.rest)
    alike = _ALIKE_KNOWN if is_well_known(name) and not faintly else _ALIKE
    if name.text in rest:
        return True
    if not has_hanzi(name.text):
        if spelled_in(name.text, rest):
            return True
        return not _is_chinese(name) and heard(name.text, sounds_in(rest), alike)
    words = (word[0] for word in WORD.finditer(rest) if word[0][0].isupper())
    return any(transliterated(word, name.text) >= alike for word in words if word not in _NO_PLACES)


def is_well_known(name: Name) -> bool:
    """Say whether a place is so well known that its name hardly means anything else.

    :param name: A name of a place.
    """
    return min(name.ids) < _WELL_KNOWN


def _is_chinese(name: Name) -> bool:
    """Say whether a place bears a Chinese name, which is spelled and not imitated."""
    return all("CN" in place.parents for place in places_of(name))


def spelled_in(name: str, text: str) -> bool:
    """Say whether a Chinese text has the characters that a name in pinyin spells.

    :param name: The name, such as Changshu.
    :param text: The text.
    """
    letters = plain(name).replace(" ", "").replace("'", "").lower()
    return len(letters) >= _LEAST_SPELLED and letters in spelled(text)
