"""The work on one pair, as a process of any engine does it."""

from __future__ import annotations

import errno
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from duizhao.align.corpus.decided import decided_in
from duizhao.align.corpus.manifest.entry import Entry
from duizhao.align.corpus.outcome import Outcome, aligned, not_aligned
from duizhao.align.corpus.places import Staging
from duizhao.align.corpus.plan import Plan
from duizhao.align.pipeline import align_files
from duizhao.align.results.write import write_results
from duizhao.corpora.reading.read import ReadOptions
from duizhao.errors import DuizhaoError, OutputError
from duizhao.models.encoder import Encoder
from duizhao.models.use.token_table import forget_tokens

__all__ = ["align_entry"]

# With these, no other document could be written either.
_STOPPING = {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EIO}
_MOST_WARNINGS = 50
# Most decisions are of other documents; what none of them has is told at the end of the run.
_TOLD_AT_THE_END = "duizhao.align.decisions"


def align_entry(entry: Entry, plan: Plan, encoder: Encoder) -> Outcome:
    """Align a pair and write its results; whatever is wrong with it is told in its outcome.

    :param entry: A pair.
    :param plan: How.
    :param encoder: Turns sentences into vectors.
    """
    start = time.process_time()
    forget_tokens()  # so that results do not depend on which pairs a process had before
    with _said() as warnings:
        reason = stops = ""
        outcome = None
        try:
            with Staging(plan, entry) as place:
                alignment = align_files(
                    place.source,
                    place.target,
                    encoder,
                    source=_read_options(entry, plan, target=False),
                    target=_read_options(entry, plan, target=True),
                    decisions=plan.decisions,
                    settings=plan.settings_for(entry),
                    policy=entry.policy or plan.policy,
                )
                alignment = place.named(alignment)
                written = write_results(alignment, place.folder, formats=_formats(plan), ui=plan.ui)
                place.deliver()
            outcome = aligned(
                entry,
                alignment,
                tuple(one.files[0].name for one in written.values()),
                decided=decided_in(alignment, plan.decisions),
                seconds=time.process_time() - start,
                warnings=tuple(warnings),
            )
        except (OutputError, OSError) as error:
            reason = _sentence(error)
            cause = error if isinstance(error, OSError) else error.__cause__
            if isinstance(cause, OSError) and cause.errno in _STOPPING:
                stops = reason
        except DuizhaoError as error:
            reason = _sentence(error)
        except MemoryError:
            reason = "it needs more memory than there is"
        except RecursionError:
            reason = "it is nested too deep to be read"
        except Exception as error:  # noqa: BLE001 - one document must not end the run
            reason = f"an error of the program: {type(error).__name__}: {_sentence(error)}"
        if outcome is None:
            seconds = time.process_time() - start
            outcome = not_aligned(
                entry, reason, seconds=seconds, warnings=tuple(warnings), stops=stops
            )
    return replace(outcome, peak=_peak())


def _formats(plan: Plan) -> tuple[str, ...] | None:
    """Return the formats; None for the usual ones, of which those are written that fit."""
    return None if plan.formats == type(plan).formats else plan.formats


def _read_options(entry: Entry, plan: Plan, *, target: bool) -> ReadOptions:
    side = "target" if target else "source"
    return ReadOptions(
        lang=getattr(entry, f"{side}_lang") or None,
        encoding=getattr(entry, f"{side}_encoding") or None,
        format=getattr(entry, f"{side}_format") or None,
        presplit=entry.presplit,
        align_all=entry.align_all,
        limits=plan.limits,
    )


def _sentence(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


@contextmanager
def _said() -> Iterator[list[str]]:
    """Gather what the library warns of."""
    said: dict[str, None] = {}
    warnings: list[str] = []

    class Gather(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.name.startswith(_TOLD_AT_THE_END):
                return
            line = record.getMessage()
            if line not in said and len(said) < _MOST_WARNINGS:
                said[line] = None
                warnings.append(line)

    logger = logging.getLogger("duizhao")
    handlers, propagate = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [Gather(logging.WARNING)], False
    try:
        yield warnings
    finally:
        logger.handlers, logger.propagate = handlers, propagate


def _peak() -> int:
    """Return the most memory that this process ever held, in bytes; 0 where nobody counts it."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak
