"""Tables: one column is a text that is split already, two are a bitext."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.exchange.bitext import read_bitext
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.files.rows import read_rows
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.formats.table import read_column
from duizhao.corpora.reading.read import read_document
from duizhao.errors import InputError


def column(text: str, name: str | None = None, path: str = "a.tsv") -> Reading:
    return read_column(text.encode(), path, Limits(), name)


def shown(reading: Reading) -> list[tuple[str, Locator | None]]:
    assert reading.parts is not None
    return [(reading.text[p.start : p.end], p.place) for p in reading.parts]


def test_one_column_is_kept_as_given(tmp_path: Path) -> None:
    path = tmp_path / "lines.tsv"
    path.write_text("One. Two.\n\nthree\n", encoding="utf-8")
    document = read_document(path)
    assert [(s.text, s.place) for s in document.sentences] == [
        ("One. Two.", Locator(line=1)),
        ("three", Locator(line=3)),
    ]


def test_a_column_is_chosen_by_name_or_number() -> None:
    table = "id\ttext\n1\tOne. Two.\n2\t\n3\tThree.\n"
    want = [("One. Two.", Locator(line=2)), ("Three.", Locator(line=4))]
    assert shown(column(table, "Text")) == want
    assert shown(column(table, "2")) == [("text", Locator(line=1)), *want]
    for wrong in ("9", "0", "none"):
        with pytest.raises(InputError, match="no column"):
            column(table, wrong)


def test_several_columns_are_cells() -> None:
    reading = column("a\tb. c.\nd\t\n")
    assert shown(reading) == [
        ("a", Locator(cell="row 1, column 1", line=1)),
        ("b. c.", Locator(cell="row 1, column 2", line=1)),
        ("d", Locator(cell="row 2, column 1", line=2)),
    ]
    assert reading.parts is not None
    assert {part.kind for part in reading.parts} == {Kind.CELL}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(mark: str) -> None:
    stream = io.StringIO()
    rows = [["Bread, salt", "面包，盐"], ['He said "no"; twice', "他说"], ["a\nb", "|"]]
    csv.writer(stream, delimiter=mark).writerows(rows)
    found, _ = read_rows(stream.getvalue().encode(), "a.csv", Limits())
    assert [row for _, row in found] == rows
    assert [line for line, _ in found] == [1, 2, 3]


def test_plain_quotation_marks_in_a_tab_separated_file_are_text() -> None:
    table = '"No," he said\t他说\nHe\t"不\nend\t完\n'
    found, _ = read_rows(table.encode(), "a.tsv", Limits())
    assert [row for _, row in found] == [['"No," he said', "他说"], ["He", '"不'], ["end", "完"]]


def test_a_lost_closing_quote_does_not_swallow_the_table() -> None:
    table = 'a\t"b\n' + "c\td\n" * 40_000
    found, _ = read_rows(table.encode(), "a.tsv", Limits())
    assert len(found) == 40_001


@pytest.mark.parametrize(
    "data", [b"one\x00two\tthree\n" * 3, b"\xff\xfe\x00\xd8\x00\x00", b"PK\x03\x04" + bytes(50)]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_rows(data, "a.tsv", Limits())


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(InputError, match="--limit parts="):
        read_rows(b"a\tb\n" * 10, "a.tsv", Limits(parts=10))


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6))
def test_what_a_writer_quotes_is_read_back(rows: list[tuple[str, str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t", quoting=csv.QUOTE_ALL).writerows(rows)
    found, _ = read_rows(stream.getvalue().encode(), "a.tsv", Limits())
    assert [tuple(row) for _, row in found] == [r for r in rows if "".join(r).strip()]


@pytest.mark.parametrize(
    ("table", "pairs", "langs"),
    [
        (
            "Bread.\t面包。\n\t水。\nSalt.\n",
            [("Bread.", "面包。"), ("", "水。"), ("Salt.", "")],
            "enzh",
        ),
        ("en\tzh-CN\nBread.\t面包。\n", [("Bread.", "面包。")], "enzh"),
        ("id\ttarget\tsource\n7\t面包。\tBread.\n", [("Bread.", "面包。")], "enzh"),
        ("面包。\tBread.\nsource\ttarget\n", [("面包。", "Bread."), ("source", "target")], "zhen"),
    ],
)
def test_two_columns_are_a_bitext(
    tmp_path: Path, table: str, pairs: list[tuple[str, str]], langs: str
) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(table, encoding="utf-8")
    bitext = read_bitext(path)
    sides = bitext.source, bitext.target
    found = [
        tuple(
            "".join(side.sentences[i].text for i in ids)
            for side, ids in zip(sides, (bead.source, bead.target), strict=True)
        )
        for bead in bitext.beads
    ]
    assert found == pairs
    assert bitext.source.lang + bitext.target.lang == langs


def test_the_columns_of_a_bitext_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("no,中文,english\n1,面包。,Bread.\n", encoding="utf-8")
    for columns in (("english", "中文"), ("3", "2")):
        bitext = read_bitext(path, columns=columns)
        assert bitext.source.sentences[-1].text == "Bread."
        assert bitext.source.sentences[-1].place == Locator(line=2)
        assert bitext.target.sentences[-1].text == "面包。"


def test_a_table_of_one_column_is_no_bitext(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("Bread.\nSalt.\n", encoding="utf-8")
    with pytest.raises(InputError, match="two columns"):
        read_bitext(path)


def test_prose_is_no_bitext(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bread, salt.\nOil, wine.\n", encoding="utf-8")
    with pytest.raises(InputError, match="two columns"):
        read_bitext(path)
