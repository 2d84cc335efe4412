"""Chinese names as Latin letters spell them: 嘉会 and Jiahui, 同济 and Tongji.

A name that one text has in characters and the other in pinyin is written alike nowhere, yet tells
as much as one that is.
"""

from __future__ import annotations

from functools import lru_cache

from duizhao import lazy
from duizhao.corpora.text.dictionary.readings import syllables
from duizhao.corpora.text.scripts import HANZI

__all__ = ["capitalised", "spelled"]

_HAN = lazy.compile(f"[{HANZI}]{{2,}}")
# A capital, and enough letters that hardly a common word is spelled like a few syllables.
_NAME = lazy.compile(r"\b[A-Z][a-z]{4,}\b")
# Characters of a name.
_LONGEST = 4


def capitalised(text: str) -> frozenset[str]:
    """Return the words of a text that may be names in pinyin, in small letters.

    :param text: A text in Latin letters.

    >>> sorted(capitalised("Doctors at Tongji told Jiahui International so."))
    ['doctors', 'international', 'jiahui', 'tongji']
    """
    return frozenset(word.lower() for word in _NAME.findall(text))


def spelled(text: str) -> frozenset[str]:
    """Return how runs of two to four Chinese characters of a text are spelled, without tones.

    A character of several readings counts with its usual one, or the one that its word has.

    :param text: A text.

    >>> {"jiahui", "shanghai"} <= spelled("上海嘉会国际医院")
    True
    """
    found = set()
    for run in _HAN.findall(text):
        syllables = _syllables(run)
        for size in range(2, _LONGEST + 1):
            for start in range(len(syllables) - size + 1):
                found.add("".join(syllables[start : start + size]))
    return frozenset(found)


@lru_cache(maxsize=4096)
def _syllables(run: str) -> tuple[str, ...]:
    return tuple(syllables(run, keep=True))
