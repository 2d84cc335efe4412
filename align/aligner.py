"""The aligner: two documents and an encoder to beads, each with its probability and its reasons."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from duizhao.align.features import FEATURES, bead_types
from duizhao.align.lattice import best_path, build_lattice, posteriors
from duizhao.align.moved import link_moved
from duizhao.align.task import expected_log_ratio, prepare
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
    (:mod:`duizhao.align.moved`). Sentences whose kind takes no part in the alignment, such as
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
    steps = bead_types()
    lattice = build_lattice([task.band], steps)
    scores = np.empty((len(steps), lattice.cells), np.float32)
    for cells, values in task.features():
        scores[:, cells] = weights.scores(values, steps)
        progress("align", cells.stop, lattice.cells)
    (path,) = best_path(lattice, scores)
    probabilities = posteriors(lattice, scores).of_path(lattice, scores, path)
    rows, columns = task.band.cells()
    beads = []
    for (t, cell), probability, value in zip(
        path, probabilities, _values_on_path(path, task.features()), strict=True
    ):
        beads.append(
            Bead(
                source=_ids(sentences[0], int(rows[cell]), steps[t][0]),
                target=_ids(sentences[1], int(columns[cell]), steps[t][1]),
                probability=float(probability),
                similarity=float(value[_SIMILARITY]) if all(steps[t]) else 0.0,
                parts=weights.parts(value, steps[t]),
            )
        )
    positions = [{s.id: n for n, s in enumerate(side)} for side in sentences]
    return link_moved(beads, task, (positions[0], positions[1]))


def _ids(sentences: Sequence[Sentence], end: int, size: int) -> tuple[int, ...]:
    """Return the ids of the ``size`` sentences before position ``end``."""
    return tuple(s.id for s in sentences[end - size : end])


def _values_on_path(
    path: Sequence[tuple[int, int]], blocks: Iterable[tuple[slice, FloatArray]]
) -> list[FloatArray]:
    """Return the features, shape (F,), of each bead of a path.

    They are computed a second time: keeping those of all beads would take F times the memory.
    """
    values: dict[int, FloatArray] = {}
    by_cell = {cell: t for t, cell in path}
    cells = np.array([cell for _, cell in path])
    for block, features in blocks:
        for cell in cells[(cells >= block.start) & (cells < block.stop)]:
            values[int(cell)] = features[:, by_cell[int(cell)], cell - block.start]
    return [values[cell] for _, cell in path]


def _with_bystanders(beads: list[Bead], source: Document, target: Document) -> tuple[Bead, ...]:
    """Put the sentences that took no part back in their places, as null beads."""
    aside = [
        deque(Bead((s.id,), ()) for s in source.sentences if not s.kind.aligned),
        deque(Bead((), (s.id,)) for s in target.sentences if not s.kind.aligned),
    ]
    out: list[Bead] = []
    for bead in beads:
        for waiting, ids in zip(aside, (bead.source, bead.target), strict=True):
            while waiting and ids and (*waiting[0].source, *waiting[0].target)[0] < ids[-1]:
                out.append(waiting.popleft())
        out.append(bead)
    return (*out, *aside[0], *aside[1])
