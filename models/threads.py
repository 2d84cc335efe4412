"""Sharing numpy's work out among processors.

Matrix products of a micro-batch are too small to be split: the threads of the library behind numpy
would mostly wait for each other, the more so when other programs are running. So each product stays
on one thread, and several threads have micro-batches of their own. On two busy processors 500
sentences took 0.30 s in this way, 1.55 s with the library's own threads.
"""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

__all__ = ["one_blas_thread", "share_out", "usable_processors", "use_one_thread", "workers"]

_MOST = 8
"""Threads at most: each holds some 15 MB."""


_alone = False


class _Limit:
    """How often the limit of one thread was asked for, and what gives the other threads back."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.asked = 0
        self.limiter: Any = None


_limit = _Limit()


def usable_processors() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def use_one_thread() -> None:
    """Let numpy be used by one thread at a time: other processes have the other processors."""
    global _alone  # noqa: PLW0603 - said once, by a process that begins
    _alone = True


def workers() -> int:
    """Return how many threads should use numpy at a time.

    One for each usable processor; a single one where :func:`one_blas_thread` has no effect, since
    threads within threads slow each other down, and after :func:`use_one_thread`.
    """
    if _alone or _controller() is None:
        return 1
    return min(usable_processors(), _MOST)


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Keep each matrix product on the thread that asks for it, if ``threadpoolctl`` is there.

    What asks inside another's turn costs nothing. It can stand before a function as well, as
    ``@one_blas_thread()``. Whole jobs are held to it, since most of their products are of one
    sentence: on two processors with other work, 1,250 pairs of sentences took 44 s of processor
    time with the library's own threads, which wait for each other by turning, and 18 without.
    """
    controller = _controller()
    if controller is None:
        yield
        return
    with _limit.lock:
        if not _limit.asked:
            _limit.limiter = controller.limit(limits=1, user_api="blas")
        _limit.asked += 1
    try:
        yield
    finally:
        with _limit.lock:
            _limit.asked -= 1
            if not _limit.asked:
                _limit.limiter.restore_original_limits()


def share_out(action: Callable[[int], None], blocks: Sequence[int]) -> None:
    """Run an action on blocks of work, on all processors.

    :param action: Does a block; blocks are independent of each other.
    :param blocks: What the action is given, once each.
    """
    if not blocks:
        return
    threads = min(workers(), len(blocks))
    with one_blas_thread():
        if threads == 1:
            for block in blocks:
                action(block)
            return
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(action, blocks))


@cache
def _controller() -> Any:  # noqa: ANN401 - threadpoolctl publishes no types
    import numpy as np  # noqa: F401 - the controller finds the libraries that are loaded

    try:
        return importlib.import_module("threadpoolctl").ThreadpoolController()
    except ModuleNotFoundError:
        return None
