"""Segments of which people, or a program, say that words are lost: what the layers make of them.

Three forms are read, and told by their columns: raters' marks (``segments.tsv`` with its
``spans.tsv`` beside it), changed reference translations of TICO-19 (ContraTICO), and changed
machine translations (DEMETR).
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from duizhao.align.findings.find import find_all
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Bead, Category, Severity
from duizhao.corpora.files.input import read_utf8
from duizhao.corpora.reading.read import document_from_text
from duizhao.errors import FormatError, InputError
from duizhao.eval.findings.documents import load_split
from duizhao.eval.findings.figures import PER_CHINESE, SIZES, MarkFigures
from duizhao.eval.findings.lost_clauses import weigh_pairs
from duizhao.models.encoder import Encoder

__all__ = ["LOST_CLAUSES", "Marked", "area_under", "load_marks", "measure_marks", "recall_at"]

LOST_CLAUSES: Final = "mqm_wmt2023_sxs"
"""The set by which lost clauses are bounded: news, three raters a segment."""

# Segments of a class that are scored; drawn where there are more.
_MOST = 800
# Pairs that stand in one document while layers look at them.
_TOGETHER = 100
_SAYS_LOST = frozenset({Category.OMISSION, Category.BLANK, Category.TRUNCATED})
# What DEMETR calls its deletions.
_REMOVALS = (
    *("remove noun", "remove prepositional", "remove random named", "remove the head"),
    "removes ",
)


@dataclass(frozen=True)
class Marked:
    """A segment and its translation.

    :param marks: The set it is of.
    :param langs: The languages of both sides.
    :param pair: Segment and translation.
    :param lost: Whether something is lost.
    :param length: The length of the longest passage that is, in characters of Chinese; None if
        unknown.
    """

    marks: str
    langs: tuple[str, str]
    pair: tuple[str, str]
    lost: bool
    length: float | None = None


def load_marks(path: Path, part: str) -> list[Marked]:
    """Read marked segments.

    :param path: A table with tabs between its columns, or a folder of such tables.
    :param part: ``"dev"``, ``"test"`` or ``"all"``, as for
        :func:`duizhao.eval.findings.documents.load_documents`; sets of which the split does not
        speak belong to each.
    :raises InputError: If there is none.
    :raises FormatError: If a table has not the columns of its form.
    """
    found: list[Marked] = []
    for file in sorted(path.glob("*.tsv")) if path.is_dir() else [path]:
        rows = _rows(file)
        columns = set(rows[0]) if rows else set()
        for needed, read in _FORMS.items():
            if needed <= columns:
                found += read(rows, file, part)
    if not found:
        message = f"{path} has no marked segments; expected tables such as segments.tsv"
        raise InputError(message)
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    lines = read_utf8(path, "marked segments as a table").split("\n")
    rows = list(csv.DictReader(filter(str.strip, lines), delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            message = "has not as many columns as the first line"
            raise FormatError(str(path), message, number)
    return rows


def _raters(rows: Sequence[dict[str, str]], path: Path, part: str) -> Iterator[Marked]:
    """Yield what most raters say is lost, and what none does."""
    split = load_split()
    longest: dict[tuple[str, ...], int] = {}
    spans = path.with_name("spans.tsv")
    for span in _rows(spans) if spans.is_file() else ():
        if span["category"] == "omission" and span["side"] == "source":
            key = _key(span)
            longest[key] = max(longest.get(key, 0), int(span["end"]) - int(span["start"]))
    for row in rows:
        named, other = (
            row["doc"] in split[p].get(row["dataset"], ())
            for p in (("test", "dev") if part == "test" else ("dev", "test"))
        )
        marked, raters = int(row["n_omission"]), int(row["n_raters"])
        if (part != "all" and other and not named) or 0 < marked <= raters / 2:
            continue
        source, target = row["lp"].split("-")
        length = longest.get(_key(row)) if marked else None
        yield Marked(
            row["dataset"],
            (source, target),
            (row["source"], row["target"]),
            marked > 0,
            None if length is None else length / PER_CHINESE.get(source, 1),
        )


def _key(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("dataset", "system", "doc", "seg"))


def _tico(rows: Sequence[dict[str, str]], _path: Path, _part: str) -> Iterator[Marked]:
    """Yield reference translations from which words were taken, and the whole ones."""
    for row in rows:
        if row["kind"] == "omission":
            source, langs = row["source_en"], ("en", "zh")
            length = float(len(row["deleted"]))
            yield Marked("contratico", langs, (source, row["target_zh_perturbed"]), True, length)
            yield Marked("contratico", langs, (source, row["target_zh_human"]), False)


def _demetr(rows: Sequence[dict[str, str]], _path: Path, _part: str) -> Iterator[Marked]:
    """Yield machine translations from which words were taken, and the whole ones."""
    for row in rows:
        if row["perturbation"].startswith(_REMOVALS) and "char" not in row["perturbation"]:
            source, langs = row["source_zh"], ("zh", "en")
            length = (len(row["mt_en"]) - len(row["pert_en"])) / PER_CHINESE["en"]
            yield Marked("demetr", langs, (source, row["pert_en"]), True, length)
            yield Marked("demetr", langs, (source, row["mt_en"]), False)


_Reader = Callable[[Sequence[dict[str, str]], Path, str], Iterable[Marked]]
# The readers by the columns that tell a form.
_FORMS: dict[frozenset[str], _Reader] = {
    frozenset({"dataset", "n_raters", "n_omission"}): _raters,
    frozenset({"kind", "source_en", "target_zh_perturbed", "deleted"}): _tico,
    frozenset({"perturbation", "source_zh", "pert_en", "mt_en"}): _demetr,
}


def measure_marks(
    marked: Sequence[Marked],
    encoder: Encoder,
    report: Callable[[int, int], None] | None = None,
) -> list[MarkFigures]:
    """Score what the layer of lost clauses makes of marked segments, and all layers together.

    :param marked: From :func:`load_marks`.
    :param encoder: Turns sentences into vectors.
    :param report: Called with what is done and the whole of it.
    """
    sets = sorted({each.marks for each in marked})
    figures: list[MarkFigures] = []
    for number, name in enumerate(sets):
        if report is not None:
            report(number, len(sets))
        drawn = _drawn([each for each in marked if each.marks == name], name)
        pairs = [each.pair for each in drawn]
        scores = [u.score for u in weigh_pairs(pairs, drawn[0].langs, encoder)]
        figures += _figures(name, drawn, scores, _flagged(drawn, encoder))
    if report is not None:
        report(len(sets), len(sets))
    return figures


def _drawn(marked: Sequence[Marked], name: str) -> list[Marked]:
    """Return some of each class, of usable text, chosen by chance once and for all."""
    chance = random.Random(name)  # noqa: S311 - chance that can be repeated
    drawn: list[Marked] = []
    for lost in (True, False):
        alike = {m.pair: m for m in marked if m.lost is lost and all(t.strip() for t in m.pair)}
        drawn += chance.sample(list(alike.values()), min(_MOST, len(alike)))
    return drawn


def _flagged(marked: Sequence[Marked], encoder: Encoder) -> list[bool]:
    """Say of each segment whether any layer finds something lost in it, information apart."""
    flagged: list[bool] = []
    for start in range(0, len(marked), _TOGETHER):
        part = marked[start : start + _TOGETHER]
        documents = tuple(
            document_from_text(
                "\n".join(" ".join(each.pair[side].split()) for each in part),
                lang=part[0].langs[side],
                presplit=True,
            )
            for side in (0, 1)
        )
        beads = [Bead((i,), (i,)) for i in range(len(part))]
        found = find_all(documents, beads, encoder, Policy.FULL).findings
        lost = [f for f in found if f.category in _SAYS_LOST and f.severity is not Severity.INFO]
        for ours in zip(*(document.sentences for document in documents), strict=True):
            flagged.append(
                any(
                    place is not None and ours[side].start <= place.start <= ours[side].end
                    for finding in lost
                    for side, place in ((0, finding.source), (1, finding.target))
                )
            )
    return flagged


def _figures(
    name: str, marked: Sequence[Marked], scores: Sequence[float], flagged: Sequence[bool]
) -> Iterator[MarkFigures]:
    """Yield figures of all sizes, and of each."""
    rows = list(zip(marked, scores, flagged, strict=True))
    negatives = [(score, flag) for each, score, flag in rows if not each.lost]
    false = [score for score, _ in negatives]
    least = 0.0
    for size, most in (("all", None), *SIZES):
        positives = [
            (score, flag)
            for each, score, flag in rows
            if each.lost and (most is None or (each.length and least < each.length <= most))
        ]
        least = 0.0 if most is None else most
        if positives and negatives:
            right = [score for score, _ in positives]
            yield MarkFigures(
                marks=name,
                size=size,
                positives=len(right),
                negatives=len(false),
                auc=area_under(right, false),
                recall_5=recall_at(right, false, 0.05),
                recall_10=recall_at(right, false, 0.1),
                recall=sum(flag for _, flag in positives) / len(positives),
                false=sum(flag for _, flag in negatives) / len(negatives),
            )


def area_under(right: Sequence[float], false: Sequence[float]) -> float:
    """Return how often a positive scores higher than a negative; ties count half.

    :param right: Scores of positives, at least one.
    :param false: Scores of negatives, at least one.

    >>> area_under([2.0, 1.0], [1.0, 0.0])
    0.875
    """
    ordered = np.sort(np.asarray(false, np.float64))
    below = np.searchsorted(ordered, right, "left") + np.searchsorted(ordered, right, "right")
    return float(below.mean()) / 2 / len(ordered)


def recall_at(right: Sequence[float], false: Sequence[float], rate: float) -> float:
    """Return the share of positives above all but a share of the negatives.

    :param right: Scores of positives, at least one.
    :param false: Scores of negatives, at least one.
    :param rate: The share of negatives that may lie above, 0 to 1.

    >>> recall_at([0.9, 0.5, 0.2], [0.6, 0.3, 0.1, 0.0], 0.25)
    0.6666666666666666
    """
    ordered = sorted(false, reverse=True)
    threshold = ordered[min(int(rate * len(ordered)), len(ordered) - 1)]
    return sum(score > threshold for score in right) / len(right)
