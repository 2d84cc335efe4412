"""Several models side by side: what one misses, another may see.

Each model's unit vector is a block of the row. The cosine of two rows is the mean of the models'
cosines; :func:`duizhao.align.aligner.spans.centred` takes the document's mean out of each block by
itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder, TokenEncoder, TokenVectors

__all__ = ["CombinedEncoder", "CombinedTokenEncoder", "combined"]


class CombinedEncoder:
    """An encoder whose rows are the rows of several encoders, side by side.

    A text without a token for one model, but not for another, has zeros in that model's block. Put
    a cache before each part, not before the whole: what one model has encoded then serves every
    combination of it.

    :param name: The name under which a user asks for the combination.
    :param parts: At least one encoder.
    """

    def __init__(self, name: str, parts: Sequence[Encoder]) -> None:
        self.name = name
        self.parts = tuple(parts)

    @property
    def signature(self) -> str:
        """The parts' signatures, in their order."""
        return "+".join(part.signature for part in self.parts)

    @property
    def dimensions(self) -> int:
        """The length D of a vector: the sum of the parts'."""
        return sum(self.blocks)

    @property
    def blocks(self) -> tuple[int, ...]:
        """The widths of the models' vectors in a row."""
        return tuple(width for part in self.parts for width in part.blocks)

    @property
    def composes(self) -> bool:
        """Whether any part composes runs from single texts: then the rows are approximate."""
        return any(part.composes for part in self.parts)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return one unit vector a text; texts without a token for any part give zeros.

        :param texts: N texts.
        :return: Shape (N, D).
        """
        return _side_by_side([part.encode(texts) for part in self.parts])

    def encode_spans(self, texts: Sequence[str], longest: int) -> FloatArray:
        """Return the vectors of all runs of up to ``longest`` texts, each part's in its own way.

        :param texts: N texts in reading order.
        :param longest: K, the longest run, at least 1.
        :return: Shape (K, N, D); ``[k - 1, i]`` is the run of ``k`` texts that ends with ``i``.
        """
        return _side_by_side([part.encode_spans(texts, longest) for part in self.parts])


class CombinedTokenEncoder(CombinedEncoder):
    """A combination of which a part shows its tokens; the last such part's are shown.

    The stronger model stands last: of MAC-Dev's 1-1 links, the two embedded ones find .875 with the
    tokens of the first, .885 with those of the second, .888 with both, at the price of two passes.
    """

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the tokens of each text, as the last part that has some sees them."""
        shows = next(part for part in reversed(self.parts) if isinstance(part, TokenEncoder))
        return shows.encode_tokens(texts)


def combined(name: str, parts: Sequence[Encoder]) -> CombinedEncoder:
    """Combine encoders; what one of them can do, the result can.

    :param name: The name of the combination.
    :param parts: At least one encoder.
    """
    tokens = any(isinstance(part, TokenEncoder) for part in parts)
    return (CombinedTokenEncoder if tokens else CombinedEncoder)(name, parts)


def _side_by_side(parts: Sequence[FloatArray]) -> FloatArray:
    """Join rows of unit length, or of zeros, to rows of unit length, or of zeros.

    A row with models that see nothing is as long as any other.
    """
    seeing = np.sum([part.any(axis=-1) for part in parts], axis=0)
    scale = (1 / np.sqrt(np.maximum(seeing, 1))).astype(np.float32)
    return np.concatenate([part * scale[..., None] for part in parts], axis=-1)
