"""Measure work in a process of its own, so that nothing before it counts."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from duizhao.errors import DuizhaoError, EncoderError

__all__ = ["in_new_process", "peak_memory"]


def in_new_process(work: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401
    """Call a function in a new process and return what it returns.

    :param work: A function at the top of a module.
    :param arguments: Its arguments; the moment of the start, in seconds of
        :func:`time.time`, is put before them.
    :raises DuizhaoError: If the function raised one.
    :raises EncoderError: If the process ended before it was done.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(there, work, time.time(), arguments))
    process.start()
    there.close()
    try:
        answer = here.recv()
    except EOFError:
        process.join()
        message = f"a measurement ended early (exit status {process.exitcode}); see above"
        raise EncoderError(message) from None
    finally:
        here.close()
        if sys.exc_info()[0] is not None:
            process.terminate()
    process.join()
    if isinstance(answer, DuizhaoError):
        raise answer
    return answer


def _run(there: Connection, work: Callable[..., Any], started: float, arguments: Any) -> None:  # noqa: ANN401
    """Do the work and send what came of it."""
    try:
        there.send(work(started, *arguments))
    except DuizhaoError as error:
        # Errors with arguments of their own do not survive the pipe.
        there.send(DuizhaoError(str(error)))


def peak_memory() -> int | None:
    """Return the most memory that this process ever took, in bytes; None if unknown."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return 1024 * int(line.split()[1])
    except OSError:
        pass
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most
