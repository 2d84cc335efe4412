"""The commands ``duizhao tmx validate`` and ``duizhao tmx stats``: look at a memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.shared_options.inputs import FILE
from duizhao.cli.shared_options.memory import RECOVER
from duizhao.cli.shared_options.output import echo_json, json_option
from duizhao.cli.terminal import say

if TYPE_CHECKING:
    from duizhao.corpora.units.stats import UnitStats
    from duizhao.corpora.units.tmx.rules import Remark

__all__ = ["stats_command", "validate_command"]


@click.command("validate")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Exit with status 1 for warnings, too.")
@click.option(
    "--show",
    type=click.IntRange(min=0),
    default=50,
    metavar="N",
    help="Print N remarks of each file, and count the others; 50 if not given.",
)
@json_option("JSON instead of lines")
def validate_command(files: tuple[Path, ...], strict: bool, show: int, as_json: bool) -> None:
    """Check FILES against TMX 1.4, and against what its readers stumble over.

    An error breaks the document type definition of TMX 1.4; a warning is something that some
    program is known to mistake, such as an empty segment. Each remark has the file, the line,
    the column and the unit. The exit status is 1 if there is an error.

    \b
    Example:
      duizhao tmx validate memory.tmx
    """
    failed = False
    reports = []
    for path in files:
        shown, counts, errors = _validate(path, show)
        failed = failed or errors > 0 or (strict and bool(counts))
        if as_json:
            remarks = [vars(remark) for remark in shown]
            reports.append({"file": str(path), "counts": counts, "remarks": remarks})
        else:
            say("\n".join(_remark_lines(path, shown, counts, errors)))
    if as_json:
        echo_json(reports)
    if failed:
        raise click.exceptions.Exit(1)


def _validate(path: Path, show: int) -> tuple[list[Remark], Counter[str], int]:
    from duizhao.corpora.files.input import first_bytes, open_input, shown_path
    from duizhao.corpora.units.marks import expect_format
    from duizhao.corpora.units.tmx.checker import check_tmx

    shown: list[Remark] = []
    counts: Counter[str] = Counter()
    errors = 0
    with open_input(path) as stream:
        expect_format(first_bytes(stream), shown_path(path), "tmx")
        for remark in check_tmx(stream, shown_path(path)):
            counts[remark.code] += 1
            errors += remark.error
            if len(shown) < show:
                shown.append(remark)
    return shown, counts, errors


def _remark_lines(
    path: Path, shown: list[Remark], counts: Counter[str], errors: int
) -> Iterator[str]:
    for remark in shown:
        kind = "error" if remark.error else "warning"
        unit = f" (unit {remark.unit})" if remark.unit else ""
        place = f"{path}:{remark.line}:{remark.column}"
        yield f"{place}: {kind}: {remark.message}{unit} [{remark.code}]"
    total = sum(counts.values())
    if total > len(shown):
        listed = ", ".join(f"{code} {count}" for code, count in counts.most_common())
        yield f"{path}: {total - len(shown)} more remarks; in all: {listed}"
    warnings = total - errors
    yield f"{path}: {_count(errors, 'error')}, {_count(warnings, 'warning')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@click.command("stats")
@click.argument("file", type=FILE)
@click.option("--source-lang", metavar="LANG", help="Language of the source, such as zh-CN.")
@RECOVER
@json_option("JSON instead of a table")
@console_options
def stats_command(
    file: Path, source_lang: str | None, recover: bool, as_json: bool, console: Console
) -> None:
    """Count what the memory FILE holds.

    Units, languages and lengths, empty and equal texts, duplicates, and the properties with
    their values.

    \b
    Example:
      duizhao tmx stats memory.tmx
    """
    from duizhao.corpora.files.input import shown_path
    from duizhao.corpora.units.files import UnitFiles
    from duizhao.corpora.units.formats import UnitReadOptions
    from duizhao.corpora.units.stats import count_units

    options = UnitReadOptions(recover=recover)
    files = UnitFiles([file], "tmx", options, progress=console.progress)
    stats = count_units(files.units(), source_lang or "")
    for message in files.broken:
        say(f"Warning: {message}", err=True)
    swapped = stats.samples.swapped()
    if swapped is not None:
        from duizhao.corpora.units.tmx.rules import swapped_languages

        say(f"Warning: {shown_path(file)}: {swapped_languages(*swapped)}", err=True)
    if as_json:
        echo_json(stats.as_json())
    else:
        say("\n".join(_stats_lines(stats)))


def _stats_lines(stats: UnitStats) -> Iterator[str]:
    for label, value in (
        ("units", stats.units),
        ("with one language only", stats.single),
        ("source and target equal", stats.equal),
        ("duplicates", stats.duplicates),
        ("other translations of a source", stats.several),
        ("with inline elements", stats.tagged),
        ("dates", " to ".join(d for d in (stats.first_date, stats.last_date) if d) or "none"),
    ):
        yield f"{label:32}{value:>12}"
    yield f"\n{'language':16}{'texts':>10}{'empty':>8}{'median':>8}{'9 of 10':>8}{'longest':>9}"
    for tag, s in stats.languages.items():
        lengths = f"{s.quantile(0.5):8}{s.quantile(0.9):8}{s.quantile(1.0):9}"
        yield f"{tag or '(none)':16}{s.texts:10}{s.empty:8}{lengths}"
    for name, p in stats.props.items():
        values = ", ".join(f"{value} ({count})" for value, count in p.values.most_common(3))
        if p.numbers and p.units:
            values = f"{p.lowest:g} to {p.highest:g}, mean {p.total / p.units:.4g}"
        yield f"property {name}: {p.units} units; {values or 'too many values to list'}"
