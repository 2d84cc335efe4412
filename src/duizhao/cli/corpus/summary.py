"""What a terminal and programs are told of a run over a corpus, and when its status is 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from duizhao.cli.shared_options.choices import FAILURES, SEVERITIES

if TYPE_CHECKING:
    from duizhao.align.corpus.run import Run

__all__ = ["fails", "summary_lines", "summary_object"]

# Characters of a warning or reason that a line of the summary shows; documents.csv has all.
_SHOWN = 200


def summary_object(run: Run, output: str) -> dict[str, object]:
    """Return the summary for programs.

    :param run: A run that has ended.
    :param output: Its folder.
    """
    return {
        "documents": len(run.manifest),
        "states": dict(run.states),
        "kept": run.kept,
        **run.counts,
        "findings": dict(run.severities),
        "decisions_left_over": len(run.left_over),
        "worst": [row["id"] for row in run.worst],
        "files": _paths(run, output),
    }


def summary_lines(run: Run, output: str) -> list[str]:
    """Return the summary as lines for a terminal.

    :param run: A run that has ended.
    :param output: Its folder.
    """
    states = run.states
    told = [
        f"{states[state]:,} {words}"
        for state, words in (
            ("done", "aligned"),
            ("failed", "failed"),
            ("missing", "without a translation"),
            ("surplus", "without an original"),
        )
        if states[state]
    ]
    kept = f"; {run.kept:,} had not changed and were left as they are" if run.kept else ""
    if run.kept and not run.to_do:
        kept = "; nothing had changed, nothing was to be done"
    digests = (
        f"{run.counts['digests']:,} judged as digests, since they cover less than three quarters"
        " of their originals: what they leave out is info; --policy full judges all as full"
    )
    behind = f"{run.counts['behind']:,} translated before the original last changed"
    warned = [f"{row['id']}: {_short(row['warnings'])}" for row in run.warned]
    if run.counts["warned"] > len(warned):
        warned.append(f"and {run.counts['warned'] - len(warned):,} others, see documents.csv")
    return [
        f"documents  {', '.join(told)}{kept}",
        *_titled("behind", [behind] if run.counts["behind"] else []),
        *_titled("policy", [digests] if run.counts["digests"] else []),
        f"findings   {_counts(run.severities) or 'none'}",
        *_titled("worst", [f"{row['id']}: {_counts(row)}" for row in run.worst]),
        *_titled("failed", [f"{row['id']}: {row['reason']}" for row in run.failed]),
        *_titled("decisions", _left_over(run)),
        *_titled("warnings", warned),
        *_titled("files", _paths(run, output)),
    ]


def fails(run: Run, fail_on: Iterable[str]) -> bool:
    """Tell whether a run has what its user asked to be told of.

    A pair that failed and a run without any pair count under every word: nobody looked at what is
    to be checked.

    :param run: A run that has ended.
    :param fail_on: Severities, and names of :data:`FAILURES`; nothing fails without any.
    """
    words = set(fail_on)
    if not words:
        return False
    counts = {**run.states, **run.counts}
    worst = [SEVERITIES.index(word) for word in words & set(SEVERITIES)]
    return (
        not run.states["done"]
        or run.states["failed"] > 0
        or any(counts.get(word) for word in words & set(FAILURES))
        or any(run.severities[each] for each in SEVERITIES[: max(worst, default=-1) + 1])
    )


def _left_over(run: Run) -> list[str]:
    """Say how many decisions no document has anything for, and name the first."""
    if not run.left_over:
        return []
    given = len(run.plan.decisions.findings) + len(run.plan.decisions.links)
    first = run.left_over[0].in_short()
    return [f"{len(run.left_over):,} of {given:,} fit none of these documents, first: {first}"]


def _paths(run: Run, output: str) -> list[str]:
    return [f"{output.rstrip('/')}/{name}" for name in run.files]


def _short(text: object) -> str:
    """Return what is said in one line, not too long.

    >>> _short("a\\nb")
    'a; b'
    """
    line = "; ".join(str(text).splitlines())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]} …"


def _counts(counts: Mapping[str, object]) -> str:
    """Say how many findings there are of each severity; those of none are left out."""
    return ", ".join(f"{counts[each]:,} {each}" for each in SEVERITIES if counts[each])


def _titled(title: str, lines: Sequence[str]) -> list[str]:
    """Put a title before the first line, and as much room before the others."""
    return [f"{'' if number else title:<9}  {line}" for number, line in enumerate(lines)]
