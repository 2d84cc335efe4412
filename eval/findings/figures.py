"""What the benchmark of findings measures, a dataclass for each table of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from duizhao.corpora.text.languages import LETTERS_A_CHARACTER

__all__ = [
    "PER_CHINESE",
    "SIZES",
    "AlarmFigures",
    "Bound",
    "CalibrationFigures",
    "CleanFigures",
    "EditFigures",
    "Example",
    "FailureFigures",
    "Figures",
    "MarkFigures",
    "RealExample",
    "RealFigures",
    "SpeedFigures",
]

SIZES = (("1–3", 3), ("4–8", 8), ("≥ 9", 10**9))
"""Names and upper ends of the lengths of what was lost, in characters of Chinese."""

PER_CHINESE = {"zh": 1, "en": LETTERS_A_CHARACTER}
"""Characters of each language that say what one of Chinese does."""


@dataclass(frozen=True)
class EditFigures:
    """How much of one kind of edit was found in one direction.

    :param kind: The name of the kind.
    :param langs: The direction, such as ``"en-zh"``; ``"both"`` for both together.
    :param documents: Copies with such edits.
    :param edits: Edits; of dropped sentences, sentences.
    :param found: Those that were found.
    :param claims: Findings that claim such an edit; of dropped sentences, sentences.
    :param right: Those that are right.
    :param flagged: For a kind that is no error, edits where anything was found at all.
    :param place_error: The median of :attr:`duizhao.eval.findings.judge.Verdict.place_error`.
    :param overlapping: The share of right findings whose place in the translation is the edit's.
    :param by_size: Found and all edits by the length of what was lost, where that tells.
    """

    kind: str
    langs: str
    documents: int
    edits: int
    found: int
    claims: int
    right: int
    flagged: int | None = None
    place_error: float | None = None
    overlapping: float | None = None
    by_size: dict[str, tuple[int, int]] = field(default_factory=dict)
    precision: float | None = field(init=False)
    recall: float | None = field(init=False)
    f1: float | None = field(init=False)
    table: str = "edits"

    def __post_init__(self) -> None:
        precision = self.right / self.claims if self.claims else None
        recall = self.found / self.edits if self.edits else None
        both = (precision or 0.0) + (recall or 0.0)
        f1 = 2 * (precision or 0.0) * (recall or 0.0) / both if both else None
        for name, value in (("precision", precision), ("recall", recall), ("f1", f1)):
            object.__setattr__(self, name, value)


@dataclass(frozen=True)
class CleanFigures:
    """What is found where nothing was done.

    :param collection: The file of the documents; ``"all"`` for all together.
    :param langs: The direction; ``"both"`` for both together.
    :param documents: How many.
    :param sentences: Sentences of the translations.
    :param pairs: Beads of two sides.
    :param per_1000: Findings above information in 1,000 sentences, by category.
    :param all_per_1000: All findings in 1,000 sentences, by category.
    :param rules: Findings above information, by category and rule.
    :param flagged: The share of pairs with a finding above information, for numbers and names.
    """

    collection: str
    langs: str
    documents: int
    sentences: int
    pairs: int
    per_1000: dict[str, float]
    all_per_1000: dict[str, float]
    rules: dict[str, int]
    flagged: dict[str, float]
    table: str = "clean"


@dataclass(frozen=True)
class CalibrationFigures:
    """Whether confidences mean what they say.

    :param category: The category of findings, in copies with edits that it may be right about.
    :param rule: The rule; ``"all"`` for all of the category.
    :param claims: How many findings.
    :param confidence: Their mean confidence, 0 to 1.
    :param right: The share of them that is right.
    :param error: The expected calibration error, see :mod:`duizhao.eval.beads.calibration`.
    """

    category: str
    rule: str
    claims: int
    confidence: float
    right: float
    error: float
    table: str = "calibration"


@dataclass(frozen=True)
class MarkFigures:
    """How well lost clauses are found that people marked.

    :param marks: The set.
    :param size: The length of the longest marked passage, in characters of Chinese; ``"all"``.
    :param positives: Segments of which the majority of raters says that something is lost.
    :param negatives: Segments of which none does.
    :param auc: The probability that one of the former scores higher than one of the latter.
    :param recall_5: The share of positives above all but 5 % of the negatives.
    :param recall_10: The same for 10 %.
    :param recall: The share of positives in which all layers together find something lost.
    :param false: The share of negatives in which they do.
    """

    marks: str
    size: str
    positives: int
    negatives: int
    auc: float
    recall_5: float
    recall_10: float
    recall: float
    false: float
    table: str = "marks"


@dataclass(frozen=True)
class SpeedFigures:
    """How fast all layers together are, after the alignment.

    :param pairs: Pairs of linked sentences that were looked at.
    :param seconds: Processor seconds that it took.
    :param layers: The layers.
    """

    pairs: int
    seconds: float
    layers: tuple[str, ...]
    table: str = "speed"

    @property
    def speed(self) -> float:
        """Pairs a second."""
        return self.pairs / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class FailureFigures:
    """A layer that could not finish in some copy, so that the figures lack what it finds.

    :param layer: Its name.
    :param reason: What happened there last.
    """

    layer: str
    reason: str
    table: str = "failures"


@dataclass(frozen=True)
class Example:
    """An edit that was missed, or a false finding.

    :param what: ``"missed"``, ``"false"``, or ``"clean"`` for a finding where nothing was done.
    :param kind: The kind of edit that was looked for.
    :param langs: The direction.
    :param document: The name of the document.
    :param category: The category of the finding, with its rule; empty for what was missed.
    :param confidence: Its confidence; None likewise.
    :param severity: Its severity; empty likewise.
    :param source: The passage of the source.
    :param target: The passage of the translation with what stands around it, between ``⟦⟧``.
    :param lost: The words that are gone.
    """

    what: str
    kind: str
    langs: str
    document: str
    category: str
    confidence: float | None
    severity: str
    source: str
    target: str
    lost: str = ""
    table: str = "examples"


@dataclass(frozen=True)
class Bound:
    """What must hold.

    :param name: What is measured.
    :param value: The figure; None if nothing was measured.
    :param bound: The bound.
    :param at_most: Whether the figure may not be above it, or not below.
    """

    name: str
    value: float | None
    bound: float
    at_most: bool = False
    table: str = "bounds"

    @property
    def met(self) -> bool | None:
        """Whether it holds; None if nothing was measured."""
        if self.value is None:
            return None
        return self.value <= self.bound if self.at_most else self.value >= self.bound


@dataclass(frozen=True)
class RealFigures:
    """How many findings above information on real documents a reader accepts.

    :param by: What is told apart: ``"severity"``, ``"category"``, ``"kind"`` of document,
        ``"pair"``, or ``"all"``.
    :param name: Which of these.
    :param told: How many findings.
    :param right: Those that are right and wanted.
    :param unwanted: Those that are right, and no editor wants to be told.
    :param false: Those that are wrong.
    :param new: Those that no reader has judged.
    :param interval: The 95 % interval of the share of right ones, new ones taken as wrong.
    """

    by: str
    name: str
    told: int
    right: int
    unwanted: int
    false: int
    new: int
    interval: tuple[float, float]
    table: str = "real"

    @property
    def precision(self) -> tuple[float, float]:
        """The share of right ones if all new ones are wrong, and if all of them are right."""
        return self.right / self.told, (self.right + self.new) / self.told


@dataclass(frozen=True)
class AlarmFigures:
    """How often an editor is called for nothing, pair by pair, and what is still told.

    :param pairs: Pairs of documents.
    :param median: Findings above information that are not known to be right, in 1,000 sentences of
        both sides: the median over pairs.
    :param mean: The mean over pairs.
    :param worst: The most of any pair.
    :param kept: Labels of right findings that are still told.
    :param known: Labels of right findings.
    """

    pairs: int
    median: float
    mean: float
    worst: float
    kept: int
    known: int
    table: str = "alarms"


@dataclass(frozen=True)
class RealExample:
    """A finding on a real document that is not known to be right, or a right one that is gone.

    :param pair: The pair of documents.
    :param verdict: What readers said; ``"new"`` if nothing, ``"gone"`` if it is not told any more.
    :param category: The category with the rule, if known.
    :param severity: Its severity; empty if it is gone.
    :param confidence: Its confidence; None if it is gone.
    :param source: The passage of the source.
    :param target: The passage of the translation.
    """

    pair: str
    verdict: str
    category: str
    severity: str
    confidence: float | None
    source: str
    target: str
    table: str = "real examples"


Figures: TypeAlias = (
    EditFigures
    | RealFigures
    | AlarmFigures
    | RealExample
    | CleanFigures
    | CalibrationFigures
    | MarkFigures
    | SpeedFigures
    | FailureFigures
    | Example
    | Bound
)
"""A row of any table."""
