"""A convolution layer with fewer multiplications.

Method: Cook–Toom, also known as Winograd's minimal filtering (Winograd 1980, "Arithmetic
Complexity of Computations"; Lavin and Gray 2016, arXiv:1509.09308), in one dimension. A tile of
``m`` neighbouring outputs of a window of ``w`` tokens is a product of polynomials, which
``m + w - 1`` values determine: the inputs and the weights are evaluated at so many points,
multiplied there, and the outputs are read off. Instead of ``m w`` matrix products a tile takes
``m + w - 1``; with 8 points 2 a token instead of 5, 1.33 instead of 3, 1.14 instead of 2. The
result is the same in exact arithmetic; rounding grows from 2e-7 to 1.4e-6 of the outputs'
deviation.
"""

from __future__ import annotations

import numpy as np

from duizhao.models.arrays import DoubleArray, FloatArray, IntArray

__all__ = ["Convolution", "ranges"]

_POINTS = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5)
"""Where the polynomials are evaluated, besides infinity. With two points less a batch takes a
quarter longer, with two more the error is four times as large and hardly any time is won."""

_LEAST_TILES = 16
"""The matrix library rounds smaller products in another way; so a row does not depend on its
company. Surplus tiles are repeated ones."""


class Convolution:
    """A layer that adds ``relu(window @ weight + bias)`` to its input.

    :param width: Tokens in a window, w.
    :param left: How many of them stand left of its own token.
    :param weight: Shape (w C, C).
    :param bias: Shape (C).
    """

    def __init__(self, width: int, left: int, weight: FloatArray, bias: FloatArray) -> None:
        outputs, weights, inputs = _transforms(width)
        self._left = left
        self._right = width - 1 - left
        self._bias = bias
        self._outputs = outputs.astype(np.float32)
        self._inputs = inputs.astype(np.float32)
        channels = len(bias)
        windows = weight.reshape(width, channels * channels)
        self._weights = (weights @ windows).astype(np.float32).reshape(-1, channels, channels)

    def __call__(self, x: FloatArray, starts: IntArray, stops: IntArray) -> FloatArray:
        """Compute the rows that are asked for.

        :param x: Shape (T, C), zero in the gaps, of which the first row is one.
        :param starts: The first rows of the ranges that are wanted, in ascending order.
        :param stops: The rows after their last.
        :return: The wanted rows one behind the other, shape (W, C).
        """
        tile, points = self._outputs.shape
        channels = x.shape[1]
        lengths = stops - starts
        first, stop, place = _tiles(starts, stops, tile)
        if len(first) < _LEAST_TILES:
            first, stop, place = (np.resize(part, _LEAST_TILES) for part in (first, stop, place))
        window = np.arange(points)[:, None] + (first - self._left)
        # Inputs that no wanted output needs would still change its rounding: row 0, a gap, is zero.
        window[window >= stop + self._right] = 0
        taken = x.take(window.ravel(), axis=0, mode="clip").reshape(points, -1)
        values = (self._inputs @ taken).reshape(points, -1, channels)
        products = np.matmul(values, self._weights, out=taken.reshape(values.shape))
        results = (self._outputs @ products.reshape(points, -1)).reshape(-1, channels)
        # What a range's last tile has too much goes nowhere.
        offset = np.arange(tile)[:, None]
        wanted = first + offset < stop
        at = np.empty(int(lengths.sum()), np.intp)
        at[(place + offset)[wanted]] = np.flatnonzero(wanted)
        y = results.take(at, axis=0, mode="clip")
        y += self._bias
        np.maximum(y, 0, out=y)
        y += x.take(ranges(starts, stops), axis=0)
        return y


def ranges(starts: IntArray, stops: IntArray) -> IntArray:
    """Return the numbers of several ranges one behind the other.

    >>> ranges(np.array([2, 7]), np.array([4, 10])).tolist()
    [2, 3, 7, 8, 9]
    """
    lengths = stops - starts
    before = np.cumsum(lengths) - lengths
    numbers: IntArray = np.repeat(starts - before, lengths)
    numbers += np.arange(len(numbers))
    return numbers


def _tiles(starts: IntArray, stops: IntArray, tile: int) -> tuple[IntArray, IntArray, IntArray]:
    """Return the tiles that cover ranges.

    :return: Their first rows, where their ranges stop, and the first rows' places among the wanted.

    >>> first, stop, place = _tiles(np.array([2, 12]), np.array([9, 13]), 4)
    >>> first.tolist(), stop.tolist(), place.tolist()
    ([2, 6, 12], [9, 9, 13], [0, 4, 7])
    """
    lengths = stops - starts
    numbers = -(-lengths // tile)
    within = ranges(np.zeros_like(numbers), numbers) * tile
    before = np.cumsum(lengths) - lengths
    return (
        np.repeat(starts, numbers) + within,
        np.repeat(stops, numbers),
        np.repeat(before, numbers) + within,
    )


def _transforms(
    width: int,
) -> tuple[DoubleArray, DoubleArray, DoubleArray]:
    """Return the matrices for outputs (m, n), weights (n, w) and inputs (n, n); n points.

    >>> outputs, weights, inputs = _transforms(3)
    >>> x, w = np.arange(8.0), np.array([1.0, 10.0, 100.0])
    >>> (outputs @ ((weights @ w) * (inputs @ x))).round(6).tolist()
    [210.0, 321.0, 432.0, 543.0, 654.0, 765.0]
    """
    finite = np.array(_POINTS)
    number = len(finite) + 1
    tile = number + 1 - width
    outputs = np.zeros((tile, number))
    weights = np.zeros((number, width))
    inputs = np.zeros((number, number))
    for column, point in enumerate(finite):
        others = np.delete(finite, column)
        outputs[:, column] = point ** np.arange(tile)
        weights[column] = point ** np.arange(width) / np.prod(point - others)
        inputs[column, :-1] = np.poly(others)[::-1]
    outputs[-1, -1] = weights[-1, -1] = 1  # the point at infinity
    inputs[-1] = np.poly(finite)[::-1]
    return outputs, weights, inputs
