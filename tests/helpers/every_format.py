"""The same text, written for these tests, as a file of every format.

:data:`BUILDERS` maps the name of a format to a function from :data:`TEXT` (or another list of
blocks) to the bytes of a file. :data:`EXPECTED` says which sentences each must give.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from helpers.blocks import Block, Heading, Items, Paragraph, Table
from helpers.slides import as_pptx

__all__ = [
    "BUILDERS",
    "EXPECTED",
    "TEXT",
    "Block",
    "Heading",
    "Items",
    "Paragraph",
    "Table",
    "pack",
]


#: A text of the project's own, in both languages, with what formats write in their own way.
TEXT: tuple[Block, ...] = (
    Heading("The Lighthouse Keeper"),
    Paragraph(
        "The keeper climbed 214 steps every evening. At the top he lit the lamp & waited; nobody"
        " came. “Is it <still> worth it?” he asked Dr. Marlow once."
    ),
    Paragraph(
        "The supply boat was late in January. It brought oil, flour and two letters.",
        note="The boat ran twice a month. It never ran in storms.",
    ),
    Heading("What the Boat Carried", 2),
    Items(
        (
            "Lamp oil in sealed cans of 5.5 litres, which the keeper counted twice.",
            "Flour for the winter months, packed in bags that the sea had not touched.",
        )
    ),
    Table((("Month", "Boats"), ("January", "2 boats"), ("February", "1 boat"))),
    Heading("守塔人的日记"),
    Paragraph(
        "守塔人每天傍晚都要爬上二百一十四级台阶。他点亮了灯，然后等待。“还值得吗？”他问过马医生一次。"
    ),
    Paragraph("一月的补给船来晚了！船上有灯油、面粉和两封信。", note="补给船每月来两次。"),
    Paragraph("The log ends here, in the keeper’s own hand. No one has found the second volume."),
)

#: The sentences of :data:`TEXT` and their kinds, in reading order.
EXPECTED: tuple[tuple[str, str], ...] = (
    ("heading", "The Lighthouse Keeper"),
    ("text", "The keeper climbed 214 steps every evening."),
    ("text", "At the top he lit the lamp & waited; nobody came."),
    ("text", "“Is it <still> worth it?” he asked Dr. Marlow once."),
    ("text", "The supply boat was late in January."),
    ("text", "It brought oil, flour and two letters."),
    ("text", "The boat ran twice a month."),
    ("text", "It never ran in storms."),
    ("heading", "What the Boat Carried"),
    ("list_item", "Lamp oil in sealed cans of 5.5 litres, which the keeper counted twice."),
    ("list_item", "Flour for the winter months, packed in bags that the sea had not touched."),
    ("cell", "Month"),
    ("cell", "Boats"),
    ("cell", "January"),
    ("cell", "2 boats"),
    ("cell", "February"),
    ("cell", "1 boat"),
    ("heading", "守塔人的日记"),
    ("text", "守塔人每天傍晚都要爬上二百一十四级台阶。"),
    ("text", "他点亮了灯，然后等待。"),
    ("text", "“还值得吗？”"),
    ("text", "他问过马医生一次。"),
    ("text", "一月的补给船来晚了！"),
    ("text", "船上有灯油、面粉和两封信。"),
    ("text", "补给船每月来两次。"),
    ("text", "The log ends here, in the keeper’s own hand."),
    ("text", "No one has found the second volume."),
)


def pack(members: dict[str, str | bytes], *, stored: Sequence[str] = ()) -> bytes:
    """Return a ZIP container; members named in ``stored`` are not deflated."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=how)
    return buffer.getvalue()


def as_text(blocks: Sequence[Block]) -> bytes:
    """Return a plain text, as a person would save it."""
    return "\n\n".join(part for block in blocks for part in _text_of(block)).encode()


def _text_of(block: Block) -> list[str]:
    if isinstance(block, Items):
        return [f"• {text}" for text in block.texts]
    if isinstance(block, Table):
        return ["\n".join("\t".join(row) for row in block.rows)]
    if isinstance(block, Paragraph) and block.note:
        return [block.text, block.note]
    return [block.text]


def as_markdown(blocks: Sequence[Block]) -> bytes:
    """Return Markdown with footnotes."""
    parts: list[str] = []
    notes: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {_escape(block.text)}")
        elif isinstance(block, Items):
            parts.append("\n".join(f"* {_escape(text)}" for text in block.texts))
        elif isinstance(block, Table):
            rows = [f"| {' | '.join(map(_escape, row))} |" for row in block.rows]
            rule = "|---" * len(block.rows[0]) + "|"
            parts.append("\n".join([rows[0], rule, *rows[1:]]))
        else:
            mark = ""
            if block.note:
                notes.append(f"[^{len(notes) + 1}]: {_escape(block.note)}")
                mark = f"[^{len(notes)}]"
            parts.append(_wrap(_escape(block.text)) + mark)
    return ("\n\n".join([*parts, *notes]) + "\n").encode()


def _escape(text: str) -> str:
    return text.replace("<", "\\<").replace("&", "&amp;")


def _wrap(text: str) -> str:
    """Break the lines of a paragraph at some spaces."""
    words = text.split(" ")
    return "\n".join(" ".join(words[i : i + 9]) for i in range(0, len(words), 9))


def html_body(blocks: Sequence[Block]) -> str:
    """Return the elements of a page; notes stand at the end, with links to and fro."""
    parts: list[str] = []
    notes: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"<h{block.level}>{html.escape(block.text)}</h{block.level}>")
        elif isinstance(block, Items):
            parts.append("<ul>" + "".join(f"<li>{html.escape(t)}</li>" for t in block.texts))
            parts.append("</ul>")
        elif isinstance(block, Table):
            rows = ("".join(f"<td>{html.escape(c)}</td>" for c in row) for row in block.rows)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            mark = ""
            if block.note:
                n = len(notes) + 1
                mark = f'<sup><a id="r{n}" href="#n{n}">{n}</a></sup>'
                back = f'<a href="#r{n}">{n}</a>. '
                notes.append(f'<p id="n{n}">{back}{html.escape(block.note)}</p>')
            parts.append(f"<p>{_wrap(html.escape(block.text))}{mark}</p>")
    return "\n".join([*parts, *notes])


def as_html(blocks: Sequence[Block]) -> bytes:
    """Return a web page with navigation around the text."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Not shown</title></head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/log">Log</a></li></ul></nav>'
        f"<main>{html_body(blocks)}</main><footer>All rights reserved.</footer></body></html>"
    ).encode()


def as_epub(blocks: Sequence[Block]) -> bytes:
    """Return a book of one document, with a navigation document outside the spine."""
    page = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
        f"<body>{html_body(blocks)}</body></html>"
    )
    return pack(epub_members({"one.xhtml": page}), stored=["mimetype"])


def epub_members(pages: dict[str, str], spine: str | None = None) -> dict[str, str | bytes]:
    """Return the members of a book with these documents in its spine."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(pages)
    )
    order = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>en-GB</dc:language></metadata>'
        f'<manifest>{items}<item id="nav" href="nav.xhtml" properties="nav"'
        f' media-type="application/xhtml+xml"/></manifest><spine>{spine or order}</spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    nav = '<html xmlns="http://www.w3.org/1999/xhtml"><body><nav>Contents</nav></body></html>'
    inside: dict[str, str | bytes] = {f"OEBPS/{name}": page for name, page in pages.items()}
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/book.opf": package,
        "OEBPS/nav.xhtml": nav,
        **inside,
    }


def as_docx(blocks: Sequence[Block]) -> bytes:
    """Return a Word document by python-docx, with notes put in by hand."""
    import docx

    document = docx.Document()
    notes: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.level)
        elif isinstance(block, Items):
            for text in block.texts:
                document.add_paragraph(text, "List Bullet")
        elif isinstance(block, Table):
            table = document.add_table(len(block.rows), len(block.rows[0]))
            for i, row in enumerate(block.rows):
                for j, text in enumerate(row):
                    table.cell(i, j).text = text
        else:
            paragraph = document.add_paragraph(block.text)
            if block.note:
                notes.append(block.note)
                _mark_note(paragraph, len(notes))
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_footnotes(buffer.getvalue(), notes)


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _mark_note(paragraph: Any, number: int) -> None:
    from docx.oxml import parse_xml

    mark = f'<w:r xmlns:w="{_W}"><w:footnoteReference w:id="{number}"/></w:r>'
    paragraph._p.append(parse_xml(mark))


def _with_footnotes(data: bytes, notes: Sequence[str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    relations = "word/_rels/document.xml.rels"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = f'<Relationship Id="rIdN" Type="{office}" Target="footnotes.xml"/></Relationships>'
    old = members[relations]
    assert isinstance(old, bytes)
    members[relations] = old.replace(b"</Relationships>", link.encode())
    bodies = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve">'
        f" {html.escape(text)}</w:t></w:r></w:p></w:footnote>"
        for n, text in enumerate(notes, 1)
    )
    rule = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
    members["word/footnotes.xml"] = (
        f'<w:footnotes xmlns:w="{_W}">{rule}</w:footnote>{bodies}</w:footnotes>'
    )
    return pack(members)


def as_odt(blocks: Sequence[Block]) -> bytes:
    """Return an OpenDocument text by odfdo."""
    import odfdo

    document = odfdo.Document("text")
    document.body.clear()
    notes = 0
    for block in blocks:
        if isinstance(block, Heading):
            document.body.append(odfdo.Header(block.level, block.text))
        elif isinstance(block, Items):
            document.body.append(odfdo.List(list(block.texts)))
        elif isinstance(block, Table):
            table = odfdo.Table("Table", width=len(block.rows[0]), height=len(block.rows))
            table.set_values([list(row) for row in block.rows])
            document.body.append(table)
        else:
            paragraph = odfdo.Paragraph(block.text)
            if block.note:
                notes += 1
                note = odfdo.Note(note_id=f"ftn{notes}", citation=str(notes), body=block.note)
                paragraph.insert_note(note, after=block.text[-8:])
            document.body.append(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(blocks: Sequence[Block]) -> bytes:
    """Return pages with running heads; a note stands behind its paragraph."""
    from helpers.pdf_builder import pdf_of_story

    story: list[tuple[str, Any]] = []
    for block in blocks:
        if isinstance(block, Heading):
            story.append(("heading", block.text))
        elif isinstance(block, Items):
            story += (("item", text) for text in block.texts)
        elif isinstance(block, Table):
            story.append(("table", [list(row) for row in block.rows]))
        else:
            story += (("text", text) for text in (block.text, block.note) if text)
    return pdf_of_story(story)


BUILDERS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
    "docx": as_docx,
    "pptx": as_pptx,
    "odt": as_odt,
    "epub": as_epub,
    "pdf": as_pdf,
}
