"""Workbooks: what the cells of sheets show."""

from __future__ import annotations

import datetime as dt
import io
import logging
import zipfile
from typing import Any

import openpyxl
import pytest
from helpers.every_format import pack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.registry import choose_format, load_format
from duizhao.errors import InputError

XLSX = load_format("xlsx")


def workbook(rows: list[list[Any]], hidden: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Menu"
    for row in rows:
        sheet.append(row)
    if hidden:
        other = book.create_sheet(hidden)
        other["A1"] = "Nobody sees this."
        other.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes, limits: Limits | None = None) -> Reading:
    return XLSX.read(data, "a.xlsx", limits or Limits())


def shown(reading: Reading) -> dict[str, str]:
    parts = reading.parts or ()
    assert {part.kind for part in parts} <= {Kind.CELL}
    return {str(p.place.cell): reading.text[p.start : p.end] for p in parts if p.place}


def members(data: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_cells_are_read_as_they_are_shown() -> None:
    rows: list[list[Any]] = [
        ["Bread is dear.", None, "面包很贵。\r\n真的。"],
        [7, 7.5, 8.0],
        [True, dt.datetime(2025, 3, 1), dt.datetime(2025, 3, 1, 7, 5)],
    ]
    assert shown(read(workbook(rows))) == {
        "Menu!A1": "Bread is dear.",
        "Menu!C1": "面包很贵。\n真的。",
        "Menu!A2": "7",
        "Menu!B2": "7.5",
        "Menu!C2": "8",
        "Menu!A3": "TRUE",
        "Menu!B3": "2025-03-01",
        "Menu!C3": "2025-03-01 07:05:00",
    }


def test_hidden_sheets_are_named(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        reading = read(workbook([["Bread."]], hidden="Old prices"))
    assert shown(reading) == {"Menu!A1": "Bread."}
    assert "Old prices" in caplog.text


def test_it_is_known_by_its_content() -> None:
    assert choose_format(workbook([["Bread."]]), "a.zip").name == "xlsx"


def test_a_size_that_the_file_only_claims_costs_nothing() -> None:
    found = members(workbook([["Bread."]]))
    sheet = bytes(found["xl/worksheets/sheet1.xml"])  # type: ignore[arg-type]
    found["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1"', b'ref="A1:XFD1048576"')
    assert shown(read(pack(found))) == {"Menu!A1": "Bread."}


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(name: str, encoding: str) -> None:
    found = members(workbook([["Bread."]]))
    text = f'<!DOCTYPE a [<!ENTITY b "c">]>{bytes(found[name]).decode()}'  # type: ignore[arg-type]
    found[name] = text.encode(encoding)
    with pytest.raises(InputError, match="document type"):
        read(pack(found))


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(InputError, match="--limit parts="):
        read(workbook([["a", "b", "c"]]), Limits(parts=2))


@pytest.mark.parametrize("name", ["xl/workbook.xml", "[Content_Types].xml"])
def test_a_workbook_without_a_part_is_refused(name: str) -> None:
    found = members(workbook([["Bread."]]))
    del found[name]
    with pytest.raises(InputError):
        read(pack(found))


WHOLE = workbook([["Bread is dear.", "面包很贵。"], [1, dt.datetime(2025, 3, 1)]])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    found = members(WHOLE)
    name = data.draw(st.sampled_from(sorted(found)))
    body = bytes(found[name])  # type: ignore[arg-type]
    at = data.draw(st.integers(0, len(body)))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(st.sampled_from([b"", b"9999999999", b"<x>", b"-1", b"\x00", b'"']))
    found[name] = body[:at] + put + body[at + cut :]
    try:
        read(pack(found))
    except InputError as fault:
        assert "\n" not in str(fault)  # noqa: PT017
