"""What the page about a run shows: numbers of all documents, and the worst of them."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from duizhao.align.corpus.outcome import DONE, FAILED, MISSING, SURPLUS
from duizhao.align.corpus.plan import DOCUMENTS
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Severity

__all__ = ["BEHIND", "MOST", "WARNED", "Histogram", "Overview", "Row", "overview_of"]

BEHIND, WARNED = "behind", "warned"
"""Lists of documents beside those of the states: older than their originals; spoken of with a
warning."""

MOST = 2_000
"""Documents that the page lists; the table of documents has all."""

_TENTHS = 10
_WORST = tuple(severity.value for severity in Severity)


@dataclass(frozen=True)
class Row:
    """A document in the list.

    :param values: Its row of the table of documents.
    :param link: Its report, from the page; empty if there is none.
    """

    values: Mapping[str, Any]
    link: str


@dataclass(frozen=True)
class Histogram:
    """How many there are in each tenth.

    :param key: What of, as the page's words call it.
    :param counts: From 0 to .1 up to .9 to 1.
    """

    key: str
    counts: tuple[int, ...]

    @property
    def bars(self) -> tuple[tuple[int, int, float], ...]:
        """The number of each bar, its count and its height, 0 to 1."""
        most = max(*self.counts, 1)
        return tuple((n, count, count / most) for n, count in enumerate(self.counts))

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(self.counts)


@dataclass
class Overview:
    """The page's numbers.

    :param states: How many documents there are in each state.
    :param severities: How many findings there are of each severity.
    :param noted: How many documents have a finding above ``info``.
    :param rules: How many findings there are of each rule, the most frequent first.
    :param worst: The documents that were aligned, the worst first.
    :param lists: Documents in the other states, by state, in the order of the manifest; likewise
        those that are :data:`BEHIND` and :data:`WARNED`.
    :param histograms: How coverage and probabilities spread.
    :param sentences: Of both sides, in all.
    :param seconds: Of the processor, in all.
    :param behind: How many translations are behind their originals.
    :param warned: With how many documents a warning was said.
    :param digests: How many documents are judged as digests since they link so little, and not
        because anybody said that they are.
    """

    states: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(_WORST, 0)))
    noted: int = 0
    rules: Sequence[tuple[str, int]] = ()
    worst: Sequence[Row] = ()
    lists: Mapping[str, list[Row]] = field(default_factory=dict)
    histograms: tuple[Histogram, ...] = ()
    sentences: tuple[int, int] = (0, 0)
    seconds: float = 0.0
    behind: int = 0
    warned: int = 0
    digests: int = 0

    @property
    def documents(self) -> int:
        """How many there are."""
        return sum(self.states.values())

    def count(self, name: str) -> int:
        """Return how many documents a list would have if it had all.

        :param name: Its key in :attr:`lists`.
        """
        return {BEHIND: self.behind, WARNED: self.warned}.get(name, self.states[name])


def overview_of(
    rows: Iterable[Mapping[str, Any]],
    *,
    reports: bool,
    is_told: Callable[[str], bool] = lambda _: False,
) -> Overview:
    """Return the numbers of a table of documents; it is gone through once.

    :param rows: The rows of the table.
    :param reports: Whether each document that was aligned has a report.
    :param is_told: Tells of an id whether somebody said how its document is to be judged.
    """
    view = Overview()
    rules: Counter[str] = Counter()
    coverage, probabilities = [0] * _TENTHS, [0] * _TENTHS
    sentences = [0, 0]
    lists: dict[str, list[Row]] = {name: [] for name in (FAILED, MISSING, SURPLUS, BEHIND, WARNED)}
    worst: list[tuple[tuple[float, ...], int, Row]] = []
    for number, row in enumerate(rows):
        state = str(row["state"])
        view.states[state] += 1
        view.seconds += row["seconds"] or 0.0
        link = f"{DOCUMENTS}/{quote(str(row['id']))}/report.html" if reports else ""
        shown = Row(row, link if state == DONE else "")
        view.behind += bool(row["behind"])
        view.warned += bool(row["warnings"])
        for name, belongs in (
            (state, state != DONE),
            (BEHIND, row["behind"]),
            (WARNED, row["warnings"]),
        ):
            if belongs and len(lists[name]) < MOST:
                lists[name].append(shown)
        if state != DONE:
            continue
        view.digests += row["policy"] == Policy.DIGEST.value and not is_told(str(row["id"]))
        counts = [row[name] or 0 for name in _WORST]
        view.severities.update(dict(zip(_WORST, counts, strict=True)))
        view.noted += any(counts[:-1])
        rules.update(json.loads(row["findings_by_rule"] or "{}"))
        coverage[_tenth(row["source_coverage"])] += 1
        for tenth, count in enumerate(json.loads(row["probability_tenths"] or "[]")):
            probabilities[tenth] += count
        sentences[0] += row["source_sentences"]
        sentences[1] += row["target_sentences"]
        # The heap keeps the greatest; of equal ones those that come first.
        badness = (*counts, 1 - (row["source_coverage"] or 0.0))
        item = (badness, -number, shown)
        (heapq.heappush if len(worst) < MOST else heapq.heappushpop)(worst, item)
    view.worst = [row for _, _, row in sorted(worst, key=lambda item: item[:2], reverse=True)]
    view.rules = sorted(rules.items(), key=lambda item: (-item[1], item[0]))
    view.lists = lists
    view.histograms = (
        Histogram("coverage", tuple(coverage)),
        Histogram("probability", tuple(probabilities)),
    )
    view.sentences = sentences[0], sentences[1]
    return view


def _tenth(share: float | None) -> int:
    return min(int((share or 0.0) * _TENTHS), _TENTHS - 1)
