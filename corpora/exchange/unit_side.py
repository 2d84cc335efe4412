"""One side of a bitext as a document: a unit is a block of one sentence, kept as given."""

from __future__ import annotations

from duizhao.corpora.document import Block, Document, Kind, Locator, Piece, Sentence
from duizhao.corpora.text.detection import detect_language
from duizhao.corpora.text.tags import primary_tag
from duizhao.corpora.text.verbatim import find_verbatim

__all__ = ["UnitSide"]

# Enough texts to tell a language by.
_SAMPLE = 2000


class UnitSide:
    """Puts the texts of one side together, one a line."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._sentences: list[Sentence] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, text: str, place: Locator) -> tuple[int, ...]:
        """Add the text of a unit; return the ids of its sentences."""
        if not text:
            return ()
        number, start = len(self._texts), self._length
        end = start + len(text)
        self._texts.append(text)
        self._blocks.append(Block(start, end, Kind.TEXT))
        pieces = (Piece(0, start, len(text)),)
        self._sentences.append(Sentence(number, start, end, Kind.TEXT, text, number, pieces, place))
        self._length = end + 1
        return (number,)

    def document(self, path: str, lang: str | None, sha256: str, encoding: str) -> Document:
        """Return all that was added as a document, in a language that is named or is told by it."""
        sample, text = "\n".join(self._texts[:_SAMPLE]), "\n".join(self._texts)
        return Document(
            path,
            primary_tag(lang) if lang else detect_language(sample),
            text,
            tuple(self._blocks),
            tuple(self._sentences),
            sha256,
            encoding,
            verbatim=find_verbatim(text),
        )
