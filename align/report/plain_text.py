"""The findings as plain text, for a mail or a log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from duizhao.align.report.characters import visible
from duizhao.align.report.content import Content, Told, build_content
from duizhao.corpora.alignment import Alignment

__all__ = ["write_text"]

_INDENT = "    "


def write_text(alignment: Alignment, stream: BinaryIO, *, ui: str | None = None) -> None:
    """Write what was found as plain text; lines are as long as what they say.

    :param alignment: What the aligner found.
    :param stream: Where to write, in UTF-8; stays open.
    :param ui: The interface language, ``"en"`` or ``"zh"``; None for the target's.
    :raises UnknownNameError: If there is no such interface language.
    """
    content = build_content(alignment, ui)
    for line in _lines(content):
        stream.write(visible(line).rstrip().encode() + b"\n")


def _lines(content: Content) -> Iterable[str]:
    yield content.title
    yield ""
    yield from content.head()
    for told in content.findings:
        yield ""
        yield from _finding(content, told)


def _finding(content: Content, told: Told) -> Iterable[str]:
    words = content.words
    parts = [told.title, words("sure", value=told.confidence)]
    if told.row:
        parts.append(words("row", row=told.row))
    yield " · ".join([*parts, *filter(None, [told.place])])
    yield from (_INDENT + line for line in content.lines(told))
