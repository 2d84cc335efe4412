"""Coverage: how much of each side of a bead finds its counterpart, token by token, on the other.

One vector a sentence says what a sentence is about, and little of whether a clause of it is
missing. So each token looks for the token most like it on the other side (late interaction: Khattab
& Zaharia 2020, "ColBERT", https://arxiv.org/abs/2004.12832), and a side's coverage is the mean of
what its tokens find, weighted by how rare they are. A pair of sentences whose second clause belongs
to the neighbour is covered badly on one side, which is what tells the borders of beads.

Nothing is fitted beforehand: what all tokens of a document have in common, which directions matter
and how rare a token is are all told by the two documents themselves. Finding each sentence's
counterpart among all sentences of the other document, 832 pairs of MAC-Dev, both directions, by
margin over four neighbours: sentence vectors alone .817 right, with :data:`EVIDENCE` times the
coverage .855; Text+Berg (German and French) .947 and .954 (``benchmarks/retrieval.py``).

Letters as in :mod:`duizhao.align.aligner.features`; S and T tokens of a side, W dimensions of a
token.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.aligner.lattice import Step
from duizhao.models.arrays import FloatArray, IntArray
from duizhao.models.encoder import TokenEncoder, TokenVectors

__all__ = ["EVIDENCE", "TokenSide", "bead_coverage", "token_sides"]


EVIDENCE = 1.5
"""What a unit of coverage is worth in units of cosine: 0.5 gives .838, 1 .847, 1.5 .856, 2 .855,
3 .854, 5 .843 on the pairs named above."""

# Principal directions kept: 64 give .847, 128 .856, 256 .854, at 0.8 and 1.3 times the processor
# time of 128 (encoding left out), which also bounds the memory.
_WIDTH = 128
# Sentences of a side that are looked at for the mean and the directions.
_SAMPLE = 500
_AT_ONCE = 500
# Source sentences whose tokens are compared at a time: 16 of 30 tokens with 500 of 30 are 29 MB.
_ROWS = 16


@dataclass(frozen=True)
class TokenSide:
    """The tokens of a document's sentences.

    :param vectors: Unit vectors, shape (T, W). A sentence without a token has one of zeros.
    :param weights: How rare each token is, shape (T,), positive; 0 for a vector of zeros.
    :param bounds: Where each sentence's tokens begin, and where the last one's end, shape (N + 1,).
    """

    vectors: FloatArray
    weights: FloatArray
    bounds: IntArray

    def part(self, start: int, stop: int) -> TokenSide:
        """Return the tokens of sentences ``start`` to ``stop``."""
        bounds = self.bounds[start : stop + 1]
        tokens = slice(int(bounds[0]), int(bounds[-1]))
        return TokenSide(self.vectors[tokens], self.weights[tokens], bounds - bounds[0])

    @property
    def totals(self) -> FloatArray:
        """The weights of each sentence's tokens together, shape (N,)."""
        return np.add.reduceat(self.weights, self.bounds[:-1])


def token_sides(
    source: Sequence[str], target: Sequence[str], encoder: TokenEncoder, *, at_once: int = _AT_ONCE
) -> tuple[TokenSide, TokenSide]:
    """Encode both sides token by token, ready for comparison.

    :param source: N source sentences, at least 1, as the encoder knows their script best.
    :param target: M target sentences, at least 1, likewise.
    :param encoder: Shows what a text is made of.
    :param at_once: Sentences whose tokens are held in full width at a time.
    """
    samples = [
        np.concatenate([t.vectors for t in encoder.encode_tokens(texts[:: _step(texts)])])
        for texts in (source, target)
    ]
    means = [
        sample.mean(axis=0) if len(sample) else np.zeros(sample.shape[1], np.float32)
        for sample in samples
    ]
    deviations = np.concatenate([s - mean for s, mean in zip(samples, means, strict=True)])
    # The directions of the largest variance stand last.
    basis = np.linalg.eigh(deviations.T @ deviations)[1][:, -_WIDTH:].astype(np.float32)
    a, b = (
        _side(texts, encoder, mean, basis, at_once)
        for texts, mean in zip((source, target), means, strict=True)
    )
    return a, b


def _step(texts: Sequence[str]) -> int:
    """Return the distance between sentences of an even sample."""
    return -(-len(texts) // _SAMPLE)


def _side(
    texts: Sequence[str],
    encoder: TokenEncoder,
    mean: FloatArray,
    basis: FloatArray,
    at_once: int,
) -> TokenSide:
    """Encode one side: centred, narrowed, of unit length, weighted."""
    vectors: list[FloatArray] = []
    written: list[list[str]] = []
    for text, tokens in _encoded(texts, encoder, at_once):
        rows: FloatArray = np.zeros((max(len(tokens.vectors), 1), basis.shape[1]), np.float32)
        rows[: len(tokens.vectors)] = (tokens.vectors - mean) @ basis
        vectors.append(rows)
        written.append(
            [text[a:b].strip().casefold() for a, b in zip(tokens.starts, tokens.ends, strict=True)]
        )
    unit: FloatArray = np.concatenate(vectors)
    unit /= np.maximum(np.linalg.norm(unit, axis=1, keepdims=True), 1e-9)
    bounds = np.concatenate([[0], np.cumsum([len(part) for part in vectors])])
    return TokenSide(unit, _rarity(written), bounds.astype(np.intp))


def _encoded(
    texts: Sequence[str], encoder: TokenEncoder, at_once: int
) -> Iterator[tuple[str, TokenVectors]]:
    """Yield each text with its tokens, some texts encoded at a time."""
    for start in range(0, len(texts), at_once):
        part = texts[start : start + at_once]
        yield from zip(part, encoder.encode_tokens(part), strict=True)


def _rarity(sentences: Sequence[Sequence[str]]) -> FloatArray:
    """Return the weight of each token: the logarithm of one in how many sentences has it.

    The weights of a frequency list of other documents, 3,147 sentences, do no better.

    >>> [round(float(x), 2) for x in _rarity([["the", "cat"], ["the", "dog"], []])]
    [0.69, 0.85, 0.69, 0.85, 0.0]
    """
    holders = Counter(token for tokens in sentences for token in set(tokens))
    number = len(sentences) + 1
    weights = [
        np.log1p(number / (holders[token] + 2.0)) if token else 0.0
        for tokens in sentences
        for token in (tokens or [""])
    ]
    return np.array(weights, np.float32)


def bead_coverage(
    source: TokenSide,
    target: TokenSide,
    rows: slice,
    columns: slice,
    steps: Sequence[Step],
) -> dict[Step, FloatArray]:
    """Return how much of each side the other one covers, for beads that end in a block.

    :param source: The source side, N sentences.
    :param target: The target side, M sentences.
    :param rows: The beads' last source sentences, from ``start`` to ``stop``, within 0..N.
    :param columns: Their last target sentences, likewise within 0..M.
    :param steps: Bead types; those with a null side are left out.
    :return: By bead type, shape (2, rows, columns): the shares of the source and of the target
        that are covered, -1 to 1; 0 where a bead would begin before the first sentence.
    """
    linked = [step for step in steps if 0 not in step]
    height, width = rows.stop - rows.start, columns.stop - columns.start
    longest = max(p for p, _ in linked), max(q for _, q in linked)
    above = min(longest[0] - 1, rows.start)
    before = min(longest[1] - 1, columns.start)
    a = source.part(rows.start - above, rows.stop)
    b = target.part(columns.start - before, columns.stop)
    found = _found(a, b)
    covered = (
        _by_run(found[0], a, longest[1]),
        [share.T for share in _by_run(found[1].T, b, longest[0])],
    )
    totals = a.totals, b.totals
    out: dict[Step, FloatArray] = {}
    for p, q in linked:
        shares = np.zeros((2, above + height, before + width), np.float32)
        down = _run_sums(covered[0][q - 1], p) / _never_zero(_run_sums(totals[0], p))[:, None]
        across = _run_sums(covered[1][p - 1].T, q).T / _never_zero(_run_sums(totals[1], q))
        shares[0, p - 1 :, q - 1 :] = down[:, q - 1 :]
        shares[1, p - 1 :, q - 1 :] = across[p - 1 :]
        out[p, q] = shares[:, above:, before:]
    return out


def _found(a: TokenSide, b: TokenSide) -> tuple[FloatArray, FloatArray]:
    """Return what tokens find at best in each sentence of the other side: (S, m) and (n, T)."""
    by_source = np.empty((len(a.vectors), len(b.bounds) - 1), np.float32)
    by_target = np.empty((len(a.bounds) - 1, len(b.vectors)), np.float32)
    for first in range(0, len(by_target), _ROWS):
        bounds = a.bounds[first : first + _ROWS + 1]
        tokens = slice(int(bounds[0]), int(bounds[-1]))
        similar = a.vectors[tokens] @ b.vectors.T
        by_source[tokens] = np.maximum.reduceat(similar, b.bounds[:-1], axis=1)
        by_target[first : first + _ROWS] = np.maximum.reduceat(
            similar, bounds[:-1] - bounds[0], axis=0
        )
    return by_source, by_target


def _by_run(found: FloatArray, side: TokenSide, longest: int) -> list[FloatArray]:
    """Return what sentences find in runs of 1, 2, … sentences of the other side.

    :param found: What each token finds in single sentences, shape (T, m).
    :param side: Whose tokens these are, n sentences.
    :return: Weighted sums, shape (n, m) each; entry ``[i, j]`` is for the run that ends with ``j``.
        A run that would begin before the first sentence is cut off there.
    """
    sums = []
    best = found
    for size in range(1, longest + 1):
        if size > 1:
            best = best.copy()
            # best[:, j] covers size - 1 sentences up to j: one more at the front.
            best[:, size - 1 :] = np.maximum(best[:, size - 1 :], found[:, : 1 - size])
        sums.append(np.add.reduceat(best * side.weights[:, None], side.bounds[:-1], axis=0))
    return sums


def _run_sums(values: FloatArray, size: int) -> FloatArray:
    """Return the sums over runs of neighbouring rows, ``size`` long, shape (n - size + 1, …)."""
    count = max(len(values) - size + 1, 0)
    total = values[:count].copy()
    for offset in range(1, size if count else 1):
        total += values[offset : offset + count]
    return total


def _never_zero(totals: FloatArray) -> FloatArray:
    """Return divisors: what has no weight covers nothing."""
    return np.where(totals > 0, totals, np.float32(1))
