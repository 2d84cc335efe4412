"""Whether what was read of a file is about all of its visible text, by another and cruder count.

Readers know their formats; this does not. It counts the letters between the tags of a file, or of
the documents in an archive, and compares. What a reader names as left aside counts as read.
"""

from __future__ import annotations

import re
from html import unescape

from duizhao import lazy
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.formats.archive import ZIP_MAGIC, Archive
from duizhao.errors import InputError

__all__ = ["unread_letters"]

#: Less than this share of the letters between tags is little: of 17 documents at hand in these
#: formats (pages of real pairs, cases) no share was below 1; a chapter lost is seldom half a book.
LEAST_SHARE = 0.5
#: Fewer letters than this are no loss to speak of.
FEWEST_LETTERS = 200

# Members of archives that hold what a reader of the document sees.
_TEXT_MEMBER = lazy.compile(
    r"word/document\.xml|content\.xml|ppt/slides/slide\d+\.xml|xl/sharedStrings\.xml|.+\.x?html?"
)
_MARKUP = frozenset({"html", "docx", "odt", "epub", "pptx", "xlsx"})
_NO_TEXT = lazy.compile(
    r"<!--.*?-->|<(script|style|title|template|noscript|svg|w:delText|w:instrText)\b[^>]*>.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = lazy.compile(r"<[^<>]*>")
# No more is counted, in characters; the share of a part is that of the whole.
_MOST_COUNTED = 20_000_000


def unread_letters(name: str, data: bytes, reading: Reading, path: str, limits: Limits) -> int:
    """Return how many letters of a file were not read, if that is much of it; else 0.

    :param name: The name of its format.
    :param data: Its bytes.
    :param reading: What was read of it.
    :param path: What to call it in messages.
    :param limits: What it may cost.
    """
    if name not in _MARKUP:
        return 0
    whole = _letters(_visible(data, reading.encoding, path, limits))
    read = _letters(reading.text) + sum(_letters(one.text) for one in reading.aside)
    lost = whole - read
    return lost if lost >= FEWEST_LETTERS and read < LEAST_SHARE * whole else 0


def _visible(data: bytes, encoding: str, path: str, limits: Limits) -> str:
    if not data.startswith(ZIP_MAGIC):
        return _bare(data.decode(encoding, "replace"))
    texts = []
    try:
        archive = Archive(data, path, limits, "an archive")
        for member in archive:
            if _TEXT_MEMBER.fullmatch(member):
                texts.append(_bare(archive.read(member).decode("utf-8", "replace")))
    except InputError:
        return ""  # its reader has said what is wrong, or did not need the member
    return "\n".join(texts)


def _bare(text: str) -> str:
    if len(text) > _MOST_COUNTED:
        return ""
    return unescape(_TAG.sub(" ", _NO_TEXT.sub(" ", text)))


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
