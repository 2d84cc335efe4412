"""Aligners side by side: accuracy with intervals, calibration, time and memory.

All are handed the same sentences and the same vectors, which are made once and saved. Each runs in
a process of its own, so that none's memory or warm caches serve another.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from duizhao.align.aligner.spans import centred
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.eval.beads.calibration import calibration_error, judge
from duizhao.eval.beads.rates import Rates, count_units, lead, rates_of
from duizhao.eval.beads.trials import TrialSet
from duizhao.eval.measuring.new_process import in_new_process, peak_memory
from duizhao.eval.measuring.saved_vectors import Model
from duizhao.eval.peers.base import LONGEST_SPAN, Aligner, Work
from duizhao.eval.peers.registry import PEERS, ours, texts_beside
from duizhao.models.arrays import DoubleArray, FloatArray
from duizhao.models.encoder import Encoder
from duizhao.version import __version__

__all__ = ["AlignFigures", "measure_aligners"]


@dataclass(frozen=True)
class AlignFigures:
    """What was measured of one aligner on one set.

    :param aligner: Its name.
    :param gold: The name of the set.
    :param signature: Vectors, gold, aligner and version: what the figures are figures of.
    :param missing: What to install before it can run; the other figures are then None.
    :param rates: Precision, recall and F1 by name, see :data:`duizhao.eval.beads.rates.RATES`.
    :param lead: By how much the strict F1 of this package's aligner is higher, as the ends of a
        95 % interval; None for that aligner.
    :param calibration: The expected calibration error of its probabilities, 0 to 1; None if it
        gives none, or if the gold is cut by verses, of which no single bead is told right.
    :param seconds: From vectors to beads, all documents of the set one after another.
    :param processor_seconds: The same in seconds of processors, all threads together.
    :param memory: By how much this raised the process's peak of memory, in bytes; None if unknown.
    """

    aligner: str
    gold: str
    signature: str
    missing: str | None = None
    rates: dict[str, Rates] | None = None
    lead: tuple[float, float] | None = None
    calibration: float | None = None
    seconds: float | None = None
    processor_seconds: float | None = None
    memory: int | None = None


@dataclass(frozen=True)
class _Run:
    """What came out of a process."""

    beads: list[list[Bead]]
    seconds: float
    processor_seconds: float
    memory: int | None
    tied: list[frozenset[tuple[int, int]]] | None


def measure_aligners(
    trials: TrialSet,
    encoder: Encoder,
    *,
    peers: bool = True,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[AlignFigures]:
    """Measure this package's aligner and others on a set.

    :param trials: The set.
    :param encoder: Makes the vectors, once for all.
    :param peers: Whether the others take part.
    :param report: Called with the number of aligners done, and of all.
    :raises DuizhaoError: If the encoder cannot be used.
    """
    aligners = (ours(encoder), *PEERS) if peers else (ours(encoder),)
    figures = []
    first = None
    with tempfile.TemporaryDirectory(prefix="duizhao-bench-") as name:
        _save(Path(name), trials, encoder, centre=any(aligner.centred for aligner in aligners))
        for number, aligner in enumerate(aligners):
            report(number, len(aligners))
            found = None if aligner.missing else _run_apart(aligner, trials, encoder, Path(name))
            units = None if found is None else count_units(trials.trials, found.beads, found.tied)
            row = _figures(aligner, trials, encoder, found, units)
            if units is not None and first is not None:
                row = replace(row, lead=lead(first, units))
            first = units if first is None else first
            figures.append(row)
    report(len(aligners), len(aligners))
    return figures


def _save(folder: Path, trials: TrialSet, encoder: Encoder, *, centre: bool) -> None:
    """Save the vectors of all runs: the encoder's own and, if wanted, centred ones.

    And those of the other texts that our aligner asks for.
    """
    for number, trial in enumerate(trials.trials):
        for side, document in (("source", trial.pair.source), ("target", trial.pair.target)):
            texts = [as_encoded(sentence.text) for sentence in document.sentences]
            spans = encoder.encode_spans(texts, LONGEST_SPAN)
            np.save(_file(folder, number, side, centre=False), spans)
            if centre:
                np.save(_file(folder, number, side, centre=True), centred(spans, encoder.blocks))
        documents = (trial.pair.source, trial.pair.target)
        work = Work(*documents, *_load(folder, number, centre=False), Model.of(encoder))
        beside = texts_beside(work, encoder)
        rows = np.array([*beside.values()], np.float32).reshape(len(beside), encoder.dimensions)
        np.save(_file(folder, number, "beside"), rows)
        _file(folder, number, "beside").with_suffix(".json").write_text(
            json.dumps([*beside]), encoding="utf-8"
        )


def _file(folder: Path, number: int, side: str, *, centre: bool = False) -> Path:
    return folder / f"{number}.{side}.{'centred' if centre else 'raw'}.npy"


def _run_apart(aligner: Aligner, trials: TrialSet, encoder: Encoder, folder: Path) -> _Run:
    """Run an aligner on the whole set in a process of its own."""
    documents = [(trial.pair.source, trial.pair.target) for trial in trials.trials]
    found: _Run = in_new_process(_run, aligner, documents, folder, Model.of(encoder))
    return found


def _figures(
    aligner: Aligner,
    trials: TrialSet,
    encoder: Encoder,
    found: _Run | None,
    units: DoubleArray | None,
) -> AlignFigures:
    """Score what one aligner found; None if it is not installed."""
    signature = f"enc:{encoder.signature}|{trials.signature}|{aligner.signature}|v:{__version__}"
    if found is None or units is None:
        return AlignFigures(aligner.name, trials.name, signature, aligner.missing)
    return AlignFigures(
        aligner=aligner.name,
        gold=trials.name,
        signature=signature,
        rates=rates_of(units),
        calibration=_calibration(trials, found.beads) if aligner.probabilities else None,
        seconds=found.seconds,
        processor_seconds=found.processor_seconds,
        memory=found.memory,
    )


def _run(
    _started: float,
    aligner: Aligner,
    documents: Sequence[tuple[Document, Document]],
    folder: Path,
    model: Model,
) -> _Run:
    """Align documents in this process; what is imported and mapped before does not count."""
    works = [
        Work(
            *both,
            *_load(folder, number, centre=aligner.centred),
            model,
            _load_beside(folder, number),
        )
        for number, both in enumerate(documents)
    ]
    aligner.load()
    before = peak_memory()
    wall, processor = time.perf_counter(), time.process_time()
    beads = [list(aligner.align(work)) for work in works]
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    after = peak_memory()
    memory = None if before is None or after is None else after - before
    # Not timed: it is asked of trials alone that tell which paragraphs belong together.
    tied = None if aligner.paragraphs is None else [aligner.paragraphs(work) for work in works]
    return _Run(beads, wall, processor, memory, tied)


def _load(folder: Path, number: int, *, centre: bool) -> tuple[FloatArray, FloatArray]:
    """Map the vectors of both sides of a document pair."""
    source, target = (
        np.load(_file(folder, number, side, centre=centre), mmap_mode="r")
        for side in ("source", "target")
    )
    return source, target


def _load_beside(folder: Path, number: int) -> tuple[list[str], FloatArray]:
    """Read the other texts, and map their vectors."""
    file = _file(folder, number, "beside")
    texts: list[str] = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    return texts, np.load(file, mmap_mode="r") if texts else np.load(file)


def _calibration(trials: TrialSet, results: Sequence[Sequence[Bead]]) -> float | None:
    """Return the error over all beads of the set."""
    if any(trial.verses for trial in trials.trials):
        return None
    judged = [
        each
        for trial, beads in zip(trials.trials, results, strict=True)
        for each in judge(trial.pair.beads, beads, trial.moved or ())
    ]
    return calibration_error(judged)
