"""The last stage of the network: the sum of a text's tokens to its vector.

The sum, divided by the square root of the number of tokens, passes a small residual network; the
result has unit length. Its first layer is linear, so what it makes of several texts' sums can be
added up behind it, too, which saves a third of the work on runs of texts. Letters for shapes as in
:mod:`duizhao.models.use.network`; H = 640 outputs of the first layer.
"""

from __future__ import annotations

import numpy as np

from duizhao.models.arrays import FloatArray
from duizhao.models.threads import share_out
from duizhao.models.use.token_table import WeightReader, float32

__all__ = ["BLOCK_ROWS", "DIMENSIONS", "Head"]

DIMENSIONS = 512

BLOCK_ROWS = 256
"""Rows that pass at once, on one processor: their arrays stay in its cache."""

_LEAST_ROWS = 16
"""The matrix library rounds smaller products in another way; so a row does not depend on its
company."""

_LEAST_NORM = np.float32(1e-30)
"""Keeps rows of zeros from a division by zero."""


class Head:
    """Stage 3: additive states to unit vectors.

    :param read: Gives the weights by name.
    """

    def __init__(self, read: WeightReader) -> None:
        # Matrices that multiply the same rows stand side by side.
        self._first = np.concatenate([float32(read("p1")), float32(read("d0"))], axis=1)
        self._first_out = float32(read("d1"))
        self._second = np.concatenate([float32(read("p3")), float32(read("d2"))], axis=1)
        self._second_out = float32(read("d3"))

    def __call__(self, states: FloatArray) -> FloatArray:
        """Return unit vectors; a state without a token gives zeros.

        :param states: Shape (N, D + 1).
        :return: Shape (N, D).
        """
        vectors = np.empty((len(states), DIMENSIONS), np.float32)

        def finish(start: int) -> None:
            block = slice(start, start + BLOCK_ROWS)
            vectors[block] = self.finish(self._begin(states[block]))

        share_out(finish, range(0, len(states), BLOCK_ROWS))
        return vectors

    def begin(self, states: FloatArray) -> FloatArray:
        """Return what can still be added up: the first layer's outputs, and the token counts.

        :param states: Shape (N, D + 1).
        :return: Shape (N, H + 1).
        """
        begun = np.empty((len(states), self._first.shape[1] + 1), np.float32)

        def begin(start: int) -> None:
            block = slice(start, start + BLOCK_ROWS)
            begun[block] = self._begin(states[block])

        share_out(begin, range(0, len(states), BLOCK_ROWS))
        return begun

    def finish(self, begun: FloatArray) -> FloatArray:
        """Return unit vectors; a row without a token gives zeros.

        :param begun: Sums of rows of :meth:`begin`, shape (N, H + 1).
        :return: Shape (N, D).
        """
        number = len(begun)
        if number < _LEAST_ROWS:
            begun = np.resize(begun, (_LEAST_ROWS, begun.shape[1]))
        counts = begun[:, -1:]
        x = begun[:, :-1].copy()
        x *= np.minimum(counts, 1) / np.sqrt(np.maximum(counts, 1))
        x = _residual(x, self._first_out)
        np.maximum(x, 0, out=x)
        x = _residual(x @ self._second, self._second_out)
        np.tanh(x, out=x)
        norms = np.sqrt(np.einsum("ij,ij->i", x, x))
        x /= np.maximum(norms, _LEAST_NORM)[:, None]
        return x[:number]

    def _begin(self, states: FloatArray) -> FloatArray:
        number = len(states)
        if number < _LEAST_ROWS:
            states = np.resize(states, (_LEAST_ROWS, states.shape[1]))
        begun = np.empty((number, self._first.shape[1] + 1), np.float32)
        begun[:, :-1] = (states[:, :DIMENSIONS] @ self._first)[:number]
        begun[:, -1] = states[:number, DIMENSIONS]
        return begun


def _residual(x: FloatArray, weight: FloatArray) -> FloatArray:
    """Return ``skip + relu(hidden) @ weight``, where ``x`` is ``skip`` beside ``hidden``.

    Changes ``x``.
    """
    width = weight.shape[1]
    hidden = x[:, width:]
    np.maximum(hidden, 0, out=hidden)
    total: FloatArray = hidden @ weight
    total += x[:, :width]
    return total
