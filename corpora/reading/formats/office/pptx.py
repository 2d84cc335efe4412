"""Slides (Office Open XML): text, tables, diagrams and charts of each slide, then its notes.

The order on a slide is that of the file, in which programs read slides aloud; titles come first.
``python-pptx`` passes over alternatives, diagrams and the text of charts, so the parts are read
here as those of Word documents are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.archive import (
    ZIP_MAGIC,
    Archive,
    attribute,
    declared_type,
    local,
)
from duizhao.corpora.reading.formats.office.relations import main_part, relations
from duizhao.corpora.reading.formats.story import BREAK, Entry, cell_name, names, tidy
from duizhao.corpora.reading.origins import Origin
from duizhao.errors import FormatError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["FORMATS"]

_WHAT = "a PPTX presentation"
_TITLES = names("title ctrTitle")
_FURNITURE = names("ftr dt sldNum hdr")
# A placeholder of these holds points, unless a paragraph says that it has no bullet.
_POINTS = names("body obj")
_SUFFIXES = (".pptx", ".pptm", ".potx", ".ppsx", ".ppsm")


@dataclass
class _Slide:
    """What is gathered of a slide, its layout or its notes.

    :param parts: The names of the parts that it refers to, by the ids that it has for them.
    :param first_table: How many tables stand before it.
    """

    parts: dict[str, str]
    tables: int = 0
    entries: list[Entry] = field(default_factory=list)
    titles: list[Entry] = field(default_factory=list)


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    archive = Archive(data, path, limits, _WHAT)
    main = main_part(archive)
    show = archive.xml(main)
    if local(show) != "presentation":
        raise FormatError(path, f"{main} is not the list of slides of {_WHAT}")
    parts = {found.id: found.part for found in relations(archive, main)}
    maker = TextMaker()
    tables = 0
    behind: dict[str, None] = {}
    for number, name in enumerate(_slides(show, parts), start=1):
        entries, notes, tables = _slide(archive, name, tables, behind)
        paragraph = 0
        for entry in entries:
            counted = entry.cell is None and entry.kind is not Kind.FURNITURE
            paragraph += counted and bool(entry.text)
            place = Locator(number, paragraph if counted else None, cell=entry.cell)
            maker.add(entry.text, entry.kind, place, origins=entry.origins)
        for entry in notes:
            place = Locator(number, note=str(number))
            maker.add(entry.text, entry.kind, place, origins=entry.origins)
        limits.check("parts", len(maker.parts), path)
    for text in _furniture(archive, behind):
        maker.add(text, Kind.FURNITURE)
    return maker.reading()


def _slides(show: etree._Element, parts: dict[str, str]) -> Iterator[str]:
    """Yield the names of the slides, in the order of the show."""
    for element in show.iterfind("{*}sldIdLst/{*}sldId"):
        for key, value in element.items():
            # The other attribute of this name is a number of the slide itself.
            if str(key).startswith("{") and str(key).endswith("}id") and value in parts:
                yield parts[value]


def _slide(
    archive: Archive, name: str, tables: int, behind: dict[str, None]
) -> tuple[list[Entry], list[Entry], int]:
    """Return what a slide shows, what its notes say, and how many tables there are so far."""
    found = list(relations(archive, name))
    slide = _Slide({item.id: item.part for item in found}, tables)
    _gather(archive.xml(name), slide, archive)
    notes: list[Entry] = []
    for item in found:
        if item.kind == "notesSlide" and item.part in archive:
            page = _Slide({}, slide.tables)
            _gather(archive.xml(item.part), page, archive)
            notes += [entry for entry in page.entries if entry.kind is not Kind.FURNITURE]
            slide.tables = page.tables
        elif item.kind == "slideLayout":
            behind[item.part] = None
    plain = [replace(entry, kind=Kind.TEXT, cell=None) for entry in notes]
    return slide.titles + slide.entries, plain, slide.tables


def _furniture(archive: Archive, layouts: dict[str, None]) -> Iterator[str]:
    """Yield what the layouts and masters of slides show themselves; the same, once."""
    masters = {
        item.part: None
        for name in layouts
        for item in relations(archive, name)
        if item.kind == "slideMaster"
    }
    seen: set[str] = set()
    for name in {**layouts, **masters}:
        if name not in archive:
            continue
        page = _Slide({})
        _gather(archive.xml(name), page, archive, own=True)
        for entry in page.entries:
            if entry.text not in seen:
                seen.add(entry.text)
                yield entry.text


def _gather(root: etree._Element, slide: _Slide, archive: Archive, *, own: bool = False) -> None:
    """Gather the text of the shapes of a slide; a stack stands for recursion.

    :param root: The root of its part.
    :param slide: What is added to.
    :param archive: Where the parts are that it refers to.
    :param own: Leave placeholders out: those of a layout are there to be filled.
    """
    stack = list(reversed(list(root.iterfind("{*}cSld/{*}spTree/*"))))
    while stack:
        shape = stack.pop()
        name = local(shape)
        if name == "AlternateContent":
            ways = list(shape)
            chosen = next((way for way in ways if local(way) == "Choice"), None)
            stack += reversed(list(chosen if chosen is not None else shape))
        elif name in ("grpSp", "Fallback"):
            stack += reversed(list(shape))
        elif name == "graphicFrame":
            _frame(shape, slide, archive)
        elif name in ("sp", "cxnSp"):
            holder = next(shape.iterfind(".//{*}nvPr/{*}ph"), None)
            if not (own and holder is not None):
                _shape(shape, holder, slide)


def _shape(shape: etree._Element, holder: etree._Element | None, slide: _Slide) -> None:
    what = "" if holder is None else attribute(holder, "type") or "obj"
    for body in shape.iterfind("{*}txBody"):
        for paragraph in body.iterfind("{*}p"):
            if what in _TITLES:
                slide.titles.append(_entry(paragraph, Kind.HEADING))
            elif what in _FURNITURE:
                slide.entries.append(_entry(paragraph, Kind.FURNITURE))
            else:
                slide.entries.append(_entry(paragraph, _kind(paragraph, what)))


def _kind(paragraph: etree._Element, what: str) -> Kind | None:
    marks = {local(child) for child in paragraph.iterfind("{*}pPr/*")}
    if marks & {"buChar", "buAutoNum", "buBlip"}:
        return Kind.LIST_ITEM
    return Kind.LIST_ITEM if what in _POINTS and "buNone" not in marks else None


def _entry(paragraph: etree._Element, kind: Kind | None = None, cell: str | None = None) -> Entry:
    """Return a paragraph, without what only shows a number or a date."""
    texts: list[str] = []
    origins: list[Origin] = []
    for run in paragraph:
        if local(run) == "br":
            texts.append(BREAK)
        elif local(run) in ("r", "fld"):
            for found in run.iterfind("{*}t"):
                # A soft line end of old versions.
                text = (found.text or "").replace("\x0b", BREAK).replace("_x000B_", BREAK)
                texts.append(text)
                origins.append(Origin(text, found))
    return Entry(tidy("".join(texts)), kind, cell, origins=tuple(origins))


def _frame(shape: etree._Element, slide: _Slide, archive: Archive) -> None:
    """Take the table, the diagram or the chart that a frame shows."""
    for element in shape.iterfind("{*}graphic/{*}graphicData/*"):
        if local(element) == "tbl":
            slide.tables += 1
            slide.entries += _cells(element, slide.tables)
        elif local(element) in ("relIds", "chart"):
            key = "dm" if local(element) == "relIds" else "id"
            part = slide.parts.get(attribute(element, key) or "")
            if part is not None and part in archive:
                slide.entries += _labels(archive.xml(part))


def _cells(table: etree._Element, number: int) -> Iterator[Entry]:
    for row, cells in enumerate(table.iterfind("{*}tr"), start=1):
        for column, cell in enumerate(cells.iterfind("{*}tc"), start=1):
            for paragraph in cell.iterfind("{*}txBody/{*}p"):
                yield _entry(paragraph, Kind.CELL, cell_name(number, row, column))


def _labels(root: etree._Element) -> Iterator[Entry]:
    """Yield the texts of a diagram, or the titles, series and categories of a chart."""
    for element in root.iter("{*}p", "{*}v"):
        if local(element) == "p":
            yield _entry(element)
        elif any(local(above) == "strCache" for above in element.iterancestors()):
            yield Entry(tidy(element.text or ""), origins=(Origin(element.text or "", element),))


def _sniff(head: bytes) -> bool:
    return head.startswith(ZIP_MAGIC) and b"ppt/presentation" in head and not declared_type(head)


FORMATS = {"pptx": Format("pptx", _SUFFIXES, _sniff, _read)}
