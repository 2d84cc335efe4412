"""The text of an XML file, a chunk at a time, whatever encoding it is in."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from duizhao import lazy
from duizhao.errors import InputError

__all__ = ["BYTE_ORDER_MARKS", "declared_encoding", "xml_text"]

_CHUNK = 2**16
_DECLARED = lazy.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The byte order marks of Unicode and the encoding that each tells; the first that fits holds."""

# The first character of a file without a mark is "<".
_SHAPES = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# Files that name the old standards have the characters of the later ones all the same.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}

# What is no text in the encoding becomes a zero byte, which no XML may hold: so the parser finds
# it, and says where.
_ZERO, _MARKED = "duizhao.zero", "duizhao.marked"
codecs.register_error(_ZERO, lambda error: ("\0", error.end))  # type: ignore[attr-defined]
codecs.register_error(_MARKED, lambda error: ("\ufffd", error.end))  # type: ignore[attr-defined]


def xml_text(
    stream: BinaryIO, *, encoding: str | None = None, undecoded: str = "\0"
) -> Iterator[str]:
    """Yield the text of a file without a byte order mark.

    The mark counts more than the declaration, and so does the shape of the first bytes: a file
    that is called UTF-16 and is not was saved anew by an editor.

    :param stream: The file.
    :param encoding: What it is in; as it begins and says if None.
    :param undecoded: What stands for bytes that are not in the encoding: a zero character, which
        no XML may hold, or ``"\ufffd"``.
    :return: Chunks.
    :raises InputError: If the encoding is not known.
    """
    chunk = stream.read(_CHUNK)
    known, mark = _encoding(chunk) if encoding is None else (encoding, 0)
    errors = _ZERO if undecoded == "\0" else _MARKED
    decoder = codecs.getincrementaldecoder(known)(errors)
    chunk = chunk[mark:]
    while chunk:
        if text := decoder.decode(chunk):
            yield text
        chunk = stream.read(_CHUNK)
    # Half a character at the end is no other damage than that the file ends too early.
    if (text := decoder.decode(b"", final=True)) and undecoded != "\0":
        yield text


def declared_encoding(head: bytes) -> str:
    """Return the encoding that a file begins in, or says that it is in.

    :param head: Its first bytes.
    :raises InputError: If there is no such encoding.
    """
    return _encoding(head)[0]


def _encoding(head: bytes) -> tuple[str, int]:
    """Return the encoding that a file begins in, and the length of its byte order mark."""
    for mark, name in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return name, len(mark)
    for shape, name in _SHAPES:
        if head.startswith(shape):
            return name, 0
    found = _DECLARED.match(head)
    name = found[1].decode("ascii") if found else "utf-8"
    try:
        known = codecs.lookup(name)
        if not known._is_text_encoding:  # noqa: SLF001 - no public way
            raise LookupError(name)
    except LookupError:
        message = f"{name!r} is not an encoding; name one such as utf-8, gb18030 or big5"
        raise InputError(message) from None
    if known.name.startswith(("utf-16", "utf-32", "utf-8", "ascii")):
        return "utf-8", 0
    return _WIDER.get(known.name, known.name), 0
