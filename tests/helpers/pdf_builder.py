"""PDF files made for tests: paragraphs set in columns, with running heads and page numbers."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from typing import Any, TypeAlias

from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

__all__ = ["HEAD", "Drawn", "pdf_of_lines", "pdf_of_paragraphs", "pdf_of_story"]

#: A line: left, height of the baseline, text, size, and where it is to end, if that matters.
Drawn: TypeAlias = tuple[float, float, str, float, float | None]

HEAD = "The Flood Book"
_CHINESE = "STSong-Light"  # comes with every viewer, so no font need be in the file


def pdf_of_paragraphs(
    paragraphs: Sequence[str],
    *,
    title: str = "",
    columns: int = 1,
    chinese: bool = False,
    indent: float = 22.0,
    gap: float = 0.0,
    justified: bool = True,
    size: float = 11.0,
    password: Any = None,
) -> bytes:
    """Set paragraphs on pages of A5.

    :param paragraphs: The texts.
    :param title: Set larger above them, if any.
    :param columns: How many columns a page has.
    :param chinese: Break lines as Chinese does.
    :param indent: Of first lines, in points.
    :param gap: Between paragraphs, in points.
    :param justified: With an even right margin.
    :param size: Of the letters, in points.
    :param password: What the file is encrypted with.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(_CHINESE))
    width, height = A5
    font = _CHINESE if chinese else "Times-Roman"
    wrap = "CJK" if chinese else None
    common: dict[str, Any] = {"fontName": font, "wordWrap": wrap}
    body = ParagraphStyle(
        "body",
        fontSize=size,
        leading=size * 1.35,
        firstLineIndent=indent,
        spaceAfter=gap,
        alignment=4 if justified else 0,
        **common,
    )
    head = ParagraphStyle("head", fontSize=16, leading=20, spaceAfter=10, **common)
    stream = io.BytesIO()
    document = BaseDocTemplate(stream, pagesize=A5, invariant=1, encrypt=password)
    part = (width - 80) / columns
    frames = [
        Frame(40 + n * part, 40, part - (10 if columns > 1 else 0), height - 80)
        for n in range(columns)
    ]
    document.addPageTemplates([PageTemplate(frames=frames, onPage=_furnish)])
    story: list[Flowable] = [Paragraph(title, head)] if title else []
    story += (Paragraph(text, body) for text in paragraphs)
    document.build(story)
    return stream.getvalue()


def pdf_of_story(story: Sequence[tuple[str, Any]]) -> bytes:
    """Set a text with headings, items and tables.

    :param story: What each is (``"heading"``, ``"text"``, ``"item"``, ``"table"``) and its text,
        or its rows.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(_CHINESE))
    stream = io.BytesIO()
    document = BaseDocTemplate(stream, pagesize=A5, invariant=1)
    frame = Frame(40, 40, A5[0] - 80, A5[1] - 80)
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=_number)])
    flow: list[Flowable] = []
    for what, content in story:
        if what == "table":
            flow.append(Table(content))
            continue
        size = {"heading": 16, "item": 11, "text": 11}[what]
        dense = any("\u4e00" <= c <= "\u9fff" for c in content)
        style = ParagraphStyle(
            what,
            fontSize=size,
            leading=size * 1.35,
            spaceAfter=8,
            fontName=_CHINESE if dense else "Times-Roman",
            wordWrap="CJK" if dense else None,
            leftIndent=10 if what == "item" else 0,
        )
        mark = "<bullet>•</bullet>" if what == "item" else ""
        flow.append(Paragraph(mark + html.escape(content), style))
    document.build(flow)
    return stream.getvalue()


def _furnish(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(40, A5[1] - 25, HEAD)
    _number(canvas, document)


def _number(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(A5[0] / 2, 20, str(document.page))


def pdf_of_lines(*pages: Sequence[Drawn], turn: str = "") -> bytes:
    """Draw lines where they are wanted.

    :param pages: For each page its lines.
    :param turn: Drawn along the left edge of each page, turned by a quarter.
    """
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A5, invariant=1)
    for lines in pages:
        for left, base, words, size, right in lines:
            text = canvas.beginText(left, base)
            text.setFont("Times-Roman", size)
            if right is not None:
                natural = pdfmetrics.stringWidth(words, "Times-Roman", size)
                text.setHorizScale(100 * (right - left) / natural)
            text.textOut(words)
            canvas.drawText(text)
        if turn:
            canvas.saveState()
            canvas.rotate(90)
            canvas.drawString(100, -15, turn)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
