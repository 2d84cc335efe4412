"""Sentences without counterpart, one page: ``python benchmarks/nulls.py DATA [--model best]``.

DATA is a folder with ``mac-dev``, ``docs-dev``, ``bible`` and ``text+berg``. A line a set: how many
sentences were said to be without counterpart, how many are, precision, recall, F1; of those that
have none at all the share that a linked bead swallowed; strict F1; the error of the probabilities.

- MAC-Dev: each chapter with what was fitted without it, which ``fit_loose.py DATA --folds FILE``
  keeps; without ``--folds FILE``, as the package is.
- Bible, the half that nothing was fitted on: as it is (nothing is without counterpart), and with
  one verse in twenty taken out of one side.
- Made gaps: the documents that the weights are not fitted on, by the share that was dropped.
- Text+Berg: German and French, fitted on by nobody.

``--show`` prints what is claimed and what is missed, with its neighbours.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fit_loose import Fold, half_bible, read_folds
from fit_weights import made_gaps

from duizhao.align.aligner.beads import find_beads
from duizhao.align.aligner.loose.settle import Loose
from duizhao.align.aligner.weights import Weights
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import document_from_text
from duizhao.eval.beads.calibration import Judged, calibration_error, judge
from duizhao.eval.beads.cut_out import cut_out
from duizhao.eval.beads.nulls import Alone, NullCounts, count_nulls, null_sentences
from duizhao.eval.beads.scores import BeadCounts, Scores, count_beads
from duizhao.eval.beads.trials import Trial, gold_trials, moved_apart
from duizhao.models.encoder import Encoder
from duizhao.models.registry import DEFAULT, load_encoder

SHARE, SEED = 0.05, 16  # of the Bible's verses, taken out of one side


@dataclass(frozen=True)
class Case:
    """A document pair, and what is right of it.

    :param texts: The sentences of both sides.
    :param alone: Those without counterpart in order.
    :param gold: The gold beads; none if only the sentences without counterpart are known.
    :param moved: Links out of order.
    :param weights: The weights to align it with; those of the encoder if None.
    :param loose: What tells sentences without counterpart; that of the encoder if None.
    """

    texts: tuple[Sequence[str], Sequence[str]]
    alone: Alone
    gold: tuple[Bead, ...] = ()
    moved: tuple[tuple[int, int], ...] = ()
    weights: Weights | None = None
    loose: Loose | None = None


@dataclass
class Page:
    """One line of the page, as it grows."""

    nulls: NullCounts = field(default_factory=NullCounts)
    beads: BeadCounts = field(default_factory=BeadCounts)
    judged: list[Judged] = field(default_factory=list)

    def __add__(self, other: Page) -> Page:
        judged = [*self.judged, *other.judged]
        return Page(self.nulls + other.nulls, self.beads + other.beads, judged)

    def line(self, title: str) -> str:
        """Return the line."""
        c, gold = self.nulls, bool(self.beads.gold)
        strict = f"{Scores(self.beads, 1, '').strict.f1:.3f}" if gold else "-"
        error = f"{calibration_error(self.judged):.3f}" if gold else "-"
        return (
            f"{title:<26}{c.claimed:>8}{c.wanted:>7}{c.precision:>8.3f}{c.recall:>8.3f}{c.f1:>7.3f}"
            f"{c.swallowed:>6} of {c.omitted:<5}{c.swallowed_share:>6.3f}{strict:>8}{error:>8}"
        )


def documents_of(texts: Iterable[Sequence[str]]) -> tuple[Document, Document]:
    """Return the sentences of both sides as documents."""
    a, b = (document_from_text("\n".join(side), presplit=True) for side in texts)
    return a, b


def measure(title: str, cases: Iterable[Case], encoder: Encoder, *, show: bool) -> Page:
    """Align the cases of a set and print its line."""
    page = Page()
    for case in cases:
        both = documents_of(case.texts)
        found = find_beads(*both, encoder, weights=case.weights, loose=case.loose).beads
        page.nulls += count_nulls(case.alone, found, case.moved)
        if case.gold:
            page.beads += count_beads(case.gold, moved_apart(found))
            page.judged += judge(case.gold, moved_apart(found))
        if show:
            print(*shown(case, found), sep="\n")
    print(page.line(title), flush=True)
    return page


def shown(case: Case, found: Sequence[Bead]) -> Iterator[str]:
    """Yield what is claimed or missed, with what stands around it."""
    claimed = null_sentences(moved_apart(found))
    for n, bead in enumerate(found):
        for side, ids in enumerate((bead.source, bead.target)):
            for i in ids:
                says, has = i in claimed[side], i in case.alone[side]
                if says or has:
                    kind = "RIGHT" if says and has else "FALSE" if says else "MISSED"
                    yield f"== {kind}: {'ST'[side]}{i} {case.texts[side][i]}"
                    for near in found[max(n - 2, 0) : n + 3]:
                        texts = (
                            " | ".join(case.texts[s][k] for k in ids)
                            for s, ids in enumerate((near.source, near.target))
                        )
                        yield f"   {near.probability:.2f} {' <> '.join(texts)}"


def case_of(trial: Trial, fold: Fold | None = None) -> Case:
    """Return a trial as a case."""
    pair = trial.pair
    texts = [s.text for s in pair.source.sentences], [s.text for s in pair.target.sentences]
    alone = null_sentences(pair.beads)
    # Of a gold cut by verses no single bead is told right.
    gold = () if trial.verses else pair.beads
    return Case(texts, alone, gold, trial.moved or (), *(fold or ()))


def chapters(folder: Path, file: Path | None) -> Iterator[Case]:
    """Yield the novels, each with what was fitted without it."""
    trials = gold_trials(folder).trials
    folds = read_folds(file) if file else [None] * len(trials)
    for trial, fold in zip(trials, folds, strict=True):
        yield case_of(trial, fold)


def by_loss(made: Sequence[Trial]) -> Iterator[tuple[float, list[Case]]]:
    """Yield made pairs by the share that was dropped."""
    for loss in sorted({trial.loss or 0.0 for trial in made}):
        yield loss, [case_of(trial) for trial in made if trial.loss == loss]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default=DEFAULT)
    parser.add_argument("--folds", type=Path, metavar="FILE")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    encoder, folder = load_encoder(options.model), options.data
    print(
        f"{'':<26}{'claimed':>8}{'wanted':>7}{'prec.':>8}{'recall':>8}{'F1':>7}"
        f"{'swallowed':>21}{'strict':>8}{'error':>8}"
    )

    def say(title: str, cases: Iterable[Case]) -> Page:
        return measure(title, cases, encoder, show=options.show)

    pages = [
        say(f"MAC-Dev {number:03}", [case])
        for number, case in enumerate(chapters(folder / "mac-dev", options.folds), 1)
    ]
    print(sum(pages, Page()).line("MAC-Dev"), flush=True)
    verses = half_bible(folder, 1)
    say("Bible", [case_of(verses)])
    say("Bible, source cut", [case_of(cut_out(verses, 0, SHARE, SEED))])
    say("Bible, target cut", [case_of(cut_out(verses, 1, SHARE, SEED))])
    pages = [
        say(f"made gaps, {loss:.0%}", cases)
        for loss, cases in by_loss(made_gaps(folder / "docs-dev")[1])
    ]
    print(sum(pages, Page()).line("made gaps"), flush=True)
    say("Text+Berg", map(case_of, gold_trials(folder / "text+berg").trials))


if __name__ == "__main__":
    main()
