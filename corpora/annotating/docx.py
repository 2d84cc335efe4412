"""Comments in a Word document (ECMA-376 part 1, 17.13.4), at exact words.

Runs are parted where a comment begins or ends inside of them, and nothing else is changed. Word
passes over comments on words of notes, headers, footers and text boxes ([MS-OI29500] 2.1.315), and
LibreOffice 7.4 does not open a document that has one in a note: what is said of these stands at the
note's mark, at the first words of the body, or at the paragraph that holds the box.
"""

from __future__ import annotations

import copy
import posixpath
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from duizhao.corpora.annotating.packages import Package, part_of
from duizhao.corpora.annotating.relations import add_relation, declare_type
from duizhao.corpora.annotating.remarks import Edge, Remark, Spots, edges
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.formats.archive import Archive, attribute, local
from duizhao.corpora.reading.formats.office.relations import main_part, relations
from duizhao.corpora.reading.formats.story import names
from duizhao.errors import OutputError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["annotate_docx"]

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Where runs stand in a paragraph, and the marks of a comment may stand beside them.
_HOLDERS = names("p hyperlink ins moveTo smartTag customXml sdt sdtContent fldSimple dir bdo")
# Word does not open a document with more: [MS-OI29500] 2.1.315.
_MOST = 32767

# A place in a unit: before a child, after some of its characters; before and behind everything.
_Cut = tuple[int, int]
_BEFORE: _Cut = (-1, 0)
_BEHIND: _Cut = (1 << 31, 0)
# At one place, comments end before points stand and others begin.
_ENDS, _POINTS, _BEGINS = range(3)


def annotate_docx(
    data: bytes,
    path: str,
    reading: Reading,
    remarks: Sequence[Remark],
    author: str,
    limits: Limits,
) -> bytes:
    """Return a Word document with a comment for each remark.

    :param data: The bytes of the document.
    :param path: What to call it in messages.
    :param reading: What its reader made of it.
    :param remarks: What to say of which words of the reading.
    :param author: Who says it.
    :param limits: What the file may cost.
    :raises InputError: If the file cannot be read.
    :raises OutputError: If there would be more comments than Word takes.
    """
    archive = Archive(data, path, limits, "a DOCX document")
    main = main_part(archive)
    package = Package(data, archive)
    if remarks:
        comments = _comments(package, archive, main)
        first = 1 + max((_number(each) for each in comments), default=-1)
        if len(comments) + len(remarks) > _MOST:
            message = f"Word opens no document with more than {_MOST} comments; choose fewer"
            raise OutputError(message)
        marks = _Marks(package, archive, main, Spots(reading, path))
        for number, remark in enumerate(remarks, first):
            _add_comment(comments, number, remark, author)
            marks.put(remark, number)
        marks.apply()
    return package.written()


def _number(comment: etree._Element) -> int:
    value = attribute(comment, "id") or ""
    return int(value) if re.fullmatch("[0-9]{1,9}", value) else -1


def _comments(package: Package, archive: Archive, main: str) -> etree._Element:
    """Return the root of the part with the comments; one is made if there is none."""
    known = (found.part for found in relations(archive, main) if found.kind == "comments")
    for part in known:
        if part in archive:
            return package.tree(part)
    space = _namespace(package.tree(main))
    name = posixpath.join(posixpath.dirname(main), "comments.xml")
    number = 1
    while name in package:
        number += 1
        name = posixpath.join(posixpath.dirname(main), f"comments{number}.xml")
    add_relation(package, main, "comments", name)
    declare_type(package, name, _TYPE)
    return package.begin(name, f"{{{space}}}comments", "w")


def _namespace(root: etree._Element) -> str:
    return str(root.tag)[1:].partition("}")[0]


def _child(parent: etree._Element, name: str) -> etree._Element:
    from lxml import etree

    return etree.SubElement(parent, f"{{{_namespace(parent)}}}{name}")


def _add_comment(root: etree._Element, number: int, remark: Remark, author: str) -> None:
    """Add a comment; it has no date, so that equal remarks give equal bytes."""
    comment = _child(root, "comment")
    space = _namespace(root)
    comment.set(f"{{{space}}}id", str(number))
    comment.set(f"{{{space}}}author", author)
    comment.set(f"{{{space}}}initials", "".join(word[0] for word in author.split())[:3].upper())
    for n, line in enumerate(remark.lines):
        paragraph = _child(comment, "p")
        if not n:
            _child(_child(paragraph, "r"), "annotationRef")
        text = _child(_child(paragraph, "r"), "t")
        text.set(_SPACE, "preserve")
        text.text = line


class _Marks:
    """Where the comments of a document begin and end."""

    def __init__(self, package: Package, archive: Archive, main: str, spots: Spots) -> None:
        self._package = package
        self._spots = spots
        self._main = main
        kinds = {"footnotes": "footnote", "endnotes": "endnote"}
        found = relations(archive, main)
        self._notes = {each.part: kinds[each.kind] for each in found if each.kind in kinds}
        # What stands at the cuts of each unit: the order at one place, then elements.
        self._cuts: dict[etree._Element, dict[_Cut, list[tuple[int, list[etree._Element]]]]] = (
            defaultdict(lambda: defaultdict(list))
        )

    def put(self, remark: Remark, number: int) -> None:
        """Note where a comment stands.

        :param remark: What it says, and of which words.
        :param number: Its id.
        """
        found = self._spots.passage(remark.start, remark.end) if remark.start < remark.end else []
        low, high = edges(found) if found else (self._spots.point(remark.start),) * 2
        if low is None or high is None:
            return
        if part_of(low.node) != self._main:
            mark = self._mark_of_note(low.node)
            if mark is not None:
                low, high = (Edge(mark, False, None, after=after) for after in (False, True))
                self._put(mark, low, _BEGINS, number, "commentRangeStart")
                self._put(mark, high, _ENDS, number, "commentRangeEnd", "commentReference")
                return
            found, low = [], self._spots.first() or low
        node = self._package.twin(low.node)
        if found:
            self._put(node, low, _BEGINS, number, "commentRangeStart")
            node = self._package.twin(high.node)
            self._put(node, high, _ENDS, number, "commentRangeEnd", "commentReference")
            return
        marks = ("commentRangeStart", "commentRangeEnd", "commentReference")
        self._put(node, low, _POINTS, number, *marks)

    def _mark_of_note(self, node: etree._Element) -> etree._Element | None:
        """Return the mark of the note that a node stands in; None if it stands in none."""
        kind = self._notes.get(part_of(node))
        note = next((up for up in node.iterancestors() if kind and local(up) == kind), None)
        if note is None:
            return None
        number = attribute(note, "id")
        marks = self._package.tree(self._main).iter(f"{{*}}{kind}Reference")
        return next((mark for mark in marks if attribute(mark, "id") == number), None)

    def _put(self, node: etree._Element, edge: Edge, order: int, number: int, *marks: str) -> None:
        from lxml import etree

        unit, cut = _place(node, edge)
        space = _namespace(unit.getroottree().getroot())
        made = []
        for mark in marks:
            element = etree.Element(f"{{{space}}}{mark}", nsmap={"w": space})
            element.set(f"{{{space}}}id", str(number))
            if mark == "commentReference":
                run = etree.Element(f"{{{space}}}r", nsmap={"w": space})
                run.append(element)
                element = run
            made.append(element)
        self._cuts[unit][cut].append((order, made))

    def apply(self) -> None:
        """Cut the runs and put the marks in their places, the last of each unit first."""
        for unit, cuts in self._cuts.items():
            for cut in sorted(cuts, reverse=True):
                inside = cut not in (_BEFORE, _BEHIND)
                last = _split(unit, *cut) if inside else unit
                for _, elements in sorted(cuts[cut], key=lambda item: item[0]):
                    for element in elements:
                        if cut == _BEHIND:
                            last.addnext(element)
                            last = element
                        else:
                            last.addprevious(element)


def _place(node: etree._Element, edge: Edge) -> tuple[etree._Element, _Cut]:
    """Return the run, or what else stands in the paragraph itself, and where it must be cut."""
    way = [node, *node.iterancestors()][::-1]
    top = next(n for n, element in enumerate(way) if local(element) == "p")
    depth = next(n for n in range(top, len(way)) if local(way[n]) not in _HOLDERS)
    unit = way[depth]
    outside = _BEHIND if edge.after else _BEFORE
    if local(unit) != "r" or node.getparent() is not unit:
        return unit, outside
    index, length = unit.index(node), len(node.text or "")
    at = edge.at
    if local(node) != "t" or at is None or len(node):
        at = length if edge.after else 0
    if 0 < at < length:
        return unit, (index, at)
    index += at > 0 or (edge.after and not length)
    content = next((n for n, child in enumerate(unit) if _is_content(child)), 0)
    if index <= content:
        return unit, _BEFORE
    return unit, (index, 0) if index < len(unit) else _BEHIND


def _is_content(child: etree._Element) -> bool:
    return isinstance(child.tag, str) and local(child) != "rPr"


def _split(run: etree._Element, index: int, at: int) -> etree._Element:
    """Cut a run in two, and return the second half.

    :param run: The run; the first half stays in it.
    :param index: The child to cut before or, with ``at``, to cut.
    :param at: How many characters of the child stay.
    """
    right = copy.copy(run)
    for child in list(right):
        if not _is_properties(child):
            right.remove(child)
    right.tail = None
    rest = list(run)[index + 1 if at else index :]
    if at:
        left = run[index]
        text = copy.copy(left)
        text.tail = None
        text.text, left.text = (left.text or "")[at:], (left.text or "")[:at]
        text.set(_SPACE, "preserve")
        left.set(_SPACE, "preserve")
        right.append(text)
    right.extend(rest)
    run.addnext(right)
    return right


def _is_properties(child: etree._Element) -> bool:
    return isinstance(child.tag, str) and local(child) == "rPr"
