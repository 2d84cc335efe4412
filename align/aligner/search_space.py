"""Two lists of sentences made ready for the lattice: vectors, anchors, band."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.aligner.anchors import Coarse, chain, coarse_pass
from duizhao.align.aligner.band import Band, band_around, full_band, joined, narrowed
from duizhao.align.aligner.features import LONGEST, EncodedSide, feature_blocks
from duizhao.align.aligner.kinship import kinship
from duizhao.align.aligner.lattice import Step
from duizhao.align.aligner.limits import LIMITS, Limits
from duizhao.align.aligner.spans import side_of
from duizhao.align.chains import heaviest_chain
from duizhao.align.decisions.links import Link
from duizhao.align.identical import Same, identical_lines
from duizhao.models.arrays import FloatArray, IntArray, median
from duizhao.models.encoder import Encoder

__all__ = [
    "Pin",
    "Task",
    "coarse_of_prose",
    "in_order",
    "prepare",
    "task_of",
    "usual_log_ratio",
]

# Bands of so many cells a sentence are not narrowed: the Bible's text in two languages has 22.
_CELLS_A_SENTENCE = 32
# Wider ones are, first to what is so near the straight way from anchor to anchor, then nearer.
_HALF = 512
# The band of larger ones: trusted anchors to look back and ahead, and columns beyond them. On the
# Bible's text 3 and 6 find the same beads as 5 and 12.
_REACH, _PAD = 4, 8
# The expected ratio counts as this many anchors when the document's own is estimated.
_PRIOR_ANCHORS = 5
# A link that an editor made is out of order if it crosses more anchors than this, or more than
# half of them; fewer may be wrong themselves.
_CROSSED = 2


@dataclass(frozen=True)
class Pin:
    """A link that is made already, and whose sentences are none of the task's.

    :param cell: How many of the task's source and target sentences stand before it.
    :param target: The number of its first target sentence in the document.
    """

    cell: tuple[int, int]
    target: int


@dataclass(frozen=True)
class Task:
    """What the aligner works on.

    :param source: The source side.
    :param target: The target side.
    :param coarse: What the coarse pass found between the two.
    :param anchors: Sentences that plainly belong together, both numbers rising, shape (A, 2).
    :param band: The cells to search.
    :param log_ratio: The usual logarithm of source over target characters in these documents.
    :param corners: Cells that every path goes through, from (0, 0) to (N, M): what stands before
        a corner is never linked with what stands behind it.
    :param sections: The cells to search between one corner and the next, each a band of its own.
    :param rejected: Links that must not be made: rising source and target sentences; no bead
        holds all of them.
    :param kinship: How probable it is that the two texts belong together, 0 to 1.
    :param pins: The links made already that the texts run through in order.
    """

    source: EncodedSide
    target: EncodedSide
    coarse: Coarse
    anchors: IntArray
    band: Band
    log_ratio: float
    corners: tuple[tuple[int, int], ...]
    sections: tuple[Band, ...]
    rejected: tuple[Link, ...] = ()
    kinship: float = 1.0
    pins: tuple[Pin, ...] = ()

    def features(
        self, steps: Sequence[Step], band: Band | None = None
    ) -> Iterator[tuple[slice, FloatArray]]:
        """Yield the features of all beads, block by block; see :func:`feature_blocks`.

        :param steps: The bead types wanted.
        :param band: The cells wanted; those of the task if None.
        """
        return feature_blocks(
            self.source, self.target, self.coarse, band or self.band, steps, self.log_ratio
        )


def prepare(
    source: Sequence[str],
    target: Sequence[str],
    encoder: Encoder,
    expected_ratio: float,
    report: Callable[[int], None] = lambda _done: None,
    pins: Sequence[Pin] = (),
    rejected: Sequence[Link] = (),
    limits: Limits = LIMITS,
    between: Sequence[Same] = (),
    borders: Sequence[tuple[int, int]] = (),
) -> Task:
    """Encode both sides and decide where to search.

    :param source: N source sentences, at least 1.
    :param target: M target sentences, at least 1.
    :param encoder: Turns sentences into vectors.
    :param expected_ratio: From :func:`expected_log_ratio`.
    :param report: Called with the number of sentences encoded, of both sides together.
    :param pins: As for :func:`task_of`.
    :param rejected: As for :class:`Task`.
    :param limits: Up to which size texts are searched whole.
    :param between: As for :func:`task_of`.
    :param borders: As for :func:`task_of`.
    """
    same = identical_lines(source, target)
    a = side_of(source, encoder, LONGEST, report, copied=same.source)
    b = side_of(
        target, encoder, LONGEST, lambda done: report(len(source) + done), copied=same.target
    )
    links = [link for link in same.links if ((link.source,), (link.target,)) not in rejected]
    return task_of(a, b, expected_ratio, pins, rejected, limits, links, between, borders)


def task_of(
    source: EncodedSide,
    target: EncodedSide,
    expected_ratio: float,
    pins: Sequence[Pin] = (),
    rejected: Sequence[Link] = (),
    limits: Limits = LIMITS,
    same: Sequence[Same] = (),
    between: Sequence[Same] = (),
    borders: Sequence[tuple[int, int]] = (),
) -> Task:
    """Decide where to search, given the vectors of both sides.

    :param source: The source side, N sentences.
    :param target: The target side, M sentences.
    :param expected_ratio: From :func:`expected_log_ratio`.
    :param pins: Where links that are made already stand between the sentences, by rising source.
    :param rejected: As for :class:`Task`.
    :param limits: Up to which size texts are searched whole.
    :param same: Lines that stand on both sides, both numbers rising; the sides tell of them, too.
    :param between: What stands on both sides and takes no part: the numbers of source and target
        sentences before each, neither ever falling.
    :param borders: Cells that every path goes through, neither number ever falling. Those that a
        pin crosses are passed over.
    """
    n, m = len(source.lengths), len(target.lengths)
    own, coarse = coarse_of_prose(source, target, limits)
    chosen = chain(coarse)
    anchors, trust = coarse.pairs[chosen], coarse.trust(chosen)
    straight = in_order(pins, anchors)
    ends = [(0, 0), *_with_borders([pin.cell for pin in straight], borders), (n, m)]
    if same or between:
        ends, agreeing = _with_same(ends, same, between, anchors, trust)
        anchors, trust = anchors[agreeing], trust[agreeing]
    ends = list(dict.fromkeys(ends))
    sections = tuple(_section(anchors, trust, *cells, limits) for cells in itertools.pairwise(ends))
    return Task(
        source,
        target,
        coarse,
        anchors,
        joined(sections, ends),
        usual_log_ratio(source, target, anchors, expected_ratio),
        tuple(ends),
        sections,
        tuple(rejected),
        kinship(own, len(chosen)) if own.compared else 1.0,
        tuple(straight),
    )


def _with_borders(
    cells: Sequence[tuple[int, int]], borders: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return cells and the borders that are in one order with all of them, in that order."""
    kept = [b for b in borders if all((b[0] - i) * (b[1] - j) >= 0 for i, j in cells)]
    return sorted([*cells, *kept])


def coarse_of_prose(
    source: EncodedSide, target: EncodedSide, limits: Limits = LIMITS
) -> tuple[Coarse, Coarse]:
    """Compare the sentences that do not stand on the other side as they are.

    :param source: The source side.
    :param target: The target side.
    :param limits: From which size on texts have windows.
    :return: What the coarse pass finds of these sentences alone, and the same laid out over all;
        nothing was compared if a side has none.
    """
    rows, columns = source.prose, target.prose
    own = coarse_pass(_some(source.spans[0], rows), _some(target.spans[0], columns), limits)
    return own, own.spread(rows, columns, (len(source.lengths), len(target.lengths)))


def _some(vectors: FloatArray, numbers: IntArray) -> FloatArray:
    """Return some rows of vectors, without a copy if they are all."""
    return vectors if len(numbers) == len(vectors) else vectors[numbers]


def _with_same(
    ends: Sequence[tuple[int, int]],
    same: Sequence[Same],
    between: Sequence[Same],
    anchors: IntArray,
    trust: FloatArray,
) -> tuple[list[tuple[int, int]], list[int]]:
    """Put corners at what stands on both sides, where the texts agree to it.

    Of this and the anchors that is kept which stands in one order and weighs the most together: a
    line that stands elsewhere by chance gives way to the prose around it, and an anchor between two
    tables to the tables.

    :param ends: Corners that are certain, from (0, 0) to (N, M), both numbers never falling.
    :param same: Links of lines, both numbers rising.
    :param between: As for :func:`task_of`.
    :param anchors: Pairs of sentences taken to belong together, both numbers rising, shape (A, 2).
    :param trust: How far each of them is trusted, shape (A,).
    :return: All corners in order, and rising numbers of the anchors kept.
    """
    # Sentences have odd places, so that what stands between two of them has an even one.
    links = [(2 * link.source + 1, 2 * link.target + 1, link.weight) for link in same]
    links += [(2 * link.source, 2 * link.target, link.weight) for link in between]
    links += [
        (2 * i + 1, 2 * j + 1, float(t)) for (i, j), t in zip(anchors.tolist(), trust, strict=True)
    ]
    corners = 2 * np.array(ends)
    # A link that a corner parts is none.
    sections = [
        np.searchsorted(corners[:, side], [link[side] for link in links], "right")
        for side in (0, 1)
    ]
    order = sorted(np.flatnonzero(sections[0] == sections[1]).tolist(), key=links.__getitem__)
    kept = heaviest_chain([links[n][1] for n in order], [links[n][2] for n in order])
    chosen = sorted(order[number] for number in kept)
    first = len(same) + len(between)
    around = [(links[n][0] + k, links[n][1] + k) for n in chosen if n < first for k in (0, 1)]
    cells = {(i // 2, j // 2) for i, j in around}
    return sorted({*ends, *cells}), [n - first for n in chosen if n >= first]


def in_order(pins: Sequence[Pin], anchors: IntArray) -> list[Pin]:
    """Return the pins that the texts run through in order; the others are links out of order.

    :param pins: Links that are made already, by rising source.
    :param anchors: Pairs of the task's sentences taken to belong together, shape (A, 2).
    """
    most = min(_CROSSED, len(anchors) // 2)
    straight = []
    for pin in pins:
        before = anchors < np.array(pin.cell)
        if int((before[:, 0] != before[:, 1]).sum()) <= most:
            straight.append(pin)
    return [straight[number] for number in heaviest_chain([pin.target for pin in straight])]


def _section(
    anchors: IntArray,
    trust: FloatArray,
    start: tuple[int, int],
    end: tuple[int, int],
    limits: Limits,
) -> Band:
    """Return the cells to search between two corners.

    They are the whole lattice if it is small, and a band along the anchors otherwise.
    """
    n, m = end[0] - start[0], end[1] - start[1]
    if (n + 1) * (m + 1) <= limits.exact_cells:
        return full_band(n, m)
    inside = ((anchors >= start) & (anchors < end)).all(axis=1)
    own = anchors[inside] - start
    band = band_around(n, m, own, reach=_REACH, pad=_PAD, trust=trust[inside])
    most = max(limits.most_cells, _CELLS_A_SENTENCE * (n + m))
    half = _HALF
    while band.starts[-1] > most and half:
        band = narrowed(band, own, half)
        half //= 2
    return band


def usual_log_ratio(
    source: EncodedSide,
    target: EncodedSide,
    anchors: IntArray,
    expected: float,
) -> float:
    """Return the median over the anchors, held to what is expected while they are few.

    The documents' whole lengths say nothing of it: a digest would pass for a terse translation.

    :param source: The source side.
    :param target: The target side.
    :param anchors: Pairs of sentences that belong together, shape (A, 2).
    :param expected: From :func:`expected_log_ratio`.
    """
    count = len(anchors)
    if not count:
        return expected
    ratios = np.log((source.lengths[anchors[:, 0]] + 1) / (target.lengths[anchors[:, 1]] + 1))
    return (median(ratios) * count + expected * _PRIOR_ANCHORS) / (count + _PRIOR_ANCHORS)
