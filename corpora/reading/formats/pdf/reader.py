"""PDF files with a text layer.

The text layer is read by PDFium, through pypdfium2 (Apache-2.0 or BSD-3-Clause). Compared with
pypdf and pdfminer.six on pages that a browser and a report generator had printed, it alone gives
Chinese characters instead of the radicals that browsers' fonts name (⽔ for 水), and letters
instead of ligatures, and it is the fastest. Its own line breaks are not used: it parts the glyphs
of some fonts one by one. Lines are built here from the places of the characters.
"""

from __future__ import annotations

import ctypes
import itertools
import logging
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.pdf.lines import PageLine, hyphenated_words, join_lines
from duizhao.corpora.reading.formats.pdf.paragraphs import paragraphs_of
from duizhao.corpora.text.scripts import is_cjk
from duizhao.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage
    from pypdfium2.raw import FS_RECTF

__all__ = ["FORMATS"]

_log = logging.getLogger(__name__)

# The header may stand behind other bytes; readers look for it in the first kilobyte.
_HEADER_WITHIN = 1024

# In sizes of the letters: from this gap a space stands between two characters; from the other on
# they may be different cells, which the layout decides.
_SPACE = 0.17
_APART = 1.0
# A footnote mark stands above the baseline of its line, and is smaller.
_RAISED = 0.6
# Of the letters beside it such a mark has at most so much, and stands at least so much higher:
# printers' superscripts have 55 to 70 % of the size, and are raised by a third of it.
_SMALL, _LIFTED = 0.85, 0.15
_SUPERSCRIPTS = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_SAME_BASE = 0.2
# What PDFium gives for a hyphen at the end of a line, whatever it was in the file.
_LINE_END_HYPHENS = "\x02\ufffe"
# Codes beyond are no characters.
_CODES = 0x110000
# PDFium's code for a broken password is in its message only.
_PASSWORD = "password"  # noqa: S105 - a word in a message


@dataclass(frozen=True)
class _Glyph:
    """A character and its place, in points."""

    char: str
    left: float
    right: float
    base: float
    size: float


def _sniff(data: bytes) -> bool:
    return b"%PDF-" in data[:_HEADER_WITHIN]


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    """Read a PDF.

    :param data: The file.
    :param path: What to call it in messages.
    :param limits: What it may cost.
    :raises InputError: If it is broken, encrypted with a password, or has no text layer.
    :raises MissingExtraError: If pypdfium2 is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        package = "pypdfium2"
        raise MissingExtraError(package, "pdf") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError(_refusal(path, str(error))) from None
    try:
        limits.check("pages", len(document), path)
        lines = list(_all_lines(document, path, limits))
    except pypdfium2.PdfiumError:
        message = f"{path} is a broken PDF; open it in a viewer and save or print it to PDF again"
        raise InputError(message) from None
    finally:
        document.close()
    if not lines:
        message = f"{path} has no text layer; if it is a scan, run text recognition on it first"
        raise InputError(message)
    return _reading(lines, path, limits)


def _refusal(path: str, reason: str) -> str:
    if _PASSWORD in reason.lower():
        return f"{path} is encrypted; save it without a password and give that file"
    return f"{path} is not a PDF that can be read; open it in a viewer and save it to PDF again"


def _reading(lines: list[PageLine], path: str, limits: Limits) -> Reading:
    hyphenated = hyphenated_words(line.text for line in lines)
    maker = TextMaker()
    number = tables = 0
    for paragraph in paragraphs_of(lines):
        page = paragraph.lines[0].page
        text = join_lines([line.text for line in paragraph.lines], hyphenated)
        if paragraph.furniture:
            maker.add(text, Kind.FURNITURE, Locator(page=page))
            continue
        limits.check("parts", len(maker.parts) + 1, path)
        if paragraph.cell:
            row, column = paragraph.cell
            tables += (row, column) == (1, 1)
            cell = f"table {tables}, row {row}, column {column}"
            maker.add(text, Kind.CELL, Locator(page=page, cell=cell))
            continue
        number += 1
        kind = Kind.HEADING if paragraph.heading else None
        maker.add(text, kind, Locator(page=page, paragraph=number))
    return maker.reading()


def _all_lines(document: PdfDocument, path: str, limits: Limits) -> Iterator[PageLine]:
    characters = 0
    pictures = []
    for index in range(len(document)):
        page = document[index]
        try:
            height = page.get_height()
            glyphs = list(_glyphs(page))
            if not glyphs and _has_picture(page):
                pictures.append(index + 1)
        finally:
            page.close()
        characters += len(glyphs)
        limits.check("unpacked_bytes", characters, path)
        yield from _lines(glyphs, index + 1, height)
    if pictures and characters:
        _log.warning(
            "%s: %d pages are pictures without text and were not read, the first is page %d",
            path,
            len(pictures),
            pictures[0],
        )


def _has_picture(page: PdfPage) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


def _glyphs(page: PdfPage) -> Iterator[_Glyph]:
    """Yield the characters of a page in the order of the file.

    Of a page with text in several directions, only the commonest one is read: the others are
    stamps at the margin.
    """
    from pypdfium2 import raw

    text = page.get_textpage()
    found: dict[int, list[_Glyph]] = {}
    try:
        x, y = ctypes.c_double(), ctypes.c_double()
        box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        for i in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, i)
            if raw.FPDFText_IsGenerated(text, i) == 1 or not 0 < code < _CODES:
                continue
            raw.FPDFText_GetCharOrigin(text, i, x, y)
            raw.FPDFText_GetLooseCharBox(text, i, box)
            raw.FPDFText_GetMatrix(text, i, matrix)
            scale = math.hypot(matrix.c, matrix.d)
            size = float(raw.FPDFText_GetFontSize(text, i)) * scale or float(box.top - box.bottom)
            turn = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) % 4
            left, right, base = _turned(box, x.value, y.value, turn)
            for char in _plain(chr(code)):
                found.setdefault(turn, []).append(_Glyph(char, left, right, base, size))
    finally:
        text.close()
    yield from max(found.values(), key=len, default=[])


def _turned(box: FS_RECTF, x: float, y: float, turn: int) -> tuple[float, float, float]:
    """Return left, right and baseline as seen along the text, for text turned by quarters."""
    if turn == 0:
        return float(box.left), float(box.right), y
    if turn == 1:
        return float(box.bottom), float(box.top), -x
    if turn == 2:
        return -float(box.right), -float(box.left), -y
    return -float(box.top), -float(box.bottom), x


def _plain(char: str) -> str:
    """Return letters for a ligature and Chinese characters for radicals."""
    if "\ufb00" <= char <= "\ufb06" or "\u2e80" <= char <= "\u2fdf":
        return unicodedata.normalize("NFKC", char)
    if char in _LINE_END_HYPHENS:
        return "-"
    return " " if char.isspace() else "" if "\ud800" <= char <= "\udfff" else char


def _lines(glyphs: list[_Glyph], page: int, height: float) -> Iterator[PageLine]:
    """Put characters together that stand side by side."""
    line: list[_Glyph] = []
    for glyph in glyphs:
        if line and not _beside(line, glyph):
            yield from _line(line, page, height)
            line = []
        line.append(glyph)
    yield from _line(line, page, height)


def _beside(line: list[_Glyph], glyph: _Glyph) -> bool:
    last, first = line[-1], line[0]
    size = max(last.size, first.size)
    off = abs(glyph.base - first.base)
    if off > (_RAISED if min(glyph.size, last.size) < size else _SAME_BASE) * size:
        return False
    return -size < glyph.left - last.right < _APART * size


def _line(glyphs: list[_Glyph], page: int, height: float) -> Iterator[PageLine]:
    """Make a line, with the spaces that only the places show; nothing if it is blank."""
    seen = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if not seen:
        return
    size = Counter(glyph.size for glyph in seen).most_common(1)[0][0]
    base = Counter(glyph.base for glyph in seen if glyph.size == size).most_common(1)[0][0]
    text = [_shown(seen[0], base, size)]
    word = None
    for last, glyph in itertools.pairwise(glyphs[glyphs.index(seen[0]) :]):
        if glyph.char != " " != last.char and _parted(last, glyph, size):
            text.append(" ")
        if word is None and (glyph.char == " " or text[-1] == " "):
            word = last.right - seen[0].left
        text.append(_shown(glyph, base, size))
    line = " ".join("".join(text).split())
    right = seen[-1].right
    width = right - seen[0].left if word is None else word
    yield PageLine(line, page, seen[0].left, right, base, size, width, height)


def _shown(glyph: _Glyph, base: float, size: float) -> str:
    """Return a character as it is read: a small raised figure is the mark of a note, or a power."""
    is_raised = glyph.size < _SMALL * size and glyph.base > base + _LIFTED * size
    return _SUPERSCRIPTS.get(glyph.char, glyph.char) if is_raised else glyph.char


def _parted(last: _Glyph, glyph: _Glyph, size: float) -> bool:
    """Tell whether a gap is a space; between Chinese characters it is justification."""
    if is_cjk(last.char) or is_cjk(glyph.char):
        return False
    return glyph.left - last.right > _SPACE * size


FORMATS = {"pdf": Format("pdf", (".pdf",), _sniff, _read, extra="pdf")}
