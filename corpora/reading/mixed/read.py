"""A file with a text and its translation to two documents."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from duizhao.corpora.document import Document
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.mixed.apart import InTurn, find_in_turn, only
from duizhao.corpora.reading.mixed.comments import find_in_comments
from duizhao.corpora.reading.mixed.lines import main_languages
from duizhao.corpora.reading.read import ReadOptions, document_from_reading, read_parts
from duizhao.corpora.reading.registry import load_format
from duizhao.corpora.text.tags import primary_tag

__all__ = ["Mixed", "read_mixed", "without_original"]

# A file holds its original as well if this share of what it says in that language stands there,
# and so much of the original is in it. A page that was left in part as it was has less of it.
_COPIED, _HELD = 0.5, 0.8
# ... and if it says so much in its own language beside that.
_TRANSLATED = 0.4
# A file with less than this of the other one's lines is not looked at again.
_LEAST_COPIED = 0.05


@dataclass(frozen=True)
class Mixed:
    """A text and its translation that stood in one file.

    :param source: The original; its offsets, but for Markdown, are those of the whole file.
    :param target: The translation, likewise.
    :param borders: Where a further passage of both begins: ids of a source and of a target
        sentence, both rising. What stands before a border belongs to what stands before it.
    """

    source: Document
    target: Document
    borders: tuple[tuple[int, int], ...]


def read_mixed(
    data: bytes,
    reading: Reading,
    path: str,
    name: str,
    *,
    langs: tuple[str | None, str | None] = (None, None),
    limits: Limits = NO_LIMITS_RAISED,
) -> Mixed | None:
    """Read a file in which a text and its translation stand in turn.

    :param data: The file.
    :param reading: What the reader of its format made of it.
    :param path: What to call it in messages.
    :param name: Its format, one of :data:`duizhao.corpora.reading.registry.FORMATS`.
    :param langs: The languages of the original and of the translation, as the user names them;
        what comes first is the original if None.
    :param limits: What it may cost.
    :return: None if it is in one language, or in two that do not stand in turn.
    :raises InputError: If the file cannot be read.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if name == "markdown":
        found = _from_comments(data, path, sha256, langs, limits)
        if found is not None:
            return found
    in_turn = find_in_turn(reading, langs)
    return None if in_turn is None else _from_turns(in_turn, path, sha256)


def _from_turns(found: InTurn, path: str, sha256: str) -> Mixed:
    source, target = (_document(only(found, lang), lang, path, sha256) for lang in found.langs)
    borders = []
    for at in found.starts:
        ids = [_first_from(at, document) for document in (source, target)]
        if ids[0] is not None and ids[1] is not None:
            borders.append((ids[0], ids[1]))
    return Mixed(source, target, tuple(borders))


def _first_from(at: int, document: Document) -> int | None:
    """Return the id of the first sentence behind a place; None if one stands across it or none."""
    sentences = document.sentences
    number = bisect_right(sentences, at, key=lambda sentence: sentence.end)
    return number if number < len(sentences) and sentences[number].start >= at else None


def _from_comments(
    data: bytes, path: str, sha256: str, langs: tuple[str | None, str | None], limits: Limits
) -> Mixed | None:
    text, encoding = decode(data, None, path)
    found = find_in_comments(text)
    if found is None:
        return None
    wanted = [
        lang if given is None else primary_tag(given)
        for lang, given in zip(found.langs, langs, strict=True)
    ]
    read = load_format("markdown").read
    source, target = (
        _document(replace(read(part.encode(), path, limits), encoding=encoding), lang, path, sha256)
        for part, lang in zip((found.source, found.target), wanted, strict=True)
    )
    lines = [[(s.place and s.place.line) or 0 for s in each.sentences] for each in (source, target)]
    borders = []
    for start in found.starts:
        ids = [next((n for n, line in enumerate(own) if line >= start), None) for own in lines]
        if ids[0] is not None and ids[1] is not None:
            borders.append((ids[0], ids[1]))
    return Mixed(source, target, tuple(borders))


def _document(reading: Reading, lang: str, path: str, sha256: str) -> Document:
    document = document_from_reading(reading, lang=lang, path=path)
    return replace(document, sha256=sha256)


def without_original(document: Document, other: Document, options: ReadOptions) -> Document | None:
    """Return a document without the text of the other side, which stands in it in turn.

    :param document: What was read of a file.
    :param other: The document that it is to be aligned with.
    :param options: How the file was read.
    :return: None if it does not hold the other side's text, or cannot be read again.
    """
    if options.presplit or not _has_both(document, other):
        return None
    path = Path(document.path)
    if not path.is_file():
        return None
    _, _, reading = read_parts(path, options)
    found = find_in_turn(reading)
    if found is None or other.lang not in found.langs:
        return None
    own = next(lang for lang in found.langs if lang != other.lang)
    copied = document_from_reading(only(found, other.lang), lang=other.lang, path=document.path)
    there, texts = list(_texts(other)), list(_texts(copied))
    weights = main_languages(found.lines)
    if (
        _share(texts, set(there)) < _COPIED
        or _share(there, set(texts)) < _HELD
        or weights[own] < _TRANSLATED * weights[other.lang]
    ):
        return None
    left = document_from_reading(only(found, own), lang=own, path=document.path)
    return replace(left, sha256=document.sha256, align_all=document.align_all)


def _has_both(document: Document, other: Document) -> bool:
    """Tell at little cost whether some of a document's lines are the other's."""
    there = {line.strip() for line in other.text.splitlines()} - {""}
    lines = [line.strip() for line in document.text.splitlines()]
    copied = sum(len(line) for line in lines if line in there)
    return _LEAST_COPIED * len(document.text) <= copied < len(document.text)


def _share(texts: Sequence[str], there: Set[str]) -> float:
    """Return how much of some texts stands among others."""
    return sum(len(text) for text in texts if text in there) / max(1, sum(map(len, texts)))


def _texts(document: Document) -> Iterator[str]:
    for sentence in document.sentences:
        yield " ".join(sentence.text.split())
