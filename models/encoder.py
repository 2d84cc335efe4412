"""What the aligner asks of a model: sentences to unit vectors.

Letters for shapes, here and in :mod:`duizhao.align`: N source sentences, M target sentences,
K the longest span in sentences, D dimensions of a vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
import numpy.typing as npt

__all__ = ["Encoder", "FloatArray"]

FloatArray: TypeAlias = npt.NDArray[np.float32]


@runtime_checkable
class Encoder(Protocol):
    """Anything that turns texts into vectors.

    Rows are float32 and of unit length; a text without a token gives a row of zeros. The same
    text always gives the same row, whatever stands beside it in the call.
    """

    @property
    def name(self) -> str:
        """The name under which a user asks for it."""

    @property
    def signature(self) -> str:
        """Name and version of the weights: equal signatures give equal vectors."""

    @property
    def dimensions(self) -> int:
        """The length D of a vector."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return one vector a text, shape (N, D)."""

    def encode_spans(self, texts: Sequence[str], longest: int) -> FloatArray:
        """Return the vectors of all runs of up to ``longest`` neighbouring texts.

        :param texts: N texts in reading order.
        :param longest: K, the longest run, at least 1.
        :return: Shape (K, N, D). Row ``[k - 1, i]`` stands for the ``k`` texts that *end* with
            text ``i``; it is zero where fewer than ``k`` texts end there (``i < k - 1``).
            Row ``[0, i]`` equals ``encode(texts)[i]``.
        """
