"""A copy of a document with remarks in it, whatever its format."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath
from typing import TypeAlias, cast

from duizhao.corpora.annotating.remarks import Remark
from duizhao.corpora.document import Document
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.read import ReadOptions, read_parts
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import InputError, OutputError

__all__ = ["ANNOTATED", "annotate_document"]

_Writer: TypeAlias = Callable[[bytes, str, Reading, Sequence[Remark], str, Limits], bytes]

# Where each format is written: a module of this room, and a function in it.
_WRITERS = {
    "docx": "docx.annotate_docx",
    "odt": "odt.annotate_odt",
    "pptx": "pptx.annotate_pptx",
    "html": "html.annotate_html",
    "markdown": "markdown.annotate_markdown",
    "mdx": "markdown.annotate_mdx",
    "text": "text.annotate_text",
    "pdf": "pdf.annotate_pdf",
}

# Archives whose suffix says more than their format.
_PACKAGES = frozenset({"docx", "pptx"})

ANNOTATED = tuple(_WRITERS)
"""The names of the formats that take remarks."""

_AS_IT_IS = ReadOptions()


def annotate_document(
    document: Document,
    remarks: Sequence[Remark],
    author: str,
    path: str | os.PathLike[str] | None = None,
    options: ReadOptions = _AS_IT_IS,
    output: str | os.PathLike[str] | None = None,
) -> bytes:
    """Return a copy of the file of a document with remarks at the words that they name.

    :param document: The document, as its alignment has it.
    :param remarks: What to say of which words.
    :param author: Who says it, on one line.
    :param path: The file, if it is not where it was when it was aligned.
    :param options: How it was read; what is left out is found from file and document.
    :param output: What the copy is to be called, if that is known; programs go by it.
    :return: The bytes of the copy. Everything else in it is as it was.
    :raises InputError: If the file cannot be read, is not the one that was aligned, or is in a
        format that takes no remarks.
    :raises OutputError: If the name of the copy says that it is in another format.
    """
    where = document.path if path is None else path
    if path is None and not Path(where).is_file():
        message = (
            f"{where} does not exist, which was aligned; name the file where it is now with"
            " --document"
        )
        raise InputError(message)
    data, name, reading = _read(where, document, replace(options, bitext=True))
    shown = os.fspath(where)
    if document.sha256 and hashlib.sha256(data).hexdigest() != document.sha256:
        message = (
            f"{shown} is not the file that was aligned, or was changed since; give that file with"
            " --document, or align it again"
        )
        raise InputError(message)
    if name not in _WRITERS:
        message = (
            f"{shown} is {name}, which takes no comments here; read the findings in the report, or"
            f" save it as one of {', '.join(ANNOTATED)} and align that"
        )
        raise InputError(message)
    if output is not None:
        _check_name(output, where, name)
    if not _is_same(document, reading.text):
        message = (
            f"{shown} reads otherwise than when it was aligned; align it again, or name its format"
            " with --input-format"
        )
        raise InputError(message)
    module, _, function = _WRITERS[name].partition(".")
    found = import_module(f"duizhao.corpora.annotating.{module}")
    write = cast("_Writer", getattr(found, function))
    return write(data, shown, reading, remarks, author, options.limits)


def _check_name(output: str | os.PathLike[str], where: str | os.PathLike[str], name: str) -> None:
    """Refuse a name by which programs would take the copy for something else."""
    wanted, own = (PurePath(path).suffix.lower() for path in (output, where))
    known = load_format(name).suffixes
    # Word opens no document without macros under the name of one with them, nor the reverse.
    allowed = {own} if name in _PACKAGES and own in known else {own, *known}
    if wanted and wanted not in allowed:
        right = PurePath(output).with_suffix(own if own in known else known[0])
        message = (
            f"{output} is no name for this copy, which is {name} as {os.fspath(where)} is; call it"
            f" {right}"
        )
        raise OutputError(message)


def _read(
    where: str | os.PathLike[str], document: Document, options: ReadOptions
) -> tuple[bytes, str, Reading]:
    data, name, reading = read_parts(where, options)
    is_other = options.encoding is None and reading.encoding != document.encoding
    if is_other and not _is_same(document, reading.text):
        # It was named when the file was aligned.
        return read_parts(where, replace(options, encoding=document.encoding))
    return data, name, reading


def _is_same(document: Document, text: str) -> bool:
    """Say whether the sentences of a document stand at their places in a text."""
    return len(text) == len(document.text) and all(
        text[piece.start : piece.start + piece.length]
        == sentence.text[piece.at : piece.at + piece.length]
        for sentence in document.sentences
        for piece in sentence.pieces
    )
