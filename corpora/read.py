"""Plain text files to documents."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from duizhao.corpora.blocks import LaidBlock, find_blocks
from duizhao.corpora.decode import decode
from duizhao.corpora.language import detect_language
from duizhao.corpora.lines import physical_lines
from duizhao.corpora.scripts import INVISIBLE
from duizhao.corpora.split import split_sentences
from duizhao.corpora.tags import primary_language
from duizhao.corpora.types import Block, Document, Kind, Piece, Sentence
from duizhao.errors import InputError

__all__ = ["document_from_text", "read_document"]

# Lines of layout are one unit each, whatever stops stand in them.
_WHOLE = frozenset({Kind.TEASER, Kind.BYLINE, Kind.NAVIGATION, Kind.FURNITURE})

# Hidden markup before a sentence that opens something belongs to it; other markup stays left.
_OPENING = re.compile(r"(?:<[A-Za-z0-9 ]{1,12}>|\[|\||#)+$")
_LONGEST_OPENING = 40


def read_document(
    path: str | os.PathLike[str],
    *,
    lang: str | None = None,
    encoding: str | None = None,
    presplit: bool = False,
) -> Document:
    """Read a plain text file.

    :param path: The file.
    :param lang: Its language, such as ``"zh"``; found from the text if ``None``.
    :param encoding: The encoding of its bytes, such as ``"gb18030"``; found if ``None``.
    :param presplit: Whether each line that is not blank is one sentence, to be kept as it is.
    :return: The document with its blocks and sentences.
    :raises InputError: if the file is missing, a folder, unreadable, empty or blank, binary, or
        not text in the encoding.
    """
    name = os.fspath(path)
    data = _bytes_of(name)
    text, encoding = decode(data, encoding, name)
    digest = hashlib.sha256(data).hexdigest()
    return _document(text, lang, name, presplit, digest, encoding)


def document_from_text(
    text: str, *, lang: str | None = None, path: str = "<text>", presplit: bool = False
) -> Document:
    """Make a document of a text at hand.

    :param text: The text; offsets of the document count its code points.
    :param lang: Its language; found from the text if ``None``.
    :param path: What to call it in reports and messages.
    :param presplit: Whether each line that is not blank is one sentence, to be kept as it is.
    :return: The document; its digest is that of the text in UTF-8.
    :raises InputError: if the text is empty or blank.

    >>> [s.text for s in document_from_text("A cat sat. It slept.").sentences]
    ['A cat sat.', 'It slept.']
    """
    data = text.encode("utf-8", errors="surrogatepass")
    return _document(text, lang, path, presplit, hashlib.sha256(data).hexdigest(), "utf-8")


def _bytes_of(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        message = f"{name} does not exist; give the path of a plain text file"
    except IsADirectoryError:
        message = f"{name} is a folder; give the path of a plain text file"
    except PermissionError:
        message = f"{name} may not be read; check its permissions"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{name} cannot be read ({reason}); give the path of a plain text file"
    raise InputError(message)


def _document(
    text: str, lang: str | None, path: str, presplit: bool, digest: str, encoding: str
) -> Document:
    if all(character.isspace() or character in INVISIBLE for character in text):
        message = f"{path} holds no text; give a plain text file with at least one sentence"
        raise InputError(message)
    language = detect_language(text) if lang is None else primary_language(lang)
    if presplit:
        blocks, sentences = _given_lines(text)
    else:
        laid = find_blocks(text, language)
        blocks = tuple(item.block for item in laid)
        sentences = tuple(_number(_all_sentences(text, laid, language)))
    return Document(path, language, text, blocks, sentences, digest, encoding)


def _number(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    for number, one in enumerate(sentences):
        yield Sentence(number, one.start, one.end, one.kind, one.text, one.block, one.pieces)


def _given_lines(text: str) -> tuple[tuple[Block, ...], tuple[Sentence, ...]]:
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
        sentences.append(
            Sentence(number, line.start, line.end, Kind.TEXT, body, len(blocks) - 1, pieces)
        )
    return tuple(blocks), tuple(sentences)


def _all_sentences(text: str, laid: Iterable[LaidBlock], lang: str) -> Iterator[Sentence]:
    for number, item in enumerate(laid):
        shown = item.surface.text
        if item.block.kind in _WHOLE:
            low = len(shown) - len(shown.lstrip())
            spans = [(low, len(shown.rstrip()))]
        else:
            spans = split_sentences(shown, lang)
        pieces = [item.surface.cut(low, high) for low, high in spans]
        edges = list(_edges(text, item.block, pieces))
        for (low, high), part, (start, end) in zip(spans, pieces, edges, strict=True):
            yield Sentence(0, start, end, item.block.kind, shown[low:high], number, part)


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
