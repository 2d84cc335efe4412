"""Who says what is quoted: a name or a pronoun beside a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.text.chinese_words import tagged_words
from duizhao.corpora.text.scripts import HANZI

__all__ = ["QUOTE", "Speaker", "speakers"]

#: A text without one of these quotes nobody.
QUOTE = lazy.compile('[“”「」『』"]')

_SAID = (
    "said|says|told|tells|added|adds|noted|notes|explained|explains|argued|argues|warned|warns|"
    "wrote|writes|asked|asks|replied|replies|claimed|claims|stated|states|admitted|admits|insisted|"
    "insists|recalled|recalls|concluded|concludes|remarked|remarks|commented|comments|tweeted"
)
_NAME = r"[A-Z][\w'’-]{1,30}\.?(?: (?:[A-Z][\w'’-]{0,30}\.?|de|van|von|der|al|bin|la|du)){0,4}"
_BEFORE = lazy.compile(rf"\b({_NAME}) (?:{_SAID})\b")
_BEHIND = lazy.compile(rf"\b(?:{_SAID}|[Aa]ccording to) ({_NAME})")
_PRONOUN = lazy.compile(rf"\b([Hh]e|[Ss]he) (?:{_SAID})\b|\b(?:{_SAID}) (he|she)\b")
_TITLES = frozenset(["Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Professor", "Sir", "President"])
# What begins a sentence before a verb of saying and is nobody's name.
_NO_NAME = frozenset(
    [
        *("The", "This", "That", "These", "Those", "He", "She", "It", "They", "We", "You", "I"),
        *("But", "And", "So", "As", "In", "On", "At", "If", "When", "What", "Who", "One", "Some"),
        *("Many", "Most", "Others", "People", "Officials", "Experts", "Researchers", "Scientists"),
        *("Police", "Critics", "Sources", "Authorities", "Doctors", "There", "Both", "His", "Her"),
    ]
)

_SAID_HAN = (
    "说道|说|表示|称|告诉|指出|认为|坦言|写道|强调|补充|解释|回忆|透露|问道|回答|警告|"
    "說道|說|稱|告訴|認為|寫道|強調|補充|解釋|回憶|問道"
)
_LATIN_SPEAKER = lazy.compile(
    rf"([A-Z][\w.'’-]{{1,30}}(?: [A-Z][\w.'’-]{{0,30}}){{0,3}}) ?(?:{_SAID_HAN})"
)
_HAN_SPEAKER = lazy.compile(rf"([{HANZI}·•・]{{2,14}}?)(?:{_SAID_HAN})")
_HAN_PRONOUN = lazy.compile(rf"(?<![其吉])([他她])(?:还|也|又|随后|接着|曾)?(?:{_SAID_HAN})")
_DOTTED = lazy.compile(f"[{HANZI}]{{1,6}}(?:[·•・][{HANZI}]{{1,6}}){{1,3}}$")
_DOT = lazy.compile("[·•・]")


@dataclass(frozen=True)
class Speaker:
    """Somebody who says something.

    :param start: Where the name or pronoun begins.
    :param end: Where it ends.
    :param name: The name; of a pronoun, empty.
    :param gender: ``"f"`` or ``"m"`` of a pronoun, empty of a name.
    """

    start: int
    end: int
    name: str
    gender: str = ""

    @property
    def parts(self) -> frozenset[str]:
        """The parts of the name, in small letters."""
        words = re.split(r"[\s·•・]+", self.name.casefold())
        return frozenset(word.strip(".") for word in words if len(word) > 1)


def speakers(text: str, lang: str) -> list[Speaker]:
    """Find who speaks in a text.

    :param text: A sentence or more.
    :param lang: Its language; English and Chinese are known.

    >>> [s.name for s in speakers("“It is cold,” said Ann Hale, and she said so twice.", "en")]
    ['Ann Hale', '']
    >>> [s.name for s in speakers("“天冷。”安·黑尔说。", "zh")]
    ['安·黑尔']
    """
    if lang == "en":
        return sorted(_english(text), key=lambda speaker: speaker.start)
    if lang == "zh":
        return sorted(_chinese(text), key=lambda speaker: speaker.start)
    return []


def _english(text: str) -> Iterator[Speaker]:
    for pattern in (_BEFORE, _BEHIND):
        for found in pattern.finditer(text):
            words = found[1].split()
            while words and words[0].strip(".") in _TITLES:
                words = words[1:]
            if words and words[0] not in _NO_NAME:
                name = re.sub(r"['’]s$", "", " ".join(words)).rstrip(".")
                end = found.start(1) + len(found[1].rstrip("."))
                yield Speaker(found.start(1), end, name)
    for found in _PRONOUN.finditer(text):
        word = found[1] or found[2]
        yield Speaker(*found.span(1 if found[1] else 2), "", "f" if word[0] in "sS" else "m")


def _chinese(text: str) -> Iterator[Speaker]:
    for found in _LATIN_SPEAKER.finditer(text):
        yield Speaker(found.start(1), found.end(1), found[1])
    for found in _HAN_PRONOUN.finditer(text):
        yield Speaker(found.start(1), found.end(1), "", "f" if found[1] == "她" else "m")
    for found in _HAN_SPEAKER.finditer(text):
        name = _name_at_end(found[1])
        if name:
            yield Speaker(found.end(1) - len(name), found.end(1), name)


def _name_at_end(text: str) -> str:
    """Return the person's name that a text ends in, or nothing."""
    words = list(tagged_words(text))
    dotted = _DOTTED.search(text)
    if dotted:
        # The name's first part may have run together with the words before it.
        at = text.index(_DOT.search(dotted[0])[0], dotted.start())  # type: ignore[index]
        start = 0
        for word, _ in words:
            if start + len(word) >= at:
                return text[start:]
            start += len(word)
    if words and words[-1][1] in ("nr", "nrt", "nrfg") and len(words[-1][0]) > 1:
        return words[-1][0]
    return ""
