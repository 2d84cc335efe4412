"""What is compared of a document when its translation is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from duizhao import lazy
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import ReadOptions, read_document
from duizhao.errors import DuizhaoError
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder

__all__ = ["Profile", "Unread", "profile_document", "profile_files"]

# Sentences of a document that are encoded, spread over all of it: the mean of so many differs from
# that of all of a novel by .01 in cosine.
_SENTENCES = 200
# Latin words and numbers of two digits and more are written alike in both languages.
_ALIKE = lazy.compile(r"[A-Za-z][A-Za-z0-9]{2,}|[0-9]{2,}(?:[.,][0-9]+)*")


@dataclass(frozen=True, eq=False)
class Profile:
    """A document as it is compared.

    :param path: Its file.
    :param lang: Its language.
    :param vector: The mean of its sentences' vectors, weighted by the roots of their lengths, at
        unit length, shape (D,).
    :param alike: The words and numbers in it that may be written alike in its translation.
    :param characters: Its length.
    """

    path: str
    lang: str
    vector: FloatArray
    alike: frozenset[str]
    characters: int


@dataclass(frozen=True)
class Unread:
    """A file that could not be read.

    :param path: The file.
    :param reason: Why, in one sentence.
    """

    path: str
    reason: str


def profile_files(
    paths: Sequence[Path], encoder: Encoder, options: ReadOptions
) -> tuple[list[Profile], list[Unread]]:
    """Read files and return what is compared of them, and those that could not be read.

    :param paths: The files.
    :param encoder: Turns sentences into vectors.
    :param options: How they are read.
    """
    profiles, unread = [], []
    for path in paths:
        try:
            profiles.append(profile_document(read_document(path, options), encoder))
        except DuizhaoError as error:
            unread.append(Unread(str(path), " ".join(str(error).split())))
    return profiles, unread


def profile_document(document: Document, encoder: Encoder) -> Profile:
    """Return what is compared of a document.

    :param document: The document.
    :param encoder: Turns sentences into vectors.
    """
    texts = [sentence.text for sentence in document.aligned_sentences()] or [document.text]
    at = np.unique(np.linspace(0, len(texts) - 1, min(_SENTENCES, len(texts))).astype(int))
    chosen = [texts[n] for n in at]
    rows = encoder.encode(chosen)
    weights = np.sqrt([len(text) for text in chosen], dtype=np.float32)
    vector = weights @ rows
    vector /= max(float(np.linalg.norm(vector)), 1e-9)
    alike = frozenset(word.casefold() for text in texts for word in _ALIKE.findall(text))
    characters = sum(map(len, texts))
    return Profile(document.path, document.lang, vector, alike, characters)
