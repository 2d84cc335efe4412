"""Comments in a PDF: over exactly the words that they name, behind a file that stays as it was."""

from __future__ import annotations

import ctypes
import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from helpers.pdf_builder import pdf_of_paragraphs
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2 import raw
from reportlab.pdfgen.canvas import Canvas

from duizhao.corpora.annotating.annotate import annotate_document
from duizhao.corpora.annotating.remarks import Remark
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import read_document
from duizhao.errors import InputError

_TEXTS = json.loads((CASES_FOLDER / "pdf_paragraphs.json").read_text("utf-8"))


@pytest.fixture(scope="module", params=["en", "zh"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Document:
    """Return a document of several pages, whose paragraphs go on from one page to the next."""
    path = tmp_path_factory.mktemp("pdf") / f"{request.param}.pdf"
    path.write_bytes(pdf_of_paragraphs(_TEXTS[request.param] * 3, chinese=request.param == "zh"))
    return read_document(path)


def string(annotation: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    wide = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(annotation, key, wide, size)
    return buffer.raw[: size - 2].decode("utf-16-le")


def comments(data: bytes) -> list[tuple[str, str, str]]:
    """Return what the annotations of a PDF say, who says it, and the letters that they cover."""
    found = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        for number in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, number)
            under = ""
            for at in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
                quad = raw.FS_QUADPOINTSF()
                raw.FPDFAnnot_GetAttachmentPoints(annotation, at, quad)
                # A character whose middle lies in the box is under it.
                middle = (quad.y1 + quad.y3) / 2
                under += text.get_text_bounded(quad.x3, middle - 1, quad.x2, middle + 1)
            said = string(annotation, b"Contents"), string(annotation, b"T")
            found.append((*said, "".join(filter(str.isalnum, under))))
    return found


@given(data=st.data())
@examples(30)
def test_marks_lie_over_the_words_that_they_name(made: Document, data: st.DataObject) -> None:
    remarks, wanted = [], []
    for number in range(data.draw(st.integers(1, 4))):
        sentence = data.draw(st.sampled_from(made.sentences))
        start = data.draw(st.integers(sentence.start, sentence.end - 1))
        end = data.draw(st.integers(start + 1, sentence.end))
        remarks.append(Remark(start, end, (f"remark {number}", "第二行"), "major"))
        wanted.append("".join(filter(str.isalnum, made.text[start:end])))
    before = Path(made.path).read_bytes()
    after = annotate_document(made, remarks, "Li Na 李娜")
    assert after.startswith(before)
    found = {said: (author, under) for said, author, under in comments(after)}
    assert len(found) == len(remarks)
    for number, words in enumerate(wanted):
        author, under = found[f"remark {number}\n第二行"]
        assert author == "Li Na 李娜"
        # A paragraph that comes again may be marked at its first place; one that a page parts is
        # marked as far as the page has it.
        assert under == words or not words or words.startswith(under) or words in under


def test_the_text_is_read_as_before(made: Document, tmp_path: Path) -> None:
    sentence = made.sentences[2]
    point = Remark(sentence.end, sentence.end, ("lost here",), "critical")
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(annotate_document(made, [point], "duizhao"))
    assert [s.text for s in read_document(copy).sentences] == [s.text for s in made.sentences]
    assert comments(copy.read_bytes()) == [("lost here", "duizhao", "")]


def test_no_remarks_no_change(made: Document) -> None:
    assert annotate_document(made, [], "duizhao") == Path(made.path).read_bytes()


def test_a_pdf_that_was_changed_is_refused(made: Document, tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(Path(made.path).read_bytes() + b"\n")
    with pytest.raises(InputError, match="is not the file that was aligned"):
        annotate_document(made, [], "duizhao", other)


def test_a_page_without_letters_takes_a_note(tmp_path: Path) -> None:
    path = tmp_path / "marks.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "? ! ?")
    canvas.save()
    document = read_document(path)
    made = annotate_document(document, [Remark(0, 1, ("what is this",), "minor")], "duizhao")
    assert comments(made) == [("what is this", "duizhao", "")]
