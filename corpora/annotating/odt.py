"""Annotations in an OpenDocument text (ODF 1.3 part 3, 14.1), at exact words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from duizhao.corpora.annotating.packages import Package, part_of
from duizhao.corpora.annotating.remarks import Edge, Remark, Spots, edges
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.formats.archive import Archive, attribute, local
from duizhao.corpora.reading.formats.story import names

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["annotate_odt"]

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_PART = "content.xml"
_PARAGRAPHS = names("p h")
# Where text and annotations may stand side by side inside a paragraph.
_HOLDERS = names("span a meta meta-field ruby-base")
# At one place, comments end before points stand and others begin.
_ENDS, _POINTS, _BEGINS = range(3)


def annotate_odt(
    data: bytes,
    path: str,
    reading: Reading,
    remarks: Sequence[Remark],
    author: str,
    limits: Limits,
) -> bytes:
    """Return an OpenDocument text with an annotation for each remark.

    :param data: The bytes of the document.
    :param path: What to call it in messages.
    :param reading: What its reader made of it.
    :param remarks: What to say of which words of the reading.
    :param author: Who says it.
    :param limits: What the file may cost.
    :raises InputError: If the file cannot be read.
    """
    package = Package(data, Archive(data, path, limits, "an ODT document"))
    if remarks:
        places = _Places(package, Spots(reading, path))
        for remark in remarks:
            places.put(remark, author)
        places.apply()
    return package.written()


class _Mark(NamedTuple):
    """An annotation or its end, and its order at one place."""

    order: int
    element: etree._Element


class _Places:
    """Where the annotations of a document begin and end."""

    def __init__(self, package: Package, spots: Spots) -> None:
        self._package = package
        self._spots = spots
        found = package.tree(_PART).iter(f"{{{_OFFICE}}}annotation")
        self._taken = {attribute(element, "name") for element in found}
        self._number = 0
        self._inside: dict[tuple[etree._Element, bool, int], list[_Mark]] = defaultdict(list)
        self._beside: dict[tuple[etree._Element, bool], list[_Mark]] = defaultdict(list)

    def put(self, remark: Remark, author: str) -> None:
        """Note where an annotation stands.

        :param remark: What it says, and of which words.
        :param author: Who says it.
        """
        from lxml import etree

        start = _annotation(remark, author)
        found = self._spots.passage(remark.start, remark.end)
        if remark.start < remark.end and found and part_of(found[0].node) == _PART:
            name = self._name()
            start.set(f"{{{_OFFICE}}}name", name)
            end = etree.Element(f"{{{_OFFICE}}}annotation-end", nsmap={"office": _OFFICE})
            end.set(f"{{{_OFFICE}}}name", name)
            low, high = edges(found)
            self._at(low, _BEGINS, start)
            self._at(high, _ENDS, end)
            return
        point = self._spots.point(remark.start) if remark.start == remark.end else None
        point = point or self._spots.first()
        if point is not None:
            self._at(point, _POINTS, start)

    def _name(self) -> str:
        while True:
            self._number += 1
            name = f"duizhao-{self._number}"
            if name not in self._taken:
                return name

    def _at(self, edge: Edge, order: int, mark: etree._Element) -> None:
        node = self._package.twin(edge.node)
        holder = node.getparent() if edge.tail else node
        way = [] if holder is None else [holder, *holder.iterancestors()]
        top = next((n for n, element in enumerate(way) if local(element) in _PARAGRAPHS), 0)
        closed = [element for element in way[:top] if local(element) not in _HOLDERS]
        if not closed and edge.at is None and not edge.tail:
            closed = [node]
        length = len((node.tail if edge.tail else node.text) or "")
        # A stretch of raised digits is read as such while it holds nothing else.
        if not (closed or edge.tail or len(node) or local(node) in _PARAGRAPHS):
            closed = [node] if edge.at in (0, length) else []
        if closed:
            self._beside[closed[-1], edge.after].append(_Mark(order, mark))
            return
        self._inside[_slot(node, edge.tail, edge.at or 0)].append(_Mark(order, mark))

    def apply(self) -> None:
        """Put the annotations into their places, the last of each text first."""
        by_place = sorted(self._inside, key=lambda place: place[2], reverse=True)
        for node, tail, at in by_place:
            for _, mark in sorted(self._inside[node, tail, at], key=_order, reverse=True):
                _insert(node, mark, at, tail=tail)
        for (node, after), marks in self._beside.items():
            for _, mark in sorted(marks, key=_order, reverse=after):
                (node.addnext if after else node.addprevious)(mark)


def _order(mark: _Mark) -> int:
    return mark.order


def _annotation(remark: Remark, author: str) -> etree._Element:
    """Return an annotation; it has no date, so that equal remarks give equal bytes."""
    from lxml import etree

    spaces = {"office": _OFFICE, "text": _TEXT, "dc": _CREATOR[1:].partition("}")[0]}
    made = etree.Element(f"{{{_OFFICE}}}annotation", nsmap=spaces)
    etree.SubElement(made, _CREATOR).text = author
    for line in remark.lines:
        etree.SubElement(made, f"{{{_TEXT}}}p").text = line
    return made


def _slot(node: etree._Element, tail: bool, at: int) -> tuple[etree._Element, bool, int]:
    """Return the text that a place stands in: comments of the XML part a text in several."""
    while True:
        text = (node.tail if tail else node.text) or ""
        following = node.getnext() if tail else next(iter(node), None)
        if at <= len(text) or following is None or isinstance(following.tag, str):
            return node, tail, min(at, len(text))
        node, tail, at = following, True, at - len(text)


def _insert(node: etree._Element, mark: etree._Element, at: int, *, tail: bool) -> None:
    if tail:
        parent = node.getparent()
        assert parent is not None
        text = node.tail or ""
        node.tail = text[:at]
        parent.insert(parent.index(node) + 1, mark)
    else:
        text = node.text or ""
        node.text = text[:at]
        node.insert(0, mark)
    mark.tail = text[at:]
