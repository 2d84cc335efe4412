"""The last stage of the network: the sum of a text's tokens to its vector.

The sum, divided by the square root of the number of tokens, passes a small residual network; the
result has unit length. Letters for shapes as in :mod:`duizhao.models.use_network`.
"""

from __future__ import annotations

import numpy as np

from duizhao.models.encoder import FloatArray
from duizhao.models.token_table import WeightReader, float32

__all__ = ["DIMENSIONS", "Head"]

DIMENSIONS = 512

_HEAD_ROWS = 2048
"""Rows that pass the head at once: 2048 rows of 512 float32 are 4 MB."""


class Head:
    """Stage 3: additive states to unit vectors.

    :param read: Gives the weights by name.
    """

    def __init__(self, read: WeightReader) -> None:
        self._first_in = float32(read("d0"))
        self._first_out = float32(read("d1"))
        self._first_skip = float32(read("p1"))
        self._second_in = float32(read("d2"))
        self._second_out = float32(read("d3"))
        self._second_skip = float32(read("p3"))

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
