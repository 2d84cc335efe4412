"""Facts of languages that more than one part of the program needs, each said once."""

from __future__ import annotations

from collections.abc import Iterable

from duizhao.corpora.text.tags import primary_tag

__all__ = [
    "LETTERS_A_CHARACTER",
    "is_dense",
    "is_in_han",
    "join",
    "joiner",
    "latin_length",
    "spaces_words",
]

# Written in Han characters, with kana beside them in Japanese. Their sentences follow one another
# without a space.
_IN_HAN = frozenset({"gan", "hak", "ja", "lzh", "nan", "wuu", "yue", "zh"})
# Written with about one character a syllable.
_DENSE = _IN_HAN | {"ko"}
# Words follow one another without a space; but between sentences Thai and its neighbours have one.
_UNSPACED_WORDS = _IN_HAN | {"km", "lo", "my", "th"}

LETTERS_A_CHARACTER = 3
"""Latin letters that say about as much as one character of a dense language.

Parallel documents have between 2.5 and 3.5 English letters a Chinese character. What was fitted
with a finer number has it beside its fit: :mod:`duizhao.align.lengths` and the signs in
:mod:`duizhao.align.findings.words`.
"""


def is_in_han(lang: str) -> bool:
    """Say whether a language is written in Han characters.

    >>> is_in_han("zh-TW"), is_in_han("ja"), is_in_han("ko")
    (True, True, False)
    """
    return primary_tag(lang) in _IN_HAN


def is_dense(lang: str) -> bool:
    """Say whether a language is written with about one character a syllable.

    >>> is_dense("zh"), is_dense("ko"), is_dense("th")
    (True, True, False)
    """
    return primary_tag(lang) in _DENSE


def spaces_words(lang: str) -> bool:
    """Say whether a language has spaces between its words.

    >>> spaces_words("ko"), spaces_words("th")
    (True, False)
    """
    return primary_tag(lang) not in _UNSPACED_WORDS


def latin_length(length: int, lang: str) -> int:
    """Return how many Latin letters would say what so many characters of a language say.

    >>> latin_length(10, "zh"), latin_length(10, "de")
    (30, 10)
    """
    return length * LETTERS_A_CHARACTER if is_dense(lang) else length


def joiner(lang: str) -> str:
    """Return what stands between two sentences of a language: a space or nothing.

    >>> joiner("zh"), joiner("th")
    ('', ' ')
    """
    return "" if is_in_han(lang) else " "


def join(texts: Iterable[str], lang: str) -> str:
    """Return sentences as one text, joined as their language joins them.

    :param texts: The sentences; empty ones are left out.
    :param lang: Their language.
    :return: The sentences with :func:`joiner` between them; but between two ASCII characters always
        a space: these are sentences in Latin letters, quoted in a Chinese text.

    >>> join(["他说：", "“It rains.", "Stay.”"], "zh")
    '他说：“It rains. Stay.”'
    """
    between, joined = joiner(lang), ""
    for text in filter(None, texts):
        space = between or " " * (joined[-1:].isascii() and text[0].isascii())
        joined += space + text if joined else text
    return joined
