"""Fit what tells whole sentences that are lost or added: ``python benchmarks/fit_alone.py DATA``.

DATA is a folder with ``docs-dev``, ``mac-dev`` and ``real-dev``. Two models say who else may say a
lone sentence (:mod:`beside_data`). The third one takes what is left as lost or added; since it asks
the two that stand in the package, it is fitted by a second run, with ``--alone``, after a first one
has written those. It is fitted on copies of clean translations in which sentences were dropped, put
in, replaced, joined or cut, together with real documents whose findings people judged, each of
which counts as several. Of each it is printed, with each document left out in turn, how far its
probabilities are right.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from beside_data import Asked, questions
from logistic_fit import fit_logistic, write_logistic

from duizhao.align.findings.material import Material
from duizhao.align.findings.omissions.apparatus import apparatus_of
from duizhao.align.findings.omissions.layer import weighed
from duizhao.align.findings.omissions.neighbours import (
    Beside,
    Opposite,
    beside_signs,
    opposite_signs,
)
from duizhao.align.findings.omissions.runs import LoneRun, Side
from duizhao.align.judging.policy import Policy
from duizhao.align.logistic import Logistic
from duizhao.align.pipeline import align_documents, align_files
from duizhao.corpora.alignment import Alignment, Category, Finding, Place, Severity
from duizhao.corpora.document import Document
from duizhao.eval.findings.bench import documents_of, drawn
from duizhao.eval.findings.documents import LANGS, CleanDocument, load_documents
from duizhao.eval.findings.drafts import Draft, EditedPair, Piece
from duizhao.eval.findings.edits import KINDS, EditKind, edited
from duizhao.eval.findings.real_documents import likeness, load_labelled_pairs
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

SEED = 31
FOLDS = 10
MOST_ASKED = {Beside: 3000, Opposite: 3000}
# Sentences that are more alike than this, the aligner links.
LINKED = 0.6
PENALTY = 0.5
MADE = ("sentences-15", "sentences-70", "paragraphs", "clauses-cut", "inserted", "merged")
DOCUMENTS = 40
REAL_COUNTS = 3.0
ONE_IN = 8  # segments that are replaced
LIKE = 0.5
# A translation of which more beads than this are of one side was made anew in part.
MOST_LONE = 0.3
FITTED_ON = "{cases} questions made of docs-dev (dev part) and mac-dev; benchmarks/fit_alone.py"
FITTED_ON_REAL = (
    "{cases} runs of edited copies of docs-dev (dev part), {real} of real-dev, three times each;"
    " benchmarks/fit_alone.py --alone"
)


@dataclass(frozen=True)
class Case:
    """What was seen of something, and whether it was so.

    :param document: The document that it comes from.
    :param signs: What was seen.
    :param right: Whether it was so.
    :param counts: As how many cases it counts.
    """

    document: str
    signs: dict[str, float]
    right: bool
    counts: float = 1.0


def asked(data: Path, encoder: Encoder) -> dict[type, list[Case]]:
    """Return questions about neighbours and about what faces a sentence, answered."""
    rng = random.Random(SEED)
    everything = list(questions(data, rng))
    found: dict[type, list[Case]] = {Beside: [], Opposite: []}
    for kind, most in MOST_ASKED.items():
        own = [each for each in everything if isinstance(each.question, kind)]
        own = rng.sample(own, min(most, len(own)))
        for langs in (LANGS, LANGS[::-1]):
            found[kind] += _cases([each for each in own if each.langs == langs], langs, encoder)
    return found


def _cases(own: Sequence[Asked], langs: tuple[str, str], encoder: Encoder) -> Iterator[Case]:
    beside = [each.question for each in own if isinstance(each.question, Beside)]
    opposite = [each.question for each in own if isinstance(each.question, Opposite)]
    signs = beside_signs(beside, langs, encoder) or opposite_signs(opposite, langs, encoder)
    for each, seen in zip(own, signs, strict=True):
        if seen.get("alike", 0.0) < LINKED:
            yield Case(each.document, seen, each.said)


def made(data: Path, encoder: Encoder) -> Iterator[Case]:
    """Yield what stands alone in edited copies, and whether it was dropped or put in there."""
    documents = drawn(load_documents([data / "docs-dev"], "dev"), "alone")[:DOCUMENTS]
    kinds = [None, *(KINDS[name] for name in MADE), EditKind("replaced", replaced)]
    for number, document in enumerate(documents):
        for kind in kinds:
            pair = edited(document, kind, LANGS[number % 2], documents)
            alignment = align_documents(*documents_of(pair), encoder)
            for side, run, signs in alone(alignment, encoder):
                gone = [_is_edited(pair, side, s.start, s.end) for s in run.sentences]
                right = kind is not None and kind.name != "merged" and 2 * sum(gone) > len(gone)
                yield Case(document.name, signs, right)


def _is_edited(pair: EditedPair, side: int, start: int, end: int) -> bool:
    spans = (
        edit.target if side else edit.source
        for edit in pair.edits
        if (edit.source is None) == bool(side)
    )
    return any(span is not None and span.overlaps(start, end) for span in spans)


def replaced(draft: Draft, rng: random.Random, others: Sequence[CleanDocument]) -> None:
    """Put a sentence of another document, of about its length, in the place of a segment."""
    strangers = [other for other in others if other.name != draft.document.name]
    for at in rng.sample(range(1, len(draft.pieces)), max(1, len(draft.pieces) // ONE_IN)):
        piece = draft.pieces[at]
        if piece.segment is None:
            continue
        texts = rng.choice(strangers).texts[LANGS.index(draft.langs[1])]
        text = min(texts, key=lambda each: abs(len(each) - len(piece.text)))
        draft.drop([piece])
        new = Piece(text, piece.paragraph, None)
        draft.pieces.insert(at, new)
        draft.note([new], given=text)


def alone(
    alignment: Alignment, encoder: Encoder
) -> Iterator[tuple[int, LoneRun, dict[str, float]]]:
    """Yield what stands alone on both sides of an alignment, with its side and signs."""
    material = Material(alignment.documents, alignment.beads, encoder, Policy.FULL)
    for side, number in ((0, 0), (1, material.last)):
        own = Side(number, material.documents[number], side, alignment.beads, material)
        for run, signs in weighed(own):
            yield side, run, signs


def real(data: Path, encoder: Encoder) -> Iterator[Case]:
    """Yield what stands alone in real documents, where a person judged a finding of it."""
    for pair in load_labelled_pairs(data / "real-dev"):
        alignment = align_files(*pair.files, encoder=encoder)
        lone = sum(bead.is_null for bead in alignment.beads)
        if lone > MOST_LONE * len(alignment.beads):
            continue
        for side, run, signs in alone(alignment, encoder):
            found = _finding(alignment.documents[-side], side, run)
            fits = [(likeness(found, label), label.verdict) for label in pair.labels]
            best, verdict = max(fits, default=(0.0, ""))
            if best >= LIKE and apparatus_of([s.text for s in run.sentences]) is None:
                yield Case(pair.name, signs, verdict != "false", REAL_COUNTS)


def _finding(document: Document, side: int, run: LoneRun) -> Finding:
    """Return what would be found of a run."""
    start, end = run.sentences[0].start, run.sentences[-1].end
    place = Place(-side, start, end, document.text[start:end])
    category = (Category.OMISSION, Category.ADDITION)[side]
    source, target = (None, place) if side else (place, None)
    return Finding("F001", category, Severity.MINOR, 0.5, {}, source, target)


def fit(title: str, cases: Sequence[Case]) -> dict[str, float]:
    """Fit a model, and print how far it is right about documents that it was not fitted on."""
    folds = {name: n % FOLDS for n, name in enumerate(sorted({c.document for c in cases}))}
    told = np.zeros(len(cases))
    for fold in range(FOLDS):
        model = Logistic(_fitted([c for c in cases if folds[c.document] != fold]))
        for n, case in enumerate(cases):
            if folds[case.document] == fold:
                told[n] = model.probability(case.signs)
    right = np.array([case.right for case in cases])
    real_ones = np.array([case.counts > 1 for case in cases])
    print(f"{title}: {len(cases)} cases, {right.sum()} right")
    for name, own in (("all", np.ones(len(cases), bool)), ("real", real_ones)):
        if own.any():
            loss = -np.log(np.where(right, told, 1 - told))[own].mean()
            print(f"  {name}: log loss {loss:.3f}")
            for low in np.arange(0, 1, 0.1):
                bin_ = own & (told >= low) & (told < low + 0.1)
                if bin_.any():
                    print(f"    {low:.1f} {bin_.sum():5} cases, {right[bin_].mean():.2f} right")
    return {name: round(weight, 2) for name, weight in _fitted(cases).items()}


def _fitted(cases: Sequence[Case]) -> dict[str, float]:
    x = np.array([[*case.signs.values()] for case in cases])
    right = np.array([case.right for case in cases])
    counts = np.array([case.counts for case in cases])
    names = tuple(cases[0].signs)
    return fit_logistic(names, x, right, counts, penalty=PENALTY, at_one_scale=True)


def main() -> None:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    parser.add_argument("--alone", action="store_true", help="the third model, not the first two")
    options = parser.parse_args()
    logging.disable(logging.WARNING)  # made copies may not seem to belong together
    encoder = load_encoder()
    if options.alone:
        cases = [*made(options.data, encoder), *real(options.data, encoder)]
        fitted = [("alone", FITTED_ON_REAL, cases)]
    else:
        found = asked(options.data, encoder)
        fitted = [(kind.__name__.lower(), FITTED_ON, cases) for kind, cases in found.items()]
    for name, text, cases in fitted:
        weights = fit(name, cases)
        print(weights)
        if options.write:
            real_ones = sum(case.counts > 1 for case in cases)
            fitted_on = text.format(cases=len(cases) - real_ones, real=real_ones)
            write_logistic("findings/omissions", name, fitted_on, weights)


if __name__ == "__main__":
    main()
