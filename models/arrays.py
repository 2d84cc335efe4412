"""The arrays that pass between rooms, named by what they hold."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["BoolArray", "DoubleArray", "FloatArray", "IntArray", "median", "unit"]

FloatArray: TypeAlias = npt.NDArray[np.float32]
"""Vectors and what is computed from them."""

DoubleArray: TypeAlias = npt.NDArray[np.float64]
"""Sums of many values, such as log-weights of paths."""

IntArray: TypeAlias = npt.NDArray[np.intp]
"""Numbers of sentences, rows, cells or tokens."""

BoolArray: TypeAlias = npt.NDArray[np.bool_]
"""What holds and what does not."""


def median(values: npt.ArrayLike) -> float:
    """Return what ``np.median`` returns, which would import numpy.ma for it (.01 s).

    :param values: Numbers, at least one, none of them NaN.

    >>> median([3.0, 1.0, 2.0, 5.0])
    2.5
    """
    ordered = np.sort(values, axis=None)
    return float(ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1].mean())


def unit(rows: FloatArray) -> FloatArray:
    """Return rows of length 1, shape (..., D); rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    lengths[lengths == 0] = 1
    result: FloatArray = (rows / lengths).astype(np.float32, copy=False)
    return result
