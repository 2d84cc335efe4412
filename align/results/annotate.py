"""The findings of an alignment as comments in the translation's own document."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duizhao.align.report.content import Content, Told, build_content
from duizhao.align.report.verdict import SURE
from duizhao.corpora.alignment import Alignment, Category, Finding, Place, Severity
from duizhao.corpora.annotating.annotate import annotate_document
from duizhao.corpora.annotating.remarks import Remark
from duizhao.corpora.files.output import Written, write_whole
from duizhao.corpora.reading.read import ReadOptions
from duizhao.corpora.text.clean import clean_line

__all__ = ["Chosen", "find_remarks", "write_annotated"]

_AS_IT_IS = ReadOptions()


@dataclass(frozen=True)
class Chosen:
    """Which findings become comments: as the page at first shows them, unless more are asked for.

    Those that an editor dismissed never do.

    :param least_severity: The least severe that do.
    :param least_confidence: The least sure that do, 0 to 1.
    :param categories: Those that do; all if empty.
    """

    least_severity: Severity = Severity.MINOR
    least_confidence: float = SURE
    categories: Collection[Category] = ()

    def reason_against(self, finding: Finding) -> str:
        """Return why a finding is left out; empty if it is not."""
        if finding.is_dismissed:
            return "dismissed"
        if finding.severity.rank > self.least_severity.rank:
            return "less_severe"
        if finding.confidence < self.least_confidence:
            return "less_sure"
        if self.categories and finding.category not in self.categories:
            return "other_category"
        return ""


_ALL = Chosen()


def find_remarks(
    alignment: Alignment, chosen: Chosen = _ALL, ui: str | None = None
) -> tuple[list[Remark], dict[str, int]]:
    """Return what to say of which words of the target.

    A finding of several places is said at each. Lost text is told at the point where it belongs;
    a finding without any place in the target, where the target says what stands before it in the
    source.

    :param alignment: What the aligner found.
    :param chosen: Which findings to tell.
    :param ui: The interface language; None for the target's.
    :return: The remarks in the order of the text, and how many findings were left out, by reason:
        ``dismissed``, ``less_severe``, ``less_sure``, ``other_category``.
    :raises UnknownNameError: If there is no such interface language.
    """
    content = build_content(alignment, ui)
    left_out: Counter[str] = Counter()
    remarks = []
    for told in content.findings:
        reason = chosen.reason_against(told.finding)
        if reason:
            left_out[reason] += 1
            continue
        lines = _lines(told, content)
        for place in _places(alignment, told.finding):
            remarks.append(Remark(place.start, place.end, lines, told.finding.severity.value))
    remarks.sort(key=lambda remark: (remark.start, remark.end))
    return remarks, dict(left_out)


def _lines(told: Told, content: Content) -> tuple[str, ...]:
    title = f"{told.title} · {content.words('sure', value=told.confidence)}"
    return tuple(map(clean_line, (title, *content.lines(told, places=True))))


def _places(alignment: Alignment, finding: Finding) -> Iterator[Place]:
    """Yield the places of a finding in the target."""
    last = len(alignment.documents) - 1
    listed: Any = finding.evidence.get("places") or ()
    found = [
        Place(last, entry["start"], entry["end"], entry["text"])
        for entry in listed
        if entry["side"] == "target" and entry["document"] == last
    ]
    if not found and finding.target is not None and finding.target.document == last:
        found = [finding.target]
    if not found and finding.source is not None:
        at = _point(alignment, finding.source)
        found = [Place(last, at, at, "")]
    yield from found


def _point(alignment: Alignment, source: Place) -> int:
    """Return where in the target a passage of a source belongs that has no place there."""
    sentences = alignment.documents[source.document].sentences
    before = {s.id for s in sentences if s.start <= source.start}
    ends = [
        alignment.target.sentences[bead.target[-1]].end
        for bead in alignment.beads
        if bead.source_document == source.document
        and bead.target
        and not bead.moved
        and before.intersection(bead.source)
    ]
    return max(ends, default=0)


def write_annotated(
    alignment: Alignment,
    path: str | os.PathLike[str],
    chosen: Chosen = _ALL,
    *,
    document: str | os.PathLike[str] | None = None,
    ui: str | None = None,
    author: str = "duizhao",
    options: ReadOptions = _AS_IT_IS,
    protect: Sequence[Path] = (),
) -> Written:
    """Write a copy of the target's file with the findings as comments, whole or not at all.

    :param alignment: What the aligner found.
    :param path: Where; neither the inputs nor ``document`` are overwritten.
    :param chosen: Which findings to tell.
    :param document: The target's file, if it is not where it was.
    :param ui: The interface language; None for the target's.
    :param author: Who is named as the author of the comments.
    :param options: How the target was read, as far as its file does not tell.
    :param protect: What must not be overwritten besides.
    :return: How many comments were written, and how many findings left out.
    :raises InputError: If the file is not the one that was aligned, or takes no comments.
    :raises OutputError: If the copy cannot be written there, or its name says that it is in another
        format than the document.
    """
    remarks, left_out = find_remarks(alignment, chosen, ui)
    said_by = clean_line(author)
    data = annotate_document(alignment.target, remarks, said_by, document, options, path)
    inputs = [Path(d.path) for d in alignment.documents if d.path and "\0" not in d.path]
    if document is not None:
        inputs.append(Path(document))
    write_whole(Path(path), lambda stream: stream.write(data), protect=[*inputs, *protect])
    return Written("comment", len(remarks), left_out, files=(Path(path),))
