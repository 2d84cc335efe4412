"""What the network computes from single tokens, kept for the tokens that were met last.

Of each token in use the table holds its embedding (E = 512), its input to each convolution
(3 C = 768) and, since a window's product is the sum of its tokens' products, the first layer's
product for each place in a window (2 + 3 + 5 = 10 times C = 256). The first layer of a batch is
then a sum of gathered rows: 0.5 µs a token beside 12.6 µs for the matrix products.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from duizhao.models.encoder import FloatArray

__all__ = ["CHANNELS", "EMBEDDING", "GAP", "WINDOWS", "TokenTable", "WeightReader", "float32"]

WeightReader = Callable[[str], npt.NDArray[np.generic]]
"""Gives the array that is stored under a name; several threads ask at a time."""

EMBEDDING = 512
CHANNELS = 256

WINDOWS = ((2, 0), (3, 1), (5, 2))
"""The convolutions: tokens a window covers, and how many of them stand left of its own token."""

GAP = 2
"""Zero rows between texts: no window reaches further than two tokens to either side."""

_CHUNKS = 17
"""The embedding table is stored in 17 parts: token t is row ``t // 17`` of part ``t % 17``."""

_READERS = 4
"""Threads that unpack the embedding table."""

_CAPACITY = 8192
"""Tokens kept, 15 kB each (126 MB). The 6000 sentences of MAC-Dev use 7547 tokens."""

_BLOCK = 256
"""Tokens computed at once, always as many, so that a row does not depend on its company."""


class TokenTable:
    """The rows of tokens.

    The embedding table stays in its 8-bit form (65 MB); only the rows in use become float32.
    Slot 0 stands for a row of a gap.

    :param read: Gives the weights by name.
    """

    def __init__(self, read: WeightReader) -> None:
        first = read("q1")
        self._table = np.empty((_CHUNKS * len(first), EMBEDDING), np.uint8)
        self._table[0::_CHUNKS] = first

        def fill(part: int) -> None:
            self._table[part::_CHUNKS] = read(f"q{part + 1}")

        # Most of the loading time is unpacking, which runs side by side.
        with ThreadPoolExecutor(_READERS) as pool:
            list(pool.map(fill, range(1, _CHUNKS)))
        self._scale = float32(read("scale"))
        self._lowest = float32(read("lo"))
        widths = [width for width, _ in WINDOWS]
        self._project = np.concatenate([float32(read(f"proj{n}")) for n in widths], axis=1)
        self._bias = np.concatenate([float32(read(f"proj_b{n}")) for n in widths])
        self._gain = np.concatenate([float32(read(f"ln_g{n}")) for n in widths])
        self._shift = np.concatenate([float32(read(f"ln_b{n}")) for n in widths])
        self._epsilon = np.float32(read("eps"))
        self._weights = [float32(read(f"w1_{n}")).reshape(n, CHANNELS, CHANNELS) for n in widths]
        self._slot_of = np.zeros(len(self._table), np.intp)
        self._used = 1
        size = _CAPACITY + _BLOCK
        # Memory is only taken up by the rows that are written to.
        self._embeddings = np.zeros((size, EMBEDDING), np.float32)
        self._inputs = np.zeros((len(WINDOWS), size, CHANNELS), np.float32)
        self._products = [np.zeros((n, size, CHANNELS), np.float32) for n in widths]
        self._first_bias = [float32(read(f"b1_{n}")) for n in widths]
        for products, bias in zip(self._products, self._first_bias, strict=True):
            products[0, 0] = bias

    def prepare(self, ids: Sequence[int]) -> None:
        """Compute the rows of tokens that are not there; rows may move.

        :param ids: Token numbers.
        """
        distinct = np.unique(np.array(ids, np.intp))
        absent = distinct[self._slot_of[distinct] == 0]
        if self._used + len(absent) > _CAPACITY:
            self._slot_of[:] = 0
            self._used = 1
            absent = distinct
        for start in range(0, len(absent), _BLOCK):
            self._add(absent[start : start + _BLOCK])

    def slots(self, ids: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Return the rows of tokens that :meth:`prepare` has seen."""
        return self._slot_of[ids]

    def embed(self, ids: npt.NDArray[np.intp]) -> FloatArray:
        """Return the embeddings of any tokens, shape (len(ids), E)."""
        part = ids % _CHUNKS
        tokens: FloatArray = self._table[ids] * self._scale[part, None]
        tokens += self._lowest[part, None]
        return tokens

    def embeddings(self, slots: npt.NDArray[np.intp]) -> FloatArray:
        """Return the embeddings of tokens in use, shape (T, E)."""
        return self._embeddings.take(slots, axis=0)

    def first_layer(
        self, number: int, slots: npt.NDArray[np.intp], gaps: npt.NDArray[np.intp]
    ) -> FloatArray:
        """Return ``x + relu(window @ weight + bias)``.

        :param number: Which convolution.
        :param slots: Rows of T tokens, with gaps around each text.
        :param gaps: The rows between texts.
        :return: Shape (T, C), zero in the gaps.
        """
        width, left = WINDOWS[number]
        rows = len(slots) - 2 * GAP
        y = np.zeros((len(slots), CHANNELS), np.float32)
        inside = y[GAP : GAP + rows]
        one = np.empty((rows, CHANNELS), np.float32)
        for place in range(width):
            first = GAP + place - left
            window = slots[first : first + rows]
            # Another mode than "raise" writes into ``out`` without a copy.
            self._products[number][place].take(window, axis=0, out=one, mode="clip")
            inside += one
        np.maximum(inside, 0, out=inside)
        self._inputs[number].take(slots[GAP : GAP + rows], axis=0, out=one, mode="clip")
        inside += one
        y[gaps] = 0
        return y

    def _add(self, ids: npt.NDArray[np.intp]) -> None:
        """Compute a block; surplus rows are written behind the used ones."""
        block = np.zeros(_BLOCK, np.intp)
        block[: len(ids)] = ids
        slots = slice(self._used, self._used + _BLOCK)
        tokens = self.embed(block)
        self._embeddings[slots] = tokens
        x = tokens @ self._project
        x += self._bias
        _normalise(x, self._gain, self._shift, self._epsilon)
        for number, weights in enumerate(self._weights):
            own = np.ascontiguousarray(x[:, number * CHANNELS : (number + 1) * CHANNELS])
            self._inputs[number, slots] = own
            np.matmul(own, weights, out=self._products[number][:, slots])
            self._products[number][0, slots] += self._first_bias[number]
        self._slot_of[ids] = np.arange(self._used, self._used + len(ids))
        self._used += len(ids)


def float32(array: npt.NDArray[np.generic]) -> FloatArray:
    """Return an array as float32 in row order."""
    return np.ascontiguousarray(array, dtype=np.float32)


def _normalise(x: FloatArray, gain: FloatArray, bias: FloatArray, epsilon: np.float32) -> None:
    """Give every row mean 0 and variance 1, then scale and shift it; in place."""
    x -= x.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1])
    x *= (1 / np.sqrt(variance + epsilon))[:, None]
    x *= gain
    x += bias
