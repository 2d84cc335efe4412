"""The report for a terminal: findings, or both texts in two columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from duizhao.align.report.characters import visible
from duizhao.align.report.content import Content, Told, build_content
from duizhao.align.report.terminal.wrapping import StyledText, width_of, wrap
from duizhao.align.report.view_types import Line, Row
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.text.languages import between

__all__ = ["NARROWEST", "STYLES", "finding_lines", "table_lines"]

NARROWEST = 40
"""Cells that a line must have, for two columns of a few words each."""

STYLES = ("critical", "major", "minor", "info", "head", "faint")
"""The names of the styles: the severities, headings, and what stands back."""

# ASCII, which has the same width in every terminal: "│" takes two cells in some Chinese ones.
_BETWEEN = " | "
_SIGNS = {"critical": "!!", "major": "!", "minor": "?", "info": "i"}
_INDENT = "  "
_NOTHING: list[StyledText] = []


def finding_lines(
    alignment: Alignment, width: int, *, ui: str | None = None
) -> Iterator[list[StyledText]]:
    """Yield what was found, the worst first.

    :param alignment: What the aligner found.
    :param width: Cells of a line, at least :data:`NARROWEST`.
    :param ui: The interface language, ``"en"`` or ``"zh"``; None for the target's.
    :return: Lines of chunks in one style each; no text in them holds a control character.
    :raises UnknownNameError: If there is no such interface language.
    """
    content = build_content(alignment, ui)
    yield from _head(content, width)
    for told in content.findings:
        yield []
        yield from _finding(content, told, width)


def table_lines(
    alignment: Alignment, width: int, *, ui: str | None = None
) -> Iterator[list[StyledText]]:
    """Yield both texts in two columns, and what was found under the row concerned.

    :param alignment: What the aligner found.
    :param width: Cells of a line, at least :data:`NARROWEST`.
    :param ui: The interface language, ``"en"`` or ``"zh"``; None for the target's.
    :return: Lines of chunks in one style each; no text in them holds a control character.
    :raises UnknownNameError: If there is no such interface language.
    """
    content = build_content(alignment, ui)
    yield from _head(content, width)
    yield []
    gutter = len(str(len(content.view.rows))) + 1
    left = (width - gutter - len(_BETWEEN)) // 2
    right = width - gutter - len(_BETWEEN) - left
    severities = {told.finding.id: told.finding.severity.value for told in content.findings}
    names = content.words("role.source"), content.words("role.target")
    heads = ([StyledText(visible(name), "head")] for name in names)
    yield from _beside(" " * gutter, [*heads], (left, right))
    yield [StyledText("-" * (gutter + left + 1) + "+" + "-" * (right + 1), "faint")]
    for row in content.view.rows:
        number = f"{row.number:>{gutter - 1}} "
        cells = [_cell(content, row, side, severities) for side in ("source", "target")]
        yield from _beside(number, cells, (left, right))
        yield from _notes(content, row, gutter, width)
    for told in content.by_row.get(0, ()):  # of a document without sentences
        yield from _finding(content, told, width)


def _head(content: Content, width: int) -> Iterator[list[StyledText]]:
    yield from wrap([StyledText(visible(content.title), "head")], width)
    for line in content.head():
        yield from wrap([StyledText(visible(line))], width)


def _finding(content: Content, told: Told, width: int) -> Iterator[list[StyledText]]:
    words = content.words
    title = [_title(told), StyledText(" · " + words("sure", value=told.confidence))]
    where = [words("row", row=told.row)] if told.row else []
    where += [told.place] if told.place else []
    title += [StyledText(visible(" · " + " · ".join(where)), "faint")] if where else []
    yield from wrap(title, width)
    for line in content.lines(told):
        yield from _indented(wrap([StyledText(visible(line))], width - len(_INDENT)), _INDENT)


def _title(told: Told) -> StyledText:
    severity = told.finding.severity.value
    style = "faint" if told.finding.is_dismissed else severity
    return StyledText(visible(f"{_SIGNS[severity]} {told.title}"), style)


def _notes(content: Content, row: Row, gutter: int, width: int) -> Iterator[list[StyledText]]:
    """Yield what was found in a row, under it."""
    for told in content.by_row.get(row.number, ()):
        line = wrap([_title(told), StyledText(visible(": " + told.message))], width - gutter)
        yield from _indented(line, " " * gutter)


def _cell(content: Content, row: Row, side: str, severities: dict[str, str]) -> list[StyledText]:
    cell = row.side(side)
    if not cell.lines:
        return [StyledText(f"({visible(content.absent(row, side))})", "faint")]
    chunks: list[StyledText] = []
    for before, line in zip([None, *cell.lines], cell.lines, strict=False):
        gap = "" if before is None else between(before.text, line.text, cell.lang)
        chunks += [StyledText(gap)] if gap else []
        chunks += _marked(content, line, severities, aside=row.state == "aside")
    return chunks


def _marked(
    content: Content, line: Line, severities: dict[str, str], *, aside: bool
) -> Iterable[StyledText]:
    hole = content.words("hole")
    for run in line.runs:
        # The last layer is the narrowest: it is about this place more than the others.
        style = severities[run.layers[-1].finding] if run.layers else "faint" if aside else ""
        text = hole if run.hole else visible(run.text)
        if text:
            yield StyledText(text, style)


def _beside(
    number: str, cells: Sequence[Sequence[StyledText]], widths: tuple[int, int]
) -> Iterator[list[StyledText]]:
    """Yield two cells side by side, with a number before the first line."""
    left, right = (wrap(cell, width) for cell, width in zip(cells, widths, strict=True))
    for one, other in zip_longest(left, right, fillvalue=_NOTHING):
        space = widths[0] - sum(width_of(chunk.text) for chunk in one)
        between = " " * max(0, space) + (_BETWEEN if other else _BETWEEN.rstrip())
        line = [StyledText(number, "faint"), *one, StyledText(between, "faint")]
        yield [*line, *other]
        number = " " * len(number)


def _indented(lines: Iterable[list[StyledText]], indent: str) -> Iterator[list[StyledText]]:
    return ([StyledText(indent), *line] for line in lines)
