"""What a part of an Office Open XML package refers to (ECMA-376 part 2, 6.5)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from duizhao.corpora.reading.formats.archive import Archive
from duizhao.errors import FormatError

__all__ = ["Relation", "main_part", "relations"]

_DOCUMENT = "officeDocument"


class Relation(NamedTuple):
    """A part that another refers to.

    :param id: How the other names it.
    :param kind: The last word of its type, such as ``"slide"``.
    :param part: Its name in the package.
    """

    id: str
    kind: str
    part: str


def relations(archive: Archive, part: str) -> Iterator[Relation]:
    """Yield what a part refers to inside of the package.

    :param archive: The package.
    :param part: The name of the part; empty for the package itself.
    :raises InputError: If the list of them cannot be read.
    """
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive:
        return
    for element in archive.xml(listed):
        target = unquote(element.get("Target") or "")
        if element.get("TargetMode") != "External" and target:
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (element.get("Type") or "").rpartition("/")[2]
            yield Relation(element.get("Id") or "", kind, inside)


def main_part(archive: Archive) -> str:
    """Return the name of the part that a package is about.

    :param archive: The package.
    :raises FormatError: If it names none.
    """
    for found in relations(archive, ""):
        if found.kind == _DOCUMENT:
            return found.part
    raise FormatError(archive.path, f"has no main part; this is not {archive.what}")
