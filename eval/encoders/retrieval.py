"""How well vectors find a sentence's translation in the whole document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.models.arrays import FloatArray

__all__ = ["NEIGHBOURS", "Retrieval", "count_retrieved", "margins"]

NEIGHBOURS = 4
"""Nearest neighbours that make up a sentence's background (Artetxe & Schwenk 2019,
arXiv:1811.01136, use 4)."""


@dataclass(frozen=True)
class Retrieval:
    """How many translations were found; counts of several documents can be added.

    :param links: Sentence pairs, each looked for in both directions.
    :param forward: Source sentences whose best target sentence is the right one.
    :param backward: Target sentences whose best source sentence is the right one.
    """

    links: int = 0
    forward: int = 0
    backward: int = 0

    def __add__(self, other: Retrieval) -> Retrieval:
        return Retrieval(
            self.links + other.links, self.forward + other.forward, self.backward + other.backward
        )

    @property
    def accuracy(self) -> float:
        """The share that was found, both directions together, 0 to 1."""
        return (self.forward + self.backward) / (2 * self.links) if self.links else 0.0


def margins(similar: FloatArray, neighbours: int = NEIGHBOURS) -> FloatArray:
    """Return by how much each pair is closer than its two sentences' neighbourhoods.

    :param similar: Similarities of every pair, such as cosines, shape (N, M), neither of them 0.
    :param neighbours: k, how many nearest neighbours make up a neighbourhood.
    :return: Similarities less half the sum of both sentences' mean similarity with their k nearest
        neighbours on the other side, shape (N, M).
    """
    n, m = similar.shape
    rows, columns = min(neighbours, m), min(neighbours, n)
    near_source = np.partition(similar, m - rows, axis=1)[:, m - rows :].mean(axis=1)
    near_target = np.partition(similar, n - columns, axis=0)[n - columns :].mean(axis=0)
    found: FloatArray = similar - 0.5 * (near_source[:, None] + near_target[None, :])
    return found


def count_retrieved(scores: FloatArray, links: Iterable[Sequence[int]]) -> Retrieval:
    """Count the links that are the best of their row, and of their column.

    :param scores: Of every pair in a document, shape (N, M).
    :param links: Pairs (source, target) that are right.

    >>> count_retrieved(np.array([[0.9, 0.1], [0.8, 0.7]], np.float32), [(0, 0), (1, 1)])
    Retrieval(links=2, forward=1, backward=2)
    """
    best_target, best_source = scores.argmax(axis=1), scores.argmax(axis=0)
    pairs = [(int(i), int(j)) for i, j in links]
    return Retrieval(
        len(pairs),
        sum(int(best_target[i]) == j for i, j in pairs),
        sum(int(best_source[j]) == i for i, j in pairs),
    )
