"""What a file is that was given in the place of another, and which command takes it."""

from __future__ import annotations

from duizhao.errors import InputError, WrongFormatError

__all__ = ["told_instead"]

_WANTED = {
    "": "no file of translation units",
    "bitext": "no text together with its translation",
    "tmx": "no translation memory (TMX)",
    "xliff": "no XLIFF file",
    "po": "no message catalogue (PO)",
    "tsv": "no table of tabs (TSV)",
    "csv": "no table of commas (CSV)",
    "jsonl": "no units one a line (JSON Lines)",
    "moses": "no plain text of a line a unit",
}
# What is said of a file by the name of its format.
_NOUNS = {
    "text": "a plain text",
    "markdown": "a Markdown text",
    "mdx": "an MDX text",
    "html": "a web page (HTML)",
    "docx": "a Word document (DOCX)",
    "xlsx": "a workbook (XLSX)",
    "pptx": "a presentation (PPTX)",
    "odt": "a document of LibreOffice (ODT)",
    "epub": "an electronic book (EPUB)",
    "pdf": "a PDF document",
    "asciidoc": "an AsciiDoc document",
    "latex": "a LaTeX document",
    "rst": "a reStructuredText document",
    "rtf": "a document in Rich Text Format (RTF)",
    "srt": "a subtitle file (SRT)",
    "vtt": "a subtitle file (WebVTT)",
    "ass": "a subtitle file (ASS)",
    "ttml": "a subtitle file (TTML)",
    "json": "a file of strings in JSON",
    "properties": "a file of strings (properties)",
    "strings": "a file of strings (strings)",
    "xml-strings": "a file of strings in XML",
    "tsv": "a table",
    "tmx": "a translation memory (TMX)",
    "xliff": "an XLIFF file",
    "po": "a message catalogue (PO)",
    "jsonl": "a file of units one a line (JSON Lines)",
}
_UNITS = frozenset({"tmx", "xliff", "po", "tsv", "jsonl"})
_ALIGNMENT = b'"duizhao-alignment"'
_ZIP = b"PK\x03\x04"


def told_instead(error: WrongFormatError) -> str:
    """Return the sentence about a file that is of another format than the one that is wanted.

    :param error: What the reader of the wanted format said.
    """
    from duizhao.corpora.reading.refusals import refuse_by_name
    from duizhao.corpora.reading.registry import recognise
    from duizhao.corpora.units.formats import UNIT_FORMATS, format_by_suffix

    path, head = error.path, error.head
    if not head.strip(b"\x00\t\n\r \xef\xbb\xbf\xfe\xff"):
        return f"{path} is empty; give a file with text"
    if _ALIGNMENT in head[:4096]:
        return (
            f"{path} is an alignment that duizhao made, {_WANTED[error.wanted]}; make a memory of"
            f" it: duizhao export {path} --format tmx -o memory.tmx"
        )
    named = format_by_suffix(path)
    by_name = named is None or named.name != error.wanted
    try:
        found = recognise(_whole(path, head), path, by_name=by_name)
        if found is None and by_name:
            refuse_by_name(path)
    except InputError as refused:
        return str(refused)
    name = "text" if found is None else found.name
    if named is UNIT_FORMATS["jsonl"] and name in {"json", "text"}:
        name = "jsonl"
    wanted = _WANTED[error.wanted]
    if name == "text" and not by_name:
        return f"{path} is {wanted}, whatever its name says; give the file as it was saved"
    return f"{path} is {_NOUNS[name]}, {wanted}; {_way(name, path, error.wanted)}"


def _way(name: str, path: str, wanted: str) -> str:
    """Say which command takes a file of a format."""
    given = "-" if path == "<stdin>" else path
    check = f"duizhao check {given} -o out"
    if name in _UNITS:
        return f"make a memory of it: duizhao tmx convert {given} -o memory.tmx; or {check}"
    align = f"align it with its translation: duizhao align {given} TRANSLATION -o out"
    return align if wanted == "bitext" else f"{align}, or, if it holds both languages, {check}"


def _whole(path: str, head: bytes) -> bytes:
    """Return as much of a file as tells what it is: of an archive all, for its list stands last."""
    from duizhao.corpora.files.input import take_bytes
    from duizhao.corpora.files.limits import NO_LIMITS_RAISED

    if not head.startswith(_ZIP):
        return head
    try:
        return take_bytes(path, NO_LIMITS_RAISED)
    except InputError:  # standard input, which is read already, or too large a file
        return head
