"""Electronic books (EPUB 2 and 3): the documents of the spine, in reading order.

A table of contents in the spine is kept as contents; one that stands outside it is not text. A
book with rights protection is refused; fonts may be obfuscated.
"""

from __future__ import annotations

import logging
import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.archive import Archive, attribute, declared_type, local
from duizhao.corpora.reading.formats.html.flow import html_entries
from duizhao.corpora.reading.formats.html.reader import decode_html, language_of, parse_xhtml
from duizhao.corpora.reading.formats.story import pour
from duizhao.errors import FormatError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

__all__ = ["FORMATS"]

_log = logging.getLogger(__name__)

_WHAT = "an EPUB book"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_TEXT_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
# These only garble fonts, which are not read: EPUB 3.3, 4.4, and Adobe's older way.
_FOR_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
# What may be wrong with a chapter, as it is told.
_MISSING = "are named in the spine and missing from the book"
_UNREADABLE = "could not be decoded and were not read"
_PICTURES = "are pictures without text and were not read"
_OTHER = "are no texts and were not read"
# Everyone knows that a cover is a picture.
_COVERS = frozenset({"cover.xhtml", "cover.html", "titlepage.xhtml", "cover-page.xhtml"})
_MOST_NAMED = 3

# A heading this long, in characters, is cut in the name of a chapter.
_LONGEST_NAME = 80


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    archive = Archive(data, path, limits, _WHAT)
    _refuse_protected(archive)
    container = archive.xml(_CONTAINER)
    root_file = next(container.iter("{*}rootfile"), None)
    if root_file is None:
        raise FormatError(path, f"{_CONTAINER} names no package; this is not {_WHAT}")
    name = posixpath.normpath(unquote(root_file.get("full-path") or ""))
    package = archive.xml(name)
    maker = TextMaker()
    read: set[str] = set()
    left: dict[str, list[str]] = {}
    for part, contents, is_text in _spine(package, posixpath.dirname(name)):
        if part in read:
            continue
        # A missing document is a fault of the book, and its others can still be read.
        if part not in archive:
            left.setdefault(_MISSING, []).append(part)
            continue
        fault = _OTHER
        if is_text:
            read.add(part)
            region = Kind.CONTENTS if contents else None
            fault = _read_chapter(archive, part, region, maker, limits)
        if fault:
            left.setdefault(fault, []).append(part)
    if not read:
        raise FormatError(path, f"its spine names no document that it holds; this is not {_WHAT}")
    for fault, parts in left.items():
        first = ", ".join(parts[:_MOST_NAMED]) + (", …" if len(parts) > _MOST_NAMED else "")
        _log.warning("%s: of its chapters, %d %s: %s", path, len(parts), fault, first)
    found = next(package.iter("{http://purl.org/dc/elements/1.1/}language"), None)
    return maker.reading(lang=language_of(None if found is None else found.text))


def _spine(package: etree._Element, folder: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield the documents in reading order: whether each is contents, and whether it is a text."""
    items = {item.get("id"): item for item in package.iterfind("{*}manifest/{*}item")}
    tables = {
        _inside(folder, reference.get("href"))
        for reference in package.iterfind("{*}guide/{*}reference")
        if reference.get("type") == "toc"
    }
    for reference in package.iterfind("{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None:
            continue
        is_text = (item.get("media-type") or "").strip() in _TEXT_TYPES
        part = _inside(folder, item.get("href"))
        contents = "nav" in (item.get("properties") or "").split() or part in tables
        if not (contents and reference.get("linear") == "no"):
            yield part, contents, is_text


def _inside(folder: str, href: str | None) -> str:
    path = unquote((href or "").partition("#")[0])
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")


def _read_chapter(
    archive: Archive, part: str, region: Kind | None, maker: TextMaker, limits: Limits
) -> str:
    """Read a document of the book, and say what is wrong with it; nothing if nothing is."""
    path = f"{archive.path}, {part}"
    data = archive.read(part)
    try:
        text, _ = decode_html(data, path)
    except InputError:
        return _UNREADABLE
    if not text.strip():
        return ""
    root = parse_xhtml(text, path, limits)
    entries, labels, aside = html_entries(root, page=False, region=region)
    maker.aside += aside
    pour(entries, labels, maker, archive.path, limits, _name(root, part))
    pictures = next(root.iter("{*}img", "{*}image", "{*}object"), None) is not None
    return _PICTURES if pictures and not entries and posixpath.basename(part) not in _COVERS else ""


def _name(root: etree._Element, part: str) -> str:
    """Return the first heading of a document, or else the name of its file."""
    for element in root.iter("{*}h1", "{*}h2", "{*}h3"):
        title = " ".join("".join(str(said) for said in element.itertext()).split())
        if title:
            return title[:_LONGEST_NAME]
    return posixpath.basename(part)


def _refuse_protected(archive: Archive) -> None:
    if _ENCRYPTION not in archive:
        return
    for element in archive.xml(_ENCRYPTION).iter("{*}EncryptionMethod"):
        parent = element.getparent()
        of_data = parent is not None and local(parent) == "EncryptedData"
        if of_data and attribute(element, "Algorithm") not in _FOR_FONTS:
            message = (
                f"{archive.path} is protected against copying (DRM), so that its text cannot be"
                " read; give an unprotected copy"
            )
            raise InputError(message)


def _sniff(head: bytes) -> bool:
    return declared_type(head).startswith(b"application/epub+zip")


FORMATS = {"epub": Format("epub", (".epub",), _sniff, _read)}
