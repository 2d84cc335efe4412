"""Comments on slides (ECMA-376 part 1, 19.4): beside the shape that holds the words.

Comments of this kind stand on a slide, not at words, and every program of slides shows them; the
remark quotes its words. Comments at words came later, and are known to one program alone.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from duizhao.corpora.annotating.packages import Package, part_of
from duizhao.corpora.annotating.relations import add_relation, declare_type
from duizhao.corpora.annotating.remarks import Remark, Spots
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.formats.archive import Archive, attribute, local
from duizhao.corpora.reading.formats.office.relations import main_part, relations
from duizhao.errors import InputError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["annotate_pptx"]

_TYPE = "application/vnd.openxmlformats-officedocument.presentationml."
# Places of comments are counted in 576 to the inch, places of shapes in 914400.
_UNITS = 914400 // 576
_CORNER = (10, 10)


def annotate_pptx(
    data: bytes,
    path: str,
    reading: Reading,
    remarks: Sequence[Remark],
    author: str,
    limits: Limits,
) -> bytes:
    """Return slides with a comment for each remark.

    :param data: The bytes of the presentation.
    :param path: What to call it in messages.
    :param reading: What its reader made of it.
    :param remarks: What to say of which words of the reading.
    :param author: Who says it.
    :param limits: What the file may cost.
    :raises InputError: If the file cannot be read, or has comments of the newer kind.
    """
    archive = Archive(data, path, limits, "a PPTX presentation")
    main = main_part(archive)
    package = Package(data, archive)
    if remarks:
        _annotate(package, archive, main, Spots(reading, path), remarks, author)
    return package.written()


def _annotate(
    package: Package,
    archive: Archive,
    main: str,
    spots: Spots,
    remarks: Sequence[Remark],
    author: str,
) -> None:
    slides = [found.part for found in relations(archive, main) if found.kind == "slide"]
    # Notes, diagrams and charts belong to the slide that refers to them.
    owner = {
        found.part: slide
        for slide in slides
        if slide in archive
        for found in relations(archive, slide)
    }
    owner.update((slide, slide) for slide in slides)
    by_slide: dict[str, list[tuple[Remark, tuple[int, int]]]] = defaultdict(list)
    for remark in remarks:
        found = spots.passage(remark.start, remark.end)
        beside = spots.beside(remark.start)
        stretch = found[0] if found else beside[0] if beside else None
        slide = None if stretch is None else owner.get(part_of(stretch.node))
        if stretch is not None and slide is not None:
            by_slide[slide].append((remark, _corner(stretch.node)))
        elif slides:
            by_slide[slides[0]].append((remark, _CORNER))
    number = _author(package, archive, main, author, len(remarks))
    index = 0
    for slide, said in by_slide.items():
        root = _comments(package, archive, slide)
        for remark, (x, y) in said:
            index += 1
            comment = _child(root, "cm", authorId=str(number), idx=str(index))
            _child(comment, "pos", x=str(x), y=str(y))
            _child(comment, "text").text = "\n".join(remark.lines)


def _corner(node: etree._Element) -> tuple[int, int]:
    """Return where the shape of a node stands, in the units of comments."""
    for shape in node.iterancestors():
        if local(shape) in ("sp", "cxnSp", "graphicFrame"):
            off = shape.find("{*}spPr/{*}xfrm/{*}off")
            off = shape.find("{*}xfrm/{*}off") if off is None else off
            x, y = ("" if off is None else attribute(off, axis) or "" for axis in ("x", "y"))
            if x.isdecimal() and y.isdecimal() and max(len(x), len(y)) < 10:
                return int(x) // _UNITS, int(y) // _UNITS
    return _CORNER


def _child(parent: etree._Element, tag: str, **given: str) -> etree._Element:
    from lxml import etree

    space = str(parent.tag)[1:].partition("}")[0]
    made = etree.SubElement(parent, f"{{{space}}}{tag}")
    for key, value in given.items():
        made.set(key, value)
    return made


def _author(package: Package, archive: Archive, main: str, author: str, count: int) -> int:
    """Name the author of the comments, and return their number."""
    name = posixpath.join(posixpath.dirname(main), "commentAuthors.xml")
    known = [r.part for r in relations(archive, main) if r.kind == "commentAuthors"]
    root = (
        package.tree(known[0])
        if known and known[0] in archive
        else _begin(package, main, name, "commentAuthors", "cmAuthorLst")
    )
    values = [each.get("id") or "" for each in root]
    number = 1 + max((int(v) for v in values if v.isdecimal() and len(v) < 10), default=-1)
    initials = "".join(word[0] for word in author.split())[:3].upper()
    given = {"lastIdx": str(count), "clrIdx": str(number)}
    _child(root, "cmAuthor", id=str(number), name=author, initials=initials, **given)
    return number


def _comments(package: Package, archive: Archive, slide: str) -> etree._Element:
    """Return the root of the comments of a slide; one is made if there is none."""
    for found in relations(archive, slide):
        if found.kind == "comments" and found.part in archive:
            root = package.tree(found.part)
            if "/presentationml/" not in str(root.tag):
                message = (
                    f"{archive.path} has comments of the newer kind, which stand beside no others;"
                    " resolve or remove them, save it and align that"
                )
                raise InputError(message)
            return root
    folder = posixpath.join(posixpath.dirname(posixpath.dirname(slide)), "comments")
    number = 1
    while posixpath.join(folder, f"comment{number}.xml") in package:
        number += 1
    name = posixpath.join(folder, f"comment{number}.xml")
    return _begin(package, slide, name, "comments", "cmLst")


def _begin(package: Package, part: str, name: str, kind: str, tag: str) -> etree._Element:
    space = str(package.tree(part).tag)[1:].partition("}")[0]
    add_relation(package, part, kind, name)
    declare_type(package, name, f"{_TYPE}{kind}+xml")
    return package.begin(name, f"{{{space}}}{tag}", "p")
