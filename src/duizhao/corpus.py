"""Align many documents with their translations in one run.

::

    import duizhao.corpus

    for outcome in duizhao.corpus.run("books.tsv", "out"):
        print(outcome.id, outcome.state, outcome.document["source_coverage"])

What a run leaves are plain files: ``documents.parquet``, ``findings.parquet`` and
``beads.parquet`` (with the extra ``parquet``), the same as CSV, ``memory.tmx``, ``index.html``, and
a folder for each pair.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from duizhao.align.corpus.engines.engine import Engine
from duizhao.align.corpus.engines.local import LocalEngine
from duizhao.align.corpus.engines.ray import RayEngine
from duizhao.align.corpus.manifest.entry import Entry, Manifest
from duizhao.align.corpus.manifest.folders import match_folders, match_patterns
from duizhao.align.corpus.manifest.table import entries_of, read_table, write_table
from duizhao.align.corpus.outcome import BEAD_TABLE, DOCUMENT_COLUMNS, FINDING_TABLE, Outcome
from duizhao.align.corpus.pairing.pair import LEAST, pair_folders
from duizhao.align.corpus.plan import DEFAULT_ENCODER, Plan
from duizhao.align.corpus.run import Run
from duizhao.align.decisions.file import NO_DECISIONS, Decisions
from duizhao.align.judging.settings import NO_SETTINGS, Settings
from duizhao.align.results.write import DEFAULT_FORMATS
from duizhao.models.encoder import Encoder

__all__ = [
    "BEAD_TABLE",
    "DOCUMENT_COLUMNS",
    "FINDING_TABLE",
    "Entry",
    "LocalEngine",
    "Manifest",
    "Outcome",
    "RayEngine",
    "match_folders",
    "match_patterns",
    "pair",
    "read_table",
    "run",
    "write_table",
]


def run(
    manifest: Manifest | str | os.PathLike[str] | Iterable[Mapping[str, object]],
    output: str | os.PathLike[str],
    *,
    model: str = "default",
    formats: Iterable[str] = DEFAULT_FORMATS,
    policy: str | None = None,
    preset: str | None = None,
    settings: Settings = NO_SETTINGS,
    decisions: Decisions = NO_DECISIONS,
    ui: str | None = None,
    processes: int | None = None,
    engine: Engine | None = None,
    retry_failed: bool = False,
) -> Iterator[Outcome]:
    """Align all pairs of a manifest, and yield what became of each as they end.

    A run that was stopped goes on where it was: pairs whose files and settings are the same are
    left as they are, and nothing is yielded of them. When the last one has ended, the tables, the
    memory and the report of all are written; closing the iterator before that keeps what was done.

    :param manifest: A manifest; a table's path; or rows, such as those of a data frame
        (``frame.to_dict("records")``), with ``source`` and ``target``.
    :param output: The folder of the results, or its URL.
    :param model: The name of the encoder, which each process loads for itself.
    :param formats: What is written of each pair, as for :func:`duizhao.write_results`.
    :param policy: ``"full"`` or ``"digest"``; left to each text if None.
    :param preset: The kind of text; told from each text if None.
    :param settings: What was chosen about findings.
    :param decisions: What an editor decided in earlier reports.
    :param ui: The interface language of the reports.
    :param processes: How many processes of this machine; one for each processor if None.
    :param engine: Who does the work instead, such as a :class:`RayEngine`.
    :param retry_failed: Try again what failed, though nothing changed.
    :raises InputError: If the manifest cannot be used.
    :raises OutputError: If results cannot be written; what was done until then is kept.
    """
    if isinstance(manifest, (str, os.PathLike)):
        manifest = read_table(manifest)
    elif not isinstance(manifest, Manifest):
        manifest = Manifest(entries_of(manifest, Path()), "rows")
    plan = Plan(
        os.fspath(output),
        replace(DEFAULT_ENCODER, name=model),
        settings if preset is None else replace(settings, preset=preset),
        decisions,
        policy,
        tuple(dict.fromkeys(formats)),
        ui,
    )
    work = Run(manifest, plan, engine or LocalEngine(processes), retry_failed)
    return (outcome for _, outcome in work.outcomes())


def pair(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    encoder: Encoder | None = None,
    *,
    least: float = LEAST,
) -> Manifest:
    """Propose which files of two folders translate each other, by what stands in them.

    :param source: The folder of the originals.
    :param target: The folder of the translations.
    :param encoder: Turns sentences into vectors; the default one, with its cache, if None.
    :param least: How probable a pair must be to be proposed, 0 to 1.
    :return: The pairs with their confidence, and after them what has no counterpart.
    :raises InputError: If one is no folder, or no file of it can be read.
    """
    return pair_folders(source, target, encoder, least=least).manifest()
