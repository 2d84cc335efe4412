"""What all results of a run make together: tables, one memory, one log of findings, one report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from duizhao.align.corpus.decided import left_over
from duizhao.align.corpus.log_of_all import write_log_of_all
from duizhao.align.corpus.manifest.entry import Entry, Manifest
from duizhao.align.corpus.outcome import DONE, FAILED, not_aligned
from duizhao.align.corpus.plan import Plan
from duizhao.align.corpus.report.overview import WARNED, Row, overview_of
from duizhao.align.corpus.report.page import write_index
from duizhao.align.corpus.shelf import Shelf
from duizhao.align.corpus.tables import TABLES, can_write_parquet, table_writers
from duizhao.align.decisions.findings import FindingDecision
from duizhao.align.decisions.links import LinkDecision
from duizhao.align.finish import wanted_policy
from duizhao.corpora.alignment import Severity
from duizhao.corpora.exchange.table import read_tsv
from duizhao.corpora.files.output import Writer, write_all
from duizhao.corpora.units.convert import convert_memory
from duizhao.version import __version__

__all__ = ["INDEX", "LOG", "MEMORY", "WORST", "Merged", "merge"]

WORST = 5
"""Documents that a summary names: as many as fit beside the other lines."""

INDEX, MEMORY, LOG = "index.html", "memory.tmx", "findings.sarif"
_MERGED = "merged"
_TOLD = tuple(severity.value for severity in Severity if severity is not Severity.INFO)


@dataclass(frozen=True)
class Merged:
    """What a run has in all.

    :param states: How many documents there are in each state.
    :param severities: How many findings there are of each severity.
    :param files: The names of what was written of all together.
    :param worst: The rows of the documents that have the worst findings above ``info``, the worst
        first; at most :data:`WORST`.
    :param failed: The rows of the first that failed, likewise.
    :param warned: The rows of the first of which a warning was said, likewise.
    :param counts: How many documents are ``"behind"``, ``"warned"`` or judged as ``"digests"``, see
        :class:`duizhao.align.corpus.report.overview.Overview`.
    :param left_over: The decisions that no document has a finding or a link for.
    """

    states: Counter[str]
    severities: Counter[str]
    files: tuple[str, ...]
    worst: tuple[Mapping[str, object], ...]
    failed: tuple[Mapping[str, object], ...]
    warned: tuple[Mapping[str, object], ...]
    counts: Mapping[str, int]
    left_over: tuple[FindingDecision | LinkDecision, ...]


class _Rows:
    """Rows that can be gone through more than once."""

    def __init__(self, rows: Callable[[], Iterator[Mapping[str, object]]]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Mapping[str, object]]:
        return self._rows()


def merge(manifest: Manifest, plan: Plan, shelf: Shelf) -> Merged:
    """Write what all results make together; nothing if it was written before and is the same.

    :param manifest: The pairs, in the order of the tables.
    :param plan: What is written of each.
    :param shelf: The folder of the run.
    :raises OutputError: If it cannot be written.
    """
    shelf.ledger.keep()
    documents, findings = (
        _Rows(partial(_documents, manifest, shelf)),
        _Rows(partial(_findings, manifest, shelf)),
    )
    told = hashlib.sha256(repr((__version__, plan.formats, plan.ui, manifest.name)).encode())
    view = overview_of(
        _noting(documents, told),
        reports="html" in plan.formats,
        is_told=partial(_is_told, manifest, plan),
    )
    parquet = can_write_parquet()
    names = _names(plan, view.states, parquet=parquet)
    told.update(repr((names, view.digests)).encode())
    noted = (row for row in view.worst if any(row.values[name] for name in _TOLD))
    merged = Merged(
        view.states,
        view.severities,
        names,
        _first(noted),
        _first(view.lists[FAILED]),
        _first(view.lists[WARNED]),
        {"behind": view.behind, "warned": view.warned, "digests": view.digests},
        left_over(plan.decisions, _marks(manifest, shelf)),
    )
    if shelf.ledger.get(_MERGED) == told.hexdigest() and all(
        (shelf.folder / name).is_file() for name in names
    ):
        return merged
    shelf.ledger.put(_MERGED, "")
    tables: dict[str, Iterable[Mapping[str, object]]] = {
        "documents": documents,
        "findings": findings,
        "beads": _Rows(partial(_beads, manifest, shelf)),
    }
    tables = {table: rows for table, rows in tables.items() if f"{table}.csv" in names}
    writers: dict[Path, Writer] = table_writers(shelf.folder, tables, parquet=parquet)
    writers[shelf.folder / INDEX] = partial(
        write_index, view, name=manifest.name, plan=plan, files=names
    )
    if LOG in names:
        logs = partial(_results, manifest, shelf, "findings.sarif")
        writers[shelf.folder / LOG] = partial(write_log_of_all, logs)
    write_all(writers)
    if MEMORY in names:
        paths = list(_results(manifest, shelf, "aligned.tmx"))
        convert_memory(paths, shelf.folder / MEMORY, input_format="tmx", keep="all")
    for name in names:
        shelf.send(name)
    shelf.ledger.put(_MERGED, told.hexdigest())
    shelf.ledger.keep()
    return merged


def _noting(
    rows: Iterable[Mapping[str, object]], told: hashlib._Hash
) -> Iterator[Mapping[str, object]]:
    """Pass rows on, and note what they are."""
    for row in rows:
        told.update(repr(sorted(row.items())).encode())
        yield row


def _is_told(manifest: Manifest, plan: Plan, name: str) -> bool:
    """Tell whether somebody said how a pair is judged, in the manifest or for the run."""
    entry = manifest.entries[manifest.ids[name]]
    return bool(entry.policy) or wanted_policy(plan.policy, plan.settings_for(entry)) is not None


def _first(rows: Iterable[Row]) -> tuple[Mapping[str, object], ...]:
    return tuple(row.values for row in islice(rows, WORST))


def _names(plan: Plan, states: Mapping[str, int], *, parquet: bool) -> tuple[str, ...]:
    """Return the names of what is written, the report first."""
    tables = [
        f"{table}.{kind}"
        for table in TABLES
        for kind in ("csv", "parquet")
        if table != "beads" or "tsv" in plan.formats
    ]
    return (
        INDEX,
        *(name for name in tables if parquet or name.endswith(".csv")),
        *([MEMORY] if "tmx" in plan.formats and states[DONE] else []),
        *([LOG] if "sarif" in plan.formats else []),
    )


def _documents(manifest: Manifest, shelf: Shelf) -> Iterator[Mapping[str, object]]:
    """Yield the rows of the table of documents, in the order of the manifest."""
    for entry in manifest:
        row = shelf.ledger.document(entry.id) if entry.is_pair else {}
        if row:
            yield {**row, "behind": entry.behind}
        else:
            reason = "it was not done yet" if entry.is_pair else ""
            yield not_aligned(entry, reason).document


def _findings(manifest: Manifest, shelf: Shelf) -> Iterator[Mapping[str, object]]:
    """Yield the rows of the table of findings, in the order of the manifest."""
    for entry in manifest:
        if entry.is_pair:
            yield from shelf.ledger.findings(entry.id)


def _marks(manifest: Manifest, shelf: Shelf) -> Iterator[str]:
    """Yield the marks of the decisions that documents have something for."""
    for entry in manifest:
        if entry.is_pair:
            yield from shelf.ledger.decided(entry.id)


def _beads(manifest: Manifest, shelf: Shelf) -> Iterator[Mapping[str, object]]:
    """Yield the rows of the table of beads, in the order of the manifest."""
    for entry, path in _files(manifest, shelf, "aligned.tsv"):
        for row in read_tsv(path):
            yield {"document": entry.id, **row}


def _results(manifest: Manifest, shelf: Shelf, name: str) -> Iterator[Path]:
    """Yield one result of each pair that was done and has it."""
    return (path for _, path in _files(manifest, shelf, name))


def _files(manifest: Manifest, shelf: Shelf, name: str) -> Iterator[tuple[Entry, Path]]:
    """Yield each pair that was done and has one of its results, with that."""
    known = shelf.ledger.known()
    for entry in manifest:
        found = known.get(entry.id)
        if entry.is_pair and found and found.state == DONE and name in found.files:
            yield entry, shelf.fetched(entry, name)
