"""Persons that only one side of a bead names.

English shows a name by its capitals; Chinese does not, so its word classes are asked, and only
where the English side has a person that the Chinese lacks. A person is found again by the sound of
any part of the name, by its letters, or by pinyin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from duizhao import lazy
from duizhao.align.findings.names.chinese_people import people_in_chinese, surname_syllables
from duizhao.align.findings.names.match import sounds_in
from duizhao.align.findings.names.places import SOUNDS
from duizhao.align.findings.names.told_apart import (
    DOT,
    PART,
    begins_word,
    capitalised_words,
    is_four_character_phrase,
    is_named,
    is_ordinary,
    is_phrase,
    name_parts,
    no_names,
)
from duizhao.align.findings.names.transliteration import best_within, sounds_en, transliterated
from duizhao.align.findings.names.types import Name, Person
from duizhao.corpora.text.dictionary.readings import syllables
from duizhao.corpora.text.pinyin import spelled

__all__ = ["BeadTexts", "people_in_english", "strangers"]

# A syllable of pinyin, and a Chinese given name that is spelled as two: Xiao-ming.
_SYLLABLE = (
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:i(?:ang|ong|an|ao|ng|n|a|e|u)?|u(?:ang|an|ai|ng|n|a|e"
    "|i|o)?|a(?:ng|n|i|o)?|e(?:ng|n|i|r)?|o(?:ng|u)?))"
)
_TWO_SYLLABLES = rf"(?=[A-Z])(?i:{_SYLLABLE})-{_SYLLABLE}(?![a-zà-ÿ])"
# One capitalised word, and several that follow each other.
_CAPITAL = rf"(?:{_TWO_SYLLABLES}|(?:Mc|Mac|[ODL]['’])?[A-Z][a-zà-ÿ]+)"
_NAME = lazy.compile(
    rf"(?<![\w'’#@/.]){_CAPITAL}"
    rf"(?:[ -](?:(?:de|van|von|der|bin|al|el|[A-Z]\.) ?)?{_CAPITAL})*(?!\w)"
)
# Where a sentence begins, so that a capital says nothing.
_OPENING = lazy.compile(r"(?:^|[.!?:;…\"“”‘(\[—–»|\n]|-)\s*$")
_TITLE = lazy.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Lord|Lady|President|Professor|Senator|Sen|Rep|Gov|Minister|"
    r"Secretary|Mayor|Judge|Captain|Coach|King|Queen|Prince|Princess|Pope|Chancellor|Director|CEO|"
    r"Chairman|Officer|Sheriff|Governor|actor|actress|singer|author|doctor|midfielder|striker)\.? $"
)
_SAYS = lazy.compile(
    r"(?:, \d+,)? (?:said|says|told|tells|added|adds|tweeted|wrote|asked|argued)\b"
)
_AROUND = 24
_NEXT = lazy.compile(r" ([a-z]+)")
# What follows a person rather than an adjective: a verb, or a small word.
_VERB = lazy.compile(
    r"^(?:[a-z]{1,3}|say|met|told|won|went|took|made|gave|came|led|held|spoke|will|would|could|with|"
    r"from|when|were|have|that|this|then|into|over|[a-z]+ed|[a-z]{3,}s)$"
)
# A heading writes most words with capitals.
_HEADING = 0.6
# What stands around names that are no persons: the Lancet, Phase III.
_ARTICLE = ("the ", "The ")
_GOES_ON = lazy.compile(r"[ -][A-Z0-9]")
_PINYIN = lazy.compile(f"{_SYLLABLE}+")
_LONGEST_PINYIN = 11
_LEAST_LETTERS = 3
# Words of a Chinese name in full: a family name and two syllables.
_WHOLE_NAME = 3
# A name is heard in the other text if it is as alike as this. Lower than for places: what is not
# heard is to be surely absent.
_HEARD = 0.65
_FEW_SOUNDS = {0: 2.0, 1: 2.0, 2: 0.9, 3: 0.75}
# Two names that are more alike than this are not taken for different ones.
_ALIKE = 0.5
# As alike as this, a stretch is what the name is usually called.
_USUAL = 0.75
# Two names together in so many beads are one: the translator's own rendering.
_TOGETHER = 2


@dataclass(frozen=True)
class BeadTexts:
    """The two texts of a bead, with the places that are named.

    :param en: The English text.
    :param zh: The Chinese text, in simplified characters.
    :param en_places: The places in the one.
    :param zh_places: The places in the other.
    """

    en: str
    zh: str
    en_places: Sequence[Name]
    zh_places: Sequence[Name]


@dataclass(frozen=True)
class _Sought:
    """An English person, and what of the Chinese text beside it may be the same.

    :param person: The person.
    :param called: Stretches that sound much like the last part of the name: what it is called.
    :param is_written: Whether the last part stands there in Latin letters.
    :param is_there: Whether the Chinese text has the person in any way: in letters, by its sound,
        or by the characters that a name in pinyin spells.
    """

    person: Person
    called: tuple[str, ...]
    is_written: bool
    is_there: bool


def strangers(sides: Sequence[BeadTexts]) -> Iterator[tuple[int, Person, Person]]:
    """Yield the persons of which each side of a bead has one that the other lacks.

    ::

        0  There Rosen said so.          罗森这样说。      罗森 is what Rosen is called
        1  And then Rosen left us.       随后麦卡锡离开。  yielded: 1, Rosen (usually 罗森), 麦卡锡
        2  Here Ms. Whitaker smiled too. 弗洛伦斯笑了。    two beads pair these: it is the
        3  So did Ms. Whitaker just now. 弗洛伦斯点点头。  translator's own rendering

    A name that has such a rendering beside it is there, and no other name stands for it.

    :param sides: The beads of a document.
    :return: The number of the bead, the English and the Chinese person.
    """
    sought = [
        [_sought(person, side.zh) for person in people_in_english(side.en, side.en_places)]
        for side in sides
    ]
    known = _Known.of(each for bead in sought for each in bead)
    words = {word for side in sides for word in PART.findall(side.en) if word.islower()}
    lone = [list(_lone(side, bead, known, words)) for side, bead in zip(sides, sought, strict=True)]
    others = [list(_chinese(side)) if lone[at] else [] for at, side in enumerate(sides)]
    pairs = [
        {(en.text, zh.text) for en in ens for zh in zhs}
        for ens, zhs in zip(lone, others, strict=True)
    ]
    together = Counter(chain.from_iterable(pairs))
    found: list[tuple[int, Person, Person]] = []
    for at, side in enumerate(sides):
        rendered = {name for pair in pairs[at] if together[pair] >= _TOGETHER for name in pair}
        found += [
            (at, en, zh)
            for en in lone[at]
            for zh in others[at]
            if rendered.isdisjoint((en.text, zh.text))
            and _alike_in_role(en, zh)
            and known.is_person(en, side, latin=zh.text[0].isascii())
        ]
    capitals = capitalised_words(side.en for side in sides) if found else frozenset()
    done: set[tuple[int, int, int]] = set()
    for at, en, zh in found:
        spots = {(at, 0, en.start), (at, 1, zh.start)}
        if done.isdisjoint(spots):
            done |= spots
            is_known = is_named(zh.text, (side.en for side in sides), capitals)
            yield at, replace(en, usual=known.usual(en)), replace(zh, is_known=is_known)


def _lone(
    side: BeadTexts, bead: Sequence[_Sought], known: _Known, words: Collection[str]
) -> Iterator[Person]:
    """Yield the English persons of a bead that its Chinese text lacks."""
    for each in bead:
        if (
            not each.is_there
            and not is_phrase(each.person.text, words)
            and known.is_person(each.person, side, latin=False)
        ):
            yield each.person


def _sought(person: Person, zh: str) -> _Sought:
    """Look for an English person in a Chinese text."""
    last = name_parts(person.text)[-1]
    least = _threshold(last)
    runs = sounds_in(zh)
    written = re.search(rf"(?<![A-Za-z]){last}(?![A-Za-z])", zh) is not None
    alike = {run: best_within(last, run) for run in runs}
    return _Sought(
        person,
        tuple(run for run in runs if alike[run] >= _USUAL and len(run) <= len(last)),
        written,
        written
        or any(one >= least for one in alike.values())
        or any(transliterated(last, run) >= _USUAL for run in alike)
        or _spelled(person.text, zh),
    )


@dataclass(frozen=True)
class _Known:
    """The names that a document shows to be names, with what they are called in it.

    :param called: By the last part of a name, how often it is called what in Chinese.
    :param names: The parts of names that the Chinese has in Latin letters.
    """

    called: Mapping[str, Counter[str]]
    names: frozenset[str]

    @classmethod
    def of(cls, sought: Iterable[_Sought]) -> _Known:
        """Return what the persons of all beads show."""
        called: dict[str, Counter[str]] = {}
        names: set[str] = set()
        for each in sought:
            words = name_parts(each.person.text)
            if each.called:
                called.setdefault(words[-1], Counter()).update(each.called)
            if each.is_written:
                names.update(words)
        return cls(called, frozenset(names))

    def is_person(self, person: Person, side: BeadTexts, *, latin: bool) -> bool:
        """Say whether a name is found again in other beads, has several parts or a title.

        :param person: The name.
        :param side: Where it stands.
        :param latin: Whether that of the Chinese side is in Latin letters: then a sentence's first
            word, or one before a verb, says nothing.
        """
        words = name_parts(person.text)
        if len(words) > 1 or words[0] in self.called or words[0] in self.names:
            return True
        before, after = side.en[: person.start][-_AROUND:], side.en[person.end :][:_AROUND]
        if _TITLE.search(before) or _SAYS.match(after):
            return True
        if latin or _OPENING.search(before):
            return False
        following = _NEXT.match(after)
        return following is None or bool(_VERB.search(following[1]))

    def usual(self, person: Person) -> str:
        """Return what a person is called elsewhere, or nothing."""
        called = self.called.get(name_parts(person.text)[-1])
        return called.most_common(1)[0][0] if called else ""


def _threshold(word: str) -> float:
    """Return how alike a stretch of Chinese must be to count as a word of a name.

    A word of few consonants is heard everywhere by chance.
    """
    consonants = sum(sound.isupper() for sound in sounds_en(word))
    return _FEW_SOUNDS.get(consonants, _HEARD)


def people_in_english(text: str, places: Sequence[Name]) -> Iterator[Person]:
    """Yield what may be a person in an English text.

    :param text: The text; of a heading, with capitals everywhere, nothing can be told.
    :param places: The places that it names.
    """
    words = text.split()
    if sum(word[:1].isupper() for word in words) > _HEADING * len(words) and len(words) > 1:
        return
    taken = [(name.start, name.end) for name in places]
    for match in _NAME.finditer(text):
        start, end = match.span()
        # A sentence's first word may stand before the name.
        first, _, rest = match[0].partition(" ")
        if rest and first in no_names():
            start += len(first) + 1
        if any((a <= start and end <= b) or a < end == b for a, b in taken):
            continue
        if text[:start].endswith(_ARTICLE) or _GOES_ON.match(text, end):
            continue
        name = text[start:end]
        if no_names().isdisjoint(PART.findall(name)) and len(name) >= _LEAST_LETTERS:
            yield Person(name, start, end)


def _chinese(side: BeadTexts) -> Iterator[Person]:
    """Yield the persons of the Chinese text that the English does not name."""
    words = [
        word
        for word in re.findall(r"[^\W\d_]+", side.en)
        if word[0].isupper() and len(word) > 2 and word not in no_names()
    ]
    lowered = side.en.lower()
    letters = re.sub("[^a-z]", "", lowered)
    for match in _NAME.finditer(side.zh):
        latin = PART.findall(match[0])
        if not any(part.lower() in lowered for part in latin) and no_names().isdisjoint(
            match[0].split()
        ):
            yield Person(match[0], *match.span())
    for person in people_in_chinese(side.zh, side.zh_places):
        if is_ordinary(person.text) or is_four_character_phrase(side.zh, person.start, person.end):
            continue
        parts = person.text.split(DOT)
        if any(transliterated(word, part) >= _HEARD for word in words for part in parts):
            continue
        around = side.zh[max(0, person.start - 2) : person.end + 3].split(DOT)
        if any(best_within(word, part) >= _threshold(word) for word in words for part in around):
            continue
        if not _letters_of(person.text, letters) and not begins_word(person.text, side.en):
            yield person


def _alike_in_role(en: Person, zh: Person) -> bool:
    """Say whether both are foreign names or both Chinese ones."""
    if zh.text[0].isascii():
        return True
    whole = transliterated("".join(en.text.split()), zh.text)
    if max(whole, transliterated(en.text.split()[-1], zh.text.split(DOT)[-1])) > _ALIKE:
        return False
    foreign = SOUNDS.issuperset(zh.text.replace(DOT, ""))
    words = en.text.lower().replace("-", "").split()
    chinese = len(words) in {2, 3} and all(
        len(word) <= _LONGEST_PINYIN and _PINYIN.fullmatch(word) for word in words
    )
    if foreign:
        return True
    return chinese and not surname_syllables().isdisjoint((words[0], words[-1]))


def _spelled(name: str, text: str) -> bool:
    """Say whether a text has the characters that a name in pinyin spells, in either order."""
    words = re.sub("[^a-z ]", "", name.lower()).split()
    if not all(_PINYIN.fullmatch(word) for word in words):
        return False
    known = spelled(text)
    # The family name may be spelled as in Hong Kong or Singapore.
    given = ["".join(words[:2]), "".join(words[-2:])] if len(words) == _WHOLE_NAME else []
    orders = ["".join(words), "".join((*words[1:], words[0])), *given]
    return any(letters in known for letters in orders if letters)


def _letters_of(name: str, letters: str) -> bool:
    """Say whether a name's pinyin stands in letters, the family name before or after."""
    first, *given = [*syllables(name)] or [""]
    rest = "".join(given)
    return bool(rest) and (first + rest in letters or rest + first in letters)
