"""What is no text that is read here, and what to do with it: by its content, then by its name.

A file that nothing claims would be taken for a plain text. What is known to be none is refused
with the way to one that is read.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

from duizhao import lazy
from duizhao.corpora.reading.formats.archive import OLE_MAGIC, ZIP_MAGIC, declared_type
from duizhao.errors import InputError

__all__ = ["refuse_by_content", "refuse_by_name", "refuse_xml"]


class _Known(NamedTuple):
    """Files of one kind.

    :param what: What they are.
    :param way: What to do with one.
    :param suffixes: Endings of their names, parted by spaces.
    """

    what: str
    way: str
    suffixes: str = ""


_WORD = _Known(
    "a document of an old or other word processor",
    "open it in Word or LibreOffice and save it as DOCX",
    "doc dot wps wpd wri sxw fodt hwp hwpx abw lwp",
)
_SHEET = _Known(
    "a workbook of an old or other program",
    "open it in Excel or LibreOffice and save it as XLSX",
    "xls xlt xlm xlsb et ods fods sxc",
)
_SHOW = _Known(
    "a presentation of an old or other program",
    "open it in PowerPoint or LibreOffice and save it as PPTX",
    "ppt pps dps odp fodp sxi",
)
_PAGES = _Known("a document of Pages", "export it from Pages as Word (DOCX)", "pages")
_KEYNOTE = _Known("a Keynote presentation", "export it from Keynote as PowerPoint (PPTX)", "key")
_NUMBERS = _Known("a Numbers table", "export it from Numbers as Excel (XLSX) or CSV", "numbers")
_IWORK = _Known("a document of Pages, Keynote or Numbers", "export it as DOCX, PPTX or XLSX")
_DJVU = _Known("a DjVu scan", "convert it to PDF with a text layer, by OCR", "djvu djv")
_BOOK = _Known(
    "an electronic book that is no EPUB",
    "convert it to EPUB, for instance with Calibre",
    "mobi azw azw3 azw4 kf8 kfx prc fb2 lit pdb lrf",
)
_LAYOUT = _Known(
    "a layout of a publishing program",
    "export it from there as HTML, DOCX or PDF",
    "indd indt idml icml qxp qxd pub sla afpub ai fm",
)
_PRINT = _Known("a page description", "save it as PDF", "ps eps xps oxps dvi")
_HELP = _Known("a compiled help file", "unpack it and give the HTML files in it", "chm hlp")
_ARCHIVE = _Known(
    "an archive",
    "unpack it and give the files in it",
    "zip rar 7z tar gz tgz bz2 xz zst cab iso dmg",
)
_IMAGE = _Known(
    "an image",
    "read it by OCR and give the text",
    "png jpg jpeg gif bmp tif tiff webp heic avif svg psd xcf ico",
)
_SOUND = _Known(
    "a recording",
    "transcribe it and give the text or subtitles (SRT)",
    "mp3 wav m4a aac flac ogg opus wma mp4 m4v mkv mov avi webm wmv flv",
)
_PROGRAM = _Known("a program", "give a text", "exe dll so dylib bin class jar apk ipa msi wasm pyc")
_DATABASE = _Known("a database", "export the table as CSV", "sqlite db mdb accdb dbf sql")
_SUBTITLES = _Known(
    "a subtitle file of another format",
    "convert it to SRT, for instance with Subtitle Edit",
    "sub idx sup stl scc sbv lrc smi sami mpl",
)
_CATALOGUE = _Known("a compiled message catalogue", "turn it into a .po file: msgunfmt", "mo gmo")
_PROJECT = _Known(
    "a file of a translation program",
    "export it from there as XLIFF or TMX",
    "sdltm sdltb sdlppx sdlrpx sdlproj mqxlz mqout mqback tbx txml ttx txlf wsxz",
)
_STRINGS = _Known(
    "a file of strings in a format of its own",
    "convert it to XLIFF, PO, JSON or properties",
    "yaml yml toml ini xcstrings qm rc",
)
_COMPILED = _Known(
    "a compiled property list", "turn it into one that is read: plutil -convert xml1"
)
_MAIL = _Known(
    "a message or an archive of pages",
    "save its text, or the page as HTML",
    "eml msg mbox mht mhtml webarchive warc",
)
_NOTEBOOK = _Known("a notebook", "turn it into Markdown: jupyter nbconvert --to markdown", "ipynb")
_MARKUP = _Known(
    "markup that is not read",
    "convert it to Markdown or HTML, for instance with Pandoc",
    "org textile wiki mediawiki typ creole pod man roff opml xmind mm xml dita dbk tei",
)
_CODE = _Known(
    "source code",
    "give its texts as PO, JSON or properties, or the documentation as Markdown or HTML",
    "py js mjs ts jsx tsx java c cc cpp h hpp cs go rs rb php swift kt scala sh bat ps1 css scss"
    " less lua pl r",
)
_LINK = _Known("a link to a document", "download the document as DOCX", "gdoc gsheet gslides url")
_UNITS = _Known(
    "a file of translation units", "convert it to TMX: duizhao tmx convert", "jsonl ndjson"
)

_ALL = (
    *(_WORD, _SHEET, _SHOW, _PAGES, _KEYNOTE, _NUMBERS, _DJVU, _BOOK, _LAYOUT, _PRINT, _HELP),
    *(_ARCHIVE, _IMAGE, _SOUND, _PROGRAM, _DATABASE, _SUBTITLES, _CATALOGUE, _PROJECT, _STRINGS),
    *(_MAIL, _NOTEBOOK, _MARKUP, _CODE, _LINK, _UNITS),
)
_BY_SUFFIX = {suffix: known for known in _ALL for suffix in known.suffixes.split()}

# What stands at which place of a file.
_MAGIC: tuple[tuple[int, bytes, _Known], ...] = (
    (0, b"AT&TFORM", _DJVU),
    (60, b"BOOKMOBI", _BOOK),
    (60, b"TEXtREAd", _BOOK),
    (0, b"ITOLITLS", _BOOK),
    (0, b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5", _LAYOUT),
    (0, b"%!PS-Adobe", _PRINT),
    (0, b"\xf7\x02\x01\x83\x92\xc0", _PRINT),
    (0, b"ITSF", _HELP),
    (0, b"\x1f\x8b", _ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (0, b"Rar!\x1a\x07", _ARCHIVE),
    (0, b"BZh91AY&SY", _ARCHIVE),
    (0, b"\xfd7zXZ\x00", _ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (257, b"ustar", _ARCHIVE),
    (0, b"\x89PNG\r\n", _IMAGE),
    (0, b"\xff\xd8\xff", _IMAGE),
    (0, b"GIF87a", _IMAGE),
    (0, b"GIF89a", _IMAGE),
    (0, b"II*\x00", _IMAGE),
    (0, b"MM\x00*", _IMAGE),
    (0, b"8BPS\x00", _IMAGE),
    (8, b"WEBPVP8", _IMAGE),
    (8, b"WAVEfmt", _SOUND),
    (8, b"AVI LIST", _SOUND),
    (0, b"ID3\x02", _SOUND),
    (0, b"ID3\x03", _SOUND),
    (0, b"ID3\x04", _SOUND),
    (0, b"OggS\x00", _SOUND),
    (0, b"fLaC\x00", _SOUND),
    (0, b"\x1a\x45\xdf\xa3", _SOUND),
    (4, b"ftyp", _SOUND),
    (0, b"\x7fELF", _PROGRAM),
    (0, b"MZ\x90\x00", _PROGRAM),
    (0, b"SQLite format 3\x00", _DATABASE),
    (0, b"\xde\x12\x04\x95", _CATALOGUE),
    (0, b"\x95\x04\x12\xde", _CATALOGUE),
    (0, b"\xffWPC", _WORD),
    (0, b"bplist0", _COMPILED),
)
# The streams of old office documents, [MS-CFB] 2.6.1: names in UTF-16.
_STREAMS: tuple[tuple[str, _Known], ...] = (
    ("WordDocument", _WORD),
    ("HwpSummaryInformation", _WORD),
    ("PowerPoint Document", _SHOW),
    ("Workbook", _SHEET),
    ("Book", _SHEET),
    ("__substg1.0", _MAIL),
)
_DECLARED: tuple[tuple[bytes, _Known], ...] = (
    (b"opendocument.spreadsheet", _SHEET),
    (b"opendocument.presentation", _SHOW),
    (b"indesign-idml", _LAYOUT),
    (b"hwp+zip", _WORD),
)
# A text may begin like one of these, but has no such characters.
_BINARY = lazy.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]|\A%!PS")
# A page that calls itself XML is one of a browser, and has been claimed.
_XML = lazy.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}<\?xml[\s?]")
_ROOT = lazy.compile(rb"<([A-Za-z_][\w:.-]{0,60})[\s>/]")
_WITHIN = 4096


def refuse_by_content(data: bytes, path: str) -> None:
    """Refuse a file that is known by its content to be no text that is read.

    :param data: The file.
    :param path: What to call it in messages.
    :raises InputError: If it is refused; the sentence says what to do.
    """
    known = _by_content(data, path)
    if known is not None and _BINARY.search(data[:_WITHIN]):
        _refuse(path, known)


def refuse_xml(data: bytes, path: str) -> None:
    """Refuse XML that no format has claimed.

    :param data: The file.
    :param path: What to call it in messages.
    :raises InputError: If it is refused; the sentence says what to do.
    """
    head = data[:_WITHIN].replace(b"\x00", b"")
    if _XML.match(head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")):
        root = _ROOT.search(head)
        name = root[1].decode("ascii", "replace") if root else "no element"
        message = (
            f"{path} is XML of a kind that is not read (<{name}>); save it as HTML or DOCX, or read"
            " all of its text with the input format html"
        )
        raise InputError(message)


def refuse_by_name(path: str) -> bool:
    """Refuse a file whose name says that it is no text that is read.

    :param path: Its name.
    :return: Whether its name has an ending that says nothing.
    :raises InputError: If it is refused; the sentence says what to do.
    """
    suffix = PurePath(path).suffix.lower().removeprefix(".")
    if suffix in _BY_SUFFIX:
        _refuse(path, _BY_SUFFIX[suffix])
    return bool(suffix)


def _refuse(path: str, known: _Known) -> None:
    message = f"{path} is {known.what}, which is not read; {known.way}"
    raise InputError(message)


def _by_content(data: bytes, path: str) -> _Known | None:
    if data.startswith(OLE_MAGIC):
        streams = (known for stream, known in _STREAMS if stream.encode("utf-16-le") in data)
        return next(streams, _WORD)
    if data.startswith(ZIP_MAGIC):
        return _by_members(data, path)
    return next((known for at, magic, known in _MAGIC if data.startswith(magic, at)), None)


def _by_members(data: bytes, path: str) -> _Known:
    """Tell what a ZIP container is that no format has claimed."""
    declared = declared_type(data)
    for name, known in _DECLARED:
        if name in declared:
            return known
    named = _BY_SUFFIX.get(PurePath(path).suffix.lower().removeprefix("."), _ARCHIVE)
    if b"Index/Document.iwa" in data or b"index.apxl" in data:
        return named if named in (_PAGES, _KEYNOTE, _NUMBERS) else _IWORK
    return named
