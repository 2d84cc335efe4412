"""Findings on real documents, judged by what readers said of them.

A folder holds a folder for each pair: ``meta.json`` names the files ``source`` and ``target`` and
the ``kind`` of document, ``labels.json`` holds what readers said of findings::

    {"labels": {"F001": {"category": "number", "source": "two dozen", "target": "二三十",
                         "verdict": "true" | "true-nobody-cares" | "false"}}}

The quotes may be cut. A finding takes the verdict of the label of its category whose quotes are
most like its own; one that no reader has judged is *new*, and no figure takes it as right.

A finding may stand for several places (``evidence["places"]``). It counts once, with the best
verdict of the labels that it covers: an editor who is told of it looks at all of them and has what
is right. A label that is covered is kept, so such a finding may keep several.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from duizhao.align.pipeline import align_files
from duizhao.corpora.alignment import Alignment, Finding, Severity
from duizhao.corpora.issues import key_of
from duizhao.errors import InputError
from duizhao.eval.beads.bootstrap import interval, resampled
from duizhao.eval.findings.figures import AlarmFigures, RealExample, RealFigures
from duizhao.models.arrays import DoubleArray
from duizhao.models.encoder import Encoder

__all__ = [
    "NEW",
    "VERDICTS",
    "Label",
    "LabelledPair",
    "likeness",
    "load_labelled_pairs",
    "measure_real",
    "verdict_of",
]

VERDICTS = ("true", "true-nobody-cares", "false")
"""What readers may have said of a finding, the best first."""
NEW = "new"
"""The verdict of a finding that no reader has judged."""
# A finding is that of a label from this likeness on.
_ALIKE = 0.5
# Labels quote so many characters of a passage.
_QUOTED = 200
_SIDES = ("source", "target")


@dataclass(frozen=True)
class Label:
    """What readers said of a finding.

    :param category: The category of the finding.
    :param quotes: Its passages of the source and of the target, maybe cut; ``""`` for none.
    :param verdict: One of :data:`VERDICTS`.
    """

    category: str
    quotes: tuple[str, str]
    verdict: str


@dataclass(frozen=True)
class LabelledPair:
    """A real document with its translation, and what readers said of the findings on it.

    :param name: Its name.
    :param kind: The kind of document, such as ``"news"``.
    :param files: The files of the source and of the target.
    :param labels: What readers said.
    """

    name: str
    kind: str
    files: tuple[Path, Path]
    labels: tuple[Label, ...]


def load_labelled_pairs(folder: Path, more: Path | None = None) -> list[LabelledPair]:
    """Read pairs with labels.

    :param folder: A folder with a folder for each pair.
    :param more: A folder of further labels, a file ``NAME.json`` for the pair of that name.
    :raises InputError: If there is no pair, or a file is not as described above.
    """
    pairs = []
    for meta in sorted(folder.glob("*/meta.json")):
        told = _json(meta)
        labels = list(_labels(meta.with_name("labels.json")))
        own = None if more is None else more / f"{meta.parent.name}.json"
        if own is not None and own.is_file():
            labels += _labels(own)
        try:
            files = (meta.parent / told["source"], meta.parent / told["target"])
        except KeyError as error:
            message = f"{meta} does not name its {error}; expected source and target"
            raise InputError(message) from None
        pairs.append(LabelledPair(meta.parent.name, told.get("kind", ""), files, tuple(labels)))
    if not pairs:
        message = f"{folder} has no labelled pairs; expected folders with meta.json and labels.json"
        raise InputError(message)
    return pairs


def _json(path: Path) -> Any:  # noqa: ANN401 - what a file holds
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read as JSON: {error}"
        raise InputError(message) from None


def _labels(path: Path) -> Iterable[Label]:
    for name, row in _json(path).get("labels", {}).items():
        if row.get("verdict") not in VERDICTS:
            message = f"{path}: {name} has no verdict; expected one of {', '.join(VERDICTS)}"
            raise InputError(message)
        quotes = (row.get("source") or "", row.get("target") or "")
        yield Label(row["category"], quotes, row["verdict"])


def likeness(finding: Finding, label: Label) -> float:
    """Return how much a finding, or one of its places, is that which a label speaks of, 0 to 1.

    A quotation that stands inside the other is at least half alike; otherwise it is the share of
    pairs of neighbouring characters that both have (Dice).
    """
    if finding.category.value != label.category:
        return 0.0
    texts = _texts(finding)
    return max(
        (
            _alike(text, quote)
            for side, quote in zip(_SIDES, label.quotes, strict=True)
            for text in texts[side]
            if text and quote
        ),
        default=0.0,
    )


def _texts(finding: Finding) -> dict[str, list[str]]:
    """Return what stands at a finding's places, by side."""
    given = zip(_SIDES, (finding.source, finding.target), strict=True)
    texts = {side: [place.text] if place else [] for side, place in given}
    for place in _places(finding):
        texts[place["side"]].append(place["text"])
    return texts


def _places(finding: Finding) -> Sequence[Any]:
    """Return the places that a finding stands for, if it stands for several."""
    places = finding.evidence.get("places", ())
    return places if isinstance(places, (list, tuple)) else ()


def verdict_of(finding: Finding, labels: Sequence[Label]) -> tuple[str, set[int]]:
    """Return what readers said of a finding, and which labels it keeps.

    :param finding: A finding.
    :param labels: The labels of its pair.
    :return: A verdict or :data:`NEW`, and the numbers of the labels that speak of it; of a finding
        that stands for several places all that do, else the one that does best.
    """
    fits = [likeness(finding, label) for label in labels]
    alike = [number for number, fit in enumerate(fits) if fit >= _ALIKE]
    if not alike:
        return NEW, set()
    if not _places(finding):
        best = max(alike, key=lambda number: (fits[number], -number))
        return labels[best].verdict, {best}
    return min((labels[n].verdict for n in alike), key=VERDICTS.index), set(alike)


def _alike(one: str, other: str) -> float:
    a, b = (" ".join(text.split())[:_QUOTED] for text in (one, other))
    if not a or not b:
        return 0.0
    if a in b or b in a:
        return 0.5 + 0.5 * min(len(a), len(b)) / max(len(a), len(b))
    pairs = [Counter(map("".join, pairwise(text))) for text in (a, b)]
    return 2 * (pairs[0] & pairs[1]).total() / (len(a) + len(b) - 2) if len(a) + len(b) > 2 else 0.0


@dataclass(frozen=True)
class _Judged:
    """A pair after its run: each finding above information with its verdict, and what was kept."""

    pair: LabelledPair
    findings: tuple[tuple[Finding, str], ...]
    kept: int
    sentences: int
    gone: tuple[Label, ...]


def measure_real(
    pairs: Sequence[LabelledPair],
    encoder: Encoder,
    *,
    examples: int = 20,
    report: Callable[[int, int], None] | None = None,
) -> list[RealFigures | AlarmFigures | RealExample]:
    """Find what `duizhao align` finds, and judge it by the labels.

    :param pairs: At least one.
    :param encoder: Turns sentences into vectors.
    :param examples: How many findings of each verdict but ``true`` to keep a pair, and of true ones
        that are not told any more.
    :param report: Called with what is done and the whole of it.
    :return: Figures by category, severity, kind of document and pair, of all, and examples.
    """
    judged = []
    for number, pair in enumerate(pairs):
        if report is not None:
            report(number, len(pairs))
        judged.append(_judge(pair, align_files(*pair.files, encoder=encoder)))
    if report is not None:
        report(len(pairs), len(pairs))
    keys: dict[str, Callable[[_Judged, Finding], str]] = {
        "all": lambda _, __: "all",
        "severity": lambda _, finding: finding.severity.value,
        "category": lambda _, finding: finding.category.value,
        "kind": lambda run, _: run.pair.kind,
        "pair": lambda run, _: run.pair.name,
    }
    figures: list[RealFigures | AlarmFigures | RealExample] = [
        row for by, key in keys.items() for row in _rows(by, key, judged)
    ]
    return [*figures, _alarms(judged), *_examples(judged, examples)]


def _judge(pair: LabelledPair, alignment: Alignment) -> _Judged:
    """Give each finding above information the verdict of the label that is most like it."""
    above = [
        f for f in alignment.findings if f.severity is not Severity.INFO and not f.is_dismissed
    ]
    found: list[tuple[Finding, str]] = []
    told: set[int] = set()
    for finding in above:
        verdict, labels = verdict_of(finding, pair.labels)
        found.append((finding, verdict))
        told |= labels
    true = [n for n, label in enumerate(pair.labels) if label.verdict == "true"]
    gone = tuple(pair.labels[n] for n in true if n not in told)
    sentences = sum(len(document.sentences) for document in alignment.documents)
    return _Judged(pair, tuple(found), len(true) - len(gone), sentences, gone)


def _rows(
    by: str, key: Callable[[_Judged, Finding], str], judged: Sequence[_Judged]
) -> Iterable[RealFigures]:
    """Return a row for each value of a key; pairs are drawn anew for the intervals."""
    counts = [Counter((key(run, f), verdict) for f, verdict in run.findings) for run in judged]
    for name in sorted({value for count in counts for value, _ in count}):
        table = np.array([[count[name, v] for v in (*VERDICTS, NEW)] for count in counts])
        right, unwanted, false, new = map(int, table.sum(0))
        draws = resampled(table)
        yield RealFigures(
            by,
            name,
            right + unwanted + false + new,
            right,
            unwanted,
            false,
            new,
            interval(draws, _right_share),
        )


def _right_share(sums: DoubleArray) -> DoubleArray:
    """Return the share of right ones, 0 where a draw has none at all."""
    share: DoubleArray = sums[:, 0] / np.maximum(sums.sum(1), 1)
    return share


def _alarms(judged: Sequence[_Judged]) -> AlarmFigures:
    rates = [
        1000 * sum(verdict != "true" for _, verdict in run.findings) / max(run.sentences, 1)
        for run in judged
    ]
    return AlarmFigures(
        len(judged),
        float(np.median(rates)),
        float(np.mean(rates)),
        max(rates),
        sum(run.kept for run in judged),
        sum(run.kept + len(run.gone) for run in judged),
    )


def _examples(judged: Sequence[_Judged], most: int) -> Iterable[RealExample]:
    for run in judged:
        kept: Counter[str] = Counter()
        for finding, verdict in run.findings:
            kept[verdict] += 1
            if verdict != "true" and kept[verdict] <= most:
                quotes = [place.text if place else "" for place in (finding.source, finding.target)]
                yield RealExample(
                    run.pair.name,
                    verdict,
                    key_of(finding.category.value, finding.rule),
                    finding.severity.value,
                    finding.confidence,
                    *quotes,
                )
        for label in run.gone[:most]:
            yield RealExample(run.pair.name, "gone", label.category, "", None, *label.quotes)
