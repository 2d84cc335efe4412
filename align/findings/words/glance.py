"""What a glance at a pair says of lost words: reason to read it word by word, or not.

Lengths alone pass over what a translation lost that is long all the same. The dictionary sees that
much of the text has no counterpart, at a fifteenth of the price of reading. Of WMT23's long losses
that reading makes likelier than .2, a fifth stand in the 45 % of clean pairs' lengths that look
least like a loss, and none in the half that does so with the dictionary's signs
(``benchmarks/fit_partial.py``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from duizhao import lazy
from duizhao.align.findings.heaviest_run import heaviest_run
from duizhao.align.findings.words.length_signs import length_signs
from duizhao.align.findings.words.lexicon import Lexicon
from duizhao.corpora.text.scripts import HANZI

__all__ = ["glance_signs"]

_WORD = lazy.compile(r"[a-z]+(?:['’]s)?")
_HAN = lazy.compile(f"[{HANZI}]")
# What a word adds to a run without counterparts: with a counterpart, with that of one character of
# it, with none; and one of which nothing is known.
_SAID, _PARTLY, _OPEN, _UNKNOWN = -1.0, -0.2, 0.5, -0.05


@dataclass(frozen=True)
class _Side:
    """One text in the light of the dictionary.

    :param words: Its words that the dictionary could know.
    :param open: Those of them that have no counterpart.
    :param run: What the heaviest run of them weighs.
    """

    words: float
    open: float
    run: float


def glance_signs(
    pair: tuple[str, str], langs: tuple[str, str], lexicon: Lexicon
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the signs that a source lost words, and those that its target was given some.

    :param pair: Source and target, not empty.
    :param langs: Their languages: Chinese and English, in any order.
    :param lexicon: The dictionary.
    """
    sides = _sides(pair, langs, lexicon)
    return (
        {**length_signs(*pair, langs), **_cover_signs(*sides)},
        {**length_signs(pair[1], pair[0], (langs[1], langs[0])), **_cover_signs(*sides[::-1])},
    )


def _cover_signs(own: _Side, other: _Side) -> dict[str, float]:
    return {
        f"{name}{sign}": value
        for name, side in (("", own), ("other-", other))
        for sign, value in (
            ("open-share", side.open / (side.words + 1)),
            ("open-words", math.log1p(side.open)),
            ("open-run", math.log1p(side.run)),
        )
    }


def _sides(pair: tuple[str, str], langs: tuple[str, str], lexicon: Lexicon) -> tuple[_Side, _Side]:
    """Return what the dictionary says of both texts."""
    zh = langs.index("zh")
    chinese, english = pair[zh], pair[1 - zh].lower()
    words = _WORD.findall(english)
    han = [match.start() for match in _HAN.finditer(chinese)]
    ours, theirs = lexicon.look_up(chinese, ((at, at + 1) for at in han), words)
    latin = frozenset(_WORD.findall(chinese.lower()))  # names stand there as they are
    hits = [max(found.hit, word in latin) for word, found in zip(words, theirs, strict=True)]
    one = _side([found.hit for found in ours], [found.known for found in ours], 0.5)
    two = _side(hits, [found.known for found in theirs], 1.0)
    return (one, two) if zh == 0 else (two, one)


def _side(hits: Sequence[float], known: Sequence[float], size: float) -> _Side:
    """Put words together.

    :param hits: Whether each has a counterpart, 0 to 1.
    :param known: Whether the dictionary could know it, 1 or 0.
    :param size: What each counts: half a word for a Chinese character.
    """
    weights = [
        size * (_UNKNOWN if not sure else _SAID if hit >= 1 else _PARTLY if hit else _OPEN)
        for hit, sure in zip(hits, known, strict=True)
    ]
    run = max(heaviest_run(weights)[0], 0.0) if weights else 0.0
    count = size * sum(known)
    said = size * sum(hit for hit, sure in zip(hits, known, strict=True) if sure)
    return _Side(count, count - said, run)
