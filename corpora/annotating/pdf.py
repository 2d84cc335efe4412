"""Comments in a PDF (ISO 32000-1, 12.5.6): marks over the words, and notes at points.

A PDF has no text, only glyphs at places. The letters of a page are read again in the order of the
file, and a paragraph is found among them by its own letters: spaces, hyphens and marks that reading
changes do not count. What is added is put behind the file, which stays as it was.
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.annotating.remarks import Remark
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Part, Reading
from duizhao.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

__all__ = ["annotate_pdf"]

# Red, green and blue of marks, by severity.
_COLOURS = {"critical": (255, 120, 120), "major": (255, 170, 100), "minor": (255, 225, 100)}
_COLOUR = (170, 210, 255)
_OPACITY = 160
# Letters before the words that tell one place of them from others.
_CONTEXT = 24
# A note that has no place stands here, in points from the corner above, to the left.
_CORNER = 24.0
_NOTE = 18.0
_IDENTIFIER = lazy.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]{0,64})>\s*<([0-9A-Fa-f]{0,64})>\s*\]")
_PRINTED = 4  # the flag of annotations that are printed


@dataclass(frozen=True)
class _Place:
    """Some letters of a page, or the point behind the first of them.

    :param first: The number of the first one among the page's characters.
    :param last: That of the last one.
    """

    first: int
    last: int


class _Sheet:
    """A page with its letters and figures, in the order of the file."""

    def __init__(self, page: PdfPage) -> None:
        from pypdfium2 import raw

        self.page = page
        self.text = text = page.get_textpage()
        keys: list[str] = []
        self.numbers: list[int] = []
        for number in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, number)
            key = _key(chr(code)) if 0 < code < 0x110000 else ""
            keys.append(key)
            self.numbers += [number] * len(key)
        self.key = "".join(keys)

    def place(self, part: str, before: int, size: int) -> _Place | None:
        """Find some letters of a paragraph.

        :param part: The letters of the paragraph.
        :param before: How many of them stand before those that are looked for.
        :param size: How many are looked for; 0 for a point.
        """
        at = self.key.find(part) if part else -1
        if at >= 0:
            return self._from(at + before, size)
        for context in (_CONTEXT, 0):  # a page ends within the paragraph
            head = min(before, context)
            wanted = part[before - head : before + size]
            at = self.key.find(wanted) if wanted else -1
            if at >= 0:
                return self._from(at + head, size)
        return None

    def _from(self, at: int, size: int) -> _Place:
        first = at if size else max(0, at - 1)
        return _Place(self.numbers[first], self.numbers[max(first, at + size - 1)])


def annotate_pdf(
    data: bytes,
    path: str,
    reading: Reading,
    remarks: Sequence[Remark],
    author: str,
    limits: Limits,
) -> bytes:
    """Return a PDF with an annotation for each remark, put behind the bytes of the file.

    :param data: The bytes of the PDF.
    :param path: What to call it in messages.
    :param reading: What its reader made of it.
    :param remarks: What to say of which words of the reading.
    :param author: Who says it.
    :param limits: What the file may cost.
    :raises InputError: If the PDF takes no changes.
    :raises MissingExtraError: If pypdfium2 is not installed.
    """
    if not remarks:
        return data
    try:
        import pypdfium2
        from pypdfium2 import raw
    except ImportError:
        package = "pypdfium2"
        raise MissingExtraError(package, "pdf") from None
    parts = [part for part in reading.parts or () if part.place and part.place.page]
    starts = [part.start for part in parts]
    said: list[tuple[int, Remark, Part | None]] = []
    for remark in remarks:
        number = bisect_right(starts, remark.start) - 1
        part = parts[max(0, number)] if parts else None
        page = part.place.page if part and part.place else None
        said.append(((page or 1) - 1, remark, part))
    document = pypdfium2.PdfDocument(data)
    try:
        limits.check("pages", len(document), path)
        sheets: dict[int, _Sheet] = {}
        for index, remark, part in sorted(said, key=lambda each: each[0]):
            place, sheet = _find(document, sheets, index, remark, part, reading.text)
            _put(sheet, place, remark, author)
        out = io.BytesIO()
        document.save(out, flags=raw.FPDF_INCREMENTAL)
    except pypdfium2.PdfiumError:
        message = f"{path} cannot be annotated: it takes no changes; save or print it to PDF again"
        raise InputError(message) from None
    finally:
        document.close()
    return data + _named_anew(out.getvalue()[len(data) :], data, remarks)


def _find(
    document: PdfDocument,
    sheets: dict[int, _Sheet],
    index: int,
    remark: Remark,
    part: Part | None,
    text: str,
) -> tuple[_Place | None, _Sheet]:
    """Find the words of a remark on a page or, where that ends in their paragraph, on the next.

    :param sheets: Those that were read, to which others are added.
    """
    key, before, size = "", 0, 0
    if part is not None:
        start = min(max(remark.start, part.start), part.end)
        key = _key(text[part.start : part.end])
        before = len(_key(text[part.start : start]))
        size = len(_key(text[start : min(remark.end, part.end)]))
    for number in range(index, min(index + 2, len(document))):
        if number not in sheets:
            sheets[number] = _Sheet(document[number])
        place = sheets[number].place(key, before, size)
        if place is not None:
            return place, sheets[number]
    return None, sheets[index]


def _put(sheet: _Sheet, place: _Place | None, remark: Remark, author: str) -> None:
    """Put an annotation on a page: over words, beside a point, or in the corner."""
    from pypdfium2 import raw

    boxes = [] if place is None else _boxes(sheet.text, place)
    is_mark = bool(boxes) and remark.end > remark.start
    kind = raw.FPDF_ANNOT_HIGHLIGHT if is_mark else raw.FPDF_ANNOT_TEXT
    annotation = raw.FPDFPage_CreateAnnot(sheet.page, kind)
    try:
        colour = _COLOURS.get(remark.severity, _COLOUR)
        raw.FPDFAnnot_SetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, *colour, _OPACITY)
        raw.FPDFAnnot_SetFlags(annotation, _PRINTED)
        if is_mark:
            for left, bottom, right, top in boxes:
                points = raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
                raw.FPDFAnnot_AppendAttachmentPoints(annotation, points)
            edges = [tuple(sorted(values)) for values in zip(*boxes, strict=True)]
            around = (edges[0][0], edges[3][-1], edges[2][-1], edges[1][0])
        elif boxes:
            _, bottom, right, top = boxes[-1]
            around = (right, top + _NOTE / 2, right + _NOTE, min(bottom, top - _NOTE / 2))
        else:
            height = sheet.page.get_height()
            around = (_CORNER, height - _CORNER, _CORNER + _NOTE, height - _CORNER - _NOTE)
        raw.FPDFAnnot_SetRect(annotation, raw.FS_RECTF(*around))
        for key, value in ((b"Contents", "\n".join(remark.lines)), (b"T", author)):
            wide = (value + "\0").encode("utf-16-le", "replace")
            buffer = ctypes.cast(ctypes.create_string_buffer(wide), raw.FPDF_WIDESTRING)
            raw.FPDFAnnot_SetStringValue(annotation, key, buffer)
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _boxes(text: PdfTextPage, place: _Place) -> list[tuple[float, float, float, float]]:
    """Return where some characters stand, a box a line: left, bottom, right and top."""
    from pypdfium2 import raw

    count = raw.FPDFText_CountRects(text, place.first, place.last - place.first + 1)
    values = [ctypes.c_double() for _ in range(4)]
    found = []
    for number in range(count):
        raw.FPDFText_GetRect(text, number, *values)
        left, top, right, bottom = (value.value for value in values)
        found.append((left, bottom, right, top))
    return found


def _named_anew(added: bytes, data: bytes, remarks: Sequence[Remark]) -> bytes:
    """Give what was added an identifier (14.4) that depends on nothing but its content."""
    digest = hashlib.sha256(data + repr((remarks,)).encode("utf-8", "replace")).hexdigest().upper()

    def renamed(found: re.Match[bytes]) -> bytes:
        kept = found[1] if b"<" + found[1] + b">" in data else digest[: len(found[1])].encode()
        return b"/ID[<" + kept + b"><" + digest[: len(found[2])].encode() + b">]"

    return _IDENTIFIER.sub(renamed, added)


def _key(text: str) -> str:
    """Return the letters and figures of a text, each as one that looks like it."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
