"""An encoder that hands out vectors that were made before: to time what comes after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.errors import EncoderError
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder

__all__ = ["Model", "SavedEncoder"]


@dataclass(frozen=True)
class Model:
    """What is known of the encoder that made the vectors; see there.

    :param name: Its name.
    :param signature: Its signature.
    :param blocks: The widths of its models' vectors in a row.
    """

    name: str
    signature: str
    blocks: tuple[int, ...]

    @staticmethod
    def of(encoder: Encoder) -> Model:
        """Return what is known of an encoder."""
        return Model(encoder.name, encoder.signature, encoder.blocks)


class SavedEncoder:
    """Hands out the vectors of two documents, and of single texts beside them.

    :param model: The encoder that made them.
    :param sides: For each document its texts, N of them, and the vectors of their runs, shape
        (K, N, D), in the layout of :meth:`duizhao.models.encoder.Encoder.encode_spans`.
    :param beside: Texts and their vectors, such as clauses of sentences.
    :param beyond: What encodes a single text that is none of these; such texts are refused if
        None. Their vectors are kept in :attr:`beside`.
    """

    composes = True

    def __init__(
        self,
        model: Model,
        sides: Sequence[tuple[Sequence[str], FloatArray]],
        beside: tuple[Sequence[str], FloatArray] | None = None,
        beyond: Encoder | None = None,
    ) -> None:
        self.name = model.name
        self.signature = model.signature
        self.blocks = model.blocks
        self.dimensions = sum(model.blocks)
        self.beside: dict[str, FloatArray] = dict(zip(*beside, strict=True)) if beside else {}
        self._beyond = beyond
        self._sides = [(list(texts), spans) for texts, spans in sides]
        self._places: dict[str, list[tuple[int, int]]] = {}
        for number, (texts, _) in enumerate(self._sides):
            for i, text in enumerate(texts):
                self._places.setdefault(text, []).append((number, i))

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return the vectors of sentences of the documents, or of texts beside them.

        :raises EncoderError: If a text is neither, and nothing encodes it.
        """
        unknown = {t: None for t in texts if t not in self._places and t not in self.beside}
        if unknown:
            if self._beyond is None:
                raise EncoderError(_unknown(next(iter(unknown))))
            self.beside |= zip(unknown, self._beyond.encode(list(unknown)), strict=True)
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            if text in self._places:
                number, i = self._places[text][0]
                row[:] = self._sides[number][1][0, i]
            else:
                row[:] = self.beside[text]
        return rows

    def encode_spans(self, texts: Sequence[str], longest: int) -> FloatArray:
        """Return the vectors of runs of neighbouring sentences of one of the documents.

        :raises EncoderError: If they do not stand together in one, or the runs are too long.
        """
        wanted = list(texts)
        if not wanted:
            return np.zeros((longest, 0, self.dimensions), np.float32)
        for number, start in self._places.get(wanted[0], ()):
            known, spans = self._sides[number]
            if known[start : start + len(wanted)] == wanted and longest <= len(spans):
                part = np.array(spans[:longest, start : start + len(wanted)])
                for size in range(2, longest + 1):
                    part[size - 1, : size - 1] = 0  # runs that began before
                return part
        raise EncoderError(_unknown(wanted[0]))


def _unknown(text: str) -> str:
    return f"no vector was saved for {text[:40]!r} and what follows it; encode it with the model"
