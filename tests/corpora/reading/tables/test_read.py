"""Tables of any format to bitexts: a row is a unit."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from helpers.blocks import Table
from helpers.every_format import as_html, as_markdown, as_odt
from helpers.slides import as_pptx

from duizhao.corpora.exchange.bitext import BitextReading, read_bitext
from duizhao.corpora.locators import place_in_words
from duizhao.errors import InputError

Rows = Sequence[Sequence[str]]
ROWS = (
    ("no", "English", "中文"),
    ("a1", "The ferry left at dawn.", "渡轮黎明出发。"),
    ("a2", "A storm was coming.", ""),
    ("a3", "Two people refused.", "两人拒绝了。"),
    ("a4", "", "船长什么也没说。"),
)
PAIRS = [(source, target) for _, source, target in ROWS[1:]]


def as_workbook(*sheets: Rows) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Part {number}")
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_word(*tables: Rows, before: str = "") -> bytes:
    document = docx.Document()
    for rows in tables:
        document.add_paragraph(before)
        table = document.add_table(len(rows), max(map(len, rows)))
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                table.cell(i, j).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def story(make: Callable[[Sequence[Table]], bytes]) -> bytes:
    return make([Table(tuple(tuple(row) for row in ROWS))])


def pairs(bitext: BitextReading) -> list[tuple[str, str]]:
    sides = bitext.source.sentences, bitext.target.sentences
    return [
        (
            "".join(sides[0][i].text for i in bead.source),
            "".join(sides[1][i].text for i in bead.target),
        )
        for bead in bitext.beads
    ]


FILES = {
    "a.xlsx": as_workbook(ROWS),
    "a.docx": as_word(ROWS),
    "a.odt": story(as_odt),
    "a.html": story(as_html),
    "a.md": story(as_markdown),
    "a.pptx": story(as_pptx),
    "a.csv": "\n".join(",".join(row) for row in ROWS).encode(),
    "a.tsv": "\n".join("\t".join(row) for row in ROWS).encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_table_in_every_format_is_the_same_bitext(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    bitext = read_bitext(path)
    assert pairs(bitext) == PAIRS
    assert (bitext.source.lang, bitext.target.lang) == ("en", "zh")
    assert bitext.source.sentences[0].place is not None
    assert bitext.source.sentences[0].place.unit == "a1"


def test_a_row_is_found_again_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(as_word([row[1:] for row in ROWS]))
    place = read_bitext(path).source.sentences[1].place
    assert place_in_words(place) == "table 1, row 3"
    assert place_in_words(place, "zh") == "表 1，第 3 行"


def test_tables_of_one_width_are_one_text(tmp_path: Path) -> None:
    more = (("no", "English", "中文"), ("b1", "The quay was empty.", "码头空无一人。"))
    for name, data in (("a.docx", as_word(ROWS, more)), ("a.xlsx", as_workbook(ROWS, more))):
        path = tmp_path / name
        path.write_bytes(data)
        assert pairs(read_bitext(path)) == [*PAIRS, more[1][1:]]


def test_what_is_left_aside_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(as_word(ROWS, before="Please return it soon."))
    with caplog.at_level(logging.WARNING):
        assert read_bitext(path).aside == {"outside": 1}
    assert "texts outside of its two columns are left aside: 1" in caplog.text
    caplog.clear()
    path.write_bytes(as_word(ROWS))
    read_bitext(path)
    assert not caplog.text


def test_columns_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(as_workbook(ROWS))
    for columns in (("中文", "English"), ("3", "2")):
        bitext = read_bitext(path, columns=columns)
        assert pairs(bitext) == [(target, source) for source, target in PAIRS]
    with pytest.raises(InputError, match="no column 'French'"):
        read_bitext(path, columns=("English", "French"))


@pytest.mark.parametrize("data", [as_word(before="Prose alone."), as_word([["Bread."], ["Salt."]])])
def test_a_document_without_two_columns_is_no_bitext(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(InputError, match="two columns"):
        read_bitext(path)
