"""Sharing work out among processors."""

from __future__ import annotations

import importlib
import os
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

__all__ = ["one_blas_thread", "workers"]

_MOST = 8
"""Threads at most: each holds some 10 MB, and the tokeniser keeps no more than these busy."""


def workers() -> int:
    """Return how many threads numpy should be used from: one for each usable processor."""
    usable = getattr(os, "sched_getaffinity", None)
    number = len(usable(0)) if usable else os.cpu_count() or 1
    return min(number, _MOST)


def one_blas_thread() -> AbstractContextManager[Any]:
    """Keep each matrix product on the thread that asks for it."""
    controller = _controller()
    return controller.limit(limits=1, user_api="blas") if controller else nullcontext()


@cache
def _controller() -> Any:  # noqa: ANN401 - threadpoolctl publishes no types
    try:
        return importlib.import_module("threadpoolctl").ThreadpoolController()
    except ModuleNotFoundError:
        return None
