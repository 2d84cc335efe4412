"""A large table of rows that is unpacked only as far as rows are asked for.

Unpacking all 65 MB of the embedding table takes 0.1 s of a processor (0.35 s where zlib does it).
Frequent tokens have small numbers, so the front of the table is enough for a while: what is
unpacked grows with the text, and so does the memory it takes.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import IO

import numpy as np

from duizhao.models.arrays import FloatArray, IntArray

__all__ = ["PARTS", "PackedRows"]

PARTS = 17
"""The table is stored in 17 parts: row t is row ``t // 17`` of part ``t % 17``."""

_ROWS_AT_ONCE = 512
"""Rows of a part that are unpacked together: 256 kB. Half as many take 15 % longer."""

_READERS = 4
"""Threads that unpack."""


class PackedRows:
    """The rows of an 8-bit table in 17 parts.

    Not safe for several threads at a time.

    :param parts: The parts as ``.npy`` streams, in order; each is closed once it is read, or once
        the table is gone.
    :param scale: What a part's values are multiplied by, shape (17,).
    :param lowest: What is then added, shape (17,).
    """

    def __init__(self, parts: Sequence[IO[bytes]], scale: FloatArray, lowest: FloatArray) -> None:
        self._parts = parts
        weakref.finalize(self, _close, parts)
        self._scale = scale
        self._lowest = lowest
        shapes = {_shape(part) for part in parts}
        rows, width = shapes.pop()
        # Memory is only taken up by the rows that are written to.
        self._table = np.empty((rows, PARTS, width), np.uint8)
        self._depths = np.zeros(PARTS, np.intp)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._table) * PARTS

    def __getitem__(self, rows: IntArray) -> FloatArray:
        """Return rows as float32, shape (len(rows), E)."""
        self.unpack(rows)
        part = rows % PARTS
        found = self._table.reshape(-1, self._table.shape[2]).take(rows, axis=0).astype(np.float32)
        found *= self._scale[part, None]
        found += self._lowest[part, None]
        return found

    def unpack(self, rows: IntArray) -> None:
        """Make sure that rows are there."""
        depth, part = np.divmod(rows, PARTS)
        wanted = np.zeros(PARTS, np.intp)
        np.maximum.at(wanted, part, depth + 1)
        short = np.flatnonzero(wanted > self._depths).tolist()
        if short:
            with ThreadPoolExecutor(_READERS) as pool:
                list(pool.map(self._unpack, short, wanted[short].tolist()))

    def _unpack(self, part: int, rows: int) -> None:
        """Read a part on, until so many of its rows are there."""
        number, _, width = self._table.shape
        depth = int(self._depths[part])
        while depth < rows:
            stop = min(depth + _ROWS_AT_ONCE, number)
            block = self._parts[part].read((stop - depth) * width)
            self._table[depth:stop, part] = np.frombuffer(block, np.uint8).reshape(-1, width)
            self._depths[part] = depth = stop
        if depth == number:
            self._parts[part].close()


def _close(parts: Sequence[IO[bytes]]) -> None:
    """Close what was not read to its end, so that a table that is gone leaves no file open."""
    for part in parts:
        part.close()


def _shape(part: IO[bytes]) -> tuple[int, ...]:
    """Read a stream's header, and so go to its first row."""
    np.lib.format.read_magic(part)
    shape, _, _ = np.lib.format.read_array_header_1_0(part)
    return shape
