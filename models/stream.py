"""Vectors of more texts than fit into memory.

>>> from duizhao.models.use.encoder import EmbeddedEncoder
>>> lines = (f"Line {number}." for number in range(5))
>>> [block.shape for block in encode_stream(EmbeddedEncoder(), lines, at_once=2)]
[(2, 512), (2, 512), (1, 512)]
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from duizhao.errors import EncoderError
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder

__all__ = ["encode_stream"]

_AT_ONCE = 1024
"""Texts in a block: 2 MB of the embedded encoder's vectors, and some 30 of its micro-batches, so
that all processors have work."""


def encode_stream(
    encoder: Encoder, texts: Iterable[str], *, at_once: int = _AT_ONCE
) -> Iterator[FloatArray]:
    """Encode texts as they come, some at a time, and keep none of them.

    :param encoder: Turns texts into vectors.
    :param texts: Any number of texts, such as the lines of an open file; read as needed.
    :param at_once: Texts in a block, at least 1.
    :return: Blocks of vectors in the order of the texts, each of shape (at_once, D); the last one
        may have fewer rows.
    :raises EncoderError: If ``at_once`` is less than 1.
    """
    if at_once < 1:
        message = (
            f"at_once is {at_once}, but a block has at least 1 text; "
            f"leave it out for blocks of {_AT_ONCE}"
        )
        raise EncoderError(message)
    return _blocks(encoder, iter(texts), at_once)


def _blocks(encoder: Encoder, texts: Iterator[str], at_once: int) -> Iterator[FloatArray]:
    while block := list(itertools.islice(texts, at_once)):
        yield encoder.encode(block)
