"""The report as Markdown, for a pull request or an issue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from duizhao import lazy
from duizhao.align.report.characters import shorten, visible
from duizhao.align.report.content import Content, Told, build_content
from duizhao.corpora.alignment import Alignment

__all__ = ["escape_markdown", "write_markdown"]

# All that can open a construct within a line, in CommonMark and in GitHub's tables, autolinks,
# maths and emoji. Marks that open one at the start of a line only are harmless: no text starts one.
_ACTIVE = lazy.compile(r"[\\`*_\[\]<>|~&$#]|:(?=//|\w)|(?<=www)\.(?=\S)", re.IGNORECASE)
# Code hosts notify people, and link issues, by what follows these, escaped or not: a word joiner
# (which shows nothing) stands between.
_CALLS = lazy.compile(r"([@#])(?=\w)")
_SHARED = lazy.compile(r"\b(gh)-(?=\d)", re.IGNORECASE)
_JOINER = "\N{WORD JOINER}"
# Code hosts cut comments at 65,536 characters; the whole passages are in the other forms.
_LONGEST = 240


def write_markdown(alignment: Alignment, stream: BinaryIO, *, ui: str | None = None) -> None:
    """Write the findings as a Markdown table. Nothing that a text says is markup there.

    :param alignment: What the aligner found.
    :param stream: Where to write, in UTF-8; stays open.
    :param ui: The interface language, ``"en"`` or ``"zh"``; None for the target's.
    :raises UnknownNameError: If there is no such interface language.
    """
    content = build_content(alignment, ui)
    for line in _lines(content):
        stream.write(line.encode() + b"\n")


def _lines(content: Content) -> Iterable[str]:
    view, words = content.view, content.words
    yield f"## {escape_markdown(content.title)}"
    yield ""
    verdict, *besides = content.verdict()
    for line in (verdict, *content.notices()):
        yield f"**{escape_markdown(line)}**"
        yield ""
    for line in besides:
        yield escape_markdown(line)
        yield ""
    yield from (f"- {escape_markdown(content.document(paper))}" for paper in view.papers)
    yield from (f"- {escape_markdown(line)}" for line in content.extent())
    yield f"- {escape_markdown(content.policy())}"
    yield f"- {escape_markdown(content.counts())}"
    if not content.findings:
        return
    yield ""
    keys = (
        *("column.id", "severity", "category", "column.row"),
        *("column.message", "role.source", "role.target"),
    )
    yield _row(words(key) for key in keys)
    yield _row(["---"] * len(keys), escape=False)
    yield from (_row(_cells(told)) for told in content.findings)


def _cells(told: Told) -> tuple[str, ...]:
    row = str(told.row) if told.row else ""
    said = " · ".join(filter(None, (told.message, told.decision, told.finding.comment)))
    texts = (shorten(text, _LONGEST) for text in (said, told.source, told.target))
    return (told.finding.id, told.severity, told.category, row, *texts)


def _row(cells: Iterable[str], *, escape: bool = True) -> str:
    return "| " + " | ".join(escape_markdown(c) if escape else c for c in cells) + " |"


def escape_markdown(text: str) -> str:
    r"""Return a text that Markdown shows as it is, on one line.

    :param text: Any text.

    >>> print(escape_markdown("a|b <b> [x](y) `c`"))
    a\|b \<b\> \[x\](y) \`c\`
    """
    text = _ACTIVE.sub(r"\\\g<0>", visible(text))
    text = _SHARED.sub(rf"\1{_JOINER}-", text)
    return _CALLS.sub(rf"\1{_JOINER}", text).strip()
