"""The nearest documents of the other side: exactly, or by an index where there are very many."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from duizhao.errors import MissingExtraError
from duizhao.models.arrays import FloatArray, IntArray

__all__ = ["EXACT", "nearest"]

EXACT = 50_000
"""Documents of a side up to which each is compared with each: 50,000 by 50,000 of 512 numbers take
four minutes of one processor."""

_BLOCK = 1024
# Links of a node of the index, and nodes that are looked at: with these 97 of 100 nearest ones of
# 100,000 random vectors are found, and of documents, which lie apart, nearly all.
_LINKS, _LOOKED_AT = 32, 128


def nearest(
    rows: FloatArray, others: FloatArray, count: int, *, exact: int = EXACT
) -> tuple[IntArray, FloatArray]:
    """Return the nearest rows of the other side, the best first.

    :param rows: N unit vectors, shape (N, D).
    :param others: M unit vectors, shape (M, D), at least one.
    :param count: K, how many are wanted of each.
    :param exact: Up to how many rows each is compared with each.
    :return: Their numbers and cosines, both of shape (N, min(K, M)).
    :raises MissingExtraError: If there are more, and no index is installed.
    """
    count = min(count, len(others))
    if max(len(rows), len(others)) > exact:
        return _indexed(rows, others, count)
    numbers = np.empty((len(rows), count), np.intp)
    cosines = np.empty((len(rows), count), np.float32)
    for start in range(0, len(rows), _BLOCK):
        found = rows[start : start + _BLOCK] @ others.T
        # Of equal cosines the first document comes first, whatever the block.
        best = np.argsort(-found, axis=1, kind="stable")[:, :count]
        numbers[start : start + _BLOCK] = best
        cosines[start : start + _BLOCK] = np.take_along_axis(found, best, 1)
    return numbers, cosines


def _indexed(rows: FloatArray, others: FloatArray, count: int) -> tuple[IntArray, FloatArray]:
    """Return the nearest rows by a graph of neighbours (Malkov & Yashunin 2018)."""
    if find_spec("faiss") is None:
        raise MissingExtraError("faiss-cpu", "pairing")
    import faiss

    faiss.omp_set_num_threads(1)  # several threads would build another graph each time
    index = faiss.IndexHNSWFlat(others.shape[1], _LINKS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efSearch = _LOOKED_AT
    index.add(np.ascontiguousarray(others, np.float32))
    cosines, numbers = index.search(np.ascontiguousarray(rows, np.float32), count)
    return numbers.astype(np.intp), cosines
