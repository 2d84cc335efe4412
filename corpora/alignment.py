"""The value types of a bitext: beads, findings, and the alignment that holds them."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from duizhao.corpora.document import Document
from duizhao.corpora.issues import its_of, mqm_of
from duizhao.corpora.paragraph_links import ParagraphLink, check_links
from duizhao.errors import AlignmentError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = [
    "DECISIONS",
    "STANDINGS",
    "Alignment",
    "Bead",
    "Category",
    "Failure",
    "Finding",
    "Place",
    "Severity",
]

DECISIONS = ("", "accepted", "dismissed")
"""What an editor may have decided about a finding; the empty text stands for nothing yet."""

STANDINGS = ("open", "unapproved", "translated", "reviewed", "final")
"""How far a translation has come by what its file says, the least first: somebody still has to work
on it; it is translated and expressly not approved; translated; reviewed; final."""


@dataclass(frozen=True)
class Bead:
    """A group of source sentences linked to a group of target sentences.

    :param source: Sentence ids of the source side, rising; empty in a 0-1 bead.
    :param target: Sentence ids of the target side, rising; empty in a 1-0 bead.
    :param probability: How sure the aligner is of exactly this bead, 0 to 1.
    :param similarity: Cosine of the two sides' vectors, -1 to 1; 0 for a null bead.
    :param moved: Whether the bead stands out of the order of its neighbours.
    :param source_document: Which of the sources the ids belong to; of a bead without source, the
        one that its target sentences are attributed to.
    :param parts: The contributions that add up to the bead's score, by feature name.
    :param standing: Of a bead that a file makes, how far its translation has come by what the file
        says, one of :data:`STANDINGS`; empty if it says nothing.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    probability: float = 1.0
    similarity: float = 0.0
    moved: bool = False
    source_document: int = 0
    parts: Mapping[str, float] = field(default_factory=dict, compare=False)
    standing: str = ""

    def __post_init__(self) -> None:
        if self.standing and self.standing not in STANDINGS:
            message = f"the standing is one of {', '.join(STANDINGS)}, not {self.standing!r}"
            raise AlignmentError(message)
        if not self.source and not self.target:
            message = "a bead needs at least one sentence"
            raise AlignmentError(message)
        for ids in (self.source, self.target):
            if any(b <= a for a, b in itertools.pairwise(ids)):
                message = f"sentence ids must rise within a bead, not {ids}"
                raise AlignmentError(message)

    @property
    def type(self) -> str:
        """The numbers of sentences on the two sides, such as ``"1-2"``."""
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def is_null(self) -> bool:
        """Whether one side is empty: an omission or an addition."""
        return not self.source or not self.target


class Category(str, Enum):
    """What is wrong at a finding's place."""

    BLANK = "blank"
    TRUNCATED = "truncated"
    OMISSION = "omission"
    ADDITION = "addition"
    MOVED = "moved"
    NUMBER = "number"
    NAME = "name"
    UNTRANSLATED = "untranslated"
    REPEATED = "repeated"
    LEFTOVER = "leftover"
    CONTRARY = "contrary"
    ATTRIBUTION = "attribution"
    VERBATIM = "verbatim"
    TERM = "term"
    INCONSISTENT = "inconsistent"

    @property
    def its(self) -> str:
        """The ITS 2.0 ``locQualityIssueType`` that says the same to other tools."""
        return its_of(self.value)

    @property
    def mqm(self) -> str | None:
        """The MQM Core id that says the same; None for what is no error there."""
        return mqm_of(self.value)


class Severity(str, Enum):
    """How much a finding matters; the members stand worst first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for critical, 3 for info: sorts the worst first."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Place:
    """A passage of one of the documents.

    :param document: The number of the document in :attr:`Alignment.documents`.
    :param start: Where the passage begins, in code points.
    :param end: Where it ends; equal to ``start`` for a point between two characters.
    :param text: The passage as a reader reads it.
    """

    document: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Finding:
    """One thing that an editor should look at.

    :param id: ``"F001"`` and so on, in the order of the report.
    :param category: What is wrong.
    :param severity: How much it matters under the policy in force.
    :param confidence: How sure the tool is, 0 to 1.
    :param message: One sentence for the editor, by interface language (``"en"``, ``"zh"``).
    :param source: The passage of a source that is concerned; for lost text, what was lost.
    :param target: The passage or point of the target that is concerned.
    :param evidence: What speaks for the finding: named values, JSON types only.
    :param decision: What an editor decided about it, one of :data:`DECISIONS`.
    :param comment: What an editor noted beside it, maybe empty.
    """

    id: str
    category: Category
    severity: Severity
    confidence: float
    message: Mapping[str, str]
    source: Place | None = None
    target: Place | None = None
    evidence: Mapping[str, object] = field(default_factory=dict)
    decision: str = ""
    comment: str = ""

    def __post_init__(self) -> None:
        if self.source is None and self.target is None:
            message = f"finding {self.id} has no place"
            raise AlignmentError(message)
        if self.decision not in DECISIONS:
            message = f"finding {self.id} is {self.decision!r}; expected accepted or dismissed"
            raise AlignmentError(message)

    @property
    def rule(self) -> str:
        """The kind of sign within the category, such as ``"empty-quotes"``; maybe empty."""
        rule = self.evidence.get("rule")
        return rule if isinstance(rule, str) else ""

    @property
    def its(self) -> str:
        """The ITS 2.0 ``locQualityIssueType`` of its rule, or else of its category."""
        return its_of(self.category.value, self.rule)

    @property
    def mqm(self) -> str | None:
        """The MQM Core id of its rule, or else of its category; None for what is no error."""
        return mqm_of(self.category.value, self.rule)

    @property
    def is_dismissed(self) -> bool:
        """Whether an editor said that nothing is wrong here."""
        return self.decision == "dismissed"


@dataclass(frozen=True)
class Failure:
    """A layer of findings that could not finish on these documents.

    :param layer: Its name.
    :param reason: What happened, in one sentence.
    """

    layer: str
    reason: str


# Less probable kinship than this is told to the reader.
_KIN = 0.5


@dataclass(frozen=True, repr=False)
class Alignment:
    """What the aligner found: documents, beads and findings.

    :param documents: The sources first, the target last.
    :param beads: Every sentence of every document stands in exactly one.
    :param findings: What an editor should look at, in the order of the report.
    :param signature: What made these numbers: encoder, splitting, settings, version.
    :param policy: ``"full"`` or ``"digest"``.
    :param kinship: How probable it is that each source and the target belong together at all, 0 to
        1; empty if that was not looked at.
    :param failures: Layers of findings that could not finish; their findings are not there.
    :param ignored: How many findings the settings of the run kept out.
    :param aside: How many texts of an existing bitext are in no bead, by reason.
    :param paragraphs: Which paragraphs of the sources each paragraph of the target comes from;
        empty if that was not looked at.
    :param preset: The kind of text that it was judged as, such as ``"news"``; maybe empty.
    :param preset_guessed: Whether that was told from the text.
    """

    documents: tuple[Document, ...]
    beads: tuple[Bead, ...]
    findings: tuple[Finding, ...] = ()
    signature: str = ""
    policy: str = "full"
    kinship: tuple[float, ...] = ()
    failures: tuple[Failure, ...] = ()
    ignored: int = 0
    preset: str = ""
    preset_guessed: bool = False
    aside: Mapping[str, int] = field(default_factory=dict)
    paragraphs: tuple[ParagraphLink, ...] = ()

    def __post_init__(self) -> None:
        if len(self.documents) < 2:
            message = f"an alignment needs two documents, not {len(self.documents)}"
            raise AlignmentError(message)
        want = Counter((d, s.id) for d, doc in enumerate(self.documents) for s in doc.sentences)
        if self.kinship and len(self.kinship) != len(self.documents) - 1:
            message = f"{len(self.documents) - 1} sources need as many kinships; there are "
            message += str(len(self.kinship))
            raise AlignmentError(message)
        have: Counter[tuple[int, int]] = Counter()
        for bead in self.beads:
            have.update((number, i) for number, ids in self.sides(bead) for i in ids)
        if have != want:
            odd = sorted((have - want) | (want - have))[:3]
            message = f"every sentence must stand in exactly one bead; look at {odd}"
            raise AlignmentError(message)
        check_links(self.paragraphs, [len(document.sentences) for document in self.documents])

    def __repr__(self) -> str:
        """Say in a line what it is about, and how much was found."""
        langs = "-".join([*dict.fromkeys(d.lang for d in self.sources), self.target.lang])
        sentences = " + ".join(f"{len(d.sentences)}" for d in self.documents)
        counts = Counter(f.severity for f in self.findings if not f.is_dismissed)
        findings = ", ".join(f"{counts[s]} {s.value}" for s in Severity if s in counts) or "none"
        coverage = " + ".join(f"{self.coverage(n):.0%}" for n in range(len(self.documents)))
        return (
            f"<Alignment {langs}: {sentences} sentences, {len(self.beads)} beads,"
            f" findings: {findings}, coverage {coverage}>"
        )

    # What follows is done by a room above, see `_on_use`.

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the line, and a table of the first findings."""
        return cast("str", _on_use("notebook.as_html")(self))

    def to_pandas(self, what: str = "findings") -> pd.DataFrame:
        """Return the findings, beads or links of paragraphs as a data frame of pandas, one a row.

        :param what: ``"findings"``, ``"beads"`` or ``"paragraphs"``.
        :raises UnknownNameError: If it is none of these.
        :raises MissingExtraError: If pandas is not installed.
        """
        return cast("pd.DataFrame", _on_use("frames.to_pandas")(self, what))

    def to_polars(self, what: str = "findings") -> pl.DataFrame:
        """Return the findings, beads or links of paragraphs as a data frame of polars, one a row.

        :param what: ``"findings"``, ``"beads"`` or ``"paragraphs"``.
        :raises UnknownNameError: If it is none of these.
        :raises MissingExtraError: If polars is not installed.
        """
        return cast("pl.DataFrame", _on_use("frames.to_polars")(self, what))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write an ``alignment.json``, whole or not at all.

        :param path: Where; missing folders are made. The inputs are never overwritten.
        :raises OutputError: If it cannot be written there.
        """
        _on_use("alignment_json.save_alignment")(self, path)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Alignment:
        """Read an ``alignment.json``.

        The texts between the sentences are not in it: they come back as spaces.

        :param path: The file.
        :raises InputError: If it cannot be read.
        :raises FormatError: If it is not an alignment, or one of a later version.
        """
        return cast("Alignment", _on_use("alignment_json.read_alignment")(path))

    @property
    def sources(self) -> tuple[Document, ...]:
        """The original documents."""
        return self.documents[:-1]

    @property
    def target(self) -> Document:
        """The translation or digest."""
        return self.documents[-1]

    def sides(self, bead: Bead) -> tuple[tuple[int, tuple[int, ...]], tuple[int, tuple[int, ...]]]:
        """Return for source and target of a bead the number of the document and the sentences."""
        return (bead.source_document, bead.source), (len(self.documents) - 1, bead.target)

    def bead_numbers(self) -> dict[tuple[int, int], int]:
        """Return the index in :attr:`beads` of each sentence, by the numbers of document and it."""
        return {
            (document, i): number
            for number, bead in enumerate(self.beads)
            for document, ids in self.sides(bead)
            for i in ids
        }

    @property
    def strangers(self) -> tuple[Document, ...]:
        """The original, if it does not seem to belong to the target.

        Of further sources that is not asked: a few sentences may come from them.
        """
        return self.sources[:1] if self.kinship and self.kinship[0] < _KIN else ()

    def coverage(self, document: int) -> float:
        """Return how much of a document is linked to the other side.

        :param document: The number of the document in :attr:`documents`; -1 is the target.
        :return: Linked characters over characters, 0 to 1, counting only sentences whose kind
            takes part in the alignment; 1 for a document that has none.
        """
        document = range(len(self.documents))[document]
        side_is_target = document == len(self.documents) - 1
        linked: set[int] = set()
        for bead in self.beads:
            if bead.is_null or not (side_is_target or bead.source_document == document):
                continue
            linked.update(bead.target if side_is_target else bead.source)
        total = done = 0
        for sentence in self.documents[document].aligned_sentences():
            total += len(sentence.text)
            done += len(sentence.text) if sentence.id in linked else 0
        return done / total if total else 1.0


def _on_use(function: str) -> Callable[..., Any]:
    """Return a function of ``corpora/exchange``, which is loaded when it is asked for.

    Writing and showing need files and other libraries, so they stand above this room. An alignment
    offers them all the same, by name: nothing here depends on them until somebody asks.
    """
    module, _, name = function.partition(".")
    found: Callable[..., Any] = getattr(import_module(f"duizhao.corpora.exchange.{module}"), name)
    return found
