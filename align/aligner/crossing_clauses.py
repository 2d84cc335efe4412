"""Clauses that a border cuts off from their counterpart.

A translator who moves a clause into the next sentence makes a bead of two sentences a side, though
each of them looks like the other side's. What gives it away is the clause: the last one of a
sentence is more like the *next* sentence of the other side than like its own counterpart.

Letters: N sentences, D dimensions. Border b of a side stands before its sentence b; 0 and N are
its ends, where nothing can leak.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.corpora.text.clauses import clause_ends
from duizhao.models.arrays import FloatArray

__all__ = ["Borders", "edge_vectors", "leaks", "no_edges"]


def no_edges() -> FloatArray:
    """Return the edges of a side whose clauses nobody looked at."""
    return np.zeros((2, 0, 0), np.float32)


def edge_vectors(texts: Sequence[str], encode: Callable[[list[str]], FloatArray]) -> FloatArray:
    """Encode the first and the last clause of each sentence that has more than one.

    :param texts: N sentences.
    :param encode: Turns texts into vectors, shape (number of texts, D).
    :return: Shape (2, N, D); zeros where a sentence is a single clause.
    """
    ends = [clause_ends(text) for text in texts]
    several = [n for n, cuts in enumerate(ends) if len(cuts) > 1]
    firsts = [texts[n][: ends[n][0]].strip() for n in several]
    lasts = [texts[n][ends[n][-2] :].strip() for n in several]
    vectors = encode([*firsts, *lasts])
    edges = np.zeros((2, len(texts), vectors.shape[-1]), np.float32)
    edges[0, several], edges[1, several] = vectors[: len(several)], vectors[len(several) :]
    return edges


@dataclass(frozen=True)
class Borders:
    """Some of the borders of one side, each array of shape (borders, D).

    :param before: The last clause before each border.
    :param behind: The first clause behind it.
    :param change: The sentence behind it less the one before it.
    """

    before: FloatArray
    behind: FloatArray
    change: FloatArray

    @staticmethod
    def of(sentences: FloatArray, edges: FloatArray, first: int, stop: int) -> Borders:
        """Lay out the borders ``first`` to ``stop`` of a side.

        :param sentences: Vectors of the single sentences, shape (N, D).
        :param edges: From :func:`edge_vectors`, made ready as the sentences are; or empty.
        :param first: At least 0.
        :param stop: One past the last, at most N + 1.
        """
        out = np.zeros((3, stop - first, sentences.shape[1]), np.float32)
        at, end = max(first, 1), min(stop, len(sentences))
        if edges.shape[1] and at < end:
            inner = slice(at - first, end - first)
            out[0, inner] = edges[1, at - 1 : end - 1]
            out[1, inner] = edges[0, at:end]
            out[2, inner] = sentences[at:end] - sentences[at - 1 : end - 1]
        return Borders(*out)


def leaks(source: Borders, target: Borders) -> FloatArray:
    """Return by how much a clause beside two borders would fit better on their other side.

    This is the highest gain of similarity of four moves: the last clause before the border on
    either side over to the other side's sentence behind it, and the first clause behind it back.

    :param source: R borders of the source side.
    :param target: C borders of the target side.
    :return: At least 0, shape (R, C).
    """
    gain: FloatArray = np.maximum(
        source.before @ target.change.T, -(source.behind @ target.change.T)
    )
    gain = np.maximum(gain, source.change @ target.before.T)
    gain = np.maximum(gain, -(source.change @ target.behind.T))
    return gain.clip(0.0)
