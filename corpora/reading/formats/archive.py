"""ZIP containers and the XML in them, read in memory and within limits.

Nothing is ever unpacked to a disk, and nothing outside the file is ever fetched. What the archive
declares is checked before anything is unpacked, and what comes out is counted while it does.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from duizhao import lazy
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.errors import FormatError, InputError

if TYPE_CHECKING:
    from lxml import etree

__all__ = [
    "OLE_MAGIC",
    "ZIP_MAGIC",
    "Archive",
    "attribute",
    "check_tags",
    "declared_type",
    "local",
    "parse_xml",
]

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# The name of the stream that holds an encrypted office document, [MS-OFFCRYPTO] 2.3.4.4.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

#: Archives up to this size, unpacked, may shrink as much as they like.
SMALL_ARCHIVE = 16 * 2**20

# What is unpacked at a time, in bytes.
_CHUNK = 2**20

# Where the name of the first member stands in a ZIP file.
_FIRST_NAME = 30

_UNSAFE = lazy.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\x00")
_ENTITY = lazy.compile(rb"<!ENTITY\b")


class Archive:
    """A ZIP container, checked when it is opened.

    :param data: The bytes of the file.
    :param path: The file, as the user named it.
    :param limits: What it may cost.
    :param what: What it should be, such as ``"a DOCX document"``, for messages.
    :raises InputError: If it is no archive, is damaged or encrypted, or costs too much.
    """

    def __init__(self, data: bytes, path: str, limits: Limits, what: str) -> None:
        self.path = path
        self._limits = limits
        self.what = what
        self._unpacked = 0
        if data.startswith(OLE_MAGIC):
            raise InputError(_about_ole(data, path, what))
        if not data.startswith(b"PK"):
            message = f"{path} is not {what}, whatever its name says; give the file as it was saved"
            raise InputError(message)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            message = f"{path} is damaged or cut off ({error}); save or fetch it again"
            raise InputError(message) from None
        limits.check("members", len(entries), path)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._admit(entry)
        declared = sum(entry.file_size for entry in entries)
        limits.check("unpacked_bytes", declared, path)
        if declared > SMALL_ARCHIVE:
            limits.check("shrunk", declared // len(data), path)

    def _admit(self, entry: zipfile.ZipInfo) -> None:
        if _UNSAFE.search(entry.orig_filename) or entry.orig_filename != entry.filename:
            reason = f"has a member with an unsafe name ({entry.orig_filename[:80]!r})"
        elif entry.filename in self._entries:
            reason = f"has two members of one name ({entry.filename[:80]!r})"
        else:
            self._entries[entry.filename] = entry
            return
        message = f"{self.path} {reason}; save it again with the program that wrote it"
        raise InputError(message)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def read(self, name: str) -> bytes:
        """Unpack a member.

        :param name: Its name in the archive.
        :return: Its bytes.
        :raises InputError: If it is absent, damaged or encrypted, or if all that was unpacked so
            far is more than the limit.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise FormatError(self.path, f"{name} is missing; this is not {self.what}")
        if entry.flag_bits & 1:
            message = f"{self.path} is encrypted; save it without a password"
            raise InputError(message)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FormatError(self.path, f"{name} is packed in a way that {self.what} never is")
        chunks = []
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    self._unpacked += len(chunk)
                    self._limits.check("unpacked_bytes", self._unpacked, self.path)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as why:
            message = f"{self.path} is damaged ({name}: {why}); save or fetch it again"
            raise InputError(message) from None
        return b"".join(chunks)

    def xml(self, name: str) -> etree._Element:
        """Unpack and parse a member.

        :param name: Its name in the archive.
        :return: The root of the tree, without comments and processing instructions; the tree has
            the member's name as its URL.
        :raises InputError: As :meth:`read`, or if it is not XML, or declares entities.
        """
        root = parse_xml(self.read(name), f"{self.path}, {name}", self._limits)
        # The published types do not know that it can be set.
        information: Any = root.getroottree().docinfo
        information.URL = name
        return root


def _about_ole(data: bytes, path: str, what: str) -> str:
    if _ENCRYPTED in data:
        return f"{path} is encrypted; save it without a password"
    return f"{path} is an old office document, not {what}; save it in the newer format"


def declared_type(head: bytes) -> bytes:
    """Return the type that the first member of a container declares; empty if there is none.

    :param head: The first bytes of a file, or all of them.
    """
    if not head.startswith(ZIP_MAGIC):
        return b""
    return head[_FIRST_NAME : _FIRST_NAME + 200].partition(b"mimetype")[2]


def parse_xml(data: bytes, path: str, limits: Limits = NO_LIMITS_RAISED) -> etree._Element:
    """Parse XML from a stranger: no entities, no network, bounded depth and size.

    :param data: The bytes.
    :param path: What to call them in messages.
    :param limits: What it may cost.
    :return: The root, without comments and processing instructions.
    :raises InputError: If it is not well-formed, declares entities, or is too large.
    """
    from lxml import etree

    check_tags(data, path, limits)
    if _ENTITY.search(data):
        raise FormatError(path, "declares entities, which no document needs; save it again")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        reason = " ".join(str(error).partition(", line ")[0].split())
        raise FormatError(path, f"is not well-formed XML ({reason}); save it again", line) from None
    # The published types leave the listing of entities out.
    declared: Any = root.getroottree().docinfo.internalDTD
    # UTF-16 hides the declarations from the search above.
    if declared is not None and declared.entities():
        raise FormatError(path, "declares entities, which no document needs; save it again")
    return root


def check_tags(data: bytes, path: str, limits: Limits) -> None:
    """Refuse a text whose tree would not fit in memory.

    :param data: The bytes of an XML or HTML text.
    :param path: What to call them in messages.
    :param limits: What it may cost.
    :raises InputError: If there are more tags than the limit.
    """
    if len(data) > limits.tags:
        limits.check("tags", data.count(b"<"), path)


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace.

    :param element: An element, not a comment.
    """
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute by its name without namespace; None if there is none.

    :param element: The element.
    :param name: The local name of the attribute.
    """
    value = element.get(name)
    if value is not None:
        return value
    for key, found in element.items():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return None
