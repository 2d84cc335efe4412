"""Processes of this machine, each with its own encoder and one thread."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections import Counter, deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duizhao.align.corpus.engines.engine import TRIES, Job
from duizhao.align.corpus.outcome import Outcome, not_aligned
from duizhao.align.corpus.plan import Plan
from duizhao.align.corpus.sweep import sweep
from duizhao.align.corpus.urls import is_url
from duizhao.models.threads import usable_processors

__all__ = ["LocalEngine"]

_MODULE = "duizhao.align.corpus.engines.worker"
# A product of matrices of one document is too small for two threads.
_BLAS = ("OPENBLAS", "OMP", "MKL", "NUMEXPR")
_ONE_THREAD = {**{f"{name}_NUM_THREADS": "1" for name in _BLAS}, "VECLIB_MAXIMUM_THREADS": "1"}
_PATIENCE = 5.0  # seconds that a process has to end
# A process has its next pair before it is asked for it, so that it does not wait while results are
# entered; but none is promised to one process that another may be free for sooner, near the end.
_AHEAD, _PLENTY = 2, 4


@dataclass(eq=False)
class _Worker:
    """A process and its jobs: the first is being done, the others wait."""

    process: subprocess.Popen[bytes]
    jobs: deque[Job] = field(default_factory=deque)


@dataclass
class LocalEngine:
    """Does jobs in processes of this machine.

    :param processes: How many; as many as there are usable processors if None.
    :param most_memory: A process that ever held more bytes is replaced by a new one.
    :param work: Where processes keep what is temporary; the system's place if None.
    """

    processes: int | None = None
    most_memory: int = 2**31
    work: Path | None = None
    _answers: queue.SimpleQueue[tuple[_Worker, Outcome | None]] = field(
        default_factory=queue.SimpleQueue, init=False, repr=False
    )

    def outcomes(
        self, plan: Plan, jobs: Sequence[Job]
    ) -> Generator[tuple[Job, Outcome], None, None]:
        """Yield what became of each job, as they end.

        :param plan: How each is done.
        :param jobs: What is to be done, in the order in which it is begun.
        """
        waiting = deque(jobs)
        tries: Counter[int] = Counter()
        workers: list[_Worker] = []
        try:
            for _ in range(min(self.processes or usable_processors(), len(jobs))):
                workers.append(self._start(plan))
                self._give(workers[-1], waiting, workers)
            while any(worker.jobs for worker in workers):
                worker, outcome = self._answers.get()
                if worker not in workers or not worker.jobs:
                    continue
                job = worker.jobs.popleft()
                if outcome is not None:
                    self._give(worker, waiting, workers)
                    yield job, outcome
                    if outcome.peak <= self.most_memory or not (worker.jobs or waiting):
                        continue
                workers.remove(worker)
                _end([worker], plan)
                waiting.extendleft(reversed(worker.jobs))
                if outcome is None:  # it died
                    _clean(plan, job)
                    tries[job.number] += 1
                    if tries[job.number] < TRIES:
                        waiting.appendleft(job)
                    else:
                        yield job, not_aligned(job.entry, _how_it_died(worker.process))
                workers.append(self._start(plan))
                self._give(workers[-1], waiting, workers)
        finally:
            _end(workers, plan)

    def _start(self, plan: Plan) -> _Worker:
        process = subprocess.Popen(  # noqa: S603 - this program
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD, **self._temporary()},
        )
        worker = _Worker(process)
        self._send(worker, plan)
        threading.Thread(target=self._listen, args=(worker,), daemon=True).start()
        return worker

    def _temporary(self) -> dict[str, str]:
        """Let processes keep what is temporary where it is removed if they are killed."""
        return {name: str(self.work) for name in ("TMPDIR", "TEMP", "TMP") if self.work}

    def _give(self, worker: _Worker, waiting: deque[Job], workers: Sequence[_Worker]) -> None:
        """Give a process something to do, and while there is plenty, something to do next."""
        while waiting and (
            not worker.jobs
            or (len(worker.jobs) < _AHEAD and len(waiting) >= _PLENTY * len(workers))
        ):
            worker.jobs.append(waiting.popleft())
            self._send(worker, worker.jobs[-1].entry)

    def _send(self, worker: _Worker, message: object) -> None:
        assert worker.process.stdin
        # One that died is heard of by its answers' end.
        with contextlib.suppress(OSError):
            pickle.dump(message, worker.process.stdin, pickle.HIGHEST_PROTOCOL)
            worker.process.stdin.flush()

    def _listen(self, worker: _Worker) -> None:
        assert worker.process.stdout
        with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError, ValueError):
            while True:
                outcome = pickle.load(worker.process.stdout)  # noqa: S301 - a process of ours
                self._answers.put((worker, outcome))
        worker.process.wait()
        self._answers.put((worker, None))


def _end(workers: Sequence[_Worker], plan: Plan) -> None:
    """End processes, wait until they are gone, and remove what they left half written."""
    for worker in workers:
        with contextlib.suppress(OSError):
            worker.process.kill()
    for worker in workers:
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.process.wait(_PATIENCE)
        for stream in (worker.process.stdin, worker.process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        for job in worker.jobs:
            _clean(plan, job)


def _clean(plan: Plan, job: Job) -> None:
    """Remove what a process that was ended left half written."""
    if not is_url(plan.output):
        sweep(plan.folder(job.entry))


def _how_it_died(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    how = f"with status {code}"
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            how = f"of {signal.Signals(-code).name}"
    return f"its process died {TRIES} times, at last {how}"
