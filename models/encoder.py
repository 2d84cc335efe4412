"""What the aligner asks of a model: sentences to unit vectors.

Letters for shapes, here and in :mod:`duizhao.align`: N source sentences, M target sentences,
K the longest span in sentences, D dimensions of a vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from duizhao.models.arrays import FloatArray, IntArray

__all__ = ["Encoder", "TokenEncoder", "TokenVectors"]


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

    @property
    def blocks(self) -> tuple[int, ...]:
        """The widths of the models' vectors that stand side by side in a row; they sum to D.

        One model has one block. What is taken out of vectors (a document's mean) is taken out of
        each block by itself, since models differ in how much their vectors have in common.
        """

    @property
    def composes(self) -> bool:
        """Whether :meth:`encode_spans` composes runs from single texts, which is approximate.

        Otherwise it reads each run as one text: exact, at the price of reading all texts K times
        over.
        """

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


@dataclass(frozen=True, eq=False)
class TokenVectors:
    """The tokens of a text, each with its vector in this context.

    :param starts: Offsets of the tokens' first characters in the text, in code points, shape (T,).
    :param ends: Offsets after their last characters, shape (T,); ``starts < ends``, both rise.
    :param vectors: Unit vectors, shape (T, W). W is the same for all texts of an encoder; tokens
        of different texts and languages are compared by their dot product.
    """

    starts: IntArray
    ends: IntArray
    vectors: FloatArray


@runtime_checkable
class TokenEncoder(Encoder, Protocol):
    """An encoder that also shows what a text is made of: for coverage inside linked sentences."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the tokens of each text; a text without a token has none.

        :param texts: N texts.
        :return: N of them. Marks that a model puts around a text are not among the tokens.
        """
