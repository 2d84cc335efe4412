"""The whole form of a term: what always stands beside it and makes the pair more alike.

A word list cuts 奥密克戎 into 奥密克 and 戎, and a word counts as often as the name that it is part
of: Mahmoud beside "Mahmoud Guemama". So each side of a pair is tried with the words that stand
beside it in its passages, and without its first or last word; it changes if the vectors say that
the two sides then mean more the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from duizhao import lazy
from duizhao.align.results.term_candidates import DOT, Word, words_of
from duizhao.models.arrays import FloatArray

__all__ = ["Pairing", "whole_forms"]

# How much more alike two sides must be to take another form; less is chance. Read on news.
_GAIN, _GAIN_SHORTER = 0.05, 0.15
# The share of the passages that must have the longer form.
_ALWAYS = 0.75
# Times that a side may grow or shrink by a word.
_ROUNDS = 2
# A shorter form says nothing in Chinese, and hardly anything where letters are written.
_LEAST_HAN, _LEAST_LETTERS = 2, 3
# Passages that are looked at for one pair.
_PASSAGES = 12
_LATIN = lazy.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Pairing:
    """A source term and a target term.

    :param source: The source term, as it is written.
    :param target: The target term, as it is written.
    :param passages: The texts that have both.
    :param cosine: How alike their vectors are.
    """

    source: str
    target: str
    passages: tuple[tuple[str, str], ...]
    cosine: float


class _Forms(NamedTuple):
    """What a side may be instead, itself first."""

    source: list[str]
    target: list[str]


def whole_forms(
    pairs: Sequence[Pairing],
    langs: tuple[str, str],
    encode: Callable[[Sequence[str]], FloatArray],
) -> list[Pairing]:
    """Return pairs of which each side has the form that the other side speaks for.

    :param pairs: Pairs that were found, with at least one passage each.
    :param langs: The languages of the two sides.
    :param encode: Gives the vectors of N texts, shape (N, D).
    """
    found = list(pairs)
    open_ = list(range(len(found)))
    for _ in range(_ROUNDS):
        forms = {n: _forms(found[n], langs) for n in open_}
        open_ = [n for n in open_ if max(map(len, forms[n])) > 1]
        texts = sorted({text for n in open_ for side in forms[n] for text in side})
        if not texts:
            break
        rows = dict(zip(texts, encode(texts), strict=True))
        changed = []
        for n in open_:
            better = _best(found[n], forms[n], rows)
            if better is not None:
                found[n] = better
                changed.append(n)
        open_ = changed
    return found


def _best(pair: Pairing, forms: _Forms, rows: dict[str, FloatArray]) -> Pairing | None:
    """Return the pair in the most alike of its forms, None if it has the best one."""
    cosines = (
        np.stack([rows[text] for text in forms.source])
        @ np.stack([rows[text] for text in forms.target]).T
    )
    least = cosines[0, 0]
    # Each side that changes has to be worth it, unless both grow as a name does: George beside
    # George is Floyd on both sides. Of forms that are as good the longest is the whole one.
    fits = [
        (len(source) + len(target), i, j)
        for i, source in enumerate(forms.source)
        for j, target in enumerate(forms.target)
        if cosines[i, j] >= least + _cost(source, pair.source) + _cost(target, pair.target)
        or (
            len(pair.passages) > 1
            and len(source) > len(pair.source)
            and len(target) > len(pair.target)
            and cosines[i, j] >= least
        )
    ]
    best = max(float(cosines[i, j]) for _, i, j in fits)
    _, i, j = max(each for each in fits if cosines[each[1], each[2]] >= best - _GAIN)
    if i == j == 0:
        return None
    source, target = forms.source[i], forms.target[j]
    passages = tuple(
        (a, b) for a, b in pair.passages if source.lower() in a.lower() and target in b
    )
    return replace(
        pair,
        source=source,
        target=target,
        passages=passages or pair.passages,
        cosine=float(cosines[i, j]),
    )


def _cost(form: str, term: str) -> float:
    """Return how much more alike a form must make its pair: a name is seldom too long."""
    if form == term:
        return 0.0
    return _GAIN if len(form) > len(term) else _GAIN_SHORTER


def _forms(pair: Pairing, langs: tuple[str, str]) -> _Forms:
    sides = []
    for n, term in enumerate((pair.source, pair.target)):
        texts = [passage[n] for passage in pair.passages[:_PASSAGES]]
        # What stands beside a Chinese word once may be half of another.
        grows = langs[n] != "zh" or len(texts) > 1
        counts = Counter(
            form for text in texts for form in set(_beside(term, text, langs[n], grows=grows))
        )
        least = max(_ALWAYS * len(texts), 1)
        sides.append([term, *(form for form, count in counts.items() if count >= least)])
    return _Forms(*sides)


def _beside(term: str, text: str, lang: str, *, grows: bool) -> Iterator[str]:
    """Yield forms of a term with one word less in a text, and with one more if it ``grows``."""
    words = words_of(text, lang)
    at = text.lower().find(term.lower())
    end = at + len(term)
    first = next((n for n, word in enumerate(words) if word.start == at), None)
    last = next((n for n, word in enumerate(words) if word.end == end), None)
    if at < 0 or first is None or last is None:
        return
    before, after = _reach(words, first, -1, text), _reach(words, last, 1, text)
    if not grows:
        before = after = None
    starts = [at] if before is None else [at, before.start]
    ends = [end] if after is None else [end, after.end]
    yield from (text[a:b] for a in starts for b in ends if (a, b) != (at, end))
    if first < last:
        shorter = [
            text[words[one].start : words[other].end]
            for one, other in ((first + 1, last), (first, last - 1))
            if words[one].joins and words[other].joins
        ]
        yield from filter(_is_term, (part.strip(DOT + " ") for part in shorter))


def _reach(words: Sequence[Word], at: int, step: int, text: str) -> Word | None:
    """Return the next word if it may belong to a term that ends or begins at one."""
    beside = at + step
    if not 0 <= beside < len(words):
        return None
    low, high = sorted((at, beside))
    gap = text[words[low].end : words[high].start]
    if words[beside].text == DOT and not gap:
        return _reach(words, beside, step, text)
    allowed = ("", " ") if _LATIN.search(words[beside].text) else ("",)
    return words[beside] if words[beside].joins and gap in allowed else None


def _is_term(text: str) -> bool:
    least = _LEAST_LETTERS if text.isascii() else _LEAST_HAN
    return len(text) >= least
