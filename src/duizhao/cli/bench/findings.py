"""The command ``duizhao bench findings``: what layers see, and what they imagine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duizhao.cli.bench.output import in_words, record_option, tell
from duizhao.cli.console import Console, console_options
from duizhao.cli.shared_options.choices import CATEGORIES
from duizhao.cli.shared_options.encoder import encoder_options
from duizhao.cli.shared_options.inputs import EXISTING

if TYPE_CHECKING:
    from duizhao.eval.findings.figures import (
        AlarmFigures,
        Bound,
        CalibrationFigures,
        CleanFigures,
        EditFigures,
        FailureFigures,
        Figures,
        MarkFigures,
        RealFigures,
        SpeedFigures,
    )
    from duizhao.models.choice import EncoderChoice

__all__ = ["findings_command"]

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("findings")
@click.argument("paths", type=EXISTING, nargs=-1, metavar="[PATH]...")
@click.option(
    "--marks",
    type=EXISTING,
    metavar="PATH",
    help="Segments in which people marked what is lost: a table, or a folder of tables.",
)
@click.option(
    "--real",
    type=_FOLDER,
    metavar="FOLDER",
    help="Real documents with what readers said of findings: a folder for each pair.",
)
@click.option(
    "--labels",
    type=_FOLDER,
    metavar="FOLDER",
    help="Further labels of these documents, a file NAME.json for each pair.",
)
@click.option(
    "--part",
    type=click.Choice(["dev", "test", "all"]),
    default="test",
    show_default=True,
    help="Of documents that are set apart: those that layers are tuned on, or the others.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="NAME",
    help="Make this kind of edit only; may be given several times.",
)
@click.option(
    "--examples",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="N",
    help="How many misses and false findings of each kind to write into the JSON.",
)
@encoder_options
@record_option
@console_options
def findings_command(
    paths: tuple[Path, ...],
    marks: Path | None,
    real: Path | None,
    labels: Path | None,
    part: str,
    kinds: tuple[str, ...],
    examples: int,
    encoder: EncoderChoice,
    output: Path | None,
    console: Console,
) -> None:
    """Measure findings on the clean translations in PATH, or on the sample if none is given.

    PATH is a file of JSON lines, or a folder of such files, each line a document whose segments go
    one by one. Copies of each are edited in known ways, in both directions, one kind of edit a
    copy: sentences and clauses go, move, or come twice; numbers, dates and places change. Each copy
    goes through all that `duizhao align` does. A finding is right if it is of a category that fits
    the edit and stands where the edit was made; what is found in untouched copies is false.

    With --real, real documents are aligned, too (alone, if no PATH is given): each finding above
    information is right, unwanted or false as readers said, or new if none did.

    With -o, the JSON also holds texts: samples of what was missed and of what was found falsely.

    \b
    Examples:
      duizhao bench findings data/docs-dev --part dev -o findings.json
      duizhao bench findings --real data/real-dev -o real.json
    """
    from duizhao.eval.findings.bench import measure_edits
    from duizhao.eval.findings.bounds import bounds
    from duizhao.eval.findings.documents import load_documents, sample_document
    from duizhao.eval.findings.edits import CLEAN, KINDS
    from duizhao.eval.findings.human_marks import load_marks, measure_marks
    from duizhao.eval.findings.real_documents import load_labelled_pairs, measure_real
    from duizhao.eval.findings.sample_and_speed import measure_sample, measure_speed

    _check_kinds(kinds, [CLEAN, *KINDS])
    pairs = load_labelled_pairs(real, labels) if real else []
    documents = load_documents(paths, part) if paths else [] if real else [sample_document()]
    marked = load_marks(marks, part) if marks else []
    model = encoder.load()

    def report(done: int, total: int) -> None:
        console.progress("measure", done, total)

    figures: list[Figures] = []
    if documents:
        figures += measure_edits(documents, model, kinds=kinds, examples=examples, report=report)
        if not kinds:
            figures += [measure_sample(model), measure_speed(documents, model)]
    figures += measure_marks(marked, model, report)
    if documents or marked:
        figures += bounds(figures)
    if pairs:
        figures += measure_real(pairs, model, examples=examples, report=report)
    tell("\n\n".join([*_tables(figures), ""]), "findings", figures, output)


def _check_kinds(kinds: Sequence[str], known: Sequence[str]) -> None:
    from duizhao.errors import UnknownNameError

    for kind in kinds:
        if kind not in known:
            what = "kind of edit"
            raise UnknownNameError(what, kind, known)


def _tables(figures: Sequence[Figures]) -> list[str]:
    """Return the tables of what was measured, a row a line."""
    found = []
    for name, (heads, row) in _TABLES.items():
        rows = [row(each) for each in figures if each.table == name]
        if rows:
            found.append(_laid(heads, rows))
    return found


def _laid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay a table out: the first two columns begin at the left, the others end at the right."""
    table = [heads, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(heads))]
    return "\n".join(
        "  ".join(
            f"{cell:<{width}}" if column < 2 else f"{cell:>{width}}"
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    )


def _edit_row(each: EditFigures) -> list[str]:
    sizes = ", ".join(f"{size}: {have}/{of}" for size, (have, of) in each.by_size.items())
    rates = (each.precision, each.recall, each.f1) if each.flagged is None else (None,) * 3
    return [
        each.kind,
        each.langs,
        f"{each.edits:,}",
        f"{each.claims:,}",
        *map(in_words, rates),
        in_words(each.flagged / each.edits if each.edits and each.flagged is not None else None),
        in_words(each.place_error, 1),
        in_words(each.overlapping, 2),
        sizes,
    ]


def _clean_row(each: CleanFigures) -> list[str]:
    def cell(category: str) -> str:
        sure, everything = each.per_1000[category], each.all_per_1000[category]
        return f"{sure:.1f}/{everything:.1f}" if everything else "0"

    return [
        each.collection,
        each.langs,
        f"{each.sentences:,}",
        *map(cell, CATEGORIES),
        *(f"{100 * share:.2f} %" for share in each.flagged.values()),
    ]


def _calibration_row(each: CalibrationFigures) -> list[str]:
    shares = (each.confidence, each.right, each.error)
    return [each.category, each.rule, f"{each.claims:,}", *map(in_words, shares)]


def _mark_row(each: MarkFigures) -> list[str]:
    shares = (each.auc, each.recall_5, each.recall_10, each.recall, each.false)
    return [each.marks, each.size, f"{each.positives}", f"{each.negatives}", *map(in_words, shares)]


def _speed_row(each: SpeedFigures) -> list[str]:
    return ["all", ", ".join(each.layers), f"{each.pairs:,}", f"{each.speed:,.0f}"]


def _real_row(each: RealFigures) -> list[str]:
    low, high = each.interval
    counts = (each.told, each.right, each.unwanted, each.false, each.new)
    precision = " – ".join(in_words(value) for value in dict.fromkeys(each.precision))
    return [each.by, each.name, *map(str, counts), precision, f"{low:.2f}–{high:.2f}"]


def _alarm_row(each: AlarmFigures) -> list[str]:
    rates = (each.median, each.mean, each.worst)
    return [f"{each.pairs} pairs", f"{each.kept}/{each.known}", *(f"{rate:.1f}" for rate in rates)]


def _failure_row(each: FailureFigures) -> list[str]:
    return [each.layer, each.reason]


def _bound_row(each: Bound) -> list[str]:
    met = {True: "yes", False: "NO", None: "not measured"}[each.met]
    sign = "≤" if each.at_most else "≥"
    return [each.name, met, in_words(each.value), f"{sign} {each.bound:g}"]


# For each kind of figures its columns and how a row is made.
_TABLES: dict[str, tuple[tuple[str, ...], Callable[[Any], list[str]]]] = {
    "edits": (
        ("edits", "", "edits", "claims", "P", "R", "F1", "flagged", "place", "at it", "by size"),
        _edit_row,
    ),
    "clean": (
        ("false in 1,000", "", "sentences", *CATEGORIES, "number pairs", "name pairs"),
        _clean_row,
    ),
    "calibration": (("category", "rule", "claims", "mean", "right", "ECE"), _calibration_row),
    "marks": (
        ("marks", "size", "lost", "kept", "AUC", "R@5%", "R@10%", "R layers", "false"),
        _mark_row,
    ),
    "real": (
        ("real", "", "told", "right", "unwanted", "false", "new", "P", "95 %"),
        _real_row,
    ),
    "alarms": (("not right in 1,000", "kept", "median", "mean", "worst"), _alarm_row),
    "failures": (("failed", "why"), _failure_row),
    "speed": (("speed", "layers", "pairs", "pairs/s"), _speed_row),
    "bounds": (("must hold", "met", "figure", "bound"), _bound_row),
}
