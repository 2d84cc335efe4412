"""What every form of the report tells, before it takes its form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duizhao.align.report.asides import asides_in_words
from duizhao.align.report.kinds import kinds
from duizhao.align.report.marks import Run
from duizhao.align.report.messages import Messages, choose_ui, number_ranges
from duizhao.align.report.verdict import (
    behind_in_words,
    mismatch_in_words,
    percent,
    verdict_of,
)
from duizhao.align.report.view import build_view
from duizhao.align.report.view_types import Card, Paper, Quote, Row, View
from duizhao.corpora.alignment import Alignment, Finding, Severity

__all__ = ["Content", "Told", "build_content"]


@dataclass(frozen=True)
class Told:
    """A finding in words.

    :param finding: The finding.
    :param row: The row of the side-by-side table that shows it, 0 for none.
    :param severity: Its severity in the interface language.
    :param category: Its category, or the kind within it that has a name of its own.
    :param confidence: How sure it is, in percent.
    :param message: What is wrong.
    :param decision: What an editor decided about it, in words; maybe empty.
    :param source: The passage of the source, or the surroundings of a point; may be empty.
    :param target: The same of the target.
    :param source_place: Where that is in the file; empty if not known.
    :param target_place: The same of the target.
    :param places: The rows of all its places, if it stands for several.
    :param count: How many these are.
    """

    finding: Finding
    row: int
    severity: str
    category: str
    confidence: int
    message: str
    decision: str
    source: str
    target: str
    source_place: str
    target_place: str
    places: tuple[int, ...] = ()
    count: int = 0

    @property
    def title(self) -> str:
        """The finding's name: its id, severity and category, and what was decided about it."""
        decided = f" ({self.decision})" if self.decision else ""
        return f"{self.finding.id} {self.severity} · {self.category}{decided}"

    @property
    def place(self) -> str:
        """Where an editor finds it: in the target's file, or else in the source's."""
        return self.target_place or self.source_place


@dataclass(frozen=True)
class Content:
    """What a form shows.

    :param alignment: What the aligner found.
    :param view: The same as it is shown.
    :param words: What it is said in.
    :param findings: The findings, in the order of the report.
    :param by_row: The findings of each row that has some.
    """

    alignment: Alignment
    view: View
    words: Messages
    findings: tuple[Told, ...]
    by_row: Mapping[int, Sequence[Told]]

    @property
    def title(self) -> str:
        """The title, which names the target."""
        return self.words("title", name=self.view.papers[-1].name)

    def verdict(self) -> list[str]:
        """Return what must be known first, and what there is besides, if anything."""
        findings = [told.finding for told in self.findings]
        verdict, wrong = verdict_of(findings, self.words), self._mismatch()
        if wrong:
            verdict = self.words("verdict.if_right", verdict=verdict)
        said = wrong, verdict, behind_in_words(findings, self.words)
        return [line for line in said if line]

    def _mismatch(self) -> str:
        return mismatch_in_words(self.view.strangers, len(self.view.papers) - 1, self.words)

    def policy(self) -> str:
        """Return what the translation was judged as."""
        policy, preset = self.alignment.policy, self.alignment.preset
        said = self.words.known(f"policy.{policy}", policy)
        if not preset:
            return said
        told = [said, self.words.known(f"preset.{preset}", preset)]
        if self.alignment.preset_guessed:
            told[-1] += self.words("preset.guessed")
        return self.words("between").join(told)

    def counts(self) -> str:
        """Return how many findings there are of each severity, the worst first, in one line.

        Dismissed findings are counted apart, and so are those that the settings kept out.
        """
        valid = [told.finding for told in self.findings if not told.finding.is_dismissed]
        counts = Counter(finding.severity for finding in valid)
        dismissed = len(self.findings) - len(valid)
        said = [
            self.words("count", count=counts[s], severity=self.words(f"severity.{s.value}"))
            for s in Severity
            if counts[s]
        ]
        if dismissed:
            word = self.words("decision.dismissed")
            said.append(self.words("count", count=dismissed, severity=word))
        counted = self.words("between").join(said) or self.words("findings.none")
        ignored = self.alignment.ignored
        return self.words("with_ignored", counted=counted, count=ignored) if ignored else counted

    def lang(self, paper: Paper) -> str:
        """Return the name of a document's language."""
        return self.words.known(f"lang.{paper.lang}", paper.lang)

    def document(self, paper: Paper) -> str:
        """Say in one line what a document is, how much of it is compared and how much linked."""
        return self.words(
            "document.compared" if paper.asides else "document",
            role=self.words(f"role.{paper.role}"),
            name=paper.name,
            lang=self.lang(paper),
            sentences=paper.sentences,
            compared=paper.sentences - paper.asides,
            coverage=f"{paper.coverage:.0f}",
        )

    def notices(self) -> list[str]:
        """Return warnings: languages nobody knows, originals that do not belong there, failures."""
        failures = self.alignment.failures
        strangers = () if self._mismatch() else self.view.strangers
        return [
            *(self.words("unknown", said=self.words.pick(each)) for each in self.view.unknown),
            *(self.words("stranger", name=name) for name in strangers),
            *(self.words("failed", layer=f.layer, reason=f.reason) for f in failures),
        ]

    def extent(self) -> list[str]:
        """Say what was left aside, and of how many paragraphs only the whole is linked, if any."""
        links = self.alignment.paragraphs
        count = sum(link.uncertain for link in links)
        aside = asides_in_words(self.alignment, self.words)
        whole = self.words("paragraphs.count", count=count, all=len(links)) if count else ""
        return [line for line in (aside, whole) if line]

    def head(self) -> list[str]:
        """Return what stands above the findings, line by line: the verdict, then the documents."""
        papers = (self.document(paper) for paper in self.view.papers)
        known = (*papers, *self.extent(), self.policy(), self.counts())
        return [*self.verdict(), *self.notices(), *known]

    def lines(self, told: Told, *, places: bool = False) -> list[str]:
        """Return what is wrong, the passages and an editor's comment, a line each.

        :param told: The finding.
        :param places: Say where the passages are in their files.
        """
        said = [told.message]
        for side, passage, place in (
            ("source", told.source, told.source_place),
            ("target", told.target, told.target_place),
        ):
            if passage:
                name = self.words(f"role.{side}")
                name = self.words("at", name=name, place=place) if places and place else name
                said.append(self.words("said", name=name, value=passage))
        if told.places:
            rows = self.words("verdict.between").join(number_ranges(told.places))
            said.append(self.words("all_places", count=told.count, rows=rows))
        if told.finding.comment:
            name = self.words("column.comment")
            said.append(self.words("said", name=name, value=told.finding.comment))
        return said

    def cell(self, row: Row, side: str) -> str:
        """Return the text of one side of a row; what stands there if there is none."""
        return row.side(side).text or self.absent(row, side)

    def absent(self, row: Row, side: str) -> str:
        """Return what stands on the side of a row that has no text."""
        return self.words("null.aside" if row.state == "aside" else f"null.{side}")


def build_content(alignment: Alignment, ui: str | None = None) -> Content:
    """Arrange an alignment for a form.

    :param alignment: What the aligner found.
    :param ui: The interface language; None for the target's.
    :raises UnknownNameError: If there is no such interface language.
    """
    words = Messages(choose_ui(alignment, ui))
    view = build_view(alignment)
    cards = sorted(view.cards, key=lambda card: card.finding.severity.rank)
    findings = tuple(_told(card, words) for card in cards)
    by_row: dict[int, list[Told]] = defaultdict(list)
    for told in findings:
        by_row[told.row].append(told)
    return Content(alignment, view, words, findings, by_row)


def _told(card: Card, words: Messages) -> Told:
    finding = card.finding
    return Told(
        finding=finding,
        row=_row(card),
        severity=words(f"severity.{finding.severity.value}"),
        category=words(f"category.{card.kind}"),
        confidence=percent(finding.confidence),
        message=words.pick(finding.message),
        decision=words(f"decision.{finding.decision}") if finding.decision else "",
        source=_passage(card.source, words),
        target=_passage(card.target, words),
        source_place=card.source.place.get(words.ui, "") if card.source else "",
        target_place=card.target.place.get(words.ui, "") if card.target else "",
        places=tuple(place.row for place in card.listed if place.row),
        count=len(card.listed),
    )


def _row(card: Card) -> int:
    """Return the row of the passage concerned; a point is only where it should stand."""
    target = card.finding.target
    if card.target and target is not None and (target.end > target.start or not card.source):
        return card.target.row
    return card.source.row if card.source else 0


def _hole(run: Run, words: Messages) -> str:
    """Say that text is missing, or else that nothing here says what the other side says."""
    lost = kinds()[run.layers[-1].kind].target == "lost"
    return words("hole" if lost else "hole.none")


def _passage(quote: Quote | None, words: Messages) -> str:
    """Return a passage as quoted, missing words named; a point with what is around it."""
    if quote is None:
        return ""
    text = "".join(_hole(run, words) if run.hole else run.text for run in quote.runs)
    point = not any(run.text for run in quote.runs)
    return quote.before + text + quote.after if point else text
