"""The tokeniser of multilingual-e5-small: XLM-RoBERTa's vocabulary, read by ``sentencepiece``.

The weights file lists pieces, scores and character replacements. The ``sentencepiece`` package
reads a vocabulary in its own format, a protocol buffer, which is put together here from the three.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from duizhao.models.e5.weights import E5File
from duizhao.models.token_pieces import Piece, pieces_of, readable, trimmed

__all__ = ["BEGIN", "END", "E5Tokeniser"]

BEGIN, _PAD, END, _UNKNOWN = range(4)
"""Numbers of the tokens that stand for no text."""

_NORMAL, _UNKNOWN_KIND, _CONTROL = 1, 2, 3
"""Kinds of pieces in a sentencepiece model. Text never matches a control piece, such as ``<s>``."""

_MASK = b"<mask>"

_TRAINER = b"\x18\x01" + b"".join(
    # unk_id, bos_id, eos_id and pad_id are the fields 40, 41, 42 and 43.
    bytes([0x80 | (field << 3 & 0x7F), field >> 4, value])
    for field, value in ((40, _UNKNOWN), (41, BEGIN), (42, END), (43, _PAD))
)
"""The settings of a unigram model."""

_NORMALISER = b"\x0a\x08identity\x18\x01\x20\x01\x28\x01"
"""No replacement of characters; a space in front, single spaces, marked as ▁."""


class E5Tokeniser:
    """Turn texts into token numbers.

    :param file: The weights file.
    """

    def __init__(self, file: E5File) -> None:
        import sentencepiece

        # The file drops all control characters but this one, which its engine never sees.
        self._replacements = {0: "", **file.replacements}
        self._processor = sentencepiece.SentencePieceProcessor(
            model_proto=_model(file.pieces, file.scores)
        )

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        """Return each text's token numbers, without marks.

        :param texts: N texts. Lone surrogates count as question marks.
        """
        shown = [readable(text.translate(self._replacements)) for text in texts]
        found: list[list[int]] = self._processor.encode(shown)
        return found

    def pieces(self, text: str) -> list[Piece]:
        """Return a text's pieces with what each shows of the text as it was given.

        :param text: A text.
        :return: Pieces in order, their numbers as from a call; one that shows nothing is empty.
        """
        shown: list[str] = []
        places: list[int] = []  # of each character that is shown, the one that it stands for
        for place, character in enumerate(text):
            read = self._replacements.get(ord(character), character)
            shown.append(read)
            places += [place] * len(read)
        places.append(len(text))
        read = readable("".join(shown))
        message = self._processor.encode(read, out_type="serialized_proto")
        found = []
        for number, start, end in pieces_of(message, read):
            last = places[end - 1] + 1 if end > start else places[start]
            found.append(trimmed(text, Piece(number, places[start], last)))
        return found


def _model(pieces: Sequence[bytes], scores: Iterable[float]) -> bytes:
    """Return the vocabulary as a sentencepiece model."""
    parts = []
    for number, (piece, score) in enumerate(zip(pieces, scores, strict=True)):
        kind = _NORMAL
        if number == _UNKNOWN:
            kind = _UNKNOWN_KIND
        elif number < _UNKNOWN or piece == _MASK:
            kind = _CONTROL
        inner = (
            b"\x0a"
            + _varint(len(piece))
            + piece
            + b"\x15"
            + struct.pack("<f", score)
            + b"\x18"
            + bytes([kind])
        )
        parts.append(b"\x0a" + _varint(len(inner)) + inner)
    for field, content in ((b"\x12", _TRAINER), (b"\x1a", _NORMALISER)):
        parts.append(field + _varint(len(content)) + content)
    return b"".join(parts)


def _varint(number: int) -> bytes:
    r"""Return a number as protocol buffers write it.

    >>> _varint(300)
    b'\xac\x02'
    """
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
