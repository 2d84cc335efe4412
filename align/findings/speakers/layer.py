"""Quotations that the target gives to somebody else than the original does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from duizhao import lazy
from duizhao.align.findings.material import Hit, Linked, Material
from duizhao.align.findings.speakers.attribution import QUOTE, Speaker, speakers
from duizhao.align.judging.rules import Rule
from duizhao.corpora.text.pinyin import spelled
from duizhao.corpora.text.scripts import has_hanzi

__all__ = ["speakers_changed"]

_LANGUAGES = frozenset({("en", "zh"), ("zh", "en")})
# How sure: both names in Latin letters; one in pinyin that spells another Chinese name; a Chinese
# name that elsewhere always stands for somebody else; "he said" against 她说.
_LATIN_SURE, _PINYIN_SURE, _ELSEWHERE_SURE, _PRONOUN_SURE = 0.8, 0.7, 0.6, 0.6
# So many other sentences have to tell whom a Chinese name stands for.
_LEAST_ELSEWHERE = 2
# Each look at other sentences reads all of them; so many keep the time linear.
_MOST_ASKED = 100
# A name of two parts that are pinyin, one of them a usual surname: "Zhang Min", "Xiaoming Wang".
_SYLLABLES = lazy.compile("(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouü]{1,3}(?:ng|n|r)?){1,2}")
_SURNAME_LIST = (
    "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin guo ma luo liang song"
    " zheng xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai"
    " jia ding wei xue ye yan pan du dai xia zhong tian fan fang shi yao tan liao zou xiong jin hao"
    " kong bai cui kang mao qiu qin gu hou shao meng long wan duan qian yin chang lai gong wen"
)
_SURNAMES = frozenset(_SURNAME_LIST.split())
_CAPITALISED = lazy.compile(r"[A-Z][\w’'-]{2,30}")


def speakers_changed(material: Material) -> Iterator[Hit]:
    """Yield quotations whose speaker differs between the original and the translation.

    Only what both sides say plainly counts: one speaker on either side, whose name the other side
    does not have in that sentence at all.

    :param material: What to look at.
    """
    names = _Names(material.linked)
    for linked in material.linked:
        sides = linked.source, linked.target
        if (sides[0].lang, sides[1].lang) not in _LANGUAGES:
            continue
        if not all(len(s.text) <= _LONGEST_TEXT and QUOTE.search(s.text) for s in sides):
            continue
        one, other = (_single(speakers(side.text, side.lang)) for side in sides)
        if one is None or other is None:
            continue
        confidence = _differ(one, other, linked, names)
        if confidence:
            yield _hit(linked, one, other, confidence)


def _single(found: Sequence[Speaker]) -> Speaker | None:
    """Return the only speaker; None if there are several or none."""
    different = {(speaker.name, speaker.gender) for speaker in found}
    return found[0] if len(different) == 1 else None


def _differ(one: Speaker, other: Speaker, linked: Linked, names: _Names) -> float:
    """Return how sure it is that two speakers are two people; 0 if they may be one."""
    if one.gender or other.gender:
        both = one.gender and other.gender
        return _PRONOUN_SURE if both and one.gender != other.gender else 0.0
    han = [has_hanzi(speaker.name) for speaker in (one, other)]
    if not any(han):
        texts = linked.source.text.casefold(), linked.target.text.casefold()
        absent = not any(part in texts[1] for part in one.parts)
        return _LATIN_SURE if absent and not any(p in texts[0] for p in other.parts) else 0.0
    if all(han):
        return 0.0
    chinese, english = (one, other) if han[0] else (other, one)
    if _is_pinyin(english.name) and len(chinese.name) < _LONGEST_NAME:
        text = (linked.source if han[0] else linked.target).text
        return 0.0 if _is_spelled(english.name, chinese.name, text) else _PINYIN_SURE
    return _ELSEWHERE_SURE if names.tell_apart(chinese, english, linked) else 0.0


_LONGEST_TEXT = 2000  # characters; what is longer is hardly a sentence with one speaker
_LONGEST_NAME = 4  # characters; longer names are foreign ones


def _is_pinyin(name: str) -> bool:
    parts = name.casefold().split()
    is_pair = len(parts) == 2 and not _SURNAMES.isdisjoint(parts)
    return is_pair and all(_SYLLABLES.fullmatch(part) for part in parts)


def _is_spelled(english: str, chinese: str, text: str) -> bool:
    """Say whether a name in pinyin may spell a Chinese name, or any other word of its sentence."""
    parts = english.casefold().split()
    known = spelled(text)
    syllables = spelled(chinese[:2]) | spelled(chinese[-2:])
    joined = {"".join(parts), "".join(reversed(parts))}
    return bool(joined & known) or any(
        part in spelling for part in parts for spelling in syllables | spelled(chinese)
    )


@dataclass(frozen=True)
class _Names:
    """Whom names stand for, by the links that they stand in.

    :param links: All links.
    """

    links: Sequence[Linked]
    asked: set[tuple[str, int]] = field(default_factory=set)

    @cached_property
    def _english(self) -> list[frozenset[str]]:
        """The capitalised words of each link."""
        both = (f"{link.source.text} {link.target.text}" for link in self.links)
        return [frozenset(word.casefold() for word in _CAPITALISED.findall(t)) for t in both]

    @cached_property
    def _having(self) -> defaultdict[str, set[int]]:
        """The links that have each word."""
        having: defaultdict[str, set[int]] = defaultdict(set)
        for at, words in enumerate(self._english):
            for word in words:
                having[word].add(at)
        return having

    def tell_apart(self, chinese: Speaker, english: Speaker, here: Linked) -> bool:
        """Say whether a Chinese name elsewhere always goes with a name that is not the English one.

        :param chinese: The speaker on the Chinese side.
        :param english: The speaker on the English side.
        :param here: Their link.
        """
        self.asked.add((chinese.name, here.at))
        if len(self.asked) > _MOST_ASKED:
            return False
        name = max(re.split("[·•・]", chinese.name), key=len)
        elsewhere = [
            at
            for at, link in enumerate(self.links)
            if link.at != here.at and (name in link.target.text or name in link.source.text)
        ]
        if len(elsewhere) < _LEAST_ELSEWHERE:
            return False
        if any(part in self._english[at] for at in elsewhere for part in english.parts):
            return False
        text = f"{here.source.text} {here.target.text}".casefold()
        common = frozenset.intersection(*(self._english[at] for at in elsewhere))
        return any(
            word not in text and not self._having[word] & self._of(english) for word in common
        )

    def _of(self, english: Speaker) -> set[int]:
        """Return the links that have any part of a name."""
        return {at for part in english.parts for at in self._having[part]}


def _hit(linked: Linked, one: Speaker, other: Speaker, confidence: float) -> Hit:
    source = linked.source.place(one.start, one.end)
    target = linked.target.place(other.start, other.end)
    return Hit(
        rule=Rule.PRONOUN if one.gender else Rule.SPEAKER,
        confidence=confidence,
        message={
            "en": f"The original has “{source.text}” say this, the translation “{target.text}”."
            " Check who is quoted.",
            "zh": f"原文中说这话的是“{source.text}”，译文中是“{target.text}”。请核对引语的说话人。",
        },
        source=source,
        target=target,
        evidence={"source": source.text, "target": target.text},
    )
