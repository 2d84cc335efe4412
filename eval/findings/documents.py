"""Clean document pairs that the benchmark of findings makes its edits in.

A document is used where its segments go one by one and it is running text: chat is left out, and so
are lists of phrases (more than half of the English segments begin in lower case) and documents of
fewer than six segments, in which an edit has no surroundings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from duizhao.corpora.files.input import read_utf8
from duizhao.errors import FormatError, InputError
from duizhao.eval.gold.pairs import GoldPair, load_pairs

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

    :param paths: Files of JSON lines, or folders of such files. Each line is a document: ``id``,
        ``lp`` (``"en-zh"`` or ``"zh-en"``), ``src`` and ``tgt`` (as many segments), ``align`` (null
        if they go one by one) and maybe ``paragraph`` (the number of each segment's paragraph).
    :param part: One of :data:`PARTS`.
    :raises InputError: If there is no such document.
    :raises FormatError: If a line is not of that form.
    """
    split = load_split()
    found = []
    for file in _files(paths):
        chosen, other = (frozenset(split[name].get(file.name, ())) for name in ("dev", "test"))
        if part == "test":
            chosen, other = other, chosen
        for name, document in _documents(file):
            if document is not None and (part == "all" or name in chosen or name not in other):
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


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.glob("*.jsonl")) if path.is_dir() else [path]


def _documents(path: Path) -> Iterator[tuple[str, CleanDocument | None]]:
    """Yield the id of each document, and the document if it can be used."""
    lines = read_utf8(path, "documents as JSON lines").split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            yield str(item["id"]), _document(path, item)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            message = "is no document with id, lp, src, tgt and align"
            raise FormatError(str(path), message, number) from error


def _document(path: Path, item: dict[str, Any]) -> CleanDocument | None:
    source, target = item["src"], item["tgt"]
    order = {"en-zh": (source, target), "zh-en": (target, source)}[item["lp"]]
    if item["align"] is not None or len(source) != len(target) or item.get("domain") in _CHAT:
        return None
    numbers = item.get("paragraph")
    numbers = range(len(source)) if numbers is None else [int(number) for number in numbers]
    texts = ([" ".join(text.split()) for text in side] for side in order)
    rows = [row for row in zip(*texts, numbers, strict=True) if row[0] and row[1]]
    english, chinese = tuple(row[0] for row in rows), tuple(row[1] for row in rows)
    if len(rows) < _LEAST or _are_phrases(english):
        return None
    name = f"{path.name.partition('.')[0]}/{item['id']}"
    return CleanDocument(name, path.name, (english, chinese), tuple(row[2] for row in rows))


def _are_phrases(texts: Iterable[str]) -> bool:
    firsts = [next(filter(str.isalpha, text), "") for text in texts]
    return sum(first.islower() for first in firsts) > _PHRASES * len(firsts)
