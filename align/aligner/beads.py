"""The aligner: two documents and an encoder to beads, each with its probability and its reasons."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

import numpy as np

from duizhao.align.aligner.band import band_along
from duizhao.align.aligner.features import FEATURES
from duizhao.align.aligner.kinship import stranger_bonus
from duizhao.align.aligner.lattice import Step
from duizhao.align.aligner.limits import LIMITS, Limits
from duizhao.align.aligner.loose.settle import Loose, loose_for, settle
from duizhao.align.aligner.loose.sureness import made_sure
from duizhao.align.aligner.moved import Move, find_moves, without_moved
from duizhao.align.aligner.paragraphs.pairs import Pair, find_pairs
from duizhao.align.aligner.runs import Run, find_runs
from duizhao.align.aligner.search_space import Pin, Task, in_order, prepare
from duizhao.align.aligner.shared_words import shared_words
from duizhao.align.aligner.weights import Weights, weights_for
from duizhao.align.decisions.links import NO_CONSTRAINTS, Constraints, Link
from duizhao.align.identical import Same
from duizhao.align.lengths import expected_log_ratio
from duizhao.align.listings import SameListing, same_listings
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document, Sentence
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder
from duizhao.models.threads import one_blas_thread

__all__ = ["Aligned", "Progress", "find_beads"]

# What long work reports to: a stage's name, what is done of it, and the whole of it.
Progress = Callable[[str, int, int], None]

_SIMILARITY = FEATURES.index("similarity")


@dataclass(frozen=True)
class Aligned:
    """The beads of documents, and whether these belong together.

    :param beads: Every sentence of every document stands in exactly one. In reading order; of
        several sources in the order of the target, and what a source has alone follows what stood
        before it. A null bead of the target names the source that its sentence is attributed to.
    :param kinship: How probable it is that each source and its share of the target belong together
        at all, 0 to 1; 1 where there is nothing to compare. Below .5 the reader should be told
        that they seem not to.
    :param paragraphs: Which paragraphs belong together, as far as that was looked for.
    """

    beads: tuple[Bead, ...]
    kinship: tuple[float, ...]
    paragraphs: tuple[Pair, ...] = ()


@one_blas_thread()
def find_beads(
    source: Document,
    target: Document,
    encoder: Encoder,
    *,
    weights: Weights | None = None,
    loose: Loose | None = None,
    constraints: Constraints = NO_CONSTRAINTS,
    only: Set[int] | None = None,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> Aligned:
    """Align two documents.

    Each bead's probability is its share among all monotone sequences (forward-backward on the
    lattice of :mod:`duizhao.align.aligner.lattice`); the sequence is taken whose beads are likelier
    right than wrong (:mod:`duizhao.align.aligner.runs`). Sentences that it left alone or hung on
    another one are asked once more (:mod:`duizhao.align.aligner.loose.settle`). What is left over
    is looked for out of order (:mod:`duizhao.align.aligner.moved`). Sentences that take no part in
    the alignment, such as teasers, stand in null beads of probability 1. Code that takes no part,
    but stands on both sides, tells which prose is looked for where: no link crosses it.

    :param source: The original.
    :param target: Its translation or digest.
    :param encoder: Turns sentences into vectors.
    :param weights: The weights of the bead features; those of the package if None.
    :param loose: What tells sentences without counterpart; that of the package if None, which has
        one for Chinese and English.
    :param constraints: Links that are made, and links that are not, whatever the vectors say.
    :param only: The ids of the target sentences to align, if not all; the others stand in no bead.
    :param progress: Called as the work goes on.
    :param limits: Up to which size the documents are searched whole.
    """
    weights = weights or weights_for(encoder)
    taken = [{n for link in constraints.forced for n in link[side]} for side in (0, 1)]
    sentences = (
        [s for s in source.aligned_sentences() if s.id not in taken[0]],
        [
            s
            for s in target.aligned_sentences()
            if s.id not in taken[1] and (only is None or s.id in only)
        ],
    )
    kinship = 1.0
    pins: tuple[Pin, ...] = ()
    paragraphs: tuple[Pair, ...] = ()
    listings: list[SameListing] = []
    if all(sentences):
        ratio = expected_log_ratio(source.lang, target.lang)
        listings = same_listings(source, target) if only is None else []
        places = _places(sentences, listings)
        task = _task(sentences, encoder, ratio, constraints, progress or _silent, limits, places)
        loose = loose or loose_for(encoder.name, (source.lang, target.lang))
        beads = _align(sentences, task, weights, loose, progress or _silent)
        kinship, pins = task.kinship, task.pins
        vectors = task.source.spans[0], task.target.spans[0]
        paragraphs = find_pairs(sentences, beads, vectors, task.coarse)
        corners = {*task.corners}
        listings = [
            listing
            for listing, place in zip(listings, places, strict=True)
            if (place.source, place.target) in corners
        ]
    else:
        beads = [Bead((s.id,), ()) for s in sentences[0]]
        beads += [Bead((), (s.id,)) for s in sentences[1]]
        pins = tuple(in_order(_pins(sentences, constraints), np.empty((0, 2), np.intp)))
    _put_forced(beads, constraints, {pin.target for pin in pins})
    beads = _with_bystanders(beads, source, target if only is None else None, listings)
    return Aligned(tuple(beads), (kinship,), paragraphs)


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Report nothing."""


def _task(
    sentences: tuple[list[Sentence], list[Sentence]],
    encoder: Encoder,
    expected_ratio: float,
    constraints: Constraints,
    progress: Progress,
    limits: Limits,
    between: Sequence[Same],
) -> Task:
    """Make sentences ready for the lattice, neither side empty."""
    total = sum(map(len, sentences))
    progress("encode", 0, total)
    source, target = ([s.text for s in side] for side in sentences)
    return prepare(
        source,
        target,
        encoder,
        expected_ratio,
        lambda done: progress("encode", done, total),
        _pins(sentences, constraints),
        _rejected(sentences, constraints),
        limits,
        between,
        _cells(sentences, constraints.borders),
    )


def _cells(
    sentences: tuple[list[Sentence], list[Sentence]], borders: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return how many sentences that take part stand before borders, on both sides."""
    ids = [[s.id for s in side] for side in sentences]
    return [(bisect_left(ids[0], i), bisect_left(ids[1], j)) for i, j in borders]


def _places(
    sentences: tuple[list[Sentence], list[Sentence]], listings: Sequence[SameListing]
) -> list[Same]:
    """Return how many sentences that take part stand before listings, on both sides."""
    ids = [[s.id for s in side] for side in sentences]
    return [
        Same(
            bisect_left(ids[0], listing.source[0]),
            bisect_left(ids[1], listing.target[0]),
            listing.weight,
        )
        for listing in listings
    ]


def _align(
    sentences: tuple[list[Sentence], list[Sentence]],
    task: Task,
    weights: Weights,
    loose: Loose | None,
    progress: Progress,
) -> list[Bead]:
    """Align sentences."""
    runs = find_runs(task, weights, lambda *done: progress("align", *done))
    if loose is not None:
        runs = settle(runs, task, weights, loose)
    source, target = ([s.text for s in side] for side in sentences)
    moves = find_moves(runs, task, shared_words(source, target))
    left = without_moved(runs, moves)
    if loose is not None:
        left = made_sure(left, loose.sure)
    return _beads(sentences, left, moves, task, weights)


def _pins(
    sentences: tuple[list[Sentence], list[Sentence]], constraints: Constraints
) -> tuple[Pin, ...]:
    """Return where the links that are made stand between the sentences left."""
    ids = [[s.id for s in side] for side in sentences]
    return tuple(
        Pin((bisect_left(ids[0], link[0][0]), bisect_left(ids[1], link[1][0])), link[1][0])
        for link in sorted(constraints.forced)
        if all(link)
    )


def _rejected(
    sentences: tuple[list[Sentence], list[Sentence]], constraints: Constraints
) -> list[Link]:
    """Return the links that are not made, by positions among the sentences left."""
    at = [{s.id: n for n, s in enumerate(side)} for side in sentences]
    return [
        (tuple(at[0][n] for n in rows), tuple(at[1][n] for n in columns))
        for rows, columns in constraints.forbidden
        if at[0].keys() >= set(rows) and at[1].keys() >= set(columns)
    ]


def _put_forced(beads: list[Bead], constraints: Constraints, in_order: Set[int]) -> None:
    """Put the links that are made in their places, as beads of probability 1."""
    for source, target in sorted(constraints.forced):
        moved = bool(source and target) and target[0] not in in_order

        def behind(bead: Bead, moved: bool = moved, link: Link = (source, target)) -> bool:
            pairs = zip((bead.source, bead.target), link, strict=True)
            sides = list(pairs)[1:] if moved else pairs
            return not bead.moved and any(a and b and a[0] > b[0] for a, b in sides)

        at = next((n for n, bead in enumerate(beads) if behind(bead)), len(beads))
        parts = {"decided": 1.0}
        beads.insert(at, Bead(source, target, 1.0, 0.0, moved=moved, parts=parts))


def _beads(
    sentences: tuple[list[Sentence], list[Sentence]],
    runs: Sequence[Run],
    moves: Sequence[Move],
    task: Task,
    weights: Weights,
) -> list[Bead]:
    """Return runs and moves as beads with their reasons, moves where their target stands."""
    waiting = deque(sorted(moves, key=lambda move: move.columns))
    beads: list[Bead] = []

    def put_moves(before: int) -> None:
        while waiting and waiting[0].columns[0] < before:
            move = waiting.popleft()
            ids = (_ids(sentences[0], move.rows), _ids(sentences[1], move.columns))
            parts = move.parts
            beads.append(Bead(*ids, move.probability, move.similarity, moved=True, parts=parts))

    bonus = stranger_bonus(task.kinship)
    strangers = {"strangers": bonus} if bonus else {}
    for run, values in zip(runs, _values(runs, task, weights.steps()), strict=True):
        put_moves(run.columns[0])
        beads.append(
            Bead(
                source=_ids(sentences[0], run.rows),
                target=_ids(sentences[1], run.columns),
                probability=run.probability,
                similarity=0.0 if run.is_null else float(values[_SIMILARITY]),
                parts={**weights.parts(values, run.step), **(strangers if run.is_null else {})},
            )
        )
    put_moves(len(sentences[1]))
    return beads


def _ids(sentences: Sequence[Sentence], place: tuple[int, int]) -> tuple[int, ...]:
    """Return the ids of a run of sentences."""
    return tuple(sentence.id for sentence in sentences[slice(*place)])


def _values(runs: Sequence[Run], task: Task, steps: Sequence[Step]) -> list[FloatArray]:
    """Return the features, shape (F,), of each run.

    They are computed a second time, along the path only: keeping those of all beads would take F
    times the memory.
    """
    ends = [(run.rows[1], run.columns[1]) for run in runs]
    band = band_along(*task.band.shape, [(0, 0), *ends])
    first = band.starts[:-1] - band.low
    values = np.concatenate([block for _, block in task.features(steps, band)], axis=2)
    return [
        values[:, steps.index(run.step), first[i] + j]
        for run, (i, j) in zip(runs, ends, strict=True)
    ]


def _with_bystanders(
    beads: list[Bead], source: Document, target: Document | None, listings: Sequence[SameListing]
) -> list[Bead]:
    """Put the sentences that took no part back in their places, as null beads.

    :param listings: What of them stands on both sides, in one order: what is the same stands
        together, first the source's.
    """
    aside = (
        deque(s.id for s in source.sentences if not source.is_aligned(s)),
        deque(s.id for s in target.sentences if not target.is_aligned(s)) if target else deque(),
    )
    partners: tuple[dict[int, SameListing], ...] = (
        {listing.source[0]: listing for listing in listings},
        {listing.target[0]: listing for listing in listings},
    )
    out: list[Bead] = []

    def put(side: int, until: int) -> None:
        """Put what one side has before a sentence."""
        while aside[side] and aside[side][0] < until:
            same = partners[side].pop(aside[side][0], None)
            if same and partners[1 - side].pop((same.source, same.target)[1 - side][0], None):
                put(0, same.source[-1] + 1)
                put(1, same.target[-1] + 1)
            else:
                number = aside[side].popleft()
                out.append(Bead((), (number,)) if side else Bead((number,), ()))

    for bead in beads:
        for side, ids in enumerate((bead.source, bead.target)):
            # A moved bead stands where its target does; its source tells nothing of the order.
            if ids and not (bead.moved and side == 0):
                put(side, ids[-1])
        out.append(bead)
    for side, document in enumerate((source, target)):
        put(side, len(document.sentences) if document else 0)
    return out
