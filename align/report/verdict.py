"""What an editor must know first, in one sentence: how much needs a look, of which kind, how bad.

What needs a look is what the page shows at first: :func:`needs_look`. What stands behind it is
counted, never hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from duizhao.align.report.kinds import kind_of, kinds
from duizhao.align.report.messages import Messages
from duizhao.corpora.alignment import Finding, Severity

__all__ = ["SURE", "behind_in_words", "mismatch_in_words", "needs_look", "percent", "verdict_of"]

SURE = 0.5
"""The least confidence of a finding that is shown at first: it is right more often than not."""


def needs_look(finding: Finding) -> bool:
    """Say whether a finding is shown at first: above ``info``, and as sure as :data:`SURE`."""
    return finding.severity is not Severity.INFO and finding.confidence >= SURE


def percent(confidence: float) -> int:
    """Return a confidence as a reader is told it, 0 to 99: no finding is beyond doubt.

    >>> percent(0.9979), percent(0.5)
    (99, 50)
    """
    return min(round(100 * confidence), 99)


def verdict_of(findings: Iterable[Finding], words: Messages) -> str:
    """Return the verdict in one sentence; what an editor dismissed does not count.

    The kinds with the worst findings come first, as they do in the list.

    :param findings: All findings.
    :param words: What it is said in.
    """
    valid = [finding for finding in findings if not finding.is_dismissed]
    wanted = [finding for finding in valid if needs_look(finding)]
    if not wanted:
        return words("verdict.none" if valid else "findings.none")
    counts = Counter(map(kind_of, wanted))
    order = list(kinds())
    worst: dict[str, int] = {}
    for finding in sorted(wanted, key=lambda finding: finding.severity.rank):
        worst.setdefault(kind_of(finding), finding.severity.rank)
    told = words("verdict.between").join(
        (kinds()[name].one if counts[name] == 1 else kinds()[name].many)[words.ui].format(
            count=counts[name]
        )
        for name in sorted(counts, key=lambda name: (worst[name], order.index(name)))
    )
    critical = sum(finding.severity is Severity.CRITICAL for finding in wanted)
    how_bad = words("verdict.critical", count=critical) if critical else words("verdict.calm")
    key = "verdict.one" if len(wanted) == 1 else "verdict.many"
    return words(key, count=len(wanted), kinds=told, critical=how_bad)


def behind_in_words(findings: Iterable[Finding], words: Messages) -> str:
    """Say how many findings stand behind those that need a look; empty if none do.

    :param findings: All findings; what an editor dismissed does not count.
    :param words: What it is said in.
    """
    behind = [f for f in findings if not needs_look(f) and not f.is_dismissed]
    if not behind:
        return ""
    info = sum(finding.severity is Severity.INFO for finding in behind)
    unsure = len(behind) - info
    parts = [
        words(key, count=count, sure=round(100 * SURE))
        for key, count in (("behind.unsure", unsure), ("behind.info", info))
        if count
    ]
    return words("behind", parts=words("verdict.between").join(parts))


def mismatch_in_words(strangers: Sequence[str], sources: int, words: Messages) -> str:
    """Return the verdict on texts that do not belong together, before which no finding counts.

    :param strangers: The names of originals that do not seem to belong to the translation.
    :param sources: How many originals there are; empty if one of them does belong.
    :param words: What it is said in.
    """
    if len(strangers) < sources:
        return ""
    return words("verdict.mismatch", name=words("verdict.between").join(strangers))
