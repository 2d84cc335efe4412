"""Words that two texts write alike and seldom: names, abbreviations, numbers.

A sentence that lost most of its words is no longer like its original, but a name that stands once
on each side still tells where it belongs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from duizhao import lazy

__all__ = ["Shared", "shared_words", "words_of"]

# How many seldom words a pair of sentences shares, by source and target number.
Shared = Mapping[tuple[int, int], int]

# Latin letters, with digits among them; or numbers of two digits and more.
_WORD = lazy.compile(r"[A-Za-z][A-Za-z0-9]{2,}|[0-9]{2,}(?:[.,][0-9]+)*")
# A word in more sentences than this tells nothing of where one belongs.
_SELDOM = 1


def shared_words(source: Sequence[str], target: Sequence[str]) -> Shared:
    """Count the words that are written alike and seldom, by pair of sentences.

    :param source: N source sentences.
    :param target: M target sentences.

    >>> shared_words(["PitchBook counts deals.", "It does."], ["据PitchBook数据库"])
    {(0, 0): 1}
    """
    places = _places(source), _places(target)
    counts: Counter[tuple[int, int]] = Counter()
    for word, rows in places[0].items():
        columns = places[1].get(word, [])
        if columns and len(rows) <= _SELDOM and len(columns) <= _SELDOM:
            counts.update((i, j) for i in rows for j in columns)
    return dict(sorted(counts.items()))


def words_of(text: str) -> list[str]:
    """Return the Latin words and the numbers of a text, each once, in a fixed order.

    >>> words_of("据PitchBook数据库，2015年有214笔")
    ['2015', '214', 'PitchBook']
    """
    return sorted(set(_WORD.findall(text)))


def _places(texts: Sequence[str]) -> dict[str, list[int]]:
    """Return the numbers of the texts that hold each word, rising."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for word in words_of(text):
            places[word].append(number)
    return dict(places)
