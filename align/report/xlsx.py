"""The report as an Excel workbook: findings, both texts side by side, summary."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from typing import TYPE_CHECKING, BinaryIO

from duizhao.align.report.characters import plain
from duizhao.align.report.content import Content, Told, build_content
from duizhao.align.report.kinds import kinds
from duizhao.corpora.alignment import Alignment, Severity
from duizhao.errors import MissingExtraError

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["LONGEST_CELL", "fit_cell", "write_xlsx"]

#: Characters that a cell holds, counted in UTF-16:
#: https://support.microsoft.com/office/excel-specifications-and-limits
LONGEST_CELL = 32_767

# Ground and ink by severity, of a contrast of at least 7 to 1 and told apart without colour by the
# word in the cell.
_COLOURS = {
    Severity.CRITICAL: ("#F4C7C3", "#5C0A05"),
    Severity.MAJOR: ("#FCE0B8", "#5A3200"),
    Severity.MINOR: ("#FFF3C4", "#4D4000"),
    Severity.INFO: ("#DCE8F5", "#0F355C"),
}
# A workbook must say when it was made; equal alignments give equal bytes, so it says the earliest
# time that its archive can hold.
_CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.timezone.utc)
# Widths in characters of the standard font: a sentence of each language in four to six lines.
_FINDINGS = (
    ("column.id", 8),
    ("severity", 10),
    ("category", 13),
    ("column.row", 7),
    ("column.message", 45),
    ("role.source", 45),
    ("role.target", 45),
    ("column.source_place", 20),
    ("column.target_place", 20),
    ("column.confidence", 11),
    ("column.decision", 11),
    ("column.comment", 30),
)
_ROWS = (
    ("column.row", 7),
    ("column.state", 14),
    ("role.source", 60),
    ("role.target", 60),
    ("findings", 30),
    ("column.source_place", 20),
    ("column.target_place", 20),
    ("beads.type", 7),
    ("bead.probability", 11),
)
_DOCUMENTS = (
    ("column.role", 16),
    ("column.document", 40),
    ("document.lang", 14),
    ("document.sentences", 12),
    ("document.characters", 12),
    ("document.coverage", 12),
)


def write_xlsx(alignment: Alignment, stream: BinaryIO, *, ui: str | None = None) -> None:
    """Write the report as a workbook. No cell of it is a formula or a link, whatever it says.

    :param alignment: What the aligner found.
    :param stream: Where to write; stays open.
    :param ui: The interface language, ``"en"`` or ``"zh"``; None for the target's.
    :raises UnknownNameError: If there is no such interface language.
    :raises MissingExtraError: If XlsxWriter is not installed.
    """
    try:
        from xlsxwriter.workbook import Workbook
    except ImportError:
        package = "XlsxWriter"
        raise MissingExtraError(package, "office") from None
    content = build_content(alignment, ui)
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(stream, options) as book:
        book.set_properties({"title": fit_cell(content.title), "created": _CREATED})
        sheets = _Sheets(book, content)
        sheets.findings()
        sheets.rows()
        sheets.summary()


def fit_cell(text: str) -> str:
    """Return a text that a cell can hold; a longer one is cut and ends in a mark.

    :param text: Any text.

    >>> fit_cell("=1+1"), fit_cell("x" * 40_000)[-3:]
    ('=1+1', '[…]')
    """
    text = plain(text.replace("\r\n", "\n").replace("\r", "\n"))  # as a cell ends its lines
    if 2 * len(text) <= LONGEST_CELL or _units(text) <= LONGEST_CELL:
        return text
    mark = " […]"
    kept = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(mark))]
    return kept.decode("utf-16-le", errors="ignore") + mark


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class _Sheets:
    """The sheets of a book.

    :param book: The book.
    :param content: What they show.
    """

    def __init__(self, book: Workbook, content: Content) -> None:
        self._book = book
        self._content = content
        self._words = content.words
        top = {"valign": "top", "text_wrap": True}
        self._text = book.add_format(top)
        self._head = book.add_format({**top, "bold": True, "bg_color": "#E3E3E3", "bottom": 1})
        self._faint = book.add_format({**top, "italic": True, "font_color": "#555555"})
        self._share = book.add_format({**top, "num_format": "0%"})
        self._colours = {
            severity: book.add_format({**top, "bg_color": ground, "font_color": ink})
            for severity, (ground, ink) in _COLOURS.items()
        }

    def findings(self) -> None:
        """Write the sheet of findings, the worst first."""
        found = self._content.findings
        sheet = self._sheet("sheet.findings", _FINDINGS, len(found))
        for n, told in enumerate(found, 1):
            colour = self._colours[told.finding.severity]
            texts = (told.message, told.source, told.target, told.source_place, told.target_place)
            self._write(sheet, n, (told.finding.id, told.severity, told.category), colour)
            if told.row:
                sheet.write_number(n, 3, told.row, self._text)
            self._write(sheet, n, texts, self._text, 4)
            sheet.write_number(n, 9, told.finding.confidence, self._share)
            self._write(sheet, n, (told.decision, told.finding.comment), self._text, 10)

    def rows(self) -> None:
        """Write the sheet of both texts side by side."""
        content = self._content
        sheet = self._sheet("sheet.rows", _ROWS, len(content.view.rows))
        for row in content.view.rows:
            n = row.number
            found = content.by_row.get(n, ())
            sheet.write_number(n, 0, n, self._text)
            self._write(sheet, n, (self._words(f"state.{row.state}"),), self._text, 1)
            for column, side, cell in ((2, "source", row.source), (3, "target", row.target)):
                style = self._text if cell.lines else self._faint
                self._write(sheet, n, (content.cell(row, side),), style, column)
            self._write(sheet, n, (_names(found),), self._style(found), 4)
            places = (cell.place.get(self._words.ui, "") for cell in (row.source, row.target))
            self._write(sheet, n, (*places, row.bead.type), self._text, 5)
            sheet.write_number(n, 8, row.bead.probability, self._share)

    def summary(self) -> None:
        """Write the sheet about the documents and the numbers of findings."""
        content, words = self._content, self._words
        sheet = self._sheet("sheet.summary", _DOCUMENTS, len(content.view.papers))
        for line, paper in enumerate(content.view.papers, 1):
            texts = (words(f"role.{paper.role}"), paper.name, content.lang(paper))
            self._write(sheet, line, texts, self._text)
            sheet.write_number(line, 3, paper.sentences, self._text)
            sheet.write_number(line, 4, paper.characters, self._text)
            sheet.write_number(line, 5, paper.coverage / 100, self._share)
        notes = [
            *((words("verdict"), said) for said in content.verdict()),
            *((words("coverage"), said) for said in content.extent()),
            (words("policy"), content.policy()),
            *(("!", notice) for notice in content.notices()),
        ]
        line = len(content.view.papers) + 2
        for note in notes:
            self._write(sheet, line, note, self._text)
            line += 1
        line += 1
        heads = words("severity"), words("category"), words("column.count")
        self._write(sheet, line, heads, self._head)
        counts = Counter((told.category, told.finding.severity) for told in content.findings)
        categories = [words(f"category.{name}") for name in kinds()]
        for category, severity in filter(counts.__contains__, product(categories, Severity)):
            line += 1
            names = words(f"severity.{severity.value}"), category
            self._write(sheet, line, names, self._colours[severity])
            sheet.write_number(line, 2, counts[category, severity], self._text)

    def _sheet(self, name: str, columns: Sequence[tuple[str, int]], rows: int) -> Worksheet:
        """Make a sheet with a heading row that stays in view and filters."""
        sheet = self._book.add_worksheet(self._words(name))
        for n, (_, width) in enumerate(columns):
            sheet.set_column(n, n, width)
        self._write(sheet, 0, (self._words(key) for key, _ in columns), self._head)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, rows), len(columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _write(
        self, sheet: Worksheet, line: int, texts: Iterable[str], style: Format, first: int = 0
    ) -> None:
        for column, text in enumerate(texts, first):
            sheet.write_string(line, column, fit_cell(text), style)

    def _style(self, found: Sequence[Told]) -> Format:
        worst = min((told.finding.severity for told in found), key=lambda s: s.rank, default=None)
        return self._text if worst is None else self._colours[worst]


def _names(found: Sequence[Told]) -> str:
    return "\n".join(told.title for told in found)
