"""A run over a corpus: what is to be done, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from duizhao.align.corpus.engines.engine import Engine, Job
from duizhao.align.corpus.engines.local import LocalEngine
from duizhao.align.corpus.ledger import Known
from duizhao.align.corpus.manifest.entry import Entry, Manifest
from duizhao.align.corpus.merging import merge
from duizhao.align.corpus.outcome import FAILED, Outcome
from duizhao.align.corpus.places import checksum_of, stamp_of
from duizhao.align.corpus.plan import Plan, entry_digest
from duizhao.align.corpus.shelf import Shelf
from duizhao.align.decisions.findings import FindingDecision
from duizhao.align.decisions.links import LinkDecision
from duizhao.errors import OutputError

__all__ = ["Run"]


@dataclass
class Run:
    """A run; :meth:`outcomes` does it.

    :param manifest: What is to be aligned.
    :param plan: How, and where results go.
    :param engine: Who does it; processes of this machine if None.
    :param retry: Whether pairs that failed are tried again though nothing changed.
    """

    manifest: Manifest
    plan: Plan
    engine: Engine | None = None
    retry: bool = False
    states: Counter[str] = field(default_factory=Counter, init=False)
    """How many documents there are in each state, once the run has ended."""
    severities: Counter[str] = field(default_factory=Counter, init=False)
    """How many findings there are of each severity, likewise."""
    kept: int = field(default=0, init=False)
    """How many pairs were done before and were left as they are."""
    to_do: int = field(default=0, init=False)
    """How many pairs are to be done, once that is known."""
    size_to_do: int = field(default=0, init=False)
    """The bytes of their files, likewise."""
    files: tuple[str, ...] = field(default=(), init=False)
    """What was written of all together, once the run has ended."""
    worst: tuple[Mapping[str, object], ...] = field(default=(), init=False)
    """The documents with the worst findings, as rows of their table, likewise; a few."""
    failed: tuple[Mapping[str, object], ...] = field(default=(), init=False)
    """The first documents that failed, likewise."""
    warned: tuple[Mapping[str, object], ...] = field(default=(), init=False)
    """The first documents with a warning, likewise."""
    counts: Mapping[str, int] = field(default_factory=dict, init=False)
    """How many documents are ``"behind"``, ``"warned"`` or taken for ``"digests"``, likewise."""
    left_over: tuple[FindingDecision | LinkDecision, ...] = field(default=(), init=False)
    """The decisions that no document has a finding or a link for, likewise."""

    def outcomes(self) -> Generator[tuple[Job, Outcome], None, None]:
        """Do what is to be done, and yield each pair as it ends, with what became of it.

        Pairs that an earlier run did, and whose files and plan are the same, are left as they are.
        When the last one has ended, the tables, the memory and the report of all are written.

        :raises OutputError: If results cannot be written; what was done until then is kept.
        :raises DuizhaoError: If no pair can be done at all, such as without the model.
        """
        base = self.plan.digest(self.plan.encoder.load())
        with Shelf(self.plan.output) as shelf:
            jobs: list[Job] = []
            marks: dict[int, tuple[str, str]] = {}
            known = shelf.ledger.known()
            for number, entry in enumerate(self.manifest):
                if not entry.is_pair:
                    continue
                source, target = stamp_of(entry.source), stamp_of(entry.target)
                digest, stamps = entry_digest(base, entry), f"{source.text} {target.text}"
                found = known.get(entry.id)
                if found and self._is_kept(found, entry, digest, stamps, shelf):
                    self.kept += 1
                    if found.stamps != stamps:
                        shelf.ledger.restamp(entry.id, stamps)
                    continue
                jobs.append(Job(number, entry, source.size + target.size))
                marks[number] = digest, stamps
            self.to_do, self.size_to_do = len(jobs), sum(job.size for job in jobs)
            if jobs:
                yield from self._done(jobs, marks, shelf)
            merged = merge(self.manifest, self.plan, shelf)
            self.states, self.severities = merged.states, merged.severities
            self.files = merged.files
            self.worst, self.failed = merged.worst, merged.failed
            self.warned, self.counts = merged.warned, merged.counts
            self.left_over = merged.left_over

    def _is_kept(self, known: Known, entry: Entry, digest: str, stamps: str, shelf: Shelf) -> bool:
        """Tell whether what is known of a pair still holds."""
        if known.digest != digest:
            return False
        if known.state == FAILED:
            return known.stamps == stamps and not self.retry
        same = known.stamps == stamps or known.checksums == (
            checksum_of(entry.source),
            checksum_of(entry.target),
        )
        return same and shelf.has(entry, known.files)

    def _done(
        self, jobs: Sequence[Job], marks: Mapping[int, tuple[str, str]], shelf: Shelf
    ) -> Generator[tuple[Job, Outcome], None, None]:
        engine = self.engine or LocalEngine()
        if isinstance(engine, LocalEngine):
            engine = replace(engine, work=shelf.work)
        # The largest first: at the end no process waits for one that has just begun a long one.
        ordered = sorted(jobs, key=lambda job: (-job.size, job.number))
        with closing(engine.outcomes(self.plan, ordered)) as outcomes:
            for job, outcome in outcomes:
                if outcome.stops:
                    raise OutputError(outcome.stops)
                shelf.ledger.add(outcome, *marks[job.number])
                shelf.kept()
                yield job, outcome
