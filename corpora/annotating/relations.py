"""New parts of an Office Open XML package (ECMA-376 part 2, 6.5 and 7.2)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.annotating.packages import Package

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["add_relation", "declare_type"]

_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_TYPES = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_CONTENT_TYPES = "[Content_Types].xml"
_ID = lazy.compile(r"rId([0-9]{1,9})")


def add_relation(package: Package, part: str, kind: str, target: str) -> None:
    """Let a part refer to another.

    :param package: The package.
    :param part: The name of the part that refers.
    :param kind: The last word of the type, such as ``"comments"``.
    :param target: The name of the other part.
    """
    from lxml import etree

    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed in package:
        root = package.tree(listed)
    else:
        root = package.begin(listed, f"{{{_SPACE}}}Relationships")
    types = [element.get("Type") or "" for element in root.iter("*")]
    strict = any(each.startswith(_STRICT_TYPES) for each in types)
    made = etree.SubElement(root, f"{{{_SPACE}}}Relationship")
    made.set("Id", f"rId{_free(root)}")
    made.set("Type", f"{_STRICT_TYPES if strict else _TYPES}/{kind}")
    made.set("Target", posixpath.relpath(f"/{target}", f"/{folder}"))


def _free(root: etree._Element) -> int:
    found = (_ID.fullmatch(element.get("Id") or "") for element in root.iter("*"))
    return 1 + max((int(match[1]) for match in found if match), default=0)


def declare_type(package: Package, part: str, content_type: str) -> None:
    """Say what a new part holds.

    :param package: The package.
    :param part: The name of the part.
    :param content_type: Its media type.
    """
    from lxml import etree

    root = package.tree(_CONTENT_TYPES)
    space = str(root.tag)[1:].partition("}")[0]
    made = etree.SubElement(root, f"{{{space}}}Override")
    made.set("PartName", f"/{part}")
    made.set("ContentType", content_type)
