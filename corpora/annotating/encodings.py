"""Text files written back in the encoding that they were in."""

from __future__ import annotations

import codecs
import logging

from duizhao.corpora.xml.text import BYTE_ORDER_MARKS
from duizhao.errors import InputError

__all__ = ["decoded", "encoded"]

_log = logging.getLogger(__name__)


def _marked(data: bytes, encoding: str) -> tuple[bytes, str]:
    """Return the byte order mark of a file, and the encoding of what follows."""
    found = ((mark, name) for mark, name in BYTE_ORDER_MARKS if data.startswith(mark))
    return next(found, (b"", encoding))


def decoded(data: bytes, encoding: str, path: str) -> str:
    """Return the text of a file without its byte order mark.

    :param data: The bytes.
    :param encoding: The encoding that its reader found.
    :param path: What to call it in messages.
    :raises InputError: If the bytes could not be had back from the text.
    """
    mark, name = _marked(data, encoding)
    try:
        text = data[len(mark) :].decode(name)
        same = mark + text.encode(name) == data
    except UnicodeError:
        same = False
    if not same:
        message = (
            f"{path} holds bytes that are no text in {name}, which a copy would lose; save it as"
            " UTF-8 and align that"
        )
        raise InputError(message)
    return text


def encoded(data: bytes, encoding: str, text: str, path: str) -> bytes:
    """Return a changed text in the encoding of its file.

    :param data: The bytes of the file.
    :param encoding: The encoding that its reader found.
    :param text: The changed text.
    :param path: What to call the file in messages.
    :return: Bytes in the file's encoding or, if that lacks a character, in UTF-8 with a mark that
        says so; a warning tells it.
    """
    mark, name = _marked(data, encoding)
    try:
        return mark + text.encode(name)
    except UnicodeError:
        _log.warning("the copy of %s is in UTF-8: %s lacks characters of the comments", path, name)
        return codecs.BOM_UTF8 + text.encode("utf-8", "replace")
