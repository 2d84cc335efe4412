"""The units of an XLIFF file, whatever its version: one for each bead that has a source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from duizhao.corpora.alignment import STANDINGS, Alignment, Bead, Finding, Severity
from duizhao.corpora.document import Document
from duizhao.corpora.exchange.bead_text import (
    UNSURE,
    bead_texts,
    open_beads,
    unconfirmed_beads,
    unfit_beads,
    untranslated_beads,
)
from duizhao.corpora.exchange.finding_marks import Mark, marks_of
from duizhao.corpora.text.clean import clean_line

__all__ = ["ASIDE", "XliffUnit", "file_name", "xliff_units"]

ASIDE = {
    "en": "Left aside: it was not compared with the translation. duizhao align --align-all compares"
    " it, too.",
    "zh": "未参与对照：没有与译文比较。duizhao align --align-all 也会比较这些文字。",
}
"""What is said of a unit that took no part in the alignment, by language."""


@dataclass(frozen=True)
class XliffUnit:
    """A bead as either version shows it: its texts with the findings at their places.

    A :class:`~duizhao.corpora.units.unit.TranslationUnit` holds no findings, and no bead that is to
    be translated: that is why it is another thing.

    :param number: Its index in ``alignment.beads``.
    :param bead: The bead.
    :param source: Its source sentences as one line, never empty.
    :param target: Its target sentences as one line; None if it has none.
    :param source_marks: The findings in ``source``.
    :param target_marks: The findings in ``target``.
    :param unfit: Whether the target has lost text.
    :param untranslated: Whether it is still in the language of the source.
    :param unconfirmed: Whether its file marks it as fuzzy or not done.
    :param open: Whether it is too unsure for a paragraph that is linked as a whole only.
    :param is_aside: Whether it took no part in the alignment, so that nothing is known of its
        translation.
    """

    number: int
    bead: Bead
    source: str
    target: str | None
    source_marks: Sequence[Mark]
    target_marks: Sequence[Mark]
    unfit: bool
    untranslated: bool = False
    unconfirmed: bool = False
    open: bool = False
    is_aside: bool = False

    @property
    def findings(self) -> list[Finding]:
        """What is said of it, once each."""
        marks = (*self.source_marks, *self.target_marks)
        return list({mark.finding.id: mark.finding for mark in marks}.values())

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at it before it counts as translated.

        It lost text, is untranslated, fuzzy, moved or unsure, by itself or for its paragraph, or a
        finding is critical or major.
        """
        if self.target is None:
            return False
        unsure = self.open or self.bead.moved or self.bead.probability < UNSURE
        severe = any(f.severity.rank <= Severity.MAJOR.rank for f in self.findings)
        undone = self.unconfirmed or self.bead.standing == STANDINGS[0]
        return self.unfit or self.untranslated or undone or unsure or severe


def xliff_units(alignment: Alignment, left_out: Counter[str]) -> Iterator[XliffUnit]:
    """Yield the units in the order of the sources.

    :param alignment: Beads and findings.
    :param left_out: Counts, by reason, the beads that are no unit.
    """
    unfit, left = unfit_beads(alignment), untranslated_beads(alignment)
    fuzzy, open_ones = unconfirmed_beads(alignment), open_beads(alignment)
    source_marks, target_marks = marks_of(alignment)
    order = sorted(
        (bead.source_document, bead.source[0], n)
        for n, bead in enumerate(alignment.beads)
        if bead.source
    )
    if len(order) < len(alignment.beads):
        left_out["addition"] += len(alignment.beads) - len(order)
    for document, _, n in order:
        bead = alignment.beads[n]
        source, target = bead_texts(alignment, bead)
        if alignment.documents[document].lang != alignment.sources[0].lang:
            left_out["language"] += 1
        elif not source:
            left_out["empty"] += 1
        else:
            marks = source_marks.get(n, []), target_marks.get(n, [])
            flaws = n in unfit, n in left, n in fuzzy, n in open_ones
            own = alignment.documents[document]
            aside = bead.is_null and not any(own.is_aligned(own.sentences[i]) for i in bead.source)
            yield XliffUnit(n, bead, source, target or None, *marks, *flaws, is_aside=aside)


def file_name(document: Document) -> str:
    """Return what to call a document in a file that others read.

    :param document: The document.
    :return: The last part of its path, never empty.
    """
    return clean_line(PurePath(document.path).name) or "document"
