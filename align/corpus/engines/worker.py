"""A process that aligns one pair after the other, run as a module by its parent.

It reads pickled messages from standard input and answers on standard output. The first message is
the plan; each further one is a pair, whose answer is its outcome. It ends with its parent: when
standard input ends it is gone at once, whatever it was doing.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
from typing import BinaryIO

__all__ = ["main"]


def main() -> None:
    """Do what is asked until there is nothing more to read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop
    answers = _take_standard_output()
    tasks: queue.SimpleQueue[object] = queue.SimpleQueue()
    reader = threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True)
    reader.start()

    from duizhao.align.corpus.job import align_entry
    from duizhao.align.corpus.manifest.entry import Entry
    from duizhao.align.corpus.plan import Plan
    from duizhao.models.threads import use_one_thread

    use_one_thread()
    plan = tasks.get()
    assert isinstance(plan, Plan)
    encoder = plan.encoder.load()
    while True:
        entry = tasks.get()
        assert isinstance(entry, Entry)
        pickle.dump(align_entry(entry, plan, encoder), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _listen(stream: BinaryIO, tasks: queue.SimpleQueue[object]) -> None:
    try:
        while True:
            tasks.put(pickle.load(stream))  # noqa: S301 - from the process that started this one
    except (EOFError, OSError, pickle.UnpicklingError):
        os._exit(0)


def _take_standard_output() -> BinaryIO:
    """Keep standard output for answers; what anything prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


if __name__ == "__main__":
    main()
