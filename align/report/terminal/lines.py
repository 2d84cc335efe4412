"""The report for a terminal: findings, or both texts in two columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from duizhao.align.report.characters import visible
from duizhao.align.report.content import Content, Told, build_content
from duizhao.align.report.terminal.wrapping import Chunk, width_of, wrap
from duizhao.align.report.view_types import Cell, Line, Row
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.text.languages import gap

__all__ = ["NARROWEST", "STYLES", "finding_lines", "table_lines"]

NARROWEST = 40
"""Cells that a line must have, for two columns of a few words each."""

STYLES = ("critical", "major", "minor", "info", "head", "faint")
"""The names of the styles: the severities, headings, and what stands back."""

# ASCII, which has the same width in every terminal: "│" takes two cells in some Chinese ones.
_BETWEEN = " | "
_SIGNS = {"critical": "!!", "major": "!", "minor": "?", "info": "i"}
_INDENT = "  "
_NOTHING: list[Chunk] = []


def finding_lines(
    alignment: Alignment, width: int, *, ui: str | None = None
) -> Iterator[list[Chunk]]:
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
) -> Iterator[list[Chunk]]:
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
    heads = ([Chunk(visible(name), "head")] for name in names)
    yield from _beside(" " * gutter, [*heads], (left, right))
    yield [Chunk("-" * (gutter + left + 1) + "+" + "-" * (right + 1), "faint")]
    for row in content.view.rows:
        number = f"{row.number:>{gutter - 1}} "
        cells = [_cell(content, row, side, severities) for side in ("source", "target")]
        yield from _beside(number, cells, (left, right))
        yield from _notes(content, row, gutter, width)
    for told in content.by_row.get(0, ()):  # of a document without sentences
        yield from _finding(content, told, width)


def _head(content: Content, width: int) -> Iterator[list[Chunk]]:
    yield from wrap([Chunk(visible(content.title), "head")], width)
    papers = [content.document(paper) for paper in content.view.papers]
    for line in (*papers, content.policy(), *content.notices(), content.counts()):
        yield from wrap([Chunk(visible(line))], width)


def _finding(content: Content, told: Told, width: int) -> Iterator[list[Chunk]]:
    words = content.words
    title = [_title(told), Chunk(" · " + words("sure", value=told.confidence))]
    where = [words("row", row=told.row)] if told.row else []
    where += [told.place] if told.place else []
    title += [Chunk(visible(" · " + " · ".join(where)), "faint")] if where else []
    yield from wrap(title, width)
    lines = [told.message]
    lines += [
        words("said", name=words(f"role.{side}"), value=passage)
        for side, passage in (("source", told.source), ("target", told.target))
        if passage
    ]
    if told.finding.comment:
        lines.append(words("said", name=words("column.comment"), value=told.finding.comment))
    for line in lines:
        yield from _indented(wrap([Chunk(visible(line))], width - len(_INDENT)), _INDENT)


def _title(told: Told) -> Chunk:
    severity = told.finding.severity.value
    style = "faint" if told.finding.is_dismissed else severity
    return Chunk(visible(f"{_SIGNS[severity]} {told.title}"), style)


def _notes(content: Content, row: Row, gutter: int, width: int) -> Iterator[list[Chunk]]:
    """Yield what was found in a row, under it."""
    for told in content.by_row.get(row.number, ()):
        line = wrap([_title(told), Chunk(visible(": " + told.message))], width - gutter)
        yield from _indented(line, " " * gutter)


def _cell(content: Content, row: Row, side: str, severities: dict[str, str]) -> list[Chunk]:
    cell: Cell = row.source if side == "source" else row.target
    if not cell.lines:
        return [Chunk(f"({visible(content.absent(row, side))})", "faint")]
    between = gap(cell.lang)
    chunks: list[Chunk] = []
    for n, line in enumerate(cell.lines):
        chunks += [Chunk(between)] if n and between else []
        chunks += _marked(content, line, severities, aside=row.state == "aside")
    return chunks


def _marked(
    content: Content, line: Line, severities: dict[str, str], *, aside: bool
) -> Iterable[Chunk]:
    hole = content.words("hole")
    for run in line.runs:
        # The last layer is the narrowest: it is about this place more than the others.
        style = severities[run.layers[-1].finding] if run.layers else "faint" if aside else ""
        text = hole if run.hole else visible(run.text)
        if text:
            yield Chunk(text, style)


def _beside(
    number: str, cells: Sequence[Sequence[Chunk]], widths: tuple[int, int]
) -> Iterator[list[Chunk]]:
    """Yield two cells side by side, with a number before the first line."""
    left, right = (wrap(cell, width) for cell, width in zip(cells, widths, strict=True))
    for one, other in zip_longest(left, right, fillvalue=_NOTHING):
        space = widths[0] - sum(width_of(chunk.text) for chunk in one)
        between = " " * max(0, space) + (_BETWEEN if other else _BETWEEN.rstrip())
        line = [Chunk(number, "faint"), *one, Chunk(between, "faint")]
        yield [*line, *other]
        number = " " * len(number)


def _indented(lines: Iterable[list[Chunk]], indent: str) -> Iterator[list[Chunk]]:
    return ([Chunk(indent), *line] for line in lines)
