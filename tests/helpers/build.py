"""Documents and alignments of given texts: the one place where tests make them by hand.

:func:`document` is for sentences as they stand; :func:`laid_out` for paragraphs whose lines are
joined; :func:`built`, on which both rest, for all else. :func:`read_lines` makes a document as the
product reads a file of a sentence a line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from duizhao.corpora.alignment import Alignment, Bead, Place
from duizhao.corpora.document import Block, Document, Kind, Locator, Piece, Sentence
from duizhao.corpora.reading.read import document_from_text
from duizhao.corpora.text.verbatim import find_verbatim

__all__ = ["Given", "built", "document", "laid_out", "one_to_one", "place", "read_lines", "say"]


@dataclass(frozen=True)
class Given:
    """A sentence that a document shall have.

    :param lines: What stands of it unbroken in the document.
    :param gap: What stands before it in the document.
    :param kind: Of its block, if it opens one.
    :param opens: Whether a block begins with it; the first sentence opens one in any case.
    :param between: What stands between its lines in the document.
    :param joiner: What a reader reads instead.
    :param place: Where a person finds it.
    """

    lines: tuple[str, ...]
    gap: str = ""
    kind: Kind = Kind.TEXT
    opens: bool = False
    between: str = "\n"
    joiner: str = ""
    place: Locator | None = None


def built(
    path: str, lang: str, given: Iterable[Given], *, rest: str = "", sha256: str = ""
) -> Document:
    """Make a document.

    :param path: Its path.
    :param lang: Its language.
    :param given: Its sentences.
    :param rest: What stands behind the last one.
    :param sha256: Of the file that it is said to come from.
    """
    text = ""
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    for number, one in enumerate(given):
        text += one.gap
        start, read = len(text), ""
        pieces: list[Piece] = []
        for n, line in enumerate(one.lines):
            text += one.between if n else ""
            read += one.joiner if n else ""
            pieces.append(Piece(len(read), len(text), len(line)))
            text, read = text + line, read + line
        if one.opens or not blocks:
            blocks.append(Block(start, len(text), one.kind))
        blocks[-1] = Block(blocks[-1].start, len(text), blocks[-1].kind)
        kind, block = blocks[-1].kind, len(blocks) - 1
        sentences.append(
            Sentence(number, start, len(text), kind, read, block, tuple(pieces), one.place)
        )
    text += rest
    verbatim = find_verbatim(text)
    return Document(path, lang, text, tuple(blocks), tuple(sentences), sha256, verbatim=verbatim)


def document(
    lang: str,
    *texts: str,
    path: str = "a.txt",
    gap: str = "\n",
    paragraphs: bool = False,
    kind: Kind = Kind.TEXT,
) -> Document:
    """Make a document whose sentences are these, whatever is in them.

    :param lang: Its language.
    :param texts: The sentences.
    :param path: Its path.
    :param gap: What stands between two.
    :param paragraphs: Whether each is a block of its own; else all are one.
    :param kind: Of the blocks.
    """
    given = (Given((text,), gap if n else "", kind, paragraphs) for n, text in enumerate(texts))
    return built(path, lang, given)


def laid_out(
    path: str, lang: str, parts: Sequence[tuple[str, str, Kind]], joiner: str = " "
) -> Document:
    """Make a document of paragraphs, with the checksum of its text.

    :param path: Its path.
    :param lang: Its language.
    :param parts: Its sentences: ``"text"`` for one that opens a paragraph or ``"same"``, the text
        with its line ends, and the kind of its paragraph.
    :param joiner: What a reader reads for a line end, and what stands between two sentences.
    """
    given = []
    for n, (how, text, kind) in enumerate(parts):
        opens = how == "text" or not n
        gap = "" if not n else "\n\n" if opens else joiner
        given.append(Given(tuple(text.split("\n")), gap, kind, opens, joiner=joiner))
    made = built(path, lang, given)
    checksum = hashlib.sha256(made.text.encode(errors="replace")).hexdigest()
    return replace(made, sha256=checksum)


def read_lines(sentences: Sequence[str], lang: str = "en", path: str = "a.txt") -> Document:
    """Read a document with a sentence on each line."""
    return document_from_text("\n".join(sentences), lang=lang, path=path, presplit=True)


def one_to_one(*texts: tuple[str, str], probabilities: Sequence[float] = ()) -> Alignment:
    """Make an alignment from English to Chinese whose beads link one sentence with one.

    :param texts: The pairs, whatever is in them.
    :param probabilities: Of the first beads; the others are certain.
    """
    sides = (document(("en", "zh")[n], *(each[n] for each in texts), gap="") for n in range(2))
    sure = [*probabilities, *[1.0] * len(texts)]
    return Alignment(tuple(sides), tuple(Bead((i,), (i,), sure[i]) for i in range(len(texts))))


def place(documents: Sequence[Document], number: int, text: str, at: str | None = None) -> Place:
    """Return where a text stands; with ``at``, the point before ``text`` inside ``at``."""
    whole = documents[number].text
    start = whole.index(at or text) + (at.index(text) if at else 0)
    end = start if at else start + len(text)
    return Place(number, start, end, whole[start:end].replace("\n", " "))


def say(en: str, zh: str) -> dict[str, str]:
    """Return a message in both languages."""
    return {"en": en, "zh": zh}
