"""Which words of a text find a counterpart in another: tokens in a space made for that.

A token's vector says as much about its language and its place in the sentence as about what it
means. Two linear maps, one a language, take both languages into a space of what they share: the
directions of a canonical correlation analysis of tokens that are each other's nearest in clean
translations (Hotelling 1936; as for bilingual word vectors, Faruqui & Dyer 2014). They are fitted
once and come with the package, so that a single pair of sentences is seen as well as a document.

Letters for shapes: S and T words of the two sides, W dimensions of the shared space.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from duizhao import lazy
from duizhao.models.arrays import FloatArray, IntArray
from duizhao.models.encoder import TokenVectors

__all__ = ["Matches", "Space", "Words", "compare", "words_at", "words_of"]


_SHOWN = lazy.compile(r"\w")
# Pieces of one written word stand together; Chinese has no spaces, and its pieces are words.
_SPELLED = lazy.compile(r"[0-9A-Za-zÀ-ɏ'’]+(?:[.,][0-9]+)*")
_LONGEST_SPAN = 3  # words of the other side that together may be a word's counterpart


@dataclass(frozen=True)
class Space:
    """What takes tokens of the languages into one space.

    :param means: The mean token of each language, shape (D,), by language.
    :param maps: Its map, shape (D, W), by language.
    """

    means: Mapping[str, FloatArray]
    maps: Mapping[str, FloatArray]

    def __call__(self, lang: str, vectors: FloatArray) -> FloatArray:
        """Return tokens of a language as vectors of the shared space, not of unit length."""
        return np.asarray((vectors - self.means[lang]) @ self.maps[lang], np.float32)


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a text; marks are none.

    :param texts: How they are written, in lower case.
    :param starts: Where they start in the text, shape (S,).
    :param ends: Where they end there, shape (S,).
    :param vectors: Their vectors in the shared space, not of unit length, shape (S, W).
    """

    texts: Sequence[str]
    starts: IntArray
    ends: IntArray
    vectors: FloatArray

    @cached_property
    def unit(self) -> FloatArray:
        """The vectors at unit length, shape (S, W)."""
        return _unit(self.vectors)


@dataclass(frozen=True, eq=False)
class Matches:
    """What the words of one side find on the other.

    :param best: The cosine of each word with the most like span of the other side, shape (S,).
    :param rival: How much better that span's best word is found by another word, shape (S,);
        positive where another has the better claim.
    :param place: Where that span stands, 0 at the other text's begin and 1 at its end, shape (S,).
    """

    best: FloatArray
    rival: FloatArray
    place: FloatArray


def words_of(text: str, lang: str, tokens: TokenVectors, space: Space) -> Words:
    """Put a text's tokens together as words.

    :param text: The text that was encoded.
    :param lang: Its language, one that the space knows.
    :param tokens: Its tokens.
    :param space: The shared space.
    """
    groups: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    kept: list[int] = []
    spelled = iter([match.span() for match in _SPELLED.finditer(text)])
    word = next(spelled, None)
    inside = -1
    pairs = zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
    for number, (start, end) in enumerate(pairs):
        while word and word[1] <= start:
            word = next(spelled, None)
        if not _SHOWN.search(text, start, end):
            continue
        here = word[0] if word and word[0] < end else -1
        if here >= 0 and here == inside:
            ends[-1] = end
        else:
            groups.append(len(kept))
            starts.append(start)
            ends.append(end)
        inside = here
        kept.append(number)
    rows = space(lang, tokens.vectors[kept])
    if len(groups) < len(kept):
        rows = np.add.reduceat(rows, groups, axis=0)
    texts = [text[a:b].casefold() for a, b in zip(starts, ends, strict=True)]
    return Words(texts, np.array(starts, np.intp), np.array(ends, np.intp), rows)


def words_at(words: Words, lang: str, tokens: TokenVectors, space: Space) -> Words:
    """Return words as another model sees them: its tokens, put together where the words stand.

    A token that stands in several words counts in each by the share of it that stands there.

    :param words: The words.
    :param lang: The language of their text.
    :param tokens: The other model's tokens of that text.
    :param space: The shared space of its tokens.
    """
    starts, ends = words.starts[:, None], words.ends[:, None]
    shared = np.minimum(ends, tokens.ends) - np.maximum(starts, tokens.starts)
    shares = np.maximum(shared, 0) / (tokens.ends - tokens.starts)
    rows = shares.astype(np.float32) @ tokens.vectors
    return Words(words.texts, words.starts, words.ends, space(lang, rows))


def compare(source: Words, target: Words) -> tuple[Matches, Matches]:
    """Look for each side's words on the other side.

    :param source: At least one word.
    :param target: At least one word.
    :return: What the source's words find, and what the target's do.
    """
    a, b = source.unit, target.unit
    words = a @ b.T
    return (
        _found(words, a, target.vectors),
        _found(words.T, b, source.vectors),
    )


def _found(words: FloatArray, own: FloatArray, others: FloatArray) -> Matches:
    """Look for one side's words on the other.

    :param words: Cosines of words, shape (S, T).
    :param own: Unit vectors of this side, shape (S, W).
    :param others: Vectors of the other side, shape (T, W).
    """
    best = words.max(axis=1)
    at = words.argmax(axis=1)
    place = at + 0.5
    wide = others
    for size in range(2, min(_LONGEST_SPAN, len(others)) + 1):
        wide = wide[:-1] + others[size - 1 :]
        cosines = own @ _unit(wide).T
        top = cosines.max(axis=1)
        better = top > best
        best = np.where(better, top, best)
        place = np.where(better, cosines.argmax(axis=1) + size / 2, place)
    rows = np.arange(len(words))
    if len(words) > 1:
        two = np.partition(words, len(words) - 2, axis=0)[-2:]
        own_best = words[rows, at]
        others_best = np.where(own_best >= two[1, at], two[0, at], two[1, at])
        rival = others_best - own_best
    else:
        rival = np.full(1, -1.0, np.float32)
    return Matches(best, rival, (place / len(others)).astype(np.float32))


def _unit(rows: FloatArray) -> FloatArray:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    unit: FloatArray = rows / np.maximum(lengths, 1e-9)
    return unit
