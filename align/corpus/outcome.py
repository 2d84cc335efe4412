"""What became of one pair of a corpus: its rows in the tables, and why there are none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from duizhao.align.corpus.manifest.entry import Entry
from duizhao.corpora.alignment import Alignment, Severity
from duizhao.corpora.exchange.frames import FINDING_COLUMNS, finding_rows
from duizhao.corpora.exchange.table import BEAD_COLUMNS
from duizhao.corpora.issues import key_of

__all__ = [
    "BEAD_TABLE",
    "DOCUMENT_COLUMNS",
    "DONE",
    "FAILED",
    "FINDING_TABLE",
    "MISSING",
    "SURPLUS",
    "Outcome",
    "aligned",
    "not_aligned",
]

DONE, FAILED, MISSING, SURPLUS = "done", "failed", "missing", "surplus"

DOCUMENT_COLUMNS: Mapping[str, type] = {
    "id": str,
    "state": str,  # done, failed; missing (no translation), surplus (no original)
    "reason": str,  # why it failed, in one sentence
    "source": str,
    "target": str,
    "source_lang": str,
    "target_lang": str,
    "policy": str,
    "preset": str,
    "source_sentences": int,
    "target_sentences": int,
    "source_characters": int,
    "target_characters": int,
    "source_coverage": float,  # linked characters over all, 0 to 1
    "target_coverage": float,
    "kinship": float,  # how probable it is that the two belong together, 0 to 1
    "beads": int,
    "beads_by_type": str,  # a JSON object: how many there are of each, the most frequent first
    "moved": int,  # beads out of order
    "probability": float,  # mean probability of the beads that link
    "probability_tenths": str,  # a JSON list: how many have 0 to .1, .1 to .2 … .9 to 1
    "findings": int,
    "critical": int,
    "major": int,
    "minor": int,
    "info": int,
    "findings_by_rule": str,  # a JSON object, in the order of the names
    "behind": int,  # commits that changed the original after the last one of its translation
    "warnings": str,  # what was said while the two were read and aligned, a line each
    "seconds": float,  # of the processor
}
"""The columns of the table of documents; what is not known of one is empty."""

FINDING_TABLE: Mapping[str, object] = {"document": str, **FINDING_COLUMNS}
"""The columns of the table of findings: the id of the document, and those of its finding."""

BEAD_TABLE: Mapping[str, object] = {"document": str, **BEAD_COLUMNS}
"""The columns of the table of beads: the id of the document, and those of its bead."""

_TENTHS = 10


@dataclass(frozen=True)
class Outcome:
    """What became of one pair.

    :param id: Its id.
    :param state: ``"done"``, ``"failed"``, ``"missing"`` or ``"surplus"``.
    :param reason: Why it failed, in one sentence; else empty.
    :param document: Its row, by the names of :data:`DOCUMENT_COLUMNS`.
    :param findings: Its findings, each by the names of :data:`FINDING_TABLE`.
    :param checksums: SHA-256 of the original and the translation, as far as they were read.
    :param files: The names of the files that were written, below the pair's own folder.
    :param decided: The marks of the decisions that it has a finding or a link for, see
        :mod:`duizhao.align.corpus.decided`.
    :param stops: Why no document can be done at the moment, such as a full disk; else empty.
    :param peak: The most memory that its process ever held, in bytes; 0 if that is not known.
    """

    id: str
    state: str
    reason: str = ""
    document: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Mapping[str, object], ...] = ()
    checksums: tuple[str, str] = ("", "")
    files: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    stops: str = ""
    peak: int = 0

    @property
    def seconds(self) -> float:
        """What it took, in seconds of the processor."""
        seconds = self.document.get("seconds")
        return seconds if isinstance(seconds, float) else 0.0

    def reaches(self, severity: str) -> bool:
        """Tell whether it has a finding of this severity or worse that was not dismissed."""
        worst = [each.value for each in Severity]
        return any(self.document.get(each) for each in worst[: worst.index(severity) + 1])


def aligned(
    entry: Entry,
    alignment: Alignment,
    files: tuple[str, ...],
    *,
    decided: tuple[str, ...],
    seconds: float,
    warnings: tuple[str, ...],
) -> Outcome:
    """Return what became of a pair that was aligned.

    :param entry: The pair.
    :param alignment: What was found; a finding that an editor dismissed is in the table of
        findings, and counts nowhere.
    :param files: The names of the files that were written.
    :param decided: The marks of the decisions that it has something for.
    :param seconds: What it took, in seconds of the processor.
    :param warnings: What was said on the way.
    """
    source, target = alignment.sources[0], alignment.target
    linked = [bead.probability for bead in alignment.beads if not bead.is_null]
    types = Counter(bead.type for bead in alignment.beads)
    tenths = Counter(min(int(p * _TENTHS), _TENTHS - 1) for p in linked)
    told = [finding for finding in alignment.findings if not finding.is_dismissed]
    severities = Counter(finding.severity.value for finding in told)
    # With the category: sentences may be omitted or added.
    rules = Counter(key_of(finding.category.value, finding.rule) for finding in told)
    failures = tuple(f"layer {each.layer}: {each.reason}" for each in alignment.failures)
    row: dict[str, object] = {
        "source_lang": source.lang,
        "target_lang": target.lang,
        "policy": alignment.policy,
        "preset": alignment.preset,
        "source_sentences": len(source.sentences),
        "target_sentences": len(target.sentences),
        "source_characters": len(source.text),
        "target_characters": len(target.text),
        "source_coverage": round(alignment.coverage(0), 4),
        "target_coverage": round(alignment.coverage(len(alignment.sources)), 4),
        "kinship": round(min(alignment.kinship), 4) if alignment.kinship else None,
        "beads": len(alignment.beads),
        "beads_by_type": json.dumps(dict(sorted(types.items(), key=lambda t: (-t[1], t[0])))),
        "moved": sum(bead.moved for bead in alignment.beads),
        "probability": round(sum(linked) / len(linked), 4) if linked else None,
        "probability_tenths": json.dumps([tenths[n] for n in range(_TENTHS)]),
        "findings": len(told),
        **{severity.value: severities[severity.value] for severity in Severity},
        "findings_by_rule": json.dumps(dict(sorted(rules.items()))),
        "warnings": "\n".join((*warnings, *failures)),
        "seconds": round(seconds, 3),
    }
    findings = tuple({"document": entry.id, **each} for each in finding_rows(alignment))
    checksums = (source.sha256 or "", target.sha256 or "")
    document = _row(entry, DONE, "", row)
    return Outcome(entry.id, DONE, "", document, findings, checksums, files, decided)


def not_aligned(
    entry: Entry,
    reason: str = "",
    *,
    seconds: float = 0.0,
    warnings: tuple[str, ...] = (),
    stops: str = "",
) -> Outcome:
    """Return what became of a pair that was not aligned, or of a document that has no counterpart.

    :param entry: The pair, or the document.
    :param reason: Why, in one sentence; what is wrong with the entry itself if empty.
    :param seconds: What it took to find out, in seconds of the processor.
    :param warnings: What was said on the way.
    :param stops: Why no document can be done at the moment; empty if others can.
    """
    reason = reason or entry.problem
    state = MISSING if entry.is_missing else SURPLUS if entry.is_surplus else FAILED
    said = {"warnings": "\n".join(warnings), "seconds": round(seconds, 3)}
    return Outcome(entry.id, state, reason, _row(entry, state, reason, said), stops=stops)


def _row(entry: Entry, state: str, reason: str, found: Mapping[str, object]) -> dict[str, object]:
    known = {
        "id": entry.id,
        "state": state,
        "reason": reason,
        "source": entry.source,
        "target": entry.target,
        "source_lang": entry.source_lang,
        "target_lang": entry.target_lang,
        "behind": entry.behind,
        **found,
    }
    return {name: known.get(name) for name in DOCUMENT_COLUMNS}
