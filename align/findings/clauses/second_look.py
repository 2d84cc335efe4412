"""A second look at words that seem lost: whole vectors of what is there, and of what is not.

The first look goes word by word, and takes free translations, idioms and classical prose for
losses: few of their words find a counterpart, though the sentence is said. The second look asks
the encoder four questions of the few pairs that are left. Are the two texts alike at all? Do they
become more alike without the words? Is what the words say together said by a part of the other
text, or by its neighbours? How many of the words have a meaning there? The answers are weighed by
a logistic regression, which was fitted on what raters marked and on candidates of real
translations that were read one by one (``benchmarks/fit_second_look.py``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from duizhao import lazy
from duizhao.align.findings.words.lexicon import Lexicon, is_content, stem
from duizhao.align.findings.words.uncovered import Reader
from duizhao.align.logistic import Logistic, load_logistic
from duizhao.corpora.text.languages import joiner
from duizhao.corpora.text.pinyin import spelled
from duizhao.corpora.text.scripts import HANZI
from duizhao.models.arrays import FloatArray

__all__ = ["Candidate", "look_again", "signs_of"]

_PAUSE = lazy.compile(r"[，；：、。！？,;:!?—–()（）“”\"]+")
_LATIN = lazy.compile(r"[A-Za-z][A-Za-z'’]*")
_ANCHOR = lazy.compile(r"[A-Za-z][A-Za-z0-9_.-]{2,}")
_HAN = lazy.compile(f"[{HANZI}]")
# Neighbouring parts that are read together as one: what is said may stand across a comma.
_TOGETHER = 3
_MOST_PARTS = 40  # of a text, and of its neighbours: beyond them a text is no sentence
_MOST_HITS = 4.0
_MOST_RATIO = 1.0
_CERTAIN = 0.99
_SHORT_WORD = 2  # letters: shorter words are words of grammar


@dataclass(frozen=True)
class Candidate:
    """Words that seem lost.

    :param text: The text that has them.
    :param other: The text that seems to lack them.
    :param langs: The languages of the two.
    :param start: Where the words begin in ``text``.
    :param end: Where they end there.
    :param score: How likely the first look thinks them lost, 0 to 1.
    :param ratio: How much longer the other text is than such texts of its document usually are,
        natural logarithm.
    :param near: What stands before and behind the other text.
    """

    text: str
    other: str
    langs: tuple[str, str]
    start: int
    end: int
    score: float
    ratio: float = 0.0
    near: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The words."""
        return self.text[self.start : self.end]

    @property
    def anchors(self) -> int:
        """How many words in Latin letters a Chinese text has here that the other side lacks.

        What is written alike in both languages can be in no other words there.
        """
        if self.langs[0] != "zh":
            return 0
        there = self.other.casefold()
        return sum(stem(word.casefold()) not in there for word in _ANCHOR.findall(self.words))

    @property
    def rest(self) -> str:
        """The text without them."""
        return self.text[: self.start] + " " + self.text[self.end :]


def look_again(candidates: Sequence[Candidate], reader: Reader) -> list[float]:
    """Return how likely an editor wants to hear that words are lost, 0 to 1 each.

    :param candidates: Of any number.
    :param reader: What took the first look.
    """
    return [_model().probability(signs) for signs in signs_of(candidates, reader)]


def signs_of(candidates: Sequence[Candidate], reader: Reader) -> list[dict[str, float]]:
    """Return the signs of the second look, by name.

    :param candidates: Of any number.
    :param reader: What took the first look.
    """
    texts: list[str] = []
    bounds: list[tuple[int, int]] = []
    for each in candidates:
        begin = len(texts)
        texts += [each.text, each.other, each.words, each.rest.strip() or each.text]
        lang = each.langs[1]
        texts += _parts([each.other], lang) + _parts(each.near, lang)
        bounds.append((begin, len(texts)))
    if not texts:
        return []
    rows = _unit(reader.model.encode(texts))
    return [
        _signs(each, rows[begin:end], reader.lexicon)
        for each, (begin, end) in zip(candidates, bounds, strict=True)
    ]


def _signs(each: Candidate, rows: FloatArray, lexicon: Lexicon) -> dict[str, float]:
    """Return the signs of a candidate.

    :param rows: Unit vectors of the text, of the other, of the words, of the rest, and of the
        other's parts.
    """
    text, other, words, rest = rows[:4]
    alike = float(text @ other)
    score = min(max(each.score, 1 - _CERTAIN), _CERTAIN)
    hits, count = _meanings(each, lexicon)
    return {
        "constant": 1.0,
        "odds": math.log(score / (1 - score)),  # what the first look says
        "alike": alike,
        "gain": float(rest @ other) - alike,  # how much more alike without the words
        "said": float((rows[4:] @ words).max()),
        "hits": min(hits, _MOST_HITS),  # words of which a meaning stands in the other text
        "words": math.log1p(count),
        "share": len(each.words) / len(each.text),
        "ratio": max(-_MOST_RATIO, min(_MOST_RATIO, each.ratio)),
    }


def _parts(texts: Iterable[str], lang: str) -> list[str]:
    """Return texts, what stands between their pauses, and neighbours of that together."""
    found: dict[str, None] = {}
    for text in texts:
        found[text] = None
        parts = [part.strip() for part in _PAUSE.split(text) if part.strip()]
        for size in range(1, _TOGETHER + 1):
            for at in range(len(parts) - size + 1):
                found[joiner(lang).join(parts[at : at + size])] = None
    return list(found)[:_MOST_PARTS]


def _meanings(each: Candidate, lexicon: Lexicon) -> tuple[float, float]:
    """Return how many of the words say something in the other text, and how many could.

    Two Chinese characters count as a word; a word in pinyin says what it spells there.
    """
    if each.langs[0] == "zh":
        han = [match.start() for match in _HAN.finditer(each.words)]
        english = [word.lower() for word in _LATIN.findall(each.other)]
        found, _ = lexicon.look_up(each.words, ((at, at + 1) for at in han), english)
        return sum(word.hit >= 1 for word in found) / 2, len(han) / 2
    content = [
        word
        for word in _LATIN.findall(each.words)
        if len(word) > _SHORT_WORD and is_content(word.lower())
    ]
    in_pinyin = spelled(each.other)
    hits = [word.lower() in in_pinyin for word in content]
    _, looked_up = lexicon.look_up(each.other, (), content)
    hits = [a or b.hit > 0 for a, b in zip(hits, looked_up, strict=True)]
    return float(sum(hits)), float(len(content))


def _unit(rows: FloatArray) -> FloatArray:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    unit: FloatArray = rows / np.maximum(lengths, 1e-9)
    return unit


@cache
def _model() -> Logistic:
    """Return the weights that come with the package."""
    return load_logistic("findings/clauses", "second-look")
