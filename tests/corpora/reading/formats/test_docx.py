from __future__ import annotations

import io
from typing import Any

import pytest
from helpers.every_format import pack

from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import InputError

FORMAT = load_format("docx")

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def relations(targets: dict[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(targets.items())
    )
    return f"<Relationships>{items}</Relationships>"


def build(body: str, parts: dict[str, tuple[str, str]] | None = None, space: str = W) -> bytes:
    """Return a document; further parts are given by name, as type and content."""
    parts = parts or {}
    kinds_of = {name: kind for name, (kind, _) in parts.items()}
    members: dict[str, str | bytes] = {
        "_rels/.rels": relations({"word/document.xml": "officeDocument"}),
        "word/document.xml": (
            f"<w:document {SPACES}><w:body>{body}</w:body></w:document>".replace(W, space)
        ),
        "word/_rels/document.xml.rels": relations(kinds_of),
    }
    members |= {f"word/{name}": content.replace(W, space) for name, (_, content) in parts.items()}
    return pack(members)


def read(body: str, parts: dict[str, tuple[str, str]] | None = None, space: str = W) -> Reading:
    return FORMAT.read(build(body, parts, space), "some.docx", Limits())


def shown(reading: Reading) -> list[str]:
    return [reading.text[part.start : part.end] for part in reading.parts or ()]


def kinds(reading: Reading) -> list[Kind | None]:
    return [part.kind for part in reading.parts or ()]


def styles(*definitions: str) -> dict[str, tuple[str, str]]:
    return {"styles.xml": ("styles", f"<w:styles {SPACES}>{''.join(definitions)}</w:styles>")}


def style(key: str, name: str, inside: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{inside}</w:style>'
    )


UP = '<w:vertAlign w:val="superscript"/>'
CASES = [
    ("inserted text counts", f"a <w:ins>{run('new')}</w:ins>", "new"),
    ("deleted text does not", f"{run('old')}<w:del>{run('x')}</w:del>", "old"),
    (
        "what was moved is read where it went",
        f"<w:moveFrom>{run('x')}</w:moveFrom><w:moveTo>{run('to')}</w:moveTo>",
        "to",
    ),
    ("deleted text has its own tag too", "<w:r><w:delText>x</w:delText><w:t>y</w:t></w:r>", "y"),
    ("a link shows its text", f"{run('See ')}<w:hyperlink>{run('here')}</w:hyperlink>", "See here"),
    ("a soft break is a line end", "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a\nb"),
    ("a tab stays", "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a\tb"),
    ("hyphens", "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/></w:r>", "a-b"),
    ("hidden text is not seen", run("a") + run("x", "<w:vanish/>") + run("b"), "ab"),
    ("text that is not hidden after all", run("a", '<w:vanish w:val="0"/>'), "a"),
    (
        "raised numbers are powers",
        run("5 km") + run("2", UP),
        "5 km²",
    ),
    ("a content control", f"<w:sdt><w:sdtContent>{run('inside')}</w:sdtContent></w:sdt>", "inside"),
    ("a formula", "<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>", "x+y"),
    (
        "ruby text is left out",
        f"<w:r><w:ruby><w:rt>{run('x')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby></w:r>",
        "漢",
    ),
    (
        "the result of a field and not its code",
        field("begin")
        + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        + run("x")
        + field("separate")
        + run("12")
        + field("end")
        + run(" pages"),
        "12 pages",
    ),
    ("a simple field", f'<w:fldSimple w:instr="DATE">{run("May")}</w:fldSimple>', "May"),
    ("a symbol", '<w:r><w:sym w:font="Arial" w:char="2192"/><w:t>on</w:t></w:r>', "→on"),
    ("a picture of a symbol font", '<w:r><w:sym w:char="F0B7"/><w:t>on</w:t></w:r>', "on"),
    (
        "no symbol at all",
        '<w:r><w:sym w:char="D800"/><w:sym w:char="0000"/><w:t>x</w:t></w:r>',
        "x",
    ),
    ("a line of source", "<w:r><w:t>a\nb</w:t></w:r>", "a b"),
]


@pytest.mark.parametrize(("content", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_inline(content: str, expected: str) -> None:
    assert shown(read(paragraph(content))) == [expected]


@pytest.mark.parametrize("space", [W, STRICT])
def test_styles_tell_kinds(space: str) -> None:
    parts = styles(
        style("1", "heading 1"),
        style("a3", "Title"),
        style("Own", "My heading", '<w:basedOn w:val="1"/>'),
        style("Deep", "Deep", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
        style("C", "caption"),
        style("T", "toc 2"),
        style("L", "List Bullet"),
        style("LP", "List Paragraph"),
        style("N", "Normal"),
        style("Loop", "Loop", '<w:basedOn w:val="Loop"/>'),
    )
    names = ["1", "a3", "Own", "Deep", "C", "T", "L", "LP", "N", "Loop", "absent"]
    body = "".join(paragraph(run(name), f'<w:pStyle w:val="{name}"/>') for name in names)
    heading = Kind.HEADING
    expected = [heading] * 4 + [Kind.CAPTION, Kind.CONTENTS, Kind.LIST_ITEM, None, None, None, None]
    assert kinds(read(body, parts, space)) == expected


def test_own_properties_tell_kinds() -> None:
    number = '<w:numPr><w:numId w:val="{}"/></w:numPr>'
    body = (
        paragraph(run("item"), number.format(3))
        + paragraph(run("none"), number.format(0))
        + paragraph(run("heading"), '<w:outlineLvl w:val="0"/>' + number.format(3))
        + paragraph(run("body"), '<w:outlineLvl w:val="9"/>')
    )
    assert kinds(read(body)) == [Kind.LIST_ITEM, None, Kind.HEADING, None]


def test_notes_follow_their_paragraph() -> None:
    def mark(kind: str, key: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'

    def notes(kind: str, texts: dict[int, str]) -> tuple[str, str]:
        rule = f'<w:{kind} w:type="separator" w:id="0">{paragraph(run("rule"))}</w:{kind}>'
        items = "".join(
            f'<w:{kind} w:id="{key}">{paragraph(run(text))}{paragraph(run("more"))}</w:{kind}>'
            for key, text in texts.items()
        )
        return f"{kind}s", f"<w:{kind}s {SPACES}>{rule}{items}</w:{kind}s>"

    body = (
        paragraph(run("One.") + mark("footnote", 7) + run(" Two.") + mark("endnote", 2))
        + paragraph(run("Three.") + mark("footnote", 5))
        + paragraph(run("Four."))
    )
    parts = {
        "footnotes.xml": notes("footnote", {5: "five", 7: "seven", 9: "unused"}),
        "endnotes.xml": notes("endnote", {2: "end"}),
    }
    reading = read(body, parts)
    found = [
        (text, part.place.note, part.place.paragraph)
        for text, part in zip(shown(reading), reading.parts or (), strict=True)
        if part.place
    ]
    assert found == [
        ("One. Two.", None, 1),
        ("seven", "1", 1),
        ("more", "1", 1),
        ("end", "endnote 1", 1),
        ("more", "endnote 1", 1),
        ("Three.", None, 2),
        ("five", "2", 2),
        ("more", "2", 2),
        ("Four.", None, 3),
        ("unused", "footnote 9", 3),
        ("more", "footnote 9", 3),
    ]


def test_tables_are_read_cell_by_cell() -> None:
    def cell(content: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(paragraph(run('inner')))}</w:tr></w:tbl>"
    wide = cell(paragraph(run("a")), '<w:gridSpan w:val="2"/>')
    two = cell(paragraph(run("c")) + paragraph(run("d")))
    rows = (
        f"<w:tr>{wide}{cell(paragraph(run('b')))}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell(paragraph(run('gone')))}</w:tr>"
        f"<w:tr>{two}{cell(inner + paragraph(''))}</w:tr>"
    )
    reading = read(f"<w:tbl>{rows}</w:tbl>")
    places = {
        text: part.place.cell
        for text, part in zip(shown(reading), reading.parts or (), strict=True)
        if part.place
    }
    assert places == {
        "a": "table 1, row 1, column 1",
        "b": "table 1, row 1, column 3",
        "c": "table 1, row 2, column 1",
        "d": "table 1, row 2, column 1",
        "inner": "table 2, row 1, column 1",
    }
    assert set(kinds(reading)) == {Kind.CELL}


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph(run('In the box.'))}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = paragraph(run("Around") + both + run(" it."))
    assert shown(read(body)) == ["Around it.", "In the box."]


def test_a_deleted_paragraph_end_joins_two() -> None:
    body = (
        paragraph(run("First half "), "<w:rPr><w:del/></w:rPr>")
        + paragraph(run("and second half."))
        + paragraph(run("Next."))
    )
    assert shown(read(body)) == ["First half and second half.", "Next."]


def test_a_drop_cap_belongs_to_its_word() -> None:
    body = paragraph(run("T"), '<w:framePr w:dropCap="drop"/>') + paragraph(run("he sea rose."))
    assert shown(read(body)) == ["The sea rose."]


def test_an_open_field_does_not_swallow_the_rest() -> None:
    body = paragraph(field("begin")) + paragraph(run("Kept."))
    assert shown(read(body)) == ["Kept."]


def test_headers_and_footers_are_furniture_once() -> None:
    def header(text: str) -> str:
        return f"<w:hdr {SPACES}>{paragraph(run(text))}</w:hdr>"

    parts = {
        "header1.xml": ("header", header("The log")),
        "header2.xml": ("header", header("The log")),
        "footer1.xml": ("footer", header("Page")),
    }
    reading = read(paragraph(run("Body.")), parts)
    assert shown(reading) == ["Body.", "The log", "Page"]
    assert kinds(reading) == [None, Kind.FURNITURE, Kind.FURNITURE]


def test_paragraph_numbers_count_what_a_person_counts() -> None:
    body = paragraph(run("One.")) + paragraph("") + paragraph(run("Two."))
    assert [part.place.paragraph for part in read(body).parts or () if part.place] == [1, 2]


def test_a_document_of_python_docx() -> None:
    import docx

    document: Any = docx.Document()
    document.add_heading("A title", 0)
    document.add_paragraph("Some text.").add_run(" In bold.").bold = True
    document.add_paragraph("An item.", "List Number")
    document.sections[0].header.paragraphs[0].text = "Head"
    buffer = io.BytesIO()
    document.save(buffer)
    reading = FORMAT.read(buffer.getvalue(), "some.docx", Limits())
    assert shown(reading) == ["A title", "Some text. In bold.", "An item.", "Head"]
    assert kinds(reading) == [Kind.HEADING, None, Kind.LIST_ITEM, Kind.FURNITURE]


def test_a_spreadsheet_is_refused() -> None:
    data = pack(
        {
            "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
            "xl/workbook.xml": "<workbook/>",
        }
    )
    with pytest.raises(InputError, match="is not the text of a DOCX document"):
        FORMAT.read(data, "some.docx", Limits())


def test_a_part_outside_the_archive_is_not_looked_for() -> None:
    body = paragraph(run("x"))
    members: dict[str, str | bytes] = {
        "_rels/.rels": relations({"../../word/document.xml": "officeDocument"}),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({"file:///etc/passwd": "footnotes"}),
    }
    assert shown(FORMAT.read(pack(members), "some.docx", Limits())) == ["x"]


def code_document() -> bytes:
    """Return a manual with code by python-docx: styles of its own, and some that refine them."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE

    document = docx.Document()
    block = document.styles.add_style("Source Code", WD_STYLE_TYPE.PARAGRAPH)
    shell = document.styles.add_style("Shell session", WD_STYLE_TYPE.PARAGRAPH)
    shell.base_style = block
    document.styles.add_style("HTML Preformatted", WD_STYLE_TYPE.PARAGRAPH)
    verbatim = document.styles.add_style("Verbatim Char", WD_STYLE_TYPE.CHARACTER)
    keys = document.styles.add_style("My keys", WD_STYLE_TYPE.CHARACTER)
    keys.base_style = verbatim
    said = document.add_paragraph("Run ")
    said.add_run("ferry ", "Verbatim Char")
    said.add_run("sail", "My keys")
    said.add_run(" before the tide.")
    document.add_paragraph("def sail(boat):", "Source Code")
    document.add_paragraph("    boat.cast_off()", "Source Code")
    document.add_paragraph("", "Source Code")
    document.add_paragraph("sail(ferry)", "Shell session")
    document.add_paragraph("Then wait.")
    document.add_paragraph("The sea was calm,", "HTML Preformatted")
    document.add_paragraph("and nobody came.", "HTML Preformatted")
    document.add_paragraph("$ ferry --log", "HTML Preformatted")
    document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("sail(ferry)", "Verbatim Char")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_code_is_what_its_style_says() -> None:
    reading = FORMAT.read(code_document(), "some.docx", Limits())
    listing = "def sail(boat):\n    boat.cast_off()\n\nsail(ferry)"
    assert list(zip(shown(reading), kinds(reading), strict=True)) == [
        ("Run ferry sail before the tide.", None),
        (listing, Kind.FURNITURE),
        ("Then wait.", None),
        # Letters and verse are set so as well.
        ("The sea was calm,", None),
        ("and nobody came.", None),
        ("$ ferry --log", None),
        ("sail(ferry)", Kind.CELL),
    ]
    coded = [reading.text[item.start : item.end] for item in reading.verbatim]
    assert coded == ["ferry sail", listing, "sail(ferry)"]
    parts = reading.parts or ()
    said = "".join(origin.text for origin in parts[1].origins)
    assert "".join(said.split()) == "".join(listing.split())


def test_a_style_that_word_translated_is_known_by_its_twin() -> None:
    twin = (
        '<w:style w:type="character" w:styleId="HTML0"><w:name w:val="HTML 标记 字符"/>'
        '<w:link w:val="HTML"/></w:style>'
    )
    body = paragraph(run("Press ") + run("F5", '<w:rStyle w:val="HTML0"/>') + run("."))
    reading = read(body, styles(style("HTML", "HTML Keyboard"), twin))
    assert [reading.text[item.start : item.end] for item in reading.verbatim] == ["F5"]


def test_styles_that_refine_each_other_come_to_an_end() -> None:
    ring = (
        style("A", "One", '<w:basedOn w:val="B"/>'),
        style("B", "Two", '<w:basedOn w:val="A"/>'),
    )
    body = paragraph(run("Calm sea.", '<w:rStyle w:val="B"/>'), '<w:pStyle w:val="A"/>')
    assert not read(body, styles(*ring)).verbatim
