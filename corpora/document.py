"""The value types of a text: a document, its blocks and its sentences.

All offsets are code points into :attr:`Document.text`, the text as decoded from the file and
before any normalisation. ``start`` is inclusive, ``end`` exclusive, as in a Python slice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from duizhao.errors import InputError

__all__ = [
    "Block",
    "Document",
    "Kind",
    "Locator",
    "Piece",
    "Sentence",
    "Verbatim",
    "VerbatimKind",
]


class Kind(str, Enum):
    """What a block is on the page."""

    TEXT = "text"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    CELL = "cell"
    CAPTION = "caption"
    CONTENTS = "contents"
    TEASER = "teaser"
    BYLINE = "byline"
    NAVIGATION = "navigation"
    FURNITURE = "furniture"
    REFERENCE = "reference"

    @property
    def aligned(self) -> bool:
        """Whether sentences of this kind take part in the alignment.

        The others are kept and reported, but a translation is not expected to carry them; a
        document may ask for them all the same (:attr:`Document.align_all`).
        """
        return self not in _NOT_ALIGNED


_NOT_ALIGNED = frozenset(
    {
        Kind.CONTENTS,
        Kind.TEASER,
        Kind.BYLINE,
        Kind.NAVIGATION,
        Kind.FURNITURE,
        Kind.REFERENCE,
    }
)


@dataclass(frozen=True)
class Piece:
    """A run of a sentence's text that stands unbroken in the document.

    :param at: Where the run begins in :attr:`Sentence.text`.
    :param start: Where it begins in the document.
    :param length: Its length in code points; the same on both sides.
    """

    at: int
    start: int
    length: int


@dataclass(frozen=True)
class Locator:
    """Where a person finds a passage in the file; what the format does not have is None.

    :param page: The page, from 1.
    :param paragraph: The paragraph, from 1, in the whole file or in its chapter.
    :param chapter: The file or title of the chapter in a book of several.
    :param cell: The cell of a table, as ``"table 1, row 2, column 3"``.
    :param note: The number of the footnote or endnote.
    :param cue: When a subtitle begins, as ``"00:01:02.500"``.
    :param unit: The id of a translation unit.
    :param line: The line of a text or table file, from 1.
    """

    page: int | None = None
    paragraph: int | None = None
    chapter: str | None = None
    cell: str | None = None
    note: str | None = None
    cue: str | None = None
    unit: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence of one block.

    :param id: Its number in the document, from 0, in reading order.
    :param start: Where it begins in the document.
    :param end: Where it ends in the document.
    :param kind: The kind of its block.
    :param text: What a reader reads: line ends inside the sentence are joined.
    :param block: The number of its block in :attr:`Document.blocks`.
    :param pieces: How ``text`` maps to the document; in order, without overlap.
    :param place: Where a person finds it in the file, if the format tells.
    """

    id: int
    start: int
    end: int
    kind: Kind
    text: str
    block: int
    pieces: tuple[Piece, ...]
    place: Locator | None = None

    def offset(self, at: int) -> int:
        """Return the document offset of the character at ``at`` in :attr:`text`.

        A joiner that is not in the document maps to the end of the run before it, and
        ``len(text)`` to :attr:`end`.

        :param at: An offset into :attr:`text`, from 0 to its length.
        :return: An offset into the document.
        """
        best = self.start
        for piece in self.pieces:
            if piece.at > at:
                break
            best = piece.start + min(at - piece.at, piece.length)
        return best


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, table cell or other unit of layout.

    :param start: Where it begins in the document.
    :param end: Where it ends in the document.
    :param kind: What it is.
    """

    start: int
    end: int
    kind: Kind


class VerbatimKind(str, Enum):
    """What a stretch of text that is not translated is.

    A mark of a note is none of the text's words or numbers, and may be left out or renumbered.
    """

    CODE = "code"
    URL = "url"
    EMAIL = "email"
    HANDLE = "handle"
    HASHTAG = "hashtag"
    PATH = "path"
    OPTION = "option"
    PLACEHOLDER = "placeholder"
    TAG = "tag"
    COMMENT = "comment"
    ANCHOR = "anchor"
    COMMAND = "command"
    KEY = "key"
    IDENTIFIER = "identifier"
    NOTE_MARK = "note mark"


@dataclass(frozen=True)
class Verbatim:
    """A stretch of text that a translation takes over as it stands: code, an address, a variable.

    :param start: Where it begins.
    :param end: Where it ends.
    :param kind: What it is.
    """

    start: int
    end: int
    kind: VerbatimKind


@dataclass(frozen=True)
class Document:
    """A text with its blocks and sentences.

    :param path: Where it came from, as the user named it.
    :param lang: Its language, a BCP 47 primary tag such as ``"en"`` or ``"zh"``.
    :param text: The text as decoded, before any normalisation.
    :param blocks: Its blocks in reading order.
    :param sentences: Its sentences in reading order; ``sentences[i].id == i``.
    :param sha256: The SHA-256 checksum of the file's bytes, hexadecimal.
    :param encoding: The encoding that the bytes were read in.
    :param align_all: Whether sentences of every kind take part in the alignment.
    :param verbatim: What is not translated in it, rising and without overlap; empty in a document
        that was loaded with its alignment.
    :param claimed: The language that the file says it is in, whether that is so or not; empty if
        it says nothing.
    """

    path: str
    lang: str
    text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    sha256: str
    encoding: str = "utf-8"
    align_all: bool = False
    verbatim: tuple[Verbatim, ...] = ()
    claimed: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        end = 0
        for item in self.verbatim:
            if not end <= item.start < item.end <= len(self.text):
                message = f"{self.path}: verbatim text at {item.start} is out of place"
                raise InputError(message)
            end = item.end
        end = 0
        for i, sentence in enumerate(self.sentences):
            if sentence.id != i or not end <= sentence.start < sentence.end <= len(self.text):
                message = f"{self.path}: sentence {i} is out of place"
                raise InputError(message)
            end = sentence.end

    def is_aligned(self, sentence: Sentence) -> bool:
        """Say whether a sentence of this document takes part in the alignment."""
        return self.align_all or sentence.kind.aligned

    def aligned_sentences(self) -> Iterator[Sentence]:
        """Yield the sentences that take part in the alignment."""
        return filter(self.is_aligned, self.sentences)
