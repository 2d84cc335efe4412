"""A Ray cluster: an actor a worker, each holding its encoder.

Where actors stand, and that one died with its machine, is Ray's to know; a pair whose actor died is
given to another one. Files are read and written through places that all machines reach.
"""

from __future__ import annotations

import os
import socket
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from duizhao.align.corpus.engines.engine import TRIES, Job
from duizhao.align.corpus.manifest.entry import Entry
from duizhao.align.corpus.outcome import Outcome, not_aligned
from duizhao.align.corpus.plan import Plan
from duizhao.align.corpus.sweep import sweep
from duizhao.align.corpus.urls import is_url
from duizhao.errors import EncoderError, MissingExtraError

__all__ = ["RayEngine"]

_PATIENCE = 10.0  # seconds that a cluster has to answer at all, and actors to end
_TRIES_TO_CONNECT = "RAY_gcs_server_port_wait_time_s"


class _Worker:
    """What an actor is: an encoder that is loaded once."""

    def __init__(self, plan: Plan) -> None:
        from duizhao.models.threads import use_one_thread

        use_one_thread()
        self._plan = plan
        self._encoder = plan.encoder.load()

    def ready(self) -> None:
        """Answer, which says that the actor has a place."""

    def align(self, entry: Entry) -> Outcome:
        """Align a pair."""
        from duizhao.align.corpus.job import align_entry

        return align_entry(entry, self._plan, self._encoder)


@dataclass(frozen=True)
class RayEngine:
    """Does jobs on a Ray cluster.

    :param address: The cluster, such as ``"auto"`` or ``"ray://head:10001"``; a new one of this
        machine alone if None.
    :param workers: How many actors; one for each processor of the cluster if None.
    :param resources: What each actor takes, as ``ray.remote`` has it, such as
        ``{"num_gpus": 1}``; a processor, and a GPU where the model runs on one, if None.
    """

    address: str | None = None
    workers: int | None = None
    resources: dict[str, Any] | None = None

    def outcomes(
        self, plan: Plan, jobs: Sequence[Job]
    ) -> Generator[tuple[Job, Outcome], None, None]:
        """Yield what became of each job, as they end.

        :param plan: How each is done.
        :param jobs: What is to be done, in the order in which it is begun.
        :raises MissingExtraError: If Ray is not installed.
        :raises EncoderError: If the cluster cannot be reached.
        """
        try:
            import ray
        except ImportError as error:
            raise MissingExtraError("ray", "ray") from error
        ours = not ray.is_initialized()
        if ours:
            _connect(ray, self.address)
        try:
            count = self.workers or int(ray.cluster_resources().get("CPU", 1))
            options = self.resources or {"num_cpus": 1, **_gpu(plan)}
            with closing(_Crew(ray, plan, options)) as crew:
                yield from crew.outcomes(jobs, count)
        finally:
            if ours:
                ray.shutdown()


def _connect(ray: Any, address: str | None) -> None:  # noqa: ANN401 - the package
    """Reach a cluster, or say that it cannot be reached: Ray alone tries for a quarter of an hour.

    :raises EncoderError: If it cannot be reached.
    """
    try:
        if address is None:
            ray.init(log_to_driver=False, include_dashboard=False)
            return
        host, colon, port = address.rpartition(":")
        if colon and "/" not in address and port.isdecimal():
            socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()
        tries = os.environ.get(_TRIES_TO_CONNECT)
        os.environ.setdefault(_TRIES_TO_CONNECT, "1")  # of half a minute
        try:
            ray.init(address=address, log_to_driver=False)
        finally:
            if tries is None:
                os.environ.pop(_TRIES_TO_CONNECT, None)
    except (ConnectionError, RuntimeError, ValueError, OverflowError, OSError) as error:
        message = f"the Ray cluster cannot be reached: {' '.join(str(error).split())}"
        raise EncoderError(message) from error


class _Crew:
    """The actors of a run, and what each is doing.

    :param ray: The package, which is loaded on use.
    :param plan: How each job is done.
    :param options: What each actor takes.
    """

    def __init__(self, ray: Any, plan: Plan, options: dict[str, Any]) -> None:  # noqa: ANN401
        self._ray = ray
        self._kind = ray.remote(_Worker).options(**options)
        self._plan = ray.put(plan)
        self._output, self._folder = plan.output, plan.folder
        self._actors: list[Any] = []
        self._idle: list[Any] = []
        self._unplaced = 0
        self._running: dict[Any, tuple[Any, Job | None]] = {}
        self._tries: dict[int, int] = {}
        self._torn: list[Job] = []

    def outcomes(
        self, jobs: Sequence[Job], count: int
    ) -> Generator[tuple[Job, Outcome], None, None]:
        """Yield what became of each job, with so many actors."""
        waiting, left = deque(jobs), len(jobs)
        for _ in range(min(count, len(jobs))):
            self._place()
        while left:
            [done], _ = self._ray.wait(list(self._running), num_returns=1)
            actor, job = self._running.pop(done)
            outcome, died = self._answer(done)
            if died:
                self._actors.remove(actor)
                self._has_come(job is not None, died)
            else:
                self._idle.append(actor)
                self._unplaced = 0
            if job is not None and outcome is None:
                self._torn.append(job)
                if self._is_tried_again(job):
                    waiting.appendleft(job)
                else:
                    outcome = not_aligned(job.entry, f"its process died {TRIES} times: {died}")
            # One that has nothing to do goes before a new one, which may have no room beside it.
            while waiting and self._idle:
                self._give(self._idle.pop(), waiting.popleft())
            if died and waiting:
                self._place()
            if job is not None and outcome is not None:
                left -= 1
                yield job, outcome

    def close(self) -> None:
        """End all actors, and remove what those that died or are ended left half written."""
        for actor in self._actors:
            self._ray.kill(actor)
        left = list(self._running)
        if left:
            self._ray.wait(left, num_returns=len(left), timeout=_PATIENCE)
        self._torn += [job for _, job in self._running.values() if job]
        if not is_url(self._output):
            for job in self._torn:
                sweep(self._folder(job.entry))

    def _answer(self, done: Any) -> tuple[Outcome | None, str]:  # noqa: ANN401 - what Ray makes
        """Return what an actor answered, or how it died."""
        try:
            return self._ray.get(done), ""
        except self._ray.exceptions.RayTaskError as error:
            # The plan cannot be carried out there, such as without the model.
            raise EncoderError(_last_line(error)) from error
        except self._ray.exceptions.RayError as error:
            return None, _last_line(error)

    def _place(self) -> None:
        """Ask for one more actor; it gets a job once it says that it has a place."""
        actor = self._kind.remote(self._plan)
        self._actors.append(actor)
        self._running[actor.ready.remote()] = (actor, None)

    def _has_come(self, has_worked: bool, died: str) -> None:
        """Note whether an actor that died had a place before.

        :raises EncoderError: If none gets one, time after time.
        """
        self._unplaced = 0 if has_worked else self._unplaced + 1
        if self._unplaced > TRIES * max(1, len(self._actors) + 1):
            message = f"no actor can begin on the Ray cluster: {died}"
            raise EncoderError(message)

    def _give(self, actor: Any, job: Job) -> None:  # noqa: ANN401 - what Ray makes
        self._running[actor.align.remote(job.entry)] = (actor, job)

    def _is_tried_again(self, job: Job) -> bool:
        self._tries[job.number] = self._tries.get(job.number, 0) + 1
        return self._tries[job.number] < TRIES


def _gpu(plan: Plan) -> dict[str, Any]:
    return {"num_gpus": 1} if (plan.encoder.device or "").startswith("cuda") else {}


def _last_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
