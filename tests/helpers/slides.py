"""A text as slides."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from helpers.blocks import Block, Heading, Items, Paragraph, Table

__all__ = ["as_pptx"]


def as_pptx(blocks: Sequence[Block]) -> bytes:
    """Return slides by python-pptx: one begins at each heading, and after each note."""
    from pptx import Presentation
    from pptx.util import Cm

    show = Presentation()
    titled, blank = show.slide_layouts[5], show.slide_layouts[6]
    slide: Any = None
    for block in blocks:
        if isinstance(block, Heading):
            slide = show.slides.add_slide(titled)
            slide.shapes.title.text = block.text
            continue
        slide = slide or show.slides.add_slide(blank)
        if isinstance(block, Table):
            size = (len(block.rows), len(block.rows[0]))
            table = slide.shapes.add_table(*size, Cm(1), Cm(1), Cm(9), Cm(3)).table
            for i, row in enumerate(block.rows):
                for j, text in enumerate(row):
                    table.cell(i, j).text = text
            continue
        frame = slide.shapes.add_textbox(Cm(1), Cm(1), Cm(9), Cm(3)).text_frame
        texts = block.texts if isinstance(block, Items) else (block.text,)
        for n, text in enumerate(texts):
            paragraph = frame.add_paragraph() if n else frame.paragraphs[0]
            paragraph.text = text
            if isinstance(block, Items):
                _add_bullet(paragraph)
        if isinstance(block, Paragraph) and block.note:
            slide.notes_slide.notes_text_frame.text = block.note
            slide = None
    buffer = io.BytesIO()
    show.save(buffer)
    return buffer.getvalue()


def _add_bullet(paragraph: Any) -> None:
    from pptx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    bullet = parse_xml(f'<a:buChar xmlns:a="{space}" char="•"/>')
    paragraph._p.get_or_add_pPr().append(bullet)
