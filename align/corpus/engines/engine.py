"""What a run asks of those who do the work."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from duizhao.align.corpus.manifest.entry import Entry
from duizhao.align.corpus.outcome import Outcome
from duizhao.align.corpus.plan import Plan

__all__ = ["TRIES", "Engine", "Job"]

TRIES = 3
"""How often a pair is tried whose process dies of it."""


@dataclass(frozen=True)
class Job:
    """A pair that is to be done.

    :param number: Its place in the manifest.
    :param entry: The pair.
    :param size: The bytes of its files, as far as they are known.
    """

    number: int
    entry: Entry
    size: int = 0


class Engine(Protocol):
    """Does jobs, in any order."""

    def outcomes(
        self, plan: Plan, jobs: Sequence[Job]
    ) -> Generator[tuple[Job, Outcome], None, None]:
        """Yield what became of each job, as they end.

        Closing the iterator ends the work: nothing is written after that.

        :param plan: How each is done.
        :param jobs: What is to be done, in the order in which it is best begun.
        :raises DuizhaoError: If no job can be done at all.
        """
