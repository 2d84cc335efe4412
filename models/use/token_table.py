"""What the network computes from single tokens, kept for the tokens that were met last.

Of each token in use the table holds its input to each convolution (3 C = 768) and, since a window's
product is the sum of its tokens' products, the first layer's product for each place in a window
(2 + 3 + 5 = 10 times C = 256). The first layer of a batch is then a sum of gathered rows: 0.5 µs a
token beside 12.6 µs for the matrix products. What the embedding itself adds to the projected sum
(D = 512) is the same in every context and is kept as well. Tokens that have not been met for the
longest time make room for new ones.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from duizhao.models.arrays import FloatArray, IntArray
from duizhao.models.use.packed_rows import PackedRows

__all__ = [
    "CAPACITY",
    "CHANNELS",
    "EMBEDDING",
    "GAP",
    "WINDOWS",
    "TokenTable",
    "WeightReader",
    "float32",
    "forget_tokens",
]

WeightReader = Callable[[str], npt.NDArray[np.generic]]
"""Gives the array that is stored under a name."""

EMBEDDING = 512
CHANNELS = 256

WINDOWS = ((2, 0), (3, 1), (5, 2))
"""The convolutions: tokens a window covers, and how many of them stand left of its own token."""

GAP = 2
"""Zero rows between texts: no window reaches further than two tokens to either side."""

CAPACITY = 3072
"""Tokens kept, 15 kB each (47 MB), and most tokens that :meth:`TokenTable.prepare` takes. Of a
mixture in random order of German, French, English and Chinese novels, news and manuals (18,516
sentences, 27,360 different tokens) 72 % of the tokens are found; 76 % with 4096, 87 % with 8192."""

_BLOCK, _STEP = 256, 32
"""Tokens computed at once, and what their number is rounded up to: the matrix library rounds small
products in another way. A row depends on its company in the seventh digit all the same: OpenBLAS
rounds rows otherwise by where they stand in a matrix."""

_tables: weakref.WeakSet[TokenTable] = weakref.WeakSet()


def forget_tokens() -> None:
    """Let all tables begin anew, as in a process that has just begun.

    What comes after depends on nothing that was encoded before, to the last digit.
    """
    for table in _tables:
        table.forget()


class TokenTable:
    """The rows of tokens.

    Slot 0 stands for a row of a gap.

    :param read: Gives the weights by name.
    :param packed: The embeddings of all tokens.
    """

    def __init__(self, read: WeightReader, packed: PackedRows) -> None:
        self._packed = packed
        widths = [width for width, _ in WINDOWS]
        self._project = np.concatenate([float32(read(f"proj{n}")) for n in widths], axis=1)
        self._bias = np.concatenate([float32(read(f"proj_b{n}")) for n in widths])
        self._gain = np.concatenate([float32(read(f"ln_g{n}")) for n in widths])
        self._shift = np.concatenate([float32(read(f"ln_b{n}")) for n in widths])
        self._epsilon = np.float32(read("eps"))
        self._weights = [float32(read(f"w1_{n}")).reshape(n, CHANNELS, CHANNELS) for n in widths]
        self._slot_of = np.zeros(len(packed), np.intp)
        size = 1 + CAPACITY
        self._token_in = np.zeros(size, np.intp)
        self._last_call = np.zeros(size, np.intp)
        self._call = 0
        self._used = 1
        # Memory is only taken up by the rows that are written to.
        self._inputs = np.zeros((len(WINDOWS), size, CHANNELS), np.float32)
        self._products = [np.zeros((n, size, CHANNELS), np.float32) for n in widths]
        # The embeddings' part of what normalised features are multiplied by.
        gain, project = float32(read("ln_g")), float32(read("cnn_W"))
        self._share = gain[:EMBEDDING, None] * project[:EMBEDDING]
        self._shares = np.zeros((size, self._share.shape[1]), np.float32)
        self._moments = np.zeros((size, 2), np.float32)
        self._first_bias = [float32(read(f"b1_{n}")) for n in widths]
        for products, bias in zip(self._products, self._first_bias, strict=True):
            products[0, 0] = bias
        _tables.add(self)

    def forget(self) -> None:
        """Take all rows for empty, as they are in a new table."""
        self._slot_of[:] = 0
        self._token_in[:] = 0
        self._last_call[:] = 0
        self._call = 0
        self._used = 1

    def prepare(self, ids: Sequence[int]) -> None:
        """Compute the rows of tokens that are not there; others may lose theirs.

        :param ids: Token numbers, at most 3072 different ones.
        """
        distinct = np.array(sorted(set(ids)), np.intp)  # np.unique would import numpy.ma
        slots = self._slot_of[distinct]
        self._call += 1
        self._last_call[slots] = self._call
        absent = distinct[slots == 0]
        if not len(absent):
            return
        self._packed.unpack(absent)
        places = self._places(len(absent))
        for start in range(0, len(absent), _BLOCK):
            self._add(absent[start : start + _BLOCK], places[start : start + _BLOCK])
        self._slot_of[absent] = places
        self._token_in[places] = absent
        self._last_call[places] = self._call

    def slots(self, ids: IntArray) -> IntArray:
        """Return the rows of tokens that :meth:`prepare` has seen."""
        return self._slot_of[ids]

    def shares(self, slots: IntArray) -> FloatArray:
        """Return what the embeddings of tokens add to the projected sum, shape (T, D).

        :param slots: Rows of T tokens.
        """
        return self._shares.take(slots, axis=0, mode="clip")

    def moments(self, slots: IntArray) -> FloatArray:
        """Return the sum of each embedding's values, and that of their squares, shape (T, 2).

        :param slots: Rows of T tokens.
        """
        return self._moments.take(slots, axis=0, mode="clip")

    def first_layer(self, number: int, slots: IntArray, gaps: IntArray) -> FloatArray:
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

    def _places(self, number: int) -> IntArray:
        """Return slots for new tokens: empty ones, then those that were not used for longest."""
        fresh = np.arange(self._used, min(self._used + number, 1 + CAPACITY))
        self._used += len(fresh)
        surplus = number - len(fresh)
        if not surplus:
            return fresh
        order = np.argsort(self._last_call[1 : self._used - len(fresh)], kind="stable")
        oldest = 1 + order[:surplus]
        self._slot_of[self._token_in[oldest]] = 0
        return np.concatenate([fresh, oldest])

    def _add(self, ids: IntArray, slots: IntArray) -> None:
        """Compute a block."""
        block = np.zeros(-(-len(ids) // _STEP) * _STEP, np.intp)
        block[: len(ids)] = ids
        embedded = self._packed[block]
        self._shares[slots] = (embedded @ self._share)[: len(ids)]
        self._moments[slots, 0] = embedded.sum(axis=1)[: len(ids)]
        self._moments[slots, 1] = np.einsum("ij,ij->i", embedded, embedded)[: len(ids)]
        x = embedded @ self._project
        x += self._bias
        _normalise(x, self._gain, self._shift, self._epsilon)
        for number, weights in enumerate(self._weights):
            own = np.ascontiguousarray(x[:, number * CHANNELS : (number + 1) * CHANNELS])
            self._inputs[number, slots] = own[: len(ids)]
            for place, weight in enumerate(weights):
                product = (own @ weight)[: len(ids)]
                if place == 0:
                    product += self._first_bias[number]
                self._products[number][place, slots] = product


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
