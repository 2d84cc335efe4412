"""The report as a Word table: both texts side by side, the findings as comments."""

from __future__ import annotations

import copy
import io
import shutil
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from duizhao.align.report.characters import one_line
from duizhao.align.report.content import Content, Told, build_content
from duizhao.align.report.view_types import Row
from duizhao.corpora.alignment import Alignment
from duizhao.errors import MissingExtraError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

__all__ = ["write_docx"]

# Fonts that Word brings on every system, the second for Chinese.
_FONTS = ("Arial", "Microsoft YaHei")
_POINTS = 9.5
# Centimetres on A4 across: number, source, target, findings.
_WIDTHS = (1.2, 10.4, 10.4, 4.2)
_AUTHOR, _INITIALS = "duizhao", "DZ"
# The earliest time that an archive can hold: equal alignments give equal bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_docx(alignment: Alignment, stream: BinaryIO, *, ui: str | None = None) -> None:
    """Write both texts side by side as a Word table, a comment at the place of each finding.

    :param alignment: What the aligner found.
    :param stream: Where to write; stays open.
    :param ui: The interface language, ``"en"`` or ``"zh"``; None for the target's.
    :raises UnknownNameError: If there is no such interface language.
    :raises MissingExtraError: If python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        package = "python-docx"
        raise MissingExtraError(package, "office") from None
    content = build_content(alignment, ui)
    document = docx.Document()
    _set_up(document, content)
    title = document.add_heading(one_line(content.title), level=1)
    for line in content.head():
        document.add_paragraph(one_line(line))
    _table(document, content)
    for told in content.by_row.get(0, ()):  # of a document without sentences
        _comment(document, title.runs, told, content)
    with io.BytesIO() as made:
        document.save(made)
        _rewrite(made, stream)


def _set_up(document: Document, content: Content) -> None:
    """Set paper, fonts and title."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(1.7)
    document.styles["Normal"].font.size = Pt(_POINTS)
    for name in ("Normal", "Heading 1"):
        _set_fonts(document.styles[name])
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:eastAsia"), "zh-CN")  # or Chinese would be proofread as English
    document.core_properties.title = one_line(content.title)[:255]  # more is refused
    document.core_properties.author = _AUTHOR


def _set_fonts(style: Any) -> None:  # noqa: ANN401 - python-docx does not tell styles apart
    from docx.oxml.ns import qn

    style.font.name = _FONTS[0]
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        if "Theme" in key or "theme" in key:  # a theme's fonts go before those that are named
            del fonts.attrib[key]
    for key in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(key), _FONTS[0])
    fonts.set(qn("w:eastAsia"), _FONTS[1])


def _table(document: Document, content: Content) -> None:
    from docx.shared import Cm
    from docx.table import _Row

    table = document.add_table(rows=1, cols=len(_WIDTHS), style="Table Grid")
    table.autofit = False
    keys = "column.row", "role.source", "role.target", "findings"
    for n, (key, width) in enumerate(zip(keys, _WIDTHS, strict=True)):
        cell = table.rows[0].cells[n]
        # Word goes by the cells' widths, others by the columns'.
        table.columns[n].width = cell.width = Cm(width)
        cell.paragraphs[0].add_run(content.words(key)).bold = True
    blank = copy.deepcopy(table.rows[0]._tr)  # noqa: SLF001 - adding rows one by one is quadratic
    for paragraph in blank.iter("{*}p"):
        for run in list(paragraph.iter("{*}r")):
            paragraph.remove(run)
    _repeat_heading(table)
    for row in content.view.rows:
        element = copy.deepcopy(blank)
        table._tbl.append(element)  # noqa: SLF001
        _fill(document, content, row, [c.paragraphs[0] for c in _Row(element, table).cells])


def _repeat_heading(table: Table) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - there is no other way
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _fill(document: Document, content: Content, row: Row, cells: Sequence[Paragraph]) -> None:
    number, source, target, note = cells
    number.add_run(str(row.number))
    for paragraph, side, cell in ((source, "source", row.source), (target, "target", row.target)):
        run = paragraph.add_run(one_line(content.cell(row, side)))
        run.italic = None if cell.lines else True
    found = content.by_row.get(row.number, ())
    if found:
        note.add_run("\n".join(one_line(told.title) for told in found))
    elif row.state == "moved":
        note.add_run(content.words("state.moved")).italic = True
    for told in found:
        _comment(document, target.runs, told, content)


def _comment(document: Document, runs: Sequence[Run], told: Told, content: Content) -> None:
    """Put a comment at some runs; it has no date, so that equal alignments give equal bytes."""
    from docx.oxml.ns import qn

    title = f"{told.title} · {content.words('sure', value=told.confidence)}"
    lines = (title, *content.lines(told, places=True))
    comment = document.add_comment(
        runs, "\n".join(map(one_line, lines)), author=_AUTHOR, initials=_INITIALS
    )
    del comment._comment_elm.attrib[qn("w:date")]  # noqa: SLF001


def _rewrite(made: BinaryIO, stream: BinaryIO) -> None:
    """Copy an archive without the times at which its members were made."""
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with old.open(member) as source, new.open(info, "w") as sink:
                shutil.copyfileobj(source, sink)
