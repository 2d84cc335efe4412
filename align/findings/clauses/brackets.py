"""Brackets whose text the other side does not have: （如配置、服务） is gone with its marks.

What stands in brackets is an aside, so that its loss shows neither in the length of the sentence
nor in its grammar, and the usual look at lengths passes it over. Brackets themselves are told
easily: one side has a pair of them, the other none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duizhao import lazy
from duizhao.align.findings.words.pair_signs import Half
from duizhao.align.findings.words.uncovered import Reader
from duizhao.corpora.text.scripts import HANZI

__all__ = ["LostBracket", "lost_brackets"]

_BRACKETED = lazy.compile(r"[（(]([^（）()￼]{4,60})[）)]")
# What may stand for brackets on the other side.
_ASIDE = lazy.compile(r"[（()）\[\]【】〔〕￼]|——|—|–")
_WORDS = {"zh": lazy.compile(f"[{HANZI}]"), "en": lazy.compile(r"\b[a-z]{3,}\b")}
_LEAST_WORDS = {"zh": 4, "en": 2}
# A longer text is no sentence.
_LONGEST = {"zh": 160, "en": 450}
# What the words must speak for, each on average and all together, in logarithms of odds. Of 9,768
# clean and real pairs 54 have brackets on one side only; the eight that pass were read: all lost.
_MEAN, _TOGETHER = 1.0, 2.5


@dataclass(frozen=True)
class LostBracket:
    """A pair of brackets that the other text lacks.

    :param at: The number of the pair of texts.
    :param added: Whether the target has it.
    :param start: Where it begins in its text.
    :param end: Where it ends there.
    """

    at: int
    added: bool
    start: int
    end: int


def lost_brackets(
    pairs: Sequence[tuple[str, str]], langs: tuple[str, str], reader: Reader
) -> Iterator[LostBracket]:
    """Yield the brackets whose words the other text does not say.

    :param pairs: Texts and their translations, as prose.
    :param langs: The languages of the two sides; of others than Chinese and English nothing is
        known.
    :param reader: Reads texts word by word.
    """
    if set(langs) != set(_WORDS):
        return
    found = [each for at, pair in enumerate(pairs) for each in _alone(at, pair, langs)]
    halves = reader.halves([pairs[each.at] for each in found], langs)
    for each, both in zip(found, halves, strict=True):
        if both and _is_lost(both[each.added], each):
            yield each


def _alone(at: int, pair: tuple[str, str], langs: tuple[str, str]) -> Iterator[LostBracket]:
    """Yield the only brackets of a text whose other text has none."""
    if any(len(text) > _LONGEST[lang] for text, lang in zip(pair, langs, strict=True)):
        return
    for side in (0, 1):
        text, other, lang = pair[side], pair[1 - side], langs[side]
        matches = list(_BRACKETED.finditer(text))
        if len(matches) != 1 or _ASIDE.search(other):
            continue
        words = _WORDS[lang].findall(matches[0].group(1))
        if len(words) >= _LEAST_WORDS[lang]:
            yield LostBracket(at, bool(side), *matches[0].span())


def _is_lost(half: Half, bracket: LostBracket) -> bool:
    words = half.words
    inside = half.evidence[(words.starts >= bracket.start) & (words.ends <= bracket.end)]
    return bool(len(inside) and inside.mean() >= _MEAN and inside.sum() >= _TOGETHER)
