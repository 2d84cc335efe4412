"""The aligner: two documents and an encoder to beads, each with its probability and its reasons."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np

from duizhao.align.band import band_along
from duizhao.align.features import FEATURES
from duizhao.align.lattice import (
    DoubleArray,
    Lattice,
    Step,
    best_path,
    build_lattice,
    posteriors,
)
from duizhao.align.moved import Move, Run, find_moves, without_moved
from duizhao.align.task import Task, expected_log_ratio, prepare
from duizhao.align.weights import Weights, default_weights
from duizhao.corpora.bitext import Bead
from duizhao.corpora.types import Document, Sentence
from duizhao.models.encoder import Encoder, FloatArray

__all__ = ["Progress", "align_documents"]

# What long work reports to: a stage's name, what is done of it, and the whole of it.
Progress = Callable[[str, int, int], None]

_SIMILARITY = FEATURES.index("similarity")


def align_documents(
    source: Document,
    target: Document,
    encoder: Encoder,
    *,
    weights: Weights | None = None,
    progress: Progress | None = None,
) -> tuple[Bead, ...]:
    """Align two documents.

    The most probable sequence of beads is found over all monotone ones (Viterbi on the lattice of
    :mod:`duizhao.align.lattice`); each bead's probability is its share among all sequences
    (forward-backward). What is left over is then looked for out of order
    (:mod:`duizhao.align.moved`). Sentences that take no part in the alignment, such as
    teasers, stand in null beads of probability 1.

    :param source: The original.
    :param target: Its translation or digest.
    :param encoder: Turns sentences into vectors.
    :param weights: The weights of the bead features; those of the package if None.
    :param progress: Called as the work goes on.
    :return: Beads in reading order; every sentence of both documents stands in exactly one.
    """
    weights = weights or default_weights()
    sentences = list(source.aligned_sentences()), list(target.aligned_sentences())
    if all(sentences):
        ratio = expected_log_ratio(source.lang, target.lang)
        beads = _align(sentences, encoder, weights, ratio, progress or _silent)
    else:
        beads = [Bead((s.id,), ()) for s in sentences[0]]
        beads += [Bead((), (s.id,)) for s in sentences[1]]
    return _with_bystanders(beads, source, target)


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Report nothing."""


def _align(
    sentences: tuple[list[Sentence], list[Sentence]],
    encoder: Encoder,
    weights: Weights,
    expected_ratio: float,
    progress: Progress,
) -> list[Bead]:
    """Align sentences, neither side empty."""
    total = sum(map(len, sentences))
    progress("encode", 0, total)
    source, target = ([s.text for s in side] for side in sentences)
    task = prepare(
        source, target, encoder, expected_ratio, lambda done: progress("encode", done, total)
    )
    steps = weights.steps()
    lattice = build_lattice([task.band], steps)
    scores = np.empty((len(steps), lattice.cells), np.float32)
    for cells, values in task.features(steps):
        scores[:, cells] = weights.scores(values, steps)
        progress("align", cells.stop, lattice.cells)
    (path,) = best_path(lattice, scores)
    chances = posteriors(lattice, scores).of_beads(lattice, scores)
    runs = _runs(lattice, path, chances)
    moves = find_moves(runs, task)
    return _beads(sentences, without_moved(runs, moves), moves, task, weights)


def _runs(lattice: Lattice, path: Sequence[tuple[int, int]], chances: DoubleArray) -> list[Run]:
    """Return the beads of a path with their probabilities.

    That of a null bead is the sentence's to stand alone, wherever the other side stops.
    """
    rows, columns = lattice.bands[0].cells()
    alone = {
        step: np.bincount(at, chances[lattice.steps.index(step)])
        for step, at in (((1, 0), rows), ((0, 1), columns))
        if step in lattice.steps
    }
    runs = []
    for t, cell in path:
        (p, q), i, j = lattice.steps[t], int(rows[cell]), int(columns[cell])
        chance = chances[t, cell] if p and q else alone[p, q][i if p else j]
        runs.append(Run((i - p, i), (j - q, j), min(float(chance), 1.0)))
    return runs


def _beads(
    sentences: tuple[list[Sentence], list[Sentence]],
    runs: Sequence[Run],
    moves: Sequence[Move],
    task: Task,
    weights: Weights,
) -> list[Bead]:
    """Return runs and moves as beads with their reasons, moves where their target stands."""
    waiting = deque(sorted(moves, key=lambda move: move.column))
    beads: list[Bead] = []

    def put_moves(before: int) -> None:
        while waiting and waiting[0].column < before:
            move = waiting.popleft()
            ids = (sentences[0][move.row].id,), (sentences[1][move.column].id,)
            parts = {"margin": move.margin}
            beads.append(Bead(*ids, move.probability, move.similarity, moved=True, parts=parts))

    for run, values in zip(runs, _values(runs, task, weights.steps()), strict=True):
        put_moves(run.columns[0])
        beads.append(
            Bead(
                source=tuple(s.id for s in sentences[0][slice(*run.rows)]),
                target=tuple(s.id for s in sentences[1][slice(*run.columns)]),
                probability=run.probability,
                similarity=0.0 if run.is_null else float(values[_SIMILARITY]),
                parts=weights.parts(values, _step(run)),
            )
        )
    put_moves(len(sentences[1]))
    return beads


def _step(run: Run) -> Step:
    """Return the bead type of a run."""
    return run.rows[1] - run.rows[0], run.columns[1] - run.columns[0]


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
        values[:, steps.index(_step(run)), first[i] + j]
        for run, (i, j) in zip(runs, ends, strict=True)
    ]


def _with_bystanders(beads: list[Bead], source: Document, target: Document) -> tuple[Bead, ...]:
    """Put the sentences that took no part back in their places, as null beads."""
    aside = [
        deque(Bead((s.id,), ()) for s in source.sentences if not source.is_aligned(s)),
        deque(Bead((), (s.id,)) for s in target.sentences if not target.is_aligned(s)),
    ]
    out: list[Bead] = []
    for bead in beads:
        for waiting, ids in zip(aside, (bead.source, bead.target), strict=True):
            # A moved bead stands where its target does; its source tells nothing of the order.
            if bead.moved and ids is bead.source:
                continue
            while waiting and ids and (*waiting[0].source, *waiting[0].target)[0] < ids[-1]:
                out.append(waiting.popleft())
        out.append(bead)
    return (*out, *aside[0], *aside[1])
