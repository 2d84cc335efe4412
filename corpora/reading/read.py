"""Files to documents, whatever their format."""

from __future__ import annotations

import codecs
import hashlib
import itertools
import logging
import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from duizhao import lazy
from duizhao.corpora.document import Block, Document, Kind, Locator, Piece, Sentence, Verbatim
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.input import shown_path, take_bytes
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.reading.base import Format, Reading
from duizhao.corpora.reading.coverage import unread_letters
from duizhao.corpora.reading.formats.text import read_text
from duizhao.corpora.reading.layout.blocks import LaidBlock, find_blocks
from duizhao.corpora.reading.layout.lines import physical_lines
from duizhao.corpora.reading.registry import BITEXTS, choose_format
from duizhao.corpora.sentences.split import split_sentences
from duizhao.corpora.text.detection import detect_language
from duizhao.corpora.text.scripts import INVISIBLE
from duizhao.corpora.text.tags import primary_language
from duizhao.corpora.text.verbatim import find_verbatim
from duizhao.errors import InputError

__all__ = [
    "ReadOptions",
    "document_from_reading",
    "document_from_text",
    "read_document",
    "read_parts",
]

_log = logging.getLogger(__name__)


# Lines of layout are one unit each, whatever stops stand in them.
_WHOLE = frozenset({Kind.TEASER, Kind.BYLINE, Kind.NAVIGATION, Kind.FURNITURE, Kind.REFERENCE})

# Formats that say themselves how their text is encoded.
_ENCODED = frozenset({"docx", "xlsx", "pptx", "odt", "epub", "pdf", "ttml"}) | BITEXTS

# Languages that :func:`detect_language` knows by their script, whatever a file says of itself:
# web pages in Chinese are often made from an English template and call themselves English.
_BY_SCRIPT = frozenset({"ar", "el", "he", "hi", "ja", "ko", "ru", "th", "zh"})
_PRIMARY_TAG = lazy.compile(r"[A-Za-z]{2,3}(?![A-Za-z0-9])")

# Hidden markup before a sentence that opens something belongs to it; other markup stays left.
_OPENING = lazy.compile(r"(?:<[A-Za-z0-9 ]{1,12}>|\[|\||#)+$")
_LONGEST_OPENING = 40

# What a person's editor counts as line ends.
_LINE_END = lazy.compile(r"\r\n|\n|\r")

# From where a sentence begins and the number of its block to its place in the file.
_PlaceOf = Callable[[int, int], "Locator | None"]


@dataclass(frozen=True)
class ReadOptions:
    """How a file is read; what is left out is found from the file.

    :param lang: Its language, such as ``"zh"``; if None, found from the text and from what the
        file says of itself.
    :param encoding: The encoding of its bytes, such as ``"gb18030"``; found if None.
    :param format: A name among :data:`duizhao.corpora.reading.registry.FORMATS`; told from content
        and suffix if None.
    :param presplit: Whether each line that is not blank, or each part that the format sets apart,
        is one sentence, to be kept as it is.
    :param align_all: Whether teasers, bylines, contents, navigation and page furniture take part
        in an alignment as well.
    :param bitext: Whether a file that holds a text together with its translation is read for its
        source side, and not refused.
    :param limits: What the file may cost.
    """

    lang: str | None = None
    encoding: str | None = None
    format: str | None = None
    presplit: bool = False
    align_all: bool = False
    bitext: bool = False
    limits: Limits = NO_LIMITS_RAISED


_AS_IT_IS = ReadOptions()


def read_document(path: str | os.PathLike[str], options: ReadOptions = _AS_IT_IS) -> Document:
    """Read a file.

    :param path: The file; ``-`` is standard input.
    :param options: How it is read.
    :return: The document with its blocks and sentences.
    :raises InputError: If the file is missing, a folder, unreadable, too large, empty or blank,
        damaged, in no known format, in another encoding, or a bitext.
    :raises UnknownNameError: If there is no format of that name.
    :raises MissingExtraError: If the format needs an extra that is not installed.
    """
    data, _, reading = read_parts(path, options)
    return _document(reading, shown_path(path), options, hashlib.sha256(data).hexdigest())


def read_parts(
    path: str | os.PathLike[str], options: ReadOptions = _AS_IT_IS
) -> tuple[bytes, str, Reading]:
    """Read a file as far as its format goes.

    :param path: The file; ``-`` is standard input.
    :param options: How it is read; what concerns blocks and sentences is passed over.
    :return: Its bytes, the name of its format, and what the reader of the format made of it.
    :raises DuizhaoError: As :func:`read_document`.
    """
    name = shown_path(path)
    data = take_bytes(path, options.limits)
    chosen = choose_format(data, name, options.format)
    if chosen.name in BITEXTS and not options.bitext:
        message = (
            f"{name} holds a text together with its translation ({chosen.name}); check it with:"
            f" duizhao check {name}"
        )
        raise InputError(message)
    return data, chosen.name, _read(chosen, data, name, options)


def document_from_text(
    text: str, *, lang: str | None = None, path: str = "<text>", presplit: bool = False
) -> Document:
    """Make a document of a text at hand.

    :param text: The text; offsets of the document count its code points.
    :param lang: Its language; found from the text if ``None``.
    :param path: What to call it in reports and messages.
    :param presplit: Whether each line that is not blank is one sentence, to be kept as it is.
    :return: The document; its checksum is that of the text in UTF-8.
    :raises InputError: if the text is empty or blank.

    >>> [s.text for s in document_from_text("A cat sat. It slept.").sentences]
    ['A cat sat.', 'It slept.']
    """
    return document_from_reading(Reading(text, None), lang=lang, path=path, presplit=presplit)


def document_from_reading(
    reading: Reading, *, lang: str | None = None, path: str = "<text>", presplit: bool = False
) -> Document:
    """Make a document of what a reader of a format made of a file.

    :param reading: The visible text with its parts.
    :param lang: Its language; found from the text and what the file says of itself if ``None``.
    :param path: What to call it in reports and messages.
    :param presplit: Whether each part of it is one sentence, to be kept as it is.
    :return: The document; its checksum is that of the text in UTF-8.
    :raises InputError: if the text is empty or blank.
    """
    data = reading.text.encode("utf-8", errors="surrogatepass")
    options = ReadOptions(lang=lang, presplit=presplit)
    return _document(reading, path, options, hashlib.sha256(data).hexdigest())


def _read(chosen: Format, data: bytes, name: str, options: ReadOptions) -> Reading:
    encoding, limits = options.encoding, options.limits
    if encoding is None:
        reading = chosen.read(data, name, limits)
    elif chosen.name in _ENCODED:
        message = f"{name} is {chosen.name}, which names its encoding itself; leave yours out"
        raise InputError(message)
    elif chosen.name == "text":
        reading = read_text(data, name, encoding)
    else:
        text, _ = decode(data, encoding, name)
        # A byte order mark goes before whatever the file says of its encoding.
        plain = codecs.BOM_UTF8 + text.encode("utf-8", "replace")
        reading = replace(chosen.read(plain, name, limits), encoding=encoding)
    limits.check("parts", len(reading.parts or ()), name)
    _tell(chosen, data, reading, name, limits)
    return reading


def _tell(chosen: Format, data: bytes, reading: Reading, path: str, limits: Limits) -> None:
    """Say what was left aside, and warn if that is much and nothing says why."""
    sizes: Counter[str] = Counter()
    for one in reading.aside:
        sizes[one.why.value] += len(one.text)
    if sizes:
        said = ", ".join(f"{why} ({size} characters)" for why, size in sizes.items())
        _log.info("%s: left aside: %s", path, said)
    unread = unread_letters(chosen.name, data, reading, path, limits)
    if unread:
        _log.warning(
            "%s: about %d letters of it were not read, more than half of its text; look whether"
            " something is missing",
            path,
            unread,
        )


def _document(reading: Reading, path: str, options: ReadOptions, sha256: str) -> Document:
    text, parts = reading.text, reading.parts
    if all(character.isspace() or character in INVISIBLE for character in text):
        message = f"{path} holds no text; give a file with at least one sentence"
        raise InputError(message)
    named = options.lang
    verbatim = find_verbatim(text, reading.verbatim)
    language = _language(reading, verbatim) if named is None else primary_language(named)
    place_of = _places(reading)
    if options.presplit and parts is None:
        blocks, sentences = _given_lines(text, place_of)
    else:
        if options.presplit:
            parts = tuple(replace(part, whole=True) for part in parts or ())
        laid = find_blocks(text, language, parts)
        blocks = tuple(item.block for item in laid)
        sentences = tuple(_all_sentences(text, laid, language, place_of))
    return Document(
        path,
        language,
        text,
        blocks,
        sentences,
        sha256,
        reading.encoding,
        align_all=options.align_all,
        verbatim=verbatim,
        claimed=_claimed(reading),
    )


def _language(reading: Reading, verbatim: Iterable[Verbatim]) -> str:
    """Name the main language of a text that may say itself what it is."""
    found = detect_language(_prose(reading.text, verbatim))
    claimed = _claimed(reading)
    return found if not claimed or {found, claimed} & _BY_SCRIPT else claimed


def _claimed(reading: Reading) -> str:
    """Return the language that a file says it is in; empty if it says nothing."""
    tag = _PRIMARY_TAG.match(reading.lang or "")
    return tag[0].lower() if tag else ""


def _prose(text: str, verbatim: Iterable[Verbatim]) -> str:
    """Return a text without what is not translated; the text itself if nothing is left."""
    parts, end = [], 0
    for item in verbatim:
        parts.append(text[end : item.start])
        end = item.end
    shown = " ".join([*parts, text[end:]])
    return shown if any(map(str.isalpha, shown)) else text


def _places(reading: Reading) -> _PlaceOf:
    parts = reading.parts
    if parts is None:
        ends = [match.end() for match in _LINE_END.finditer(reading.text)]
        return lambda start, block: Locator(paragraph=block + 1, line=bisect_right(ends, start) + 1)
    starts = [part.start for part in parts]
    return lambda start, _: parts[max(0, bisect_right(starts, start) - 1)].place


def _given_lines(text: str, place_of: _PlaceOf) -> tuple[tuple[Block, ...], tuple[Sentence, ...]]:
    """Take each line as a sentence; blank lines part the blocks."""
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    for number, line in enumerate(physical_lines(text)):
        if blocks and not line.blanks:
            blocks[-1] = Block(blocks[-1].start, line.end, Kind.TEXT)
        else:
            blocks.append(Block(line.start, line.end, Kind.TEXT))
        body = text[line.start : line.end]
        pieces = (Piece(0, line.start, len(body)),)
        block = len(blocks) - 1
        place = place_of(line.start, block)
        sentences.append(
            Sentence(number, line.start, line.end, Kind.TEXT, body, block, pieces, place)
        )
    return tuple(blocks), tuple(sentences)


def _all_sentences(
    text: str, laid: Iterable[LaidBlock], lang: str, place_of: _PlaceOf
) -> Iterator[Sentence]:
    ids = itertools.count()
    for number, item in enumerate(laid):
        shown = item.surface.text
        if item.whole or item.block.kind in _WHOLE:
            low = len(shown) - len(shown.lstrip())
            spans = [(low, len(shown.rstrip()))]
        else:
            spans = split_sentences(shown, lang)
        pieces = [item.surface.cut(low, high) for low, high in spans]
        edges = list(_edges(text, item.block, pieces))
        for (low, high), part, (start, end) in zip(spans, pieces, edges, strict=True):
            words, place = shown[low:high], place_of(start, number)
            yield Sentence(next(ids), start, end, item.block.kind, words, number, part, place)


def _edges(text: str, block: Block, pieces: list[tuple[Piece, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the document span of each sentence, hidden markup at its edges included."""
    start = block.start
    for part, following in zip(pieces, [*pieces[1:], ()], strict=True):
        if not following:
            yield start, block.end
            return
        end, begin = part[-1].start + part[-1].length, following[0].start
        gap = text[end:begin]
        opening = _OPENING.search(gap[-_LONGEST_OPENING:])
        split = begin - (len(opening.group()) if opening else 0)
        yield start, end + len(text[end:split].rstrip())
        start = split
