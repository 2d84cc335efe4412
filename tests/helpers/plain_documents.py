"""Documents of given sentences."""

from __future__ import annotations

from duizhao.corpora.document import Block, Document, Kind, Piece, Sentence


def document(lang: str, *texts: str, path: str = "a.txt") -> Document:
    sentences = []
    at = 0
    for i, text in enumerate(texts):
        pieces = (Piece(0, at, len(text)),)
        sentences.append(Sentence(i, at, at + len(text), Kind.TEXT, text, 0, pieces))
        at += len(text) + 1
    whole = "\n".join(texts)
    return Document(path, lang, whole, (Block(0, len(whole), Kind.TEXT),), tuple(sentences), "")
