"""Run everything that a user's run does on edited copies of clean translations, and score it."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from duizhao.align.pipeline import align_documents
from duizhao.corpora.alignment import Alignment, Severity
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import document_from_text
from duizhao.eval.findings.documents import LANGS, CleanDocument
from duizhao.eval.findings.drafts import EditedPair
from duizhao.eval.findings.edits import CLEAN, KINDS, EditKind, edited
from duizhao.eval.findings.examples import example_of
from duizhao.eval.findings.figures import Example, FailureFigures, Figures
from duizhao.eval.findings.judge import Verdict, count_sentences, judge_findings, meets
from duizhao.eval.findings.tally import CleanTally, EditTally, calibration
from duizhao.models.cache import lookups, with_cache
from duizhao.models.encoder import Encoder
from duizhao.models.vector_store import VectorCache

__all__ = ["documents_of", "drawn", "measure_edits"]

# Edits of a kind in a direction after which no further document is drawn: a share of 240 is known
# to within .05 or so.
_ENOUGH_EDITS = 120
# ... nor before this many documents were used.
_ENOUGH_DOCUMENTS = 20
# Documents whose copies are made; drawn where there are more.
_MOST_DOCUMENTS = 120
# Segments of a document that are used: the first of a longer one.
_MOST_SEGMENTS = 80
_DIRECTIONS = ("en-zh", "zh-en", "both")
Report = Callable[[int, int], None]


@dataclass
class _Bench:
    """What has been measured so far."""

    encoder: Encoder
    most_examples: int
    verdicts: list[Verdict] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)

    def align(self, pair: EditedPair) -> Alignment:
        """Do what a user's run does."""
        alignment = align_documents(*documents_of(pair), self.encoder)
        self.failures |= {failure.layer: failure.reason for failure in alignment.failures}
        return alignment

    def keep(self, examples: Iterator[Example]) -> None:
        """Keep the first examples of a kind in a direction."""
        for example in examples:
            alike = sum(
                (e.what, e.kind, e.langs) == (example.what, example.kind, example.langs)
                for e in self.examples
            )
            if alike < self.most_examples:
                self.examples.append(example)


def measure_edits(
    documents: Sequence[CleanDocument],
    encoder: Encoder,
    *,
    kinds: Sequence[str] = (),
    examples: int = 20,
    report: Report | None = None,
) -> list[Figures]:
    """Edit documents in both directions, and score what is found in clean and in edited copies.

    :param documents: At least one.
    :param encoder: Turns sentences into vectors.
    :param kinds: Names of kinds of edits, or :data:`duizhao.eval.findings.edits.CLEAN`; all if
    none.
    :param examples: How many missed edits and false findings of each kind to keep.
    :param report: Called with what is done and the whole of it.
    :return: Figures, of :mod:`duizhao.eval.findings.figures`.
    """
    with TemporaryDirectory() as folder:
        if lookups(encoder) is None:
            # Copies of a document share most of their sentences.
            encoder = with_cache(encoder, VectorCache(Path(folder)))
        return _measured(documents, encoder, kinds, examples, report)


def _measured(
    documents: Sequence[CleanDocument],
    encoder: Encoder,
    kinds: Sequence[str],
    examples: int,
    report: Report | None,
) -> list[Figures]:
    """Do the work of :func:`measure_edits`."""
    chosen = drawn(documents, "all")[:_MOST_DOCUMENTS]
    bench = _Bench(encoder, examples)
    wanted = [None, *KINDS.values()]
    wanted = [k for k in wanted if not kinds or (k.name if k else CLEAN) in kinds]
    figures: list[Figures] = []
    level = logging.getLogger("duizhao.align")
    quiet = level.level
    level.setLevel(logging.ERROR)  # made copies may not seem to belong together
    try:
        for number, kind in enumerate(wanted):
            if report is not None:
                report(number, len(wanted))
            figures += _clean(bench, chosen) if kind is None else _kind(bench, kind, chosen)
    finally:
        level.setLevel(quiet)
    if report is not None:
        report(len(wanted), len(wanted))
    failed = [FailureFigures(layer, reason) for layer, reason in bench.failures.items()]
    return [*figures, *calibration(bench.verdicts), *failed, *bench.examples]


def drawn(documents: Sequence[CleanDocument], what: str) -> list[CleanDocument]:
    """Return documents in an order that chance chose once and for all, each cut to a length.

    :param documents: The documents.
    :param what: What for: another order for each.
    """
    ordered = sorted(documents, key=lambda document: document.name)
    random.Random(what).shuffle(ordered)  # noqa: S311 - chance that can be repeated
    return [_shortened(document) for document in ordered]


def _shortened(document: CleanDocument) -> CleanDocument:
    english, chinese = (side[:_MOST_SEGMENTS] for side in document.texts)
    numbers = document.paragraphs[:_MOST_SEGMENTS]
    return CleanDocument(document.name, document.collection, (english, chinese), numbers)


def _clean(bench: _Bench, documents: Sequence[CleanDocument]) -> list[Figures]:
    """Look at documents to which nothing was done."""
    tallies: dict[tuple[str, str], CleanTally] = {}
    for lang in reversed(LANGS):
        for document in documents:
            pair = edited(document, None, lang)
            langs = "-".join(pair.langs)
            key = document.collection, langs
            alignment = bench.align(pair)
            tallies.setdefault(key, CleanTally(*key)).add(alignment)
            found = [f for f in alignment.findings if f.severity is not Severity.INFO]
            bench.keep(example_of("clean", f.category.value, pair, finding=f) for f in found)
    collections = sorted({name for name, _ in tallies})
    rows = [*((name, "both") for name in collections), *(("all", langs) for langs in _DIRECTIONS)]
    return [
        sum(
            (t for key, t in tallies.items() if _belongs(key, row)), start=CleanTally(*row)
        ).figures()
        for row in rows
    ]


def _belongs(key: tuple[str, str], row: tuple[str, str]) -> bool:
    """Say whether a collection and direction add to a row of the table."""
    return row[0] in (key[0], "all") and row[1] in (key[1], "both")


def _kind(bench: _Bench, kind: EditKind, documents: Sequence[CleanDocument]) -> list[Figures]:
    """Look at copies with one kind of edit."""
    ordered = drawn(documents, kind.name)
    tallies = []
    for lang in reversed(LANGS):
        tally = EditTally(kind.name, "-".join((LANGS[1 - LANGS.index(lang)], lang)))
        for document in ordered:
            pair = edited(document, kind, lang, ordered)
            if pair.edits:
                _look(bench, kind, pair, tally)
            if tally.edits >= _ENOUGH_EDITS and tally.documents >= _ENOUGH_DOCUMENTS:
                break
        tallies.append(tally)
    return [tally.figures() for tally in (*tallies, tallies[0] + tallies[1])]


def _look(bench: _Bench, kind: EditKind, pair: EditedPair, tally: EditTally) -> None:
    """Find, judge and count what is in one copy."""
    alignment = bench.align(pair)
    if not kind.accepted:
        tally.add_flagged(alignment.findings, pair.edits)
        sure = [f for f in alignment.findings if f.severity is not Severity.INFO]
        there = (f for f in sure if any(meets(f, edit) for edit in pair.edits))
        bench.keep(example_of("false", kind.name, pair, finding=finding) for finding in there)
        return
    judgement = judge_findings(alignment.findings, pair.edits, [kind.accepted] * len(pair.edits))
    sentences = count_sentences(alignment, pair.edits) if kind.sentences else None
    tally.add(judgement, pair.edits, sentences)
    bench.verdicts += judgement.verdicts
    missed = (e for e, found in zip(pair.edits, judgement.found, strict=True) if not found)
    bench.keep(example_of("missed", kind.name, pair, edit=edit) for edit in missed)
    false = (v.finding for v in judgement.verdicts if v.edit is None)
    bench.keep(example_of("false", kind.name, pair, finding=finding) for finding in false)


def documents_of(pair: EditedPair) -> tuple[Document, Document]:
    """Read both texts as a user's run does, but for the languages, which are known.

    :param pair: The texts.
    """
    source, target = (
        document_from_text(text, lang=lang, path=f"{pair.name}.{lang}")
        for text, lang in zip(pair.texts, pair.langs, strict=True)
    )
    return source, target
