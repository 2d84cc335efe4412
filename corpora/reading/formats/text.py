"""Plain text: what no other format claims."""

from __future__ import annotations

from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading

__all__ = ["FORMATS", "read_text"]


def read_text(data: bytes, path: str, encoding: str | None = None) -> Reading:
    """Read plain text.

    :param data: The bytes of the file.
    :param path: What to call it in messages.
    :param encoding: Their encoding; found from them if None.
    :return: The text as it stands; the block layer divides it.
    :raises InputError: If the bytes are not text, or not in that encoding.
    """
    text, found = decode(data, encoding, path)
    return Reading(text, None, found)


def _read(data: bytes, path: str, _limits: Limits) -> Reading:
    return read_text(data, path)


# Nothing marks a plain text, so it never claims a file by its content.
FORMATS = {"text": Format("text", (".txt", ".text"), lambda data: False, _read)}
