"""Add up what was found, copy by copy."""

from __future__ import annotations

import statistics
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from duizhao.corpora.alignment import Alignment, Category, Finding, Severity
from duizhao.corpora.issues import key_of
from duizhao.eval.beads.calibration import Judged, calibration_error
from duizhao.eval.findings.drafts import Edit
from duizhao.eval.findings.figures import (
    PER_CHINESE,
    SIZES,
    CalibrationFigures,
    CleanFigures,
    EditFigures,
)
from duizhao.eval.findings.judge import Judgement, SentenceCounts, Verdict, meets

__all__ = ["CleanTally", "EditTally", "calibration"]

_FLAGGED = (Category.NUMBER, Category.NAME)


@dataclass
class EditTally:
    """What was found of one kind of edit.

    :param kind: The name of the kind.
    :param langs: The direction.
    """

    kind: str
    langs: str
    documents: int = 0
    edits: int = 0
    found: int = 0
    claims: int = 0
    right: int = 0
    flagged: int = 0
    no_error: bool = False
    errors: list[float] = field(default_factory=list)
    overlaps: list[bool] = field(default_factory=list)
    sizes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(
        self, judgement: Judgement, edits: Sequence[Edit], sentences: SentenceCounts | None
    ) -> None:
        """Count one copy.

        :param judgement: What was found in it.
        :param edits: What was done in it.
        :param sentences: What counts instead, if sentences do.
        """
        self.documents += 1
        self.errors += [v.place_error for v in judgement.verdicts if v.place_error is not None]
        self.overlaps += [v.overlaps for v in judgement.verdicts if v.overlaps is not None]
        if sentences is not None:
            self.edits += sentences.gone
            self.claims += sentences.claimed
            self.found += sentences.right
            self.right += sentences.right
            return
        self.edits += len(edits)
        self.found += sum(judgement.found)
        self.claims += len(judgement.verdicts)
        self.right += sum(verdict.edit is not None for verdict in judgement.verdicts)
        lang = self.langs.rpartition("-")[2]
        for edit, found in zip(edits, judgement.found, strict=True):
            if edit.lost and not edit.given:
                size = len(edit.lost.strip(" ,，")) / PER_CHINESE[lang]
                counts = self.sizes[next(name for name, most in SIZES if size <= most)]
                counts[0] += found
                counts[1] += 1

    def add_flagged(self, findings: Iterable[Finding], edits: Sequence[Edit]) -> None:
        """Count one copy with edits that are no errors: where anything was found, it is false.

        Findings of information do not count.
        """
        self.no_error = True
        found = [finding for finding in findings if finding.severity is not Severity.INFO]
        self.documents += 1
        self.edits += len(edits)
        self.flagged += sum(any(meets(finding, edit) for finding in found) for edit in edits)

    def __add__(self, other: EditTally) -> EditTally:
        total = EditTally(self.kind, "both")
        for name in ("documents", "edits", "found", "claims", "right", "flagged"):
            setattr(total, name, getattr(self, name) + getattr(other, name))
        total.no_error = self.no_error
        total.errors, total.overlaps = self.errors + other.errors, self.overlaps + other.overlaps
        for each in (self, other):
            for size, (found, all_) in each.sizes.items():
                total.sizes[size][0] += found
                total.sizes[size][1] += all_
        return total

    def figures(self) -> EditFigures:
        """Return the figures."""
        return EditFigures(
            kind=self.kind,
            langs=self.langs,
            documents=self.documents,
            edits=self.edits,
            found=self.found,
            claims=self.claims,
            right=self.right,
            flagged=self.flagged if self.no_error else None,
            place_error=statistics.median(self.errors) if self.errors else None,
            overlapping=statistics.fmean(self.overlaps) if self.overlaps else None,
            by_size={n: (*self.sizes[n],) for n, _ in SIZES if n in self.sizes},  # type: ignore[misc]
        )


@dataclass
class CleanTally:
    """What was found in clean copies.

    :param collection: Where the documents are from.
    :param langs: The direction.
    """

    collection: str
    langs: str
    documents: int = 0
    sentences: int = 0
    pairs: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    all_categories: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)

    def add(self, alignment: Alignment) -> None:
        """Count one copy."""
        self.documents += 1
        self.sentences += len(alignment.target.sentences)
        self.pairs += sum(not bead.is_null for bead in alignment.beads)
        for finding in alignment.findings:
            self.all_categories[finding.category.value] += 1
            if finding.severity is not Severity.INFO:
                self.categories[finding.category.value] += 1
                self.rules[key_of(finding.category.value, finding.rule)] += 1
        for category in _FLAGGED:
            self.flagged[category.value] += len(_flagged_pairs(alignment, category))

    def __add__(self, other: CleanTally) -> CleanTally:
        """Return both together, under this one's name."""
        total = CleanTally(self.collection, self.langs)
        for name in vars(total).keys() - {"collection", "langs"}:
            setattr(total, name, getattr(self, name) + getattr(other, name))
        return total

    def figures(self) -> CleanFigures:
        """Return the figures."""

        def per_1000(counts: Counter[str]) -> dict[str, float]:
            return {c.value: 1000 * counts[c.value] / max(self.sentences, 1) for c in Category}

        return CleanFigures(
            collection=self.collection,
            langs=self.langs,
            documents=self.documents,
            sentences=self.sentences,
            pairs=self.pairs,
            per_1000=per_1000(self.categories),
            all_per_1000=per_1000(self.all_categories),
            rules=dict(sorted(self.rules.items())),
            flagged={c.value: self.flagged[c.value] / max(self.pairs, 1) for c in _FLAGGED},
        )


def _flagged_pairs(alignment: Alignment, category: Category) -> set[int]:
    """Return the beads of two sides in which such a finding stands, information apart."""
    bead_of = {
        (side, i): number
        for number, bead in enumerate(alignment.beads)
        if not bead.is_null
        for side, ids in ((0, bead.source), (1, bead.target))
        for i in ids
    }
    starts = [[s.start for s in document.sentences] for document in alignment.documents]
    flagged = set()
    for finding in alignment.findings:
        if finding.category is category and finding.severity is not Severity.INFO:
            for side, place in ((1, finding.target), (0, finding.source)):
                if place is not None:
                    at = bisect_right(starts[side], place.start) - 1
                    flagged.add(bead_of.get((side, at), -1))
                    break
    return flagged - {-1}


def calibration(verdicts: Iterable[Verdict]) -> list[CalibrationFigures]:
    """Return how sure findings were and how often right, by category and by rule.

    :param verdicts: Of all copies with edits.
    """
    groups: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for verdict in verdicts:
        finding = verdict.finding
        judged = finding.confidence, verdict.edit is not None
        groups[finding.category.value, "all"].append(judged)
        groups[finding.category.value, str(finding.evidence.get("rule", ""))].append(judged)
    return [
        CalibrationFigures(
            category=category,
            rule=rule,
            claims=len(judged),
            confidence=statistics.fmean(confidence for confidence, _ in judged),
            right=statistics.fmean(is_right for _, is_right in judged),
            error=calibration_error(judged) or 0.0,
        )
        for (category, rule), judged in sorted(
            groups.items(), key=lambda g: (g[0][0], g[0][1] != "all", g[0][1])
        )
    ]
