"""Plain text with remarks in CriticMarkup (https://github.com/CriticMarkup/CriticMarkup-toolkit)."""

from __future__ import annotations

from collections.abc import Sequence

from duizhao.corpora.annotating.encodings import decoded, encoded
from duizhao.corpora.annotating.marking import Marked, critic_mark, mark_up
from duizhao.corpora.annotating.remarks import Remark
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading

__all__ = ["annotate_text"]


def annotate_text(
    data: bytes,
    path: str,
    reading: Reading,
    remarks: Sequence[Remark],
    author: str,
    _limits: Limits,
) -> bytes:
    """Return a plain text with a mark at the words of each remark.

    :param data: The bytes of the text.
    :param path: What to call it in messages.
    :param reading: What its reader made of it.
    :param remarks: What to say of which words of the reading.
    :param author: Who says it.
    :raises InputError: If the text could not be written back as it is.
    """
    text = decoded(data, reading.encoding, path)
    marked = [Marked(remark, ((remark.start, remark.end),)) for remark in remarks]
    return encoded(data, reading.encoding, mark_up(text, marked, critic_mark(author)), path)
