from __future__ import annotations

import io

import pytest
from helpers.every_format import pack

from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import InputError

FORMAT = load_format("odt")

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
TYPE = "application/vnd.oasis.opendocument.text"


def build(body: str, automatic: str = "", **members: str) -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    named: dict[str, str | bytes] = {"mimetype": TYPE, "content.xml": content}
    files = {"styles": "styles.xml", "manifest": "META-INF/manifest.xml"}
    named |= {files[key]: value for key, value in members.items()}
    return pack(named, stored=["mimetype"])


def read(body: str, automatic: str = "", **members: str) -> Reading:
    return FORMAT.read(build(body, automatic, **members), "some.odt", Limits())


def shown(reading: Reading) -> list[str]:
    return [reading.text[part.start : part.end] for part in reading.parts or ()]


def kinds(reading: Reading) -> list[Kind | None]:
    return [part.kind for part in reading.parts or ()]


CASES = [
    ("spaces collapse", "a   b\n c", "a b c"),
    ("spaces that are meant", 'a<text:s text:c="3"/>b', "a   b"),
    ("a tab", "a<text:tab/>b", "a\tb"),
    ("a line break", "a<text:line-break/>b", "a\nb"),
    ("a link and a span", "<text:a>See <text:span>this</text:span></text:a> now", "See this now"),
    ("a comment", "a<office:annotation><text:p>x</text:p></office:annotation>b", "ab"),
    (
        "ruby",
        "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby>字",
        "漢字",
    ),
    ("a field", "on page <text:page-number>7</text:page-number>", "on page 7"),
    ("a title field is text", "<text:title>The log</text:title> of", "The log of"),
    ("the title of a picture is not", "a<draw:frame><svg:title>x</svg:title></draw:frame>", "a"),
    ("raised text", '5 km<text:span text:style-name="Up">2</text:span>', "5 km²"),
    ("hidden text", 'a<text:span text:style-name="No">x</text:span>b', "ab"),
    ("marks of changes", 'a<text:change text:change-id="1"/>b', "ab"),
]
STYLES = (
    '<style:style style:name="Up"><style:text-properties style:text-position="super 58%"/>'
    '</style:style><style:style style:name="No"><style:text-properties text:display="none"/>'
    "</style:style>"
)


@pytest.mark.parametrize(("content", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_inline(content: str, expected: str) -> None:
    assert shown(read(f"<text:p>{content}</text:p>", STYLES)) == [expected]


def test_kinds() -> None:
    styles = (
        '<style:style style:name="P1" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:parent-style-name="Text_20_body"/>'
        '<style:style style:name="P3" style:parent-style-name="Mine"/>'
        '<style:style style:name="Mine" style:parent-style-name="Caption"/>'
        '<style:style style:name="P4" style:parent-style-name="P4"/>'
    )
    body = (
        "<text:h>Heading</text:h>"
        + "".join(f'<text:p text:style-name="P{n}">p{n}</text:p>' for n in range(1, 5))
        + "<text:list><text:list-item><text:p>item</text:p><text:list><text:list-item><text:p>inner"
        "</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<text:list><text:list-item><text:h>Numbered heading</text:h></text:list-item></text:list>"
        "<text:table-of-content><text:index-body><text:p>Heading 1</text:p></text:index-body>"
        "</text:table-of-content><text:p>Plain</text:p>"
    )
    expected = [
        ("Heading", Kind.HEADING),
        ("p1", Kind.HEADING),
        ("p2", None),
        ("p3", Kind.CAPTION),
        ("p4", None),
        ("item", Kind.LIST_ITEM),
        ("inner", Kind.LIST_ITEM),
        ("Numbered heading", Kind.HEADING),
        ("Heading 1", Kind.CONTENTS),
        ("Plain", None),
    ]
    reading = read(body, styles)
    assert list(zip(shown(reading), kinds(reading), strict=True)) == expected


def test_tracked_deletions_do_not_count() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes><text:p>kept</text:p>"
    )
    assert shown(read(body)) == ["kept"]


def test_hidden_sections_do_not_count() -> None:
    body = (
        '<text:section text:display="none"><text:p>gone</text:p></text:section>'
        "<text:section><text:p>kept</text:p></text:section>"
    )
    assert shown(read(body)) == ["kept"]


def test_notes_follow_their_paragraph() -> None:
    def note(kind: str, label: str, text: str) -> str:
        return (
            f'<text:note text:note-class="{kind}"><text:note-citation>{label}</text:note-citation>'
            f"<text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
        )

    body = (
        f"<text:p>One.{note('footnote', '1', 'first')} Two.{note('endnote', 'i', 'last')}</text:p>"
        "<text:p>Three.</text:p>"
    )
    reading = read(body)
    notes = [part.place.note for part in reading.parts or () if part.place]
    assert shown(reading) == ["One. Two.", "first", "last", "Three."]
    assert notes == [None, "1", "endnote i", None]
    assert kinds(reading) == [None, Kind.TEXT, Kind.TEXT, None]


def test_tables_are_read_cell_by_cell() -> None:
    def cell(text: str, repeated: int = 1) -> str:
        inside = f"<text:p>{text}</text:p>" if text else ""
        times = f'table:number-columns-repeated="{repeated}"'
        return f"<table:table-cell {times}>{inside}</table:table-cell>"

    body = (
        f"<table:table><table:table-header-rows><table:table-row>{cell('a')}{cell('b')}"
        f"</table:table-row></table:table-header-rows><table:table-row>{cell('', 2)}"
        f'{cell("c")}</table:table-row><table:table-row table:number-rows-repeated="999999999999">'
        f"{cell('d', 2)}<table:covered-table-cell/>{cell('e')}</table:table-row></table:table>"
    )
    reading = read(body)
    assert [part.place.cell for part in reading.parts or () if part.place] == [
        "table 1, row 1, column 1",
        "table 1, row 1, column 2",
        "table 1, row 2, column 3",
        "table 1, row 3, column 1",
        "table 1, row 3, column 4",
    ]
    assert set(kinds(reading)) == {Kind.CELL}


def test_text_boxes_follow_their_paragraph() -> None:
    body = (
        "<text:p>Around<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box>"
        "</draw:frame> it.</text:p>"
    )
    assert shown(read(body)) == ["Around it.", "In the box."]


def test_headers_and_footers_are_furniture_once() -> None:
    page = (
        "<style:master-page><style:header><text:p>The log</text:p></style:header>"
        "<style:footer><text:p>Page</text:p></style:footer></style:master-page>"
    )
    sheet = f"<office:document-styles {SPACES}>{page}{page}</office:document-styles>"
    reading = read("<text:p>Body.</text:p>", styles=sheet)
    assert shown(reading) == ["Body.", "The log", "Page"]
    assert kinds(reading) == [None, Kind.FURNITURE, Kind.FURNITURE]


def test_an_encrypted_document_is_refused() -> None:
    manifest = (
        f"<manifest:manifest {SPACES}><manifest:file-entry><manifest:encryption-data/>"
        "</manifest:file-entry></manifest:manifest>"
    )
    with pytest.raises(InputError, match="is encrypted; save it without a password"):
        read("<text:p>x</text:p>", manifest=manifest)


def test_a_spreadsheet_is_refused() -> None:
    content = f"<office:document-content {SPACES}><office:body><office:spreadsheet/></office:body>"
    data = pack({"content.xml": f"{content}</office:document-content>"})
    with pytest.raises(InputError, match="holds no text; this is not an ODT document"):
        FORMAT.read(data, "some.odt", Limits())


def code_document() -> bytes:
    """Return a manual with code by odfdo, in the styles that LibreOffice has for it."""
    import odfdo

    document = odfdo.Document("text")
    document.insert_style(
        odfdo.Style("paragraph", name="P1", parent_style="Preformatted_20_Text"), automatic=True
    )
    document.insert_style(
        odfdo.Style("text", name="T1", parent_style="Source_20_Text"), automatic=True
    )
    body = document.body
    body.clear()
    said = odfdo.Paragraph("Run ferry sail before the tide.")
    said.set_span("T1", regex="ferry")
    said.set_span("Teletype", regex="sail")
    body.append(said)
    for line in ("def sail(boat):", "    boat.cast_off()", "", "sail(ferry);"):
        body.append(odfdo.Paragraph(line, style="P1"))
    body.append(odfdo.Paragraph("Then wait."))
    body.append(odfdo.Paragraph("The sea was calm,", style="Preformatted_20_Text"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_code_is_what_its_style_says() -> None:
    reading = FORMAT.read(code_document(), "some.odt", Limits())
    listing = "def sail(boat):\n    boat.cast_off()\n\nsail(ferry);"
    assert list(zip(shown(reading), kinds(reading), strict=True)) == [
        ("Run ferry sail before the tide.", None),
        (listing, Kind.FURNITURE),
        ("Then wait.", None),
        # Letters and verse are set so as well.
        ("The sea was calm,", None),
    ]
    coded = [reading.text[item.start : item.end] for item in reading.verbatim]
    assert coded == ["ferry", "sail", listing]


def test_stretches_of_code_that_touch_or_nest_are_one() -> None:
    begin = '<text:span text:style-name="Code">'
    inner = f"{begin}b<text:s/>{begin}c</text:span></text:span>"
    more = f"{begin}d</text:span> e"
    reading = read(f"<text:p>a {inner}{more}</text:p>")
    assert [reading.text[item.start : item.end] for item in reading.verbatim] == ["b cd"]
