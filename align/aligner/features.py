"""What speaks for a bead: named features, each an array over all beads of a band.

Letters: N source and M target sentences, K the longest span, D dimensions, T bead types, C cells
of the band, F features. A feature of a bead stands at the cell where the bead ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from duizhao.align.aligner.anchors import Coarse
from duizhao.align.aligner.band import Band
from duizhao.align.aligner.crossing_clauses import Borders, leaks, no_edges
from duizhao.align.aligner.lattice import Step
from duizhao.align.aligner.punctuation import CLOSED, DIGITS, EXCLAIMS, INSIDE, MARKS, OPENS
from duizhao.align.lengths import length_z
from duizhao.models.arrays import BoolArray, FloatArray, IntArray

__all__ = ["FEATURES", "LONGEST", "EncodedSide", "bead_types", "feature_blocks", "type_class"]

# The most sentences on one side of a bead. Of the 1,343 gold beads of MAC-Dev, 5 are none of the
# types tried, of two or more on one side and three or more on the other. With those tried as well,
# up to 6-6, up to sixteen are told there, one of them right (docs/decisions/0015-borders.md).
LONGEST = 6
# One weight each. Classes of bead types have weights of their own (see type_class).
FEATURES = (
    "similarity",  # linked beads: cosine of the two sides
    "weight",  # ... times the bead's sentences, mean of the two sides: paths of few large beads
    # and of many small ones have the same sum of weights, so that they can be compared
    "weakest",  # what the least like member sentence loses against the whole
    "length",  # how badly the lengths fit
    "digits",  # -1 if one side alone has digits
    "exclamation",  # -1 if one side alone exclaims
    "quotation",  # -1 if one side alone opens a quotation
    "closed",  # -1 if one side alone ends with a closing quotation mark
    "inside",  # -1 if one side alone ends inside a quotation
    "leak",  # how much better a clause beside the bead's end would fit on the other side of it
    "unmatched",  # null beads: the sentence's best similarity with anything
    "slack",  # how much of this side can have no counterpart, from the lengths
    "level",  # how alike plain pairs are in this document: free translations differ
)

_SIMILARITY, _WEIGHT, _WEAKEST, _LENGTH = range(4)
_LEAK, _UNMATCHED, _SLACK, _LEVEL = range(len(FEATURES) - 4, len(FEATURES))
# The features of marks, by the rows of the table of marks: those that any sentence of a run may
# have, and those that only its last one has.
_ANYWHERE = {DIGITS: 4, EXCLAIMS: 5, OPENS: 6}
_AT_THE_END = {CLOSED: 7, INSIDE: 8}

# Beyond this many standard deviations a pair is as bad as it gets.
_WORST_Z = 5.0
# A full translation, too, may drop a sentence in twenty.
_LEAST_SLACK = 0.05
# The lowest level that weights were fitted on is .45, of a free translation. Below lie texts that
# have hardly a sentence in common; what they say of each other must not pass for a translation.
_LEAST_LEVEL = 0.4
# Rows of a block: its similarity matrices stay in the processor's cache.
_ROWS_AT_ONCE = 64


@dataclass(frozen=True)
class EncodedSide:
    """One side of the pair as the features need it.

    :param spans: Vectors of all runs, shape (K, N, D), in the layout of
        :meth:`duizhao.models.encoder.Encoder.encode_spans`.
    :param lengths: Characters of each sentence, shape (N,).
    :param marks: From :func:`duizhao.align.aligner.punctuation.marks_of`, shape (MARKS, N); none
        if empty.
    :param edges: Vectors of each sentence's first and last clause, shape (2, N, D), zeros for a
        sentence of one clause; none if empty.
    :param copied: Which sentences stand on the other side as they are, shape (N,); none if empty.
        They take part like any other, but say nothing of what to expect of translations.
    """

    spans: FloatArray
    lengths: FloatArray
    marks: FloatArray = field(default_factory=lambda: np.zeros((MARKS, 0), np.float32))
    edges: FloatArray = field(default_factory=no_edges)
    copied: BoolArray = field(default_factory=lambda: np.zeros(0, np.bool_))

    @property
    def prose(self) -> IntArray:
        """The numbers of the sentences that do not stand on the other side as they are."""
        count = len(self.lengths)
        return np.flatnonzero(~self.copied) if len(self.copied) else np.arange(count)

    def run_lengths(self) -> FloatArray:
        """Return the characters of each run, shape (K, N); in the layout of ``spans``."""
        return _run_sums(self.lengths, len(self.spans))

    def run_marks(self) -> FloatArray:
        """Return the marks of each run, 0 or 1, shape (MARKS, K, N)."""
        longest, number = len(self.spans), len(self.lengths)
        out = np.zeros((MARKS, longest, number), np.float32)
        if self.marks.shape[1]:
            for row in _ANYWHERE:
                out[row] = _run_sums(self.marks[row], longest) > 0
            for row in _AT_THE_END:
                out[row] = self.marks[row]
        return out


def bead_types() -> tuple[Step, ...]:
    """Return the bead types that are tried: null beads, 1-1 to 1-6, 2-2, 2-3, and their mirrors.

    >>> len(bead_types())
    16
    """
    linked = [(1, b) for b in range(1, LONGEST + 1)] + [(2, 2), (2, 3)]
    mirrored = [(b, a) for a, b in linked if a != b]
    return ((1, 0), (0, 1), *linked, *mirrored)


def type_class(step: Step) -> str:
    """Return the name of the weight that a bead type shares with its mirror image.

    >>> type_class((2, 1)), type_class((0, 1)), type_class((2, 2))
    ('type 1-2', 'null', 'type 2-2')
    """
    low, high = sorted(step)
    return f"type {low}-{high}" if low else "null"


def feature_blocks(
    source: EncodedSide,
    target: EncodedSide,
    coarse: Coarse,
    band: Band,
    steps: Sequence[Step],
    log_ratio: float,
    *,
    rows_at_once: int = _ROWS_AT_ONCE,
) -> Iterator[tuple[slice, FloatArray]]:
    """Yield the features of all beads, block of rows by block of rows.

    :param source: The source side.
    :param target: The target side.
    :param coarse: What the coarse pass found between the two.
    :param band: The cells wanted.
    :param steps: The T bead types, from :func:`bead_types`.
    :param log_ratio: The usual logarithm of source over target characters.
    :param rows_at_once: Rows of a block, at least 1.
    :return: Pairs of the cells covered, a slice of 0..C, and their features, shape (F, T, c).
        Beads that would begin outside the lattice hold numbers without meaning.
    """
    pair = _Pair.of(source, target, coarse, log_ratio)
    starts = band.starts
    for row in range(0, len(band.low), rows_at_once):
        block = _Block.of(band, row, min(row + rows_at_once, len(band.low)))
        yield slice(int(starts[row]), int(starts[block.stop])), _features(pair, block, steps)


@dataclass(frozen=True)
class _Pair:
    """Both sides, source first, with what the features of every block need of them.

    :param sides: The sides.
    :param lengths: Characters of each run, shapes (K, N) and (K, M).
    :param marks: Marks of each run, 0 or 1, shapes (MARKS, K, N) and (MARKS, K, M).
    :param best: Highest similarity of each sentence with any, shapes (N,) and (M,).
    :param log_slack: Of each side, the logarithm of the share that can have no counterpart.
    :param level: How alike plain pairs are in this document.
    :param log_ratio: The usual logarithm of source over target characters.
    """

    sides: tuple[EncodedSide, EncodedSide]
    lengths: tuple[FloatArray, FloatArray]
    marks: tuple[FloatArray, FloatArray]
    best: tuple[FloatArray, FloatArray]
    log_slack: tuple[float, float]
    level: float
    log_ratio: float

    @staticmethod
    def of(source: EncodedSide, target: EncodedSide, coarse: Coarse, log_ratio: float) -> _Pair:
        """Put two sides together."""
        marks = source.run_marks(), target.run_marks()
        if not all(each[[OPENS, CLOSED, INSIDE]].any() for each in marks):
            # Where one side writes quotations without marks, they tell nothing of the other.
            for each in marks:
                each[[OPENS, CLOSED, INSIDE]] = 0
        return _Pair(
            (source, target),
            (source.run_lengths(), target.run_lengths()),
            marks,
            (coarse.source_best, coarse.target_best),
            _log_slack(source.lengths[source.prose], target.lengths[target.prose], log_ratio),
            max(coarse.level, _LEAST_LEVEL),
            log_ratio,
        )


@dataclass(frozen=True)
class _Block:
    """The band's cells in some rows, and the rectangle that they stand in.

    ::

                  low            high
             row   # # # # . . . .        #  a cell of the band, c in all
                   . . # # # # . .
        stop - 1   . . . . # # # #

    :param row: The first row.
    :param stop: One past the last row.
    :param low: The first column of the rectangle.
    :param high: One past its last column.
    :param i: The row of each cell, that is, how many source sentences end there, shape (c,).
    :param j: Its column, how many target sentences end there, shape (c,).
    """

    row: int
    stop: int
    low: int
    high: int
    i: IntArray
    j: IntArray

    @staticmethod
    def of(band: Band, row: int, stop: int) -> _Block:
        """Take the rows from ``row`` to before ``stop`` out of a band."""
        low, high = band.low[row:stop], band.high[row:stop]
        widths = high - low
        i = np.repeat(np.arange(row, stop), widths)
        first = np.cumsum(widths) - widths  # the number of each row's first cell in the block
        j = np.arange(len(i)) - np.repeat(first - low, widths)
        return _Block(row, stop, int(low[0]), int(high[-1]), i, j)


@dataclass(frozen=True)
class _Cosines:
    """The cosines of linked beads, by type and by the cell where the bead ends.

    The tables cover a block's rectangle and, before it, as many rows and columns as the longest run
    has sentences (the margin), since a bead's first sentence may end there. With a margin of 5, a
    block of the rows from 64 on has row 64 in row 5 of the tables. A 2-1 bead that ends in cell
    (64, j) holds the source sentences 62 and 63; what sentence 62 alone has in common with its
    target is the cosine of the 1-1 bead that ends in (63, j), in row 4.

    :param tables: By bead type, shape (margin + rows, margin + columns); zero where a bead would
        begin before the documents do.
    :param i: The row in the tables of each cell of the block, shape (c,).
    :param j: Its column, shape (c,).
    """

    tables: dict[Step, FloatArray]
    i: IntArray
    j: IntArray

    @staticmethod
    def of(pair: _Pair, block: _Block, steps: Sequence[Step]) -> _Cosines:
        """Compute the cosines around a block."""
        source, target = (side.spans for side in pair.sides)
        margin = len(source)
        a = _runs_that_end(source, block.row - margin, block.stop)
        b = _runs_that_end(target, block.low - margin, block.high)
        tables = {(p, q): a[p - 1] @ b[q - 1].T for p, q in steps if p and q}
        return _Cosines(tables, block.i - block.row + margin, block.j - block.low + margin)

    def at(self, step: Step, up: int = 0, left: int = 0) -> FloatArray:
        """Return the cosines of the beads that end so far above and left of each cell, (c,)."""
        return self.tables[step][self.i - up, self.j - left]


def _features(pair: _Pair, block: _Block, steps: Sequence[Step]) -> FloatArray:
    """Return the features of the beads that end in the cells of a block, shape (F, T, c)."""
    out = np.zeros((len(FEATURES), len(steps), len(block.i)), np.float32)
    cosines = _Cosines.of(pair, block, steps)
    edges = (block.row, block.stop), (block.low, block.high)
    borders = (
        Borders.of(side.spans[0], side.edges, *ends)
        for side, ends in zip(pair.sides, edges, strict=True)
    )
    leak = leaks(*borders)[block.i - block.row, block.j - block.low]
    for t, step in enumerate(steps):
        if 0 in step:
            side = step.index(1)
            best = pair.best[side]
            last = np.maximum((block.i, block.j)[side] - 1, 0)
            out[_UNMATCHED, t] = best[last] if len(best) else 0.0
            out[_SLACK, t] = pair.log_slack[side]
            out[_LEVEL, t] = pair.level
        else:
            _put_linked(out[:, t], step, pair, block, cosines)
            out[_LEAK, t] = leak
    return out


def _put_linked(out: FloatArray, step: Step, pair: _Pair, block: _Block, cosines: _Cosines) -> None:
    """Put the features of the linked beads of one type in their rows, shape (F, c)."""
    p, q = step
    value = cosines.at(step)
    weakest = value
    for u in range(p) if p > 1 else ():
        weakest = np.minimum(weakest, cosines.at((1, q), up=u))
    for v in range(q) if q > 1 else ():
        weakest = np.minimum(weakest, cosines.at((p, 1), left=v))
    # Runs stand at their last sentences.
    i, j = np.maximum(block.i - 1, 0), np.maximum(block.j - 1, 0)
    z = length_z(pair.lengths[0][p - 1, i], pair.lengths[1][q - 1, j], pair.log_ratio)
    out[_SIMILARITY] = value
    out[_WEIGHT] = value * (0.5 * (p + q))
    out[_WEAKEST] = weakest - value
    out[_LENGTH] = -0.5 * np.minimum(z * z, _WORST_Z**2)
    for row, feature in (*_ANYWHERE.items(), *_AT_THE_END.items()):
        out[feature] = -np.abs(pair.marks[0][row, p - 1, i] - pair.marks[1][row, q - 1, j])


def _log_slack(source: FloatArray, target: FloatArray, log_ratio: float) -> tuple[float, float]:
    """Return, for each side, the logarithm of the share of it that can have no counterpart.

    A side that is longer than the other one's length explains must keep some sentences to
    itself: a digest of a third leaves two thirds of its source unlinked.
    """
    ratio = np.exp(log_ratio) * target.sum() / max(float(source.sum()), 1.0)
    shares = max(1.0 - ratio, _LEAST_SLACK), max(1.0 - 1.0 / max(ratio, 1e-9), _LEAST_SLACK)
    return float(np.log(shares[0])), float(np.log(shares[1]))


def _runs_that_end(spans: FloatArray, first: int, stop: int) -> FloatArray:
    """Return the vectors of the runs that end before sentences ``first`` to ``stop``.

    :param spans: Shape (K, N, D).
    :param first: May lie before the document; there is no run then, and its vectors are zero.
    :param stop: At most N + 1.
    :return: Shape (K, stop - first, D).
    """
    outside = max(1 - first, 0)
    out = np.zeros((len(spans), stop - first, spans.shape[2]), np.float32)
    out[:, outside:] = spans[:, first + outside - 1 : stop - 1]
    return out


def _run_sums(values: FloatArray, longest: int) -> FloatArray:
    """Return the sum over each run, shape (K, N), in the layout of spans."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    out = np.zeros((longest, len(values)), np.float32)
    for k in range(1, min(out.shape) + 1):
        out[k - 1, k - 1 :] = sums[k:] - sums[:-k]
    return out
