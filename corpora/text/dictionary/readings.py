"""How Chinese characters are read, in pinyin without tones.

The readings of characters, and of words in which a character is read in another way than usual,
are those of pypinyin (MIT licence). ``benchmarks/derive_words.py`` writes them into
``data/readings.txt.gz``, which loads in .03 s where the package takes .2 s: a line for each
syllable with the characters that are usually read so, a line of words whose characters are read as
usual, which only keep characters from other words, and a line for each word of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from duizhao.packed import unzipped

__all__ = ["syllables"]

_FILE = files("duizhao.corpora.text.dictionary") / "data" / "readings.txt.gz"


@dataclass(frozen=True)
class _Readings:
    """Readings of characters and of words.

    :param usual: By character, its syllable.
    :param words: By word of two characters or more, its syllables; nothing if they are the usual.
    :param beginnings: The first two characters of all words.
    :param longest: The characters of the longest word.
    """

    usual: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    beginnings: frozenset[str]
    longest: int


def syllables(text: str, *, keep: bool = False) -> Iterator[str]:
    """Yield the syllables of the Chinese characters of a text.

    A character of several readings has that of the longest word that begins with it or in which the
    text before it has come to it, or its usual one.

    :param text: The text.
    :param keep: Yield characters that have no reading as they are; they are left out if not.

    >>> list(syllables("银行行长")), list(syllables("A行", keep=True))
    (['yin', 'hang', 'hang', 'zhang'], ['A', 'xing'])
    """
    readings = _readings()
    at = 0
    while at < len(text):
        word = _longest_word(text, at, readings)
        special = readings.words.get(word)
        if special:
            yield from special
        else:
            for character in word:
                syllable = readings.usual.get(character, character if keep else None)
                if syllable is not None:
                    yield syllable
        at += len(word)


def _longest_word(text: str, at: int, readings: _Readings) -> str:
    """Return the longest known word that begins at a place, or the character there."""
    if text[at : at + 2] in readings.beginnings:
        for end in range(min(len(text), at + readings.longest), at + 1, -1):
            if text[at:end] in readings.words:
                return text[at:end]
    return text[at]


@cache
def _readings() -> _Readings:
    """Read the file."""
    usual: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    for line in unzipped(_FILE.read_bytes()).decode("utf-8").splitlines():
        kind, name, rest = line.split("\t")
        if kind == "character":
            usual.update(dict.fromkeys(rest, name))
        elif kind == "word":
            words[name] = tuple(rest.split())
        elif kind == "usual":
            words.update(dict.fromkeys(rest.split(), ()))
    beginnings = frozenset(word[:2] for word in words)
    return _Readings(usual, words, beginnings, max(map(len, words)))
