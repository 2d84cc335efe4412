"""Columns that a file gives line by line across the page, and tables that look like them."""

from __future__ import annotations

import pytest
from helpers.folders import CASES_FOLDER
from helpers.pdf_builder import Drawn, pdf_of_lines
from reportlab.lib.utils import simpleSplit

from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.read import document_from_reading
from duizhao.corpora.reading.registry import load_format

FIRST = (
    "The mill stood by the river for ninety years. Its wheel was turned by the water of the weir,"
    " and its stones came from the north. Then the flood took the weir away."
)
SECOND = (
    "Nobody wanted to pay for a new one. The miller, who was old, sold his stones to a baker in the"
    " next valley. The house is a school today."
)


def across(
    *columns: list[str], lefts: tuple[float, ...] = (40.0, 240.0), top: float = 500.0
) -> bytes:
    """Draw columns as rows: the first line of each, then the second of each."""
    lines: list[Drawn] = []
    for n in range(max(map(len, columns))):
        lines += (
            (left, 500.0 - 14 * n, column[n], 11.0, None)
            for left, column in zip(lefts, columns, strict=False)
            if n < len(column)
        )
    return pdf_of_lines(lines)


def wrapped(text: str, width: float) -> list[str]:
    return list(simpleSplit(text, "Times-Roman", 11, width))


def sentences(data: bytes, lang: str) -> list[tuple[str, Kind]]:
    reading = load_format("pdf").read(data, "a.pdf", Limits())
    document = document_from_reading(reading, lang=lang)
    return [(s.text, s.kind) for s in document.sentences]


@pytest.mark.parametrize("widths", [(160, 160), (140, 180), (175, 150)])
def test_short_columns_are_read_one_after_the_other(widths: tuple[int, int]) -> None:
    columns = [wrapped(t, w) for t, w in zip((FIRST, SECOND), widths, strict=True)]
    found = sentences(across(*columns), "en")
    expected = [f"{part}." for part in f"{FIRST} {SECOND}"[:-1].split(". ")]
    assert found == [(text, Kind.TEXT) for text in expected]


@pytest.mark.parametrize(("name", "lang"), [("two", "en"), ("twozh", "zh")])
def test_columns_of_a_short_page(name: str, lang: str) -> None:
    path = CASES_FOLDER / "wild" / "short-two-column-pdf" / f"{name}.pdf"
    found = [kind for _, kind in sentences(path.read_bytes(), lang)]
    assert found.count(Kind.CELL) == 0
    assert found.count(Kind.TEXT) == {"two": 10, "twozh": 8}[name]


def test_three_columns() -> None:
    columns = [wrapped(text, 115) for text in (FIRST, SECOND, FIRST)]
    found = sentences(across(*columns, lefts=(20.0, 150.0, 280.0)), "en")
    assert [text for text, _ in found] == [
        f"{part}." for part in f"{FIRST} {SECOND} {FIRST}"[:-1].split(". ")
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("Year", "Metres"), ("1911", "3.5"), ("1926", "2.1"), ("1931", "2.9")],
        [("old bridge", "stone"), ("new bridge", "iron"), ("mill", "oak"), ("inn", "brick")],
        [("The mill is old.", "Die Mühle ist alt."), ("It stands.", "Sie steht."), ("Go.", "Geh.")],
        [("Name of the river", "Length of it"), ("Name of the town", "Age"), ("Date", "Hour")],
        [("the mill by the weir", "a wheel of good oak"), ("the inn by the sea", "a roof of reed")]
        * 3,
    ],
)
def test_a_small_table_stays_one(rows: list[tuple[str, str]]) -> None:
    found = sentences(across(*(list(column) for column in zip(*rows, strict=True))), "en")
    assert [text for text, _ in found] == [cell for row in rows for cell in row]
    assert {kind for _, kind in found} == {Kind.CELL}
