"""Facts of languages that more than one part of the program needs, each said once."""

from __future__ import annotations

from collections.abc import Iterable

from duizhao.corpora.text.tags import primary_tag

__all__ = [
    "LETTERS_A_CHARACTER",
    "between",
    "is_dense",
    "is_in_han",
    "join",
    "joiner",
    "latin_length",
    "spaces_words",
    "writes_stops",
]

# Written in Han characters, with kana beside them in Japanese. Their sentences follow one another
# without a space.
_IN_HAN = frozenset({"gan", "hak", "ja", "lzh", "nan", "wuu", "yue", "zh"})
# Written with about one character a syllable.
_DENSE = _IN_HAN | {"ko"}
# Words follow one another without a space; but between sentences Thai and its neighbours have one.
_UNSPACED_WORDS = _IN_HAN | {"km", "lo", "my", "th"}
# Written without full stops: a space ends a sentence.
_WITHOUT_STOPS = frozenset({"lo", "th"})

# Marks that stand beside Latin letters and Chinese characters alike.
_CLOSING = "”’)]\"'"
_OPENING = "“‘([\"'"

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


def writes_stops(lang: str) -> bool:
    """Say whether the sentences of a language end with a mark.

    >>> writes_stops("my"), writes_stops("th")
    (True, False)
    """
    return primary_tag(lang) not in _WITHOUT_STOPS


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


def between(before: str, after: str, lang: str) -> str:
    """Return what stands between two sentences of a text: a space or nothing.

    :param before: The first sentence.
    :param after: The one that follows.
    :param lang: The language of the text; it joins its sentences by :func:`joiner`, but between two
        in Latin letters always stands a space: they are quoted in a Chinese text.

    >>> between("他说：“It rains.”", "Stay.", "zh"), between("他来了。", "Stay.", "zh")
    (' ', '')
    """
    ends = before.rstrip(_CLOSING)[-1:], after.lstrip(_OPENING)[:1]
    return joiner(lang) or " " * all(end and end.isascii() for end in ends)


def join(texts: Iterable[str], lang: str) -> str:
    """Return sentences as one text, joined as their language joins them.

    :param texts: The sentences; empty ones are left out.
    :param lang: Their language.
    :return: The sentences with what stands :func:`between` them.

    >>> join(["他说：", "“It rains.", "Stay.”"], "zh")
    '他说：“It rains. Stay.”'
    """
    joined = ""
    for text in filter(None, texts):
        joined += between(joined, text, lang) + text if joined else text
    return joined
