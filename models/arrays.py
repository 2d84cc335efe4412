"""The arrays that pass between rooms, named by what they hold."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["BoolArray", "DoubleArray", "FloatArray", "IntArray", "unit"]

FloatArray: TypeAlias = npt.NDArray[np.float32]
"""Vectors and what is computed from them."""

DoubleArray: TypeAlias = npt.NDArray[np.float64]
"""Sums of many values, such as log-weights of paths."""

IntArray: TypeAlias = npt.NDArray[np.intp]
"""Numbers of sentences, rows, cells or tokens."""

BoolArray: TypeAlias = npt.NDArray[np.bool_]
"""What holds and what does not."""


def unit(rows: FloatArray) -> FloatArray:
    """Return rows of length 1, shape (..., D); rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    lengths[lengths == 0] = 1
    result: FloatArray = (rows / lengths).astype(np.float32, copy=False)
    return result
