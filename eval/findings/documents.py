"""Clean document pairs that the benchmark of findings makes its edits in.

A document is used where its segments go one by one and it is running text: chat is left out, and so
are lists of phrases (more than half of the English segments begin in lower case) and documents of
fewer than six segments, in which an edit has no surroundings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from duizhao.errors import InputError
from duizhao.eval.gold.pairs import GoldPair, load_pairs
from duizhao.eval.gold.segments import Segments, read_segments

__all__ = ["LANGS", "PARTS", "CleanDocument", "load_documents", "load_split", "sample_document"]

LANGS = ("en", "zh")
"""The languages of a document, in the order of :attr:`CleanDocument.texts`."""

PARTS = ("dev", "test", "all")
"""What may be asked for; documents that the split does not name belong to each."""

_LEAST = 6  # segments of a document
_CHAT = frozenset({"conversation", "chat"})
_PHRASES = 0.5  # share of segments in lower case from which on they are phrases


@dataclass(frozen=True)
class CleanDocument:
    """Segments and their translations, one by one.

    :param name: Its name: the file's, then its own.
    :param collection: The name of its file.
    :param texts: N English and N Chinese segments, none of them blank.
    :param paragraphs: The number of each segment's paragraph, rising.
    """

    name: str
    collection: str
    texts: tuple[tuple[str, ...], tuple[str, ...]]
    paragraphs: tuple[int, ...]


def load_split() -> dict[str, dict[str, list[str]]]:
    """Return which documents serve to tune layers (``dev``) and which to score them (``test``).

    :return: By part and file or dataset the ids of documents.
    """
    file = files("duizhao.eval.findings") / "data" / "findings-split.json"
    split: dict[str, dict[str, list[str]]] = json.loads(file.read_text(encoding="utf-8"))
    return split


def load_documents(paths: Sequence[Path], part: str) -> list[CleanDocument]:
    """Read the documents that can be used.

    :param paths: Files and folders as for :func:`duizhao.eval.gold.segments.read_segments`.
    :param part: One of :data:`PARTS`.
    :raises InputError: If there is no such document.
    :raises FormatError: If a line is not of that form.
    """
    split = load_split()
    found = []
    for each in (document for path in paths for document in read_segments(path)):
        elsewhere = {"dev": "test", "test": "dev"}.get(part, "")
        kept_out = each.name in split.get(elsewhere, {}).get(each.file.name, ())
        document = None if kept_out else _usable(each)
        if document is not None:
            found.append(document)
    if not found:
        places = ", ".join(str(path) for path in paths)
        message = (
            f"{places}: no document of {_LEAST} segments or more that go one by one"
            f" (part: {part}); give such documents as JSON lines"
        )
        raise InputError(message)
    return found


def sample_document(pair: GoldPair | None = None) -> CleanDocument:
    """Return the part of the project's sample that is translated in full.

    :param pair: Documents with gold beads, English first; the sample's if None.
    """
    pair = pair or load_pairs().pairs[0]
    texts: list[list[str]] = [[], []]
    lost = _lost_sentences(pair)
    for bead in pair.beads:
        if bead.is_null or lost.intersection(bead.source):
            continue
        both = (pair.source, bead.source, " "), (pair.target, bead.target, "")
        for side, (document, ids, joiner) in zip(texts, both, strict=True):
            side.append(joiner.join(document.sentences[i].text for i in ids))
    english, chinese = (tuple(side) for side in texts)
    return CleanDocument("sample", "sample", (english, chinese), tuple(range(len(english))))


def _lost_sentences(pair: GoldPair) -> set[int]:
    """Return the source sentences of which the sample's findings say that something is lost."""
    file = files("duizhao.corpora") / "data" / "sample" / "findings.json"
    known = json.loads(file.read_text(encoding="utf-8"))["findings"]
    lost = [item["source"]["text"] for item in known if item["source"] is not None]
    return {
        sentence.id
        for sentence in pair.source.sentences
        if any(text in sentence.text or sentence.text in text for text in lost)
    }


def _usable(document: Segments) -> CleanDocument | None:
    """Return a document for edits, or None if it is not running text."""
    english, chinese, paragraphs = zip(*document.rows, strict=True) if document.rows else ((),) * 3
    if len(english) < _LEAST or document.domain in _CHAT or _are_phrases(english):
        return None
    file = document.file.name
    name = f"{file.partition('.')[0]}/{document.name}"
    return CleanDocument(name, file, (english, chinese), paragraphs)


def _are_phrases(texts: Iterable[str]) -> bool:
    firsts = [next(filter(str.isalpha, text), "") for text in texts]
    return sum(first.islower() for first in firsts) > _PHRASES * len(firsts)
