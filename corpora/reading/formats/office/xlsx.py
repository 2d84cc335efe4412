"""Workbooks (Office Open XML): the cells of every sheet that is shown, row by row.

What is calculated is read as its program showed it last; dates and numbers as they stand.
"""

from __future__ import annotations

import datetime as dt
import logging
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.archive import ZIP_MAGIC, Archive, check_tags, declared_type
from duizhao.corpora.reading.formats.story import sheet_cell_name
from duizhao.errors import FormatError, MissingExtraError

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["FORMATS"]

_log = logging.getLogger(__name__)

_WHAT = "an XLSX workbook"
# What the library raises on files that break the rules of the format.
_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError),
    *(RecursionError, NotImplementedError, SyntaxError, TypeError, ValueError),
    *(zipfile.BadZipFile, zlib.error),
)
_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    archive = Archive(data, path, limits, _WHAT)
    for name in archive:
        if name.endswith((".xml", ".rels")):
            _check(archive.read(name), f"{path}, {name}", limits)
    maker = TextMaker()
    hidden = []
    try:
        book = _open(data, path)
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                hidden.append(sheet.title)
                continue
            for row, column, text in _cells(sheet):
                place = Locator(cell=sheet_cell_name(sheet.title, row, column))
                maker.add(text, Kind.CELL, place)
                limits.check("parts", len(maker.parts), path)
    except _BROKEN as error:
        reason = str(error).partition("\n")[0][:100]
        message = f"is damaged or no workbook ({reason}); open it in its program and save it again"
        raise FormatError(path, message) from None
    if hidden:
        _log.warning("%s: hidden sheets are left aside: %s", path, ", ".join(hidden))
    return maker.reading()


def _check(data: bytes, path: str, limits: Limits) -> None:
    """Refuse what the library would expand, and what would not fit in memory."""
    check_tags(data, path, limits)
    if b"<!DOCTYPE" in data or (b"\x00" in data and b"<!DOCTYPE" in data.replace(b"\x00", b"")):
        raise FormatError(path, "declares a document type, which no workbook does; save it again")


def _open(data: bytes, path: str) -> Workbook:
    try:
        import openpyxl
    except ImportError:
        package, extra = "openpyxl", "office"
        raise MissingExtraError(package, extra) from None
    with warnings.catch_warnings():
        # Of drawings and validations, which hold no text of a cell.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)


def _cells(sheet: Any) -> Iterator[tuple[int, int, str]]:  # noqa: ANN401 - two kinds of sheet
    """Yield the row, the column and the text of each cell; numbers from 1."""
    if hasattr(sheet, "reset_dimensions"):
        # What the file says of its size is not believed.
        sheet.reset_dimensions()
    for cells in sheet.iter_rows():
        for cell in cells:
            text = _shown(cell.value)
            if text:
                yield cell.row, cell.column, text


def _shown(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # A carriage return, as its program writes it.
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").strip()


def _sniff(head: bytes) -> bool:
    return head.startswith(ZIP_MAGIC) and b"xl/workbook.xml" in head and not declared_type(head)


FORMATS = {"xlsx": Format("xlsx", _SUFFIXES, _sniff, _read, extra="office")}
