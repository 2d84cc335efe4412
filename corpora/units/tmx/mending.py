"""Mend the text of a memory before it is parsed: what no XML may hold, and what was forgotten.

Programs write control characters, ``&`` and ``<`` as they stand, forget ``<seg>``, close elements
in the wrong order, and name another encoding than they write. Every repair is counted.
"""

from __future__ import annotations

import codecs
import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from duizhao import lazy
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.text.clean import ILLEGAL, clean_line
from duizhao.corpora.text.tags import is_language_tag
from duizhao.corpora.units.unit import TranslationUnit, Variant
from duizhao.corpora.xml.text import declared_encoding, xml_text
from duizhao.errors import InputError

__all__ = ["Mending"]

# Enough bytes to tell an encoding by.
_HEAD = 2**20
_ILLEGAL = lazy.compile(f"[{ILLEGAL}\v\f]")
_REFERENCE = lazy.compile(r"&#(?:[xX]([0-9A-Fa-f]{1,8})|([0-9]{1,10}));")
_NUMBERS = ((0x9, 0xA), (0xD, 0xD), (0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
_BARE = lazy.compile(r"&(?!(?:#[0-9]{1,10}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][\w.-]{0,40});)")
_BEYOND_ASCII = lazy.compile("[^\x00-\x7f]")
_LESS = lazy.compile(r"<(?![A-Za-z_/!?])")
# A variant in which text stands without <seg>.
_VARIANT = lazy.compile(r"(<tuv\b[^<>]*>)((?:(?!</?tuv\b|<seg\b|</?tu\b).)*)(</tuv\s*>)", re.DOTALL)
_BESIDE = lazy.compile(r"\s*(?:<(prop|note)\b[^<>]*>[^<>]*</\1\s*>\s*)*")
# What is looked for in a unit that the parser refuses.
_TUV = lazy.compile(r"<tuv\b([^<>]*)>(.*?)(?=<tuv\b|\Z)", re.DOTALL)
_LANG = lazy.compile(r"""\b(?:xml:)?lang\s*=\s*["']([^"'<>]{1,40})["']""")
_SEG = lazy.compile(r"<seg\b[^<>]*>(.*)\Z", re.DOTALL)
_SEG_END = lazy.compile(r"</(?:seg|tuv|tu)\s*>")
_CODE = lazy.compile(r"<(bpt|ept|ph|it|ut)\b[^<>]*>.*?</\1\s*>", re.DOTALL)
_TAG = lazy.compile(r"<[^<>]*>")
_SIDES = 2

_WORDS = (
    ("characters", "character{} that XML cannot hold taken out"),
    ("signs", "bare & or <"),
    ("segments", "text{} without <seg>"),
    ("encoding", "wrong encoding"),
    ("undecoded", "byte{} that are no text marked with U+FFFD"),
    ("units", "broken unit{} kept as plain text"),
    ("languages", "text{} without a language left out"),
)


class Mending:
    """Mends a memory as it goes by, and counts what it does."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def text_of(self, stream: BinaryIO) -> Iterator[str]:
        """Yield the text of a file, in the encoding that it is really in.

        :param stream: The file.
        """
        head = stream.read(_HEAD)
        encoding = self._encoding(head)
        for text in xml_text(_Rejoined(head, stream), encoding=encoding, undecoded="\ufffd"):
            self.counts["undecoded"] += text.count("\ufffd")
            yield text

    def _encoding(self, head: bytes) -> str | None:
        """Return the encoding of a file that is not in the one that it names; else None."""
        try:
            named = declared_encoding(head)
        except InputError:
            named = "utf-8"
            self.counts["encoding"] += 1
        text = codecs.getincrementaldecoder(named)("replace").decode(head)
        wrong = text.count("\ufffd")
        # Of a text in another encoding little beyond ASCII makes sense; single bytes are damage.
        if not wrong or wrong < len(_BEYOND_ASCII.findall(text)) - wrong:
            return named if self.counts["encoding"] else None
        try:
            known = decode(head)[1]
        except InputError:
            return named
        self.counts["encoding"] = 1
        return known

    def mended(self, text: str) -> str:
        """Return a part of a memory with what keeps a parser from reading it mended.

        :param text: A part that no reference or element crosses the end of.
        """
        text, found = _ILLEGAL.subn("", text)
        self.counts["characters"] += found
        text = _REFERENCE.sub(self._reference, text)
        for pattern, instead in ((_BARE, "&amp;"), (_LESS, "&lt;")):
            text, found = pattern.subn(instead, text)
            self.counts["signs"] += found
        return _VARIANT.sub(self._segment, text) if "<tuv" in text else text

    def unit(self, text: str, number: int) -> TranslationUnit | None:
        """Return the plain texts of a unit that a parser refuses, if it has two.

        :param text: From its beginning to its end, or to the next unit.
        :param number: Its place in the file.
        """
        variants = []
        for attributes, inside in _TUV.findall(text):
            lang, segment = _LANG.search(attributes), _SEG.search(inside)
            if lang is None or segment is None:
                continue
            content = _SEG_END.split(segment[1], maxsplit=1)[0]
            plain = html.unescape(_TAG.sub("", _CODE.sub("", content)))
            variants.append(Variant(lang[1], clean_line(plain.replace("<", ""))))
        told = {v.lang.lower() for v in variants if v.text}
        if len(told) < _SIDES or len(told) < len(variants):
            return None  # one side, or two units in one
        self.counts["units"] += 1
        return TranslationUnit(tuple(variants), number=number)

    def named(self, unit: TranslationUnit) -> TranslationUnit:
        """Return a unit without texts whose language is not named."""
        kept = tuple([v for v in unit.variants if is_language_tag(v.lang)])
        if len(kept) == len(unit.variants):
            return unit
        self.counts["languages"] += len(unit.variants) - len(kept)
        return unit._replace(variants=kept)

    def in_words(self) -> str:
        """Say what was done, or nothing if there was nothing to do."""
        told = []
        for name, words in _WORDS:
            count = self.counts[name]
            if count:
                told.append(f"{count} {words.format('' if count == 1 else 's')}")
        return ", ".join(told)

    def _reference(self, match: re.Match[str]) -> str:
        number = int(match[1], 16) if match[1] else int(match[2])
        if any(first <= number <= last for first, last in _NUMBERS):
            return match[0]
        self.counts["characters"] += 1
        return ""

    def _segment(self, match: re.Match[str]) -> str:
        beside = _BESIDE.match(match[2])
        at = beside.end() if beside else 0
        content = match[2][at:].strip()
        if not content:
            return match[0]
        self.counts["segments"] += 1
        return f"{match[1]}{match[2][:at]}<seg>{content}</seg>{match[3]}"


class _Rejoined(io.BytesIO):
    """A stream from which the head was read already.

    :param head: Its first bytes.
    :param stream: The rest.
    """

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__(head)
        self._stream = stream

    def read(self, size: int | None = -1) -> bytes:
        """Read some bytes; none at the end."""
        return super().read(size) or self._stream.read(-1 if size is None else size)
