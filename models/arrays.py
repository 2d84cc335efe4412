"""The arrays that pass between rooms, named by what they hold."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["BoolArray", "DoubleArray", "FloatArray", "IntArray"]

FloatArray: TypeAlias = npt.NDArray[np.float32]
"""Vectors and what is computed from them."""

DoubleArray: TypeAlias = npt.NDArray[np.float64]
"""Sums of many values, such as log-weights of paths."""

IntArray: TypeAlias = npt.NDArray[np.intp]
"""Numbers of sentences, rows, cells or tokens."""

BoolArray: TypeAlias = npt.NDArray[np.bool_]
"""What holds and what does not."""
