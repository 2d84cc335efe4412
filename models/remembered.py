"""An encoder that remembers the sentences of one job, so that whoever looks later asks for nothing.

The aligner encodes every sentence. The layers of findings ask for many of them again: of 1,250
pairs of the Bible's text they ask for 2,200 texts, of which 1,200 are such sentences. A cache on
disk would know them, too, but it may be switched off, and reading it takes its time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duizhao.models.arrays import FloatArray
from duizhao.models.combined import CombinedEncoder, combined
from duizhao.models.encoder import Encoder, TokenEncoder, TokenVectors

__all__ = ["RememberingEncoder", "RememberingTokenEncoder", "remembering"]

_MOST_BYTES = 64 * 2**20
"""32,000 sentences in 512 dimensions."""


class RememberingEncoder:
    """An encoder that encodes no text that stood alone in a run; :func:`remembering` makes one.

    :param encoder: Encodes the texts.
    :param most_bytes: Of vectors that are remembered; those that came first go.
    """

    def __init__(self, encoder: Encoder, *, most_bytes: int = _MOST_BYTES) -> None:
        self.encoder = encoder
        self._most = most_bytes // (4 * encoder.dimensions)
        self._rows: dict[str, FloatArray] = {}

    @property
    def name(self) -> str:
        """The name of the encoder."""
        return self.encoder.name

    @property
    def signature(self) -> str:
        """The signature of the encoder."""
        return self.encoder.signature

    @property
    def dimensions(self) -> int:
        """The length D of a vector."""
        return self.encoder.dimensions

    @property
    def blocks(self) -> tuple[int, ...]:
        """The widths of the models' vectors in a row."""
        return self.encoder.blocks

    @property
    def composes(self) -> bool:
        """Whether runs are composed from single texts."""
        return self.encoder.composes

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return one vector a text, shape (N, D); the same text in one call is encoded once.

        :param texts: N texts.
        """
        rows = np.empty((len(texts), self.dimensions), np.float32)
        absent: dict[str, list[int]] = {}
        for at, text in enumerate(texts):
            known = self._rows.get(text)
            if known is None:
                absent.setdefault(text, []).append(at)
            else:
                rows[at] = known
        if absent:
            for row, places in zip(self.encoder.encode([*absent]), absent.values(), strict=True):
                rows[places] = row
        return rows

    def encode_spans(self, texts: Sequence[str], longest: int) -> FloatArray:
        """Return the vectors of all runs of up to ``longest`` texts, and remember single ones.

        :param texts: N texts in reading order.
        :param longest: K, the longest run, at least 1.
        :return: Shape (K, N, D); ``[k - 1, i]`` is the run of ``k`` texts ending with ``i``.
        """
        spans = self.encoder.encode_spans(texts, longest)
        self._rows.update(zip(texts, spans[0].copy(), strict=True))
        surplus = len(self._rows) - self._most
        for text in list(self._rows)[: max(surplus, 0)]:
            del self._rows[text]
        return spans


class RememberingTokenEncoder(RememberingEncoder):
    """The same of an encoder that shows its tokens; those are computed each time."""

    encoder: TokenEncoder

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the tokens of each text."""
        return self.encoder.encode_tokens(texts)


def remembering(encoder: Encoder) -> Encoder:
    """Return an encoder that remembers sentences; what the given one can do, it can.

    Of a combination each part remembers its own, for who asks one part alone.

    :param encoder: Encodes the texts.
    """
    if isinstance(encoder, RememberingEncoder):
        return encoder
    if isinstance(encoder, CombinedEncoder):
        return combined(encoder.name, [remembering(part) for part in encoder.parts])
    if isinstance(encoder, TokenEncoder):
        return RememberingTokenEncoder(encoder)
    return RememberingEncoder(encoder)
