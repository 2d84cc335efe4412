"""What a tokeniser is given, and where in a text its pieces stand.

SentencePiece normalises what it reads (full-width letters, ligatures, runs of blanks) and says for
each piece which bytes of the given text it stands for. It says so in a message of protocol buffers,
the one form that has been the same in all its versions.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from duizhao.models.arrays import FloatArray, IntArray, unit
from duizhao.models.encoder import TokenVectors

__all__ = ["Piece", "pieces_of", "readable", "trimmed", "visible_tokens"]

_VARINT, _BYTES = 0, 2
_FIXED = {1: 8, 5: 4}
"""Sorts of fields in protocol buffers; of those of fixed length the bytes."""

_PIECES_KEY = 2 << 3 | _BYTES
_ID_KEY, _BEGIN_KEY, _END_KEY = (number << 3 | _VARINT for number in (2, 4, 5))
_WANTED = frozenset({_ID_KEY, _BEGIN_KEY, _END_KEY})
"""Numbers of fields in SentencePiece's messages (``sentencepiece.proto``), with their sorts."""

_BLANK = {"Cc", "Cf", "Zl", "Zp", "Zs"}
"""Categories of characters that show nothing: controls, format characters, separators."""


class Piece(NamedTuple):
    """A piece: its token number, its first character and the one after its last."""

    number: int
    start: int
    end: int


def readable(text: str) -> str:
    r"""Return a text of the same length that has a UTF-8 form, which tokenisers need.

    >>> readable("a\ud800b")
    'a?b'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def pieces_of(message: bytes, text: str) -> list[Piece]:
    """Read the pieces of a text.

    :param message: What the tokeniser makes of the text, as a serialised ``SentencePieceText``.
    :param text: The text.
    :return: The pieces in order. One that shares a character with others, or that was put before
        the text, may be empty.
    """
    characters = _characters(text).tolist()
    return [
        Piece(number, characters[begin], characters[end])
        for number, begin, end in _numbers(message)
    ]


def trimmed(text: str, piece: Piece) -> Piece:
    """Return a piece without the characters at its ends that show nothing.

    >>> trimmed("one  two", Piece(7, 3, 8))
    Piece(number=7, start=5, end=8)
    """
    number, start, end = piece
    if text[start:end].isalnum():  # most are, and letters show
        return piece
    while start < end and unicodedata.category(text[start]) in _BLANK:
        start += 1
    while start < end and unicodedata.category(text[end - 1]) in _BLANK:
        end -= 1
    return Piece(number, start, end)


def visible_tokens(pieces: Sequence[Piece], vectors: FloatArray) -> TokenVectors:
    """Return the pieces of a text that show something.

    :param pieces: All T pieces, trimmed.
    :param vectors: Their vectors, shape (T, D), of any length but 0.
    """
    kept = [number for number, piece in enumerate(pieces) if piece.start < piece.end]
    starts = np.array([pieces[number].start for number in kept], np.intp)
    ends = np.array([pieces[number].end for number in kept], np.intp)
    return TokenVectors(starts, ends, unit(vectors[kept]))


def _characters(text: str) -> IntArray:
    """Return how many characters start before each byte of the text's UTF-8 form, and its end.

    >>> _characters("aé.").tolist()
    [0, 1, 2, 2, 3]
    """
    data = np.frombuffer(text.encode("utf-8"), np.uint8)
    counts = np.zeros(len(data) + 1, np.intp)
    np.cumsum((data & 0xC0) != 0x80, out=counts[1:])
    return counts


def _numbers(message: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield each piece's token number, and its first byte and the one after its last."""
    place, size = 0, len(message)
    while place < size:
        key = message[place]
        if key == _PIECES_KEY:
            length, place = _varint(message, place + 1)
            yield _piece(message, place, place + length)
            place += length
        else:
            place = _passed(message, place)


def _piece(message: bytes, place: int, stop: int) -> tuple[int, int, int]:
    """Read one piece; protocol buffers leave out what is zero."""
    number = begin = end = 0
    while place < stop:
        key = message[place]
        if key in _WANTED:
            value = message[place + 1]
            place += 2
            if value >= 0x80:
                value, place = _varint(message, place - 1)
            if key == _ID_KEY:
                number = value
            elif key == _BEGIN_KEY:
                begin = value
            else:
                end = value
        else:
            place = _passed(message, place)
    return number, begin, end


def _passed(message: bytes, place: int) -> int:
    """Return the place behind a field that nobody asks for."""
    key, place = _varint(message, place)
    sort = key & 7
    if sort == _VARINT:
        return _varint(message, place)[1]
    if sort == _BYTES:
        length, place = _varint(message, place)
        return place + length
    return place + _FIXED[sort]


def _varint(message: bytes, place: int) -> tuple[int, int]:
    """Read a number of seven bits a byte; return it with the place behind it."""
    value = shift = 0
    while True:
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, place
