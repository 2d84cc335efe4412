"""Web pages: the main text as parts, and what is around it marked as such.

Headings, list items, table cells, captions and notes are what the markup says; an ordinary
paragraph has no kind, so that its text decides as it does in a plain text file. Marks of notes are
left out of the text, and each note follows the paragraph that has its mark.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.archive import parse_xml
from duizhao.corpora.reading.formats.html.flow import html_entries
from duizhao.corpora.reading.formats.html.tree import XML_DECLARATION, parse_html
from duizhao.corpora.reading.formats.story import pour
from duizhao.errors import FormatError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["FORMATS", "decode_html", "language_of", "parse_xhtml"]

# Where browsers look for a declaration: https://html.spec.whatwg.org/#prescan-a-byte-stream
_HEAD = 1024
_DECLARED = lazy.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{2,40})""",
    re.IGNORECASE,
)
# What pages call an encoding, and what it is in truth: https://encoding.spec.whatwg.org/#names
_TRUE_NAMES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    # A declaration that could be read was not in UTF-16.
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
# A page with no more than this share of broken characters is shown with marks in their place.
_MOST_BROKEN = 0.001

# A comment has one end only: if it may have several, five comments take minutes.
_BEGINS = lazy.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,500}(?:<\?xml[^>]{0,200}>\s{0,500})?"
    rb"(?:<!--(?:(?!-->).){0,2000}-->\s{0,500}){0,5}(?:<!doctype\s{1,20}html\b|<html\b)",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = lazy.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_LANG = lazy.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


def decode_html(data: bytes, path: str) -> tuple[str, str]:
    """Decode a page as browsers do: by its byte order mark, then by what it declares.

    What is valid UTF-8 is UTF-8 all the same, and GB2312 and GBK are read as GB18030.

    :param data: The bytes of the page.
    :param path: What to call it in messages.
    :return: The text and the name of the encoding.
    :raises InputError: If it is not text, or in an encoding that cannot be told.
    """
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    found = _DECLARED.search(data[:_HEAD])
    if data.startswith(marks) or b"\x00" in data or found is None:
        return decode(data, None, path)
    declared = found[1].decode("ascii", "replace").lower()
    name = _TRUE_NAMES.get(declared, declared)
    try:
        if not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001 - no public way
            raise LookupError(name)
        known = True
    except LookupError:
        known = False
    for encoding in ("utf-8", name) if known else ("utf-8",):
        try:
            return data.decode(encoding), encoding
        except UnicodeError:
            continue
    text = data.decode(name, "replace") if known else ""
    if known and text.count("\ufffd") <= _MOST_BROKEN * len(text):
        return text, name
    return decode(data, None, path)


def parse_xhtml(text: str, path: str, limits: Limits = NO_LIMITS_RAISED) -> etree._Element:
    """Parse XHTML; as HTML if it is not well-formed, as reading systems do.

    :param text: The document.
    :param path: What to call it in messages.
    :param limits: What it may cost.
    :return: The root, without comments.
    :raises InputError: If it declares entities of its own, or is not even HTML.
    """
    bare = XML_DECLARATION.sub("", text)
    named = _ENTITY.sub(_character, bare)
    try:
        return parse_xml(named.encode("utf-8", "replace"), path, limits)
    except FormatError:
        if "<!ENTITY" in bare:
            raise
        return parse_html(bare, path, limits)


def _character(entity: re.Match[str]) -> str:
    from html.entities import html5

    if entity[1] in _XML_ENTITIES:
        return entity[0]
    return html5.get(f"{entity[1]};", entity[0])


def _sniff(head: bytes) -> bool:
    return _BEGINS.match(head) is not None


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    text, encoding = decode_html(data, path)
    if "\x00" in text:
        raise FormatError(path, "has NUL characters; save it again as a web page")
    strict = text[:_HEAD].lstrip("\ufeff \t\r\n").startswith("<?xml")
    root = parse_xhtml(text, path, limits) if strict else parse_html(text, path, limits)
    entries, labels, aside = html_entries(root, page=True)
    maker = TextMaker()
    maker.aside += aside
    pour(entries, labels, maker, path, limits)
    return maker.reading(encoding=encoding, lang=language_of(root.get("lang")))


def language_of(tag: str | None) -> str | None:
    """Return the primary language of a tag.

    >>> language_of("zh-Hans-CN"), language_of("x"), language_of(None)
    ('zh', None, None)
    """
    found = _LANG.match((tag or "").strip())
    return found[0].lower() if found else None


FORMATS = {"html": Format("html", (".html", ".htm", ".xhtml", ".xht"), _sniff, _read)}
