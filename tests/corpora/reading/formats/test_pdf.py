"""PDF: paragraphs, furniture and places out of a text layer; what is refused."""

from __future__ import annotations

import html
import io
import json
import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from helpers.pdf_builder import HEAD, Drawn, pdf_of_lines, pdf_of_paragraphs
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib import pdfencrypt
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.formats.pdf.lines import join_lines
from duizhao.corpora.reading.read import document_from_reading, document_from_text, read_document
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import InputError, MissingExtraError

FORMAT = load_format("pdf")

_TEXTS = json.loads((CASES_FOLDER / "pdf_paragraphs.json").read_text("utf-8"))
ENGLISH: list[str] = _TEXTS["en"]
CHINESE: list[str] = _TEXTS["zh"]


def many(paragraphs: list[str], count: int) -> list[str]:
    """Return more paragraphs, no two of them alike: what comes again may be a running head."""
    if paragraphs is CHINESE:
        names = "春夏秋冬东南西北山水风云"
        return [f"{names[n]}先生说过。{p}" for n in range(count) for p in paragraphs]
    words = "Ann Bea Cleo Dora Edith Flora Grete Hanna Ida Jane Kate Lena".split()  # noqa: SIM905
    return [f"{words[n]} said so. {p}" for n in range(count) for p in paragraphs]


def read(data: bytes, limits: Limits | None = None) -> Reading:
    return FORMAT.read(data, "a.pdf", limits or Limits())


def body(reading: Reading) -> list[str]:
    assert reading.parts is not None
    return [
        reading.text[p.start : p.end]
        for p in reading.parts
        if p.kind not in (Kind.FURNITURE, Kind.HEADING)
    ]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("justified", [True, False])
@pytest.mark.parametrize(("indent", "gap"), [(22.0, 0.0), (0.0, 8.0), (0.0, 0.0)])
@pytest.mark.parametrize("chinese", [True, False])
def test_paragraphs_are_those_that_were_set(
    columns: int, justified: bool, indent: float, gap: float, chinese: bool
) -> None:
    paragraphs = many(CHINESE if chinese else ENGLISH, 6)
    data = pdf_of_paragraphs(
        paragraphs,
        columns=columns,
        justified=justified,
        indent=indent,
        gap=gap,
        chinese=chinese,
    )
    found = body(read(data))
    assert "".join(found) == "".join(paragraphs) or " ".join(found) == " ".join(paragraphs)
    if indent or gap:
        assert found == paragraphs
    # Where nothing marks a paragraph but a short last line, one that ends at the margin cannot
    # be told from the next; a full stop stands there.


@pytest.mark.parametrize("size", [8.0, 9.5, 11.0, 12.0, 13.5])
@pytest.mark.parametrize(("paragraphs", "lang"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_sentences_are_those_of_the_plain_text(
    paragraphs: list[str], lang: str, size: float
) -> None:
    paragraphs = many(paragraphs, 12)
    data = pdf_of_paragraphs(paragraphs, chinese=lang == "zh", size=size)
    plain = document_from_text("\n\n".join(paragraphs), lang=lang)
    document = document_from_reading(read(data), lang=lang)
    assert [s.text for s in document.aligned_sentences()] == [s.text for s in plain.sentences]


def test_heads_and_page_numbers_are_furniture() -> None:
    reading = read(pdf_of_paragraphs(many(ENGLISH, 6), title="The book of floods"))
    assert reading.parts is not None
    pages = {part.place.page for part in reading.parts if part.place}
    assert len(pages) > 1
    for number in pages:
        found = [
            reading.text[p.start : p.end]
            for p in reading.parts
            if p.kind is Kind.FURNITURE and p.place and p.place.page == number
        ]
        assert found == [HEAD, str(number)]
    headings = [reading.text[p.start : p.end] for p in reading.parts if p.kind is Kind.HEADING]
    assert headings == ["The book of floods"]


def test_places_name_page_and_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of_paragraphs(many(ENGLISH, 6)))
    places = [s.place for s in read_document(path).aligned_sentences()]
    numbers = [place.paragraph for place in places if place and place.paragraph]
    pages = [place.page for place in places if place and place.page]
    assert len(numbers) == len(pages) == len(places)
    assert numbers == sorted(numbers)
    assert pages == sorted(pages)
    assert set(numbers) == set(range(1, 25))


def set_lines(*lines: tuple[float, str], right: float = 300.0, top: float = 500.0) -> list[Drawn]:
    """Set lines under each other, all but the last up to one margin."""
    return [
        (left, top - 14 * n, text, 11.0, right if n + 1 < len(lines) else None)
        for n, (left, text) in enumerate(lines)
    ]


def test_a_paragraph_goes_on_behind_a_footnote() -> None:
    lines = ["The bridge was built in the year of the great", "flood; the town paid for it over a"]
    first = set_lines(*((40.0, text) for text in (lines * 8)), (40.0, ""))[:-1]
    note: Drawn = (40.0, 60.0, "1 Minutes of the council.", 8.0, None)
    second = set_lines(
        (40.0, "hundred years. It was, I think and always said, a"), (40.0, "fine one.")
    )
    found = body(read(pdf_of_lines([*first, note], second)))
    assert len(found) == 2
    assert found[0].endswith(
        "paid for it over a hundred years. It was, I think and always said, a fine one."
    )
    assert found[1] == "1 Minutes of the council."


def test_hyphens_at_line_ends() -> None:
    lines = set_lines(
        (40.0, "The federation is well-known, and the feder-"),
        (40.0, "ation knows it. It is a long and well-"),
        (40.0, "known story, told in every pre-"),
        (40.0, "War pub of the town."),
    )
    assert body(read(pdf_of_lines(lines))) == [
        (
            "The federation is well-known, and the federation knows it. It is a long and well-known"
            " story, told in every pre-War pub of the town."
        )
    ]


def test_items_of_a_list_hang() -> None:
    lines = [
        *set_lines(
            (40.0, "• bread, which is baked in the night and sold in"),
            (50.0, "the morning, warm, at the harbour by two old men"),
            (50.0, "and a girl;"),
        ),
        *set_lines((40.0, "• salt."), top=458.0),
        *set_lines(
            (40.0, "• a third thing, which nobody in the harbour knew"),
            (50.0, "the name of."),
            top=444.0,
        ),
    ]
    found = body(read(pdf_of_lines(lines)))
    assert [text[:8] for text in found] == ["• bread,", "• salt.", "• a thir"]


def test_cells_of_a_table_stay_apart() -> None:
    rows = [("Year", "Metres"), ("1911", "3.5"), ("1926", "2.1")]
    lines = [
        (40.0 + 150 * column, 500.0 - 14 * n, text, 11.0, None)
        for n, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    reading = read(pdf_of_lines(lines))
    assert body(reading) == [text for row in rows for text in row]
    assert reading.parts is not None
    assert {part.kind for part in reading.parts} == {Kind.CELL}
    places = [part.place.cell for part in reading.parts if part.place]
    assert places[:3] == [f"table 1, row {i}, column {j}" for i, j in ((1, 1), (1, 2), (2, 1))]


def test_a_stamp_along_the_edge_is_not_read() -> None:
    text = "The bridge was built in the spring of that year."
    assert read(pdf_of_lines(set_lines((40.0, text)), turn="printed on paper")).text == text


def test_spaces_that_only_the_places_show() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setFont("Times-Roman", 12)
    at = 40.0
    for word in ("The", "bridge", "fell."):
        canvas.drawString(at, 500, word)
        at += canvas.stringWidth(word, "Times-Roman", 12) + 3.4
    canvas.save()
    assert read(stream.getvalue()).text == "The bridge fell."


@pytest.mark.parametrize(("paragraphs", "lang"), [(ENGLISH, "en"), (CHINESE, "zh-CN")])
def test_what_a_browser_prints(paragraphs: list[str], lang: str, tmp_path: Path) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("needs chromium")
    page = tmp_path / "a.html"
    text = "".join(f"<p>{html.escape(p)}</p>" for p in many(paragraphs, 4))
    style = "body{font-family:'Noto Serif CJK SC';text-align:justify;width:80mm;hyphens:auto}"
    page.write_text(
        f"<meta charset=utf-8><html lang={lang}><style>{style}</style><h1>1802</h1>{text}", "utf-8"
    )
    out = tmp_path / "a.pdf"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={tmp_path}/profile",
    ]
    subprocess.run(
        [browser, *options, f"--print-to-pdf={out}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=60,
    )
    # Ligatures are letters again, and radicals characters.
    assert body(read(out.read_bytes())) == many(paragraphs, 4)


def test_an_owner_s_password_does_not_matter() -> None:
    lock = pdfencrypt.StandardEncryption("", ownerPassword="owner", canCopy=0)
    text = many(ENGLISH, 3)
    assert body(read(pdf_of_paragraphs(text, password=lock))) == text


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read(data, limits)
    message = str(caught.value)
    assert message.startswith("a.pdf ")
    assert "\n" not in message
    return message


def test_what_cannot_be_read_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    good = pdf_of_paragraphs(ENGLISH)
    assert "is encrypted" in refusal(pdf_of_paragraphs(ENGLISH, password="secret"))
    for data in (b"", b"%PDF-1.7\n", b"%PDF-1.7" + bytes(5000), good[:200], b"no PDF at all"):
        assert "not a PDF that can be read" in refusal(data)
    assert "--limit pages=" in refusal(pdf_of_paragraphs(many(ENGLISH, 6)), Limits(pages=1))
    assert "--limit parts=" in refusal(good, Limits(parts=2))
    assert "--limit unpacked_bytes=" in refusal(good, Limits(unpacked_bytes=100))
    assert capfd.readouterr() == ("", "")


def scan(words: str) -> bytes:
    """Make a page that is a picture, and one with words."""
    from PIL import Image

    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.drawImage(ImageReader(Image.new("L", (50, 50))), 50, 50, 500, 700)
    canvas.showPage()
    canvas.drawString(100, 500, words)
    canvas.save()
    return stream.getvalue()


def test_a_scan_is_refused_and_a_scanned_page_told(caplog: pytest.LogCaptureFixture) -> None:
    assert "no text layer" in refusal(scan(""))
    assert not caplog.records
    with caplog.at_level(logging.WARNING, "duizhao"):
        assert read(scan("The bridge fell.")).text == "The bridge fell."
    assert "1 pages are pictures" in caplog.text


GOOD = pdf_of_paragraphs(ENGLISH)


@examples(60)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    bad = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 30))):
        bad[data.draw(st.integers(0, len(bad) - 1))] = data.draw(st.integers(0, 255))
    del bad[data.draw(st.integers(1, len(bad))) :]
    try:
        reading = read(bytes(bad))
    except InputError:
        return
    assert reading.parts
    end = 0
    for part in reading.parts:
        assert end <= part.start < part.end <= len(reading.text)
        end = part.end


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'duizhao\[pdf\]'"):
        read(GOOD)
    assert FORMAT.sniff(b"junk before it\n" + GOOD)


def test_soft_hyphens_go() -> None:
    assert join_lines(["a fede\u00ad", "ration"], frozenset()) == "a federation"


def test_small_raised_figures_are_marks_of_notes_and_powers() -> None:
    page = (
        "The bridge was built in 1932.<super>1</super> It is 12 m<super>2</super> wide."
        "<super>23</super> Nobody uses it now."
    )
    made = io.BytesIO()
    SimpleDocTemplate(made).build([Paragraph(page, getSampleStyleSheet()["BodyText"])])
    document = document_from_reading(read(made.getvalue()), lang="en")
    assert [s.text for s in document.sentences] == [
        "The bridge was built in 1932.¹",
        "It is 12 m² wide.²³",
        "Nobody uses it now.",
    ]
    marks = [document.text[v.start : v.end] for v in document.verbatim]
    assert marks == ["¹", "²³"]
