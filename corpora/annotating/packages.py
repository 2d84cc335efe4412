"""ZIP packages of XML: some parts changed or added, everything else as it was."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from duizhao.corpora.reading.formats.archive import Archive

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Package", "parse_kept", "part_of", "serialised"]

# The earliest time that an archive can hold: equal remarks give equal bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def parse_kept(data: bytes) -> etree._Element:
    """Parse XML to be written again: with its comments and processing instructions.

    :param data: XML that :func:`duizhao.corpora.reading.formats.archive.parse_xml` took.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def serialised(root: etree._Element) -> bytes:
    """Return a tree as a part, with what stands before and behind its root.

    :param root: Its root.
    """
    from lxml import etree

    tree = root.getroottree()
    information = tree.docinfo
    # The published types do not know of None, for a declaration that says nothing of it.
    standalone: Any = information.standalone
    encoding = information.encoding or "UTF-8"
    written = etree.tostring(tree, xml_declaration=True, encoding=encoding, standalone=standalone)
    assert isinstance(written, bytes)
    return written


class Package:
    """A package that is being changed.

    :param data: The bytes of the file.
    :param archive: The same, as its reader checked it.
    """

    def __init__(self, data: bytes, archive: Archive) -> None:
        self._data = data
        self._archive = archive
        self._trees: dict[str, etree._Element] = {}
        self._twins: dict[etree._Element, etree._Element] = {}
        self._seen: set[etree._Element] = set()
        self._added: dict[str, etree._Element] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._archive or name in self._added

    def tree(self, name: str) -> etree._Element:
        """Return the root of a part; what is changed in it will be written.

        :param name: The name of the part.
        """
        if name in self._added:
            return self._added[name]
        if name not in self._trees:
            self._archive.xml(name)  # refuses what is no XML, or is none to be trusted
            self._trees[name] = parse_kept(self._archive.read(name))
        return self._trees[name]

    def twin(self, node: etree._Element) -> etree._Element:
        """Return the element to be changed that stands for one that the reader met.

        :param node: An element of a tree of :meth:`Archive.xml`.
        """
        root = node.getroottree().getroot()
        if root not in self._seen:
            self._seen.add(root)
            own = self.tree(part_of(node))
            self._twins.update(zip(root.iter("*"), own.iter("*"), strict=True))
        return self._twins[node]

    def begin(self, name: str, tag: str, prefix: str = "") -> etree._Element:
        """Begin a part, and return its root, which is to be filled.

        :param name: A name that no part has.
        :param tag: The name of its root, with its namespace.
        :param prefix: What stands for the namespace; none if empty.
        """
        head = f"{prefix}:" if prefix else ""
        space, _, word = tag[1:].partition("}")
        declared = f"xmlns:{prefix}" if prefix else "xmlns"
        begun = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        root = parse_kept(f'{begun}<{head}{word} {declared}="{space}"/>'.encode())
        self._added[name] = root
        return root

    def written(self) -> bytes:
        """Return the file: parts in their order, with their times and their way of packing.

        :raises InputError: If a part is damaged, whether it was read before or not.
        """
        changed: Mapping[str, bytes] = {n: serialised(root) for n, root in self._trees.items()}
        buffer = BytesIO()
        with zipfile.ZipFile(BytesIO(self._data)) as old, zipfile.ZipFile(buffer, "w") as new:
            new.comment = old.comment
            for member in old.infolist():
                data = changed.get(member.filename)
                info = zipfile.ZipInfo(member.filename, member.date_time)
                info.compress_type = member.compress_type
                info.external_attr = member.external_attr
                info.create_system = member.create_system
                info.comment = member.comment
                kept = self._archive.read(member.filename) if data is None else data
                new.writestr(info, kept)
            for name, root in self._added.items():
                info = zipfile.ZipInfo(name, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(info, serialised(root))
        return buffer.getvalue()


def part_of(node: etree._Element) -> str:
    """Return the name of the part that an element of a reader's tree stands in.

    :param node: An element of a tree of :meth:`Archive.xml`.
    """
    return node.getroottree().docinfo.URL or ""
