"""Stretches of a text: tokens with their vectors, and the pieces of a text that is too long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from duizhao.models.arrays import FloatArray, unit
from duizhao.models.encoder import TokenVectors

__all__ = ["Span", "cut", "join_tokens", "token_vectors"]

Span = tuple[int, int]
"""The offsets of a stretch's first character and after its last one, in code points."""

_PAUSES = frozenset("。！？；：，、…」』”’）")
"""Where a text without spaces is best cut; elsewhere a space serves."""

_SEARCHED = 4
"""A piece ends at the last pause in its last quarter, if there is one."""

_BARE_MARKS = frozenset("▁Ġ")
"""Tokens that stand for a space alone (of sentencepiece and of byte-level vocabularies)."""


def cut(text: str, limit: int, count: Callable[[Sequence[str]], Sequence[int]]) -> list[Span]:
    """Cut a text into pieces of about equal length that a model can read.

    >>> text = "It rained all night. The road is closed now."
    >>> pieces = cut(text, 30, lambda texts: [len(text) for text in texts])
    >>> [text[start:end] for start, end in pieces]
    ['It rained all night. ', 'The road is closed now.']

    :param text: Any text.
    :param limit: Tokens that a piece may have, at least 1.
    :param count: Numbers of tokens of texts.
    :return: Pieces in order, without those that have no token. A single character is a piece even
        if it is more tokens than ``limit``.
    """
    pieces: list[Span] = []
    waiting = [(0, len(text))]
    while waiting:
        sizes = count([text[start:end] for start, end in waiting])
        cuts: list[Span] = []
        for (start, end), size in zip(waiting, sizes, strict=True):
            if size > limit and end - start > 1:
                cuts += _split(text, start, end, -(-size // limit))
            elif size > 0:
                pieces.append((start, end))
        waiting = cuts
    return sorted(pieces)


def _split(text: str, start: int, end: int, parts: int) -> list[Span]:
    """Split a stretch in several, at pauses where there are any."""
    ends: list[int] = []
    width = (end - start) / parts
    for number in range(1, parts):
        place = start + max(1, round(number * width))
        lowest = max(ends[-1] if ends else start, place - int(width / _SEARCHED))
        pauses = (
            i for i in range(place, lowest, -1) if text[i - 1].isspace() or text[i - 1] in _PAUSES
        )
        ends.append(next(pauses, place))
    bounds = sorted({start, *ends, end})
    return list(pairwise(bounds))


def token_vectors(
    text: str, tokens: Sequence[str], spans: Sequence[Span], vectors: FloatArray
) -> TokenVectors:
    """Put a text's tokens in order.

    Spaces around a token do not count as parts of it. Tokens that share a character (the bytes of
    one that the vocabulary lacks) become one, with the mean of their vectors. Tokens that stand
    for spaces alone, and those whose vector is zero, are left out.

    :param text: The text.
    :param tokens: How the vocabulary writes each of T tokens.
    :param spans: Where it stands in the text, in order.
    :param vectors: Its vector, shape (T, W), of any length.
    :return: At most T tokens.
    """
    groups: list[list[int]] = []
    rows: list[int] = []
    for row, (token, (start, end)) in enumerate(zip(tokens, spans, strict=True)):
        start, end = _trimmed(text, start, end)
        if start >= end or token in _BARE_MARKS or not vectors[row].any():
            continue
        if groups and start < groups[-1][1]:
            groups[-1][1] = max(groups[-1][1], end)
        else:
            groups.append([start, end, len(rows)])
        rows.append(row)
    if not groups:
        return TokenVectors(np.zeros(0, np.intp), np.zeros(0, np.intp), vectors[:0])
    table = np.array(groups, np.intp)
    sums = np.add.reduceat(vectors[rows], table[:, 2], axis=0)
    return TokenVectors(table[:, 0], table[:, 1], unit(sums))


def join_tokens(parts: Sequence[TokenVectors], starts: Sequence[int], width: int) -> TokenVectors:
    """Join the tokens of a text's pieces.

    :param parts: The tokens of each piece.
    :param starts: Where each piece begins in the text.
    :param width: The length W of a token vector.
    """
    shifts = [np.intp(start) for start in starts]
    return TokenVectors(
        np.concatenate(
            [np.zeros(0, np.intp), *(p.starts + s for p, s in zip(parts, shifts, strict=True))]
        ),
        np.concatenate(
            [np.zeros(0, np.intp), *(p.ends + s for p, s in zip(parts, shifts, strict=True))]
        ),
        np.concatenate([np.zeros((0, width), np.float32), *(p.vectors for p in parts)]),
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    start, end = max(start, 0), min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
