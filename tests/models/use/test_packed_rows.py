from __future__ import annotations

import gc
import io
from typing import IO

import numpy as np

from duizhao.models.use.packed_rows import PARTS, PackedRows


def parts_of(rows: int) -> list[IO[bytes]]:
    parts: list[IO[bytes]] = []
    for number in range(PARTS):
        stream = io.BytesIO()
        np.save(stream, np.full((rows, 4), number, np.uint8))
        stream.seek(0)
        parts.append(stream)
    return parts


def test_rows_are_those_of_their_part_scaled_and_shifted() -> None:
    scale = np.arange(1, PARTS + 1, dtype=np.float32)
    table = PackedRows(parts_of(600), scale, np.full(PARTS, 0.5, np.float32))
    assert len(table) == 600 * PARTS
    found = table[np.array([3, PARTS * 599 + 16])]
    assert found.tolist() == [[3 * 4 + 0.5] * 4, [16 * 17 + 0.5] * 4]


def test_a_part_is_closed_when_it_is_read_and_the_others_when_the_table_is_gone() -> None:
    parts = parts_of(600)
    table = PackedRows(parts, np.ones(PARTS, np.float32), np.zeros(PARTS, np.float32))
    table.unpack(np.array([PARTS * 599]))
    assert [part.closed for part in parts] == [True] + [False] * (PARTS - 1)
    del table
    gc.collect()
    assert all(part.closed for part in parts)
