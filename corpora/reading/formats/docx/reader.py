"""Word documents (Office Open XML, ECMA-376, transitional and strict).

The text is the one of the document with all tracked changes accepted: what was inserted counts,
what was deleted does not, nor do comments, hidden text and the code of fields. Headings, list
items, captions, tables and notes are what styles and markup say; a paragraph in an ordinary style
has no kind, so that its text decides as it does in a plain text file. Headers and footers are
furniture, once each. Listings in a style for code are furniture too; such words in a sentence are
verbatim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.archive import (
    ZIP_MAGIC,
    Archive,
    attribute,
    declared_type,
    local,
)
from duizhao.corpora.reading.formats.code_styles import join_listings
from duizhao.corpora.reading.formats.docx.body import Body
from duizhao.corpora.reading.formats.docx.styles import Styles
from duizhao.corpora.reading.formats.office.relations import main_part, relations
from duizhao.corpora.reading.formats.story import Entry, pour
from duizhao.errors import FormatError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["FORMATS"]

_WHAT = "a DOCX document"


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    archive = Archive(data, path, limits, _WHAT)
    main = main_part(archive)
    document = archive.xml(main)
    body = next((child for child in document if local(child) == "body"), None)
    if local(document) != "document" or body is None:
        raise FormatError(path, f"{main} is not the text of {_WHAT}")
    parts: dict[str, list[str]] = {}
    for found in relations(archive, main):
        if found.part in archive and found.part not in parts.setdefault(found.kind, []):
            parts[found.kind].append(found.part)
    styles = Styles(archive.xml(parts["styles"][0]) if parts.get("styles") else None)
    story = Body(styles)
    story.read(body)
    for kind in ("footnotes", "endnotes"):
        for part in parts.get(kind, ())[:1]:
            _read_notes(story, archive.xml(part), kind.removesuffix("s"))
    entries = story.entries
    for kind in ("header", "footer"):
        entries += _running(archive, parts.get(kind, []), styles)
    maker = TextMaker()
    pour(join_listings(entries), story.labels, maker, path, limits)
    return maker.reading()


def _read_notes(story: Body, root: etree._Element, kind: str) -> None:
    for note in root:
        # Other types are the lines that part notes from text.
        if attribute(note, "type") in (None, "normal"):
            story.read(note, note=f"{kind} {attribute(note, 'id')}")


def _running(archive: Archive, parts: list[str], styles: Styles) -> list[Entry]:
    """Return the headers or footers; those that say the same, once."""
    found: dict[str, None] = {}
    for part in parts:
        story = Body(styles)
        story.read(archive.xml(part))
        found.update(dict.fromkeys(entry.text for entry in story.entries))
    return [Entry(text, Kind.FURNITURE) for text in found]


def _sniff(head: bytes) -> bool:
    return head.startswith(ZIP_MAGIC) and b"word/document" in head and not declared_type(head)


FORMATS = {"docx": Format("docx", (".docx", ".docm", ".dotx", ".dotm"), _sniff, _read)}
